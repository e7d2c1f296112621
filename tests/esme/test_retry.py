"""SMPP v5.0 section 4.7.6: what is sent again after a refusal, when, and who waits meanwhile."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

import esme
from esme import RETRIES, Retry
from pdu import CommandStatus, Pdu, SubmitSm, SubmitSmResp
from tests.esme.conversation import TO, bank_has_nothing_to_say, conversation
from tests.esme.message_centre import Answer

OK, THROTTLED = CommandStatus.ESME_ROK, CommandStatus.ESME_RTHROTTLED
SOON = {
    THROTTLED: Retry(3, 0.01, 0.01, everybody=True),
    CommandStatus.ESME_RSYSERR: Retry(2, 0.01, 0.01),
}
"""The table, in another unit of time."""


def statuses(*answers: int) -> dict[str, Answer]:
    """Answer submit_sm with these statuses, and then with ESME_ROK."""
    left = list(answers)

    def answer(_: SubmitSm) -> Iterable[Pdu]:
        status = left.pop(0) if left else OK
        return [SubmitSmResp(command_status=status, message_id="" if status else "7")]

    return {"submit_sm": answer}


# The table


def test_attempts_are_twice_as_far_apart_each_time_up_to_a_limit() -> None:
    retry = Retry(times=10, first=1.0, longest=30.0)
    assert [retry.delay(again) for again in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert retry.delay(100_000) == 30


@pytest.mark.parametrize("wrong", [{"times": -1}, {"first": -1.0}, {"longest": float("nan")}])
def test_a_retry_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=rf"{next(iter(wrong))}: expected at least 0, found"):
        Retry(**{"times": 1, "first": 1.0, "longest": 1.0, **wrong})


@pytest.mark.parametrize("name", ["times", "first", "longest"])
def test_a_retry_that_is_no_number_is_told_before_a_request_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match=f"{name}: expected a number, found '1'"):
        Retry(**{"times": 1, "first": 1.0, "longest": 1.0, name: "1"})  # type: ignore[arg-type]  # the point


def test_what_is_worth_another_attempt_is_about_the_account_and_not_about_the_message() -> None:
    assert {CommandStatus(status).name for status, retry in RETRIES.items() if retry.everybody} == {
        "ESME_RTHROTTLED",
        "ESME_RMSGQFUL",
    }
    assert CommandStatus.ESME_RINVDSTADR not in RETRIES


# In a session


async def test_a_throttled_submit_is_sent_again_until_it_is_taken() -> None:
    async with conversation(statuses(THROTTLED, THROTTLED), retries=SOON) as (bank, sc):
        assert await bank.submit("Hello", to=TO) == "7"
        assert sc.said()["submit_sm"] == 3


async def test_a_submit_that_is_throttled_too_often_raises_what_it_was_refused_with() -> None:
    async with conversation(statuses(*[THROTTLED] * 4), retries=SOON, window=1) as (bank, sc):
        with pytest.raises(esme.Refused, match="ESME_RTHROTTLED"):
            await bank.submit("Hello", to=TO)
        assert sc.said()["submit_sm"] == 4
        assert await bank.submit("Hello", to=TO) == "7"


@pytest.mark.parametrize("status", [CommandStatus.ESME_RINVDSTADR, CommandStatus.ESME_RMSGQFUL])
async def test_a_status_that_is_not_in_the_table_is_raised_at_once(status: int) -> None:
    async with conversation(statuses(status), retries=SOON) as (bank, sc):
        with pytest.raises(esme.Refused):
            await bank.submit("Hello", to=TO)
        assert sc.said()["submit_sm"] == 1


async def test_without_a_table_every_refusal_is_raised_at_once() -> None:
    async with conversation(statuses(THROTTLED)) as (bank, sc):
        with pytest.raises(esme.Refused):
            await bank.submit("Hello", to=TO)
        assert sc.said()["submit_sm"] == 1


async def test_while_one_is_throttled_all_others_wait() -> None:
    async with conversation(statuses(THROTTLED), retries={THROTTLED: Retry(1, 3600.0, 3600.0, everybody=True)}) as (
        bank,
        sc,
    ):
        tasks = [asyncio.create_task(bank.submit("a", to=TO))]
        await sc.hears("submit_sm")
        await bank_has_nothing_to_say(sc)  # by now it has been told
        tasks += [asyncio.create_task(bank.submit(text, to=TO)) for text in "bc"]
        await bank_has_nothing_to_say(sc)
        assert sc.said()["submit_sm"] == 1
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def test_who_was_throttled_goes_ahead_of_the_others() -> None:
    async with conversation(statuses(THROTTLED), retries=SOON, window=1) as (bank, sc):
        tasks = [asyncio.create_task(bank.submit(text, to=TO)) for text in "abc"]
        texts = [(await sc.hears("submit_sm")).short_message for _ in range(4)]
        assert texts == [b"a", b"a", b"b", b"c"]
        await asyncio.gather(*tasks)


async def test_a_status_about_one_message_makes_nobody_else_wait() -> None:
    never = {CommandStatus.ESME_RSYSERR: Retry(1, 3600.0, 3600.0)}
    async with conversation(statuses(CommandStatus.ESME_RSYSERR), retries=never) as (bank, _):
        waits = asyncio.create_task(bank.submit("a", to=TO))
        await asyncio.sleep(0)
        assert await bank.submit("b", to=TO) == "7"
        assert not waits.done()
        waits.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waits


@pytest.mark.parametrize("everybody", [False, True])
async def test_who_waits_for_another_attempt_learns_at_once_that_the_session_has_ended(everybody: bool) -> None:
    never = {THROTTLED: Retry(1, 3600.0, 3600.0, everybody=everybody)}
    async with conversation(statuses(THROTTLED), retries=never) as (bank, sc):
        waits = asyncio.create_task(bank.submit("a", to=TO))
        await sc.hears("submit_sm")
        await bank_has_nothing_to_say(sc)
        sc.hang_up()
        with pytest.raises(esme.Disconnected) as ended:
            await waits
        assert isinstance(ended.value.__context__, esme.Refused)


async def test_who_is_cancelled_while_it_waits_for_another_attempt_leaves_no_place_taken() -> None:
    never = {THROTTLED: Retry(1, 3600.0, 3600.0)}
    async with conversation(statuses(THROTTLED), retries=never, window=1) as (bank, sc):
        waits = asyncio.create_task(bank.submit("a", to=TO))
        await sc.hears("submit_sm")
        await bank_has_nothing_to_say(sc)
        waits.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waits
        assert await bank.submit("b", to=TO) == "7"


async def test_an_account_that_takes_few_per_second_takes_all_in_the_end() -> None:
    """With room for ten messages, refilled when the bank rests, none is lost, doubled or given up."""
    taken: list[bytes] = []
    room = [10]

    def answer(request: SubmitSm) -> list[Pdu]:
        if not room[0]:
            asyncio.get_running_loop().call_soon(lambda: room.__setitem__(0, 10))
            return [SubmitSmResp(command_status=THROTTLED)]
        room[0] -= 1
        taken.append(request.short_message)
        return [SubmitSmResp(message_id=request.short_message.decode())]

    often = {THROTTLED: Retry(100, 0.001, 0.001, everybody=True)}
    async with conversation({"submit_sm": answer}, retries=often, window=20) as (bank, _):
        texts = [str(number) for number in range(60)]
        assert await asyncio.gather(*(bank.submit(text, to=TO) for text in texts)) == texts
    assert sorted(taken, key=int) == [text.encode() for text in texts]


async def test_what_is_not_sent_again_for_want_of_patience_was_refused() -> None:
    later = {THROTTLED: Retry(3, 3600.0, 3600.0, everybody=True)}
    async with conversation(statuses(THROTTLED), retries=later, patience=0.01) as (bank, _):
        with pytest.raises(esme.Refused, match="ESME_RTHROTTLED"):
            await bank.submit("Hello", to=TO)
