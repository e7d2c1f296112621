"""The API's HTTP server, in the simulator's event loop. It starts and ends with that, and ignores signals."""

import asyncio
import socket
from collections.abc import Generator, MutableMapping
from contextlib import contextmanager
from typing import Any, Final, Self

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.protocols.websockets.auto import AutoWebSocketsProtocol

from pdu.every_address import listening
from pdu.host_port import host_port
from pdu.why import why
from smsc.api import NotServed
from smsc.api.callers import Callers
from smsc.api.ending import Ending

TRIES: Final = 20  # ports to try, one after the other
GRACE: Final = 2  # seconds for the answers to requests that are under way when it stops


class _Config(uvicorn.Config):
    def configure_logging(self) -> None:
        """Leave logging to the process, which may serve something of its own with uvicorn, and want that logged."""


class _Quiet(AutoHTTPProtocol):  # type: ignore[misc, valid-type]  # the class that uvicorn finds best, chosen at run time
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access_log = False  # uvicorn would silence the log of the whole process


class _Denying(AutoWebSocketsProtocol):  # type: ignore[misc, valid-type]  # likewise
    async def send(self, message: MutableMapping[str, Any]) -> None:
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body"):
            self.handshake_complete = True  # uvicorn forgets it, and would log a mistake of the application


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals to the command."""
        yield


class Serving:
    """Serves an application on one address. ``port`` says which port it has: the next free one if its own is taken."""

    def __init__(self, app: ASGIApp, *, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self._ending = Ending(app)
        callers = Callers(self._ending)
        config = _Config(
            callers,
            http=_Quiet,
            ws=_Denying,
            lifespan="off",
            timeout_graceful_shutdown=GRACE,
            server_header=False,
            proxy_headers=False,  # who calls is who has connected
            ws_max_size=1 << 16,
        )
        self._server = _Server(config)
        self._server.server_state.connections = callers.connections
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Listen; raises NotServed if no port can be had."""
        try:
            taken = free(self.host, self.port)
        except (socket.gaierror, UnicodeError) as wrong:
            where = host_port(self.host, self.port)
            raise NotServed(f"the control API can't listen on {where}: {why(wrong)}") from wrong
        except OSError as wrong:
            where = f"{host_port(self.host, self.port)}, nor on one of the next {TRIES - 1} ports"
            raise NotServed(f"the control API can't listen on {where}: {why(wrong, self.host)}") from wrong
        self.port = taken.getsockname()[1]
        self._task = asyncio.create_task(self._server.serve(sockets=[taken]), name="control API")
        return self

    async def __aexit__(self, *exc: object) -> None:
        """End; whoever is cancelled here waits for no more answers."""
        self._ending.end()
        self._server.should_exit = True
        if self._task is None:
            return
        try:
            await asyncio.wait((self._task,))  # and not the task itself: cancelled, it would leave its port open
        finally:
            self._server.force_exit = True
            await asyncio.wait((self._task,))
        self._task.result()


def free(host: str, port: int, *, tries: int = TRIES) -> socket.socket:
    """Listen on a port, or on the next one that is free; raises OSError, or UnicodeError. 0 lets the system choose.

    Of a name's addresses it takes one of IPv4, if there is one.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    family, _, _, _, where = min(found, key=lambda one: one[0] != socket.AF_INET)
    for number in range(port, min(port + tries, 65536)):
        try:
            return listening(family, (where[0], number, *where[2:]))  # the rest is the zone of a link-local address
        except OSError:
            if number + 1 >= min(port + tries, 65536):
                raise
    raise OSError("no port was tried")
