"""SMPP v5.0 section 2.9: who may send next, and what becomes of who is cancelled or not answered."""

import asyncio

import pytest

import esme
from pdu import SubmitSm, SubmitSmResp
from tests.esme.conversation import SHORT, TO, bank_has_nothing_to_say, conversation, nothing
from tests.esme.message_centre import PATIENCE, Answer

# The window


async def test_the_window_is_never_exceeded_and_nobody_overtakes() -> None:
    async with conversation({"submit_sm": nothing}, window=2) as (bank, sc):
        submitted = [asyncio.create_task(bank.submit(text, to=TO)) for text in "abcd"]
        first, second = await sc.hears("submit_sm"), await sc.hears("submit_sm")
        await bank_has_nothing_to_say(sc)
        assert sc.said()["submit_sm"] == 2
        sc.says(SubmitSmResp(message_id="B", sequence_number=second.sequence_number))
        third = await sc.hears("submit_sm")
        assert (first.short_message, second.short_message, third.short_message) == (b"a", b"b", b"c")
        sc.says(SubmitSmResp(message_id="A", sequence_number=first.sequence_number))
        fourth = await sc.hears("submit_sm")
        sc.says(
            SubmitSmResp(message_id="D", sequence_number=fourth.sequence_number),
            SubmitSmResp(message_id="C", sequence_number=third.sequence_number),
        )
        assert await asyncio.gather(*submitted) == ["A", "B", "C", "D"]


async def test_who_has_lost_patience_sends_nothing_later_and_who_waits_for_an_answer_does_not_lose_it() -> None:
    async with conversation({"submit_sm": nothing}, window=1, patience=0.01) as (bank, sc):
        first = asyncio.create_task(bank.submit("a", to=TO))
        asked = await sc.hears("submit_sm")
        with pytest.raises(esme.NoTurn):
            await bank.submit("b", to=TO)
        sc.says(SubmitSmResp(message_id="A", sequence_number=asked.sequence_number))
        assert await first == "A"
        await bank_has_nothing_to_say(sc)
        assert sc.said()["submit_sm"] == 1


async def test_who_has_an_answer_and_asks_for_more_does_not_overtake_who_waits() -> None:
    async with conversation({"submit_sm": nothing}, window=2) as (bank, sc):

        async def one_after_the_other(*texts: str) -> None:
            for text in texts:
                await bank.submit(text, to=TO)

        tasks = [asyncio.create_task(one_after_the_other(*texts)) for texts in ("ad", "b", "c")]
        asked = [await sc.hears("submit_sm") for _ in range(2)]
        sc.script = {"submit_sm": lambda _: [SubmitSmResp()]}
        sc.says(*(SubmitSmResp(sequence_number=request.sequence_number) for request in asked))
        assert [(await sc.hears("submit_sm")).short_message for _ in range(2)] == [b"c", b"d"]
        await asyncio.gather(*tasks)


async def test_the_next_segment_of_a_message_does_not_wait_for_all_messages_that_have_not_begun() -> None:
    async with conversation(window=1, queue=5) as (bank, _):
        long = asyncio.create_task(bank.submit("a" * 400, to=TO))
        await asyncio.sleep(0)
        short = [asyncio.create_task(bank.submit(text, to=TO)) for text in "bcdef"]
        assert (await long).message_ids == ("1", "3", "5")  # a place is handed on before the next request
        assert await asyncio.gather(*short) == ["2", "4", "6", "7", "8"]


async def test_what_is_submitted_together_leaves_in_few_writes() -> None:
    async with conversation(window=100) as (bank, sc):
        ids = await asyncio.gather(*(bank.submit("Hello", to=TO) for _ in range(100)))
        assert sorted(ids, key=int) == [str(number) for number in range(1, 101)]
        assert sc.reads <= 2  # the first, and all others


async def test_a_cancelled_submit_leaves_its_place_when_it_is_answered() -> None:
    async with conversation({"submit_sm": nothing}, window=1) as (bank, sc):
        cancelled = asyncio.create_task(bank.submit("a", to=TO))
        request = await sc.hears("submit_sm")
        cancelled.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cancelled
        following = asyncio.create_task(bank.submit("b", to=TO))
        await bank_has_nothing_to_say(sc)
        sc.says(SubmitSmResp(message_id="A", sequence_number=request.sequence_number))
        request = await sc.hears("submit_sm")
        sc.says(SubmitSmResp(message_id="B", sequence_number=request.sequence_number))
        assert await following == "B"


async def test_a_cancelled_submit_leaves_its_place_when_no_answer_comes() -> None:
    answers = iter([[], [SubmitSmResp(message_id="B")]])
    script: dict[str, Answer] = {"submit_sm": lambda _: next(answers)}
    async with conversation(script, window=1, timers=SHORT) as (bank, sc):
        cancelled = asyncio.create_task(bank.submit("a", to=TO))
        await sc.hears("submit_sm")
        cancelled.cancel()
        assert await bank.submit("b", to=TO) == "B"


async def test_who_is_cancelled_in_the_line_of_the_window_leaves_it() -> None:
    async with conversation({"submit_sm": nothing}, window=1) as (bank, sc):
        submitted = [asyncio.create_task(bank.submit(text, to=TO)) for text in "abc"]
        request = await sc.hears("submit_sm")
        submitted[1].cancel()
        sc.says(SubmitSmResp(message_id="A", sequence_number=request.sequence_number))
        request = await sc.hears("submit_sm")
        assert request.short_message == b"c"
        sc.says(SubmitSmResp(message_id="C", sequence_number=request.sequence_number))
        assert await asyncio.gather(*submitted, return_exceptions=True) == ["A", Anything(asyncio.CancelledError), "C"]


async def test_a_submit_without_an_answer_ends_with_response_timer_and_the_session_goes_on() -> None:
    answers = iter([[], [SubmitSmResp(message_id="B")]])
    script: dict[str, Answer] = {"submit_sm": lambda _: next(answers)}
    async with conversation(script, window=1, timers=SHORT) as (bank, _):
        with pytest.raises(esme.NoResponse, match=r"submit_sm was not answered: no response within 0\.5 s") as silence:
            await bank.submit("a", to=TO)
        assert isinstance(silence.value.request, SubmitSm)
        assert await bank.submit("b", to=TO) == "B"


async def test_one_pdu_that_is_sent_over_two_sessions_at_a_time_ends_in_each_with_its_own_silence() -> None:
    async with (
        conversation({"submit_sm": nothing}, timers=SHORT) as (bank, _),
        conversation({"submit_sm": nothing}, timers=SHORT) as (shop, _),
    ):
        await bank.enquire_link()
        request = SubmitSm(destination_addr="447700900123")
        sent = [asyncio.create_task(one.send(request)) for one in (bank, shop, bank)]
        done, waiting = await asyncio.wait(sent, timeout=PATIENCE)
        assert not waiting
        assert {type(one.exception()) for one in done} == {esme.NoResponse}


class Anything:
    """Equal to every object of a class."""

    def __init__(self, cls: type[object]) -> None:
        self.cls = cls

    def __eq__(self, other: object) -> bool:
        return isinstance(other, self.cls)

    __hash__ = None  # type: ignore[assignment]  # it is never a key
