"""A bound session: what is submitted, what comes back for it, and how the session ends."""

import asyncio
from itertools import count
from random import Random
from typing import Any

import pytest

import esme
import pdu
from pdu import CommandStatus, DeliverSmResp, SubmitSm, SubmitSmResp
from pdu.matrix import SessionState
from pdu.values import EsmClass
from tests.cancelling import Moment, cancelled_wherever_it_waits
from tests.esme.conversation import SHORT, TO, conversation, mute_message_centre, next_pdu, nothing
from tests.esme.message_centre import PATIENCE, MessageCentre, message, receipt

# Submitting


async def test_a_submitted_text_comes_back_as_its_message_id() -> None:
    async with conversation() as (bank, sc):
        message_id = await bank.submit("Hello", to=TO, source="Bank", receipt=True)
        assert message_id == "1"
        assert message_id.message_ids == ("1",)
        assert sc.ladder == [
            (
                "bank -> sc  submit_sm source_addr_ton=ALPHANUMERIC source_addr=Bank dest_addr_ton=INTERNATIONAL "
                'dest_addr_npi=ISDN destination_addr=447700900123 registered_delivery=1 short_message="Hello"'
            ),
            "sc -> bank  submit_sm_resp ESME_ROK message_id=1",
        ]


async def test_a_long_text_has_a_message_id_for_each_segment() -> None:
    async with conversation() as (bank, sc):
        first = await bank.submit("x" * 200, to=TO)
        second = await bank.submit("y" * 200, to=TO)
        assert first == "1"
        assert first.message_ids == ("1", "2")
        headers = [(await sc.hears("submit_sm")).short_message[:6] for _ in range(4)]
    reference = headers[0][3]
    assert headers == [
        bytes((5, 0, 3, reference, 2, 1)),
        bytes((5, 0, 3, reference, 2, 2)),
        bytes((5, 0, 3, (reference + 1) % 256, 2, 1)),
        bytes((5, 0, 3, (reference + 1) % 256, 2, 2)),
    ]
    assert second.message_ids == ("3", "4")


async def test_the_reference_of_a_long_text_begins_anew_behind_255() -> None:
    last = next(seed for seed in count() if Random(seed).randrange(256) == 255)  # noqa: S311 - no secret
    async with conversation(random=Random(last)) as (bank, sc):  # noqa: S311 - no secret
        for _ in range(2):
            await bank.submit("x" * 200, to=TO)
        assert [(await sc.hears("submit_sm")).short_message[3] for _ in range(4)] == [255, 255, 0, 0]


async def test_a_refused_segment_ends_a_long_text_and_tells_what_was_taken() -> None:
    answers = iter([SubmitSmResp(message_id="A"), SubmitSmResp(command_status=CommandStatus.ESME_RTHROTTLED)])
    async with conversation({"submit_sm": lambda _: [next(answers)]}) as (bank, sc):
        with pytest.raises(esme.Refused, match="ESME_RTHROTTLED") as refused:
            await bank.submit("x" * 400, to=TO)
        assert refused.value.__notes__ == ["of 3 segments these were taken: A"]
        assert sc.said()["submit_sm"] == 2


async def test_a_refused_submit_raises_its_status() -> None:
    refusal = SubmitSmResp(
        command_status=CommandStatus.ESME_RINVDSTADR, additional_status_info_text="not on this network"
    )
    async with conversation({"submit_sm": lambda _: [refusal]}) as (bank, _):
        with pytest.raises(esme.Refused) as refused:
            await bank.submit("Hello", to="999")
    assert refused.value.command_status == CommandStatus.ESME_RINVDSTADR
    assert isinstance(refused.value.request, SubmitSm)
    assert isinstance(refused.value.pdu, SubmitSmResp)
    assert str(refused.value) == (
        "submit_sm was refused with ESME_RINVDSTADR: Invalid destination address (not on this network)"
    )


async def test_a_generic_nack_refuses_whatever_its_status() -> None:
    async with conversation({"submit_sm": lambda _: [pdu.GenericNack()]}) as (bank, _):
        with pytest.raises(esme.Refused, match="submit_sm was refused with ESME_ROK"):
            await bank.submit("Hello", to=TO)


