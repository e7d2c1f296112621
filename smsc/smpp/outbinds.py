"""SMPP v5.0 section 4.1.1.7: outbind. The service centre connects to an ESME it has something for, to have it bind.

Once the ESME has bound, the session is like any other.
"""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Self

from pdu.connection import Connection
from pdu.host_port import host_port
from pdu.operations.outbind import Outbind
from pdu.reach import connect
from pdu.session import Timers
from pdu.why import NO_WAY, why
from smsc.log import get_logger
from smsc.network.pace import Clock
from smsc.smpp.accounts import Callee
from smsc.smpp.connections import EsmeConnection, Turns, farewell, host
from smsc.smpp.face import Face
from smsc.smpp.terms import Strangers

log = get_logger(__name__)

PATIENCE = 10.0  # seconds for making a connection


class Outbinds:
    """Calls the ESMEs that the face wants called, unless they are being called or are connected by an earlier call.

    ``callees`` may grow.
    """

    def __init__(
        self,
        face: Face,
        clock: Clock,
        callees: Mapping[str, Callee],
        *,
        system_id: str,
        timers: Timers,
        strangers: Strangers,
    ) -> None:
        self._face = face
        self._turns = Turns(face, clock)
        self._callees = callees
        self._system_id = system_id
        self._timers = timers
        self._strangers = strangers
        self._calls: dict[str, asyncio.Task[None]] = {}
        self._connections: set[Connection] = set()

    async def __aenter__(self) -> Self:
        self._face.outbind = self.call
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Call nobody any more, and wait for the connections made to end."""
        self._face.outbind = lambda _: None
        for call in self._calls.values():
            call.cancel()
        await farewell(self._connections)
        await asyncio.gather(*self._calls.values(), return_exceptions=True)

    def call(self, system_id: str) -> None:
        """Call an ESME, if it can be called and no call is in progress."""
        if system_id in self._callees and system_id not in self._calls:
            calling = self._call(system_id, self._callees[system_id])
            call = asyncio.get_running_loop().create_task(calling, name="outbind")
            self._calls[system_id] = call
            call.add_done_callback(lambda _: self._calls.pop(system_id))

    async def _call(self, system_id: str, callee: Callee) -> None:
        made = partial(self._made, callee)
        called = partial(EsmeConnection, self._turns.events, self._timers, self._strangers, made=made)
        try:
            async with asyncio.timeout(PATIENCE):
                connection = await connect(called, callee.host, callee.port)
        except NO_WAY as wrong:
            log.warning("outbind failed", system_id=system_id, peer=host_port(callee.host, callee.port), why=why(wrong))
            return
        await asyncio.shield(connection.lost)

    def _made(self, callee: Callee, connection: Connection) -> None:
        self._connections.add(connection)
        connection.lost.add_done_callback(lambda _: self._gone(connection))
        self._face.opened(connection, connection.peer, host(connection))
        connection.send(Outbind(self._system_id, callee.password))

    def _gone(self, connection: Connection) -> None:
        self._turns.gone(connection)
        self._connections.discard(connection)
