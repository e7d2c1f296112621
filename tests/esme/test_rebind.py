"""SMPP v5.0 section 2.3: an ESME whose session is lost binds again, and what it was doing meanwhile."""

import asyncio
import re
import socket
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from random import Random
from typing import Any

import pytest

import esme
import pdu
from esme import Rebind
from pdu import BindTransceiverResp, CommandStatus, Pdu, SubmitSm, SubmitSmResp, Unbind
from pdu.matrix import SessionState
from tests.esme.conversation import SHORT, SOON, TO, bank_has_nothing_to_say, conversation, mute_message_centre, nothing
from tests.esme.message_centre import PATIENCE, Answer, MessageCentre, message, receipt

NEVER = Rebind(first=3600.0, longest=3600.0)


def seeded() -> Random:
    return Random(7)  # noqa: S311 - nothing to hide


def bound_with(*statuses: int) -> dict[str, Answer]:
    """Make a message centre that answers the first binds with these statuses and then lets everybody in."""
    left = list(statuses)

    def answer(_: Pdu) -> list[Pdu]:
        status = left.pop(0) if left else CommandStatus.ESME_ROK
        return [BindTransceiverResp(command_status=status, system_id="" if status else "sc")]

    return {"bind_transceiver": answer}


async def left_alone(bank: esme.Esme, sc: MessageCentre) -> None:
    """Hang up, and see that the bank has noticed."""
    asked = asyncio.create_task(bank.query("1"))
    await sc.hears("query_sm")
    sc.hang_up()
    with pytest.raises(esme.Interrupted):
        await asked


async def again(sc: MessageCentre, bank: esme.Esme) -> None:
    """Wait for the next bind, and until the bank knows that it is bound."""
    await sc.hears("bind_transceiver")
    await asyncio.wait_for(bank.bound(), 5)


# How soon


def test_attempts_are_twice_as_far_apart_each_time_up_to_a_limit() -> None:
    assert list(islice(Rebind(1.0, 60.0, jitter=0.0).delays(seeded()), 8)) == [1, 2, 4, 8, 16, 32, 60, 60]


def test_chance_takes_away_at_most_its_share_and_the_seed_decides() -> None:
    def delays() -> Iterator[float]:
        return islice(Rebind(10.0, 10.0, jitter=0.5).delays(seeded()), 100)

    found = list(delays())
    assert found == list(delays())
    assert all(5.0 <= delay <= 10.0 for delay in found)
    assert max(found) - min(found) > 4.0


