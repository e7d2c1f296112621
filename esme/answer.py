"""Waking the tasks that wait for a response, or for their turn: all that one read concerns go on within that read.

By itself, a future has the loop wake each task separately, and later, which costs more than the response itself.
"""

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import Any

from pdu.header import Response

Answer = asyncio.Future[Response]
"""The future of a response."""


def fail(answer: asyncio.Future[Any], error: Exception) -> None:
    """Set an error in place of an answer."""
    answer.set_exception(error)
    answer.exception()  # else asyncio complains if nobody retrieves it, as when the caller is cancelled just now


class Answers:
    """The tasks whose answers have come."""

    def __init__(self) -> None:
        self._woken: list[tuple[Context, Callable[[asyncio.Future[Any]], object], asyncio.Future[Any]]] = []

    def wake(self, answer: asyncio.Future[Any]) -> None:
        """Have ``go_on``, and not the loop, wake the tasks that wait for this answer, which is to be set next.

        Only a private attribute of asyncio's says which tasks those are.
        """
        for wake, context in answer._callbacks or ():
            answer.remove_done_callback(wake)
            self._woken.append((context, wake, answer))

    def go_on(self) -> None:
        """Wake them all: at once or, if a task is running now, each separately and later."""
        if not self._woken:
            return
        woken, self._woken = iter(self._woken), []
        try:
            if asyncio.current_task() is None:
                for context, wake, answer in woken:
                    context.run(wake, answer)
        finally:  # even if one has ended the program: the others must clean up
            for context, wake, answer in woken:
                answer.get_loop().call_soon(wake, answer, context=context)
