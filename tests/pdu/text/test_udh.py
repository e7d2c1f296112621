"""TS 23.040 9.2.3.24: the user data header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.text import udh
from pdu.text.udh import (
    ApplicationPort8,
    ApplicationPort16,
    Concatenation8,
    Concatenation16,
    NationalLanguageLockingShift,
    NationalLanguageSingleShift,
    SpecialSmsMessageIndication,
    UnknownElement,
)

OCTET, TWO_OCTETS = st.integers(0, 0xFF), st.integers(0, 0xFFFF)
ELEMENTS = st.one_of(
    st.builds(Concatenation8, OCTET, OCTET, OCTET),
    st.builds(Concatenation16, TWO_OCTETS, OCTET, OCTET),
    st.builds(ApplicationPort8, OCTET, OCTET),
    st.builds(ApplicationPort16, TWO_OCTETS, TWO_OCTETS),
    st.builds(SpecialSmsMessageIndication, OCTET, OCTET),
    st.builds(NationalLanguageSingleShift, OCTET),
    st.builds(NationalLanguageLockingShift, OCTET),
    st.builds(UnknownElement, st.integers(0x30, 0xFF), st.binary(max_size=9)),
)


@pytest.mark.parametrize(
    ("element", "octets"),
    [
        (Concatenation8(0x4A, 3, 2), "00 03 4A 03 02"),
        (SpecialSmsMessageIndication(0x80, 5), "01 02 80 05"),
        (ApplicationPort8(0xF5, 0x00), "04 02 F5 00"),
        (ApplicationPort16(2948, 9200), "05 04 0B84 23F0"),  # WAP push
        (Concatenation16(0x1234, 3, 2), "08 04 1234 03 02"),
        (NationalLanguageSingleShift(1), "24 01 01"),
        (NationalLanguageLockingShift(13), "25 01 0D"),
        (UnknownElement(0x70, b"\x01"), "70 01 01"),
        (UnknownElement(0x22, b""), "22 00"),
    ],
)
def test_an_element_is_identifier_length_and_value(element: udh.InformationElement, octets: str) -> None:
    value = bytes.fromhex(octets)
    header = bytes((len(value),)) + value
    assert udh.encode([element]) == header
    assert udh.decode(header) == (element,)


def test_elements_keep_their_order() -> None:
    header = bytes.fromhex(
        "0E"
        "70 01 AA"  # unknown
        "08 04 0102 02 01"  # concatenation
        "00 03 FF 02 01"  # and another one
    )
    assert udh.encode(udh.decode(header)) == header
    assert udh.decode(header)[1:] == (Concatenation16(0x0102, 2, 1), Concatenation8(0xFF, 2, 1))


@given(st.lists(ELEMENTS, max_size=12))
def test_any_header_survives(elements: list[udh.InformationElement]) -> None:
    assert udh.decode(udh.encode(elements)) == tuple(elements)


def test_an_element_of_the_wrong_length_is_kept_as_octets() -> None:
    header = bytes.fromhex("06 00 04 4A 03 02 01")
    assert udh.decode(header) == (UnknownElement(0x00, bytes.fromhex("4A030201")),)
    assert udh.encode(udh.decode(header)) == header


def test_8_and_16_bit_references_are_never_equal() -> None:
    references: list[udh.InformationElement] = [Concatenation8(1, 2, 1), Concatenation16(1, 2, 1)]
    assert references[0] != references[1]


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        ("", "UDHL at octet 0: expected an octet, found the end of the user data"),
        ("05 00 03 4A 03", "UDHL at octet 0: expected 5 octets of header, found 4 octets"),
        ("04 00 03 4A 03", "information element at octet 2: expected 3 octets, found 2 octets"),
        ("01 00", "information element at octet 1: expected a length octet, found the end of the header"),
        ("05 00 03 4A 03 02 41", "UDHL at octet 0: expected 6, found 5"),
    ],
    ids=["no UDHL", "beyond the end", "an element beyond the header", "no length", "something behind"],
)
def test_a_header_that_does_not_fit_is_malformed(octets: str, said: str) -> None:
    with pytest.raises(Malformed, match=f"^{said}$"):
        udh.decode(bytes.fromhex(octets))


@given(st.lists(ELEMENTS, max_size=4).map(udh.encode), st.integers(0, 40), st.binary(max_size=2))
def test_what_can_be_decoded_encodes_to_the_same_octets(octets: bytes, at: int, other: bytes) -> None:
    """With the right UDHL in front, most headers can be read, whatever is changed behind it."""
    damaged = octets[1:at] + other + octets[at + len(other) :]
    octets = bytes((len(damaged),)) + damaged
    try:
        elements = udh.decode(octets)
    except Malformed:
        return
    assert udh.encode(elements) == octets


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        (Concatenation8(256, 2, 1), "numbers that fit their octets"),
        (Concatenation16(-1, 2, 1), "numbers that fit their octets"),
        (ApplicationPort16(65536, 0), "numbers that fit their octets"),
        (UnknownElement(256, b""), "an identifier and a length of one octet"),
        (UnknownElement(0x70, bytes(256)), "an identifier and a length of one octet"),
        (UnknownElement(0x70, bytes(254)), "255 octets at most"),
    ],
)
def test_a_value_that_does_not_fit_is_malformed(element: udh.InformationElement, expected: str) -> None:
    with pytest.raises(Malformed) as refused:
        udh.encode([element])
    assert refused.value.expected == expected


def test_user_data_are_split_behind_the_header() -> None:
    assert udh.split(bytes.fromhex("03 240101 4142")) == (bytes.fromhex("03 240101"), b"AB")
    assert udh.split(b"\0") == (b"\0", b"")


@pytest.mark.parametrize(
    ("octets", "fill_bits", "septets"), [(0, 0, 0), (1, 6, 2), (4, 3, 5), (6, 1, 7), (7, 0, 8), (8, 6, 10), (14, 0, 16)]
)
def test_fill_bits_reach_the_septet_boundary(octets: int, fill_bits: int, septets: int) -> None:
    assert udh.fill_bits(octets) == fill_bits
    assert udh.septets(octets) == septets == (8 * octets + fill_bits) / 7


# what a receiver goes by


def test_the_last_concatenation_counts() -> None:
    elements = (Concatenation16(1, 2, 1), UnknownElement(0x70, b""), Concatenation8(9, 3, 2))
    assert udh.concatenation(elements) == Concatenation8(9, 3, 2)
    assert udh.concatenation(elements[:2]) == Concatenation16(1, 2, 1)
    assert udh.concatenation(()) is None


@pytest.mark.parametrize("place", [Concatenation8(1, 0, 0), Concatenation8(1, 2, 0), Concatenation16(1, 2, 3)])
def test_an_impossible_place_is_ignored(place: udh.Concatenation) -> None:
    assert udh.concatenation((place,)) is None


def test_a_header_says_the_place_of_its_part_if_it_can_be_read() -> None:
    assert udh.place(udh.encode((Concatenation8(9, 3, 2),))) == Concatenation8(9, 3, 2)
    assert udh.place(b"") is None
    assert udh.place(bytes.fromhex("03 00 05 01")) is None


def test_shifts_name_the_languages() -> None:
    assert udh.shifts((NationalLanguageSingleShift(2), NationalLanguageLockingShift(1))) == (1, 2)
    assert udh.shifts(()) == (0, 0)
