"""pdu.ss7.ber: identifiers, lengths and integers, in the fewest octets and no other form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.ss7 import ber
from tests.pdu.laws import damaged


@pytest.mark.parametrize(
    ("tag", "contents", "octets"),
    [
        (ber.NULL, b"", "05 00"),
        (ber.BOOLEAN, b"\xff", "01 01 ff"),
        (ber.context(6), b"\1", "86 01 01"),
        (ber.context(3, constructed=True), b"", "a3 00"),
        (ber.context(30), b"", "9e 00"),
        (ber.context(31), b"", "9f1f 00"),
        (ber.context(54, constructed=True), b"", "bf36 00"),
        (0x9F8101, b"", "9f8101 00"),
        (ber.OCTET_STRING, bytes(127), "04 7f" + "00" * 127),
        (ber.OCTET_STRING, bytes(128), "04 8180" + "00" * 128),
        (ber.OCTET_STRING, bytes(256), "04 820100" + "00" * 256),
    ],
)
def test_an_element_has_its_tag_and_its_length_in_the_fewest_octets(tag: int, contents: bytes, octets: str) -> None:
    laid_out = bytes.fromhex(octets)
    assert ber.element(tag, contents) == laid_out
    found = ber.only(laid_out, 0, len(laid_out), "element")
    assert (found.tag, laid_out[found.contents : found.end]) == (tag, contents)


@pytest.mark.parametrize(
    ("octets", "offset", "expected"),
    [
        ("", 0, "an element"),
        ("04", 1, "length octets"),
        ("04 03 0000", 2, "3 octets of contents"),
        ("04 81", 2, "1 length octets"),
        ("04 8105 0000000000", 1, "the length in the fewest octets"),
        ("04 820080" + "00" * 128, 1, "the length in the fewest octets"),
        ("30 80 0000", 1, "a definite length"),
        ("00 00", 0, "an element"),
        ("9f", 1, "more identifier octets"),
        ("9f1e 00", 0, "the tag number in the fewest octets"),
        ("9f8031 00", 0, "the tag number in the fewest octets"),
        ("05 00 05 00", 2, "the end"),
    ],
)
def test_any_other_form_is_refused_where_it_stands(octets: str, offset: int, expected: str) -> None:
    laid_out = bytes.fromhex(octets)
    with pytest.raises(Malformed) as refusal:
        ber.only(laid_out, 0, len(laid_out), "element")
    assert (refusal.value.field, refusal.value.offset, refusal.value.expected) == ("element", offset, expected)


@pytest.mark.parametrize(
    ("number", "octets"),
    [(0, "00"), (127, "7f"), (128, "0080"), (255, "00ff"), (-1, "ff"), (-128, "80"), (-129, "ff7f"), (600, "0258")],
)
def test_an_integer_has_twos_complement_in_the_fewest_octets(number: int, octets: str) -> None:
    laid_out = bytes.fromhex(octets)
    assert ber.encode_integer(number) == laid_out
    assert ber.decode_integer(laid_out, 0, len(laid_out), "integer") == number


@pytest.mark.parametrize("octets", ["", "0001", "ffff", "007f", "ff80"])
def test_an_integer_in_more_octets_than_it_needs_is_refused(octets: str) -> None:
    laid_out = bytes.fromhex(octets)
    with pytest.raises(Malformed, match=f"expected a number in the fewest octets, found {octets or 'no octet'}$"):
        ber.decode_integer(laid_out, 0, len(laid_out), "integer")


@given(st.integers())
def test_every_integer_comes_back(number: int) -> None:
    octets = ber.encode_integer(number)
    assert ber.decode_integer(octets, 0, len(octets), "integer") == number


ELEMENTS = st.builds(ber.element, st.sampled_from([ber.NULL, ber.context(31), 0x9F8101]), st.binary(max_size=130))


@given(st.binary(max_size=12) | damaged(st.lists(ELEMENTS, min_size=1, max_size=3).map(b"".join)))
def test_any_octets_are_elements_that_come_back_or_are_malformed(octets: bytes) -> None:
    try:
        found = ber.elements(octets, 0, len(octets), "element")
    except Malformed:
        return
    assert b"".join(ber.element(each.tag, octets[each.contents : each.end]) for each in found) == octets
