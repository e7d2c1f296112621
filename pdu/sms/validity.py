"""TS 23.040 clause 9.2.3.12: TP-Validity-Period in its three formats."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Self, TypeAlias

from pdu.malformed import Malformed
from pdu.sms.octets import octet, take, take_octet
from pdu.sms.timestamp import Timestamp

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY

_SINGLE_SHOT: Final = 0x40
_ENHANCED: Final = re.compile(r"enhanced:([0-9a-f]{14})", re.ASCII)


class Vpf(IntEnum):
    """9.2.3.3  TP-Validity-Period-Format."""

    NOT_PRESENT = 0
    ENHANCED = 1
    RELATIVE = 2
    ABSOLUTE = 3


def relative_seconds(value: int) -> int:
    """How long TP-VP in the relative format lasts, in seconds."""
    if octet("tp_vp", value) <= 143:
        return (value + 1) * 5 * MINUTE
    if value <= 167:
        return 12 * HOUR + (value - 143) * 30 * MINUTE
    if value <= 196:
        return (value - 166) * DAY
    return (value - 192) * WEEK


_RELATIVE_SECONDS: Final = tuple(relative_seconds(value) for value in range(256))


def relative_of(seconds: float) -> int:
    """The relative TP-VP that lasts at least this long: rounded up, so that no message expires before its time.

    Malformed when it is negative or more than 63 weeks, the longest that TP-VP can say.
    """
    if not 0 <= seconds <= 63 * WEEK:
        raise Malformed("tp_vp", None, "0 seconds to 63 weeks", f"{seconds} seconds")
    return bisect_left(_RELATIVE_SECONDS, seconds)


@dataclass(frozen=True, slots=True)  # not a tuple, which would equal a Timestamp of the same octets
class EnhancedValidity:
    """The seven octets of the enhanced format, functionality indicator first, as they stand on the wire."""

    octets: bytes

    @classmethod
    def none(cls, *, single_shot: bool = False) -> Self:
        """No validity period, so the SC's own applies; with ``single_shot`` it makes one attempt at most."""
        return cls._of(0, b"", single_shot)

    @classmethod
    def relative(cls, value: int, *, single_shot: bool = False) -> Self:
        """The octet of the relative format."""
        return cls._of(1, bytes((octet("tp_vp", value),)), single_shot)

    @classmethod
    def in_seconds(cls, seconds: int, *, single_shot: bool = False) -> Self:
        """1 to 255 seconds."""
        return cls._of(2, bytes((octet("tp_vp", seconds, smallest=1),)), single_shot)

    @classmethod
    def hours_minutes_seconds(cls, seconds: int, *, single_shot: bool = False) -> Self:
        """Up to 99 hours, 59 minutes and 59 seconds."""
        if not 0 <= seconds < 100 * HOUR:
            raise Malformed("tp_vp", None, "less than 100 hours", f"{seconds} seconds")
        parts = (seconds // HOUR, seconds // MINUTE % 60, seconds % 60)
        return cls._of(3, bytes(part % 10 << 4 | part // 10 for part in parts), single_shot)

    @classmethod
    def _of(cls, form: int, value: bytes, single_shot: bool) -> Self:
        return cls((bytes((form | _SINGLE_SHOT * single_shot,)) + value).ljust(7, b"\0"))

    @property
    def single_shot(self) -> bool:
        """Whether the SC is asked for one delivery attempt at most."""
        return bool(self.octets[0] & _SINGLE_SHOT)

    @property
    def seconds(self) -> int | None:
        """How long the message is valid; None without a period, or with one in a reserved form."""
        indicators = 1
        while indicators < 7 and self.octets[indicators - 1] & 0x80:  # the indicator goes on in the next octet
            indicators += 1
        value = self.octets[indicators:]
        match self.octets[0] & 7:
            case 1 if value:
                return relative_seconds(value[0])
            case 2 if value and value[0]:
                return value[0]
            case 3 if len(value) >= 3 and all(part >> 4 <= 9 and part & 15 <= 9 for part in value[:3]):
                hours, minutes, seconds = ((part & 15) * 10 + (part >> 4) for part in value[:3])
                return hours * HOUR + minutes * MINUTE + seconds
        return None

    def __str__(self) -> str:
        return f"enhanced:{self.octets.hex()}"


# The relative format is its octet; None stands for "TP-VP field not present".
Validity: TypeAlias = int | Timestamp | EnhancedValidity | None


def vpf(tp_vp: Validity) -> Vpf:
    """TP-VPF, which is the kind of TP-VP."""
    match tp_vp:
        case None:
            return Vpf.NOT_PRESENT
        case int():
            return Vpf.RELATIVE
        case Timestamp():
            return Vpf.ABSOLUTE
        case EnhancedValidity():
            return Vpf.ENHANCED


def parse(text: str) -> int | Timestamp | EnhancedValidity:
    """The reverse of ``str()`` of a TP-VP: ``167``, ``2024-05-01T12:30:00+01:00``, ``enhanced:025a0000000000``."""
    if text.isascii() and text.isdecimal() and len(text) <= 3:
        return octet("tp_vp", int(text))
    if match := _ENHANCED.fullmatch(text):
        return EnhancedValidity(bytes.fromhex(match[1]))
    return Timestamp.parse(text)


def encode(tp_vp: Validity) -> bytes:
    """0, 1 or 7 octets, by the kind of TP-VP; Malformed when it does not fit."""
    match tp_vp:
        case None:
            return b""
        case int():
            return bytes((octet("tp_vp", tp_vp),))
        case Timestamp():
            return tp_vp.encode("tp_vp")
        case EnhancedValidity():
            return Timestamp(tp_vp.octets).encode("tp_vp")


def decode(form: int, octets: bytes, offset: int) -> tuple[Validity, int]:
    """TP-VP at ``offset`` in the format of TP-VPF, and the offset behind it; Malformed at too early an end."""
    match form:
        case Vpf.NOT_PRESENT:
            return None, offset
        case Vpf.RELATIVE:
            return take_octet("tp_vp", octets, offset), offset + 1
        case Vpf.ABSOLUTE:
            return Timestamp.decode("tp_vp", octets, offset), offset + 7
        case _:
            return EnhancedValidity(take("tp_vp", octets, offset, 7)), offset + 7
