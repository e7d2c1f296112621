"""Where a simulator runs: in the caller's event loop, or in one of its own, in a thread; and how to call it there."""

import asyncio
import os
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
TURN: Final = 1.0  # seconds after which who waits looks up: a signal (Ctrl-C) that came as he began did not wake him

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

# Either a call is there before its loop is stopped, or it is refused. Who is interrupted with it may have it again.
_lock: Final = threading.RLock()
_stopped: Final[WeakSet[asyncio.AbstractEventLoop]] = WeakSet()


class Home(Protocol):
    """Something that belongs to a simulator."""

    @property
    def loop(self) -> asyncio.AbstractEventLoop: ...


H = TypeVar("H", bound=Home)


def at_home(
    method: Callable[Concatenate[H, P], Awaitable[T]],
) -> Callable[Concatenate[H, P], Coroutine[Any, Any, T]]:
    """Have a coroutine method run in the simulator's loop, whichever loop awaits it."""

    async def called(self: H, /, *args: P.args, **kwargs: P.kwargs) -> T:
        __tracebackhide__ = True
        if asyncio.get_running_loop() is self.loop:
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
            raise RuntimeError(ENDED) from None  # nobody has cancelled who waits: what he waits for has ended

    return update_wrapper(called, method)  # wraps() would have type checkers lose the method


def _reached(loop: asyncio.AbstractEventLoop, what: Callable[..., R], *args: Any) -> R:
    """Do something that gives another thread's loop work; RuntimeError where that is no more."""
    __tracebackhide__ = True
    try:
        with _lock:
            if loop in _stopped:
                raise RuntimeError(ENDED)
            return what(*args)
    except RuntimeError:
        raise RuntimeError(ENDED) from None


def _sent(coroutine: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop) -> Future[T]:
    """Have a coroutine run there, for a task of another loop; RuntimeError likewise."""
    __tracebackhide__ = True
    try:
        return _reached(loop, asyncio.run_coroutine_threadsafe, coroutine, loop)
    except RuntimeError:
        coroutine.close()
        raise


def _new_loop() -> asyncio.AbstractEventLoop:
    """Make a loop whose clock goes on where a test has frozen that of its program, as with freezegun."""
    loop = asyncio.new_event_loop()
    ours = isinstance(loop, asyncio.BaseEventLoop)  # another's, such as uvloop's, has a clock of its own
    if ours and hasattr(time, "clock_gettime"):  # Windows has none
        loop.time = partial(time.clock_gettime, time.CLOCK_MONOTONIC)  # type: ignore[method-assign]  # of this one alone
    return loop


class Thread:
    """An event loop in a thread of its own, until it is stopped; RuntimeError for a caller who may not wait for it."""

    def __init__(self) -> None:
        _may_wait("write `async with`")
        self.loop = _new_loop()
        self._process = os.getpid()
        self._thread = threading.Thread(target=self._run, name="mini-smsc", daemon=True)
        self._thread.start()

    @property
    def forked(self) -> bool:
        """Whether this process has been forked from the one that runs it, and so has no such thread."""
        return os.getpid() != self._process

    def call(self, coroutine: Coroutine[Any, Any, T], *, instead: str = "await the same one of .aio") -> T:
        """Run a coroutine there, and wait for it; RuntimeError where waiting would hold up an event loop."""
        __tracebackhide__ = True
        try:
            if self.forked:
                raise RuntimeError("the simulator is in the process that this one was forked from: ask it there")
            _may_wait(instead)
        except RuntimeError:
            coroutine.close()
            raise
        task = self._done(coroutine)
        if task.cancelled():
            raise RuntimeError(ENDED)
        if (wrong := task.exception()) is not None:
            raise wrong  # here, so that who reads a test that fails is spared the frames of the loop
        return task.result()

    def _done(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Have a coroutine run, and wait until it is done; who is interrupted meanwhile, by Ctrl-C say, cancels it.

        He holds no lock of Python's: Ctrl-C could come when he has just got it, and the loop would wait for it for ever
        (a Future of concurrent.futures has one). A SimpleQueue is whole whenever it comes.
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
                    task.exception()  # it was done already, and nobody is told any more
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
    """RuntimeError within a coroutine, whose event loop would stand still.

    A loop that merely runs is none of that: Playwright's for programs without asyncio has one under the feet of each of
    its tests, which itself waits for nothing but them.
    """
    __tracebackhide__ = True
    try:
        task = asyncio.current_task()
    except RuntimeError:  # no loop runs here
        return
    if task is not None:
        raise RuntimeError(f"this call would hold up the event loop it is in: {instead} instead")
