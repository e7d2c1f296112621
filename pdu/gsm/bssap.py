"""TS 48.006 clause 9.3: the frame which BSSMAP shares with what passes between handset and MSC (DTAP)."""

from dataclasses import dataclass
from typing import Final

from pdu.gsm import bssmap
from pdu.gsm.bssmap import BssmapMessage
from pdu.gsm.elements import lv, take_lv
from pdu.malformed import Malformed
from pdu.sms.octets import end, octet, take_octet

_BSSMAP: Final = 0x00
_DTAP: Final = 0x01

SAPI_0: Final = 0x00  # DLCI: the data link of RR and MM
SAPI_3: Final = 0x03  # and of short messages


@dataclass(slots=True)
class Dtap:
    """A message of layer 3 that the BSS passes on, and the data link on the radio to which it belongs."""

    dlci: int
    layer_3: bytes


def encode(message: BssmapMessage | Dtap) -> bytes:
    """The user data of SCCP; Malformed names what does not fit."""
    if isinstance(message, Dtap):
        return bytes((_DTAP, octet("dlci", message.dlci))) + lv("dtap", message.layer_3)
    return bytes((_BSSMAP,)) + lv("bssmap", message.encode())


def decode(octets: bytes) -> BssmapMessage | Dtap:
    """The reverse of encode(); Malformed says where the octets depart from the frame, or the message from its table."""
    match take_octet("discrimination", octets, 0):
        case 0x00:
            value, at = take_lv("bssmap", octets, 1)
            end(octets, at)
            return bssmap.decode(value)
        case 0x01:
            dlci = take_octet("dlci", octets, 1)
            value, at = take_lv("dtap", octets, 2)
            end(octets, at)
            return Dtap(dlci, value)
        case other:
            raise Malformed("discrimination", 0, "0 (BSSMAP) or 1 (DTAP)", hex(other))
