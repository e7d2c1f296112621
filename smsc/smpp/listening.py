"""Listening on a port, and the error if that fails."""

import asyncio
from collections.abc import Callable

from pdu import connection
from pdu.why import NO_SOCKET, NO_WAY, why


class NotListening(OSError):
    """A port can't be listened on: which, and why (``strerror``, in words)."""

    def __init__(self, host: str, port: int, wrong: Exception) -> None:
        super().__init__(wrong.errno if isinstance(wrong, OSError) else None, why(wrong, host))
        self.host = host
        self.port = port


async def listen(made: Callable[[], asyncio.Protocol], host: str, port: int) -> asyncio.Server:
    """Listen on a port (0: any free one), with a protocol ``made`` for each connection; raises NotListening."""
    try:
        server = await connection.listen(made, host, port)
    except NO_WAY as wrong:
        raise NotListening(host, port, wrong) from wrong
    if not server.sockets:
        raise NotListening(host, port, OSError(NO_SOCKET))
    return server
