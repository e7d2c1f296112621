"""SMPP v5.0 section 4.3: messages and receipts for an ESME, for whoever reads them or for its handler."""

import asyncio
from typing import Any

import pytest

import esme
import pdu
from pdu import CommandId, CommandStatus, SubmitSmResp, Unknown
from pdu.values import EsmClass, MessageState
from tests.esme.conversation import TO, bank_has_nothing_to_say, conversation
from tests.esme.long_message import cut
from tests.esme.message_centre import Answer, MessageCentre, alert, message, receipt

# Messages


async def test_messages_are_read_as_they_come_until_the_message_centre_unbinds() -> None:
    async with conversation() as (bank, sc):
        sc.says(message("Hello"), message("World"), pdu.Unbind())
        assert [(m.source, m.destination, m.text) async for m in bank] == [
            ("+447700900123", "60300", "Hello"),
            ("+447700900123", "60300", "World"),
        ]
        await bank.closed()
        await sc.hears("unbind_resp")
        assert sc.ladder[3:] == [
            "bank -> sc  deliver_sm_resp ESME_ROK",
            "bank -> sc  deliver_sm_resp ESME_ROK",
            "bank -> sc  unbind_resp ESME_ROK",
        ]


async def test_a_broken_session_ends_the_messages_with_what_happened() -> None:
    async with conversation() as (bank, sc):
        sc.says(message("Hello"))
        await sc.hears("deliver_sm_resp")
        sc.hang_up()
        assert (await anext(bank)).text == "Hello"
        with pytest.raises(esme.Disconnected, match="the peer closed the connection"):
            await anext(bank)
        with pytest.raises(esme.Disconnected):
            await bank.closed()


async def test_two_readers_share_the_messages() -> None:
    async with conversation() as (bank, sc):
        readers = [asyncio.create_task(anext(bank)) for _ in range(2)]
        sc.says(message("Hello"), message("World"))
        assert {one.text for one in await asyncio.gather(*readers)} == {"Hello", "World"}


async def test_a_message_for_which_there_is_no_room_stays_at_the_message_centre() -> None:
    async with conversation(inbox=1) as (bank, sc):
        sc.says(message("Hello"), message("World"))
        answers = [await sc.hears("deliver_sm_resp") for _ in range(2)]
        assert [a.command_status for a in answers] == [CommandStatus.ESME_ROK, CommandStatus.ESME_RX_T_APPN]
        assert (await anext(bank)).text == "Hello"
        sc.says(message("World"))
        assert (await anext(bank)).text == "World"


async def test_a_message_centre_that_sends_long_messages_takes_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("esme.inbox.ROOM", 1_000)
    async with conversation() as (bank, sc):
        long = [pdu.DeliverSm(message_payload=b"x" * 600, sequence_number=number) for number in (1, 2, 3)]
        sc.says(*long)
        answers = [await sc.hears("deliver_sm_resp") for _ in long]
        assert [a.command_status for a in answers] == [0, 0, CommandStatus.ESME_RX_T_APPN]
        assert [len((await anext(bank)).octets) for _ in range(2)] == [600, 600]
        sc.says(long[2])
        assert len((await anext(bank)).octets) == 600


async def test_what_comes_before_all_sessions_are_bound_takes_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("esme.deliveries.ROOM", 1_000)
    opened: list[esme.Message] = []

    async def opens(port: int) -> None:
        async with esme.connect("127.0.0.1", port, system_id="bank", bind=["transceiver"] * 2) as bank:
            opened.extend([await anext(bank), await anext(bank)])

    def bind(_: pdu.Pdu) -> list[pdu.Pdu]:
        return [pdu.BindTransceiverResp()] if sc.session == 0 else []

    async with MessageCentre(bind_transceiver=bind) as sc:
        task = asyncio.create_task(opens(sc.port))
        asked = [await sc.hears("bind_transceiver") for _ in range(2)][1]
        sc.says(*(pdu.DeliverSm(message_payload=b"x" * 600) for _ in range(3)), session=0)
        assert (await sc.hears("deliver_sm_resp")).command_status == CommandStatus.ESME_RX_T_APPN
        sc.says(pdu.BindTransceiverResp(sequence_number=asked.sequence_number), session=1)
        assert [(await sc.hears("deliver_sm_resp")).command_status for _ in range(2)] == [0, 0]
        await task
    assert [len(one.octets) for one in opened] == [600, 600]