def test_attempts_may_be_counted() -> None:
    assert len(list(Rebind(times=3).delays(seeded()))) == 3


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"first": 61.0}, "first: expected"),
        ({"jitter": 1.5}, "jitter: expected"),
        ({"times": -1}, "times: expected at least 0, or None for ever, found -1"),
        ({"resend": -1}, "resend: expected at least 0, found -1"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Rebind(**wrong)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"first": "1"}, "first: expected a number of seconds, found '1'"),
        ({"longest": Decimal(60)}, "longest: expected a number of seconds, found Decimal"),
        ({"jitter": None}, "jitter: expected a number, found None"),
        ({"times": 1.5}, "times: expected a whole number, or None, found 1.5"),
        ({"resend": None}, "resend: expected a whole number, found None"),
    ],
)
def test_what_is_no_number_is_told_before_a_session_is_lost(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(TypeError, match=told):
        Rebind(**wrong)


# The session goes on


@pytest.mark.parametrize("how", ["hangs up", "unbinds", "talks rubbish"])
async def test_an_esme_whose_message_centre_leaves_it_binds_again(how: str) -> None:
    async with conversation(rebind=SOON) as (bank, sc):
        await sc.hears("bind_transceiver")
        match how:
            case "hangs up":
                sc.hang_up()
            case "unbinds":
                sc.says(pdu.Unbind())
            case _:
                sc.connections[-1].session._outgoing.append(b"\0\0\0\7rubbish")
                sc.connections[-1].flush()
        await again(sc, bank)
        assert bank.state is SessionState.BOUND_TRX
        assert await bank.submit("Hello", to=TO) == "1"


async def test_a_link_on_which_nothing_answers_any_more_is_left_for_another() -> None:
    binds = asyncio.Queue[int]()

    async def deaf(*_: object) -> None:
        binds.put_nowait(1)

    timers = esme.Timers(enquire_link_timer=0.01, response_timer=SHORT.response_timer)
    async with (
        mute_message_centre(deaf) as port,
        esme.connect("127.0.0.1", port, system_id="bank", timers=timers, rebind=SOON),
    ):
        for _ in range(2):
            await asyncio.wait_for(binds.get(), 5)


async def test_an_esme_whose_last_octets_left_late_may_drop_the_connection_that_is_gone() -> None:
    script: dict[str, Answer] = {"submit_sm": nothing}
    async with conversation(script, rebind=NEVER, window=20) as (bank, sc):
        slow: Any = sc.connections[0].transport
        slow.pause_reading()
        near: Any = bank._links.links[0].connection
        near.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        long = [asyncio.create_task(bank.send(SubmitSm(message_payload=bytes(60_000)))) for _ in range(20)]
        sc.says(Unbind())
        assert [type(error) for error in await asyncio.gather(*long, return_exceptions=True)] == [esme.Interrupted] * 20
        assert near.transport.get_write_buffer_size()
        slow.resume_reading()
        await near.lost


async def test_messages_and_receipts_go_on_where_they_ended() -> None:
    async with conversation(rebind=SOON) as (bank, sc):
        await sc.hears("bind_transceiver")
        submitted = await bank.submit("Hello", to=TO, receipt=True)
        waiting = asyncio.create_task(submitted.delivered())
        sc.says(message("before"))
        await sc.hears("deliver_sm_resp")
        sc.hang_up()
        await again(sc, bank)
        sc.says(message("after"), receipt(submitted))
        assert [(await anext(bank)).text for _ in range(2)] == ["before", "after"]
        assert (await asyncio.wait_for(waiting, 5)).message_id == submitted


async def test_what_waits_for_its_turn_waits_for_the_next_session() -> None:
    async with conversation({"submit_sm": nothing}, rebind=SOON, window=1) as (bank, sc):
        await sc.hears("bind_transceiver")
        asked = asyncio.create_task(bank.submit("asked", to=TO))
        await sc.hears("submit_sm")
        waiting = [asyncio.create_task(bank.submit(text, to=TO)) for text in "ab"]
        await bank_has_nothing_to_say(sc)
        sc.script = {"submit_sm": lambda request: [SubmitSmResp(message_id=request.short_message.decode())]}
        sc.hang_up()
        with pytest.raises(esme.Interrupted, match="before submit_sm was answered: the peer closed") as lost:
            await asked
        assert isinstance(lost.value, esme.Unanswered)
        assert isinstance(lost.value.request, SubmitSm)
        later = asyncio.create_task(bank.submit("c", to=TO))
        assert await asyncio.gather(*waiting, later) == ["a", "b", "c"]
        texts = [(await sc.hears("submit_sm")).short_message for _ in range(3)]
        assert texts == [b"a", b"b", b"c"]


async def test_a_request_whose_answer_was_lost_is_sent_again_if_that_is_wanted_and_before_all_others() -> None:
    rebind = Rebind(first=0.001, longest=0.01, resend=1)
    async with conversation({"submit_sm": nothing}, rebind=rebind, window=1) as (bank, sc):
        await sc.hears("bind_transceiver")
        tasks = [asyncio.create_task(bank.submit(text, to=TO)) for text in "ab"]
        await sc.hears("submit_sm")
        sc.hang_up()
        await again(sc, bank)
        assert (await sc.hears("submit_sm")).short_message == b"a"
        sc.script = {"submit_sm": lambda request: [SubmitSmResp(message_id=request.short_message.decode())]}
        sc.hang_up()
        with pytest.raises(esme.Interrupted):  # once is once
            await tasks[0]
        assert await tasks[1] == "b"


async def test_what_is_unanswered_when_we_leave_may_have_been_taken_though_it_would_be_sent_again() -> None:
    rebind = Rebind(first=0.001, longest=0.01, resend=1)
    async with conversation({"submit_sm": nothing}, rebind=rebind) as (bank, sc):
        asked = asyncio.create_task(bank.submit("Hello", to=TO))
        await sc.hears("submit_sm")
        await bank.unbind()
        with pytest.raises(esme.Interrupted):
            await asked


async def test_what_waits_to_be_sent_again_when_we_leave_may_have_been_taken() -> None:
    never = Rebind(first=3600.0, longest=3600.0, resend=1)
    async with conversation({"submit_sm": nothing}, rebind=never) as (bank, sc):
        asked = asyncio.create_task(bank.submit("Hello", to=TO))
        await sc.hears("submit_sm")
        sc.hang_up()
        await sc.gone()
        await bank.unbind()
        with pytest.raises(esme.Interrupted, match="before submit_sm was answered: the peer closed"):
            await asked


async def test_the_queue_is_bounded_while_there_is_no_session() -> None:
    async with conversation(rebind=NEVER, queue=2) as (bank, sc):
        await left_alone(bank, sc)
        waiting = [asyncio.create_task(bank.submit(text, to=TO)) for text in "ab"]
        await asyncio.sleep(0)
        with pytest.raises(esme.QueueFull):
            await bank.submit("c", to=TO)
        waiting.pop().cancel()
        await asyncio.sleep(0)
        waiting.append(asyncio.create_task(bank.submit("d", to=TO)))
        await bank.unbind()
        for task in waiting:
            with pytest.raises(esme.Disconnected, match="the session ended: we unbound"):
                await task


async def test_while_there_is_no_session_a_request_waits_for_so_long_as_we_have_patience() -> None:
    async with conversation(rebind=NEVER, patience=0.01) as (bank, sc):
        await left_alone(bank, sc)
        told = (
            "submit_sm was not sent: no session had room for it within 0.01 s;"
            " the session ended: the peer closed the connection"
        )
        with pytest.raises(esme.NoTurn, match=f"^{re.escape(told)}$"):
            await bank.submit("Hello", to=TO)


async def test_who_has_a_session_but_no_turn_is_not_told_of_another_that_ended_before() -> None:
    async with conversation({"submit_sm": nothing}, rebind=SOON, patience=0.01, window=1) as (bank, sc):
        await left_alone(bank, sc)
        await again(sc, bank)
        first = asyncio.create_task(bank.submit("Hello", to=TO))
        await sc.hears("submit_sm")
        with pytest.raises(esme.NoTurn, match=r"no session had room for it within 0\.01 s$"):
            await bank.submit("Hello", to=TO)
        first.cancel()


async def test_the_log_says_why_there_is_no_session_and_each_reason_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "esme")
    full = [CommandStatus.ESME_RALYBND] * 20
    async with conversation(bound_with(CommandStatus.ESME_ROK, *full), rebind=SOON) as (bank, sc):
        await left_alone(bank, sc)
        for _ in full:
            await sc.hears("bind_transceiver")
        await again(sc, bank)
    away = f"127.0.0.1:{sc.port}: not bound, and binds again"
    refused = "bind_transceiver was refused with ESME_RALYBND: ESME already in bound state"
    assert [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "esme.link"] == [
        ("WARNING", f"{away}: the session ended: the peer closed the connection"),
        ("WARNING", f"{away}: {refused}"),
        ("INFO", f"127.0.0.1:{sc.port}: bound again"),
    ]


