"""Durations in words."""

import pytest

from smsc.durations import seconds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("48h", 172_800),
        ("1h30m", 5_400),
        ("90s", 90),
        ("2d", 172_800),
        ("0.5h", 1_800),
        ("90", 90),
        ("1d2h3m4.5s", 93_784.5),
        ("29.667h26.347m1.6s", 108_383.62000000001),  # in every Python; up to 3.11, sum() gives another last digit
    ],
)
def test_a_duration_is_read(text: str, found: float) -> None:
    assert seconds(text) == found


@pytest.mark.parametrize("text", ["", "h", "1x", "m30", "30m1h", "-5s", "1 h", "inf", "1e9"])
def test_what_is_no_duration_is_told_how_one_is_written(text: str) -> None:
    with pytest.raises(ValueError, match="expected a duration such as 48h, 1h30m or 90s, found"):
        seconds(text)
