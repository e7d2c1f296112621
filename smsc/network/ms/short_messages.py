"""TS 24.011 clause 6.2: the relay layer of a handset, between its one connection and its owner's messages."""

from collections.abc import Iterable
from typing import Final, TypeAlias

from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.sms.direction import Direction
from pdu.sms.failure_cause import TpFcs
from pdu.sms.rp import RpAck, RpCause, RpData, RpError, RpSmma
from pdu.sms.tp import SmsDeliver, SmsDeliverReport, SmsStatusReport, decode
from pdu.values import Ton
from smsc.network.acts import (
    CannotSend,
    ConnectsTerminal,
    DeletesMessages,
    DisconnectsTerminal,
    FillsMemory,
    FreesMemory,
    ReadsMessages,
    Replies,
    SendsText,
)
from smsc.network.hop import Send
from smsc.network.ms.inbox import Inbox
from smsc.network.ms.outbox import Outbox

REPORT: Final = SmsDeliverReport()  # it says only that the message has arrived
REPORTS: Final = tuple(RpAck(rp_mr, REPORT) for rp_mr in range(256))  # by reference
CAUSE_OF_TP_FCS: Final[dict[int, int]] = {
    # the RP cause of the RP-ERROR that carries a TP-FCS; for all others, 111
    TpFcs.MEMORY_CAPACITY_EXCEEDED: RpCause.MEMORY_CAPACITY_EXCEEDED,
    TpFcs.USIM_SMS_STORAGE_FULL: RpCause.MEMORY_CAPACITY_EXCEEDED,
}
TRY_AGAIN: Final = frozenset(  # causes after which RP-SMMA is repeated, once (TS 24.011 clause 6.3.3.1.3)
    (
        RpCause.NETWORK_OUT_OF_ORDER,
        RpCause.TEMPORARY_FAILURE,
        RpCause.CONGESTION,
        RpCause.RESOURCES_UNAVAILABLE_UNSPECIFIED,
    )
)
SEND_AGAIN: Final = TRY_AGAIN - {RpCause.NETWORK_OUT_OF_ORDER}  # that one is likely to last (TS 24.011 annex E)
MEMORY_ATTEMPTS: Final = 2

Use: TypeAlias = (
    SendsText
    | Replies
    | ReadsMessages
    | DeletesMessages
    | FillsMemory
    | FreesMemory
    | ConnectsTerminal
    | DisconnectsTerminal
)


