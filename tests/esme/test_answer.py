"""Who waits for a response goes on within the read that brings it."""

import asyncio

import pytest

import esme
from esme.answer import Answer, Answers
from pdu import SubmitSmResp
from tests.esme.conversation import TO, conversation, nothing

RESPONSE = SubmitSmResp(message_id="A")


async def waiting(count: int) -> tuple[list[Answer], list[asyncio.Task[object]]]:
    """Make answers, and for each a task that waits for it."""
    asked: list[Answer] = [asyncio.get_running_loop().create_future() for _ in range(count)]

    async def wait(answer: Answer) -> object:
        return await answer

    tasks: list[asyncio.Task[object]] = [asyncio.create_task(wait(answer)) for answer in asked]
    await asyncio.sleep(0)
    return asked, tasks


def give(answers: Answers, answer: Answer) -> None:
    """Set the response."""
    answers.wake(answer)
    answer.set_result(RESPONSE)


async def test_all_whose_answers_are_here_go_on_at_once() -> None:
    answers, found = Answers(), list[bool]()
    asked, tasks = await waiting(3)
    for answer in asked:
        give(answers, answer)
    assert not any(task.done() for task in tasks)

    def read() -> None:
        answers.go_on()
        found.extend(task.done() for task in tasks)

    asyncio.get_running_loop().call_soon(read)
    assert await asyncio.gather(*tasks) == [RESPONSE] * 3
    assert found == [True] * 3


async def test_an_answer_that_is_here_before_it_is_awaited_is_given_at_once() -> None:
    answers, answer = Answers(), asyncio.get_running_loop().create_future()
    give(answers, answer)
    answers.go_on()
    assert await answer is RESPONSE


async def test_whoever_else_waits_for_an_answer_goes_on_too() -> None:
    answers = Answers()
    [answer], tasks = await waiting(1)
    tasks.append(asyncio.create_task(answer_of(answer)))
    await asyncio.sleep(0)
    give(answers, answer)
    asyncio.get_running_loop().call_soon(answers.go_on)
    assert await asyncio.gather(*tasks) == [RESPONSE] * 2


async def answer_of(answer: Answer) -> object:
    await asyncio.wait((answer,))
    return answer.result()


async def test_an_error_is_raised_where_the_response_is_waited_for() -> None:
    answers = Answers()
    [answer], [task] = await waiting(1)
    answers.wake(answer)
    answer.set_exception(esme.Disconnected("for a test"))
    asyncio.get_running_loop().call_soon(answers.go_on)
    with pytest.raises(esme.Disconnected, match="for a test"):
        await task


async def test_while_a_task_runs_the_others_go_on_later() -> None:
    answers = Answers()
    [answer], [task] = await waiting(1)
    give(answers, answer)
    answers.go_on()
    assert not task.done()
    assert await task is RESPONSE


async def test_who_is_cancelled_gets_no_response() -> None:
    [answer], [task] = await waiting(1)
    task.cancel("not needed")
    assert answer.done()
    with pytest.raises(asyncio.CancelledError, match="not needed"):
        await task


async def test_who_is_cancelled_by_another_whose_answer_came_in_the_same_read_is_cancelled() -> None:
    answers = Answers()
    asked, [task, cancelled] = await waiting(2)
    for answer in asked:
        give(answers, answer)
    asyncio.get_running_loop().call_soon(cancelled.cancel)
    asyncio.get_running_loop().call_soon(answers.go_on)
    assert await task is RESPONSE
    with pytest.raises(asyncio.CancelledError):
        await cancelled


async def test_a_task_that_ends_the_program_leaves_the_others_to_the_loop() -> None:
    def end(_: Answer) -> None:
        raise KeyboardInterrupt

    answers, ended = Answers(), asyncio.Event()
    asked, tasks = await waiting(2)
    ends: Answer = asyncio.get_running_loop().create_future()
    ends.add_done_callback(end)
    for answer in (ends, *asked):
        give(answers, answer)

    def read() -> None:
        with pytest.raises(KeyboardInterrupt):
            answers.go_on()
        ended.set()

    asyncio.get_running_loop().call_soon(read)
    await ended.wait()
    assert await asyncio.gather(*tasks) == [RESPONSE] * 2


async def test_what_is_submitted_by_those_whose_answers_came_together_leaves_together() -> None:
    async with conversation({"submit_sm": nothing}, window=10) as (bank, sc):

        async def submit_twice() -> list[str]:
            return [await bank.submit("a", to=TO), await bank.submit("b", to=TO)]

        submitted = [asyncio.create_task(submit_twice()) for _ in range(10)]
        asked = [await sc.hears("submit_sm") for _ in range(10)]
        reads = sc.reads
        sc.says(*(SubmitSmResp(message_id="A", sequence_number=one.sequence_number) for one in asked))
        asked = [await sc.hears("submit_sm") for _ in range(10)]
        assert sc.reads == reads + 1
        sc.says(*(SubmitSmResp(message_id="B", sequence_number=one.sequence_number) for one in asked))
        assert await asyncio.gather(*submitted) == [["A", "B"]] * 10
