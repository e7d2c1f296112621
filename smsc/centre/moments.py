"""The network's seconds as dates, in UTC: what is of one second is made once.

TPDUs and SMPP write the last two digits of a year, and who reads them takes them for one of a hundred years: a later or
an earlier year is written as that one.
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
    """The date and time of seconds since the epoch; there are no fractions of a second."""
    return _moment(int(now))


def timestamp(now: float) -> Timestamp:
    """The same, as TPDUs have it."""
    return _timestamp(int(now))


def absolute(at: float) -> str:
    """Write seconds since the epoch as SMPP does, to the tenth."""
    return smpp_time.absolute(_within(_FIRST_OF_SMPP, date(at)))


@lru_cache(1024)
def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@lru_cache(1024)
def _timestamp(seconds: int) -> Timestamp:
    return Timestamp.of(_within(_FIRST_OF_TPDU, _moment(seconds)))


def _within(first: int, at: datetime) -> datetime:
    """Give the date of the same last two digits of the year among the hundred years from ``first`` on."""
    return at.replace(year=first + (at.year - first) % 100)
