"""SMPP v5.0 section 4.7.23: times, absolute and relative."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu import CommandStatus, Malformed
from pdu.smpp_time import Delay, absolute, parse, read, relative

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


def test_plus_means_that_local_time_is_ahead_so_utc_is_earlier() -> None:
    #                YYMMDDhhmmsstnnp
    assert parse("260321063145904+", NOW) == datetime(2026, 3, 21, 5, 31, 45, 900_000, UTC)


def test_minus_means_that_local_time_is_behind_so_utc_is_later() -> None:
    assert parse("260321063145020-", NOW) == datetime(2026, 3, 21, 11, 31, 45, 0, UTC)


def test_an_absolute_time_is_read_in_its_own_zone() -> None:
    written = read("260321063145904+")
    assert isinstance(written, datetime)
    assert written.utcoffset() == timedelta(hours=1)
    assert written.hour == 6


@pytest.mark.parametrize("quarters", ["00", "48"])
def test_quarter_hours_run_from_00_to_48(quarters: str) -> None:
    offset = int(quarters) * timedelta(minutes=15)
    assert parse(f"2603210631450{quarters}+", NOW) == datetime(2026, 3, 21, 6, 31, 45, tzinfo=UTC) - offset


def test_a_relative_time_is_the_example_of_the_specification() -> None:
    assert read("020610233429000R") == Delay(2, 6, 10, 23, 34, 29)
    assert parse("020610233429000R", NOW) == datetime(2028, 8, 11, 11, 34, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("000100000000000R", datetime(2026, 2, 28, 12, tzinfo=UTC)),
        ("010100000000000R", datetime(2027, 2, 28, 12, tzinfo=UTC)),
        ("020100000000000R", datetime(2028, 2, 29, 12, tzinfo=UTC)),
        ("000101000000000R", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("001200000000000R", datetime(2027, 1, 31, 12, tzinfo=UTC)),
        ("000000000000000R", NOW),
        ("000000000005999R", NOW + timedelta(seconds=5)),
    ],
    ids=[
        "a month",
        "a year and a month",
        "to a leap year",
        "then days",
        "twelve months",
        "nothing",
        "t and nn ignored",
    ],
)
def test_relative_months_and_years_are_those_of_the_calendar(text: str, moment: datetime) -> None:
    assert parse(text, NOW) == moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "YYMMDDhhmmsstnn followed by +, - or R"),
        ("260321063145904", "YYMMDDhhmmsstnn followed by +, - or R"),
        ("260321063145904Z", "YYMMDDhhmmsstnn followed by +, - or R"),
        ("260321063145904++", "YYMMDDhhmmsstnn followed by +, - or R"),
        ("26032106314590 +", "YYMMDDhhmmsstnn followed by +, - or R"),
        ("26032106314590٤+", "YYMMDDhhmmsstnn followed by +, - or R"),
        ("260321063145904+\n", "YYMMDDhhmmsstnn followed by +, - or R"),
        ("260321063145949+", "00 to 48 quarter hours from UTC"),
        ("260229063145904+", "a date and time that exist"),
        ("261301063145904+", "a date and time that exist"),
        ("260321243145904+", "a date and time that exist"),
        ("260321063160904+", "a date and time that exist"),
        ("001300000000000R", "at most 12 months"),
        ("000032000000000R", "at most 31 days"),
        ("000000240000000R", "at most 23 hours"),
        ("000000006000000R", "at most 59 minutes"),
        ("000000000060000R", "at most 59 seconds"),
    ],
)
def test_what_is_no_time_is_malformed_and_says_what_it_should_be(text: str, expected: str) -> None:
    with pytest.raises(Malformed) as error:
        parse(text, NOW, "validity_period", CommandStatus.ESME_RINVEXPIRY)
    assert (error.value.field, error.value.expected) == ("validity_period", expected)
    assert error.value.command_status == CommandStatus.ESME_RINVEXPIRY


def test_a_time_beyond_all_years_is_malformed() -> None:
    with pytest.raises(Malformed, match="before the year 10000"):
        parse("990000000000000R", datetime(9950, 1, 1, tzinfo=UTC))


def test_a_moment_is_written_in_its_own_zone() -> None:
    assert absolute(datetime(2026, 3, 21, 6, 31, 45, 987_654, timezone(timedelta(hours=1)))) == "260321063145904+"
    assert absolute(datetime(2026, 3, 21, 6, 31, 45, 0, timezone(-timedelta(hours=5)))) == "260321063145020-"
    assert absolute(datetime(2026, 3, 21, 6, 31, 45)) == "260321063145000+"  # noqa: DTZ001 - a naive one is UTC


@pytest.mark.parametrize("offset", [timedelta(hours=13), timedelta(minutes=7), -timedelta(hours=12, minutes=15)])
def test_a_zone_that_quarter_hours_cannot_say_becomes_utc(offset: timedelta) -> None:
    moment = datetime(2026, 3, 21, 6, 31, 45, tzinfo=timezone(offset))
    assert absolute(moment).endswith("00+")
    assert parse(absolute(moment), NOW) == moment


@pytest.mark.parametrize("year", [1999, 2100])
def test_a_year_that_two_digits_cannot_say_is_malformed(year: int) -> None:
    with pytest.raises(Malformed, match="a year from 2000 to 2099"):
        absolute(datetime(year, 6, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "moment",
    [
        datetime.max.replace(tzinfo=timezone(-timedelta(minutes=7))),
        datetime.min.replace(tzinfo=timezone(timedelta(minutes=7))),
        datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=13))),
        datetime(2099, 12, 31, 23, tzinfo=timezone(-timedelta(hours=13))),
    ],
)
def test_a_year_that_two_digits_cannot_say_in_utc_is_malformed(moment: datetime) -> None:
    with pytest.raises(Malformed, match="a year from 2000 to 2099"):
        absolute(moment)


@pytest.mark.parametrize("delay", [-timedelta(seconds=1), timedelta(days=32), timedelta(milliseconds=1)])
def test_a_delay_that_cannot_be_exact_is_malformed(delay: timedelta) -> None:
    with pytest.raises(Malformed, match=f"^time: expected whole seconds, less than 32 days, found {delay}$"):
        relative(delay)


@given(st.integers(0, 32 * 86400 - 1).map(lambda seconds: timedelta(seconds=seconds)))
def test_delays_round_trip(delay: timedelta) -> None:
    assert parse(relative(delay), NOW) == NOW + delay


@given(
    st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30)),  # noqa: DTZ001 - the zone is drawn below
    st.integers(-48, 48),
)
def test_moments_round_trip_to_tenths(moment: datetime, quarters: int) -> None:
    at = moment.replace(microsecond=moment.microsecond // 100_000 * 100_000)
    at = at.replace(tzinfo=timezone(quarters * timedelta(minutes=15)))
    assert read(absolute(at)) == at
    assert parse(absolute(at), NOW) == at


# each number up to one beyond the last that it may be
HARDLY_WRONG = st.tuples(
    *(st.integers(0, most).map("{:02}".format) for most in (99, 13, 32, 24, 60, 60)),
    st.integers(0, 9).map(str),
    st.integers(0, 49).map("{:02}".format),
    st.sampled_from("+-R"),
).map("".join)


@given(st.text(max_size=20) | st.text("0123456789+-R", min_size=16, max_size=16) | HARDLY_WRONG)
def test_any_text_is_a_time_or_malformed(text: str) -> None:
    with suppress(Malformed):
        parse(text, NOW)
