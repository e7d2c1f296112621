"""The event loop of a simulator, the caller's or one in a thread of its own, and how to call the simulator there."""

import asyncio
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from functools import partial, update_wrapper
from queue import Empty, SimpleQueue
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar
from weakref import WeakSet

ENDED: Final = "the simulator has ended: its `with smsc.running()` is over"
TURN: Final = 1.0  # seconds after which a waiting caller looks up: a signal just as it began to wait does not wake it

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

# A call reaches its loop before that is stopped, or is refused. A thread interrupted while it holds this may retake it.
_lock: Final = threading.RLock()
_stopped: Final[WeakSet[asyncio.AbstractEventLoop]] = WeakSet()


class Home(Protocol):
    """Something that belongs to a simulator."""

    @property
    def loop(self) -> asyncio.AbstractEventLoop: ...


H = TypeVar("H", bound=Home)


def running_loop() -> asyncio.AbstractEventLoop:
    """Return the loop that runs here; raises RuntimeError if there is none, as under trio."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise RuntimeError(
            "no event loop of asyncio runs here: use `with smsc.running()`, and what it gives without .aio, in a thread"
        ) from None


def at_home(
    method: Callable[Concatenate[H, P], Awaitable[T]],
) -> Callable[Concatenate[H, P], Coroutine[Any, Any, T]]:
    """Have a coroutine method run in the simulator's loop, whichever loop awaits it."""

    async def called(self: H, /, *args: P.args, **kwargs: P.kwargs) -> T:
        __tracebackhide__ = True
        if running_loop() is self.loop:
            return await method(self, *args, **kwargs)

        async def there() -> T:
            __tracebackhide__ = True
            return await method(self, *args, **kwargs)

        try:
            return await asyncio.wrap_future(_sent(there(), self.loop))
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            raise RuntimeError(ENDED) from None  # the waiting task was not cancelled: the simulator has ended

    return update_wrapper(called, method)  # wraps() would have type checkers lose the method


def _reached(loop: asyncio.AbstractEventLoop, what: Callable[..., R], *args: Any) -> R:
    """Do something that gives another thread's loop work; raises RuntimeError if that loop is stopped."""
    __tracebackhide__ = True
    try:
        with _lock:
            if loop in _stopped:
                raise RuntimeError(ENDED)
            return what(*args)
    except RuntimeError:
        raise RuntimeError(ENDED) from None


def _sent(coroutine: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop) -> Future[T]:
    """Have a coroutine run in a loop, for a task of another; raises RuntimeError if the loop has been stopped."""
    __tracebackhide__ = True
    try:
        return _reached(loop, asyncio.run_coroutine_threadsafe, coroutine, loop)
    except RuntimeError:
        coroutine.close()
        raise


def _new_loop() -> asyncio.AbstractEventLoop:
    """Make a loop whose clock goes on when a test freezes the program's, as freezegun does."""
    loop = asyncio.new_event_loop()
    ours = isinstance(loop, asyncio.BaseEventLoop)  # another loop, such as uvloop's, has a clock of its own
    if ours and hasattr(time, "clock_gettime"):  # Windows has none
        loop.time = partial(time.clock_gettime, time.CLOCK_MONOTONIC)  # type: ignore[method-assign]  # of this loop alone
    return loop


class Thread:
    """An event loop in a thread of its own, until it is stopped; RuntimeError if the caller may not wait for it."""

    def __init__(self) -> None:
        _may_wait("write `async with`")
        self.loop = _new_loop()
        self._process = os.getpid()
        self._thread = threading.Thread(target=self._run, name="mini-smsc", daemon=True)
        self._thread.start()

    @property
    def gone(self) -> bool:
        """Whether the thread of the loop runs no more: in a forked process, and at the very end of the program."""
        return os.getpid() != self._process or sys.is_finalizing()

    def check(self, instead: str) -> None:
        """Raise RuntimeError if the caller may not wait for the loop, and say what to do ``instead``."""
        __tracebackhide__ = True
        if sys.is_finalizing():
            raise RuntimeError("the program has ended, and its simulator with it")
        if self.gone:
            raise RuntimeError("the simulator is in the process that this one was forked from: ask it there")
        _may_wait(instead)

    def call(self, coroutine: Coroutine[Any, Any, T], *, instead: str = "await the same one of .aio") -> T:
        """Run a coroutine there and wait for it; raises RuntimeError if waiting would hold up an event loop."""
        __tracebackhide__ = True
        try:
            self.check(instead)
        except RuntimeError:
            coroutine.close()
            raise
        task = self._done(coroutine)
        if task.cancelled():
            raise RuntimeError(ENDED)
        if (wrong := task.exception()) is not None:
            raise wrong  # here, so that the traceback of a failing test omits the frames of the loop
        return task.result()

    def _done(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Have a coroutine run and wait until it is done; if the wait is interrupted, by Ctrl-C say, cancel it.

        The wait uses no lock written in Python: if Ctrl-C came just after it was taken, the loop would wait for it for
        ever (a Future of concurrent.futures has one). A SimpleQueue stays intact whenever Ctrl-C comes.
        """
        __tracebackhide__ = True
        begun: list[asyncio.Task[T]] = []
        done: SimpleQueue[asyncio.Task[T]] = SimpleQueue()

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
            _reached(self.loop, self.loop.call_soon_threadsafe, begin)
            while True:
                with suppress(Empty):
                    return done.get(timeout=TURN)
        except BaseException:
            try:
                _reached(self.loop, self.loop.call_soon_threadsafe, cancel)
            except RuntimeError:  # the loop has ended, and cancelled what it had begun
                if not begun:
                    coroutine.close()
            raise

    def stop(self) -> None:
        """End the loop with everything that still runs in it."""
        with _lock:
            _stopped.add(self.loop)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()

    def _run(self) -> None:
        self.loop.run_forever()
        if tasks := asyncio.all_tasks(self.loop):
            for task in tasks:
                task.cancel()
            self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


def _may_wait(instead: str) -> None:
    """Raise RuntimeError within a coroutine, whose event loop would stand still.

    A loop that merely runs below is no reason: Playwright's API without asyncio runs one below each test, which waits
    for nothing but the test.
    """
    __tracebackhide__ = True
    try:
        task = asyncio.current_task()
    except RuntimeError:  # no loop runs here
        return
    if task is not None:
        raise RuntimeError(f"this call would hold up the event loop it is in: {instead} instead")
