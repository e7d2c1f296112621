"""What waits to be told, within limits. Nobody who puts something into it waits for those who are told."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from smsc.trace.stories import OCTETS

BATCH: Final = 50  # publications that are under way at once


@dataclass(frozen=True, slots=True)
class Publication:
    """What is told under which topic. An event is written when its turn comes, and not at all if it is dropped.

    ``at`` is when it happened, in the network's time. ``held`` is how much memory it takes until it is written, besides
    that of a short one.
    """

    topic: str
    content: str | Callable[[], str]
    retain: bool = False
    at: float = 0.0
    held: int = 0

    @property
    def payload(self) -> str:
        """The text to tell."""
        return self.content if isinstance(self.content, str) else self.content()


class Outbox:
    """Events in order, the oldest of which are dropped and counted if there are too many; and the latest states.

    Too many are more than ``size``, or so long ones that together they hold more than ``OCTETS``.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._events: deque[Publication] = deque()
        self._held = 0  # by them
        self._states: dict[str, Publication] = {}
        self._news = asyncio.Event()
        self.closed = asyncio.Event()
        self.dropped = 0
        self.untold = 0  # how many of those have not been told yet

    @property
    def events(self) -> int:
        """How many events wait."""
        return len(self._events)

    def put(self, event: Publication) -> None:
        """Take an event."""
        self._events.append(event)
        self._held += event.held
        self._bound()
        self._news.set()

    def hold(self, state: Publication) -> None:
        """Take a state, in place of what it was before."""
        self._states[state.topic] = state
        self._news.set()

    def back(self, publications: Iterable[Publication]) -> None:
        """Take back what could not be published, before all others; a state only if there is no later one."""
        returned = list(publications)
        for one in returned:
            if one.retain:
                self._states.setdefault(one.topic, one)
            else:
                self._held += one.held
        self._events.extendleft(one for one in reversed(returned) if not one.retain)
        self._bound()

    def _bound(self) -> None:
        while len(self._events) > self._size or (self._held > OCTETS and len(self._events) > 1):
            self._next()
            self.dropped += 1
            self.untold += 1

    def _next(self) -> Publication:
        event = self._events.popleft()
        self._held -= event.held
        return event

    def told(self, dropped: int) -> None:
        """Note that so many dropped events have been told of."""
        self.untold -= dropped

    async def take(self, most: int = BATCH) -> list[Publication]:
        """Wait for something to tell, and return it, states first; nothing once it is closed and empty."""
        while not (self._states or self._events or self.closed.is_set()):
            self._news.clear()
            await self._news.wait()
        taken = [self._states.pop(topic) for topic in tuple(self._states)[:most]]
        while self._events and len(taken) < most:
            taken.append(self._next())
        return taken

    def close(self) -> None:
        """Take nothing more; what waits may still be taken out."""
        self.closed.set()
        self._news.set()