async def test_a_response_that_cannot_be_read_is_told_at_once() -> None:
    def answer(request: SubmitSm) -> list[pdu.Pdu]:
        unended = pdu.Unknown(command_id=pdu.CommandId.submit_sm_resp, body=b"no NUL")
        unended.sequence_number = request.sequence_number
        return [unended]

    async with conversation({"submit_sm": answer}) as (bank, _):
        with pytest.raises(esme.BadResponse, match="the response to submit_sm can't be read: message_id"):
            await bank.submit("Hello", to=TO)


@pytest.mark.parametrize(
    ("text", "to", "field"), [("Hello", "abc", "destination_addr"), ("Hello", "1" * 21, "destination_addr")]
)
async def test_what_cannot_be_sent_is_malformed_and_leaves_the_session_alone(text: str, to: str, field: str) -> None:
    async with conversation(window=1) as (bank, sc):
        for _ in range(2):
            with pytest.raises(esme.Malformed) as malformed:
                await bank.submit(text, to=to)
            assert malformed.value.field == field
        assert await bank.submit("Hello", to=TO) == "1"
        assert sc.said()["submit_sm"] == 1


# Bare PDUs


async def test_a_bare_pdu_comes_back_as_its_response() -> None:
    async with conversation() as (bank, _):
        response = await bank.send(SubmitSm(destination_addr="447700900123", short_message=b"Hello"))
        assert response.message_id == "1"
        assert (await bank.send(pdu.EnquireLink())).command_status == CommandStatus.ESME_ROK


async def test_one_pdu_can_be_sent_many_times_at_once() -> None:
    async with conversation() as (bank, sc):
        request = SubmitSm(destination_addr="447700900123")
        responses = await asyncio.gather(*(bank.send(request) for _ in range(5)))
        assert {response.message_id for response in responses} == {"1", "2", "3", "4", "5"}
        assert sc.said()["submit_sm"] == 5


async def test_a_receiver_may_not_submit() -> None:
    async with conversation(bind="receiver", window=1) as (bank, sc):
        for _ in range(2):
            with pytest.raises(
                esme.LocalProtocolError, match="submit_sm may not be sent by the ESME in state BOUND_RX"
            ):
                await bank.submit("Hello", to=TO)
        assert sc.ladder == []


async def test_a_response_is_no_request() -> None:
    async with conversation() as (bank, _):
        with pytest.raises(esme.LocalProtocolError, match="DeliverSmResp is no request"):
            await bank.send(DeliverSmResp())  # type: ignore[call-overload]  # what the types forbid


# The link


async def test_a_silent_link_is_asked_whether_it_lives() -> None:
    async with conversation(timers=esme.Timers(enquire_link_timer=0.01)) as (bank, sc):
        await sc.hears("enquire_link")
        assert bank.state is SessionState.BOUND_TRX


async def test_a_link_that_breaks_ends_whatever_is_under_way() -> None:
    async with conversation({"submit_sm": nothing}, window=1) as (bank, sc):
        asked, in_line = (asyncio.create_task(bank.submit(text, to=TO)) for text in "ab")
        await sc.hears("submit_sm")
        sc.hang_up()
        with pytest.raises(esme.Interrupted, match="before submit_sm was answered") as ended:
            await asked
        assert isinstance(ended.value.request, SubmitSm)
        with pytest.raises(esme.Disconnected, match="the session ended: the peer closed the connection"):
            await in_line
        with pytest.raises(esme.Disconnected):
            await bank.submit("c", to=TO)


async def test_a_link_on_which_nothing_answers_any_more_is_given_up() -> None:
    async with mute_message_centre() as port:
        timers = esme.Timers(enquire_link_timer=0.01, response_timer=SHORT.response_timer)
        async with esme.connect("127.0.0.1", port, system_id="bank", timers=timers) as bank:
            with pytest.raises(esme.Disconnected, match="enquire_link was not answered"):
                await bank.closed()


