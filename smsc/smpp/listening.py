"""A port that is listened on, or can't be."""

import asyncio
from collections.abc import Callable

from pdu.why import NO_SOCKET, NO_WAY, why


class NotListening(OSError):
    """A port can't be had: which, and why (``strerror``, in words)."""

    def __init__(self, host: str, port: int, wrong: Exception) -> None:
        super().__init__(wrong.errno if isinstance(wrong, OSError) else None, why(wrong))
        self.host = host
        self.port = port


async def listen(made: Callable[[], asyncio.Protocol], host: str, port: int) -> asyncio.Server:
    """Listen, and have each connection ``made`` its protocol; raises NotListening. Port 0 is whichever is free."""
    try:
        server = await asyncio.get_running_loop().create_server(made, host, port)
    except NO_WAY as wrong:
        raise NotListening(host, port, wrong) from wrong
    if not server.sockets:
        raise NotListening(host, port, OSError(NO_SOCKET))
    return server
