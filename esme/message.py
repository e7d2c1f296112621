"""SMPP v5.0 section 4.3: what a message centre delivers (a message, a receipt or an alert), as a person reads it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from esme.address import written
from pdu import receipt as receipts
from pdu.malformed import Malformed
from pdu.operations.alert_notification import AlertNotification
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.receipt import STATS, Receipt
from pdu.text import udh, user_data
from pdu.text.data_coding import DefaultAlphabet
from pdu.values import MESSAGE_TYPE, RECEIPTS, EsmClass, MessageState

_STATS: dict[int | None, str] = {int(state): stat for state, stat in STATS.items()}
# States that a further receipt may follow. v5.0 4.7.15 has ACCEPTED for a message that an operator has taken out of the
# queue by hand; but where a receipt says ACCEPTD, another mostly follows, and Kannel and Jasmin wait for that as well.
ON_THE_WAY = (MessageState.SCHEDULED, MessageState.ENROUTE, MessageState.ACCEPTED)
GAP = "\u2026"  # stands for missing parts in a text

Delivered: TypeAlias = DeliverSm | DataSm


@dataclass(slots=True)
class Message:
    """What came in: one deliver_sm or data_sm, the ``parts`` of a long message together, or an alert_notification.

    Everything not said here is in ``pdu``, the first of ``pdus``. ``missing`` lists the numbers, from 1, of parts that
    did not come in time. ``receipt`` is None for a message that somebody wrote. Its id and state come from the TLVs
    receipted_message_id and message_state where the PDU has them, since texts differ from carrier to carrier; ``text``
    is as it came.
    """

    pdu: Delivered | AlertNotification
    default_alphabet: DefaultAlphabet = field(default=DefaultAlphabet.GSM7_UNPACKED, repr=False)
    parts: tuple[Delivered, ...] = field(default=(), repr=False)
    missing: tuple[int, ...] = ()
    receipt: Receipt | None = field(init=False)

    def __post_init__(self) -> None:
        self.receipt = self._receipt()

    @property
    def pdus(self) -> tuple[Delivered | AlertNotification, ...]:
        """All its PDUs, in the order of the parts."""
        return self.parts or (self.pdu,)

    @property
    def alert(self) -> bool:
        """Whether this says that the handset ``source`` can be reached again; such an alert has no text."""
        return isinstance(self.pdu, AlertNotification)

    @property
    def source(self) -> str:
        """Who sent it: a number, with a + if it is international, or a name; of an alert, which handset is back."""
        return written(self.pdu.source_addr, self.pdu.source_addr_ton)

    @property
    def destination(self) -> str:
        """Whom it was sent to: the number or short code of this ESME."""
        pdu = self.pdu
        if isinstance(pdu, AlertNotification):
            return written(pdu.esme_addr, pdu.esme_addr_ton)
        return written(pdu.destination_addr, pdu.dest_addr_ton)

    @property
    def octets(self) -> bytes:
        """The user data as it came, with any header; of several parts, joined without their headers."""
        if not self.parts:
            return user_octets(self.pdu)
        return b"".join(map(_content, self.parts))

    @property
    def text(self) -> str | None:
        """What a person reads, with \u2026 where a part is missing; None if the octets are not text."""
        if isinstance(self.pdu, AlertNotification):
            return None
        try:
            return _read(self.parts or (self.pdu,), self.missing, self.default_alphabet)
        except Malformed:
            return None

    @property
    def message_id(self) -> str | None:
        """The id of the message that a receipt is about; None if this is no receipt."""
        return self.receipt.id if self.receipt is not None else None

    @property
    def message_state(self) -> MessageState | None:
        """The state that a receipt reports; None if this is no receipt, or its word for the state is in no table."""
        return self.receipt.message_state if self.receipt is not None else None

    @property
    def final(self) -> bool:
        """Whether this is a receipt, and the last for its message."""
        if self.receipt is None or isinstance(self.pdu, AlertNotification):
            return False
        intermediate = self.pdu.esm_class & MESSAGE_TYPE == EsmClass.INTERMEDIATE_DELIVERY_NOTIFICATION
        return not intermediate and self.message_state not in ON_THE_WAY

    def _receipt(self) -> Receipt | None:
        pdu = self.pdu
        if isinstance(pdu, AlertNotification):
            return None
        kind, message_id = pdu.esm_class & MESSAGE_TYPE, pdu.receipted_message_id
        if kind not in RECEIPTS and (kind or not message_id):
            return None
        # after "text:", some put octets of the message's own alphabet; the words before it are still ASCII
        text = self.text
        found = receipts.decode(self.octets.decode("latin-1") if text is None else text)
        state: int | None = pdu.message_state
        stat = _STATS.get(state)
        if found is None:
            return Receipt(id=message_id, stat=stat or "") if message_id else None
        if message_id:
            found.id = message_id
        if stat is not None and found.message_state != state:
            found.stat = stat
        return found


def user_octets(pdu: Delivered | AlertNotification) -> bytes:
    """Return the octets of short_message, or of message_payload, which supersedes it, including any header."""
    if isinstance(pdu, AlertNotification):
        return b""
    payload = pdu.message_payload if pdu.tlvs else None
    return payload or (pdu.short_message if isinstance(pdu, DeliverSm) else b"")


def _content(pdu: Delivered) -> bytes:
    octets = user_octets(pdu)
    if not pdu.esm_class & EsmClass.UDHI:
        return octets
    try:
        return udh.split(octets)[1]
    except Malformed:  # parts numbered by sar_* TLVs may promise a header and have none
        return octets


def _read(parts: tuple[Delivered, ...], missing: tuple[int, ...], default: DefaultAlphabet) -> str:
    """Decode parts together where they are adjacent and encoded alike."""
    if len(parts) == 1 and not missing:
        [pdu] = parts
        return user_data.text(user_octets(pdu), pdu.data_coding, default, udhi=bool(pdu.esm_class & EsmClass.UDHI))
    return "".join(
        GAP if run is None else _read_alike(run, default) for run in _runs(parts, missing, len(parts) + len(missing))
    )


def _runs(parts: tuple[Delivered, ...], missing: tuple[int, ...], total: int) -> Iterator[list[Delivered] | None]:
    """Yield each run of adjacent parts that are encoded alike, and None for each gap."""
    there = iter(parts)
    placed = [None if number in missing else next(there) for number in range(1, total + 1)]
    for alike, run in groupby(placed, lambda pdu: pdu and (pdu.data_coding, pdu.esm_class & EsmClass.UDHI)):
        yield [pdu for pdu in run if pdu is not None] if alike is not None else None


def _read_alike(pdus: list[Delivered], default: DefaultAlphabet) -> str:
    udhi = bool(pdus[0].esm_class & EsmClass.UDHI)
    return user_data.joined(map(user_octets, pdus), pdus[0].data_coding, default, udhi=udhi)