# The end


@pytest.mark.parametrize("raised", [ZeroDivisionError, asyncio.CancelledError, KeyboardInterrupt])
async def test_an_esme_unbinds_whatever_its_body_raises(raised: type[BaseException]) -> None:
    async with MessageCentre() as sc:
        with pytest.raises(raised):
            async with esme.connect("127.0.0.1", sc.port, system_id="bank"):
                raise raised
        assert sc.ladder[-2:] == ["bank -> sc  unbind", "sc -> bank  unbind_resp ESME_ROK"]


async def test_a_cancelled_body_unbinds() -> None:
    async with MessageCentre() as sc:

        async def body() -> None:
            async with esme.connect("127.0.0.1", sc.port, system_id="bank") as bank:
                await anext(bank)

        task = asyncio.create_task(body())
        await sc.hears("bind_transceiver")
        sc.says(pdu.EnquireLink())
        await sc.hears("enquire_link_resp")
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert sc.ladder[-2:] == ["bank -> sc  unbind", "sc -> bank  unbind_resp ESME_ROK"]


async def test_a_witness_that_raises_ends_the_session_and_nobody_waits_for_ever() -> None:
    def both(request: pdu.SubmitSm) -> list[pdu.Pdu]:
        sent.append(request)
        return [pdu.SubmitSmResp(message_id="1", sequence_number=one.sequence_number) for one in sent if len(sent) == 2]

    def witness(_: bool, said: pdu.Pdu) -> None:
        if isinstance(said, pdu.SubmitSmResp) and said.sequence_number == sent[1].sequence_number:
            raise ZeroDivisionError("a witness")

    sent: list[pdu.SubmitSm] = []
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    async with (
        MessageCentre(submit_sm=both) as sc,
        esme.connect("127.0.0.1", sc.port, system_id="bank", witness=witness) as bank,
        asyncio.timeout(PATIENCE),
    ):
        submitting = (bank.submit("Hello", to=TO), bank.submit("Hello", to=TO))
        first, second = await asyncio.gather(*submitting, return_exceptions=True)
    assert first == "1"
    assert isinstance(second, esme.Interrupted)
    assert [str(context["exception"]) for context in reported] == ["a witness"]


async def test_a_witness_that_raises_at_an_answer_of_ours_keeps_no_response_from_whoever_waits_for_it() -> None:
    def with_a_message(request: pdu.SubmitSm) -> list[pdu.Pdu]:
        return [message("Hello"), pdu.SubmitSmResp(message_id="1", sequence_number=request.sequence_number)]

    def witness(_: bool, said: pdu.Pdu) -> None:
        if isinstance(said, DeliverSmResp):
            raise ZeroDivisionError("a witness")

    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    async with (
        MessageCentre(submit_sm=with_a_message) as sc,
        esme.connect("127.0.0.1", sc.port, system_id="bank", witness=witness) as bank,
        asyncio.timeout(PATIENCE),
    ):
        assert await bank.submit("Hello", to=TO) == "1"
    assert [str(context["exception"]) for context in reported] == ["a witness"]


async def test_a_witness_that_raises_when_a_handler_has_answered_ends_the_session() -> None:
    def witness(_: bool, said: pdu.Pdu) -> None:
        if isinstance(said, DeliverSmResp):
            raise ZeroDivisionError("a witness")

    async def handle(_: esme.Message) -> None:
        pass

    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    async with (
        MessageCentre() as sc,
        esme.connect("127.0.0.1", sc.port, system_id="bank", witness=witness, handler=handle) as bank,
        asyncio.timeout(PATIENCE),
    ):
        sc.says(message("Hello"))
        with pytest.raises(esme.Disconnected):
            await bank.closed()
    assert [str(context["exception"]) for context in reported] == ["a witness"]


