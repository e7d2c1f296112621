"""TS 23.040 clause 9.1.2: integer, octet and semi-octet representation, as the SMS layers (and MAP) share them."""

from typing import Final

from pdu.malformed import Malformed

_DIGITS: Final = "0123456789*#abc"  # table of semi-octets 0 to 14; 15 fills up an odd number
_TO_SEMI_OCTET: Final = str.maketrans("*#abc", "abcde")
_FROM_SEMI_OCTET: Final = str.maketrans("abcde", "*#abc")
SWAP: Final = bytes(octet >> 4 | (octet & 15) << 4 for octet in range(256))
"""For ``translate``: the two semi-octets of every octet change places."""


def octet(field: str, value: int, largest: int = 255, smallest: int = 0) -> int:
    """The value itself, when it fits; Malformed names the field when it does not."""
    if not smallest <= value <= largest:
        raise Malformed(field, None, f"an integer of {smallest} to {largest}", str(value))
    return value


def unused_bits(value: int, mask: int) -> int:
    """Bits of a first octet that the specification leaves unused, in their places; Malformed when others are set."""
    if value & ~mask:
        raise Malformed("unused", None, f"bits within 0x{mask:02X}", hex(value))
    return value


def take(field: str, octets: bytes, offset: int, count: int) -> bytes:
    """``count`` octets from ``offset``; Malformed when the message ends too soon."""
    taken = octets[offset : offset + count]
    if len(taken) < count:
        raise Malformed(field, offset, f"{count} octets", f"{len(taken)}")
    return taken


def take_octet(field: str, octets: bytes, offset: int) -> int:
    """The octet at ``offset``; Malformed when the message ends before it."""
    if offset >= len(octets):
        raise Malformed(field, offset, "an octet", "the end of the message")
    return octets[offset]


def end(octets: bytes, offset: int) -> None:
    """Malformed when octets are left over behind the last parameter."""
    if offset < len(octets):
        raise Malformed("message", offset, "its end", f"{len(octets) - offset} octets more")


def encode_digits(field: str, digits: str) -> bytes:
    """Digits (0-9 * # a b c) as semi-octets, the first one low; an odd number is filled up with 1111.

    This is MAP's TBCD-STRING, too. Malformed names the field when another character occurs.
    """
    if digits.strip(_DIGITS):
        raise Malformed(field, None, "digits 0-9 * # a b c", repr(digits))
    if len(digits) % 2:
        digits += "f"
    return bytes.fromhex(digits.translate(_TO_SEMI_OCTET)).translate(SWAP)


def decode_digits(field: str, octets: bytes, offset: int) -> str:
    """The digits in semi-octets; 1111 may stand only in the last one. ``offset`` is where the octets stood."""
    digits = octets.translate(SWAP).hex().translate(_FROM_SEMI_OCTET).removesuffix("f")
    if "f" in digits:
        raise Malformed(field, offset, "a filler (1111) only at the end", octets.hex())
    return digits