async def test_what_may_have_been_taken_and_finds_no_session_in_time_is_not_said_to_be_unsent() -> None:
    never = Rebind(first=3600.0, longest=3600.0, resend=1)
    async with conversation({"submit_sm": nothing}, rebind=never, patience=0.01) as (bank, sc):
        asked = asyncio.create_task(bank.submit("Hello", to=TO))
        await sc.hears("submit_sm")
        sc.hang_up()
        with pytest.raises(esme.Interrupted, match="before submit_sm was answered"):
            await asked


async def test_what_may_have_been_taken_is_not_said_to_be_refused_because_it_was_refused_later() -> None:
    answers = iter([[], [SubmitSmResp(command_status=CommandStatus.ESME_RTHROTTLED)]])
    later = {CommandStatus.ESME_RTHROTTLED: esme.Retry(3, 3600.0, 3600.0, everybody=True)}
    soon = Rebind(first=0.001, longest=0.01, resend=1)
    async with conversation({"submit_sm": lambda _: next(answers)}, rebind=soon, retries=later, patience=0.5) as (
        bank,
        sc,
    ):
        asked = asyncio.create_task(bank.submit("Hello", to=TO))
        await sc.hears("submit_sm")
        sc.hang_up()
        with pytest.raises(esme.Interrupted, match="before submit_sm was answered"):
            await asked


