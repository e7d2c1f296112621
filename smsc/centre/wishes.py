"""How an account wishes to get its messages and receipts."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from pdu.dialects import APPENDIX_B, Dialect
from pdu.text.data_coding import DefaultAlphabet
from pdu.tlv import Tlv


class Receipts(Enum):
    """Which session gets an account's receipts if several receive."""

    SAME_SESSION = "same session"  # that of the submission; any other if that one does not receive
    ROUND_ROBIN = "round robin"
    ANY = "any"  # the one with the least to do


class PartReceipts(Enum):
    """For which parts of a long message an account gets a receipt, if all of them ask for one."""

    EACH = "each"
    FIRST = "first"
    LAST = "last"
    NONE = "none"


class DeliverWith(Enum):
    """The PDU in which an account gets its messages and receipts."""

    DELIVER_SM = "deliver_sm"
    DATA_SM = "data_sm"


class LongMessages(Enum):
    """How an account gets a message of several parts."""

    PARTS = "parts"
    PARTS_16 = "parts-16"  # in parts with 16-bit references, whatever they came with
    SAR = "sar"  # also in parts, but numbered by sar_msg_ref_num and the other sar_ TLVs
    JOINED = "joined"  # as one, in message_payload; still in parts if all the account's sessions are of v3.3


@dataclass(frozen=True, slots=True)
class Wishes:
    """The choices that an account has.

    ``outbind`` says that it can be asked to bind, ``default_alphabet`` what data_coding 0 means to it; ``receipt_tlvs``
    are added to all its receipts.
    """

    receipt_dialect: Dialect = APPENDIX_B
    receipt_tlvs: tuple[Tlv, ...] = ()
    receipts: Receipts = Receipts.ANY
    part_receipts: PartReceipts = PartReceipts.EACH
    deliver_with: DeliverWith = DeliverWith.DELIVER_SM
    long_messages: LongMessages = LongMessages.PARTS
    outbind: bool = False
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED


NO_WISHES: Final = Wishes()
