"""The event loop of a simulator, the caller's or one in a thread of its own, and how to call the simulator there."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from functools import update_wrapper
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar
from weakref import WeakValueDictionary

from pdu.background import Background, Words, may_wait

ENDED: Final = "the simulator has ended: its `with smsc.running()` is over"
WORDS: Final = Words(
    thread="mini-smsc",
    lives="simulator",
    forked="the simulator is in the process that this one was forked from: ask it there",
    ended=lambda: RuntimeError(ENDED),
)

P = ParamSpec("P")
T = TypeVar("T")

_threads: Final[WeakValueDictionary[asyncio.AbstractEventLoop, "Thread"]] = WeakValueDictionary()


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


def _sent(coroutine: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop) -> Future[T]:
    """Have a coroutine run in a loop, for a task of another; raises RuntimeError if the loop has been stopped."""
    __tracebackhide__ = True
    thread = _threads.get(loop)
    try:
        if thread is None:
            return asyncio.run_coroutine_threadsafe(coroutine, loop)
        return thread.reach(asyncio.run_coroutine_threadsafe, coroutine, loop)
    except RuntimeError:
        coroutine.close()
        raise RuntimeError(ENDED) from None


class Thread(Background):
    """The loop of a simulator that the caller waits for; RuntimeError if he may not."""

    def __init__(self) -> None:
        may_wait("write `async with` instead")
        super().__init__(WORDS)
        _threads[self.loop] = self

    def call(self, coroutine: Coroutine[Any, Any, T], instead: str = "await the same one of .aio instead") -> T:
        __tracebackhide__ = True
        return super().call(coroutine, instead)

    async def end(self) -> None:
        """Wait for what it still has done in threads."""
        await self.loop.shutdown_default_executor()
