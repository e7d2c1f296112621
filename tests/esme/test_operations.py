"""SMPP v5.0 chapter 4 and v3.3: each operation as a method, and the PDU that leaves."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

import esme
import pdu
from pdu import ladder
from pdu.dialects import MESSAGE_IDS
from pdu.lists import DistributionList, SmeAddress
from pdu.operations.param_retrieve import ParamRetrieveResp
from pdu.operations.query_last_msgs import QueryLastMsgsResp
from pdu.operations.query_msg_details import QueryMsgDetailsResp
from tests.esme.conversation import TO, conversation
from tests.esme.message_centre import Answer, MessageCentre, receipt

BANK = "447700900999"
V5 = 0x50


def answers() -> dict[str, Answer]:
    """Make a response for every kind of request."""
    broadcast = pdu.QueryBroadcastSmResp(
        message_id="7",
        message_state=2,
        broadcast_area_identifier=(b"\x00area",),
        broadcast_area_success=(100,),
    )
    said: dict[str, pdu.Pdu] = {
        "submit_multi": pdu.SubmitMultiResp(message_id="7"),
        "data_sm": pdu.DataSmResp(message_id="7"),
        "query_sm": pdu.QuerySmResp(message_id="7", message_state=2),
        "cancel_sm": pdu.CancelSmResp(),
        "replace_sm": pdu.ReplaceSmResp(),
        "broadcast_sm": pdu.BroadcastSmResp(message_id="7"),
        "query_broadcast_sm": broadcast,
        "cancel_broadcast_sm": pdu.CancelBroadcastSmResp(),
        "param_retrieve": ParamRetrieveResp(param_value="1"),
        "query_last_msgs": QueryLastMsgsResp(message_id=("7", "8")),
        "query_msg_details": QueryMsgDetailsResp(dest_address=(SmeAddress(0, 1, "123"),), message_id="7"),
    }
    return {name: _always(answer) for name, answer in said.items()}


def _always(answer: pdu.Pdu) -> Answer:
    return lambda _: [answer]


@pytest.mark.parametrize(
    ("ask", "line"),
    [
        (
            lambda bank: bank.submit_multi("Hello", to=[TO, DistributionList("friends")], source=BANK),
            (
                f"submit_multi source_addr_npi=ISDN source_addr={BANK} "
                'dest_address=1:1:447700900123,dl:friends short_message="Hello"'
            ),
        ),
        (
            lambda bank: bank.data("Hello", to=TO, receipt=True),
            (
                "data_sm dest_addr_ton=INTERNATIONAL dest_addr_npi=ISDN destination_addr=447700900123 "
                'registered_delivery=1 message_payload="Hello"'
            ),
        ),
        (lambda bank: bank.query("7", source=BANK), f"query_sm message_id=7 source_addr_npi=ISDN source_addr={BANK}"),
        (lambda bank: bank.cancel("7"), "cancel_sm message_id=7"),
        (
            lambda bank: bank.cancel(source=BANK, to="123", service_type="CMT"),
            (
                f"cancel_sm service_type=CMT source_addr_npi=ISDN source_addr={BANK} "
                "dest_addr_npi=ISDN destination_addr=123"
            ),
        ),
        (
            lambda bank: bank.replace("7", "Bye", validity=timedelta(hours=1)),
            'replace_sm message_id=7 validity_period=000000010000000R short_message="Bye"',
        ),
        (lambda bank: bank.query_broadcast("7"), "query_broadcast_sm message_id=7"),
        (lambda bank: bank.cancel_broadcast("7"), "cancel_broadcast_sm message_id=7"),
        (lambda bank: bank.enquire_link(), "enquire_link"),
    ],
)
async def test_an_operation_is_a_method(ask: Callable[[esme.Esme], Awaitable[pdu.Response]], line: str) -> None:
    async with conversation(answers(), interface_version=V5) as (bank, sc):
        response = await ask(bank)
        assert response.command_status == pdu.CommandStatus.ESME_ROK
        assert str(ladder.line(await sc.hears(line.split()[0]))) == line


async def test_the_operations_that_only_v3_3_has_are_methods_too() -> None:
    async with conversation(answers(), interface_version=0x33) as (bank, sc):
        assert (await bank.param_retrieve("window")).param_value == "1"
        assert (await bank.query_last_msgs(BANK, 2)).message_id == ("7", "8")
        assert (await bank.query_msg_details("7", source=BANK, sm_length=160)).message_id == "7"
        assert (await sc.hears("query_last_msgs")).number_of_msgs == 2


async def test_a_broadcast_says_where_what_how_often_and_at_which_interval() -> None:
    every_minute = b"\x09\x00\x01"
    async with conversation(answers(), interface_version=V5) as (bank, sc):
        areas, content = [b"\x00north", b"\x00south"], b"\x00\x00\x00"
        response = await bank.broadcast(
            "Flood", areas=areas, content_type=content, repetitions=3, frequency_interval=every_minute
        )
        assert response.message_id == "7"
        request = await sc.hears("broadcast_sm")
    assert request.broadcast_area_identifier == tuple(areas)
    assert (request.broadcast_content_type, request.broadcast_rep_num) == (content, 3)
    assert (request.broadcast_frequency_interval, request.message_payload) == (every_minute, b"Flood")


async def test_a_long_text_to_many_is_whole_in_its_message_payload() -> None:
    async with conversation(answers()) as (bank, sc):
        await bank.submit_multi("x" * 161, to=[TO])
        request = await sc.hears("submit_multi")
        assert (request.short_message, request.message_payload) == (b"", b"x" * 161)


@pytest.mark.parametrize("ask", ["submit_multi", "data"])
async def test_what_the_alphabet_of_the_account_does_not_hold_goes_in_ucs_2(ask: str) -> None:
    latin_1 = esme.DefaultAlphabet.LATIN_1
    async with conversation(answers(), default_alphabet=latin_1) as (bank, sc):
        await (bank.submit_multi("10 €", to=[TO]) if ask == "submit_multi" else bank.data("10 €", to=TO))
        request = await sc.hears("submit_multi" if ask == "submit_multi" else "data_sm")
        assert (
            esme.Message(pdu.DataSm(data_coding=request.data_coding, message_payload=_octets(request))).text == "10 €"
        )


def _octets(request: pdu.SubmitMulti | pdu.DataSm) -> bytes:
    return request.short_message if isinstance(request, pdu.SubmitMulti) else request.message_payload or b""


# submit, with all its parameters


async def test_a_submission_has_its_times_and_may_replace_another() -> None:
    at = datetime(2030, 1, 31, 8, tzinfo=UTC)
    async with conversation() as (bank, sc):
        await bank.submit("Hello", to=TO, schedule=at, validity=timedelta(days=1), replace=True)
        request = await sc.hears("submit_sm")
        assert request.schedule_delivery_time == "300131080000000+"
        assert request.validity_period == "000001000000000R"
        assert request.replace_if_present_flag == 1


async def test_a_flash_says_so_in_the_way_its_alphabet_has() -> None:
    async with conversation(default_alphabet=esme.DefaultAlphabet.LATIN_1) as (bank, sc):
        await bank.submit("a@b", to=TO, flash=True)
        request = await sc.hears("submit_sm")
        assert (request.data_coding, request.dest_addr_subunit, request.short_message) == (0xF0, None, b"a\x00b")
        await bank.submit("Привет", to=TO, flash=True)
        request = await sc.hears("submit_sm")
        assert (request.data_coding, request.dest_addr_subunit) == (0x08, 1)


# What becomes of it


async def test_a_submitted_message_can_be_waited_for() -> None:
    async with conversation() as (bank, sc):
        message = await bank.submit("x" * 200, to=TO, receipt=True)
        sc.says(receipt("2"), receipt("1"))
        told = await message.delivered(timeout=5)
        assert (told.message_id, told.message_state) == ("2", pdu.MessageState.DELIVERED)


async def test_of_several_segments_the_one_that_failed_is_told() -> None:
    async with conversation() as (bank, sc):
        message = await bank.submit("x" * 200, to=TO, receipt=True)
        sc.says(receipt("1", "EXPIRED", pdu.MessageState.EXPIRED), receipt("2"))
        assert (await message.delivered(timeout=5)).message_state is pdu.MessageState.EXPIRED


async def test_a_segment_without_a_receipt_is_named() -> None:
    async with conversation() as (bank, sc):
        message = await bank.submit("x" * 200, to=TO, receipt=True)
        sc.says(receipt("1"))
        await bank.receipt_of("1", timeout=5)
        with pytest.raises(esme.NoReceipt, match="no receipt for message 2"):
            await message.delivered(timeout=0)


async def test_without_a_receipt_asked_for_there_is_nothing_to_wait_for() -> None:
    async with conversation() as (bank, _):
        message = await bank.submit("Hello", to=TO)
        with pytest.raises(ValueError, match="receipt=True"):
            await message.delivered()


@pytest.mark.parametrize(
    ("receipt_ids", "submitted", "receipted"),
    [
        ("as-is", "0A1B2C3D", "0a1b2c3d"),
        ("as-is", "00000042", "42"),
        ("decimal", "0A1B2C3D", "169552957"),
        ("hexadecimal", "169552957", "A1B2C3D"),
        ("zero-padded", "A1", "00000000A1"),
    ],
)
@pytest.mark.parametrize("early", [False, True])
async def test_a_receipt_finds_its_message_in_the_dialect_of_the_account(
    receipt_ids: str, submitted: str, receipted: str, early: bool
) -> None:
    taken, told = pdu.SubmitSmResp(message_id=submitted), receipt(receipted)
    script: dict[str, Answer] = {"submit_sm": lambda _: [told, taken] if early else [taken, told]}
    async with conversation(script, receipt_ids=receipt_ids) as (bank, _):
        message = await bank.submit("Hello", to=TO, receipt=True)
        assert (await message.delivered(timeout=5)).message_id == receipted


@pytest.mark.parametrize(("part_receipts", "receipted"), [("first", "1"), ("last", "3")])
async def test_a_long_text_is_delivered_with_the_one_receipt_that_its_message_centre_gives(
    part_receipts: str, receipted: str
) -> None:
    async with conversation(part_receipts=part_receipts) as (bank, sc):
        message = await bank.submit("x" * 400, to=TO, receipt=True)
        assert message.message_ids == ("1", "2", "3")
        sc.says(receipt(receipted))
        assert (await message.delivered(timeout=5)).message_id == receipted


async def test_how_many_segments_had_a_receipt_is_told_where_another_is_missing() -> None:
    async with conversation() as (bank, sc):
        message = await bank.submit("x" * 400, to=TO, receipt=True)
        sc.says(receipt("3"))
        await sc.hears("deliver_sm_resp")
        with pytest.raises(esme.NoReceipt, match="no receipt for message 1 within 0 s") as missed:
            await message.delivered(timeout=0)
    assert missed.value.__notes__ == ["of 3 segments, 1 had a receipt: see part_receipts"]


async def test_a_receipt_whose_text_alone_spells_the_id_in_another_way_finds_its_message() -> None:
    def receipt_of(message_id: str, in_text: str) -> pdu.DeliverSm:
        told = receipt(in_text)
        told.receipted_message_id = message_id
        return told

    ids = iter(("10", "16"))  # the receipt of the second has in its TLV what that of the first has in its text
    script: dict[str, Answer] = {"submit_sm": lambda _: [pdu.SubmitSmResp(message_id=next(ids))]}
    async with conversation(script, receipt_ids="decimal") as (bank, sc):
        first, second = [await bank.submit("Hello", to=TO, receipt=True) for _ in range(2)]
        sc.says(receipt_of("16", "22"), receipt_of("10", "16"))
        assert [(await one.delivered(timeout=5)).message_id for one in (first, second)] == ["10", "16"]


@pytest.mark.parametrize("receipt_ids", MESSAGE_IDS)
async def test_what_is_no_receipt_comes_in_every_dialect(receipt_ids: str) -> None:
    async with conversation(receipt_ids=receipt_ids) as (bank, sc):
        sc.says(pdu.DeliverSm(short_message=b"Hello"), pdu.AlertNotification(source_addr="447700900123"))
        names = [(await anext(bank)).pdu.words[0] for _ in range(2)]
        assert names == ["deliver_sm", "alert_notification"]


async def test_case_tells_two_ids_apart_that_are_no_digits() -> None:
    script: dict[str, Answer] = {"submit_sm": lambda _: [pdu.SubmitSmResp(message_id="xY"), receipt("Xy")]}
    async with conversation(script) as (bank, sc):
        message = await bank.submit("Hello", to=TO, receipt=True)
        await sc.hears("deliver_sm_resp")
        with pytest.raises(esme.NoReceipt):
            await message.delivered(timeout=0)


async def test_a_dialect_that_nobody_knows_is_refused() -> None:
    async with MessageCentre() as sc:
        with pytest.raises(ValueError, match="receipt_ids: expected one of as-is, decimal"):
            await esme.connect("127.0.0.1", sc.port, system_id="bank", receipt_ids="octal")
        with pytest.raises(ValueError, match=r"^part_receipts: expected one of each, first, last, found 'some'$"):
            await esme.connect("127.0.0.1", sc.port, system_id="bank", part_receipts="some")


async def test_a_handler_that_fails_says_what_the_account_wants() -> None:
    async def fails(_: esme.Message) -> int:
        raise esme.Malformed("text", None, "a balance", "nothing")

    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["exception"]))
    status = pdu.CommandStatus.ESME_RX_P_APPN
    async with conversation(handler=fails, handler_failed=status) as (_, sc):
        sc.says(receipt("1"))
        assert (await sc.hears("deliver_sm_resp")).command_status == status
    assert len(told) == 1
