"""The network's seconds as dates, in UTC. None is written behind the year 9999, and so no clock goes on behind it."""

from datetime import UTC, datetime
from typing import Final

LATEST: Final = 253_402_300_799.0  # the last second of the year 9999


def date(at: float) -> datetime:
    """Give a date; what is to come behind the last, as the end of a validity period may be, is that one."""
    return datetime.fromtimestamp(min(at, LATEST), UTC)
