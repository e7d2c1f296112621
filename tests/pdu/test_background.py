"""A loop in a thread, and whoever waits for it: he is told, he may be interrupted, and nobody waits for ever."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Final

import pytest

from pdu import background
from pdu.background import Background, Stopped, Words
from tests.interrupting import ctrl_c_at, last_moment

PATIENCE: Final = 60.0
WORDS: Final = Words(
    thread="of a test", lives="sessions", forked="it is in another process", ended=lambda: EOFError("it has ended")
)


@pytest.fixture
def thread() -> Iterator[Background]:
    thread = Background(WORDS)
    yield thread
    thread.stop()


async def ever() -> None:
    await asyncio.Event().wait()


async def others() -> int:
    return len(asyncio.all_tasks()) - 1


def test_what_is_done_there_is_returned_or_raised(thread: Background) -> None:
    async def divide(by: int) -> float:
        return 1 / by

    assert thread.call(divide(2), "") == 0.5
    with pytest.raises(ZeroDivisionError):
        thread.call(divide(0), "")


def test_who_waits_as_it_is_stopped_is_told_so_and_who_comes_later(thread: Background) -> None:
    begun = threading.Event()

    async def begins() -> None:
        begun.set()
        await ever()

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(thread.call, begins(), "")
        assert begun.wait(PATIENCE)
        thread.stop()
        with pytest.raises(EOFError, match="it has ended"):
            waiting.result(PATIENCE)
    with pytest.raises(EOFError, match="it has ended"):
        thread.call(ever(), "")
    with pytest.raises(Stopped):
        thread.reach(begun.clear)
    assert begun.is_set()


def test_neither_a_task_nor_a_callback_of_the_loop_itself_may_wait_for_it(thread: Background) -> None:
    async def asks() -> None:
        with pytest.raises(RuntimeError, match="hold up the event loop it is in: await it"):
            thread.call(ever(), "await it")
        told = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(calls, told)
        with pytest.raises(RuntimeError, match="hold up the event loop it is in: await it"):
            await told

    def calls(told: asyncio.Future[None]) -> None:
        try:
            thread.call(ever(), "await it")
        except RuntimeError as error:
            told.set_exception(error)

    thread.call(asks(), "")


def test_ctrl_c_at_whatever_moment_of_a_wait_leaves_a_loop_that_can_be_stopped() -> None:
    def comes_at(line: int) -> bool:
        thread, coroutine = Background(WORDS), asyncio.sleep(0.01)
        came = ctrl_c_at(line, lambda: thread.call(coroutine, ""))
        thread.stop()
        coroutine.close()
        return came

    assert last_moment(comes_at) > 20


def test_who_is_interrupted_cancels_what_he_waits_for(thread: Background, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "TURN", 0.001)
    assert ctrl_c_at(100, lambda: thread.call(ever(), ""))
    assert thread.call(others(), "") == 0


@pytest.mark.parametrize("patched", ["threading", "select"])
def test_where_gevent_has_patched_by_halves_it_is_said_what_to_do(
    patched: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "gevent.monkey", SimpleNamespace(is_module_patched=patched.__eq__))
    with pytest.raises(RuntimeError, match=r"write gevent\.monkey\.patch_all\(\), or patch_all\(thread=False, select="):
        Background(WORDS)
