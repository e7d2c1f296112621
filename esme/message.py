"""SMPP v5.0 section 4.3: what a message centre delivers, a message or a receipt, as a person reads it."""

from dataclasses import dataclass, field

from esme.address import written
from pdu import receipt as receipts
from pdu.malformed import Malformed
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.receipt import STATS, Receipt
from pdu.text import user_data
from pdu.text.data_coding import DefaultAlphabet
from pdu.values import MESSAGE_TYPE, EsmClass, MessageState

_RECEIPTS = (EsmClass.MC_DELIVERY_RECEIPT, EsmClass.INTERMEDIATE_DELIVERY_NOTIFICATION)
_STATS: dict[int | None, str] = {int(state): stat for state, stat in STATS.items()}
_ON_THE_WAY = (MessageState.SCHEDULED, MessageState.ENROUTE)


@dataclass(slots=True)
class Message:
    """One deliver_sm or data_sm that came in; all that is not said here is in ``pdu``.

    ``receipt`` is None for a message that somebody wrote. Its id and state are those of the TLVs receipted_message_id
    and message_state where the PDU has them, since texts differ from carrier to carrier; ``text`` is as it came.
    """

    pdu: DeliverSm | DataSm
    default_alphabet: DefaultAlphabet = field(default=DefaultAlphabet.GSM7_UNPACKED, repr=False)
    receipt: Receipt | None = field(init=False)

    def __post_init__(self) -> None:
        self.receipt = self._receipt()

    @property
    def source(self) -> str:
        """Who sent it: a number, with its + if it is international, or a name."""
        return written(self.pdu.source_addr, self.pdu.source_addr_ton)

    @property
    def destination(self) -> str:
        """To whom: the number or short code of this ESME."""
        return written(self.pdu.destination_addr, self.pdu.dest_addr_ton)

    @property
    def octets(self) -> bytes:
        """The user data as it came, with its header if there is one, from short_message or message_payload."""
        pdu = self.pdu
        short_message = pdu.short_message if isinstance(pdu, DeliverSm) else b""
        return short_message or pdu.message_payload or b""

    @property
    def text(self) -> str | None:
        """What a person reads, of one segment where there are several; None for octets that are no text."""
        udhi = bool(self.pdu.esm_class & EsmClass.UDHI)
        try:
            return user_data.text(self.octets, self.pdu.data_coding, self.default_alphabet, udhi=udhi)
        except Malformed:
            return None

    @property
    def message_id(self) -> str | None:
        """Of a receipt: which message it is about."""
        return self.receipt.id if self.receipt is not None else None

    @property
    def message_state(self) -> MessageState | None:
        """Of a receipt: how far that message has come; None as well for a word that is in no table."""
        return self.receipt.message_state if self.receipt is not None else None

    @property
    def final(self) -> bool:
        """Whether this is a receipt after which no other will come."""
        intermediate = self.pdu.esm_class & MESSAGE_TYPE == EsmClass.INTERMEDIATE_DELIVERY_NOTIFICATION
        return self.receipt is not None and not intermediate and self.message_state not in _ON_THE_WAY

    def _receipt(self) -> Receipt | None:
        kind, message_id = self.pdu.esm_class & MESSAGE_TYPE, self.pdu.receipted_message_id
        if kind not in _RECEIPTS and (kind or not message_id):
            return None
        # some put octets of the message's own alphabet behind text: and still the words before it are ASCII
        text = self.text
        found = receipts.decode(self.octets.decode("latin-1") if text is None else text)
        state: int | None = self.pdu.message_state
        stat = _STATS.get(state)
        if found is None:
            return Receipt(id=message_id, stat=stat or "") if message_id else None
        if message_id:
            found.id = message_id
        if stat is not None and found.message_state != state:
            found.stat = stat
        return found
