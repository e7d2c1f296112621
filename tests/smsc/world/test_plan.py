"""Who is responsible for whom: what follows from the operators of a world."""

import pytest

from smsc.config import parse
from smsc.world.plan import Plan

OPERATOR = """
[[operator]]
name = "alpha"
plmn = ["234-15", "234-91"]
"""
NUMBERS = 'numbers = ["44770090", "1202555"]'


@pytest.mark.parametrize(
    ("numbers", "imsi", "title"),
    [
        (NUMBERS, "234150000000001", "447700900000000"),  # of the MSIN, what 15 digits have room for
        (NUMBERS, "23491123", "44770090123"),
        (NUMBERS, "262010000000001", ""),
        ("", "234150000000001", ""),
    ],
)
def test_a_mobile_global_title_begins_as_the_operators_numbers_do(numbers: str, imsi: str, title: str) -> None:
    assert Plan(parse(OPERATOR + numbers, "world.toml")).mobile_global_title(imsi) == title