async def test_a_receipt_that_nobody_waits_for_and_there_is_no_room_for_is_not_taken() -> None:
    async with conversation(inbox=1) as (bank, sc):
        sc.says(message("Hello"), receipt("1"))
        answers = [await sc.hears("deliver_sm_resp") for _ in range(2)]
        assert [a.command_status for a in answers] == [CommandStatus.ESME_ROK, CommandStatus.ESME_RX_T_APPN]
        with pytest.raises(esme.NoReceipt):
            await bank.receipt_of("1", timeout=0)


async def test_a_part_for_which_there_is_no_room_stays_at_the_message_centre() -> None:
    first, second = cut("Hello, world! " * 12)
    async with conversation(inbox=1) as (bank, sc):
        sc.says(message("Hello"), first)
        answers = [await sc.hears("deliver_sm_resp") for _ in range(2)]
        assert [a.command_status for a in answers] == [CommandStatus.ESME_ROK, CommandStatus.ESME_RX_T_APPN]
        assert (await anext(bank)).text == "Hello"
        sc.says(first, second)
        assert (await anext(bank)).text == "Hello, world! " * 12


async def test_parts_that_promise_a_header_and_have_none_are_a_message_without_text() -> None:
    async with conversation() as (bank, sc):
        sc.says(
            *(
                pdu.DeliverSm(
                    esm_class=EsmClass.MC_DELIVERY_RECEIPT | EsmClass.UDHI,
                    short_message=b"\xff" + octets,
                    sar_msg_ref_num=1,
                    sar_total_segments=2,
                    sar_segment_seqnum=number,
                )
                for number, octets in enumerate((b"Hello, ", b"world"), 1)
            )
        )
        one = await anext(bank)
        assert (one.text, one.octets) == (None, b"\xffHello, \xffworld")


async def test_a_message_by_data_sm_is_a_message() -> None:
    async with conversation() as (bank, sc):
        sc.says(pdu.DataSm(source_addr="447700900123", message_payload=b"Hello"))
        one = await anext(bank)
        assert (one.source, one.text) == ("447700900123", "Hello")
        assert (await sc.hears("data_sm_resp")).command_status == CommandStatus.ESME_ROK


async def test_a_handler_acknowledges_each_message_when_it_returns() -> None:
    read = asyncio.Event()
    texts: list[str | None] = []

    async def handler(one: esme.Message) -> int | None:
        texts.append(one.text)
        await read.wait()
        return CommandStatus.ESME_RX_P_APPN if one.text == "World" else None

    async with conversation(handler=handler) as (bank, sc):
        sc.says(message("Hello"), message("World"))
        await bank_has_nothing_to_say(sc)
        assert texts == ["Hello"]
        assert "deliver_sm_resp" not in sc.said()
        read.set()
        answers = [await sc.hears("deliver_sm_resp") for _ in range(2)]
        assert [a.command_status for a in answers] == [CommandStatus.ESME_ROK, CommandStatus.ESME_RX_P_APPN]
        with pytest.raises(RuntimeError, match="messages go to the handler"):
            await anext(bank)


async def test_a_handler_that_raises_leaves_the_message_at_the_message_centre_and_is_reported() -> None:
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))

    async def handler(one: esme.Message) -> None:
        if one.text == "Hello":
            raise ZeroDivisionError

    async with conversation(handler=handler) as (_, sc):
        sc.says(message("Hello"), message("World"))
        answers = [await sc.hears("deliver_sm_resp") for _ in range(2)]
        assert [a.command_status for a in answers] == [CommandStatus.ESME_RX_T_APPN, CommandStatus.ESME_ROK]
    assert [type(context["exception"]) for context in reported] == [ZeroDivisionError]


async def test_a_handler_that_is_no_coroutine_function_is_reported_as_such() -> None:
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))

    def handler(_: esme.Message) -> None:
        pass

    async with conversation(handler=handler) as (_, sc):
        sc.says(message("Hello"))
        assert (await sc.hears("deliver_sm_resp")).command_status == CommandStatus.ESME_RX_T_APPN
    [error] = [context["exception"] for context in reported]
    assert str(error).startswith("handler: expected a coroutine function (async def, or esme.sync.handler of one that")


async def test_a_handler_in_which_something_was_cancelled_is_asked_again_for_the_next_message() -> None:
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))

    async def handler(one: esme.Message) -> None:
        if one.text == "Hello":
            lookup = asyncio.create_task(asyncio.Event().wait())
            lookup.cancel()
            await lookup

    async with conversation(handler=handler) as (_, sc):
        sc.says(message("Hello"), message("World"))
        answers = [await sc.hears("deliver_sm_resp") for _ in range(2)]
        assert [a.command_status for a in answers] == [CommandStatus.ESME_RX_T_APPN, CommandStatus.ESME_ROK]
    assert [context["message"] for context in reported] == ["a handler of messages was cancelled"]


