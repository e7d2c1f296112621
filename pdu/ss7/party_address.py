"""ITU-T Q.713 clauses 3.4 and 3.5: called and calling party address, with the global titles that MAP nodes have."""

from typing import NamedTuple, Self

from pdu.malformed import Malformed
from pdu.sms.octets import SWAP

HLR, VLR, MSC, BSSAP = 6, 7, 8, 254  # subsystem numbers; the SMS-GMSC and SMS-IWMSC of a service centre are MSCs
ISDN, ISDN_MOBILE = 1, 7  # numbering plans: of E.164, of E.214

_ROUTE_ON_SSN, _SSN, _POINT_CODE = 0x40, 0x02, 0x01
_TITLE = 4
_ODD, _EVEN = 1, 2  # encoding schemes: BCD with an odd, with an even number of digits
_HEX = frozenset("0123456789abcdef")


class GlobalTitle(NamedTuple):
    """Global title indicator 0100: digits (hexadecimal: b is code 11, c code 12, f ST), their plan and nature."""

    digits: str
    translation_type: int = 0
    numbering_plan: int = ISDN
    nature_of_address: int = 4  # international number

    @property
    def indicator(self) -> int:
        return _TITLE

    def encode(self, field: str) -> bytes:
        """The global title's octets; Malformed names ``field``."""
        digits, scheme = self.digits, _EVEN
        if not _HEX.issuperset(digits):
            raise Malformed(field, None, "digits 0-9 a-f", repr(digits))
        if len(digits) % 2:
            digits, scheme = digits + "0", _ODD
        leading = (self.translation_type, self.numbering_plan << 4 | scheme, self.nature_of_address)
        limits = (255, 255, 127)
        if not all(0 <= value <= limit for value, limit in zip(leading, limits, strict=True)):
            raise Malformed(field, None, "translation type, plan and nature within their bits", str(self))
        return bytes(leading) + bytes.fromhex(digits).translate(SWAP)


class OtherGlobalTitle(NamedTuple):
    """A global title of another indicator (1 to 15) or encoding scheme: its octets."""

    indicator: int
    octets: bytes

    def encode(self, field: str) -> bytes:
        """The octets; Malformed names ``field``."""
        if not 1 <= self.indicator <= 15:
            raise Malformed(field, None, "a global title indicator of 1 to 15", str(self.indicator))
        return self.octets


class PartyAddress(NamedTuple):
    """Who is called or calls: a global title, a subsystem number, a point code, or several of them.

    ``route_on_ssn`` is the routing indicator: whether the nodes on the way look at point code and subsystem
    number, and not at the global title.
    """

    global_title: GlobalTitle | OtherGlobalTitle | None = None
    ssn: int | None = None
    point_code: int | None = None
    route_on_ssn: bool = False

    def encode(self, field: str) -> bytes:
        """The value part, without name and length; Malformed names ``field``."""
        indicator = _ROUTE_ON_SSN if self.route_on_ssn else 0
        octets = b""
        if self.point_code is not None:
            if not 0 <= self.point_code < 1 << 14:
                raise Malformed(field, None, "a point code of 14 bits", str(self.point_code))
            indicator |= _POINT_CODE
            octets += self.point_code.to_bytes(2, "little")
        if self.ssn is not None:
            if not 0 <= self.ssn <= 255:
                raise Malformed(field, None, "a subsystem number of 0 to 255", str(self.ssn))
            indicator |= _SSN
            octets += bytes((self.ssn,))
        if self.global_title is not None:
            octets += self.global_title.encode(field)
            indicator |= self.global_title.indicator << 2
        return bytes((indicator,)) + octets

    @classmethod
    def decode(cls, octets: bytes, offset: int, field: str) -> Self:
        """The address that fills ``octets``, which stood at ``offset`` of the message; raises Malformed."""
        indicator = octets[0] if octets else 0x80
        at, point_code, ssn = 1, None, None
        if indicator & _POINT_CODE:
            point_code, at = int.from_bytes(octets[at : at + 2], "little"), at + 2
        if indicator & _SSN:
            ssn, at = int.from_bytes(octets[at : at + 1], "big"), at + 1
        if indicator & 0x80 or at > len(octets) or (point_code or 0) >> 14:
            raise Malformed(field, offset, "an address as its indicator says", octets.hex() or "no octet")
        title = _decode_title(indicator >> 2 & 15, octets[at:], offset + at, field)
        return cls(title, ssn, point_code, bool(indicator & _ROUTE_ON_SSN))


def _decode_title(indicator: int, octets: bytes, offset: int, field: str) -> GlobalTitle | OtherGlobalTitle | None:
    if indicator == 0:
        if octets:
            raise Malformed(field, offset, "no global title", octets.hex())
        return None
    if indicator != _TITLE or len(octets) < 3 or octets[1] & 15 not in (_ODD, _EVEN):
        return OtherGlobalTitle(indicator, octets)
    digits = octets[3:].translate(SWAP).hex()
    if octets[1] & 15 == _ODD:
        if not digits.endswith("0"):
            raise Malformed(field, offset + len(octets) - 1, "a filler of 0000", octets[3:].hex() or "no digit")
        digits = digits[:-1]
    if octets[2] > 127:
        raise Malformed(field, offset + 2, "bit 8 unset", f"{octets[2]:#04x}")
    return GlobalTitle(digits, octets[0], octets[1] >> 4, octets[2])