class ShortMessages:
    """What a handset has received, and what it wants to send: texts, and the notice that it has memory again."""

    __slots__ = ("_memory_attempts", "_notifies", "_outbox", "_rp_mr", "inbox")

    def __init__(self, memory: int | None, sim_memory: int | None) -> None:
        self.inbox = Inbox(memory, sim_memory)
        self._outbox: Outbox | None = None  # made with the first text: most handsets never send any
        self._rp_mr = 0
        self._notifies: bool | None = None  # whether RP-SMMA or a text is under way; None: nothing is
        self._memory_attempts = 0

    # To the network

    @property
    def outbox(self) -> Outbox:
        """The texts on their way out."""
        if self._outbox is None:
            self._outbox = Outbox()
        return self._outbox

    @property
    def memory_available(self) -> bool:
        """Whether to tell the network that there is memory again."""
        exceeded = self.inbox.exceeded
        return exceeded is not None and not exceeded.full and self._memory_attempts < MEMORY_ATTEMPTS

    @property
    def repeats_memory_available(self) -> bool:
        """Whether that is next, and has failed before, so that it has to wait (TRAM)."""
        return self._memory_attempts > 0 and self.memory_available

    def waits(self) -> bool:
        """Whether there is anything to send."""
        texts = self._outbox is not None and bool(self._outbox.texts)
        return texts or (self.inbox.exceeded is not None and self.memory_available)

    def use(self, act: Use, service_centre: Address) -> Iterable[Send]:
        """Do what the owner does with messages; ``service_centre`` is the one set on the SIM."""
        match act:
            case SendsText():
                return self._add(act, service_centre)
            case Replies():
                return self._reply(act, service_centre)
            case ReadsMessages():
                return self.inbox.read()
            case DeletesMessages():
                self.inbox.delete()
                self.room()
            case FillsMemory():
                self.inbox.filled = True
            case FreesMemory():
                self.inbox.filled = False
                self.room()
            case ConnectsTerminal() | DisconnectsTerminal():
                self.inbox.terminal = isinstance(act, ConnectsTerminal)
        return ()

    def _add(self, sends: SendsText, service_centre: Address) -> Iterable[Send]:
        """Take a text to be sent."""
        try:
            self.outbox.add(sends.text, sends.to, service_centre, report=sends.report)
        except Malformed:  # longer than 255 parts, which no handset accepts
            return (Send("", CannotSend(sends.text, sends.to)),)
        return ()

    def _reply(self, replies: Replies, service_centre: Address) -> Iterable[Send]:
        """Answer the latest message, through the service centre it came from if that offers it (TP-Reply-Path)."""
        latest = self.inbox.latest
        if latest is None:
            return ()
        if latest.sender.ton == Ton.ALPHANUMERIC:  # a name can be displayed, not reached
            return (Send("", CannotSend(replies.text, latest.sender)),)
        if latest.parts[0].tp_rp and latest.service_centre is not None:
            service_centre = latest.service_centre
        return self._add(SendsText(replies.text, latest.sender, replies.report), service_centre)

    def begin(self) -> RpData | RpSmma:
        """Give the next message to the network; the notice of memory goes before texts."""
        self._rp_mr = (self._rp_mr + 1) & 255
        self._notifies = self.memory_available
        return RpSmma(self._rp_mr) if self._notifies else self.outbox.next(self._rp_mr)

    def settle(self, report: RpAck | RpError) -> Iterable[Send] | None:
        """Handle the network's answer; None if it answers something else."""
        if report.rp_mr != self._rp_mr:
            return None
        if not self._notifies:
            self._notifies = None
            again = isinstance(report, RpError) and report.rp_cause in SEND_AGAIN and self.outbox.repeats()
            return () if again else self.outbox.settle(report)
        if isinstance(report, RpError) and report.rp_cause in TRY_AGAIN:
            return self.fail()
        self._notifies = None
        self.inbox.exceeded = None
        self._memory_attempts = 0
        return ()

    def fail(self) -> Iterable[Send]:
        """Handle that there was no connection, or no answer on it."""
        notifies, self._notifies = self._notifies, None
        if self.memory_available if notifies is None else notifies:
            self._memory_attempts += 1
            return ()
        if not self.outbox.texts or (notifies is not None and self.outbox.repeats()):
            return ()
        return self.outbox.give_up(None)

    def give_up(self) -> Iterable[Send]:
        """Give up all texts, as there will be no connection."""
        while self._outbox is not None and self._outbox.texts:
            yield from self._outbox.give_up(None)

    def room(self) -> None:
        """Allow new attempts to tell that there is memory: the owner has made room, or switched the handset on."""
        self._memory_attempts = 0

    # From the network

    def receive(self, data: RpData, now: float) -> tuple[RpAck | RpError, object | None]:
        """Take a message; give the report to the service centre, and what the owner sees, if anything."""
        tpdu = data.rp_user_data
        if isinstance(tpdu, bytes):
            try:
                tpdu = decode(tpdu, Direction.SC_TO_MS)
            except Malformed:
                return refusal(data, TpFcs.UNSPECIFIED_ERROR_CAUSE), None
        if isinstance(tpdu, SmsDeliver):
            seen = self.inbox.add(tpdu, data.rp_oa, now)
            return (REPORTS[data.rp_mr], seen) if not isinstance(seen, int) else (refusal(data, seen), None)
        if isinstance(tpdu, SmsStatusReport):
            return REPORTS[data.rp_mr], self.outbox.reported(tpdu)
        return refusal(data, TpFcs.TPDU_NOT_SUPPORTED), None


def refusal(data: RpData, tp_fcs: int) -> RpError:
    """Refuse a message with a TP-Failure-Cause and the RP cause that belongs to it."""
    cause = CAUSE_OF_TP_FCS.get(tp_fcs, RpCause.PROTOCOL_ERROR_UNSPECIFIED)
    return RpError(data.rp_mr, cause, SmsDeliverReport(tp_fcs=tp_fcs), direction=Direction.MS_TO_SC)
