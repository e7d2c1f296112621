"""TS 24.008 clause 10.5.1.4: the mobile identity, by which the network and a mobile station name the station."""

from typing import Final, NamedTuple

from pdu.malformed import Malformed
from pdu.sms.octets import SWAP

IMSI: Final = 1
IMEI: Final = 2
IMEISV: Final = 3
TMSI: Final = 4


class MobileIdentity(NamedTuple):
    """Digits of an IMSI, IMEI or IMEISV; of a TMSI its 8 hexadecimal digits; of any other type all octets in hex."""

    digits: str
    type_of_identity: int = IMSI

    def __str__(self) -> str:
        """The digits alone for an IMSI, else with the type in front: ``4:1a2b3c4d``."""
        return self.digits if self.type_of_identity == IMSI else f"{self.type_of_identity}:{self.digits}"

    def encode(self, field: str = "mobile_identity") -> bytes:
        """The octets from the first digit on, without length; Malformed names ``field`` for digits of another type."""
        digits, kind = self
        if kind in (IMSI, IMEI, IMEISV):
            if not (digits.isascii() and digits.isdecimal()):
                raise Malformed(field, None, "decimal digits", repr(digits))
            odd = len(digits) % 2
            return bytes.fromhex(f"{odd << 3 | kind:x}{digits}{'' if odd else 'f'}").translate(SWAP)
        octets = _hexadecimal(field, f"f4{digits}" if kind == TMSI else digits)
        if not octets or octets[0] & 7 != kind or (kind == TMSI and len(octets) != 5):
            raise Malformed(field, None, f"the digits of an identity of type {kind}", repr(digits))
        return octets

    @classmethod
    def decode(cls, field: str, octets: bytes, offset: int = 0) -> "MobileIdentity":
        """The identity that these octets are; ``offset`` is where they stood in the message, for the error."""
        if not octets:
            raise Malformed(field, offset, "an identity", "nothing")
        kind, odd = octets[0] & 7, octets[0] >> 3 & 1
        if kind == TMSI:
            if len(octets) != 5 or octets[0] != 0xF4:
                raise Malformed(field, offset, "0xF4 and four octets of TMSI", octets.hex())
            return cls(octets[1:].hex(), kind)
        if kind not in (IMSI, IMEI, IMEISV):
            return cls(octets.hex(), kind)
        digits = octets.translate(SWAP).hex()[1:]
        if not odd:
            if not digits.endswith("f"):
                raise Malformed(field, offset, "an odd number of digits, or 1111 at the end", octets.hex())
            digits = digits[:-1]
        if not digits.isdecimal():
            raise Malformed(field, offset, "decimal digits", octets.hex())
        return cls(digits, kind)


def _hexadecimal(field: str, digits: str) -> bytes:
    try:
        octets = bytes.fromhex(digits)
    except ValueError:
        octets = b""
    if octets.hex() != digits:
        raise Malformed(field, None, "lower case hexadecimal digits, two to an octet", repr(digits))
    return octets
