"""SMPP over TCP: every connection becomes a session at the face, and every batch of events a turn of the network."""

import asyncio
from functools import partial
from typing import Self

from pdu.connection import Connection
from pdu.matrix import Side
from pdu.session import Event, Timers
from smsc.network.pace import WallPace
from smsc.smpp.face import Face

GOODBYE = 2.0  # seconds for the unbind_resp of everybody, when the server stops


class Server:
    """Listens on one address. ``port`` 0 lets the system choose; ``port`` then says what it chose."""

    def __init__(
        self, face: Face, pace: WallPace, *, host: str = "127.0.0.1", port: int = 2775, timers: Timers
    ) -> None:
        self._face = face
        self._pace = pace
        face.clock = lambda: pace.now
        self.host = host
        self.port = port
        self._timers = timers
        self._server: asyncio.Server | None = None
        self._connections: set[Connection] = set()

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Stop listening, unbind every session, and wait for the answers as long as ``GOODBYE``."""
        assert self._server is not None  # noqa: S101 - entered
        self._server.close()
        self._face.unbind_all()
        lost = [connection.lost for connection in self._connections]
        if lost:
            await asyncio.wait(lost, timeout=GOODBYE)
        for connection in tuple(self._connections):
            connection.abort()
        if lost:
            await asyncio.wait(lost)
        await self._server.wait_closed()

    def _connection(self) -> Connection:
        return Connection(Side.MC, self._events, timers=self._timers, made=self._made)

    def _made(self, connection: Connection) -> None:
        self._connections.add(connection)
        connection.lost.add_done_callback(partial(self._gone, connection))
        self._face.opened(connection, connection.peer)

    def _gone(self, connection: Connection, _: object) -> None:
        self._connections.discard(connection)

    def _events(self, connection: Connection, events: list[Event]) -> None:
        self._pace.catch_up()
        self._face.events(connection, events)
        self._pace.run()
