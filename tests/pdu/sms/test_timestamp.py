"""pdu.sms.timestamp: the service centre's clock on the wire."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.sms.timestamp import Timestamp
from tests.pdu.sms.samples import timestamps


def zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))


CLOCKS = [
    ("42 50 10 21 03 54 00", datetime(2024, 5, 1, 12, 30, 45, tzinfo=UTC)),
    ("42 50 10 21 03 54 40", datetime(2024, 5, 1, 12, 30, 45, tzinfo=zone(60))),
    ("42 50 10 21 03 54 32", datetime(2024, 5, 1, 12, 30, 45, tzinfo=zone(5 * 60 + 45))),  # Nepal: 23 quarters
    ("42 50 10 21 03 54 0a", datetime(2024, 5, 1, 12, 30, 45, tzinfo=zone(-5 * 60))),  # 20 quarters, sign bit 3
    ("42 50 10 21 03 54 69", datetime(2024, 5, 1, 12, 30, 45, tzinfo=zone(-4 * 60))),  # 16 quarters, west
    ("42 50 10 21 03 54 97", datetime(2024, 5, 1, 12, 30, 45, tzinfo=zone(79 * 15))),
    ("42 50 10 21 03 54 9f", datetime(2024, 5, 1, 12, 30, 45, tzinfo=zone(-79 * 15))),
    ("99 21 13 32 95 95 00", datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ("98 10 10 00 00 00 00", datetime(2089, 1, 1, tzinfo=UTC)),
]


@pytest.mark.parametrize(("octets", "when"), CLOCKS)
def test_each_semi_octet_pair_has_its_units_high(octets: str, when: datetime) -> None:
    stamp = Timestamp(bytes.fromhex(octets))
    assert stamp.when is not None
    assert (stamp.when, stamp.when.utcoffset()) == (when, when.utcoffset())
    assert Timestamp.of(when) == stamp
    assert Timestamp.parse(str(stamp)) == stamp
    assert str(stamp) == when.isoformat()


@pytest.mark.parametrize(
    "octets",
    [
        "42 31 10 21 03 54 00",  # month 13
        "32 20 92 00 00 00 00",  # 29 February of a common year
        "42 50 10 42 00 00 00",  # hour 24
        "42 50 10 21 03 06 00",  # second 60
        "4a 50 10 21 03 54 00",  # no digit
        "a4 50 10 21 03 54 00",
        "42 50 10 21 03 54 a0",  # no quarters
        "00 00 00 00 00 00 00",
        "ff ff ff ff ff ff ff",
    ],
)
def test_what_is_no_date_is_kept_as_octets(octets: str) -> None:
    stamp = Timestamp(bytes.fromhex(octets))
    assert stamp.when is None
    assert str(stamp) == stamp.octets.hex()
    assert Timestamp.parse(str(stamp)) == stamp


def test_minus_nothing_is_a_zone_which_only_octets_can_show() -> None:
    stamp = Timestamp(bytes.fromhex("42 50 10 21 03 54 08"))
    assert stamp.when == datetime(2024, 5, 1, 12, 30, 45, tzinfo=UTC)
    assert str(stamp) == "42501021035408"


@given(timestamps)
def test_every_seven_octets_come_back_from_their_line(stamp: Timestamp) -> None:
    assert Timestamp.parse(str(stamp)) == stamp


FIRST = datetime(1990, 1, 1)  # noqa: DTZ001  # hypothesis wants its limits naive
LAST = datetime(2089, 12, 31)  # noqa: DTZ001  # the same


@given(st.datetimes(FIRST, LAST, timezones=st.integers(-79, 79).map(lambda quarters: zone(15 * quarters))))
def test_a_moment_comes_back_to_the_second(when: datetime) -> None:
    assert Timestamp.of(when).when == when.replace(microsecond=0)


@pytest.mark.parametrize(
    "when",
    [
        datetime(2024, 5, 1),  # noqa: DTZ001  # no zone: which moment is it?
        datetime(1989, 12, 31, tzinfo=UTC),
        datetime(2090, 1, 1, tzinfo=UTC),
        datetime(2024, 5, 1, tzinfo=zone(7)),
        datetime(2024, 5, 1, tzinfo=zone(20 * 60)),
    ],
)
def test_a_moment_the_octets_cannot_say_is_refused(when: datetime) -> None:
    with pytest.raises(Malformed, match="timestamp: expected"):
        Timestamp.of(when)


@pytest.mark.parametrize("text", ["", "now", "2024-05-01T12:30:45", "42501021035", "1950-01-01T00:00:00+00:00"])
def test_a_line_which_is_no_timestamp_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="timestamp: expected ISO 8601"):
        Timestamp.parse(text)


def test_six_octets_are_none() -> None:
    six = bytes.fromhex("42 50 10 21 03 54")
    assert Timestamp(six).when is None
    with pytest.raises(Malformed, match="tp_scts: expected 7 octets"):
        Timestamp(six).encode("tp_scts")
    with pytest.raises(Malformed, match="tp_scts at octet 2: expected 7 octets, found 4"):
        Timestamp.decode("tp_scts", six, 2)
