"""The text of short_message, with and without a user data header."""

import pytest

from pdu.malformed import Malformed
from pdu.text import user_data
from pdu.text.data_coding import DefaultAlphabet


def test_without_header_all_octets_are_text() -> None:
    assert user_data.text(b"Hi @", 3, udhi=False) == "Hi @"


def test_a_header_is_no_text() -> None:
    assert user_data.text(bytes.fromhex("05 00034A0201 4869"), 0, udhi=True) == "Hi"


def test_a_header_names_the_shift_table() -> None:
    assert user_data.text(bytes.fromhex("03 240101 1b73"), 0, udhi=True) == "ş"
    assert user_data.text(bytes.fromhex("03 25010D 00"), 0, udhi=True) == "\u0627"


@pytest.mark.parametrize("element", ["240163", "250102"])
def test_a_language_without_table_is_read_by_the_default(element: str) -> None:
    assert user_data.text(bytes.fromhex(f"03 {element} 1b65"), 0, udhi=True) == "€"


def test_a_shift_table_does_not_touch_ucs2() -> None:
    assert user_data.text(bytes.fromhex("03 25010D 0041"), 8, udhi=True) == "A"


def test_packed_text_begins_on_a_septet_boundary_behind_the_header() -> None:
    octets = bytes.fromhex("05 00034A0201") + bytes.fromhex("906536FB0D")  # "Hello" after one fill bit
    assert user_data.text(bytes.fromhex("05 00034A0201 D0"), 0, DefaultAlphabet.GSM7_PACKED, udhi=True) == "h"
    assert user_data.text(octets, 0, DefaultAlphabet.GSM7_PACKED, udhi=True) == "Hello"


def test_septets_are_packed_and_laid_out_behind_the_header() -> None:
    header, packed = bytes.fromhex("05 00034A0201"), bytes.fromhex("906536FB0D")
    assert user_data.packed(header + b"Hello", udhi=True) == header + packed
    assert user_data.unpacked(header + packed, udhi=True) == header + b"Hello"
    assert user_data.unpacked(user_data.packed(b"Hello", udhi=False), udhi=False) == b"Hello"


def test_an_escape_pair_cut_in_two_is_whole_again() -> None:
    assert user_data.joined((b"price 5 \x1b", b"e"), 0, udhi=False) == "price 5 €"


def test_a_surrogate_pair_cut_in_two_is_whole_again() -> None:
    assert user_data.joined((b"\xd8\x3d", b"\xde\x00"), 8, udhi=False) == "😀"


def test_each_part_is_read_by_its_own_table() -> None:
    parts = (bytes.fromhex("03 250101 1d"), bytes.fromhex("03 250103 1d"), bytes.fromhex("00 1d"))
    assert user_data.joined(parts, 0, udhi=True) == "şâæ"


@pytest.mark.parametrize(
    ("octets", "where"),
    [("", "UDHL at octet 0"), ("05 0003", "UDHL at octet 0"), ("04 00034A02 41", "information element at octet 2")],
)
def test_a_broken_header_is_malformed(octets: str, where: str) -> None:
    with pytest.raises(Malformed, match=f"^{where}: "):
        user_data.text(bytes.fromhex(octets), 0, udhi=True)


def test_binary_is_malformed() -> None:
    with pytest.raises(Malformed, match="a coding of text"):
        user_data.text(b"\x01", 4, udhi=False)
