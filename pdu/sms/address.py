"""TS 23.040 clause 9.1.2.5: the address, which TS 24.011 clause 8.2.5 and MAP's AddressString frame differently."""

import re
from typing import Final, NamedTuple, Self

from pdu.malformed import Malformed
from pdu.sms.octets import decode_digits, encode_digits, octet, take, take_octet
from pdu.text import gsm7

INTERNATIONAL: Final = 1
ALPHANUMERIC: Final = 5
E164: Final = 1

_BARE_NUMBER: Final = re.compile(r"[0-9*#abc]+", re.ASCII)
_PREFIXED: Final = re.compile(r"([0-7])\.([0-9]|1[0-5]):(.*)", re.DOTALL | re.ASCII)


class Address(NamedTuple):
    """A number or a name.

    ``ton`` 1 is international, ``npi`` 1 is E.164. With ``ton`` 5 a TPDU carries ``value`` as 1 to 11 characters
    of the GSM 7 bit default alphabet; any other address of a TPDU, and every one in RP and MAP, is digits 0-9 * # a b
    c. SMPP takes up to 20 characters of Latin-1.
    """

    value: str
    ton: int = INTERNATIONAL
    npi: int = E164

    def __str__(self) -> str:
        """The form of ladder lines: ``447700900123`` (international), ``ACME`` (a name), else ``2.1:07700900123``."""
        kind = (self.ton, self.npi)
        if _BARE_NUMBER.fullmatch(self.value):
            if kind == (INTERNATIONAL, E164):
                return self.value
        elif self.value and kind == (ALPHANUMERIC, 0) and not _PREFIXED.fullmatch(self.value):
            return self.value
        return f"{self.ton}.{self.npi}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The reverse of ``str()``: a bare number is international, bare letters are a name. Malformed if empty."""
        if match := _PREFIXED.fullmatch(text):
            ton, npi, value = match.groups()
            return cls(value, int(ton), int(npi))
        if not text:
            raise Malformed("address", None, "a number, a name, or ton.npi:value", "nothing")
        return cls(text) if _BARE_NUMBER.fullmatch(text) else cls(text, ALPHANUMERIC, 0)

    def encode_tp(self, field: str) -> bytes:
        """The address field of a TPDU: number of useful semi-octets, type of address, at most 10 octets of value.

        Malformed names ``field`` when there are more than 20 digits or 11 septets, or other characters.
        """
        if self.ton == ALPHANUMERIC:
            septets = _encode_name(field, self.value)
            semi_octets, value = (len(septets) * 7 + 3) // 4, gsm7.pack(septets)
        else:
            semi_octets, value = len(self.value), encode_digits(field, self.value)
        if semi_octets > 20:
            raise Malformed(field, None, "20 digits or 11 septets at most", repr(self.value))
        return bytes((semi_octets, self._type(field))) + value

    @classmethod
    def decode_tp(cls, field: str, octets: bytes, offset: int) -> tuple[Self, int]:
        """The address field of a TPDU at ``offset``, and the offset behind it; Malformed says what was wrong."""
        semi_octets = take_octet(field, octets, offset)
        if semi_octets > 20:
            raise Malformed(field, offset, "20 semi-octets at most", str(semi_octets))
        ton, npi = _decode_type(field, octets, offset + 1)
        value = take(field, octets, offset + 2, (semi_octets + 1) // 2)
        if ton == ALPHANUMERIC:
            text = _decode_name(field, value, semi_octets, offset)
        else:
            text = decode_digits(field, value, offset + 2)
            if len(text) != semi_octets:
                raise Malformed(field, offset, f"{semi_octets} digits", f"{len(text)} in {value.hex()}")
        return cls(text, ton, npi), offset + 2 + len(value)

    def encode_rp(self, field: str) -> bytes:
        """Type of number and digits, as RP addresses and MAP's AddressString have them; the layer adds the length."""
        return bytes((self._type(field),)) + encode_digits(field, self.value)

    @classmethod
    def decode_rp(cls, field: str, octets: bytes, offset: int = 0) -> Self:
        """The reverse of encode_rp; ``offset`` is where the octets stood in the message, for the error."""
        ton, npi = _decode_type(field, octets, 0, offset)
        return cls(decode_digits(field, octets[1:], offset + 1), ton, npi)

    def _type(self, field: str) -> int:
        return 0x80 | octet(f"{field} ton", self.ton, 7) << 4 | octet(f"{field} npi", self.npi, 15)


def _decode_type(field: str, octets: bytes, offset: int, origin: int = 0) -> tuple[int, int]:
    if offset >= len(octets):
        raise Malformed(field, origin + offset, "a type of address", "the end")
    type_of_address = octets[offset]
    if not type_of_address & 0x80:
        raise Malformed(field, origin + offset, "bit 7 of the type of address set", hex(type_of_address))
    return type_of_address >> 4 & 7, type_of_address & 15


def _decode_name(field: str, value: bytes, semi_octets: int, offset: int) -> str:
    # 4 characters are 28 bits, 7 useful semi-octets: a sender which counts 8 has counted octets.
    count = semi_octets * 4 // 7
    if (count * 7 + 3) // 4 != semi_octets:
        raise Malformed(field, offset, "the semi-octets of whole septets", str(semi_octets))
    septets = gsm7.unpack(value, count)
    if gsm7.pack(septets) != value:
        raise Malformed(field, offset, "zeros behind the last septet", value.hex())
    return _read_name(septets)


# A septet sequence that no text encodes to (an escape with nothing behind it, say) keeps its escapes as U+001B.


def _read_name(septets: bytes) -> str:
    text = gsm7.decode(septets)
    return text if gsm7.encode(text) == septets else "\x1b".join(map(gsm7.decode, septets.split(b"\x1b")))


def _encode_name(field: str, value: str) -> bytes:
    try:
        return b"\x1b".join(map(gsm7.encode, value.split("\x1b")))
    except Malformed as error:
        raise Malformed(field, None, error.expected, error.found) from None
