"""How much of what an account may send, and the command_status that refuses what is more (v5.0 4.7.6).

A request is judged as it comes, before anybody else sees it. The window is what we can know of it: requests that came
and that we have not answered. Whoever keeps within a window never has more of them on the way, so nobody is refused
wrongly; whoever does not is found out as soon as we are slower than he.
"""

from collections.abc import Callable, Sequence
from typing import Final

from pdu.command_id import CommandId
from pdu.command_status import CommandStatus
from pdu.events import Event, RequestReceived
from pdu.header import Pdu
from pdu.lists import SmeAddress
from pdu.malformed import Malformed
from pdu.operations.broadcast_sm import BroadcastSm
from pdu.operations.data_sm import DataSm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm
from pdu.values import MESSAGING_MODE, EsmClass, InterfaceVersion
from pdu.versions import check, has_operation
from smsc.numbering import address
from smsc.smpp.address_range import AddressRange
from smsc.smpp.terms import Terms, status

OK: Final = CommandStatus.ESME_ROK
_COMMANDS: Final = frozenset(map(int, CommandId)) - {CommandId.submit_multi}
MESSAGES: Final = frozenset({SubmitSm, SubmitMulti, DataSm, BroadcastSm})

_S = CommandStatus

# What a version has without a closer look, which takes as long as all the rest of judging.
_PLAIN: Final = {v: frozenset(c for c in _COMMANDS if has_operation(c, v)) for v in InterfaceVersion}
_TRANSACTION: Final = int(EsmClass.FORWARD)
_LONG: Final = 255  # octets of a short_message


class Bucket:
    """A token bucket: ``rate`` tokens a second run in, up to ``size``, and each message takes one out."""

    __slots__ = ("_at", "_tokens", "rate", "size")

    def __init__(self, rate: float, size: float, now: float) -> None:
        self.rate = rate
        self.size = size
        self._tokens = size
        self._at = now

    def level(self, now: float) -> float:
        """How many tokens there are."""
        if now > self._at:
            self._tokens = min(self.size, self._tokens + (now - self._at) * self.rate)
            self._at = now
        return self._tokens

    def take(self, count: float, now: float) -> bool:
        """Take tokens out; False, and nothing taken, if there are too few. More than it can hold is as many."""
        count = min(count, self.size)
        if self.level(now) < count - 1e-9:  # tokens run in as fractions, which don't add up to the last digit
            return False
        self._tokens -= count
        return True


class Addresses:
    """Which addresses may stand on one side of a message, and how they have to be written."""

    def __init__(
        self,
        patterns: tuple[str, ...],
        ton: tuple[int, ...],
        npi: tuple[int, ...],
        refusals: tuple[CommandStatus, CommandStatus, CommandStatus],
    ) -> None:
        self._patterns = tuple(map(AddressRange, patterns))
        self._ton = ton
        self._npi = npi
        self._refusals = refusals

    def __bool__(self) -> bool:
        return bool(self._patterns or self._ton or self._npi)

    def verdict(self, value: str, ton: int, npi: int) -> CommandStatus:
        """Judge an address as it is written; what can't be read at all is for others to refuse."""
        wrong_addr, wrong_ton, wrong_npi = self._refusals
        if self._ton and ton not in self._ton:
            return wrong_ton
        if self._npi and npi not in self._npi:
            return wrong_npi
        if self._patterns:
            read = address(value, ton, npi)
            if read is not None and not any(read.value in pattern for pattern in self._patterns):
                return wrong_addr
        return OK


