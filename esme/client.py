"""SMPP v5.0 chapter 2, from the ESME's end: a bound session as an object that submits, sends and receives messages."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from random import Random
from ssl import SSLContext
from types import TracebackType
from typing import Any, Self

from esme import submission
from esme.deliveries import Deliveries
from esme.dial import Dial
from esme.errors import Disconnected, EsmeError, NotListening
from esme.link import Link
from esme.message import Message
from esme.operations import Operations
from esme.rebind import Rebind
from esme.requests import Requests
from esme.submission import Submitted
from esme.times import Time
from pdu.connection import Connection
from pdu.matrix import SessionState
from pdu.operations.bind import Bind, BindResp
from pdu.operations.submit_sm import SubmitSm
from pdu.session import Closed
from pdu.sms.address import Address
from pdu.text.data_coding import DefaultAlphabet
from pdu.why import NO_SOCKET, NO_WAY, why

PARTING = 1.0  # seconds for the last octets to leave once the session has ended


class Esme(Operations):
    """A session with a message centre, or several as one; ``esme.connect`` makes it and leaves it.

    Messages come out of ``async for message in bank``, receipts and alerts among them, and end with the session: by
    Disconnected if nobody unbound. A message is acknowledged (deliver_sm_resp ESME_ROK) when it is taken into the
    inbox, before anybody reads it. With a full inbox, and while unbinding, the answer is ESME_RX_T_APPN: the message
    centre keeps the message. A ``handler`` is awaited for one message after the other instead, and each is
    acknowledged when it returns: with the command_status it gives (None: ESME_ROK), or if it raises with
    ``handler_failed``, which is ESME_RX_T_APPN unless ``connect`` is told otherwise.

    The parts of a long message come as one, whichever way they are told apart. Those that wait for others are
    acknowledged; if the others do not come, the message says what is ``missing``. Of one that a handler refuses, the
    part that came last is refused.

    With ``rebind`` the end of a session is not the end: what is to be sent, what is to be read and whoever waits for a
    receipt wait for the next. Without it, the end of one of several sessions is the end of all.
    """

    def __init__(
        self,
        requests: Requests,
        deliveries: Deliveries,
        default_alphabet: DefaultAlphabet,
        random: Random,
        rebind: Rebind | None = None,
        dial: Dial | None = None,
    ) -> None:
        self._requests = requests
        self._deliveries = deliveries
        self._default_alphabet = default_alphabet
        self._random = random
        self._reference = random.randrange(256)
        self._rebind = rebind
        self._dial = dial
        self._links: list[Link] = []
        self._listener: asyncio.Server | None = None
        self._leaving = False
        self._partings: list[Closed] = []
        self._cause: Exception | None = None
        self._news = asyncio.Event()
        self._closed: asyncio.Future[Closed] = asyncio.get_running_loop().create_future()

    def __repr__(self) -> str:
        return f"<Esme at {', '.join(map(str, self._links)) or 'nobody'}>"

    @property
    def state(self) -> SessionState:
        """The state of the session; of several, of the first that is bound; CLOSED while there is none."""
        first = next((link for link in self._links if link.bound), self._links[0] if self._links else None)
        return first.state if first is not None else SessionState.CLOSED

    @property
    def bind_resp(self) -> BindResp:
        """How the message centre has let us in: system_id is its own, sc_interface_version what it speaks.

        Raises ValueError as long as nobody has.
        """
        for link in self._links:
            if link.bind_resp is not None:
                return link.bind_resp
        raise ValueError("bind_resp: expected an ESME that a message centre has let in")

    @property
    def address(self) -> tuple[str, int]:
        """Where ``serve_outbind`` listens; raises ValueError for an ESME that does not."""
        if self._listener is None or not self._listener.sockets:
            raise ValueError("address: expected an ESME that listens")
        host, port = self._listener.sockets[0].getsockname()[:2]
        return str(host), int(port)

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
        the text, else UCS-2; a long text goes as segments, one after the other and ahead of messages that have not
        begun, and a refused one ends it (the error's notes tell what was taken). ``receipt`` asks for a delivery
        receipt: ``await message.delivered()``. ``flash`` is for the display at once (class 0), ``replace`` takes the
        place of a message that waits (replace_if_present_flag), and is whole, in message_payload, if it is long;
        ``schedule`` is when it goes, ``validity`` until when it is tried.

        Raises what ``send`` raises. A submit that is cancelled when it is on its way keeps its place in the window
        until it is answered or response_timer ends, since for the message centre it is still there.
        """
        requests = submission.requests(
            text, to, source, receipt, flash, replace, schedule, validity, self._reference, self._default_alphabet
        )
        if len(requests) == 1:
            response = await self._requests.ask(requests[0])
            if not receipt:
                return Submitted(response.message_id)
            ids = [response.message_id]
        else:
            self._reference = (self._reference + 1) % 256
            ids = await self._submit_segments(requests)
        receipts = self._deliveries.receipts
        return Submitted.under(ids, map(receipts.expect, filter(None, ids)) if receipt else (), receipts.missed)

    async def _submit_segments(self, requests: Sequence[SubmitSm]) -> list[str]:
        ids: list[str] = []
        for request in requests:
            try:
                response = await self._requests.ask(request, begun=bool(ids))
            except EsmeError as error:
                if ids:
                    error.add_note(f"of {len(requests)} segments these were taken: {', '.join(ids)}")
                raise
            ids.append(response.message_id)
        return ids

    async def receipt_of(self, message_id: str, timeout: float | None = None) -> Message:  # noqa: ASYNC109 - more is said than TimeoutError
        """Wait for the final receipt of a message, or give it at once if it is here already, even before its response.

        Receipts are kept for as long as somebody holds what ``submit(..., receipt=True)`` gave; of others the last
        thousand. Raises NoReceipt after ``timeout`` seconds, Disconnected if the session ends.
        """
        receipt = self._deliveries.receipts.expect(message_id)
        await asyncio.wait((receipt,), timeout=timeout)
        if not receipt.done():
            raise self._deliveries.receipts.missed(message_id, timeout or 0)
        return receipt.result()

    # What we hear

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Message:
        if self._deliveries.handler is not None:
            raise RuntimeError("messages go to the handler that connect() was given")
        return (await self._deliveries.inbox.take()).message

    # Beginning and end

    async def bound(self) -> None:
        """Wait until every session is bound, again if need be; raises Disconnected if that will not be."""
        while not self._links or not all(link.bound for link in self._links):
            if self._closed.done():
                raise Disconnected(self._closed.result().reason) from self._cause
            self._news.clear()
            await self._news.wait()

    async def closed(self) -> None:
        """Wait until the session has ended for good; raises Disconnected if nobody unbound.

        Its ``__cause__`` is what the last attempt to bind again has met, such as BindRefused.
        """
        await asyncio.wait((self._closed,))
        end = self._closed.result()
        if not end.clean:
            raise Disconnected(end.reason) from self._cause

    async def unbind(self) -> None:
        """Unbind, wait for unbind_resp (response_timer at most), and close the connection; that alone if it is over.

        What is in the inbox can still be read. Requests of others which are unanswered by then raise Interrupted.
        """
        try:
            if not self._leaving:
                self._leaving = True
                self._deliveries.accepting = False
                if self._listener is not None:
                    self._listener.close()
                await _done([link.stay_lost() for link in self._links])
                await _done([link.unbind() for link in self._links if link.bound])
                for link in self._links:
                    link.close("unbind was refused")
                self._settle()
            await asyncio.wait((self._closed,))
            await _done([link.lost for link in self._links], PARTING)
        finally:
            for link in self._links:
                link.stay_lost()
                link.abort()
            self._settle()
            await self._deliveries.stop()
        await _done([link.lost for link in self._links])

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.unbind()

    # What ``connect`` and the sessions call

    def link(self, request: Callable[[], Bind], window: int, *, submits: bool) -> Link:
        """Make a session that is not bound yet."""
        return Link(request, window, self._requests, self._deliveries, self.changed, submits=submits)

    async def open(self, links: Iterable[Link]) -> None:
        """Bind the first time; if one session fails, none stays."""
        assert self._dial is not None  # noqa: S101 - ``connect`` gives one
        try:
            for link in links:
                if not self._closed.done():  # perhaps as soon as the first was bound
                    self._links.append(link)
                    await link.open(self._dial)
        except BaseException:
            await self.unbind()
            raise
        self._deliveries.start()

    async def listen(self, answer: Callable[[], Connection], host: str, port: int, tls: SSLContext | None) -> None:
        """Let message centres call; raises NotListening."""
        try:
            self._listener = await asyncio.get_running_loop().create_server(answer, host, port, ssl=tls)
        except NO_WAY as error:
            raise NotListening(host, port, why(error)) from error
        if not self._listener.sockets:
            raise NotListening(host, port, NO_SOCKET)
        self._deliveries.start()

    def take(self, link: Link, most: int) -> bool:
        """A message centre has called; False if there are as many calls as there may be."""
        if self._leaving or len(self._links) >= most:
            return False
        self._links.append(link)
        return True

    def forget(self, link: Link) -> None:
        """A call is over."""
        if link in self._links and not self._leaving:
            self._links.remove(link)

    def changed(self, link: Link, closed: Closed | None) -> None:
        """A session is bound, or one that was has been ``closed``."""
        self._news.set()
        if closed is None:
            return
        if self._leaving:
            self._partings.append(closed)
            self._settle()
        elif self._listener is None and self._rebind is None:
            self.end(closed)
        elif not self._closed.done():
            assert link.connection is not None  # noqa: S101 - it was bound
            self._deliveries.lost(link.connection)
            if self._rebind is not None and self._dial is not None:  # else the message centre will call again
                link.open_again(self._dial, self._rebind, self._random, self._gave_up)

    def _gave_up(self, cause: Exception) -> None:
        """A session will not be bound again."""
        self._cause = cause
        what = str(cause) if isinstance(cause, EsmeError) else repr(cause)
        self.end(Closed(f"it can't be bound again: {what}", clean=False))

    def end(self, closed: Closed) -> None:
        """Nothing more will be sent or come."""
        if self._closed.done():
            return
        self._closed.set_result(closed)
        self._news.set()
        for link in self._links:
            link.stay_lost()
        self._deliveries.accepting = False
        self._requests.end(closed.reason)
        self._deliveries.end(closed)

    def _settle(self) -> None:
        """Once we leave and no session is bound any more: the end, and a clean one if each of them ended so."""
        if not any(link.bound for link in self._links):
            self.end(next((closed for closed in self._partings if not closed.clean), Closed("we unbound", clean=True)))


async def _done(futures: "list[asyncio.Future[Any] | None]", patience: float | None = None) -> None:
    """Wait for those that there are."""
    those = [future for future in futures if future is not None]
    if those:
        await asyncio.wait(those, timeout=patience)
