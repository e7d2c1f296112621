"""SMPP over TCP and TLS: the ports at which ESMEs connect."""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import Self

from pdu.connection import Connection
from pdu.session import Timers
from smsc.log import get_logger
from smsc.network.pace import Clock
from smsc.smpp.connections import EsmeConnection, Turns, farewell, host
from smsc.smpp.face import Face
from smsc.smpp.listening import listen
from smsc.smpp.strangers import Callers
from smsc.smpp.terms import Strangers
from smsc.smpp.tls import PATIENCE, Handshake

log = get_logger(__name__)


class Server:
    """Listens on one address. With ``port`` 0 the system chooses a port, and ``port`` then says which.

    With ``tls``, it also listens on ``tls_port``, which is chosen likewise.
    """

    _stack: AsyncExitStack  # what is to be done at the end

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
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._part)
            stack.push_async_callback(self._end_handshakes)
            stack.push_async_callback(self._stop_listening)
            self.port = await self._listen(partial(self._connection, tls=False), self.port)
            if self._tls is not None:
                self.tls_port = await self._listen(partial(self._handshake, self._tls), self.tls_port)
            self._stack = stack.pop_all()
        return self

    async def _listen(self, made: Callable[[], asyncio.Protocol], port: int) -> int:
        """Listen on one port, and return its number."""
        server = await listen(made, self.host, port)
        self._listening.append(server)
        chosen: int = server.sockets[0].getsockname()[1]
        return chosen

    async def __aexit__(self, *exc: object) -> None:
        """Stop listening, unbind every session, and wait up to ``GOODBYE`` for the responses.

        Whoever cancels one of these steps cuts it short, but no other is left out.
        """
        await self._stack.aclose()

    async def _stop_listening(self) -> None:
        """Accept no more connections; finish those asyncio has accepted, which it would otherwise leave open."""
        loop = asyncio.get_running_loop()
        for server in self._listening:
            for listening in server.sockets:
                with suppress(NotImplementedError):  # Windows' loop has no readers; nothing can be done there
                    loop.remove_reader(listening)
        try:
            for _ in ("asyncio's own task of each", "its connection_made"):
                await asyncio.sleep(0)
        finally:
            for server in self._listening:
                server.close()

    async def _end_handshakes(self) -> None:
        handshakes = tuple(self._handshakes)
        for handshake in handshakes:
            handshake.abort()
        for handshake in handshakes:
            await handshake.ended()

    async def _part(self) -> None:
        """Unbind every session, and wait until nobody is connected any more."""
        self._face.unbind_all()
        await farewell(self._connections)
        for server in self._listening:
            await server.wait_closed()

    def _connection(self, *, tls: bool) -> EsmeConnection:
        made = partial(self._made, tls=tls)
        return EsmeConnection(self._turns.events, self._timers, self._strangers, made=made, tls=tls)

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
