"""Several sessions used as one."""

import asyncio
from collections.abc import Sequence

import pytest

import esme
import pdu
from esme import Rebind
from pdu import BindReceiverResp, CommandStatus, SubmitSm, SubmitSmResp
from pdu.matrix import SessionState
from tests.esme.conversation import SOON, TO, bank_has_nothing_to_say, conversation, nothing
from tests.esme.long_message import LONG, cut
from tests.esme.message_centre import MessageCentre, message, receipt

PAIR = ["transmitter", "receiver"]


async def answer(sc: MessageCentre, session: int, request: SubmitSm) -> None:
    sc.says(SubmitSmResp(message_id="7", sequence_number=request.sequence_number), session=session)


def with_a_message(bind: pdu.Pdu) -> list[pdu.Pdu]:
    return [pdu.BindTransceiverResp(sequence_number=bind.sequence_number), message("Hello")]


async def test_a_transmitter_submits_and_a_receiver_receives() -> None:
    async with conversation(bind=PAIR) as (bank, sc):
        assert bank.state is SessionState.BOUND_TX
        submitted = await bank.submit("Hello", to=TO, receipt=True)
        sc.says(message("World"), receipt(submitted), session=1)
        assert (await anext(bank)).text == "World"
        assert (await submitted.delivered(timeout=5)).message_id == submitted
    assert sc.said()["unbind"] == 2
    assert sc.sessions == [["bind_transmitter", "submit_sm"], ["bind_receiver"]]


async def test_requests_go_over_the_session_with_most_room_and_no_window_is_exceeded() -> None:
    async with conversation({"submit_sm": nothing}, bind=["transceiver"] * 3, window=2) as (bank, sc):
        tasks = [asyncio.create_task(bank.submit(str(number), to=TO)) for number in range(7)]
        asked = [await sc.hears("submit_sm") for _ in range(6)]
        assert [names.count("submit_sm") for names in sc.sessions] == [2, 2, 2]
        for session in (0, 1, 2):
            await bank_has_nothing_to_say(sc, session)
        assert sc.said()["submit_sm"] == 6
        await answer(sc, 1, asked[1])
        await sc.hears("submit_sm")
        assert [names.count("submit_sm") for names in sc.sessions] == [2, 3, 2]
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def test_the_parts_of_a_long_message_may_come_over_different_sessions() -> None:
    async with conversation(bind=["transceiver"] * 3) as (bank, sc):
        for session, part in enumerate(cut(LONG)):
            sc.says(part, session=session)
        assert (await asyncio.wait_for(anext(bank), 5)).text == LONG


async def test_while_one_session_is_away_the_others_do_its_work() -> None:
    never = Rebind(first=3600.0, longest=3600.0, resend=1)
    async with conversation({"submit_sm": nothing}, bind=["transceiver"] * 2, window=1, rebind=never) as (bank, sc):
        tasks = [asyncio.create_task(bank.submit(text, to=TO)) for text in "abc"]
        first, second = await sc.hears("submit_sm"), await sc.hears("submit_sm")
        sc.hang_up(session=0)
        await sc.connections[0].lost
        await bank_has_nothing_to_say(sc)
        await answer(sc, 1, second)
        again = await sc.hears("submit_sm")
        assert again.short_message == first.short_message  # it is sent again, over the other one and before the third
        await answer(sc, 1, again)
        await answer(sc, 1, await sc.hears("submit_sm"))
        assert await asyncio.gather(*tasks) == ["7", "7", "7"]
        assert bank.state is SessionState.BOUND_TRX


