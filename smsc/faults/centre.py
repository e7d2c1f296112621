"""Faults of the service centre itself: with messages it has accepted, and with receipts before they set off."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from functools import partial

from pdu.operations.deliver_sm import DeliverSm
from pdu.receipt import STATS
from pdu.values import MessageState
from smsc.centre.mailbox import Letter
from smsc.centre.mailboxes import Mailboxes
from smsc.centre.message import Message
from smsc.centre.queues import Queues
from smsc.centre.receipts import receipt
from smsc.centre.service_centre import ServiceCentre
from smsc.centre.wishes import NO_WISHES
from smsc.faults.afterwards import Afterwards
from smsc.faults.faults import Faults
from smsc.faults.rule import Seen
from smsc.network.hop import Send
from smsc.network.network import Network

Put = Callable[[Message, float], Iterable[Send]]


def seen(message: Message) -> Seen:
    """Give what is known of a message that has been accepted."""
    tlvs = message.tlvs if message.pdu is None else message.pdu.tlvs
    return Seen(message.account, "", message.source.value, message.destination.value, message.text, tlvs)


class Hand:
    """Applies faults to the messages and receipts of a service centre."""

    def __init__(
        self,
        faults: Faults,
        afterwards: Afterwards,
        network: Network,
        centre: ServiceCentre,
        message_ids: Iterator[str],
    ) -> None:
        self.faults = faults
        self._afterwards = afterwards
        self._network = network
        self._centre = centre
        self._message_ids = message_ids
        self._held: dict[Message, None] = {}  # lost or delayed messages, which nothing else keeps
        self._late_receipts: dict[Message, None] = {}

    def put(self, message: Message, now: float, put: Put) -> Iterable[Send]:
        """Pass a message on to ``put``, or have a fault strike it."""
        report = message.status_report
        is_report = report is not None and report.tp_st is not None
        rule = None if is_report else self.faults.struck_by("message", seen(message), message_id=message.known_as)
        if rule is None:
            return put(message, now)
        if rule.message_state is not None:
            return self._centre.end(message, MessageState[rule.message_state], now)
        if rule.duplicate:
            return (*put(message, now), *put(self._twin(message), now))
        self._held[message] = None
        left = message.expires - now
        if rule.loss:
            self._later(left, partial(self._forget, message))
        else:
            self._later(min(rule.seconds(self.faults.chance), left), partial(self._put_late, message, put))
        return ()

    def delay_receipt(self, message: Message, seconds: float, put: Callable[[float], Iterable[Send]]) -> None:
        """Have a receipt set off after so many seconds."""
        self._late_receipts[message] = None
        self._later(seconds, partial(self._put_late_receipt, message, put))

    def lose(self, send: Send) -> Send:
        """Have something that the service centre sends get lost."""
        return self._afterwards.lost(self._centre, send)

    def let_go(self) -> Iterator[Send]:
        """Give up all that is held: delete the messages, and tell nobody."""
        late, self._late_receipts = self._late_receipts, {}
        for message in late:
            message.receipted = True
            self._centre.store.update(message)
        held, self._held = self._held, {}
        for message in held:
            message.receipted, message.status_report = True, None
            yield from self._centre.end(message, MessageState.DELETED, self._afterwards.now)

    def _later(self, seconds: float, action: Callable[[], Iterable[Send]]) -> None:
        self._afterwards.later(seconds, lambda: self._network.send(self._centre, action()))

    def _put_late(self, message: Message, put: Put) -> Iterable[Send]:
        now = self._afterwards.now
        if message not in self._held:
            return ()  # given up meanwhile
        del self._held[message]
        return put(message, now) if message.expires > now else self._centre.end(message, MessageState.EXPIRED, now)

    def _forget(self, message: Message) -> Iterable[Send]:
        """Let a lost message end where it would have expired, or it would count as waiting for ever; tell nobody."""
        if message not in self._held:
            return ()
        del self._held[message]
        message.receipted, message.status_report = True, None
        return self._centre.end(message, MessageState.EXPIRED, self._afterwards.now)

    def _put_late_receipt(self, message: Message, put: Callable[[float], Iterable[Send]]) -> Iterable[Send]:
        if message not in self._late_receipts:
            return ()
        del self._late_receipts[message]
        return put(self._afterwards.now)

    def _twin(self, message: Message) -> Message:
        """Make a copy of a message, about which nobody is told."""
        twin = copy(message)
        twin.message_id, twin.submission, twin.copies = next(self._message_ids), "", ()
        twin.registered_delivery, twin.status_report, twin.set_dpf = 0, None, False
        twin.octets, twin.arrival = b"", 0  # no PDU brought it, and no store has it yet
        self._centre.store.add(twin)
        self._centre.waiting[twin.account] += 1
        return twin


class StruckQueues(Queues):
    """The queues for handsets, while there are faults for messages or receipts."""

    hand: Hand

    def put(self, message: Message, now: float) -> Iterable[Send]:
        return self.hand.put(message, now, super().put)


class StruckMailboxes(Mailboxes):
    """The mailboxes of ESMEs, while there are faults for messages or receipts."""

    hand: Hand

    def put(self, account: str, message: Message, now: float) -> Iterable[Send]:
        return self.hand.put(message, now, partial(super().put, account))

    def put_receipt(self, message: Message, pdu: DeliverSm, now: float) -> Iterable[Send]:
        rule = self.hand.faults.struck_by("receipt", seen(message), message_id=message.known_as)
        put = super().put_receipt
        if rule is None:
            return put(message, pdu, now)
        if rule.loss:
            message.receipted = True
            self._changed(message)
            lost = self._letters.directed(Letter(0, pdu, message), message.account)
            return (self.hand.lose(Send(message.account, lost)),)
        if rule.duplicate:
            state = rule.message_state
            first = copy(pdu) if state is None else self._lie(message, MessageState[state])
            return (*put(message, first, now), *put(message, pdu, now))
        if rule.message_state is not None:
            return put(message, self._lie(message, MessageState[rule.message_state]), now)
        if rule.stat is not None:
            return put(message, _worded(pdu, message.state, rule.stat), now)
        self.hand.delay_receipt(message, rule.seconds(self.hand.faults.chance), partial(put, message, pdu))
        return ()

    def _lie(self, message: Message, state: MessageState) -> DeliverSm:
        """Make a receipt that tells another state."""
        told = copy(message)
        told.state = state
        if state is MessageState.DELIVERED:
            told.error = 0
        return receipt(told, self._wishes.get(message.account, NO_WISHES))


def _worded(pdu: DeliverSm, state: MessageState, stat: str) -> DeliverSm:
    """Have a receipt's text call the state something else, as carriers do (jsmpp#9); the TLVs tell the true one."""
    told = copy(pdu)
    told.short_message = pdu.short_message.replace(STATS[state].encode("ascii"), stat.encode("ascii"), 1)
    return told
