"""SMPP v5.0 section 4.3: what the message centre asks of us: who gets its messages, and how each is acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from esme.errors import Disconnected
from esme.inbox import Inbox
from esme.message import Message
from esme.receipts import Receipts
from pdu.command_status import CommandStatus
from pdu.connection import Connection
from pdu.header import Pdu, Response
from pdu.matrix import UNANSWERED
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.session import Closed, LocalProtocolError, refusal
from pdu.text.data_coding import DefaultAlphabet

Handler = Callable[[Message], Awaitable[int | None]]


class Deliveries:
    """The messages of one session on their way to an iterator or a handler, and receipts to whom expects them."""

    def __init__(
        self,
        inbox: int,
        handler: Handler | None,
        handler_failed: int,
        default_alphabet: DefaultAlphabet,
        receipt_ids: str,
    ) -> None:
        self.inbox = Inbox(inbox)
        self.receipts = Receipts(receipt_ids)
        self.handler = handler
        self.accepting = True
        self._handler_failed = handler_failed
        self._default_alphabet = default_alphabet
        self._serving: asyncio.Task[None] | None = None
        self._ended = False

    def received(self, connection: Connection, pdu: Pdu) -> None:
        """Take what the message centre delivers, and acknowledge it unless that is left to the handler."""
        if not isinstance(pdu, DeliverSm | DataSm):
            if pdu.command_id not in UNANSWERED:
                response = refusal(pdu.command_id, CommandStatus.ESME_RINVCMDID)
                response.sequence_number = pdu.sequence_number
                connection.send(response)
            return
        message = Message(pdu, self._default_alphabet)
        message_id = message.message_id if message.final else None
        expected = message_id is not None and self.receipts.expects(message_id)
        taken = self.accepting and self.inbox.put(message)
        if message_id is not None and (taken or expected):
            self.receipts.put(message_id, message)
        if not taken:
            # a receipt that has found its owner need not wait for a reader as well
            connection.send(_answer(pdu, CommandStatus.ESME_ROK if expected else CommandStatus.ESME_RX_T_APPN))
        elif self.handler is None:
            connection.send(_answer(pdu, CommandStatus.ESME_ROK))

    def start(self, connection: Connection) -> None:
        """Begin to serve the handler, if there is one."""
        if self.handler is not None:
            serving = self._serve(self.handler, connection)
            self._serving = asyncio.create_task(serving, name=f"handler at {connection.peer}")

    async def stop(self) -> None:
        """Stop serving; what the handler has not done is not acknowledged."""
        if self._serving is not None and self._serving is not asyncio.current_task():
            self._serving.cancel()
            await asyncio.wait((self._serving,))

    def end(self, closed: Closed) -> None:
        """Nothing more will come."""
        self._ended = True
        self.inbox.end(closed)
        self.receipts.end(closed.reason)

    async def _serve(self, handler: Handler, connection: Connection) -> None:
        """Hand one message after the other to the handler, and acknowledge each when it returns."""
        while True:
            try:
                message = await self.inbox.take()
            except (StopAsyncIteration, Disconnected):
                return
            if self._ended:
                return  # nobody can be told any more that it was taken: it will be delivered again
            try:
                status = await handler(message) or CommandStatus.ESME_ROK
            except Exception as error:
                told = {"message": "a handler of messages raised", "exception": error, "task": self._serving}
                asyncio.get_running_loop().call_exception_handler(told)
                status = self._handler_failed
            with suppress(LocalProtocolError):  # the session has ended meanwhile
                connection.send(_answer(message.pdu, status))


def _answer(pdu: DeliverSm | DataSm, command_status: int) -> Response:
    cls = DeliverSmResp if isinstance(pdu, DeliverSm) else DataSmResp
    return cls(command_status=command_status, sequence_number=pdu.sequence_number)
