"""SMPP v5.0 section 2.2: opening a session begins with a connection, over TLS or not."""

import asyncio
import ssl
from dataclasses import dataclass, field

from esme.errors import Unreachable
from pdu.connection import Connection, Owner
from pdu.matrix import Side
from pdu.reach import connect
from pdu.session import FOREVER, Timers, Witness
from pdu.why import NO_WAY, why


@dataclass(frozen=True, slots=True)
class Dial:
    """Where a message centre is, and how to talk to it."""

    host: str
    port: int
    timers: Timers
    witness: Witness | None
    tls: ssl.SSLContext | None = field(repr=False)
    server_name: str | None = None

    async def connect(self, owner: Owner) -> Connection:
        """Make a connection, within session_init_timer; raises Unreachable."""

        def protocol() -> Connection:
            return Connection(Side.ESME, owner, timers=self.timers, witness=self.witness)

        patience = self.timers.session_init_timer
        try:
            async with asyncio.timeout(patience if patience != FOREVER else None):
                return await connect(protocol, self.host, self.port, self.tls, self.server_name)
        except NO_WAY as error:
            raise Unreachable(self.host, self.port, why(error, self.host)) from error
