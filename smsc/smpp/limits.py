"""What and how much an account may send, and the command_status that refuses the rest (v5.0 4.7.6).

A request is judged as it arrives, before anything else sees it. The window is judged by what we can know: the requests
received and not yet answered. An ESME that keeps to its window never has more on the way, so none is refused wrongly;
one that does not is found out as soon as we are slower than it is.
"""

from collections.abc import Callable, Sequence
from typing import Final

from pdu.command_id import CommandId
from pdu.command_status import CommandStatus
from pdu.companions import check_companions
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
from smsc.smpp.accounts import Refusal
from smsc.smpp.address_range import AddressRange
from smsc.smpp.terms import Terms, Verdict

OK: Final = CommandStatus.ESME_ROK
_COMMANDS: Final = frozenset(map(int, CommandId)) - {CommandId.submit_multi}
MESSAGES: Final = frozenset({SubmitSm, SubmitMulti, DataSm, BroadcastSm})

_S = CommandStatus
_SOURCE: Final = (
    (_S.ESME_RINVSRCADR, "source_addr"),
    (_S.ESME_RINVSRCTON, "source_addr_ton"),
    (_S.ESME_RINVSRCNPI, "source_addr_npi"),
)
_DESTINATION: Final = (
    (_S.ESME_RINVDSTADR, "destination_addr"),
    (_S.ESME_RINVDSTTON, "dest_addr_ton"),
    (_S.ESME_RINVDSTNPI, "dest_addr_npi"),
)

# The commands a version has, found without a closer look, which takes as long as all the rest of judging.
_PLAIN: Final = {v: frozenset(c for c in _COMMANDS if has_operation(c, v)) for v in InterfaceVersion}
_TRANSACTION: Final = int(EsmClass.FORWARD)
_LONG: Final = 255  # octets of a short_message


class Bucket:
    """A token bucket: ``rate`` tokens a second flow in, up to ``size``, and each message takes one out."""

    __slots__ = ("_at", "_tokens", "rate", "size")

    def __init__(self, rate: float, size: float, now: float) -> None:
        self.rate = rate
        self.size = size
        self._tokens = size
        self._at = now

    def level(self, now: float) -> float:
        """Give the number of tokens in it."""
        if now > self._at:
            self._tokens = min(self.size, self._tokens + (now - self._at) * self.rate)
            self._at = now
        return self._tokens

    def take(self, count: float, now: float) -> bool:
        """Take tokens out; take none and return False if there are too few. A count above ``size`` is taken as it."""
        count = min(count, self.size)
        if self.level(now) < count - 1e-9:  # tokens flow in as fractions, which do not add up exactly
            return False
        self._tokens -= count
        return True


class Addresses:
    """The addresses allowed as source, or as destination, of a message, and how they must be written.

    ``refusals`` are for an address, a TON and an NPI that are not allowed, each with the name of its term.
    """

    def __init__(
        self,
        patterns: tuple[str, ...],
        ton: tuple[int, ...],
        npi: tuple[int, ...],
        refusals: tuple[tuple[CommandStatus, str], tuple[CommandStatus, str], tuple[CommandStatus, str]],
    ) -> None:
        self._patterns = tuple(map(AddressRange, patterns))
        self._ton = ton
        self._npi = npi
        allowed = zip(refusals, (patterns, ton, npi), strict=True)
        self._refusals = [
            Refusal(status, f"{name} is to be {' or '.join(map(str, those))}") for (status, name), those in allowed
        ]

    def __bool__(self) -> bool:
        return bool(self._patterns or self._ton or self._npi)

    def verdict(self, value: str, ton: int, npi: int) -> Refusal | None:
        """Judge an address as written; one that can't be read at all is refused elsewhere."""
        wrong_addr, wrong_ton, wrong_npi = self._refusals
        if self._ton and ton not in self._ton:
            return wrong_ton
        if self._npi and npi not in self._npi:
            return wrong_npi
        if self._patterns:
            read = address(value, ton, npi)
            if read is not None and not any(read.value in pattern for pattern in self._patterns):
                return wrong_addr
        return None


def _refusal(verdict: Verdict, why: str) -> Refusal:
    return Refusal(CommandStatus[verdict], why)


