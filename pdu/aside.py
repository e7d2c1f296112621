"""A call that may wait long, in a thread of its own: asyncio's own threads hold up its end for as long as one waits."""

import _thread
import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from threading import Thread
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def aside(call: Callable[[], T], name: str) -> T:
    """Make a call in a daemon thread of this name, and wait for what it gives or raises.

    It goes on where whoever waits is cancelled; when the process ends, it ends too.
    """
    loop = asyncio.get_running_loop()
    told: asyncio.Future[T] = loop.create_future()

    def tell(answer: Callable[[], None]) -> None:
        if not told.done():  # else nobody waits any more
            answer()

    def run() -> None:
        try:
            answer = partial(told.set_result, call())
        except Exception as wrong:
            answer = partial(told.set_exception, wrong)
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(tell, answer)

    Thread(target=copy_context().run, args=(run,), name=name, daemon=True).start()
    return await told


class Aside(ThreadPoolExecutor):
    """A loop's executor that does the same with every call, also of libraries, and goes on at once."""

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = Future[T]()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(function(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        _thread.start_new_thread(work, ())  # which does not wait until it has begun, not even where it is a greenlet
        return future
