"""SMPP v5.0 section 2.9, flow control: the window, how many requests may be unanswered at a time."""

import asyncio
from collections import deque

from esme.errors import Disconnected


class Window:
    """Places for ``size`` requests. Who finds it full waits in line; nobody overtakes."""

    def __init__(self, size: int) -> None:
        if size < 1:
            raise ValueError(f"window: expected at least 1, found {size}")
        self.size = size
        self.taken = 0
        self._line: deque[asyncio.Future[None]] = deque()

    async def enter(self) -> None:
        """Take a place, after all who came before; raises Disconnected if the session ends meanwhile."""
        if self.taken < self.size:
            self.taken += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.leave()  # the place was given in the same moment: hand it on
            raise

    def push_in(self) -> None:
        """Take a place although there may be none: for what is about the session and no message."""
        self.taken += 1

    def leave(self) -> None:
        """Give a place back: to the first in line if there is one."""
        self.taken -= 1
        while self._line and self.taken < self.size:
            turn = self._line.popleft()
            if not turn.done():
                self.taken += 1
                turn.set_result(None)

    def end(self, reason: str) -> None:
        """Send everybody home."""
        while self._line:
            turn = self._line.popleft()
            if not turn.done():
                turn.set_exception(Disconnected(reason))
