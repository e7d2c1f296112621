"""TS 23.038 clause 4: the data coding scheme octet of a short message (TP-DCS)."""

from enum import Enum, IntEnum
from functools import lru_cache
from typing import NamedTuple

from pdu.malformed import Malformed


class Alphabet(Enum):
    """What the user data consist of."""

    GSM7 = "GSM 7 bit default alphabet"
    OCTETS = "8 bit data"
    UCS2 = "UCS2"


class Group(Enum):
    """The coding group, bits 7-4."""

    GENERAL = "General Data Coding indication"
    AUTOMATIC_DELETION = "Message Marked for Automatic Deletion"
    RESERVED = "Reserved coding groups"
    DISCARD = "Message Waiting Indication: Discard Message"
    STORE = "Message Waiting Indication: Store Message"
    STORE_UCS2 = "Message Waiting Indication: Store Message, UCS2"
    CLASS = "Data coding/message class"


class MessageClass(IntEnum):
    """Where a handset puts the message."""

    IMMEDIATE_DISPLAY = 0
    ME_SPECIFIC = 1
    SIM_SPECIFIC = 2
    TE_SPECIFIC = 3


class Waiting(IntEnum):
    """What kind of message waits, bits 1-0 of a Message Waiting Indication."""

    VOICEMAIL = 0
    FAX = 1
    ELECTRONIC_MAIL = 2
    OTHER = 3


class Indication(NamedTuple):
    """A Message Waiting Indication: the icon for this kind of message is switched on, or off."""

    active: bool
    waiting: Waiting


class Dcs(NamedTuple):
    """The octet, read. ``alphabet`` is what a receiver assumes: reserved codings are GSM 7 bit.

    ``message_class`` and ``indication`` are None where the coding group does not carry them. ``reserved`` keeps
    the bits to which the group gives no meaning, where they stand in the octet, so that every octet round-trips.
    """

    alphabet: Alphabet = Alphabet.GSM7
    message_class: MessageClass | None = None
    compressed: bool = False
    indication: Indication | None = None
    group: Group = Group.GENERAL
    reserved: int = 0

    def encode(self) -> int:
        """The octet, 0 to 255; Malformed when the coding group cannot say this."""
        octet = _octet(self)
        if octet is None or not 0 <= octet <= 0xFF or decode(octet) != self:
            raise Malformed("tp_dcs", None, f"what {self.group.value!r} can say", str(self))
        return octet


@lru_cache(maxsize=256)
def decode(octet: int) -> Dcs:
    """Read the octet; every octet has a reading, and only a number that is no octet is Malformed."""
    if not 0 <= octet <= 0xFF:
        raise Malformed("tp_dcs", None, "0 to 255", str(octet))
    if octet < 0x80:
        return _general(octet)
    group = _GROUPS[octet >> 4]
    if group is Group.RESERVED:
        return Dcs(group=group, reserved=octet & 0x3F)
    if group is Group.CLASS:
        alphabet = Alphabet.OCTETS if octet & 0x04 else Alphabet.GSM7
        return Dcs(alphabet, MessageClass(octet & 0x03), group=group, reserved=octet & 0x08)
    alphabet = Alphabet.UCS2 if group is Group.STORE_UCS2 else Alphabet.GSM7
    indication = Indication(bool(octet & 0x08), Waiting(octet & 0x03))
    return Dcs(alphabet, indication=indication, group=group, reserved=octet & 0x04)


_GROUPS = {
    0b1000: Group.RESERVED,
    0b1001: Group.RESERVED,
    0b1010: Group.RESERVED,
    0b1011: Group.RESERVED,
    0b1100: Group.DISCARD,
    0b1101: Group.STORE,
    0b1110: Group.STORE_UCS2,
    0b1111: Group.CLASS,
}

_FIRST = {
    Group.GENERAL: 0x00,
    Group.AUTOMATIC_DELETION: 0x40,
    Group.RESERVED: 0x80,
    Group.DISCARD: 0xC0,
    Group.STORE: 0xD0,
    Group.STORE_UCS2: 0xE0,
    Group.CLASS: 0xF0,
}

_ALPHABETS = (Alphabet.GSM7, Alphabet.OCTETS, Alphabet.UCS2, None)  # bits 3-2 of the general groups


def _general(octet: int) -> Dcs:
    group = Group.AUTOMATIC_DELETION if octet & 0x40 else Group.GENERAL
    alphabet = _ALPHABETS[octet >> 2 & 0x03]
    reserved = 0x0C if alphabet is None else 0
    message_class = MessageClass(octet & 0x03) if octet & 0x10 else None
    if message_class is None:
        reserved |= octet & 0x03
    return Dcs(alphabet or Alphabet.GSM7, message_class, bool(octet & 0x20), None, group, reserved)


def _octet(dcs: Dcs) -> int | None:
    octet = _FIRST[dcs.group] | dcs.reserved
    if dcs.group in (Group.GENERAL, Group.AUTOMATIC_DELETION):
        octet |= _ALPHABETS.index(dcs.alphabet) << 2 | dcs.compressed << 5
        return octet if dcs.message_class is None else octet | 0x10 | dcs.message_class
    if dcs.group is Group.CLASS:
        return None if dcs.message_class is None else octet | (dcs.alphabet is Alphabet.OCTETS) << 2 | dcs.message_class
    if dcs.indication is not None:
        return octet | dcs.indication.active << 3 | dcs.indication.waiting
    return octet