class Limits:
    """The limits of one account, for all its sessions. ``waiting``: its messages that have no final state yet."""

    def __init__(self, terms: Terms, waiting: Callable[[], int], now: float) -> None:
        self.terms = terms
        self.asked = 0  # messages received and not yet answered, which may be waiting soon
        self._waiting = waiting
        rate = terms.messages_per_second
        self._bucket = Bucket(rate, max(1.0, terms.burst or rate), now) if rate else None
        self._window = status(terms.window_exceeded)
        self._rate = status(terms.rate_exceeded)
        self._full = status(terms.queue_full)
        source = (_S.ESME_RINVSRCADR, _S.ESME_RINVSRCTON, _S.ESME_RINVSRCNPI)
        self._source = Addresses(terms.source_addr, terms.source_addr_ton, terms.source_addr_npi, source)
        destination = (_S.ESME_RINVDSTADR, _S.ESME_RINVDSTTON, _S.ESME_RINVDSTNPI)
        self._destination = Addresses(terms.destination_addr, terms.dest_addr_ton, terms.dest_addr_npi, destination)
        self.any = bool(terms.window or terms.queue or self._bucket or self._source or self._destination)

    def verdict(self, pdu: Pdu, unanswered: int, now: float) -> CommandStatus:
        """Judge a request; ``unanswered`` are those of its session that wait for their response.

        A message that is refused for its addresses costs no token.
        """
        if not self.any:
            return OK
        if self.terms.window and unanswered >= self.terms.window:
            return self._window
        if type(pdu) not in MESSAGES:
            return OK
        wrong = self._misaddressed(pdu)
        if wrong:
            return wrong
        many = messages(pdu)
        if self.terms.queue and self._waiting() + self.asked + many > self.terms.queue:
            return self._full
        if self._bucket is not None and not self._bucket.take(many, now):
            return self._rate
        return OK

    def congestion_state(self) -> int | None:
        """How full the queue is, in percent (v5.0 4.8.4.18); None where it has no limit."""
        if not self.terms.queue:
            return None
        return min(100, 100 * self._waiting() // self.terms.queue)

    def _misaddressed(self, pdu: Pdu) -> CommandStatus:
        if self._source and isinstance(pdu, SubmitSm | SubmitMulti | DataSm | BroadcastSm) and pdu.source_addr:
            wrong = self._source.verdict(pdu.source_addr, pdu.source_addr_ton, pdu.source_addr_npi)
            if wrong:
                return wrong
        if self._destination and isinstance(pdu, SubmitSm | DataSm):  # those of submit_multi are judged one by one
            return self._destination.verdict(pdu.destination_addr, pdu.dest_addr_ton, pdu.dest_addr_npi)
        return OK

    def destination(self, sme: SmeAddress) -> CommandStatus:
        """Judge one of the destinations of a submit_multi: it may fail where others do not."""
        return self._destination.verdict(sme.destination_addr, sme.dest_addr_ton, sme.dest_addr_npi)


def messages(pdu: Pdu) -> int:
    """How many messages a request is: a distribution list counts as one."""
    if isinstance(pdu, SubmitMulti):
        return max(1, len(pdu.dest_address))
    return int(type(pdu) in MESSAGES)


def foreign(pdu: Pdu, version: InterfaceVersion) -> Malformed | None:
    """Say what a request holds that the version of its session does not have; None for nothing.

    A TLV of a later version is none: v3.4 has its readers pass over those that they do not know.
    """
    if (
        pdu.command_id in _PLAIN[version]
        and (not pdu.tlvs or version >= InterfaceVersion.V3_4)
        and len(getattr(pdu, "short_message", b"")) < _LONG
    ):
        return None
    try:
        check(pdu, version)
    except Malformed as wrong:
        if wrong.command_status != CommandStatus.ESME_RTLVNOTALLWD:
            return wrong
    return None


def run(events: Sequence[Event], at: int, version: InterfaceVersion) -> list[RequestReceived]:
    """Give the submit_sms from a place on that can be dealt with together.

    Each is answered at once, and is about no message but itself.
    """
    submissions: list[RequestReceived] = []
    for place in range(at, len(events)):  # islice would go through all that is before it
        event = events[place]
        if type(event) is not RequestReceived or type(pdu := event.pdu) is not SubmitSm:
            break
        if pdu.replace_if_present_flag or pdu.esm_class & MESSAGING_MODE == _TRANSACTION:
            break
        if (pdu.tlvs or len(pdu.short_message) >= _LONG) and foreign(pdu, version) is not None:
            break
        submissions.append(event)
    return submissions
