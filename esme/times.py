"""SMPP v5.0 section 4.7.23: schedule_delivery_time and validity_period as a program has them, and as parameters."""

from datetime import datetime, timedelta

from pdu import smpp_time

Time = str | datetime | timedelta
"""A moment of the years 2000 to 2099 (a naive one is UTC), a delay of whole seconds and less than 32 days from now, as
the message centre counts it, or the 16 characters themselves."""


def written(time: Time, field: str) -> str:
    """Write a time as the parameter ``field``; raises Malformed or TypeError for an invalid one."""
    if isinstance(time, datetime):
        return smpp_time.absolute(time, field)
    if isinstance(time, timedelta):
        return smpp_time.relative(time, field)
    if not isinstance(time, str):
        raise TypeError(f"{field}: expected a datetime, a timedelta or 16 characters, found {time!r}")
    return time
