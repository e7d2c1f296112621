"""One session over one TCP stream: the only file of this room that touches asyncio, shared by both ends.

All that one read brought is handed over as one batch of events, and all that they lead to is written at once. A
peer that does not read what we write is not read from either, until it does.
"""

import asyncio
from collections.abc import Callable

from pdu.codec import DEFAULT_LIMIT
from pdu.header import Pdu
from pdu.matrix import SessionState, Side
from pdu.session import FOREVER, Event, Session, Timers, Witness

Owner = Callable[["Connection", list[Event]], None]


class Connection(asyncio.Protocol):
    """An asyncio protocol around a Session; ``owner`` is called with every batch of events and must not raise."""

    session: Session

    def __init__(
        self,
        side: Side,
        owner: Owner,
        *,
        timers: Timers | None = None,
        limit: int = DEFAULT_LIMIT,
        witness: Witness | None = None,
        made: Callable[["Connection"], None] | None = None,
    ) -> None:
        self._side = side
        self._owner = owner
        self._timers = timers
        self._limit = limit
        self._witness = witness
        self._made = made
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport | None = None
        self._busy = False
        self.lost: asyncio.Future[None] = self._loop.create_future()

    def __repr__(self) -> str:
        return f"<Connection of the {self._side.name} with {self.peer}>"

    @property
    def peer(self) -> str:
        """The other end's address, as host:port."""
        address = self._transport.get_extra_info("peername") if self._transport is not None else None
        return f"{address[0]}:{address[1]}" if address else "nobody"

    # What the owner calls

    def send(self, pdu: Pdu) -> int:
        """Send a PDU (see Session.send); inside a batch it is written with the batch, else at once."""
        number = self.session.send(pdu, self._loop.time())
        if not self._busy:
            self.flush()
        return number

    def flush(self) -> None:
        """Write what the session has to say, in one write, and end the connection if the session has ended."""
        octets = self.session.data_to_send()
        transport = self._transport
        if transport is None:
            return
        if octets and not transport.is_closing():
            transport.write(octets)
        if self.session.state is SessionState.CLOSED:
            transport.close()
            self._stop_timer()
        else:
            self._arm()

    def close(self, reason: str = "closed by us") -> None:
        """End the session and the connection, without unbinding."""
        self._deal(self.session.close(reason))

    def abort(self) -> None:
        """Drop the connection at once, with what is unwritten."""
        if self._transport is not None:
            self._transport.abort()

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a stream: create_server and create_connection give no other
        self._transport = transport
        self.session = Session(
            self._side, self._loop.time(), timers=self._timers, limit=self._limit, witness=self._witness
        )
        self._arm()
        if self._made is not None:
            self._made(self)

    def data_received(self, data: bytes) -> None:
        self._deal(self.session.receive_data(data, self._loop.time()))

    def eof_received(self) -> bool:
        self._deal(self.session.receive_eof())
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        reason = f"the connection broke: {exc}" if exc is not None else "the connection is gone"
        self._deal(self.session.close(reason))
        self._stop_timer()
        if not self.lost.done():
            self.lost.set_result(None)

    def pause_writing(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()

    # What the two have in common

    def _deal(self, events: list[Event]) -> None:
        self._busy = True
        try:
            if events:
                self._owner(self, events)
        finally:
            self._busy = False
            self.flush()

    def _arm(self) -> None:
        due = self.session.next_timer()
        if self._timer is not None:
            if self._timer.when() <= due:
                return  # it will look again when it fires: cheaper than a new timer per batch
            self._timer.cancel()
        self._timer = self._loop.call_at(due, self._fire) if due != FOREVER else None

    def _fire(self) -> None:
        self._timer = None
        self._deal(self.session.handle_timer(self._loop.time()))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
