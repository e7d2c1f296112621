"""pdu.sms.validity: how long a message may wait, in three formats."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.sms import validity
from pdu.sms.timestamp import Timestamp
from pdu.sms.validity import DAY, HOUR, MINUTE, WEEK, EnhancedValidity, Validity, Vpf, relative_of, relative_seconds
from tests.pdu.sms.samples import validities


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (0, 5 * MINUTE),
        (143, 12 * HOUR),
        (144, 12 * HOUR + 30 * MINUTE),
        (167, 24 * HOUR),
        (168, 2 * DAY),
        (196, 30 * DAY),
        (197, 5 * WEEK),
        (255, 63 * WEEK),
    ],
)
def test_a_relative_period_grows_in_four_steps(value: int, seconds: int) -> None:
    assert relative_seconds(value) == seconds
    assert relative_of(seconds) == value


@given(st.floats(0, 63 * WEEK))
def test_a_period_is_rounded_up_and_no_further_than_to_the_next(seconds: float) -> None:
    value = relative_of(seconds)
    assert relative_seconds(value) >= seconds
    assert value == 0 or relative_seconds(value - 1) < seconds


@pytest.mark.parametrize("seconds", [-1, 63 * WEEK + 1, float("nan"), float("inf")])
def test_a_period_no_octet_can_say_is_refused(seconds: float) -> None:
    with pytest.raises(Malformed, match="tp_vp: expected 0 seconds to 63 weeks"):
        relative_of(seconds)


@pytest.mark.parametrize(
    ("tp_vp", "octets", "seconds", "single_shot"),
    [
        (EnhancedValidity.none(), "00 000000000000", None, False),
        (EnhancedValidity.none(single_shot=True), "40 000000000000", None, True),
        (EnhancedValidity.relative(167), "01 a7 0000000000", DAY, False),
        (EnhancedValidity.in_seconds(90, single_shot=True), "42 5a 0000000000", 90, True),
        (EnhancedValidity.hours_minutes_seconds(45_296), "03 21 43 65 000000", 45_296, False),
        (EnhancedValidity(bytes.fromhex("82 00 5a 00000000")), "82 00 5a 00000000", 90, False),  # an indicator more
        (EnhancedValidity(bytes.fromhex("02 00 0000000000")), "02 00 0000000000", None, False),  # reserved
        (EnhancedValidity(bytes.fromhex("03 a1 0000000000")), "03 a1 0000000000", None, False),  # no digits
        (EnhancedValidity(bytes.fromhex("07 01 0000000000")), "07 01 0000000000", None, False),  # reserved
        (EnhancedValidity(b"\x81" * 7), "81 818181818181", None, False),  # nothing but indicators
    ],
)
def test_the_enhanced_format_says_what_its_first_octet_says(
    tp_vp: EnhancedValidity, octets: str, seconds: int | None, *, single_shot: bool
) -> None:
    assert tp_vp.octets == bytes.fromhex(octets)
    assert (tp_vp.seconds, tp_vp.single_shot) == (seconds, single_shot)


def test_the_enhanced_format_has_its_limits() -> None:
    with pytest.raises(Malformed, match="tp_vp: expected less than 100 hours"):
        EnhancedValidity.hours_minutes_seconds(100 * HOUR)
    with pytest.raises(Malformed, match="tp_vp: expected an integer of 1 to 255"):
        EnhancedValidity.in_seconds(0)
    with pytest.raises(Malformed, match="tp_vp: expected an integer of 0 to 255"):
        EnhancedValidity.relative(256)
    with pytest.raises(Malformed, match="tp_vp: expected 7 octets"):
        validity.encode(EnhancedValidity(b"\x02\x5a"))


@given(validities, st.binary(max_size=2), st.binary(max_size=2))
def test_every_format_comes_back_as_it_was(tp_vp: Validity, before: bytes, behind: bytes) -> None:
    octets = validity.encode(tp_vp)
    decoded = validity.decode(validity.vpf(tp_vp), before + octets + behind, len(before))
    assert decoded == (tp_vp, len(before) + len(octets))
    assert type(decoded[0]) is type(tp_vp)


@given(validities.filter(lambda tp_vp: tp_vp is not None))
def test_every_format_comes_back_from_its_line(tp_vp: Validity) -> None:
    parsed = validity.parse(str(tp_vp))
    assert parsed == tp_vp
    assert type(parsed) is type(tp_vp)


def test_the_line_shows_the_format() -> None:
    assert str(EnhancedValidity.in_seconds(90)) == "enhanced:025a0000000000"
    assert validity.parse("167") == 167
    assert validity.parse("2024-05-01T12:30:45+00:00") == Timestamp.of(datetime(2024, 5, 1, 12, 30, 45, tzinfo=UTC))
    with pytest.raises(Malformed, match="tp_vp: expected an integer of 0 to 255, found 256"):
        validity.parse("256")


def test_the_kind_of_a_validity_is_its_format() -> None:
    assert validity.vpf(None) is Vpf.NOT_PRESENT
    assert validity.vpf(0) is Vpf.RELATIVE
    assert validity.vpf(Timestamp(bytes(7))) is Vpf.ABSOLUTE
    assert validity.vpf(EnhancedValidity(bytes(7))) is Vpf.ENHANCED
