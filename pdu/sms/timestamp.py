"""TS 23.040 clause 9.2.3.11: seven octets of date, time and time zone, as TP-SCTS, TP-DT and TP-VP have them."""

import re
from datetime import datetime, timedelta, timezone
from typing import Final, NamedTuple, Self

from pdu.malformed import Malformed
from pdu.sms.octets import take

_QUARTER: Final = timedelta(minutes=15)
_WEST: Final = 0x08  # the sign of the time zone: bit 3 of the last octet
_SEMI_OCTETS: Final = bytes(value % 10 << 4 | value // 10 for value in range(100))
_HEXADECIMAL: Final = re.compile(r"[0-9a-f]{14}", re.ASCII)


class Timestamp(NamedTuple):
    """The seven octets as they stand on the wire: a value which is no date is kept, too.

    ``when`` reads them, ``Timestamp.of(datetime)`` makes them.
    """

    octets: bytes

    @classmethod
    def of(cls, when: datetime) -> Self:
        """The timestamp of an aware datetime; fractions of a second have no place in it and are left out.

        Malformed when the datetime is naive, its zone is not whole quarters of an hour (79 at most), or its year is
        not within 1990 to 2089 (the wire has two digits for it).
        """
        offset = when.utcoffset()
        if offset is None or offset % _QUARTER or abs(offset) > 79 * _QUARTER or not 1990 <= when.year < 2090:
            raise Malformed("timestamp", None, "1990 to 2089, zone of quarter hours", when.isoformat())
        quarters = offset // _QUARTER
        pairs = (when.year % 100, when.month, when.day, when.hour, when.minute, when.second)
        zone = _SEMI_OCTETS[abs(quarters)] | (_WEST if quarters < 0 else 0)
        return cls(bytes(_SEMI_OCTETS[pair] for pair in pairs) + bytes((zone,)))

    @property
    def when(self) -> datetime | None:
        """The moment, in the zone of the wire; None when the octets are no date."""
        if len(self.octets) != 7:
            return None
        *pairs, zone = self.octets
        if any(pair >> 4 > 9 or pair & 15 > 9 for pair in (*pairs, zone & ~_WEST)):
            return None
        year, month, day, hour, minute, second = (10 * (pair & 15) + (pair >> 4) for pair in pairs)
        offset = _QUARTER * (10 * (zone & 7) + (zone >> 4)) * (-1 if zone & _WEST else 1)
        century = 1900 if year >= 90 else 2000
        try:
            return datetime(century + year, month, day, hour, minute, second, tzinfo=timezone(offset))
        except ValueError:
            return None

    def __str__(self) -> str:
        """ISO 8601, ``2024-05-01T12:30:00+01:00``; the octets in hexadecimal where that would not reproduce them."""
        when = self.when
        if when is None or Timestamp.of(when) != self:
            return self.octets.hex()
        return when.isoformat()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The reverse of ``str()``; Malformed when the text is neither a date nor 14 hexadecimal digits."""
        if _HEXADECIMAL.fullmatch(text):
            return cls(bytes.fromhex(text))
        try:
            return cls.of(datetime.fromisoformat(text))
        except ValueError:  # Malformed is one, too: the text is what the reader wants to see
            raise Malformed("timestamp", None, "ISO 8601 with a zone, or 14 hexadecimal digits", repr(text)) from None

    def encode(self, field: str) -> bytes:
        """The seven octets; Malformed names ``field`` when they are not seven."""
        if len(self.octets) != 7:
            raise Malformed(field, None, "7 octets", self.octets.hex())
        return self.octets

    @classmethod
    def decode(cls, field: str, octets: bytes, offset: int) -> Self:
        """The seven octets at ``offset``; Malformed when the message ends too soon."""
        return cls(take(field, octets, offset, 7))
