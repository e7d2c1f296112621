import asyncio
from collections import deque

import pytest

import esme
from esme.answer import Answer, wake
from pdu import SubmitSmResp
from tests.esme.conversation import TO, conversation, nothing

RESPONSE = SubmitSmResp(message_id="A")


async def waiting(count: int, here: deque[Answer]) -> tuple[list[Answer], list[asyncio.Task[object]]]:
    """Answers, and a task for each that waits for it."""
    answers = [Answer(asyncio.get_running_loop(), here) for _ in range(count)]

    async def wait(answer: Answer) -> object:
        return await answer

    tasks: list[asyncio.Task[object]] = [asyncio.create_task(wait(answer)) for answer in answers]
    await asyncio.sleep(0)
    return answers, tasks


async def test_all_whose_answers_are_here_go_on_at_once() -> None:
    here, found = deque[Answer](), list[bool]()
    answers, tasks = await waiting(3, here)
    for answer in answers:
        answer.set_result(RESPONSE)
    assert not any(task.done() for task in tasks)

    def read() -> None:
        wake(here)
        found.extend(task.done() for task in tasks)

    asyncio.get_running_loop().call_soon(read)
    assert await asyncio.gather(*tasks) == [RESPONSE] * 3
    assert found == [True] * 3


async def test_an_answer_that_is_here_before_it_is_awaited_is_given_at_once() -> None:
    here = deque[Answer]()
    answer = Answer(asyncio.get_running_loop(), here)
    answer.set_result(RESPONSE)
    wake(here)
    assert await answer is RESPONSE


async def test_an_error_is_raised_where_the_response_is_waited_for() -> None:
    here = deque[Answer]()
    [answer], [task] = await waiting(1, here)
    answer.set_exception(esme.Disconnected("for a test"))
    asyncio.get_running_loop().call_soon(wake, here)
    with pytest.raises(esme.Disconnected, match="for a test"):
        await task


async def test_while_a_task_runs_the_others_go_on_later() -> None:
    here = deque[Answer]()
    [answer], [task] = await waiting(1, here)
    answer.set_result(RESPONSE)
    wake(here)
    assert not task.done()
    assert not here
    assert await task is RESPONSE


async def test_who_is_cancelled_gets_no_response() -> None:
    here = deque[Answer]()
    [answer], [task] = await waiting(1, here)
    task.cancel("not needed")
    assert answer.done()
    with pytest.raises(asyncio.CancelledError, match="not needed"):
        await task


async def test_who_is_cancelled_by_another_whose_answer_came_in_the_same_read_is_cancelled() -> None:
    here = deque[Answer]()
    [first, second], [task, cancelled] = await waiting(2, here)
    first.set_result(RESPONSE)
    second.set_result(RESPONSE)
    asyncio.get_running_loop().call_soon(cancelled.cancel)
    asyncio.get_running_loop().call_soon(wake, here)
    assert await task is RESPONSE
    with pytest.raises(asyncio.CancelledError):
        await cancelled


async def test_a_task_that_ends_the_program_leaves_the_others_to_the_loop() -> None:
    class Ends(Answer):
        def go_on(self) -> None:
            raise KeyboardInterrupt

    here, ended = deque[Answer](), asyncio.Event()
    [answer], [task] = await waiting(1, here)
    Ends(asyncio.get_running_loop(), here).set_result(RESPONSE)
    answer.set_result(RESPONSE)

    def read() -> None:
        with pytest.raises(KeyboardInterrupt):
            wake(here)
        ended.set()

    asyncio.get_running_loop().call_soon(read)
    await ended.wait()
    assert not here
    assert await task is RESPONSE


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
