"""The tasks that wait for responses: all whose responses one read brought go on in that read, and whose turn it made.

A future has the loop wake its task on its own, and later, which costs a message more than its response does.
"""

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import Any

from pdu.header import Pdu

Answer = asyncio.Future[Pdu]
"""A response that is on its way."""


class Answers:
    """Those who wait for answers that are here."""

    def __init__(self) -> None:
        self._woken: list[tuple[Context, Callable[[asyncio.Future[Any]], object], asyncio.Future[Any]]] = []

    def wake(self, answer: asyncio.Future[Any]) -> None:
        """Have those who wait for this answer, which is to be set next, go on by ``go_on`` and not by the loop.

        Whom the loop would wake, asyncio tells by a private name alone.
        """
        for wake, context in answer._callbacks or ():
            answer.remove_done_callback(wake)
            self._woken.append((context, wake, answer))

    def go_on(self) -> None:
        """Let all go on: at once, or if a task runs now, each for itself and later."""
        if not self._woken:
            return
        woken, self._woken = iter(self._woken), []
        try:
            if asyncio.current_task() is None:
                for context, wake, answer in woken:
                    context.run(wake, answer)
        finally:  # as well if one has ended the program, and the others are to clean up
            for context, wake, answer in woken:
                answer.get_loop().call_soon(wake, answer, context=context)
