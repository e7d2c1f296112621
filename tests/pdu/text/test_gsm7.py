"""TS 23.038: text as septets, and septets packed into octets."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.text import gsm7, national

ALPHABET = "".join(c for table in (national.locking(0), national.single(0)) for c in table if c is not None)
SEPTETS = st.lists(st.integers(0, 0x7F), max_size=200).map(bytes)


# the default alphabet and its extension


@pytest.mark.parametrize(
    ("character", "septets"),
    [
        ("@", "00"),
        ("£", "01"),
        ("$", "02"),
        ("Ç", "09"),
        ("\n", "0a"),
        ("\r", "0d"),
        ("Δ", "10"),
        ("_", "11"),
        ("Ξ", "1a"),
        ("Æ", "1c"),
        (" ", "20"),
        ("¤", "24"),
        ("¡", "40"),
        ("A", "41"),
        ("§", "5f"),
        ("¿", "60"),
        ("z", "7a"),
        ("à", "7f"),
        ("\f", "1b 0a"),
        ("^", "1b 14"),
        ("{", "1b 28"),
        ("}", "1b 29"),
        ("\\", "1b 2f"),
        ("[", "1b 3c"),
        ("~", "1b 3d"),
        ("]", "1b 3e"),
        ("|", "1b 40"),
        ("€", "1b 65"),
    ],
)
def test_a_character_is_the_septets_that_the_table_prints(character: str, septets: str) -> None:
    assert gsm7.encode(character) == bytes.fromhex(septets)
    assert gsm7.decode(bytes.fromhex(septets)) == character
    assert gsm7.holds(character) == len(bytes.fromhex(septets))


def test_letters_and_digits_are_their_ascii_codes() -> None:
    text = string.ascii_letters + string.digits
    assert gsm7.encode(text) == text.encode()


@given(st.text(ALPHABET))
def test_what_the_alphabet_holds_survives(text: str) -> None:
    assert gsm7.decode(gsm7.encode(text)) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bom dia, coração", "U+00E7 LATIN SMALL LETTER C WITH CEDILLA at index 13"),
        ("Ωmega ω", "U+03C9 GREEK SMALL LETTER OMEGA at index 6"),
        ("a\x1b", "U+001B unnamed at index 1"),
        ("ok 😀", "U+1F600 GRINNING FACE at index 3"),
        ("\ud83d", "U+D83D unnamed at index 0"),
    ],
)
def test_a_character_that_is_not_in_the_alphabet_is_named(text: str, found: str) -> None:
    with pytest.raises(Malformed) as refused:
        gsm7.encode(text)
    assert refused.value.expected == "characters of the GSM 7 bit default alphabet"
    assert refused.value.found == found


# what the tables leave open, as a handset displays it


@pytest.mark.parametrize(
    ("septets", "text"),
    [
        ("1b 41", "A"),  # no such character in the extension table
        ("1b 0d", "\r"),  # CR2
        ("1b 1b", " "),  # reserved for a further extension table
        ("1b 1b 3c", " <"),
        ("1b 1b 1b 3c", " ["),
        ("41 1b", "A "),  # nothing is left to escape
        ("1b 65 1b 1b 1b 28 1b", "€ { "),
    ],
)
def test_an_escape_into_nothing_is_read_as_a_handset_shows_it(septets: str, text: str) -> None:
    assert gsm7.decode(bytes.fromhex(septets)) == text


def test_an_empty_cell_of_a_locking_shift_table_is_a_space() -> None:
    assert gsm7.decode(b"\x0c", locking=4) == " "


@given(SEPTETS, st.sampled_from(national.LOCKING), st.sampled_from(national.SINGLE))
def test_any_septets_have_a_reading(septets: bytes, locking: int, single: int) -> None:
    text = gsm7.decode(septets, locking, single)
    assert len(septets) // 2 <= len(text) <= len(septets)


@pytest.mark.parametrize("octets", [b"ab\x80", b"\x1b\xff", b"ab\x1b\x1b\x80"])
def test_an_octet_is_not_a_septet(octets: bytes) -> None:
    with pytest.raises(Malformed, match=r"septets, 0x00 to 0x7F, one in each octet"):
        gsm7.decode(octets)
    with pytest.raises(Malformed, match=r"septets, 0x00 to 0x7F, one in each octet"):
        gsm7.pack(octets)


# packing


@pytest.mark.parametrize(
    ("text", "packed"),
    [
        ("", ""),
        ("1", "31"),
        ("hello", "E8 32 9B FD 06"),
        ("1234567", "31 D9 8C 56 B3 DD 00"),
        ("12345678", "31 D9 8C 56 B3 DD 70"),
        ("hellohello", "E8 32 9B FD 46 97 D9 EC 37"),
        ("How are you?", "C8 F7 1D 14 96 97 41 F9 77 FD 07"),
    ],
)
def test_published_examples_of_packing(text: str, packed: str) -> None:
    septets = gsm7.encode(text)
    assert gsm7.pack(septets) == bytes.fromhex(packed)
    assert gsm7.unpack(bytes.fromhex(packed), len(text)) == septets


def test_fill_bits_stand_before_the_first_septet() -> None:
    # a header of 6 octets (48 bits) leaves one bit to the next septet boundary
    assert gsm7.pack(b"A", 1) == bytes((0x41 << 1,))
    assert gsm7.unpack(bytes((0x41 << 1,)), 1, 1) == b"A"


def by_bits(septets: bytes, fill_bits: int) -> bytes:
    """Pack as TS 23.038 6.1.2.1 does, bit by bit, to compare the fast way with."""
    bits = "0" * fill_bits + "".join(f"{septet:07b}"[::-1] for septet in septets)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at : at + 8][::-1], 2) for at in range(0, len(bits), 8))


@given(SEPTETS, st.integers(0, 6))
def test_packing_is_what_the_specification_draws(septets: bytes, fill_bits: int) -> None:
    packed = gsm7.pack(septets, fill_bits)
    assert packed == by_bits(septets, fill_bits)
    assert gsm7.unpack(packed, len(septets), fill_bits) == septets


def test_160_septets_are_140_octets() -> None:
    assert len(gsm7.pack(bytes(160))) == 140


def test_too_few_octets_for_the_septets_are_malformed() -> None:
    with pytest.raises(Malformed, match="9 septets after 0 fill bits, found 7 octets"):
        gsm7.unpack(bytes(7), 9)


# packing where nothing counts the septets


@pytest.mark.parametrize(
    ("text", "packed"),
    [
        ("1234567", "31 D9 8C 56 B3 DD 1A"),  # seven spare bits: a carriage return
        ("12345678", "31 D9 8C 56 B3 DD 70"),
        ("123456\r", "31 D9 8C 56 B3 35 1A"),
    ],
)
def test_seven_spare_bits_are_a_carriage_return(text: str, packed: str) -> None:
    assert gsm7.pack_uncounted(gsm7.encode(text)) == bytes.fromhex(packed)
    assert gsm7.decode(gsm7.unpack_uncounted(bytes.fromhex(packed))) == text


def test_a_carriage_return_on_the_octet_boundary_is_doubled() -> None:
    packed = gsm7.pack_uncounted(b"1234567\r")
    assert len(packed) == 8
    assert gsm7.unpack_uncounted(packed) == b"1234567\r\r"


def test_seven_zero_bits_of_a_careless_sender_are_an_at_sign() -> None:
    assert gsm7.decode(gsm7.unpack_uncounted(gsm7.pack(b"1234567"))) == "1234567@"


@given(st.text(ALPHABET.replace("\r", ""), max_size=40), st.integers(0, 6))
def test_what_is_packed_uncounted_survives(text: str, fill_bits: int) -> None:
    packed = gsm7.pack_uncounted(gsm7.encode(text), fill_bits)
    assert gsm7.decode(gsm7.unpack_uncounted(packed, fill_bits)) == text


@given(st.binary(max_size=20), st.integers(0, 6))
def test_any_octets_are_packed_septets(octets: bytes, fill_bits: int) -> None:
    gsm7.decode(gsm7.unpack_uncounted(octets, fill_bits))
