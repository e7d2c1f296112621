"""One session over one TCP stream: with reach.py, aside.py and background.py, all of this room that touches asyncio.

The events of one read are handed over as one batch, and all that follows from them is written at once. A message
centre stops reading from an ESME that does not read; an ESME always reads, since if both stopped they would wait for
each other for ever.
"""

import asyncio
import socket
from collections.abc import Callable, Iterable
from ssl import SSLContext
from typing import cast

from pdu.codec import DEFAULT_LIMIT
from pdu.events import FOREVER, Event, Timers, Witness
from pdu.every_address import is_every_address, listening
from pdu.header import Pdu, Response
from pdu.host_port import host_port
from pdu.matrix import Side
from pdu.session import Session
from pdu.why import why

Owner = Callable[["Connection", list[Event]], None]

SUSPENDED = 1.0  # seconds; a timer is this late only if the process has been suspended
TURN = 0.001  # seconds; long enough for a loop to read what has arrived
UNREAD = 256 << 20  # octets: far more than a window of the longest messages
LINGER = 5.0  # seconds that a peer has to read our last words before the connection is dropped


class Connection(asyncio.Protocol):
    """An asyncio protocol around a Session; ``owner`` is called with every batch of events and must not raise.

    ``made`` is called when the connection is made, and ``lost`` is done when it is gone.
    """

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
        self._now = self._loop.time()  # the time of the current batch
        self._timer: asyncio.TimerHandle | None = None
        self._due = FOREVER
        self._early = False  # whether the timer goes off before anything begun from now on can be due
        self.transport: asyncio.Transport | None = None  # none until the connection is made
        self._dealing = False
        self._flush_is_near = False
        self._events: list[Event] = []
        self._reads = True
        self._room: asyncio.Future[None] | None = None  # done when there is room again for what we write
        self.lost: asyncio.Future[None] = self._loop.create_future()

    def __repr__(self) -> str:
        return f"<Connection of the {self._side.name} with {self.peer}>"

    @property
    def peer(self) -> str:
        """The other end's address, as host:port."""
        address = self.transport.get_extra_info("peername") if self.transport is not None else None
        if not isinstance(address, tuple):
            return str(address) if address else "nobody"
        host, port = address[:2]
        return host_port(host, port)

    # What the owner calls

    def send(self, pdu: Pdu, *, at_once: bool = False) -> int:
        """Send a PDU (see Session.send); it is written with the others of this batch, or of this turn of the loop.

        Outside a batch, ``at_once`` writes it now: for a PDU that no other will follow.
        """
        if self._dealing:
            return self.session.send(pdu, self._now)
        number = self.session.send(pdu, self._loop.time())
        if at_once:
            self.flush()
        else:
            self._flush_soon()
        return number

    def respond(self, responses: Iterable[Response]) -> None:
        """Answer many requests of one batch at a time (see Session.respond); written as by ``send``."""
        if self._dealing:
            self.session.respond(responses, self._now)
        else:
            self._flush_soon()
            self.session.respond(responses, self._loop.time())

    def _flush_soon(self) -> None:
        if not self._flush_is_near:
            self._flush_is_near = True
            self._loop.call_soon(self.flush)

    def flush(self) -> None:
        """Write what the session has to say, in one write, and end the connection if the session has ended."""
        self._flush_is_near = False
        transport = self.transport
        if transport is None:
            return
        octets = self.session.data_to_send()
        if octets and not transport.is_closing():
            transport.write(octets)
            if self._room is not None and self._side is Side.ESME:
                self._mind_unread(transport)
        if not self.session.closed:
            self._arm()
        elif not self.session.owes and not transport.is_closing():
            self._stop_timer()
            transport.close()
            self._timer = self._loop.call_later(LINGER, transport.abort)

    def _mind_unread(self, transport: asyncio.Transport) -> None:
        """Drop a message centre that has us answer and never reads: what it leaves unread is in our memory."""
        size = transport.get_write_buffer_size()
        if size > UNREAD and not self.session.closed:
            self._deal(self.session.close(f"the peer leaves {size} octets unread", by_peer=True))
            transport.abort()

    async def drain(self) -> None:
        """Wait until the peer has read enough to make room for more; return at once if there is room."""
        if self._room is not None:
            await asyncio.shield(self._room)

    def close(self, reason: str = "closed by us") -> None:
        """End the session and the connection, without unbinding."""
        self._deal(self.session.close(reason))

    def stop_reading(self) -> None:
        """Read nothing more from the peer, not even that it goes: to try out what it does with an end that has hung."""
        self._reads = False
        if self.transport is not None and not self.transport.is_closing():
            self.transport.pause_reading()

    def abort(self) -> None:
        """Drop the connection at once, if it is not gone yet; what is unwritten is lost."""
        if self.transport is not None and not self.lost.done():  # one that closed behind a full buffer would raise
            self.transport.abort()

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # other loops' transports act like one without being one
        self.session = Session(
            self._side, self._loop.time(), timers=self._timers, limit=self._limit, witness=self._witness
        )
        self._arm()
        if self._made is not None:
            self._made(self)

    def data_received(self, data: bytes) -> None:
        self._now = now = self._loop.time()
        self._deal(self.session.receive_data(data, now))

    def eof_received(self) -> bool:
        self._deal(self.session.receive_eof())
        tls = self.transport is not None and self.transport.get_extra_info("sslcontext") is not None
        return self.session.owes and not tls  # True keeps our half open, which TLS can't do

    def connection_lost(self, exc: Exception | None) -> None:
        reason = f"the connection broke: {why(exc)}" if exc is not None else "the connection is gone"
        self._deal(self.session.close(reason, by_peer=True))
        self.session.witness = None  # it may refer to us: a cycle that would hold the TLS buffers, 256 KiB
        self._stop_timer()
        self.resume_writing()
        if not self.lost.done():
            self.lost.set_result(None)

    def pause_writing(self) -> None:
        self._room = self._loop.create_future()
        if self._side is Side.MC and self.transport is not None and not self.transport.is_closing():
            self.transport.pause_reading()

    def resume_writing(self) -> None:
        if self._room is None:
            return
        self._room.set_result(None)
        self._room = None
        if self._side is Side.MC and self._reads and self.transport is not None and not self.transport.is_closing():
            self.transport.resume_reading()

    # What the two have in common

    def _deal(self, events: list[Event]) -> None:
        """Hand over events and write what follows from them; events that the owner causes meanwhile queue up behind."""
        self._events += events
        if self._dealing:
            return
        self._dealing = True
        try:
            while self._events:
                batch, self._events = self._events, []
                self._owner(self, batch)
        finally:
            self._dealing = False
            self.flush()

    def _arm(self) -> None:
        """Set the timer to go off by the next deadline; going off early is cheaper than one timer per batch.

        While bound, nothing begun from now on is due before the shortest timer has run: one set for then covers all.
        """
        if self._early:
            return
        session = self.session
        due = session.next_timer()
        if session.state.bound:
            due = min(due, self._loop.time() + session.timers.shortest)
            self._early = True
        if due < self._due:
            self._stop_timer()
            self._due, self._timer = due, self._loop.call_at(due, self._fire)

    def _fire(self) -> None:
        """Deal with what is due; if the process was suspended, first read what came meanwhile, which is in time.

        A loop reads before it looks at its timers, except where the signal to continue has ended its wait.
        """
        now = self._loop.time()
        if now - self._due > SUSPENDED:
            self._due, self._timer, self._early = now, self._loop.call_later(TURN, self._fire), True
            return
        self._due, self._timer, self._early = FOREVER, None, False
        self._now = now
        try:
            events = self.session.handle_timer(now)
        except Exception:  # of the witness: this ends the connection, as it does where asyncio calls us
            self.abort()
            raise
        self._deal(events)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._due, self._timer = FOREVER, None


async def listen(
    made: Callable[[], asyncio.BaseProtocol], host: str, port: int, tls: SSLContext | None = None
) -> asyncio.Server:
    """Listen on a port, with a protocol ``made`` for each connection; whoever is cancelled meanwhile does not listen.

    asyncio's create_server would, if it were cancelled in its last step: nobody would have the server to close it.
    ``::`` it would make an address of IPv6 alone.
    """
    loop = asyncio.get_running_loop()
    if is_every_address(host) and socket.has_dualstack_ipv6():
        server = await loop.create_server(
            made, sock=listening(socket.AF_INET6, (host, port)), ssl=tls, start_serving=False
        )
    else:
        server = await loop.create_server(made, host, port, ssl=tls, start_serving=False)
    try:
        await server.start_serving()
    except BaseException:
        server.close()
        raise
    return server
