"""SMPP v5.0 section 2.2: opening a session begins with a connection, over TLS or not; and why there is none."""

import asyncio
import os
import socket
import ssl
from dataclasses import dataclass, field

from esme.errors import Unreachable
from pdu.connection import Connection, Owner
from pdu.matrix import Side
from pdu.session import FOREVER, Timers, Witness


@dataclass(frozen=True, slots=True)
class Dial:
    """Where a message centre is, and how it is spoken to."""

    host: str
    port: int
    timers: Timers
    witness: Witness | None
    tls: ssl.SSLContext | None = field(repr=False)

    async def connect(self, owner: Owner) -> Connection:
        """Make a connection, within session_init_timer; raises Unreachable."""

        def protocol() -> Connection:
            return Connection(Side.ESME, owner, timers=self.timers, witness=self.witness)

        patience = self.timers.session_init_timer
        try:
            async with asyncio.timeout(patience if patience != FOREVER else None):
                _, connection = await asyncio.get_running_loop().create_connection(
                    protocol, self.host, self.port, ssl=self.tls
                )
        except (OSError, OverflowError, UnicodeError) as error:
            raise Unreachable(self.host, self.port, why(error)) from error
        return connection


def why(error: Exception) -> str:
    """What the operating system says, in words."""
    match error:
        case ssl.SSLCertVerificationError():
            return f"its certificate is not trusted: {error.verify_message}"
        case ssl.SSLError(reason=str(reason)):
            return f"TLS fails: {reason.lower().replace('_', ' ')}"
        case ConnectionRefusedError():
            return "nothing listens there"
        case socket.gaierror() | UnicodeError():
            return "no such host is known"
        case OverflowError():
            return "a port is a number from 0 to 65535"
        case TimeoutError():
            return "no answer"
        case OSError(errno=int(number)):
            return os.strerror(number)
    return str(error)