async def test_a_place_in_a_session_that_was_lost_before_it_was_used_is_none_in_another() -> None:
    never = Rebind(first=3600.0, longest=3600.0)
    async with conversation({"submit_sm": nothing}, bind=["transceiver"] * 2, window=1, rebind=never) as (bank, sc):
        tasks = [asyncio.create_task(bank.submit(text, to=TO)) for text in "abc"]
        first, _ = await sc.hears("submit_sm"), await sc.hears("submit_sm")
        bank._requests.window.resize(3)  # the third gets its turn, and before it can go
        bank._links.links[1].close("for a test")
        with pytest.raises(esme.Interrupted):
            await tasks[1]
        await bank_has_nothing_to_say(sc, 0)
        assert sc.sessions[0].count("submit_sm") == 1
        await answer(sc, 0, first)
        await answer(sc, 0, await sc.hears("submit_sm"))
        assert (await tasks[0], await tasks[2]) == ("7", "7")


async def test_a_message_that_comes_before_all_sessions_are_bound_is_taken_when_they_are() -> None:
    async with MessageCentre(bind_transceiver=with_a_message) as sc:
        async with esme.connect("127.0.0.1", sc.port, system_id="bank", bind=["transceiver"] * 2) as bank:
            assert [(await anext(bank)).text for _ in range(2)] == ["Hello", "Hello"]
        assert sc.said()["deliver_sm_resp"] == 2


async def test_a_message_that_nobody_will_get_since_the_next_bind_is_refused_is_not_acknowledged() -> None:
    refusal = BindReceiverResp(command_status=CommandStatus.ESME_RALYBND)
    async with MessageCentre(bind_transceiver=with_a_message, bind_receiver=lambda _: [refusal]) as sc:
        with pytest.raises(esme.BindRefused):
            await esme.connect("127.0.0.1", sc.port, system_id="bank", bind=["transceiver", "receiver"])
        assert sc.said()["deliver_sm"] == 1
        assert "deliver_sm_resp" not in sc.said()


async def test_each_session_is_bound_again_by_itself() -> None:
    async with conversation(bind=PAIR, rebind=SOON) as (bank, sc):
        await sc.hears("bind_receiver")
        sc.hang_up(session=1)
        await sc.hears("bind_receiver")
        await asyncio.wait_for(bank.bound(), 5)
        sc.says(message("Hello"), session=2)
        assert (await anext(bank)).text == "Hello"
        assert await bank.submit("Hello", to=TO) == "1"
        assert sc.sessions == [["bind_transmitter", "submit_sm"], ["bind_receiver"], ["bind_receiver"]]


async def test_without_rebind_the_end_of_one_is_the_end_of_all() -> None:
    async with conversation(bind=PAIR) as (bank, sc):
        sc.hang_up(session=1)
        with pytest.raises(esme.Disconnected):
            await anext(bank)
        with pytest.raises(esme.Disconnected):
            await bank.submit("Hello", to=TO)
        with pytest.raises(esme.Disconnected):
            await bank.closed()
    assert sc.said()["unbind"] == 1  # the other one leaves as it should


async def test_if_one_bind_is_refused_none_stays() -> None:
    refusal = BindReceiverResp(command_status=CommandStatus.ESME_RALYBND)
    async with MessageCentre(bind_receiver=lambda _: [refusal]) as sc:
        with pytest.raises(esme.BindRefused, match="bind_receiver was refused with ESME_RALYBND"):
            await esme.connect("127.0.0.1", sc.port, system_id="bank", bind=["transmitter", "receiver"])
        assert sc.said()["unbind"] == 1


async def test_receivers_alone_may_not_submit() -> None:
    async with conversation(bind=["receiver", "receiver"]) as (bank, _):
        with pytest.raises(esme.LocalProtocolError, match="submit_sm may not be sent by the ESME in state BOUND_RX"):
            await bank.submit("Hello", to=TO)


@pytest.mark.parametrize("bind", [[], "both", ["transceiver", "both"]])
async def test_a_bind_that_does_not_exist_is_refused(bind: str | Sequence[str]) -> None:
    with pytest.raises(ValueError, match="bind: expected one or more of transceiver, transmitter, receiver, found"):
        await esme.connect("127.0.0.1", 9, system_id="bank", bind=bind)  # type: ignore[arg-type]  # what the types forbid
