"""A loop in virtual time, and connections without sockets: a walk takes no time, and a wait for ever is noticed."""

import asyncio
import selectors
from collections.abc import Callable
from typing import Any, Protocol


class Stuck(BaseException):
    """Nothing is ready, and nothing ever will be."""


class Far(Protocol):
    """The other end of a wire."""

    def written(self, octets: bytes) -> None:
        """The client has written something."""

    def left(self) -> None:
        """The client reads no more, since it has closed the connection or seen it closed."""


class _Clock(selectors.DefaultSelector):
    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Stuck
        self.now += max(timeout, 0.0)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """A client that connects gets a wire whose far end ``answers`` makes, or the OSError that it raises."""

    def __init__(self, answers: "Callable[[Wire], Far]") -> None:
        self._clock = _Clock()
        super().__init__(self._clock)
        self._answers = answers
        self.complaints: list[str] = []
        self.set_exception_handler(self._complain)

    def _complain(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if "was refused with" not in context["message"]:  # which is how the client reports what it could not take
            self.complaints.append(str(context))

    def time(self) -> float:
        return self._clock.now

    async def create_connection(self, factory: Callable[[], Any], *_: Any, **__: Any) -> Any:  # type: ignore[override]
        await asyncio.sleep(0)
        wire = Wire(self)
        wire.far = self._answers(wire)
        wire.near = factory()
        wire.near.connection_made(wire)
        return wire, wire.near


class Wire(asyncio.Transport):
    """The transport of a client, with methods for its far end."""

    near: asyncio.Protocol
    far: Far

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop
        self.closing = False
        self.lost = False

    def is_closing(self) -> bool:
        return self.closing

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.closing, "a write behind the end"
        self.far.written(bytes(data))

    def close(self) -> None:
        self._leave(None)

    def abort(self) -> None:
        self._leave(None)

    def _leave(self, error: OSError | None) -> None:
        if not self.closing:
            self.closing = True
            self.far.left()
            self._loop.call_soon(self._lose, error)

    def _lose(self, error: OSError | None) -> None:
        self.lost = True
        self.near.connection_lost(error)

    # For the far end

    def give(self, octets: bytes) -> None:
        """Have the client read these octets."""
        if not self.closing:
            self.near.data_received(octets)

    def hang_up(self, *, reset: bool) -> None:
        """End the connection, with a reset or an end of file."""
        if self.closing:
            return
        if reset:
            self._leave(ConnectionResetError(104, "Connection reset by peer"))
        elif not self.near.eof_received():
            self.close()
