"""SMPP v5.0 sections 4.7.23.4 and 4.7.23.5: times of 16 characters, absolute (YYMMDDhhmmsstnnp) or relative (p is R).

In an absolute time p is "+" where local time is ahead of UTC by nn quarter hours, so UTC is earlier than what is
written. In a relative one t and nn mean nothing.
"""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from pdu.command_status import CommandStatus
from pdu.malformed import Malformed

QUARTER = timedelta(minutes=15)
QUARTERS = 48  # 12 hours: the most that nn may say

_FORM = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9])([0-9]{2})([-+R])")


class Delay(NamedTuple):
    """A relative time as it is written: each part from 0 to the largest that the table allows."""

    years: int
    months: int
    days: int
    hours: int
    minutes: int
    seconds: int

    def after(self, now: datetime) -> datetime:
        """Count from a moment, years and months by the calendar; the 31st of a shorter month is its last day.

        Raises ValueError or OverflowError beyond the year 9999.
        """
        years, months = divmod(now.month - 1 + self.months, 12)
        year, month = now.year + self.years + years, months + 1
        start = now.replace(year=year, month=month, day=min(now.day, monthrange(year, month)[1]))
        return start + timedelta(days=self.days, hours=self.hours, minutes=self.minutes, seconds=self.seconds)


_LARGEST = Delay(99, 12, 31, 23, 59, 59)


def read(text: str, field: str = "time", command_status: int = CommandStatus.ESME_RINVSCHED) -> datetime | Delay:
    """Read a time as it stands: an absolute one in its own zone, or a delay. Raises Malformed.

    The caller gives the status that refuses it, since that depends on the parameter.
    """

    def malformed(expected: str) -> Malformed:
        return Malformed(field, None, expected, repr(text), command_status)

    form = _FORM.fullmatch(text)
    if form is None:
        raise malformed("YYMMDDhhmmsstnn followed by +, - or R")
    year, month, day, hour, minute, second, tenths, quarters = map(int, form.groups()[:8])
    if form[9] == "R":
        delay = Delay(year, month, day, hour, minute, second)
        for part, found, largest in zip(Delay._fields, delay, _LARGEST, strict=True):
            if found > largest:
                raise malformed(f"at most {largest} {part}")
        return delay
    if quarters > QUARTERS:
        raise malformed(f"00 to {QUARTERS} quarter hours from UTC")
    offset = quarters * QUARTER if form[9] == "+" else -quarters * QUARTER
    try:
        return datetime(2000 + year, month, day, hour, minute, second, tenths * 100_000, timezone(offset))
    except ValueError as wrong:
        raise malformed("a date and time that exist") from wrong


def parse(
    text: str, now: datetime, field: str = "time", command_status: int = CommandStatus.ESME_RINVSCHED
) -> datetime:
    """Read a time as a moment, in UTC where it is absolute; a relative one counts from ``now``. Raises Malformed."""
    written = read(text, field, command_status)
    if isinstance(written, datetime):
        return written.astimezone(UTC)
    try:
        return written.after(now)
    except (ValueError, OverflowError) as wrong:
        raise Malformed(field, None, "a time before the year 10000", repr(text), command_status) from wrong


def absolute(at: datetime, field: str = "time") -> str:
    """Write a moment as an absolute time in its own zone (a naive one is UTC), cut to tenths of a second.

    A zone that is more than 12 hours away, or no whole number of quarter hours, becomes UTC. Raises Malformed outside
    2000 to 2099.
    """
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    if not 1999 <= at.year <= 2100:  # further off than any zone can shift, and perhaps beyond what datetime can convert
        raise _no_year(field, at.year)
    offset = aware.utcoffset() or timedelta()
    quarters, rest = divmod(abs(offset), QUARTER)
    if rest or quarters > QUARTERS:
        aware, quarters, offset = aware.astimezone(UTC), 0, timedelta()
    if not 2000 <= aware.year <= 2099:
        raise _no_year(field, aware.year)
    sign = "-" if offset < timedelta() else "+"
    return f"{aware:%y%m%d%H%M%S}{aware.microsecond // 100_000}{quarters:02}{sign}"


def _no_year(field: str, year: int) -> Malformed:
    return Malformed(field, None, "a year from 2000 to 2099", str(year))


def relative(delay: timedelta, field: str = "time") -> str:
    """Write a delay, in days and less, as a relative time; raises Malformed where that can't be exact or fit."""
    days, seconds = delay.days, delay.seconds
    if not 0 <= days <= _LARGEST.days or delay.microseconds:
        raise Malformed(field, None, f"whole seconds, less than {_LARGEST.days + 1} days", str(delay))
    return f"0000{days:02}{seconds // 3600:02}{seconds // 60 % 60:02}{seconds % 60:02}000R"
