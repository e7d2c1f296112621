"""SMPP v5.0 chapter 2, from the ESME's end: a bound session as an object that submits, sends and hands over messages."""

import asyncio
import copy
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Self, overload

from esme import submission
from esme.errors import BadResponse, BindRefused, Disconnected, EsmeError, NoReceipt, NoResponse, Refused
from esme.inbox import Inbox
from esme.message import Message
from esme.receipts import Receipts
from esme.submission import Submitted
from esme.window import Window
from pdu.command_status import CommandStatus
from pdu.connection import Connection
from pdu.header import Pdu, Request, Response
from pdu.matrix import UNANSWERED, SessionState
from pdu.operations.bind import Bind, BindResp
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.operations.unbind import Unbind
from pdu.session import Closed, Event, LocalProtocolError, RequestReceived, ResponseReceived, Unanswered, refusal
from pdu.sms.address import Address
from pdu.text.data_coding import DefaultAlphabet

Handler = Callable[[Message], Awaitable[int | None]]

PARTING = 1.0  # seconds for the last octets to leave once the session has ended


class Esme:
    """One session with a message centre; ``esme.connect`` makes it and leaves it.

    Messages come out of ``async for message in bank``, receipts among them, and end with the session: by
    Disconnected if nobody unbound. A message is acknowledged (deliver_sm_resp ESME_ROK) when it is taken into the
    inbox, before anybody reads it. With a full inbox, and while unbinding, the answer is ESME_RX_T_APPN: the message
    centre keeps the message. A ``handler`` is awaited for one message after the other instead, and each is
    acknowledged when it returns: with the command_status it gives (None: ESME_ROK), or ESME_RX_T_APPN if it raises.
    """

    bind_resp: BindResp
    """How the message centre has let us in: system_id is its own, sc_interface_version what it speaks."""

    def __init__(
        self,
        *,
        window: int,
        inbox: int,
        handler: Handler | None,
        default_alphabet: DefaultAlphabet,
        reference: int,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._connection: Connection
        self._window = Window(window)
        self._inbox = Inbox(inbox)
        self._receipts = Receipts()
        self._handler = handler
        self._serving: asyncio.Task[None] | None = None
        self._default_alphabet = default_alphabet
        self._reference = reference
        self._asked: dict[int, asyncio.Future[Pdu]] = {}  # by sequence_number
        self._write_due = False
        self._leaving = False
        self._closed: asyncio.Future[Closed] = self._loop.create_future()

    def __repr__(self) -> str:
        return f"<Esme at {self._connection.peer}, {self.state.name}>"

    @property
    def state(self) -> SessionState:
        """The state of the session."""
        return self._connection.session.state

    # What we ask

    async def submit(
        self, text: str, *, to: str | Address, source: str | Address = "", receipt: bool = False
    ) -> Submitted:
        """Submit a text, and give the message_id under which the message centre has taken it.

        ``to`` is a number, international with a +; ``source`` a number or a name. GSM 7 bit is chosen if it holds
        the text, else UCS-2; a long text goes as segments, one after the other, and a refused one ends it (the
        error's notes tell what was taken). ``receipt`` asks for a delivery receipt: see ``receipt_of``.

        Raises Refused, NoResponse, Disconnected; Malformed for what can't be sent. A submit that is cancelled once
        it is on its way keeps its place in the window until it is answered.
        """
        if len(text) > 70:  # what may need a reference
            self._reference = (self._reference + 1) % 256
        requests = submission.requests(
            text,
            to=to,
            source=source,
            receipt=receipt,
            reference=self._reference,
            default_alphabet=self._default_alphabet,
        )
        ids: list[str] = []
        for request in requests:
            try:
                ids.append((await self.send(request)).message_id)
            except EsmeError as error:
                if ids:
                    error.add_note(f"of {len(requests)} segments these were taken: {', '.join(ids)}")
                raise
        return Submitted.under(ids, map(self._receipts.expect, filter(None, ids)) if receipt else ())

    @overload
    async def send(self, request: SubmitSm) -> SubmitSmResp: ...
    @overload
    async def send(self, request: DataSm) -> DataSmResp: ...
    @overload
    async def send(self, request: EnquireLink) -> EnquireLinkResp: ...
    @overload
    async def send(self, request: Request) -> Response: ...
    async def send(self, request: Request) -> Pdu:
        """Send a bare PDU, numbered here, and give its response.

        Waits for a place in the window, first come first served. Raises Refused for a response with an error status,
        NoResponse after response_timer, Disconnected; LocalProtocolError for a PDU that may not be sent now and
        Malformed for one that can't be laid out.
        """
        self._raise_if_closed()
        await self._window.enter()
        return await self._ask(request)

    async def receipt_of(self, message_id: str, timeout: float | None = None) -> Message:  # noqa: ASYNC109 - it says more than a TimeoutError
        """Wait for the final receipt of a message, or give it at once if it has come already, even before its response.

        Receipts are kept for as long as somebody holds what ``submit(..., receipt=True)`` gave; of others the last
        thousand. Raises NoReceipt after ``timeout`` seconds, Disconnected if the session ends.
        """
        receipt = self._receipts.expect(message_id)
        await asyncio.wait((receipt,), timeout=timeout)
        if not receipt.done():
            raise NoReceipt(message_id, timeout or 0)
        return receipt.result()

    # What we hear

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Message:
        if self._handler is not None:
            raise RuntimeError("messages go to the handler that connect() was given")
        return await self._inbox.take()

    # The end

    async def closed(self) -> None:
        """Wait until the session has ended; raises Disconnected if nobody unbound."""
        await asyncio.wait((self._closed,))
        end = self._closed.result()
        if not end.clean:
            raise Disconnected(end.reason)

    async def unbind(self) -> None:
        """Unbind, wait for unbind_resp (at most response_timer) and close the connection. Raises nothing.

        What is in the inbox can still be read. Requests of others which are unanswered by then raise Disconnected.
        """
        connection = self._connection
        try:
            if not self._leaving and not self._closed.done():
                self._leaving = True
                self._window.push_in()
                with suppress(EsmeError, LocalProtocolError):
                    await self._ask(Unbind())
                if not self._closed.done():
                    connection.close("unbind was refused")
            await asyncio.wait((self._closed,))
            await asyncio.wait((connection.lost,), timeout=PARTING)
        finally:
            connection.abort()
            if self._serving is not None and self._serving is not asyncio.current_task():
                self._serving.cancel()
                await asyncio.wait((self._serving,))
        await asyncio.wait((connection.lost,))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.unbind()

    # What ``connect`` calls

    async def bind(self, connection: Connection, request: Bind) -> None:
        """Bind over a connection that has just been made; raises BindRefused, NoResponse, Disconnected."""
        self._connection = connection
        self._window.push_in()
        try:
            response = await self._ask(request)
        except Refused as refused:
            raise BindRefused(refused.pdu, request) from None
        assert isinstance(response, BindResp)  # noqa: S101 - the session takes no other response to a bind
        self.bind_resp = response
        if self._handler is not None:
            self._serving = self._loop.create_task(self._serve(self._handler), name=f"handler of {self!r}")

    def receive(self, connection: Connection, events: list[Event]) -> None:
        """Deal with all that one read has brought, or one timer: answers leave in one write behind it."""
        end = events[-1]
        for event in events:
            if isinstance(event, ResponseReceived):
                self._answered(event.request, event.response, event.why)
            elif isinstance(event, RequestReceived):
                self._received(connection, event.pdu)
            elif isinstance(event, Unanswered):
                ended = isinstance(end, Closed) and end.reason == event.reason
                self._unanswered(event.request, event.reason, ended=ended)
            elif isinstance(event, Closed):
                self._end(event)

    # Requests and their responses

    async def _ask(self, request: Request) -> Pdu:
        """Send a request that has its place in the window, and wait for its response."""
        try:
            self._raise_if_closed()
            if not isinstance(request, Request):
                raise LocalProtocolError(f"{type(request).__name__} is no request")
            if request.sequence_number in self._asked:  # perhaps the same object, sent again before it is answered
                request = copy.copy(request)
            number = self._connection.session.send(request, self._loop.time())
        except BaseException:
            self._window.leave()
            raise
        response: asyncio.Future[Pdu] = self._loop.create_future()
        self._asked[number] = response
        self._write()
        return await response

    def _write(self) -> None:
        """Write at once if nothing else is under way, else once for all that is sent in this round of the loop."""
        if len(self._asked) == 1:
            self._connection.flush()
        elif not self._write_due:
            self._write_due = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._write_due = False
        self._connection.flush()

    def _answered(self, request: Pdu, response: Pdu, why: str) -> None:
        asked = self._asked.pop(response.sequence_number, None)
        if asked is None:
            return  # an enquire_link, which the session asks by itself
        self._window.leave()
        if asked.done():
            return  # whoever asked was cancelled
        if response.command_status != CommandStatus.ESME_ROK or isinstance(response, GenericNack):
            _fail(asked, Refused(response, request))
        elif why and not isinstance(request, Bind):  # of a bind_resp the status is enough, and some have no body
            _fail(asked, BadResponse(response, request, why))
        else:
            asked.set_result(response)

    def _unanswered(self, request: Pdu, reason: str, *, ended: bool) -> None:
        asked = self._asked.pop(request.sequence_number, None)
        if asked is None:
            return
        self._window.leave()
        if not asked.done():
            _fail(asked, Disconnected(reason, request) if ended else NoResponse(request, reason))

    # Messages

    def _received(self, connection: Connection, pdu: Pdu) -> None:
        if not isinstance(pdu, DeliverSm | DataSm):
            if pdu.command_id not in UNANSWERED:
                response = refusal(pdu.command_id, CommandStatus.ESME_RINVCMDID)
                response.sequence_number = pdu.sequence_number
                connection.send(response)
            return
        message = Message(pdu, self._default_alphabet)
        receipted = message.message_id if message.final else None
        expected = receipted is not None and self._receipts.expects(receipted)
        taken = not self._leaving and self._inbox.put(message)
        if receipted is not None and (taken or expected):
            self._receipts.put(receipted, message)
        if not taken:
            # a receipt that has found its owner need not wait for a reader as well
            connection.send(_acknowledgement(pdu, CommandStatus.ESME_ROK if expected else CommandStatus.ESME_RX_T_APPN))
        elif self._handler is None:
            connection.send(_acknowledgement(pdu, CommandStatus.ESME_ROK))

    async def _serve(self, handler: Handler) -> None:
        """Hand one message after the other to the handler, and acknowledge each when it returns."""
        while True:
            try:
                message = await self._inbox.take()
            except (StopAsyncIteration, Disconnected):
                return
            try:
                status = await handler(message) or CommandStatus.ESME_ROK
            except Exception as error:
                self._loop.call_exception_handler({"message": "the handler of a message raised", "exception": error})
                status = CommandStatus.ESME_RX_T_APPN
            with suppress(LocalProtocolError):  # the session has ended: the message centre will deliver it again
                self._connection.send(_acknowledgement(message.pdu, status))

    # The end of the session

    def _end(self, closed: Closed) -> None:
        self._closed.set_result(closed)
        self._window.end(closed.reason)
        self._inbox.end(closed)
        self._receipts.end(closed.reason)

    def _raise_if_closed(self) -> None:
        if self._closed.done():
            raise Disconnected(self._closed.result().reason)


def _acknowledgement(pdu: DeliverSm | DataSm, command_status: int) -> Response:
    cls = DeliverSmResp if isinstance(pdu, DeliverSm) else DataSmResp
    return cls(command_status=command_status, sequence_number=pdu.sequence_number)


def _fail(asked: "asyncio.Future[Pdu]", error: EsmeError) -> None:
    asked.set_exception(error)
    asked.exception()  # asyncio complains of an exception that nobody looked at, as when the asker is cancelled just now
