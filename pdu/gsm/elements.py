"""TS 24.007 clause 11.2.1.1: how the elements of layer 3 messages are laid out, as the messages here need it."""

from pdu.gsm.identity import MobileIdentity
from pdu.sms.octets import octet, take, take_octet


def lv(name: str, value: bytes) -> bytes:
    """A value behind the octet of its length."""
    return bytes((octet(f"length of {name}", len(value)),)) + value


def take_lv(name: str, octets: bytes, offset: int) -> tuple[bytes, int]:
    """The value behind its length at ``offset``, and the offset behind it."""
    length = take_octet(name, octets, offset)
    return take(name, octets, offset + 1, length), offset + 1 + length


def identity_lv(name: str, identity: MobileIdentity) -> bytes:
    """A mobile identity behind the octet of its length."""
    return lv(name, identity.encode(name))


def take_identity(name: str, octets: bytes, offset: int) -> tuple[MobileIdentity, int]:
    """The mobile identity behind its length at ``offset``, and the offset behind it."""
    value, end = take_lv(name, octets, offset)
    return MobileIdentity.decode(name, value, offset + 1), end


def half_octets(high_name: str, high: int, low_name: str, low: int) -> bytes:
    """Two elements of half an octet each; the one that the table prints first is the low half."""
    return bytes((octet(high_name, high, 15) << 4 | octet(low_name, low, 15),))


def take_half_octets(name: str, octets: bytes) -> tuple[int, int]:
    """The high and the low half of the octet behind the message type."""
    both = take_octet(name, octets, 2)
    return both >> 4, both & 15