async def test_a_handler_does_not_see_what_it_could_not_acknowledge_any_more() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    texts: list[str | None] = []

    async def handler(one: esme.Message) -> None:
        texts.append(one.text)
        begun.set()
        await go_on.wait()

    async with conversation(rebind=SOON, handler=handler) as (bank, sc):
        await sc.hears("bind_transceiver")
        sc.says(message("a"), message("b"))
        await begun.wait()
        sc.hang_up()
        await again(sc, bank)
        sc.says(message("a"), message("b"))  # neither was acknowledged
        go_on.set()
        for _ in range(2):
            await sc.hears("deliver_sm_resp")
        assert texts == ["a", "a", "b"]
        assert sc.said()["deliver_sm_resp"] == 2


# Failed attempts


async def test_a_bind_that_is_refused_for_now_is_tried_again() -> None:
    statuses = CommandStatus.ESME_ROK, CommandStatus.ESME_RALYBND, CommandStatus.ESME_RBINDFAIL
    async with conversation(bound_with(*statuses), rebind=SOON) as (bank, sc):
        sc.hang_up()
        for _ in range(3):
            await sc.hears("bind_transceiver")
        await again(sc, bank)


async def test_a_bind_that_is_refused_for_who_we_are_is_the_end(caplog: pytest.LogCaptureFixture) -> None:
    script = bound_with(CommandStatus.ESME_ROK, CommandStatus.ESME_RINVPASWD)
    async with conversation(script, rebind=SOON) as (bank, sc):
        reading = asyncio.create_task(anext(bank))
        sc.hang_up()
        with pytest.raises(
            esme.Disconnected, match="it can't be bound again: bind_transceiver was refused with ESME_RINVPASWD"
        ) as ended:
            await bank.closed()
        assert isinstance(ended.value.__cause__, esme.BindRefused)
        with pytest.raises(esme.Disconnected, match="ESME_RINVPASWD"):
            await bank.submit("Hello", to=TO)
        with pytest.raises(esme.Disconnected, match="ESME_RINVPASWD"):
            await bank.bound()
        with pytest.raises(esme.Disconnected, match="ESME_RINVPASWD"):
            await reading
    told = [record.getMessage() for record in caplog.records if record.name == "esme.link"]
    assert told == [
        f"127.0.0.1:{sc.port}: not bound, and binds again: the session ended: the peer closed the connection"
    ]


async def test_a_message_centre_that_is_gone_is_tried_as_often_as_is_said() -> None:
    async with MessageCentre() as sc:
        bank = await esme.connect("127.0.0.1", sc.port, system_id="bank", rebind=Rebind(0.001, 0.01, times=2))
        message_id = await bank.submit("Hello", to=TO, receipt=True)
    with pytest.raises(esme.Disconnected, match="can't be reached: nothing listens there"):
        await bank.closed()
    with pytest.raises(esme.Disconnected):
        await message_id.delivered()
    await bank.unbind()


