"""The network's seconds as dates, in UTC. No date after the year 9999 can be written, so no clock goes beyond it."""

from datetime import UTC, datetime
from typing import Final

LATEST: Final = 253_402_300_799.0  # the last second of the year 9999


def date(at: float) -> datetime:
    """Return the date of a time; a time after ``LATEST``, as a validity period may end at, gives the date of that."""
    return datetime.fromtimestamp(min(at, LATEST), UTC)


def written(at: float) -> str:
    """Write a time as RFC 3339 has it."""
    return date(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")