@pytest.mark.parametrize("status", [-1, 1 << 32, CommandStatus.ESME_RINVBCASTSRVGRP, "ESME_ROK", "", 0.5, True, False])
@pytest.mark.parametrize("handler_failed", [CommandStatus.ESME_RX_P_APPN, CommandStatus.ESME_RINVBCASTSRVGRP])
async def test_a_status_that_no_answer_can_have_is_reported_and_answered_as_a_failure(
    status: Any, handler_failed: int
) -> None:
    reported: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(str(context["exception"])))

    async def handler(one: esme.Message) -> Any:
        return status if one.text == "Hello" else None

    async with conversation(handler=handler, handler_failed=handler_failed) as (_, sc):
        sc.says(message("Hello"), message("World"))
        answers = [await sc.hears("deliver_sm_resp") for _ in range(2)]
        has = handler_failed == CommandStatus.ESME_RX_P_APPN  # a session of v3.4 has no status of broadcasts
        failed = handler_failed if has else CommandStatus.ESME_RX_T_APPN
        assert [a.command_status for a in answers] == [failed, CommandStatus.ESME_ROK]
    assert all(report.startswith("command_status: expected") for report in reported)
    assert len(reported) == (1 if has else 2)


async def test_a_handler_may_submit_and_may_unbind() -> None:
    banks: list[esme.Esme] = []

    async def handler(one: esme.Message) -> None:
        await banks[0].submit("STOP received", to=one.source)
        await banks[0].unbind()

    async with conversation(handler=handler) as (bank, sc):
        banks.append(bank)
        sc.says(message("STOP"))
        await bank.closed()
        assert sc.said()["submit_sm"] == 1


async def test_what_a_handler_has_not_finished_is_not_acknowledged() -> None:
    async def handler(_: esme.Message) -> None:
        handling.set()
        await asyncio.Event().wait()

    handling = asyncio.Event()
    async with conversation(handler=handler) as (_, sc):
        sc.says(message("Hello"), message("World"))
        await handling.wait()
    assert "deliver_sm_resp" not in sc.said()


# Alerts


async def test_an_alert_comes_among_the_messages_and_is_not_answered() -> None:
    async with conversation() as (bank, sc):
        sc.says(alert(), message("Hello"))
        first, second = await anext(bank), await anext(bank)
        assert (first.alert, first.source, first.destination, first.text) == (True, "+447700900123", "60300", None)
        assert (first.pdus, first.receipt, first.octets) == ((first.pdu,), None, b"")
        assert (second.alert, second.text) == (False, "Hello")
        await bank_has_nothing_to_say(sc)
        assert [line for line in sc.ladder if line.startswith("bank")] == [
            "bank -> sc  deliver_sm_resp ESME_ROK",
            "bank -> sc  enquire_link_resp ESME_ROK",
        ]


async def test_a_handler_is_told_of_an_alert() -> None:
    told: list[esme.Message] = []

    async def handler(one: esme.Message) -> None:
        told.append(one)

    async with conversation(handler=handler) as (_, sc):
        sc.says(alert(), message("Hello"))
        await sc.hears("deliver_sm_resp")
    assert [one.alert for one in told] == [True, False]


async def test_an_alert_for_which_there_is_no_room_is_reported() -> None:
    reported: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context["message"]))
    async with conversation(inbox=1) as (bank, sc):
        sc.says(alert(), alert())
        await bank_has_nothing_to_say(sc)
        assert (await anext(bank)).alert
    assert len(reported) == 1
    assert reported[0] == "no room in the inbox: the alert_notification of +447700900123 is lost"


async def test_a_message_that_can_not_be_read_is_refused_and_reported() -> None:
    reported: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context["message"]))
    body = bytes.fromhex(
        "73 6d 73 63 73 69 6d 00"  # service_type "smscsim", of which 5 characters are allowed
        "01 01 34 34 37 00  00 00 37 00"  # source and destination
        "00 00 00 00 00 00 00 00 00 00"
    )
    async with conversation() as (bank, sc):
        sc.says(Unknown(command_id=CommandId.deliver_sm, body=body), message("Hello"))
        assert (await sc.hears("deliver_sm_resp")).command_status == CommandStatus.ESME_RINVSERTYP
        assert (await anext(bank)).text == "Hello"
    [report] = reported
    assert report.startswith("deliver_sm was refused with ESME_RINVSERTYP: service_type at octet 16: expected C-Octet")


