"""The connections with ESMEs, whoever made them: each is a session, each batch of its events a turn of the network."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Final

from pdu.connection import Connection, Owner
from pdu.matrix import Side
from pdu.session import Closed, Event, Timers
from smsc.log import get_logger
from smsc.network.pace import Clock
from smsc.smpp.face import Face
from smsc.smpp.terms import Strangers
from smsc.smpp.tls import CLIENT_HELLO

log = get_logger(__name__)

GOODBYE: Final = 2.0  # seconds for the last responses: ours to a session that ends, and everybody's when we stop


class Turns:
    """Makes each batch of events a turn of the network. A session ends only when its requests have been answered."""

    def __init__(self, face: Face, clock: Clock) -> None:
        self._face = face
        self._clock = clock
        self._ending: dict[Connection, tuple[list[Event], asyncio.TimerHandle]] = {}  # those still owed responses

    def events(self, connection: Connection, events: list[Event]) -> None:
        """Handle a batch of events of a connection."""
        if isinstance(events[-1], Closed) and not connection.session.gone:  # whole requests are answered before it
            self._turn(connection, events[:-1])
            events = events[-1:]
            loop = asyncio.get_running_loop()
            if self._face.owes(connection, lambda: loop.call_soon(self.gone, connection)):
                connection.session.owes = True
                self._ending[connection] = events, loop.call_later(GOODBYE, self.gone, connection)
                return
        self._turn(connection, events)

    def _turn(self, connection: Connection, events: list[Event]) -> None:
        self._clock.catch_up()
        self._face.events(connection, events)
        self._clock.run()

    def gone(self, connection: Connection) -> None:
        """End a session whose requests are all answered, or will not be in time, or whose peer is gone."""
        if connection not in self._ending:
            return
        events, timer = self._ending.pop(connection)
        timer.cancel()
        connection.session.owes = False
        self._turn(connection, events)
        connection.flush()


def host(connection: Connection) -> str:
    """Give the peer's address, without its port."""
    return connection.peer.rpartition(":")[0].strip("[]")


class EsmeConnection(Connection):
    """A connection with what may be anybody: dropped if it leaves too much unread; TLS on the plain port is logged.

    While the peer does not read, we do not read from it (see Connection); what it is sent meanwhile is bounded here.
    """

    def __init__(
        self,
        owner: Owner,
        timers: Timers,
        strangers: Strangers,
        *,
        made: Callable[[Connection], None],
        tls: bool = False,
    ) -> None:
        super().__init__(Side.MC, owner, timers=timers, limit=strangers.pdu_size, made=made)
        self._strangers = strangers
        self._unread: asyncio.TimerHandle | None = None
        self._fresh = not tls

    def data_received(self, data: bytes) -> None:
        if self._fresh:
            self._fresh = False
            if data.startswith(CLIENT_HELLO):
                log.warning("TLS on the plain port", peer=self.peer)  # the session answers as it does any garbage
        super().data_received(data)

    def flush(self) -> None:
        super().flush()
        if self._unread is None or self.transport is None or self.transport.is_closing():
            return
        size = self.transport.get_write_buffer_size()
        if size > self._strangers.unread:
            self._drop(f"{size} octets are unread, more than {self._strangers.unread}")

    def pause_writing(self) -> None:
        super().pause_writing()
        patience = self._strangers.unread_timer
        self._unread = self._loop.call_later(patience, self._drop, f"it has read too little for {patience:g} s")

    def resume_writing(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    def _drop(self, why: str) -> None:
        log.warning("connection dropped", peer=self.peer, why=why)
        self.abort()


async def farewell(connections: Iterable[Connection]) -> None:
    """Wait for connections to end; what has not ended after ``GOODBYE``, or when this is cancelled, is dropped."""
    left = tuple(connections)
    if not left:
        return
    lost = [connection.lost for connection in left]
    try:
        await asyncio.wait(lost, timeout=GOODBYE)
    finally:
        for connection in left:
            if not connection.lost.done():
                connection.abort()
        await asyncio.wait(lost)
