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
    """A message and, if it is to be acknowledged when handled, its PDU, the response to that, and its connection.

    If the PDU comes again before that, ``response`` and ``connection`` are those of the last time, and ``before`` has
    the earlier ones. The PDUs that repeat it are not kept: they may be as long as a message centre likes.
    """

    message: Message
    unacknowledged: Delivered | None = None
    response: Response | None = None
    connection: Connection | None = None
    before: tuple[tuple[Response, Connection], ...] = ()
    octets: int = field(init=False)  # of memory

    def __post_init__(self) -> None:
        self.octets = octets(self.message)

    def again(self, response: Response, connection: Connection) -> None:
        """Have it answered here too, now that it has come again."""
        assert self.response is not None and self.connection is not None  # noqa: S101, PT018 - it is unacknowledged
        before = (*self.before, (self.response, self.connection))
        self.before = tuple(one for one in before if not one[1].session.closed)[-REPEATED:]
        self.response, self.connection = response, connection


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

    def take_out(self, connection: Connection) -> list[Delivery]:
        """Remove and return what came over this connection, and so can't be acknowledged any more."""
        out = [delivery for delivery in self._deliveries if delivery.connection is connection]
        self._deliveries = deque(delivery for delivery in self._deliveries if delivery.connection is not connection)
        self._taken -= sum(delivery.octets for delivery in out)
        return out

    def end(self, closed: Closed) -> None:
        """End: nothing more will come, but what is here can still be taken."""
        self._end = closed
        self._news.set()