async def test_when_one_of_several_sessions_is_given_up_the_others_are_bound_no_more() -> None:
    binds = iter((CommandStatus.ESME_ROK, CommandStatus.ESME_ROK, CommandStatus.ESME_RINVPASWD))

    def answer(_: Pdu) -> list[Pdu]:
        status = next(binds, None)  # the fourth is never answered
        return [] if status is None else [BindTransceiverResp(command_status=status)]

    async with conversation({"bind_transceiver": answer}, rebind=SOON, bind=["transceiver"] * 2) as (bank, sc):
        for session in range(2):
            await sc.hears("bind_transceiver")
            sc.hang_up(session)
        with pytest.raises(esme.Disconnected):
            await asyncio.wait_for(bank.closed(), 5)
        binding = [task for task in asyncio.all_tasks() if task.get_name() == "rebind"]
        await asyncio.wait_for(asyncio.gather(*binding, return_exceptions=True), 5)


async def test_sessions_that_end_at_once_are_attempts_in_vain() -> None:
    async with conversation(rebind=Rebind(first=0.001, longest=3600.0, times=3)) as (bank, sc):
        await sc.hears("bind_transceiver")
        for _ in range(3):
            sc.hang_up()
            await again(sc, bank)
        sc.hang_up()
        with pytest.raises(esme.Disconnected):
            await asyncio.wait_for(bank.closed(), 5)


async def test_a_witness_that_raises_at_a_bind_is_the_end_and_nobody_waits_for_another() -> None:
    binds = iter((True, False))

    def witness(ours: bool, said: Pdu) -> None:
        if ours and isinstance(said, pdu.BindTransceiver) and not next(binds):
            raise ZeroDivisionError("a witness")

    async with conversation(rebind=SOON, witness=witness) as (bank, sc):
        await left_alone(bank, sc)
        with pytest.raises(
            esme.Disconnected, match=r"it can't be bound again: ZeroDivisionError\('a witness'\)"
        ) as ended:
            await asyncio.wait_for(bank.closed(), PATIENCE)
        assert isinstance(ended.value.__cause__, ZeroDivisionError)


async def test_the_first_bind_is_tried_once() -> None:
    async with MessageCentre(**bound_with(CommandStatus.ESME_RALYBND)) as sc:
        with pytest.raises(esme.BindRefused):
            await esme.connect("127.0.0.1", sc.port, system_id="bank", rebind=SOON)


# The end


async def test_an_esme_may_leave_while_it_waits_for_the_next_attempt() -> None:
    async with conversation(rebind=NEVER) as (bank, sc):
        await left_alone(bank, sc)
        await asyncio.wait_for(bank.unbind(), 5)
        await bank.closed()
        assert [one async for one in bank] == []


@pytest.mark.parametrize("cancelled", [False, True])
async def test_an_esme_may_leave_while_its_bind_is_unanswered(cancelled: bool) -> None:
    async with conversation(rebind=SOON) as (bank, sc):
        await sc.hears("bind_transceiver")
        sc.script = {"bind_transceiver": nothing}
        sc.hang_up()
        await sc.hears("bind_transceiver")
        if cancelled:
            leaving = asyncio.create_task(bank.unbind())
            await asyncio.sleep(0)
            leaving.cancel()
            with pytest.raises(asyncio.CancelledError):
                await leaving
        await asyncio.wait_for(bank.unbind(), 5)
        await sc.gone()


async def test_an_esme_that_has_bound_again_unbinds() -> None:
    async with conversation(rebind=SOON) as (bank, sc):
        await sc.hears("bind_transceiver")
        sc.hang_up()
        await again(sc, bank)
        await bank.unbind()
        await bank.closed()
        assert sc.ladder[-2:] == ["bank -> sc  unbind", "sc -> bank  unbind_resp ESME_ROK"]
