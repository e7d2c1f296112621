"""An event loop in a thread of its own, and how to call into it from other threads."""

import asyncio
import os
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from esme.errors import Disconnected

CLOSED = "closed by us"
TURN = 1.0  # seconds after which a waiting caller looks up: a signal (Ctrl-C) just as it began to wait does not wake it

T = TypeVar("T")


def _new_loop() -> asyncio.AbstractEventLoop:
    """Make a loop whose clock goes on when a test freezes the program's, as freezegun does."""
    loop = asyncio.new_event_loop()
    ours = isinstance(loop, asyncio.BaseEventLoop)  # another loop, such as uvloop's, has a clock of its own
    if ours and hasattr(time, "clock_gettime"):  # Windows has none
        loop.time = partial(time.clock_gettime, time.CLOCK_MONOTONIC)  # type: ignore[method-assign]  # of this loop alone
    return loop


def _check_threads() -> None:
    """Raise RuntimeError where gevent has put its own in place of threads or select: the loop could not run."""
    gevent = sys.modules.get("gevent.monkey")
    if gevent is not None and any(map(gevent.is_module_patched, ("threading", "select"))):
        raise RuntimeError(
            "esme.sync needs the threads of the system: write gevent.monkey.patch_all(thread=False, select=False)"
        )


class Background:
    """A loop that runs until it is stopped."""

    def __init__(self) -> None:
        _check_threads()
        self._loop = _new_loop()
        self._lock = threading.RLock()  # a thread interrupted while it holds this may take it again
        self._stopped = False
        self._process = os.getpid()
        self._thread = threading.Thread(target=self._run, name="esme.sync", daemon=True)
        self._thread.start()

    @property
    def gone(self) -> bool:
        """Whether the thread of the loop runs no more: in a forked process, and at the very end of the program."""
        return os.getpid() != self._process or sys.is_finalizing()

    def call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there and wait for it; if the wait is interrupted, by Ctrl-C say, cancel it.

        Raises RuntimeError if the caller would wait for ever, or hold up an event loop.
        """
        try:
            self.check()
        except RuntimeError:
            coroutine.close()
            raise
        task = self._done(coroutine)
        if task.cancelled():
            raise Disconnected(CLOSED)
        return task.result()

    def _done(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Have a coroutine run, and wait until it is done.

        The wait uses no lock written in Python: if Ctrl-C came just after it was taken, the loop would wait for it for
        ever (a Future of concurrent.futures has one). A SimpleQueue stays intact whenever Ctrl-C comes.
        """
        begun: list[asyncio.Task[T]] = []
        done: SimpleQueue[asyncio.Task[T]] = SimpleQueue()

        def begin() -> None:
            begun.append(task := self._loop.create_task(coroutine))
            task.add_done_callback(done.put)

        def cancel() -> None:
            for task in begun:
                if not task.cancel() and not task.cancelled():
                    task.exception()  # it was done already, and nobody is left to tell
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
        """Have something called in the loop; raises Disconnected once it is stopped."""
        with self._lock:
            if self._stopped:
                raise Disconnected(CLOSED)
            self._loop.call_soon_threadsafe(callback)

    def check(self) -> None:
        """Raise RuntimeError if the caller may not wait.

        A loop that merely runs below, as under Playwright, is no reason.
        """
        if sys.is_finalizing():
            raise RuntimeError("the program has ended, and its sessions with it")
        if self.gone:
            raise RuntimeError(
                "this session is bound by the process that this one was forked from: connect in each process"
            )
        try:
            here = asyncio.get_running_loop()
        except RuntimeError:
            return
        if here is self._loop or asyncio.current_task() is not None:
            raise RuntimeError(
                "this call would hold up the event loop it is in: use esme.connect there, or asyncio.to_thread"
            )

    def stop(self) -> None:
        """Stop the loop with all that still runs in it; callers that wait get Disconnected."""
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
