"""SMPP v5.0 chapter 2, from the ESME's end: a bound session as an object that submits, sends and receives messages."""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self

from esme import submission
from esme.deliveries import Deliveries, Handler
from esme.errors import BindRefused, Disconnected, EsmeError, NoReceipt, Refused
from esme.message import Message
from esme.operations import Operations
from esme.requests import Requests
from esme.submission import Submitted
from esme.times import Time
from pdu.connection import Connection
from pdu.matrix import SessionState
from pdu.operations.bind import Bind, BindResp
from pdu.operations.unbind import Unbind
from pdu.session import Closed, Event, LocalProtocolError, RequestReceived, ResponseReceived, Unanswered
from pdu.sms.address import Address
from pdu.text.data_coding import DefaultAlphabet

PARTING = 1.0  # seconds for the last octets to leave once the session has ended


class Esme(Operations):
    """One session with a message centre; ``esme.connect`` makes it and leaves it.

    Messages come out of ``async for message in bank``, receipts and alerts among them, and end with the session: by
    Disconnected if nobody unbound. A message is acknowledged (deliver_sm_resp ESME_ROK) when it is taken into the
    inbox, before anybody reads it. With a full inbox, and while unbinding, the answer is ESME_RX_T_APPN: the message
    centre keeps the message. A ``handler`` is awaited for one message after the other instead, and each is
    acknowledged when it returns: with the command_status it gives (None: ESME_ROK), or if it raises with
    ``handler_failed``, which is ESME_RX_T_APPN unless ``connect`` is told otherwise.

    The parts of a long message come as one, whichever way they are told apart. Those that wait for others are
    acknowledged; if the others do not come, the message says what is ``missing``. Of one that a handler refuses, the
    part that came last is refused.
    """

    bind_resp: BindResp
    """How the message centre has let us in: system_id is its own, sc_interface_version what it speaks."""

    def __init__(
        self,
        *,
        window: int,
        inbox: int,
        handler: Handler | None,
        handler_failed: int,
        default_alphabet: DefaultAlphabet,
        receipt_ids: str,
        reassembly_timer: float,
        reference: int,
    ) -> None:
        self._connection: Connection
        self._requests = Requests(window)
        self._deliveries = Deliveries(inbox, handler, handler_failed, default_alphabet, receipt_ids, reassembly_timer)
        self._default_alphabet = default_alphabet
        self._reference = reference
        self._leaving = False
        self._closed: asyncio.Future[Closed] = asyncio.get_running_loop().create_future()

    def __repr__(self) -> str:
        return f"<Esme at {self._connection.peer}, {self.state.name}>"

    @property
    def state(self) -> SessionState:
        """The state of the session."""
        return self._connection.session.state

    # What we ask

    async def submit(
        self,
        text: str,
        *,
        to: str | Address,
        source: str | Address = "",
        receipt: bool = False,
        flash: bool = False,
        replace: bool = False,
        schedule: Time = "",
        validity: Time = "",
    ) -> Submitted:
        """Submit a text, and give the message_id under which the message centre has taken it.

        ``to`` is a number, international with a +; ``source`` a number or a name. GSM 7 bit is chosen if it holds
        the text, else UCS-2; a long text goes as segments, one after the other, and a refused one ends it (the
        error's notes tell what was taken). ``receipt`` asks for a delivery receipt: ``await message.delivered()``.
        ``flash`` is for the display at once (class 0), ``replace`` takes the place of a message that waits
        (replace_if_present_flag), ``schedule`` is when it goes, ``validity`` until when it is tried.

        Raises what ``send`` raises. A submit that is cancelled when it is on its way keeps its place in the window
        until it is answered or response_timer ends, since for the message centre it is still there.
        """
        reference = (self._reference + 1) % 256
        requests = submission.requests(
            text,
            to=to,
            source=source,
            receipt=receipt,
            flash=flash,
            replace=replace,
            schedule=schedule,
            validity=validity,
            reference=reference,
            default_alphabet=self._default_alphabet,
        )
        if len(requests) > 1:
            self._reference = reference
        ids: list[str] = []
        for request in requests:
            try:
                response = await self.send(request)
            except EsmeError as error:
                if ids:
                    error.add_note(f"of {len(requests)} segments these were taken: {', '.join(ids)}")
                raise
            ids.append(response.message_id)
        return Submitted.under(ids, map(self._deliveries.receipts.expect, filter(None, ids)) if receipt else ())

    async def receipt_of(self, message_id: str, timeout: float | None = None) -> Message:  # noqa: ASYNC109 - more is said than TimeoutError
        """Wait for the final receipt of a message, or give it at once if it is here already, even before its response.

        Receipts are kept for as long as somebody holds what ``submit(..., receipt=True)`` gave; of others the last
        thousand. Raises NoReceipt after ``timeout`` seconds, Disconnected if the session ends.
        """
        receipt = self._deliveries.receipts.expect(message_id)
        await asyncio.wait((receipt,), timeout=timeout)
        if not receipt.done():
            raise NoReceipt(message_id, timeout or 0)
        return receipt.result()

    # What we hear

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Message:
        if self._deliveries.handler is not None:
            raise RuntimeError("messages go to the handler that connect() was given")
        return (await self._deliveries.inbox.take()).message

    # The end

    async def closed(self) -> None:
        """Wait until the session has ended; raises Disconnected if nobody unbound."""
        await asyncio.wait((self._closed,))
        end = self._closed.result()
        if not end.clean:
            raise Disconnected(end.reason)

    async def unbind(self) -> None:
        """Unbind, wait for unbind_resp (response_timer at most), and close the connection; that alone if it is over.

        What is in the inbox can still be read. Requests of others which are unanswered by then raise Disconnected.
        """
        connection = self._connection
        try:
            if not self._leaving and not self._closed.done():
                self._leaving = True
                self._deliveries.accepting = False
                with suppress(EsmeError, LocalProtocolError):
                    await self._requests.ask_now(Unbind())
                if not self._closed.done():
                    connection.close("unbind was refused")
            await asyncio.wait((self._closed,))
            await asyncio.wait((connection.lost,), timeout=PARTING)
        finally:
            connection.abort()
            await self._deliveries.stop()
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
        self._requests.start(connection)
        try:
            response = await self._requests.ask_now(request)
        except Refused as refused:
            raise BindRefused(refused.pdu, request) from None
        assert isinstance(response, BindResp)  # noqa: S101 - the session takes no other response to a bind
        self.bind_resp = response
        self._deliveries.start()

    def receive(self, connection: Connection, events: list[Event]) -> None:
        """Deal with all that one read has brought, or one timer: the answers leave in one write behind it."""
        end = events[-1]
        for event in events:
            if isinstance(event, ResponseReceived):
                self._requests.answered(event.request, event.response, event.why)
            elif isinstance(event, RequestReceived):
                self._deliveries.received(connection, event.pdu)
            elif isinstance(event, Unanswered):
                ended = isinstance(end, Closed) and end.reason == event.reason
                self._requests.unanswered(event.request, event.reason, ended=ended)
            elif isinstance(event, Closed):
                self._closed.set_result(event)
                self._requests.end(event.reason)
                self._deliveries.end(event)
