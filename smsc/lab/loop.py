"""Where a simulator runs: in the caller's event loop, or in one of its own, in a thread; and how to call it there."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


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

        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(there(), self.loop))

    return update_wrapper(called, method)  # wraps() would have type checkers lose the method


class Thread:
    """An event loop in a thread of its own, until it is stopped."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="mini-smsc", daemon=True)
        self._thread.start()

    def call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there, and wait for it; RuntimeError where waiting would hold up an event loop."""
        __tracebackhide__ = True
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            pass
        else:
            coroutine.close()
            raise RuntimeError("this call would hold up the event loop it is in: await the same one of .aio instead")
        waiting = asyncio.run_coroutine_threadsafe(coroutine, self.loop)
        try:
            wrong = waiting.exception()
        except BaseException:
            waiting.cancel()
            raise
        if wrong is not None:
            raise wrong  # here, so that who reads a test that fails is spared the frames of concurrent.futures
        return waiting.result()

    def stop(self) -> None:
        """End the loop with everything that still runs in it."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        if tasks := asyncio.all_tasks(self.loop):
            for task in tasks:
                task.cancel()
            self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
