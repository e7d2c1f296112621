"""SMPP v5.0 section 2.9, flow control: the window of requests that may be unanswered at a time, and the line for it.

The line is the outgoing queue: it belongs to no session, and stays while there is none.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from esme.answer import fail
from esme.errors import Disconnected, QueueFull
from esme.pace import Pace

Turn = asyncio.Future[None]
Line = OrderedDict[Turn, None]
Wake = Callable[[Turn], None]


class Window:
    """Places for ``size`` requests. If all are taken, a request waits in line, ``queue`` at most; none overtakes.

    A request that comes ``again``, because it is to be sent once more or is the next segment of a message, goes before
    those that come for the first time, and finds room however long the line is.
    """

    def __init__(self, size: int, queue: int = 10_000, pace: Pace | None = None) -> None:
        if queue < 0:
            raise ValueError(f"queue: expected at least 0, found {queue}")
        self.size = size
        self.taken = 0
        self.free_up_to = 0
        """While fewer places than this are ``taken``, the next may be taken without asking."""
        self._queue = queue
        self._pace = pace
        self._loop = asyncio.get_running_loop()
        self._line: Line = OrderedDict()
        self._again: Line = OrderedDict()
        self._paused_until = 0.0
        self._alarm: asyncio.TimerHandle | None = None
        self._end: str | None = None
        self._gauge()

    async def enter(self, *, again: bool = False) -> None:
        """Take a place, after all that came before; raises QueueFull, or Disconnected if nothing is sent any more."""
        if self._end is not None:
            raise Disconnected(self._end)
        line = self._again if again else self._line
        if not self._again and (again or not self._line) and self._may_enter():
            self.taken += 1
            return
        if not again and len(line) >= self._queue:
            raise QueueFull(self._queue)
        turn: Turn = self._loop.create_future()
        line[turn] = None
        try:
            await turn
        except asyncio.CancelledError:
            line.pop(turn, None)
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.leave()  # the place was given in the same moment: hand it on
            raise

    def push_in(self) -> None:
        """Take a place even if there is none, for a request about the session and not about a message."""
        self.taken += 1

    def leave(self, places: int = 1, wake: Wake | None = None) -> None:
        """Give places back, to the first in line if any; ``wake`` is called for each of them."""
        self.taken -= places
        if self._again or self._line:
            self._move(wake)

    def resize(self, size: int, wake: Wake | None = None) -> None:
        """Have ``size`` places from now on; those taken stay taken. ``wake`` as with ``leave``."""
        self.size = size
        self._gauge()
        self._move(wake)

    def pause(self, seconds: float) -> None:
        """Let nobody in for so many seconds."""
        self._paused_until = max(self._paused_until, self._loop.time() + seconds)
        self._gauge()

    def end(self, reason: str) -> None:
        """Raise Disconnected in all that wait, and in all that come later."""
        self._end = reason
        self._gauge()
        if self._alarm is not None:
            self._alarm.cancel()
        for line in (self._again, self._line):
            while line:
                turn, _ = line.popitem(last=False)
                if not turn.done():
                    fail(turn, Disconnected(reason))

    def _gauge(self) -> None:
        asks = self._end is not None or self._pace is not None or self._paused_until > 0
        self.free_up_to = 0 if asks else self.size

    def _move(self, wake: Wake | None = None) -> None:
        """Let in those whose turn it is."""
        while line := self._again or self._line:
            turn = next(iter(line))
            if not turn.done():
                if not self._may_enter():
                    return
                self.taken += 1
                if wake is not None:
                    wake(turn)
                turn.set_result(None)
            line.popitem(last=False)

    def _may_enter(self) -> bool:
        """Whether one may enter now, in which case the pace counts it; if it is too early, the line moves in time."""
        if self.taken >= self.size:
            return False
        if self._pace is None and not self._paused_until:
            return True
        now = self._loop.time()
        wait = self._paused_until - now
        if wait <= 0 and self._paused_until:
            self._paused_until = 0.0
            self._gauge()
        if wait <= 0:
            wait = self._pace.take(now) if self._pace is not None else 0.0
        if wait > 0 and self._alarm is None:
            self._alarm = self._loop.call_at(now + wait, self._on_time)
        return wait <= 0

    def _on_time(self) -> None:
        self._alarm = None
        self._move()
