"""SMPP over TCP and TLS: every connection becomes a session, every batch of its events a turn of the network."""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Self

from pdu.connection import Connection, Owner
from pdu.matrix import Side
from pdu.session import Closed, Event, Timers
from smsc.log import get_logger
from smsc.network.pace import Clock
from smsc.smpp.face import Face
from smsc.smpp.listening import listen
from smsc.smpp.strangers import Callers
from smsc.smpp.terms import Strangers
from smsc.smpp.tls import CLIENT_HELLO, PATIENCE, Handshake

log = get_logger(__name__)

GOODBYE = 2.0  # seconds for the last responses: ours to a session that ends, and everybody's when the server stops


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


class Server:
    """Listens on one address. With ``port`` 0 the system chooses a port, and ``port`` then says which.

    With ``tls``, it also listens on ``tls_port``, which is chosen likewise.
    """

    def __init__(
        self,
        face: Face,
        clock: Clock,
        *,
        host: str = "127.0.0.1",
        port: int = 2775,
        timers: Timers,
        strangers: Strangers | None = None,
        tls: ssl.SSLContext | None = None,
        tls_port: int = 0,
    ) -> None:
        self._face = face
        self._turns = Turns(face, clock)
        face.clock = lambda: clock.now
        self.host = host
        self.port = port
        self.tls_port = tls_port
        self._timers = timers
        self._tls = tls
        self._strangers = strangers or Strangers()
        self._listening: list[asyncio.Server] = []
        self._connections = Callers(self._strangers)
        self._handshakes: dict[Handshake, None] = {}

    async def __aenter__(self) -> Self:
        """Listen; raises NotListening if a port can't be listened on."""
        self.port = await self._listen(partial(self._connection, tls=False), self.port)
        if self._tls is None:
            return self
        try:
            self.tls_port = await self._listen(partial(self._handshake, self._tls), self.tls_port)
        except OSError:
            self._listening[0].close()
            raise
        return self

    async def _listen(self, made: Callable[[], asyncio.Protocol], port: int) -> int:
        """Listen on one port, and return its number."""
        server = await listen(made, self.host, port)
        self._listening.append(server)
        chosen: int = server.sockets[0].getsockname()[1]
        return chosen

    async def __aexit__(self, *exc: object) -> None:
        """Stop listening, unbind every session, and wait up to ``GOODBYE`` for the responses."""
        await self._stop_listening()
        for handshake in tuple(self._handshakes):
            handshake.abort()
            await handshake.ended()
        self._face.unbind_all()
        lost = [connection.lost for connection in self._connections]
        if lost:
            await asyncio.wait(lost, timeout=GOODBYE)
        for connection in self._connections:
            connection.abort()
        if lost:
            await asyncio.wait(lost)
        for server in self._listening:
            await server.wait_closed()

    async def _stop_listening(self) -> None:
        """Accept no more connections; finish those asyncio has accepted, which it would otherwise leave open."""
        loop = asyncio.get_running_loop()
        for server in self._listening:
            for listening in server.sockets:
                with suppress(NotImplementedError):  # Windows' loop has no readers; nothing can be done there
                    loop.remove_reader(listening)
        for _ in ("asyncio's own task of each", "its connection_made"):
            await asyncio.sleep(0)
        for server in self._listening:
            server.close()

    def _connection(self, *, tls: bool) -> "Caller":
        return Caller(self._turns.events, self._timers, self._strangers, made=partial(self._made, tls=tls), tls=tls)

    def _made(self, connection: Connection, *, tls: bool) -> None:
        connection.lost.add_done_callback(partial(self._gone, connection))
        self._face.opened(connection, connection.peer, host(connection), tls=tls)
        goes = self._connections.came(connection)
        if goes is not None:
            dropped, why = goes
            log.warning("connection dropped", peer=dropped.peer, why=why)
            self._connections.went(dropped)
            dropped.abort()

    def _gone(self, connection: Connection, _: object) -> None:
        self._turns.gone(connection)
        self._connections.went(connection)

    def _handshake(self, tls: ssl.SSLContext) -> Handshake:
        patience = min(PATIENCE, self._timers.session_init_timer)
        made = partial(self._connection, tls=True)
        return Handshake(tls, made, came=self._shakes, went=self._shook, patience=patience)

    def _shakes(self, handshake: Handshake) -> None:
        """Note a new handshake; if there are too many, drop the oldest."""
        self._handshakes[handshake] = None
        if len(self._handshakes) > self._strangers.unbound:
            log.warning("connection dropped", why=f"more than {self._strangers.unbound} handshakes")
            oldest = next(iter(self._handshakes))
            del self._handshakes[oldest]
            oldest.abort()

    def _shook(self, handshake: Handshake) -> None:
        self._handshakes.pop(handshake, None)


def host(connection: Connection) -> str:
    """Give the peer's address, without its port."""
    return connection.peer.rpartition(":")[0].strip("[]")


class Caller(Connection):
    """A connection from an unknown peer: dropped if it leaves too much unread; TLS on the plain port is logged.

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
        if self._unread is None or self._transport is None or self._transport.is_closing():
            return
        size = self._transport.get_write_buffer_size()
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
