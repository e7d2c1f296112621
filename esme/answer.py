"""A response that is on its way, for the one task that waits for it."""

import asyncio
from collections import deque
from collections.abc import Callable, Generator
from contextvars import Context

from pdu.header import Pdu

Wake = Callable[["Answer"], object]


class Answer:
    """A response, or the error in its place; ``here`` it stands in line once it has come.

    It is what a task takes for a future (``asyncio.isfuture``). A future has the loop wake its task on its own, and
    later, which costs a message more than its response does: ``wake`` lets all go on whose answers one read brought.
    """

    __slots__ = ("_asyncio_future_blocking", "_context", "_error", "_here", "_loop", "_response", "_wake")

    _context: Context

    def __init__(self, loop: asyncio.AbstractEventLoop, here: "deque[Answer]") -> None:
        self._loop = loop  # a task looks whether it is its own
        self._here = here
        self._asyncio_future_blocking = False  # true on the way to a task: that is how it knows a future
        self._wake: Wake | None = None
        self._response: Pdu | None = None
        self._error: BaseException | None = None

    def __await__(self) -> Generator["Answer", None, Pdu]:
        if self._response is None and self._error is None:
            self._asyncio_future_blocking = True
            yield self
        if self._error is not None:
            raise self._error
        assert self._response is not None  # noqa: S101 - or nobody would have woken the task
        return self._response

    def done(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self._response is not None or self._error is not None

    def set_result(self, response: Pdu) -> None:
        """Give the response to whoever waits."""
        self._response = response
        self._here.append(self)

    def set_exception(self, error: BaseException) -> None:
        """Raise an error where the response is waited for."""
        self._error = error
        self._here.append(self)

    def go_on(self) -> None:
        """Let the task go on, if it waits."""
        if self._wake is not None:
            self._context.run(self._wake, self)

    # What a task calls

    def add_done_callback(self, wake: Wake, *, context: Context) -> None:
        self._wake, self._context = wake, context

    def result(self) -> None:
        """Say that the task may go on; what it goes on with, ``__await__`` has."""

    def cancel(self, msg: object = None) -> bool:
        if self.done():
            return False
        self._error = asyncio.CancelledError() if msg is None else asyncio.CancelledError(msg)
        self._loop.call_soon(self.go_on)
        return True


def wake(here: deque[Answer]) -> None:
    """Let the tasks go on whose answers are here: at once, or if one runs now, each for itself and later."""
    try:
        if asyncio.current_task() is None:
            while here:
                here.popleft().go_on()
    finally:  # as well if one has ended the program, and the others are to clean up
        while here:
            answer = here.popleft()
            asyncio.get_running_loop().call_soon(answer.go_on)
