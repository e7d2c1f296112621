"""The tasks that wait for responses: all whose responses one read brought go on in that read.

A future has the loop wake its task on its own, and later, which costs a message more than its response does.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import Context

from pdu.header import Pdu

Answer = asyncio.Future[Pdu]
"""A response that is on its way."""


class Answers:
    """Those that are here: ``give`` and ``fail`` settle one, ``go_on`` wakes all who wait for them."""

    def __init__(self) -> None:
        self._woken: deque[tuple[Context, Callable[[Answer], object], Answer]] = deque()

    def give(self, answer: Answer, response: Pdu) -> None:
        """The response is here."""
        self._take(answer)
        answer.set_result(response)

    def fail(self, answer: Answer, error: Exception) -> None:
        """There is an error in its place."""
        self._take(answer)
        answer.set_exception(error)
        answer.exception()  # asyncio complains of one that nobody looked at, as when who asked is cancelled just now

    def _take(self, answer: Answer) -> None:
        """Take from the loop whom it would wake once this is done; that it has to be asked for what is not public."""
        for wake, context in answer._callbacks or ():
            answer.remove_done_callback(wake)
            self._woken.append((context, wake, answer))

    def go_on(self) -> None:
        """Let all go on: at once, or if a task runs now, each for itself and later."""
        woken = self._woken
        try:
            if asyncio.current_task() is None:
                while woken:
                    context, wake, answer = woken.popleft()
                    context.run(wake, answer)
        finally:  # as well if one has ended the program, and the others are to clean up
            while woken:
                context, wake, answer = woken.popleft()
                answer.get_loop().call_soon(wake, answer, context=context)
