"""The messages that have come and that nobody has taken yet: a bounded queue that ends with the session."""

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from esme.errors import Disconnected
from esme.message import Delivered, Message
from pdu.connection import Connection
from pdu.header import Response
from pdu.held import held
from pdu.session import Closed

ROOM = 64 << 20  # octets of memory: no message centre is to take more of it, however long its messages are
REPEATED = 100  # deliveries of the same part that are answered together


def octets(message: Message) -> int:
    """Count the memory that a message takes."""
    return sum(map(held, message.pdus))


@dataclass(slots=True, eq=False)
class Delivery:
    """A message and, if it is to be acknowledged when handled, its PDU and the ``ways`` in which to answer that.

    A way is a response and the connection that it goes over, the latest last: the PDU may come again before it is
    answered. The PDUs that repeat it are not kept: they may be as long as a message centre likes.
    """

    message: Message
    unacknowledged: Delivered | None = None
    ways: tuple[tuple[Response, Connection], ...] = ()
    missed: int = 0  # how often it has come over a session that has ended since, and not again after that
    octets: int = field(init=False)  # of memory

    def __post_init__(self) -> None:
        self.octets = octets(self.message)

    def again(self, response: Response, connection: Connection) -> None:
        """Have it answered here too, now that it has come again."""
        self.left()
        self.missed = max(0, self.missed - 1)
        self.ways = (*self.ways, (response, connection))[-REPEATED - 1 :]

    def left(self) -> bool:
        """Whether it can be answered in any session; those that have ended are forgotten."""
        left = tuple(way for way in self.ways if not way[1].session.closed)
        self.missed += len(self.ways) - len(left)
        self.ways = left
        return bool(left)


class Inbox:
    """At most ``size`` messages, and no more of them than there is ``ROOM`` for, first come first served."""

    def __init__(self, size: int) -> None:
        if size < 1:
            raise ValueError(f"inbox: expected at least 1, found {size}")
        self.size = size
        self._deliveries: deque[Delivery] = deque()
        self._taken = 0  # of the room
        self._end: Closed | None = None
        self._news = asyncio.Event()

    def __len__(self) -> int:
        return len(self._deliveries)

    def __iter__(self) -> Iterator[Delivery]:
        return iter(self._deliveries)

    @property
    def full(self) -> bool:
        """Whether there is no room for another message."""
        return len(self._deliveries) >= self.size or self._taken >= ROOM

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self._end is not None

    def put(self, delivery: Delivery) -> None:
        """Add a message, even to a full inbox: it may have been acknowledged already."""
        self._deliveries.append(delivery)
        self._taken += delivery.octets
        self._news.set()

    async def take(self) -> Delivery:
        """Wait for the next message; at the end, raises StopAsyncIteration if it was clean, else Disconnected."""
        while not self._deliveries:
            if self._end is not None:
                if self._end.clean:
                    raise StopAsyncIteration
                raise Disconnected(self._end.reason)
            self._news.clear()
            await self._news.wait()
        delivery = self._deliveries.popleft()
        self._taken -= delivery.octets
        return delivery

    def take_out_lost(self) -> list[Delivery]:
        """Remove and return what came over sessions that have ended, and so can't be acknowledged any more."""
        lost = [one for one in self._deliveries if one.unacknowledged is not None and not one.left()]
        if lost:
            gone = set(lost)
            self._deliveries = deque(one for one in self._deliveries if one not in gone)
            self._taken -= sum(one.octets for one in lost)
        return lost

    def end(self, closed: Closed) -> None:
        """End: nothing more will come, but what is here can still be taken."""
        self._end = closed
        self._news.set()
