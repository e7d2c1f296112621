"""TS 23.040 clause 9.2.3.1: TP-MTI, which opens every TPDU, and the flags beside it."""

from typing import Final

from pdu.malformed import Malformed
from pdu.sms.octets import take_octet

# TP-MTI; the same two bits mean one thing to the MS and another to the SC
DELIVER: Final = 0
DELIVER_REPORT: Final = 0
SUBMIT: Final = 1
SUBMIT_REPORT: Final = 1
STATUS_REPORT: Final = 2
COMMAND: Final = 2

MMS: Final = 0x04
RD: Final = 0x04
LP: Final = 0x08
SRI: Final = 0x20
SRR: Final = 0x20
SRQ: Final = 0x20
UDHI: Final = 0x40
RP: Final = 0x80


def first_octet(octets: bytes, tp_mti: int) -> int:
    """The first octet; Malformed when it is missing or of another TP-MTI."""
    first = take_octet("tp_mti", octets, 0)
    if first & 3 != tp_mti:
        raise Malformed("tp_mti", 0, str(tp_mti), str(first & 3))
    return first


def flags(*pairs: tuple[bool, int]) -> int:
    """The bits of those flags which are set."""
    return sum(bit for flag, bit in pairs if flag)
