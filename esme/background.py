"""An event loop in a thread of its own, and how to call into it from others."""

import asyncio
import os
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from esme.errors import Disconnected

CLOSED = "closed by us"
TURN = 1.0  # seconds after which who waits looks up: a signal (Ctrl-C) that came as he began did not wake him

T = TypeVar("T")


def _new_loop() -> asyncio.AbstractEventLoop:
    """Make a loop whose clock goes on where a test has frozen that of its program, as with freezegun."""
    loop = asyncio.new_event_loop()
    ours = isinstance(loop, asyncio.BaseEventLoop)  # another's, such as uvloop's, has a clock of its own
    if ours and hasattr(time, "clock_gettime"):  # Windows has none
        loop.time = partial(time.clock_gettime, time.CLOCK_MONOTONIC)  # type: ignore[method-assign]  # of this one alone
    return loop


class Background:
    """A loop that runs until it is stopped."""

    def __init__(self) -> None:
        self._loop = _new_loop()
        self._lock = threading.RLock()  # who is interrupted with it may have it again
        self._stopped = False
        self._process = os.getpid()
        self._thread = threading.Thread(target=self._run, name="esme.sync", daemon=True)
        self._thread.start()

    @property
    def forked(self) -> bool:
        """Whether this process has been forked from the one that runs it, and so has no such thread."""
        return os.getpid() != self._process

    def call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there and wait for it; who is interrupted meanwhile, by Ctrl-C say, cancels it.

        Raises RuntimeError for a caller who would wait for ever, or hold up an event loop.
        """
        if why := self._why_not():
            coroutine.close()
            raise RuntimeError(why)
        task = self._done(coroutine)
        if task.cancelled():
            raise Disconnected(CLOSED)
        return task.result()

    def _done(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Have a coroutine run, and wait until it is done.

        Who waits holds no lock of Python's: Ctrl-C could come when he has just got it, and the loop would wait for it
        for ever (a Future of concurrent.futures has one). A SimpleQueue is whole whenever it comes.
        """
        begun: list[asyncio.Task[T]] = []
        done: SimpleQueue[asyncio.Task[T]] = SimpleQueue()

        def begin() -> None:
            begun.append(task := self._loop.create_task(coroutine))
            task.add_done_callback(done.put)

        def cancel() -> None:
            for task in begun:
                if not task.cancel() and not task.cancelled():
                    task.exception()  # it was done already, and nobody is told any more
            if not begun:
                coroutine.close()

        try:
            self._hand(begin)
            while True:
                with suppress(Empty):
                    return done.get(timeout=TURN)
        except BaseException:
            try:
                self._hand(cancel)
            except Disconnected:  # the loop has ended, and cancelled what it had begun
                if not begun:
                    coroutine.close()
            raise

    def _hand(self, callback: Callable[[], object]) -> None:
        """Have something called there; raises Disconnected when it has been stopped."""
        with self._lock:
            if self._stopped:
                raise Disconnected(CLOSED)
            self._loop.call_soon_threadsafe(callback)

    def _why_not(self) -> str:
        """Why the caller may not wait. A loop that merely runs below, as Playwright's does for its tests, is none."""
        if self.forked:
            return "this session is bound by the process that this one was forked from: connect in each process"
        try:
            here = asyncio.get_running_loop()
        except RuntimeError:
            return ""
        if here is not self._loop and asyncio.current_task() is None:
            return ""
        return "this call would hold up the event loop it is in: use esme.connect there"

    def stop(self) -> None:
        """End it with all that still runs in it; whoever waits for something there gets Disconnected."""
        with self._lock:
            if self._stopped:
                return
            self._stopped = True
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        self._loop.run_forever()
        self._loop.run_until_complete(self._end())
        self._loop.close()

    async def _end(self) -> None:
        ours = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks() if task is not ours]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
