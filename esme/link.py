"""SMPP v5.0 section 2.3: one session of an ESME, from its bind to its end; and the next one in its place."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random

from esme.answer import Answer
from esme.deliveries import Deliveries
from esme.dial import Dial
from esme.errors import BindRefused, Disconnected, EsmeError, Refused
from esme.rebind import FOR_GOOD, Rebind
from esme.requests import Flow, Requests
from pdu.command_status import CommandStatus
from pdu.connection import Connection
from pdu.host_port import host_port
from pdu.matrix import SessionState
from pdu.operations.bind import Bind, BindResp
from pdu.operations.unbind import Unbind
from pdu.session import Answered, Closed, Event, LocalProtocolError, RequestReceived, ResponseReceived, Unanswered

log = logging.getLogger(__name__)


class Link:
    """A session of an ESME. ``changed`` is called when it is bound, and when it has been bound and is closed."""

    def __init__(
        self,
        request: Callable[[], Bind],
        window: int,
        requests: Requests,
        deliveries: Deliveries,
        changed: "Callable[[Link, Closed | None], None]",
        *,
        submits: bool,
    ) -> None:
        self.bound = False
        self.bind_resp: BindResp | None = None  # to the last bind
        self.connection: Connection | None = None
        self._request = request
        self._size = window
        self._requests = requests
        self._deliveries = deliveries
        self._changed = changed
        self._submits = submits
        self._flow: Flow
        self._bound_at = 0.0
        self._delays: Iterator[float] | None = None
        self._again: asyncio.Task[None] | None = None

    def __str__(self) -> str:
        return f"{self.connection.peer if self.connection is not None else 'nobody'}, {self.state.name}"

    @property
    def lost(self) -> "asyncio.Future[None] | None":
        """A future that is done when the connection is gone; None if there was none."""
        return self.connection.lost if self.connection is not None else None

    @property
    def state(self) -> SessionState:
        """The state of the session."""
        return self.connection.session.state if self.connection is not None else SessionState.CLOSED

    async def open(self, dial: Dial) -> None:
        """Connect and bind; raises Unreachable, BindRefused, NoResponse, Disconnected."""
        connection = await dial.connect(self.receive)
        self.take(connection)
        try:
            await self.bind()
        except BaseException:
            connection.abort()
            await asyncio.wait((connection.lost,))
            raise

    async def bind(self) -> None:
        """Bind over an open connection; raises BindRefused, NoResponse, Disconnected."""
        request = self._request()
        try:
            await self._flow.push(request)
        except Refused as refused:
            raise BindRefused(refused.pdu, request) from None

    def bind_soon(self) -> None:
        """Bind in a task of its own; if that fails, drop the connection."""
        self._again = asyncio.create_task(self._bind_or_drop(), name="bind")

    async def _bind_or_drop(self) -> None:
        try:
            await self.bind()
        except EsmeError:
            self.abort()
        except Exception as error:
            self.abort()
            asyncio.get_running_loop().call_exception_handler({"message": "a witness raised", "exception": error})

    def receive(self, connection: Connection, events: list[Event]) -> None:
        """Handle all that one read or one timer has brought; the answers leave in one write afterwards."""
        self.take(connection)
        flow, end = self._flow, events[-1]
        if isinstance(end, Closed):
            flow.end(end.reason)  # before a lost request gives its place to another
        wrong: Exception | None = None
        for event in events:
            if isinstance(event, ResponseReceived):
                request, response, why = event
                flow.answered(request, response, why)
                if not self.bound and isinstance(response, BindResp):
                    self._answered(response)
            elif isinstance(event, RequestReceived):
                try:
                    self._deliveries.received(connection, event.pdu)
                except Exception as error:  # from a witness: what else has come is taken all the same
                    wrong = wrong or error
            elif isinstance(event, Answered):
                self._deliveries.answered(event)
            elif isinstance(event, Unanswered):
                ended = isinstance(end, Closed) and end.reason == event.reason
                flow.unanswered(event.request, event.reason, ended=ended)
            elif isinstance(event, Closed) and self.bound:
                self.bound = False
                self._changed(self, event)
        flow.settle()
        if wrong is not None:
            raise wrong

    def _answered(self, response: BindResp) -> None:
        """Become bound unless the bind was refused: at once, whatever else has come in the same read."""
        if response.command_status != CommandStatus.ESME_ROK:
            return
        self.bind_resp = response
        self.bound = True
        self._bound_at = asyncio.get_running_loop().time()
        if self._submits and not self._flow.ended:
            self._requests.open(self._flow)
        self._changed(self, None)

    def take(self, connection: Connection) -> None:
        """Go on with another connection, whose other end may speak before we do."""
        if connection is not self.connection:
            self.connection = connection
            self._flow = Flow(self._requests, connection, self._size)

    # Once more

    def open_again(self, dial: Dial, rebind: Rebind, random: Random, gave_up: Callable[[Exception], None]) -> None:
        """Bind again, however many attempts it takes; ``gave_up`` is called with the last error if all fail."""
        now = asyncio.get_running_loop().time()
        if self._delays is None or now - self._bound_at > rebind.longest:
            self._delays = rebind.delays(random)
        self._again = asyncio.create_task(self._open_again(dial, self._delays, gave_up), name="rebind")

    async def _open_again(self, dial: Dial, delays: Iterator[float], gave_up: Callable[[Exception], None]) -> None:
        met: Exception = Disconnected(self._flow.ended)
        self._miss(dial, met)
        for delay in delays:
            await asyncio.sleep(delay)
            self.abort()  # if the last octets have not left by now, nobody will read them
            try:
                await self.open(dial)
            except EsmeError as error:
                before, met = met, error
                if isinstance(error, BindRefused) and error.command_status in FOR_GOOD:
                    break
                if str(error) != str(before):
                    self._miss(dial, error)
            except Exception as error:  # from a witness: nobody may wait for a session that nothing will open
                met = error
                break
            else:
                log.info("%s: bound again", host_port(dial.host, dial.port))
                return
        gave_up(met)

    def _miss(self, dial: Dial, why: Exception) -> None:
        """Say why there is no session: nobody is told by an exception, as long as the next attempt may succeed."""
        self._requests.away = str(why)
        log.warning("%s: not bound, and binds again: %s", host_port(dial.host, dial.port), why)

    # The end

    def unbind(self) -> Answer | None:
        """Send unbind, and return the future of its response; None if it can't be sent."""
        with suppress(EsmeError, LocalProtocolError):
            return self._flow.push(Unbind())
        return None

    def close(self, reason: str) -> None:
        """End the session if it has not ended."""
        if self.connection is not None:
            self.connection.close(reason)

    def stay_lost(self) -> "asyncio.Task[None] | None":
        """Bind no more; return the task to wait for, if there is one."""
        if self._again is not None:
            self._again.cancel()
        return self._again

    def abort(self) -> None:
        """Drop the connection at once."""
        if self.connection is not None:
            self.connection.abort()
