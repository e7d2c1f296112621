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
    """A session with a message centre, or several used as one; ``esme.connect`` opens and closes it.

    ``async for message in bank`` gives the messages, including receipts and alerts. The loop ends with the session,
    and raises Disconnected if nobody unbound. A message is acknowledged (deliver_sm_resp ESME_ROK) when it enters the
    inbox, before anybody reads it. If the inbox is full, and while unbinding, the answer is ESME_RX_T_APPN: the
    message centre keeps the message. With a ``handler``, messages go to it instead, one at a time, and each is
    acknowledged when the handler returns: with the command_status it returns (None: ESME_ROK) or, if it raises, with
    ``handler_failed``, which is ESME_RX_T_APPN unless ``connect`` is told otherwise.

    The parts of a long message come as one message, whichever way they are numbered. Parts that wait for others are
    acknowledged; if the others do not come, the message says which are ``missing``. If a handler refuses a long
    message, the part that came last is refused.

    With ``rebind``, requests waiting to be sent, messages waiting to be read, and callers waiting for a receipt are
    kept for the next session. Without it, the end of one of several sessions ends them all.
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
        """The state of the session; with several, of the first that is bound; CLOSED while there is none."""
        first = next((link for link in self._links if link.bound), self._links[0] if self._links else None)
        return first.state if first is not None else SessionState.CLOSED

    @property
    def bind_resp(self) -> BindResp:
        """The message centre's response to our bind: its own system_id, and its version as sc_interface_version.

        Raises ValueError until a bind has succeeded.
        """
        for link in self._links:
            if link.bind_resp is not None:
                return link.bind_resp
        raise ValueError("bind_resp: expected an ESME that a message centre has let in")

    @property
    def address(self) -> tuple[str, int]:
        """Where ``serve_outbind`` listens; raises ValueError for an ESME that does not listen."""
        if self._listener is None or not self._listener.sockets:
            raise ValueError("address: expected an ESME that listens")
        host, port = self._listener.sockets[0].getsockname()[:2]
        return str(host), int(port)

    # Requests

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
        """Submit a text, and return the message_id under which the message centre accepted it.

        ``to`` is a number, with a + if it is international; ``source`` is a number or a name. The text goes as GSM 7
        bit if that alphabet holds it, else as UCS-2. A long text goes as segments, one at a time and ahead of messages
        not yet begun; a refused segment ends it, and the error's notes list the segments accepted. ``receipt`` asks
        for a delivery receipt: ``await message.delivered()``. ``flash`` shows the text on the display at once (class
        0). ``replace`` replaces a waiting message (replace_if_present_flag); a long text then goes whole, in
        message_payload. ``schedule`` is when to deliver the message, ``validity`` until when to try.

        Raises what ``send`` raises. A submit cancelled after it was sent keeps its place in the window until it is
        answered or response_timer expires, since for the message centre it is still unanswered.
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

    async def receipt_of(self, message_id: str, timeout: float | None = None) -> Message:  # noqa: ASYNC109 - NoReceipt says more than TimeoutError
        """Wait for the final receipt of a message; one that has come, even before its response, is returned at once.

        Receipts are kept for as long as somebody holds what ``submit(..., receipt=True)`` returned; of others, the
        last thousand are kept. Raises NoReceipt after ``timeout`` seconds, Disconnected if the session ends.
        """
        receipt = self._deliveries.receipts.expect(message_id)
        await asyncio.wait((receipt,), timeout=timeout)
        if not receipt.done():
            raise self._deliveries.receipts.missed(message_id, timeout or 0)
        return receipt.result()

    # Messages received

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Message:
        if self._deliveries.handler is not None:
            raise RuntimeError("messages go to the handler that connect() was given")
        return (await self._deliveries.inbox.take()).message

    # Beginning and end

    async def bound(self) -> None:
        """Wait until every session is bound, or bound again; raises Disconnected if that will not happen."""
        while not self._links or not all(link.bound for link in self._links):
            if self._closed.done():
                raise Disconnected(self._closed.result().reason) from self._cause
            self._news.clear()
            await self._news.wait()

    async def closed(self) -> None:
        """Wait until the session has ended for good; raises Disconnected if nobody unbound.

        Its ``__cause__`` is the error of the last attempt to bind again, such as BindRefused.
        """
        await asyncio.wait((self._closed,))
        end = self._closed.result()
        if not end.clean:
            raise Disconnected(end.reason) from self._cause

    async def unbind(self) -> None:
        """Unbind, wait for unbind_resp (response_timer at most), and close the connection.

        If the session has ended already, only close the connection. What is in the inbox can still be read. Other
        tasks' requests that are still unanswered then raise Interrupted.
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
        """Bind for the first time; if one session fails, close them all."""
        assert self._dial is not None  # noqa: S101 - ``connect`` gives one
        try:
            for link in links:
                if not self._closed.done():  # it may be, as soon as the first is bound
                    self._links.append(link)
                    await link.open(self._dial)
        except BaseException:
            await self.unbind()
            raise
        self._deliveries.start()

    async def listen(self, answer: Callable[[], Connection], host: str, port: int, tls: SSLContext | None) -> None:
        """Listen for calls from message centres; raises NotListening."""
        try:
            self._listener = await asyncio.get_running_loop().create_server(answer, host, port, ssl=tls)
        except NO_WAY as error:
            raise NotListening(host, port, why(error)) from error
        if not self._listener.sockets:
            raise NotListening(host, port, NO_SOCKET)
        self._deliveries.start()

    def take(self, link: Link, most: int) -> bool:
        """Take a call from a message centre; False if we are leaving, or have as many as ``most``."""
        if self._leaving or len(self._links) >= most:
            return False
        self._links.append(link)
        return True

    def forget(self, link: Link) -> None:
        """Forget a call that is over."""
        if link in self._links and not self._leaving:
            self._links.remove(link)

    def changed(self, link: Link, closed: Closed | None) -> None:
        """Take note that a session is bound, or that a bound one was ``closed``."""
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
        """End, because a session can't be bound again."""
        self._cause = cause
        what = str(cause) if isinstance(cause, EsmeError) else repr(cause)
        self.end(Closed(f"it can't be bound again: {what}", clean=False))

    def end(self, closed: Closed) -> None:
        """End for good: nothing more is sent or received."""
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
        """End, once we are leaving and no session is bound; cleanly if every session ended cleanly."""
        if not any(link.bound for link in self._links):
            self.end(next((closed for closed in self._partings if not closed.clean), Closed("we unbound", clean=True)))


async def _done(futures: "list[asyncio.Future[Any] | None]", patience: float | None = None) -> None:
    """Wait for those that are not None."""
    those = [future for future in futures if future is not None]
    if those:
        await asyncio.wait(those, timeout=patience)
