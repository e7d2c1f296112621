"""TS 23.040 clause 9.2.3.24: what the information elements of a user data header are for."""

from typing import Final

from pdu.text.dcs import Waiting
from pdu.text.udh import SpecialSmsMessageIndication

MEANINGS: Final[dict[int, str]] = {
    # of elements that udh.py leaves as octets
    0x06: "SMSC control parameters",
    0x07: "UDH source indicator",
    0x09: "wireless control message protocol",
    0x0A: "text formatting",
    0x0B: "predefined sound",
    0x0C: "user defined sound",
    0x0D: "predefined animation",
    0x0E: "large animation",
    0x0F: "small animation",
    0x10: "large picture",
    0x11: "small picture",
    0x12: "variable picture",
    0x13: "user prompt indicator",
    0x14: "extended object",
    0x15: "reused extended object",
    0x16: "compression control",
    0x17: "object distribution indicator",
    0x18: "standard WVG object",
    0x19: "character size WVG object",
    0x1A: "extended object data request command",
    0x20: "RFC 822 e-mail header",
    0x21: "hyperlink format element",
    0x22: "reply address element",
    0x23: "enhanced voice mail information",
    **dict.fromkeys(range(0x70, 0x80), "(U)SIM toolkit security header"),
    **dict.fromkeys(range(0x80, 0xA0), "of the two SMEs' own"),
    **dict.fromkeys(range(0xC0, 0xE0), "of the SC's own"),
}

_KINDS: Final = 0x1F  # bits 4-2 extend the kind in bits 1-0
_VIDEO: Final = 0b001_11
_STORE: Final = 0x80


def indication(element: SpecialSmsMessageIndication) -> str:
    """Say what waits, and what becomes of the message itself."""
    kind = element.indication & _KINDS
    name = "video" if kind == _VIDEO else Waiting(kind).name if kind in list(Waiting) else "reserved"
    count = "255 or more" if element.count == 255 else str(element.count) if element.count else "none"
    return f"{name}: {count} waiting; the message is {'stored' if element.indication & _STORE else 'discarded'}"
