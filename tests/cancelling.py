"""A task that is cancelled wherever it waits."""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import Any, Final

Work = Callable[[], Coroutine[Any, Any, object]]

TURNS: Final = 100  # of the loop, many more than it takes to close a connection


class Moment(Enum):
    """When a wait is cancelled."""

    WHILE_IT_WAITS = auto()
    AS_IT_GOES_ON = auto()
    """What it waited for has happened, and its task has not been told yet."""


class _Cancelled:
    """Awaits a coroutine, and cancels the task at the n-th wait of it."""

    def __init__(self, work: Coroutine[Any, Any, object], at: int, moment: Moment) -> None:
        self.waits = 0
        self._work = work
        self._at = at
        self._moment = moment

    def __await__(self) -> Generator[Any, Any, None]:
        go_on = partial(self._work.send, None)
        while True:
            try:
                awaited = go_on()
            except StopIteration:
                return
            self.waits += 1
            if self.waits == self._at:
                self._cancel(awaited)
            try:
                yield awaited
            except BaseException as wrong:
                go_on = partial(self._work.throw, wrong)
            else:
                go_on = partial(self._work.send, None)

    def _cancel(self, awaited: asyncio.Future[Any] | None) -> None:
        task = asyncio.current_task()
        assert task is not None
        if awaited is None:  # it only lets others have their turn
            asyncio.get_running_loop().call_soon(task.cancel)
        elif self._moment is Moment.WHILE_IT_WAITS:
            task.cancel()  # which cancels what the task is about to wait for
        else:
            awaited.add_done_callback(lambda _: task.cancel())  # before the task's own


def open_files() -> int:
    """Count the file descriptors of this process."""
    return sum(1 for _ in Path("/dev/fd").iterdir())


async def cancelled_wherever_it_waits(work: Work, moment: Moment, then: Work | None = None) -> int:
    """Begin something anew for each of its waits, cancelled there; return how many waits it has.

    Each time it must end as cancelled, and leave no task and nothing open; ``then`` is awaited after each.
    """
    at = 0
    while True:
        at += 1
        before, others = open_files(), asyncio.all_tasks()
        cancelled = _Cancelled(work(), at, moment)

        async def all_of_it(cancelled: _Cancelled = cancelled) -> None:
            await cancelled

        task = asyncio.create_task(all_of_it())
        await asyncio.wait((task,))
        if cancelled.waits < at:
            task.result()
            return cancelled.waits
        assert task.cancelled(), f"not at wait {at}"
        for _ in range(TURNS):
            if open_files() <= before and asyncio.all_tasks() == others:
                break
            await asyncio.sleep(0)
        assert open_files() <= before, f"something is open after wait {at}"  # of what was open, some may be closed now
        assert asyncio.all_tasks() == others, f"a task goes on after wait {at}"
        if then is not None:
            await then()
