"""SMPP v5.0 section 4.7.23: times as 16 characters, absolute (YYMMDDhhmmsstnnp) or relative (YYMMDDhhmmss000R).

In an absolute time p is "+" where local time is ahead of UTC by nn quarter hours, so UTC is earlier than what is written.
"""

from datetime import UTC, datetime, timedelta, timezone

from pdu.malformed import Malformed

QUARTER = timedelta(minutes=15)


def parse(text: str, now: datetime, field: str = "time", command_status: int = 0x61) -> datetime:
    """Read a time; a relative one counts from ``now``, years and months by the calendar. Raises Malformed.

    The refusing status is the caller's to say, since it depends on the parameter: ESME_RINVSCHED by default.
    """

    def malformed(expected: str) -> Malformed:
        return Malformed(field, None, expected, repr(text), command_status)

    if len(text) != 16 or not (text[:15].isascii() and text[:15].isdigit()) or text[15] not in "+-R":
        raise malformed("YYMMDDhhmmsstnn followed by +, - or R")
    year, month, day, hour, minute, second = (int(text[i : i + 2]) for i in range(0, 12, 2))
    if text[15] == "R":
        if text[12:15] != "000":
            raise malformed("000R at the end of a relative time")
        years, months = divmod(now.month - 1 + month + 12 * year, 12)
        try:
            first = now.replace(year=now.year + years, month=months + 1, day=1)
            start = first + timedelta(days=min(now.day, _days_in(first)) - 1)
            return start + timedelta(days=day, hours=hour, minutes=minute, seconds=second)
        except (ValueError, OverflowError):
            raise malformed("a time before the year 10000") from None
    tenths, quarters = int(text[12]), int(text[13:15])
    if quarters > 48:
        raise malformed("00 to 48 quarter hours from UTC")
    offset = quarters * QUARTER if text[15] == "+" else -quarters * QUARTER
    try:
        local = datetime(2000 + year, month, day, hour, minute, second, tenths * 100_000, timezone(offset))
    except ValueError as wrong:
        raise malformed("a date and time that exist") from wrong
    return local.astimezone(UTC)


def absolute(at: datetime) -> str:
    """Write a moment as an absolute time in its own zone (a naive one is UTC), cut to tenths of a second."""
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    offset = aware.utcoffset() or timedelta()
    quarters, rest = divmod(abs(offset), QUARTER)
    if rest or quarters > 48:
        aware, quarters, offset = aware.astimezone(UTC), 0, timedelta()
    sign = "-" if offset < timedelta() else "+"
    return f"{aware:%y%m%d%H%M%S}{aware.microsecond // 100_000}{quarters:02}{sign}"


def relative(delay: timedelta) -> str:
    """Write a delay, in days and less, as a relative time; raises Malformed where that can't be exact or fit."""
    days, seconds = delay.days, delay.seconds
    if days < 0 or days > 99 or delay.microseconds:
        raise Malformed("time", None, "whole seconds from 0 to 99 days", str(delay))
    return f"0000{days:02}{seconds // 3600:02}{seconds // 60 % 60:02}{seconds % 60:02}000R"


def _days_in(first: datetime) -> int:
    following = (first + timedelta(days=32)).replace(day=1)
    return (following - first).days
