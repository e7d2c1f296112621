"""An event loop of asyncio in a thread of its own, and how other threads call into it and wait, at either end of SMPP.

A loop belongs to whoever lives in it, sessions or a simulator, and what callers are told is in the words of its owner.
"""

import asyncio
import os
import queue
import selectors
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, Final, NamedTuple, TypeVar

from pdu.aside import Aside

TURN: Final = 1.0  # seconds after which a waiting caller looks up: a signal just as it began to wait does not wake it
_HELD_UP: Final = "this call would hold up the event loop it is in: {}"

T = TypeVar("T")


class Words(NamedTuple):
    """What callers are told."""

    thread: str  # its name
    lives: str  # who lives in the loop
    forked: str  # in a process that was forked from that of the loop
    ended: Callable[[], Exception]  # once the loop is stopped


class Stopped(RuntimeError):
    """The loop is stopped, and takes no more work."""


class Background:
    """A loop that runs until it is stopped."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.loop = _new_loop()
        self._lock = threading.RLock()  # a thread interrupted while it holds this may take it again
        self._stopped = False
        self._process = os.getpid()
        self._thread = threading.Thread(target=self._run, name=words.thread, daemon=True)
        self._thread.start()

    @property
    def gone(self) -> bool:
        """Whether the thread of the loop runs no more: in a forked process, and at the very end of the program."""
        return os.getpid() != self._process or sys.is_finalizing()

    def check(self, instead: str) -> None:
        """Raise RuntimeError if the caller may not wait for the loop, and say what to do ``instead``."""
        __tracebackhide__ = True  # for pytest, here and below: the mistake is to be seen in the test
        if sys.is_finalizing():
            raise RuntimeError(f"the program has ended, and its {self._words.lives} with it")
        if self.gone:
            raise RuntimeError(self._words.forked)
        if threading.current_thread() is self._thread:
            raise RuntimeError(_HELD_UP.format(instead))
        may_wait(instead)

    def call(self, coroutine: Coroutine[Any, Any, T], instead: str) -> T:
        """Run a coroutine there and wait for it; if the wait is interrupted, by Ctrl-C say, cancel it.

        Raises RuntimeError if the caller would wait for ever, or hold up an event loop: it says what to do ``instead``.
        Raises TypeError for what is no coroutine.
        """
        __tracebackhide__ = True
        if not asyncio.iscoroutine(coroutine):  # a method that was not called, say: no task would begin, nor end
            raise TypeError(f"call: expected a coroutine, found {coroutine!r}")
        try:
            self.check(instead)
        except RuntimeError:
            coroutine.close()
            raise
        try:
            task = self._done(coroutine)
        except Stopped:
            raise self._words.ended() from None
        if task.cancelled():
            raise self._words.ended()
        if (wrong := task.exception()) is not None:
            raise wrong  # here, so that the traceback of a failing test omits the frames of the loop
        return task.result()

    def _done(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Have a coroutine run, and wait until it is done.

        The wait uses no lock written in Python: if Ctrl-C came just after it was taken, the loop would wait for it for
        ever (a Future of concurrent.futures has one). A SimpleQueue stays intact whenever Ctrl-C comes.
        """
        __tracebackhide__ = True
        begun: list[asyncio.Task[T]] = []
        done: queue.SimpleQueue[asyncio.Task[T]] = queue.SimpleQueue()  # gevent's, if it has patched meanwhile

        def begin() -> None:
            begun.append(task := self.loop.create_task(coroutine))
            task.add_done_callback(done.put)

        def cancel() -> None:
            for task in begun:
                if not task.cancel() and not task.cancelled():
                    task.exception()  # it was done already, and nobody is left to tell
            if not begun:
                coroutine.close()

        try:
            self.reach(self.loop.call_soon_threadsafe, begin)
            while True:
                with suppress(queue.Empty):
                    return done.get(timeout=TURN)
        except BaseException:
            try:
                self.reach(self.loop.call_soon_threadsafe, cancel)
            except Stopped:  # the loop has ended, and cancelled what it had begun
                if not begun:
                    coroutine.close()
            raise

    def reach(self, give: Callable[..., T], *args: Any) -> T:
        """Do something that gives the loop work, before it is stopped; raises Stopped afterwards."""
        __tracebackhide__ = True
        with self._lock:
            if self._stopped:
                raise Stopped
            return give(*args)

    def stop(self) -> None:
        """Stop the loop with all that still runs in it; callers that wait are told that it has ended."""
        with self._lock:
            if self._stopped:
                return
            self._stopped = True
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()

    def _run(self) -> None:
        self.loop.run_forever()
        if tasks := asyncio.all_tasks(self.loop):
            for task in tasks:
                task.cancel()
            self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.run_until_complete(self.end())
        self.loop.close()

    async def end(self) -> None:
        """Do, last of all in the loop, what its owner needs. By default nothing: a handler's thread may run on."""


def may_wait(instead: str) -> None:
    """Raise RuntimeError within a coroutine, whose event loop would stand still; say what to do ``instead``.

    A loop that merely runs below is no reason: Playwright's API without asyncio runs one below each test, which waits
    for nothing but the test.
    """
    __tracebackhide__ = True
    try:
        task = asyncio.current_task()
    except RuntimeError:  # no loop runs here
        return
    if task is not None:
        raise RuntimeError(_HELD_UP.format(instead))


def _new_loop() -> asyncio.AbstractEventLoop:
    """Make a loop whose clock goes on when a test freezes the program's, as freezegun does."""
    loop = _greenlet_loop() if _greenlets() else asyncio.new_event_loop()
    ours = isinstance(loop, asyncio.BaseEventLoop)  # another loop, such as uvloop's, has a clock of its own
    if ours and hasattr(time, "clock_gettime"):  # Windows has none
        loop.time = partial(time.clock_gettime, time.CLOCK_MONOTONIC)  # type: ignore[method-assign]  # of this loop alone
    return loop


# Where gevent has patched threads, each is a greenlet, and all of them are one thread of the system


def _greenlets() -> bool:
    """Whether threads are greenlets; raises RuntimeError if a loop would hold them up, or wait for ever itself."""
    gevent = sys.modules.get("gevent.monkey")
    patched = [gevent is not None and gevent.is_module_patched(name) for name in ("threading", "select")]
    if any(patched) and not all(patched):
        raise RuntimeError(
            "gevent has patched only one of threading and select: write gevent.monkey.patch_all(), "
            "or patch_all(thread=False, select=False)"
        )
    return all(patched)


def _greenlet_loop() -> asyncio.AbstractEventLoop:
    """Make a loop that other greenlets do not see: theirs would refuse to run, and Django to read its database."""

    class Apart(selectors.DefaultSelector):  # gevent's, where it has patched
        beside: asyncio.AbstractEventLoop | None = None  # what others saw when our turn came, perhaps a loop of theirs

        def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            asyncio._set_running_loop(self.beside)
            try:
                return super().select(timeout)
            finally:
                self.beside = asyncio._get_running_loop()
                asyncio._set_running_loop(loop)

    loop = asyncio.SelectorEventLoop(Apart())
    loop.set_default_executor(Aside())  # asyncio's own would wait for a thread to begin, in the midst of a task
    return loop