@pytest.mark.parametrize("moment", Moment)
async def test_one_that_is_cancelled_wherever_it_waits_leaves_nothing_behind(moment: Moment) -> None:
    async with MessageCentre() as sc:

        async def work() -> None:
            opening = esme.connect("127.0.0.1", sc.port, system_id="bank", bind=["transmitter", "receiver"], window=1)
            async with opening as bank:
                await asyncio.gather(bank.submit("Hello", to="+447700900123"), bank.submit("Hello", to="+447700900124"))
                message = await bank.submit("Hello " * 50, to="+447700900123", receipt=True)
                sc.says(*map(receipt, message.message_ids))
                await message.delivered()

        assert await cancelled_wherever_it_waits(work, moment) > 10


@pytest.mark.parametrize("moment", Moment)
async def test_whoever_is_cancelled_wherever_it_waits_leaves_its_place_and_the_session_to_others(
    moment: Moment,
) -> None:
    async with MessageCentre() as sc, esme.connect("127.0.0.1", sc.port, system_id="bank", window=2) as bank:

        async def work() -> None:
            await asyncio.gather(*(bank.submit("Hello", to="+447700900123") for _ in range(4)))
            await bank.submit("Hello " * 50, to="+447700900123")

        async def then() -> None:
            await asyncio.gather(*(bank.submit("Hello", to="+447700900123") for _ in range(5)))
            assert bank._requests.window.taken == 0

        assert await cancelled_wherever_it_waits(work, moment, then) > 2
        assert len(sc.connections) == 1


async def test_an_unbind_that_is_not_answered_ends_with_response_timer() -> None:
    async with mute_message_centre() as port:
        async with esme.connect("127.0.0.1", port, system_id="bank", timers=SHORT) as bank:
            pass
        assert bank.state is SessionState.CLOSED


async def test_a_cancelled_unbind_drops_the_connection() -> None:
    async with mute_message_centre() as port:
        bank = await esme.connect("127.0.0.1", port, system_id="bank")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(bank.unbind(), 0.01)
        with pytest.raises(esme.Disconnected):
            await bank.closed()


@pytest.mark.parametrize("cancelled", [0, 1])
async def test_of_two_that_unbind_at_once_one_that_is_cancelled_leaves_the_end_to_the_other(cancelled: int) -> None:
    unbinding, go_on = asyncio.Event(), asyncio.Event()

    async def late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        unbind = await next_pdu(reader)
        unbinding.set()
        await go_on.wait()
        writer.write(pdu.UnbindResp(sequence_number=unbind.sequence_number).encode())

    async with mute_message_centre(late) as port:
        bank = await esme.connect("127.0.0.1", port, system_id="bank")
        leaving = [asyncio.create_task(bank.unbind()) for _ in range(2)]
        await unbinding.wait()
        leaver = leaving.pop(cancelled)
        leaver.cancel()
        await asyncio.wait((leaver,))
        go_on.set()
        await leaving[0]
        await bank.closed()  # raises Disconnected if there was no unbind_resp
        assert leaver.cancelled()


async def test_a_message_that_comes_while_unbinding_stays_at_the_message_centre() -> None:
    answers = []

    async def farewell(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        unbind = await next_pdu(reader)
        part = message("")
        part.esm_class, part.short_message = EsmClass.UDHI, b"\5\0\3\7\2\1Hello"
        for one in (message("Hello"), part):
            writer.write(one.encode())
            answers.append((await next_pdu(reader)).command_status)
        writer.write(pdu.UnbindResp(sequence_number=unbind.sequence_number).encode())

    async with mute_message_centre(farewell) as port, esme.connect("127.0.0.1", port, system_id="bank"):
        pass
    assert answers == [CommandStatus.ESME_RX_T_APPN] * 2


async def test_an_unbind_that_is_refused_ends_the_session_all_the_same() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        unbind = await next_pdu(reader)
        refusal = pdu.UnbindResp(command_status=CommandStatus.ESME_RSYSERR, sequence_number=unbind.sequence_number)
        writer.write(refusal.encode())

    async with mute_message_centre(refuse) as port, esme.connect("127.0.0.1", port, system_id="bank") as bank:
        pass
    with pytest.raises(esme.Disconnected, match="unbind was refused"):
        await bank.closed()