class Limits:
    """The limits of one account, for all its sessions. ``waiting`` counts its messages not in a final state."""

    def __init__(self, terms: Terms, waiting: Callable[[], int], now: float) -> None:
        self.terms = terms
        self.asked = 0  # messages received and not yet answered, which may soon be waiting
        self._waiting = waiting
        rate, window, queue = terms.messages_per_second, terms.window, terms.queue
        self._bucket = Bucket(rate, max(1.0, terms.burst or rate), now) if rate else None
        often = f"more than {rate:g} messages a second (messages_per_second)"
        self._window = Refusal(
            CommandStatus[terms.window_exceeded], f"more than {window} requests are unanswered (window)"
        )
        self._rate = Refusal(CommandStatus[terms.rate_exceeded], often)
        self._full = Refusal(CommandStatus[terms.queue_full], f"more than {queue} messages would wait (queue)")
        self._source = Addresses(terms.source_addr, terms.source_addr_ton, terms.source_addr_npi, _SOURCE)
        self._destination = Addresses(terms.destination_addr, terms.dest_addr_ton, terms.dest_addr_npi, _DESTINATION)
        self.any = bool(terms.window or terms.queue or self._bucket or self._source or self._destination)

    def verdict(self, pdu: Pdu, unanswered: int, now: float) -> Refusal | None:
        """Judge a request; ``unanswered`` is the number of its session's requests that wait for a response.

        A message refused for its addresses costs no token.
        """
        if not self.any:
            return None
        if self.terms.window and unanswered >= self.terms.window:
            return self._window
        if type(pdu) not in MESSAGES:
            return None
        wrong = self._misaddressed(pdu)
        if wrong is not None:
            return wrong
        many = messages(pdu)
        if self.terms.queue and self._waiting() + self.asked + many > self.terms.queue:
            return self._full
        if self._bucket is not None and not self._bucket.take(many, now):
            return self._rate
        return None

    def congestion_state(self) -> int | None:
        """Give how full the queue is, in percent (v5.0 4.8.4.18); None if it has no limit."""
        if not self.terms.queue:
            return None
        return min(100, 100 * self._waiting() // self.terms.queue)

    def _misaddressed(self, pdu: Pdu) -> Refusal | None:
        if self._source and isinstance(pdu, SubmitSm | SubmitMulti | DataSm | BroadcastSm) and pdu.source_addr:
            wrong = self._source.verdict(pdu.source_addr, pdu.source_addr_ton, pdu.source_addr_npi)
            if wrong is not None:
                return wrong
        if self._destination and isinstance(pdu, SubmitSm | DataSm):  # those of submit_multi are judged one by one
            return self._destination.verdict(pdu.destination_addr, pdu.dest_addr_ton, pdu.dest_addr_npi)
        return None

    def destination(self, sme: SmeAddress) -> CommandStatus:
        """Judge one destination of a submit_multi, which may fail where others do not."""
        wrong = self._destination.verdict(sme.destination_addr, sme.dest_addr_ton, sme.dest_addr_npi)
        return OK if wrong is None else wrong.command_status


def messages(pdu: Pdu) -> int:
    """Count the messages of a request; a distribution list counts as one."""
    if isinstance(pdu, SubmitMulti):
        return max(1, len(pdu.dest_address))
    return int(type(pdu) in MESSAGES)


def foreign(pdu: Pdu, version: InterfaceVersion) -> Malformed | None:
    """Say what in a request the version of its session does not have, or does not have alone; None if there is nothing.

    TLVs of later versions do not count: v3.4 has its readers skip those that they do not know.
    """
    if pdu.tlvs and pdu.__class__ in MESSAGES:
        try:
            check_companions(pdu, version)
        except Malformed as lonely:
            return lonely
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
    """Give the submit_sms, from ``at`` on, that can be handled together.

    Each can be answered at once, and concerns no other message.
    """
    submissions: list[RequestReceived] = []
    for place in range(at, len(events)):  # islice would walk through all events before it
        event = events[place]
        if type(event) is not RequestReceived or type(pdu := event.pdu) is not SubmitSm:
            break
        if pdu.replace_if_present_flag or pdu.esm_class & MESSAGING_MODE == _TRANSACTION:
            break
        if (pdu.tlvs or len(pdu.short_message) >= _LONG) and foreign(pdu, version) is not None:
            break
        submissions.append(event)
    return submissions
