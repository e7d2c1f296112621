"""An event loop in a thread of its own, and how to call into it from others."""

import asyncio
import os
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from contextlib import suppress
from functools import partial
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
        self._lock = threading.Lock()
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
        with self._lock:
            if self._stopped:
                coroutine.close()
                raise Disconnected(CLOSED)
            waiting = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
            while not waiting.done():
                with suppress(TimeoutError):
                    waiting.exception(TURN)
            return waiting.result()
        except CancelledError:
            raise Disconnected(CLOSED) from None
        finally:
            waiting.cancel()

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
