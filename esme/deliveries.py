"""SMPP v5.0 section 4.3, requests of the message centre: who gets its messages, and how each is acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from esme.errors import Disconnected
from esme.inbox import ROOM, Delivery, Inbox
from esme.message import Delivered, Message
from esme.parts import Parts
from esme.receipts import Receipts
from pdu.command_status import CommandStatus
from pdu.command_status import named as named_status
from pdu.connection import Connection
from pdu.header import Pdu, Response, named
from pdu.held import held
from pdu.malformed import Malformed
from pdu.matrix import UNANSWERED
from pdu.operations.alert_notification import AlertNotification
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.session import FOREVER, Answered, Closed, LocalProtocolError, refusal
from pdu.text.data_coding import DefaultAlphabet
from pdu.text.reassembly import Place

Handler = Callable[[Message], Awaitable[int | None]]
"""Awaited for each message; returns the command_status to answer it with, None for ESME_ROK."""

_FOR_GOOD = (CommandStatus.ESME_ROK, CommandStatus.ESME_RX_P_APPN, CommandStatus.ESME_RX_R_APPN)  # not delivered again

PARTING = 1.0  # seconds for a handler to deal with incomplete messages once the session has ended


class Deliveries:
    """The messages of an ESME on their way to an iterator or a handler, and receipts to those who expect them.

    Each part of a long message except the last is acknowledged when it comes, since a message centre may wait for that
    before it sends the next.
    """

    def __init__(
        self,
        inbox: int,
        handler: Handler | None,
        handler_failed: int,
        default_alphabet: DefaultAlphabet,
        receipt_ids: str,
        part_receipts: str,
        reassembly_timer: float,
    ) -> None:
        self.inbox = Inbox(inbox)
        self.receipts = Receipts(receipt_ids, part_receipts)
        self.handler = handler
        self.accepting = False  # until ``start``
        self._handler_failed = handler_failed
        self._default_alphabet = default_alphabet
        self._loop = asyncio.get_running_loop()
        self._parts = Parts(reassembly_timer, inbox, default_alphabet)
        self._alarm: asyncio.TimerHandle | None = None
        self._serving: asyncio.Task[None] | None = None
        self._unacknowledged: Delivery | None = None  # what the handler is working on, if it is acknowledged afterwards
        self._early: list[tuple[Connection, Delivered]] | None = []  # what has come before ``start``
        self._early_octets = 0

    def received(self, connection: Connection, pdu: Pdu) -> None:
        """Take what the message centre delivers, and acknowledge it unless that is left to the handler."""
        if not isinstance(pdu, DeliverSm | DataSm):
            self._other(connection, pdu)
            return
        message = Message(pdu, self._default_alphabet)
        place = self._parts.place(pdu) if message.receipt is None else None
        if place is not None:
            self._part(connection, pdu, place)
            return
        message_id = self.receipts.named(message)
        expected = message_id is not None and self.receipts.expects(message_id)
        taken = self.accepting and not self.inbox.full
        if message_id is not None and (taken or expected) and message.final:
            self.receipts.put(message_id, message)
        if taken:
            self._put(connection, pdu, message)
        elif expected:  # a receipt, even one before the last, whose message has an owner needs no reader as well
            connection.send(_response(pdu, CommandStatus.ESME_ROK))
        else:
            self._turn_away(connection, pdu)

    def _turn_away(self, connection: Connection, pdu: Delivered) -> None:
        """Leave a message to the message centre; before ``start``, keep it until somebody can take it."""
        if self._early is not None and len(self._early) < self.inbox.size and self._early_octets < ROOM:
            self._early.append((connection, pdu))
            self._early_octets += held(pdu)
        else:
            connection.send(_response(pdu, CommandStatus.ESME_RX_T_APPN))

    def answered(self, event: Answered) -> None:
        """Report a request that the session refused by itself: nobody will get what could not be read.

        If the stream itself can't be trusted any more there is no request, and the end of the session reports it.
        """
        request, response, why = event
        if why and request.command_id:
            name, status = named(request.command_id), named_status(response.command_status)
            self._loop.call_exception_handler({"message": f"{name} was refused with {status}: {why}"})

    def _put(self, connection: Connection, pdu: Delivered, message: Message) -> None:
        if self.handler is None:
            self.inbox.put(Delivery(message))
            connection.send(_response(pdu, CommandStatus.ESME_ROK))
        else:
            self.inbox.put(Delivery(message, pdu, ((_response(pdu), connection),)))

    def _part(self, connection: Connection, pdu: Delivered, place: Place) -> None:
        """Take a part of a long message, and the whole message if it is the last part.

        If the last part comes again before it is acknowledged, the session of the first may be lost without our
        knowing: the new one is to be answered, and the earlier one too if that is still possible.
        """
        waiting = self._waiting(pdu, place) if self.accepting and self.handler is not None else None
        if waiting is not None:
            waiting.again(_response(pdu), connection)
            return
        if not self.accepting or self.inbox.full:
            self._turn_away(connection, pdu)
            return
        whole = None
        for message in self._parts.take(pdu, place, self._loop.time()):
            if message.missing:
                self.inbox.put(Delivery(message))
            else:
                whole = message
        if whole is not None:
            self._put(connection, pdu, whole)
        else:
            connection.send(_response(pdu, CommandStatus.ESME_ROK))
        self._arm()

    def _waiting(self, pdu: Delivered, place: Place) -> Delivery | None:
        """Find the message that this is the last part of, if it waits for the handler or the handler has it."""
        if self._parts.awaits(pdu, place):  # so it is of another message
            return None
        at = self._unacknowledged
        for delivery in self.inbox if at is None else (at, *self.inbox):
            last = delivery.unacknowledged if delivery.message.parts else None
            if last is not None and self._parts.again(pdu, place, last):
                return delivery
        return None

    def _other(self, connection: Connection, pdu: Pdu) -> None:
        if isinstance(pdu, AlertNotification):
            if self.inbox.full:
                self._loop.call_exception_handler(
                    {"message": f"no room in the inbox: the alert_notification of {Message(pdu).source} is lost"}
                )
            else:
                self.inbox.put(Delivery(Message(pdu)))
        elif pdu.command_id not in UNANSWERED:
            response = refusal(pdu.command_id, CommandStatus.ESME_RINVCMDID)
            response.sequence_number = pdu.sequence_number
            connection.send(response)

    # Parts that wait for others

    def _arm(self) -> None:
        if self.inbox.ended:
            self._hand_over(self._parts.overdue(FOREVER))
        due = self._parts.next_timer()
        if due is not None and self._alarm is None:
            self._alarm = self._loop.call_at(due, self._overdue)

    def _overdue(self) -> None:
        self._alarm = None
        self._hand_over(self._parts.overdue(self._loop.time()))
        self._arm()

    def _hand_over(self, incomplete: Iterable[Message]) -> None:
        for message in incomplete:
            self.inbox.put(Delivery(message))

    # Serving the handler

    def start(self) -> None:
        """Begin to take messages, and to serve the handler if there is one, now that all sessions are bound.

        Until then nothing is acknowledged, since nobody would get it if the next session could not be bound.
        """
        early, self._early = self._early or [], None
        self.accepting = not self.inbox.ended
        for connection, pdu in early:
            if not connection.session.closed:  # else it will be delivered again
                self.received(connection, pdu)
        if self.handler is not None:
            self._serving = asyncio.create_task(self._serve(self.handler), name="handler of messages")

    async def stop(self) -> None:
        """Stop serving, after the end; what the handler has not finished is not acknowledged."""
        serving = self._serving
        if serving is None or self.handler is None or serving is asyncio.current_task():
            return
        try:
            if self._unacknowledged is not None:
                serving.cancel()
                await asyncio.wait((serving,))
                self._serving = serving = asyncio.create_task(self._serve(self.handler))
            await asyncio.wait((serving,), timeout=PARTING)
        finally:
            serving.cancel()
        await asyncio.wait((serving,))

    def lost(self) -> None:
        """Expect what lost sessions did not acknowledge to be delivered again, unless it waits in another session too.

        What the handler is working on is left to it until it is done, see ``_acknowledge``.
        """
        for delivery in self.inbox.take_out_lost():
            self._expect_again(delivery, taken=False)

    def end(self, closed: Closed) -> None:
        """End: nothing more will come."""
        if self._alarm is not None:
            self._alarm.cancel()
        self.inbox.end(closed)
        self._arm()
        self.receipts.end(closed.reason)

    async def _serve(self, handler: Handler) -> None:
        """Hand messages to the handler, one at a time, and acknowledge each when it returns."""
        while True:
            try:
                delivery = await self.inbox.take()
            except (StopAsyncIteration, Disconnected):
                return
            if delivery.unacknowledged is None:
                await self._handle(handler, delivery.message)
            elif delivery.left():
                await self._acknowledge(handler, delivery)
            else:  # nobody can be told that it was taken
                self._expect_again(delivery, taken=False)

    async def _acknowledge(self, handler: Handler, delivery: Delivery) -> None:
        self._unacknowledged = delivery
        try:
            status = await self._handle(handler, delivery.message)
        finally:
            self._unacknowledged = None
        answered = None
        for response, connection in (*delivery.ways[-1:], *delivery.ways[:-1]):
            given = None
            try:
                given = self._answered(connection, response, status if answered is None else answered)
            except Exception as error:  # the handler's are caught
                self._report("a witness raised", error)
                connection.abort()
            delivery.missed += given is None
            answered = given if answered is None else answered
        if answered is None:
            self._expect_again(delivery, taken=not isinstance(status, bool) and status in _FOR_GOOD)
        elif (delivery.missed or answered not in _FOR_GOOD) and not self.inbox.ended:
            self._expect_again(delivery, taken=answered in _FOR_GOOD)

    def _expect_again(self, delivery: Delivery, *, taken: bool) -> None:
        """Expect a message to be delivered again; of a long one only the last part is, so keep the others.

        ``taken``: the handler has taken it, but a session in which it was not answered has ended. If the last part
        doesn't come again, nothing is missing.
        """
        if delivery.unacknowledged is not None:
            message, last = delivery.message, delivery.unacknowledged
            self._hand_over(self._parts.take_back(message, last, self._loop.time(), taken=taken))
            self._arm()

    def _answered(self, connection: Connection, response: Response, wanted: int) -> int | None:
        """Answer what the handler wants, if this session has that status; return the status that was answered, if any.

        None: the session has ended meanwhile, see ``lost``; another, over which the message came too, may go on.
        """
        for status in (wanted, self._handler_failed):
            try:
                if isinstance(status, bool):  # "taken" or "not taken": True would be sent as ESME_RINVMSGLEN
                    raise Malformed("command_status", None, "a number, or None for ESME_ROK", repr(status))
                response.command_status = status
                connection.send(response)
            except Malformed as error:
                self._report("a handler of messages gave what can't be answered", error)
            except LocalProtocolError:
                return None
            else:
                return status
        response.command_status = CommandStatus.ESME_RX_T_APPN
        connection.send(response)
        return CommandStatus.ESME_RX_T_APPN

    async def _handle(self, handler: Handler, message: Message) -> int:
        try:
            answer = handler(message)
            if not hasattr(answer, "__await__"):
                expected = "a coroutine function (async def, or esme.sync.handler of one that waits)"
                raise TypeError(f"handler: expected {expected}, and {handler!r} gave {answer!r}")
            status = await answer
            return CommandStatus.ESME_ROK if status is None else status
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            self._report("a handler of messages was cancelled", error)  # by what it awaited, not by us
        except Exception as error:
            self._report("a handler of messages raised", error)
        return self._handler_failed

    def _report(self, message: str, error: BaseException) -> None:
        # without the task: from Python 3.12 on, the exception handler would be run in its context, which we are in
        self._loop.call_exception_handler({"message": message, "exception": error})


def _response(pdu: Delivered, command_status: int = CommandStatus.ESME_ROK) -> Response:
    cls = DeliverSmResp if isinstance(pdu, DeliverSm) else DataSmResp
    return cls(command_status=command_status, sequence_number=pdu.sequence_number)
