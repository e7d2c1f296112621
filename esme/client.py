"""SMPP v5.0 chapter 2, from the ESME's end: a bound session as an object that submits, sends and receives messages."""

import asyncio
from collections.abc import Sequence
from random import Random
from types import TracebackType
from typing import NoReturn, Self

from esme import submission
from esme.errors import EsmeError
from esme.links import Links
from esme.message import Message
from esme.operations import Operations
from esme.own_loop import check
from esme.submission import Submitted
from esme.times import Time
from pdu.matrix import SessionState
from pdu.operations.bind import BindResp
from pdu.operations.submit_sm import SubmitSm
from pdu.sms.address import Address
from pdu.text.data_coding import DefaultAlphabet
from pdu.timeout import checked_or_none


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
    kept for the next session. Without it, the end of one of several sessions is the end of all: nothing more is sent
    or taken, and ``unbind`` ends the others.

    It belongs to the event loop it was opened in: in another, as a second ``asyncio.run``, its coroutines raise
    RuntimeError. ``esme.sync`` may be used from any thread.
    """

    def __init__(self, links: Links, default_alphabet: DefaultAlphabet, random: Random) -> None:
        self._links = links
        self._requests = links.requests
        self._deliveries = links.deliveries
        self._default_alphabet = default_alphabet
        self._reference = random.randrange(256)

    def __repr__(self) -> str:
        return f"<Esme at {self._links}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a session can't be copied or sent to another process: connect in each process")

    @property
    def state(self) -> SessionState:
        """The state of the session; with several, of the first that is bound, else of the first; CLOSED without any."""
        return self._links.state

    @property
    def bind_resp(self) -> BindResp:
        """The message centre's response to our bind: its own system_id, and its version as sc_interface_version.

        Raises ValueError until a bind has succeeded.
        """
        return self._links.bind_resp

    @property
    def address(self) -> tuple[str, int]:
        """Where ``serve_outbind`` listens; raises ValueError for an ESME that does not listen."""
        return self._links.address

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

        ``to`` is a number, with a + if it is international; ``source`` is a number or a name; for any other kind of
        address, pass an ``Address``. The text goes in the ``default_alphabet`` of the account if that and GSM 7 bit
        hold it, else as UCS-2. A long text goes as segments, one at a time and ahead of messages not yet begun; a
        refused segment ends it, and the error's notes list the segments accepted. ``receipt`` asks
        for a delivery receipt, which ``message.delivered()`` waits for. ``flash`` shows the text on the display at once
        (class 0). ``replace`` replaces a waiting message (replace_if_present_flag); a long text then goes whole, in
        message_payload. ``schedule`` is when to deliver the message, ``validity`` until when to try.

        Raises what ``send`` raises, and Malformed for an invalid address or time and for a text of more than 255
        segments. A submit cancelled after it was sent keeps its place in the window until it is answered or
        response_timer expires, since for the message centre it is still unanswered.
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
        return Submitted.under(ids, receipts.expect_of(ids) if receipt else None, receipts.missed)

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
        last thousand are kept, each until it is asked for. Raises NoReceipt after ``timeout`` seconds, Disconnected if
        the session ends.
        """
        check(self._links.loop)
        if not isinstance(message_id, str):
            raise TypeError(f"message_id: expected text, found {message_id!r}")
        receipt = self._deliveries.receipts.expect(message_id)
        await asyncio.wait((receipt,), timeout=checked_or_none(timeout))
        if not receipt.done():
            raise self._deliveries.receipts.missed(message_id, timeout or 0)
        return receipt.result()

    # Messages received

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Message:
        check(self._links.loop)
        if self._deliveries.handler is not None:
            raise RuntimeError("messages go to the handler that connect() was given")
        return (await self._deliveries.inbox.take()).message

    # Beginning and end

    async def bound(self) -> None:
        """Wait until every session is bound, or bound again; raises Disconnected if that will not happen."""
        await self._links.bound()

    async def closed(self) -> None:
        """Wait until the session has ended for good; raises Disconnected if nobody unbound.

        Its ``__cause__`` is the error of the last attempt to bind again, such as BindRefused.
        """
        await self._links.closed()

    async def unbind(self) -> None:
        """Unbind, wait for unbind_resp (response_timer at most), and close the connection.

        If the session has ended already, only close the connection. What is in the inbox can still be read. Other
        tasks' requests that are still unanswered then raise Interrupted.
        """
        await self._links.unbind()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.unbind()