# Receipts


async def test_a_receipt_that_comes_later_is_waited_for() -> None:
    async with conversation() as (bank, sc):
        message_id = await bank.submit("Hello", to=TO, receipt=True)
        waiting = asyncio.create_task(bank.receipt_of(message_id))
        sc.says(receipt("other"), receipt(message_id, "ENROUTE", MessageState.ENROUTE))
        sc.says(receipt(message_id, "ACCEPTD", MessageState.ACCEPTED), receipt(message_id))
        assert (await waiting).message_state is MessageState.DELIVERED


async def test_a_receipt_that_comes_before_its_response_is_not_lost() -> None:
    script: dict[str, Answer] = {"submit_sm": lambda _: [receipt("7"), SubmitSmResp(message_id="7")]}
    async with conversation(script) as (bank, _):
        message_id = await bank.submit("Hello", to=TO, receipt=True)
        assert (await bank.receipt_of(message_id)).message_id == "7"
        assert (await bank.receipt_of(message_id)).message_id == "7"


async def test_a_receipt_comes_out_of_the_session_as_well() -> None:
    script: dict[str, Answer] = {"submit_sm": lambda _: [SubmitSmResp(message_id="7"), receipt("7")]}
    async with conversation(script) as (bank, _):
        message_id = await bank.submit("Hello", to=TO, receipt=True)
        one = await anext(bank)
        assert one.receipt is not None
        assert (one.receipt.id, one.receipt.message_state) == (message_id, MessageState.DELIVERED)
        assert (await bank.receipt_of(message_id)).receipt == one.receipt


async def test_a_receipt_that_is_expected_is_taken_though_nobody_reads_the_inbox() -> None:
    async with conversation(inbox=1) as (bank, sc):
        first = await bank.submit("Hello", to=TO, receipt=True)
        second = await bank.submit("World", to=TO, receipt=True)
        sc.says(receipt(first), receipt(second, "ACCEPTD", MessageState.ACCEPTED), receipt(second), receipt("other"))
        answers = [await sc.hears("deliver_sm_resp") for _ in range(4)]
        assert [a.command_status for a in answers] == [
            CommandStatus.ESME_ROK,
            CommandStatus.ESME_ROK,
            CommandStatus.ESME_ROK,
            CommandStatus.ESME_RX_T_APPN,
        ]
        assert [(await bank.receipt_of(m)).message_id for m in (second, first)] == ["2", "1"]


async def test_a_receipt_that_does_not_come_is_missed_by_name() -> None:
    async with conversation() as (bank, _):
        message_id = await bank.submit("Hello", to=TO, receipt=True)
        with pytest.raises(esme.NoReceipt, match=r"no receipt for message 1 within 0\.01 s"):
            await bank.receipt_of(message_id, timeout=0.01)
        with pytest.raises(TimeoutError):
            await bank.receipt_of(message_id, timeout=0)


@pytest.mark.parametrize(
    ("submitted", "receipted", "receipt_ids"),
    [("2ebd4111", "784154897", "decimal"), ("784154897", "2EBD4111", "hexadecimal")],
)
async def test_a_receipt_under_the_id_in_another_form_is_told_where_none_came(
    submitted: str, receipted: str, receipt_ids: str
) -> None:
    script: dict[str, Answer] = {"submit_sm": lambda _: [SubmitSmResp(message_id=submitted), receipt(receipted)]}
    async with conversation(script) as (bank, _):
        message = await bank.submit("Hello", to=TO, receipt=True)
        await anext(bank)
        for late in (message.delivered(timeout=0), bank.receipt_of(message, timeout=0)):
            with pytest.raises(esme.NoReceipt) as error:
                await late
            assert error.value.__notes__ == [
                f"a receipt came for {receipted}, as it is with receipt_ids={receipt_ids!r}"
            ]


async def test_who_waits_for_a_receipt_learns_that_the_session_has_ended() -> None:
    async with conversation() as (bank, sc):
        message_id = await bank.submit("Hello", to=TO, receipt=True)
        waiting = asyncio.create_task(bank.receipt_of(message_id))
        await bank.send(pdu.EnquireLink())
        sc.hang_up()
        with pytest.raises(esme.Disconnected):
            await waiting
        with pytest.raises(esme.Disconnected):
            await bank.receipt_of("another")
