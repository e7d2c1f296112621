"""The network's seconds as dates, in UTC: what is of one second is made once."""

from datetime import UTC, datetime
from functools import lru_cache

from pdu.sms.timestamp import Timestamp


def moment(now: float) -> datetime:
    """The date and time of seconds since the epoch; there are no fractions of a second."""
    return _moment(int(now))


def timestamp(now: float) -> Timestamp:
    """The same, as TPDUs have it."""
    return _timestamp(int(now))


@lru_cache(1024)
def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@lru_cache(1024)
def _timestamp(seconds: int) -> Timestamp:
    return Timestamp.of(_moment(seconds))
