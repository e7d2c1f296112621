"""What a pattern of addresses matches, and that no pattern takes for ever."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from smsc.smpp.address_range import DEEPEST, AddressRange


@pytest.mark.parametrize(
    ("pattern", "inside", "outside"),
    [
        ("^4477", ["447700900123", "4477"], ["14477", "447", ""]),  # the examples of v3.4, appendix A
        ("5678$", ["12345678", "5678"], ["56789"]),
        ("^123456$", ["123456"], ["1234567", "0123456"]),
        ("[13569]$", ["7001", "7009"], ["7000"]),
        ("7000", ["7000"], ["17000", "70001"]),  # digits alone are one address
        ("^(700[01]|800)", ["7000", "7001", "8005"], ["7002"]),
        ("^7.{2}0$", ["7000", "7990"], ["700", "70000"]),
        ("^7{2,3}$", ["77", "777"], ["7", "7777"]),
        ("^70*1+$", ["71", "70011"], ["70", "7"]),
        ("^70?1", ["71", "701"], ["7001", "7"]),
        ("^(70?){2}$", ["77", "7070", "707"], ["70", "777"]),
        ("^[^0-3]", ["4"], ["0", "3"]),
        (r"^\+44", ["+447"], ["447"]),
        ("", ["7000", ""], []),
        ("^$", [""], ["7"]),
        ("BANK|SHOP", ["BANK", "MYSHOP"], ["BAN"]),
    ],
)
def test_a_pattern_stands_for_addresses(pattern: str, inside: list[str], outside: list[str]) -> None:
    addresses = AddressRange(pattern)
    assert [address for address in inside if address not in addresses] == []
    assert [address for address in outside if address in addresses] == []


@pytest.mark.parametrize(
    "pattern",
    ["(", ")", "7(", "*", "a|*", "[7", "7{", "7{x}", "7{3,2}", "\\", "((a{90}){90}){90}", "(" * 300 + "7" + ")" * 300],
)
def test_what_is_no_pattern_is_refused_as_a_bind_that_failed(pattern: str) -> None:
    with pytest.raises(Malformed) as refused:
        AddressRange(pattern)
    assert refused.value.command_status == CommandStatus.ESME_RBINDFAIL


@pytest.mark.parametrize("pattern", ["7{2001}", f"7{{{'9' * 5_000}}}", f"7{{0,{'9' * 5_000}}}", "(7{90}){90}"])
def test_a_pattern_that_repeats_too_much_is_told_as_it_was_written(pattern: str) -> None:
    with pytest.raises(Malformed) as refused:
        AddressRange(pattern)
    assert str(refused.value) == f"address_range: expected a pattern that repeats less, found {pattern!r}"


@settings(max_examples=200, deadline=None)
@given(st.text("^$.*+?()[]|{},\\017-", max_size=40), st.text("017", max_size=20))
def test_every_pattern_is_refused_or_answers(pattern: str, address: str) -> None:
    try:
        addresses = AddressRange(pattern)
    except Malformed:
        return
    assert (address in addresses) in (True, False)


_ATOMS = st.sampled_from(["0", "1", "7", ".", "[01]", "[^0]", "(01|7)", "(1|)"])
_PIECES = st.tuples(_ATOMS, st.sampled_from(["", "*", "+", "?", "{2}", "{0,2}", "{1,}"])).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["", "^"]), st.lists(_PIECES, max_size=5).map("".join), st.sampled_from(["", "$"]), st.data())
def test_a_pattern_means_what_it_means_elsewhere(start: str, middle: str, end: str, data: st.DataObject) -> None:
    pattern = f"{start}{middle}{end}"
    if pattern.isdigit():
        return
    for address in data.draw(st.lists(st.text("0127", max_size=6), max_size=5)):
        assert (address in AddressRange(pattern)) == bool(re.search(pattern.replace("$", r"\Z"), address))


def test_parentheses_may_stand_within_each_other() -> None:
    assert "7" in AddressRange("(" * DEEPEST + "7" + ")" * DEEPEST)


def test_a_pattern_made_to_take_for_ever_does_not() -> None:
    assert "1" * 20 not in AddressRange("^(((1*)*)*)*(1*)*(1*)*(1|1)*x$")
