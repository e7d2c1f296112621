"""The network's seconds as dates in UTC, each made once for its second.

TPDUs and SMPP write only the last two digits of a year, which a reader takes for a year within a certain hundred: an
earlier or later year is written as the one of these with the same digits.
"""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from pdu import smpp_time
from pdu.sms.timestamp import Timestamp
from smsc.dates import date

_FIRST_OF_TPDU: Final = 1990
_FIRST_OF_SMPP: Final = 2000


def moment(now: float) -> datetime:
    """Give the date and time of seconds since the epoch, without fractions of a second."""
    return _moment(int(now))


def timestamp(now: float) -> Timestamp:
    """Give the same as TPDUs have it."""
    return _timestamp(int(now))


def absolute(at: float) -> str:
    """Write seconds since the epoch as SMPP does, to a tenth of a second."""
    return smpp_time.absolute(_within(_FIRST_OF_SMPP, date(at)))


@lru_cache(1024)
def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@lru_cache(1024)
def _timestamp(seconds: int) -> Timestamp:
    return Timestamp.of(_within(_FIRST_OF_TPDU, _moment(seconds)))


def _within(first: int, at: datetime) -> datetime:
    """Move a date into the hundred years from ``first`` on, keeping the last two digits of its year."""
    return at.replace(year=first + (at.year - first) % 100)
