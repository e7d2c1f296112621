"""The connections to the API, of which strangers hold no more than a few: every other port needs file descriptors too.

A stranger is who has no request under way that the guard has admitted. If there are too many, the oldest is dropped:
who opens connections and says nothing, or reads nothing, is in his own way, and not in that of others.
"""

from collections import Counter
from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send

from pdu.host_port import host_port
from smsc.log import get_logger

log = get_logger(__name__)

STRANGERS: Final = 100  # connections
ADMITTED: Final = "smsc.admitted"  # in the scope of a request: what the guard calls

Client = tuple[str, int]


class Callers:
    """Stands before the application; ``connections`` takes the place of the server's own set."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._admitted: Counter[Client] = Counter()  # requests under way
        self.connections = _Connections(self._admitted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client: Client | None = scope.get("client")
        if client is None:  # it is gone again already
            await self._app(scope, receive, send)
            return
        admitted = 0

        def admit() -> None:
            nonlocal admitted
            admitted += 1
            self._admitted[client] += 1

        scope[ADMITTED] = admit
        try:
            await self._app(scope, receive, send)
        finally:
            self._admitted[client] -= admitted
            if not self._admitted[client]:
                del self._admitted[client]


class _Connections(set[Any]):
    """The server's connections, which are whatever protocols of asyncio it uses, in the order in which they came."""

    def __init__(self, admitted: Counter[Client]) -> None:
        super().__init__()
        self._admitted = admitted
        self._in_order: dict[Any, None] = {}

    def add(self, connection: Any) -> None:
        """Add one that comes; drop the oldest of strangers if there are too many."""
        super().add(connection)
        self._in_order[connection] = None
        if len(self._in_order) <= STRANGERS:
            return
        strangers = [one for one in self._in_order if one is connection or _client(one) not in self._admitted]
        if len(strangers) > STRANGERS:
            oldest = strangers[0]
            del self._in_order[oldest]  # at once: many may come before it is gone
            log.warning("API: connection dropped", peer=host_port(*_client(oldest)), why=f"more than {STRANGERS} idle")
            oldest.transport.abort()

    def discard(self, connection: Any) -> None:
        """Remove one that is gone."""
        super().discard(connection)
        self._in_order.pop(connection, None)

    def remove(self, connection: Any) -> None:
        """Do the same, as protocols of WebSocket ask for it."""
        self.discard(connection)


def _client(connection: Any) -> Client:
    """Return the peer's address as ASGI gives it."""
    host, port, *_ = connection.transport.get_extra_info("peername") or ("", 0)
    return str(host), int(port)
