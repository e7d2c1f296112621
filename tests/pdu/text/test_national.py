"""TS 23.038 annex A: the national language tables."""

import unicodedata
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.text import gsm7, national
from pdu.text.national import NationalLanguage

# Characters in each table, and the beginning of the digest of all 128 cells. They were taken from two transcriptions
# of the specification made by others, and from the tables in handsets, not from the tables under test.
LOCKING = {
    0: (127, "1f77c66ceb8204bb"),
    1: (127, "db8cf539eadb1030"),
    3: (127, "860e69287932048d"),
    4: (114, "2b05caf8ce10914a"),
    5: (120, "f723b6a79da3b6b6"),
    6: (127, "49fb1c4c37382b75"),
    7: (120, "c21d2c5b86f3a16c"),
    8: (120, "feec3c9a034c43ca"),
    9: (116, "fded22eb65987d0d"),
    10: (110, "9edd5c31c08fb97c"),
    11: (102, "7a9af5faffdc4211"),
    12: (120, "6b6911fb02d3d251"),
    13: (127, "72ae8b4b5a30b93c"),
}
SINGLE = {
    0: (10, "32c40734aad977b8"),
    1: (17, "56c456aec76805be"),
    2: (19, "9cf492e8c1d54e19"),
    3: (37, "cecffe7405cff7d1"),
    4: (82, "4d79de338b14b407"),
    5: (70, "1e20d6d6f2524874"),
    6: (88, "5cfe672586e46d96"),
    7: (73, "7e09642f990d7153"),
    8: (82, "4772f498e13ac6d2"),
    9: (75, "f67b16b16afdb516"),
    10: (76, "95e8ab188ce5cc9e"),
    11: (77, "6a0d167b705fed9d"),
    12: (77, "79247b0b356d3d4d"),
    13: (90, "1ec448cac3bd1bdd"),
}
INDIC = {4: "BENGALI", 5: "GUJARATI", 6: "DEVANAGARI", 7: "KANNADA", 8: "MALAYALAM", 9: "ORIYA"}
INDIC |= {10: "GURMUKHI", 11: "TAMIL", 12: "TELUGU", 13: "ARABIC"}


def facts(table: tuple[str | None, ...]) -> tuple[int, str]:
    assert len(table) == 128
    digest = sha256("".join(c or "\0" for c in table).encode()).hexdigest()
    return sum(c is not None for c in table), digest[:16]


def test_there_are_thirteen_languages_and_no_locking_shift_for_spanish() -> None:
    assert national.SINGLE == tuple(range(14)) == tuple(NationalLanguage)
    assert set(national.SINGLE) - set(national.LOCKING) == {NationalLanguage.SPANISH}


def test_locking_shift_tables_are_those_of_other_transcriptions() -> None:
    assert {language: facts(national.locking(language)) for language in national.LOCKING} == LOCKING


def test_single_shift_tables_are_those_of_other_transcriptions() -> None:
    assert {language: facts(national.single(language)) for language in national.SINGLE} == SINGLE


@pytest.mark.parametrize("language", national.LOCKING)
def test_every_locking_shift_table_keeps_controls_digits_and_small_letters(language: int) -> None:
    table = national.locking(language)
    assert (table[0x0A], table[0x0D], table[0x1B], table[0x20]) == ("\n", "\r", None, " ")
    assert "".join(c or "" for c in table[0x30:0x3A]) == "0123456789"
    assert "".join(c or "" for c in table[0x61:0x7B]) == "abcdefghijklmnopqrstuvwxyz"
    held = [c for c in table if c is not None]
    assert len(held) == len(set(held))


@pytest.mark.parametrize("language", national.SINGLE)
def test_every_single_shift_table_contains_the_default_extension(language: int) -> None:
    table = national.single(language)
    for septet, character in enumerate(national.single(0)):
        if character is not None and (language, character) != (NationalLanguage.TELUGU, "€"):
            assert table[septet] == character
    assert table[0x0D] is table[0x1B] is None


@pytest.mark.parametrize(("language", "script"), INDIC.items())
def test_a_table_holds_the_script_of_its_language(language: int, script: str) -> None:
    held = [c for c in national.locking(language) + national.single(language) if c is not None and ord(c) >= 0x300]
    danda = ("DEVANAGARI DANDA", "DEVANAGARI DOUBLE DANDA", "EURO SIGN")
    others = [c for c in held if script not in unicodedata.name(c) and unicodedata.name(c) not in danda]
    assert len(others) == 0


@pytest.mark.parametrize(
    ("language", "text", "septets"),
    [
        (1, "ığ", "07 0c"),  # Turkish
        (3, "ãê∞`", "7b 04 15 7d"),  # Portuguese
        (4, "\u0995\u09be", "15 50"),  # Bengali: ka, sign aa
        (6, "\u0928\u092e\u0938\u094d\u0924\u0947", "2f 42 4c 5f 27 59"),  # Hindi: namaste
        (7, "\u0ca1\u0caa", "24 3d"),  # Kannada: dda, printed as another pa
        (11, "\u0ba4\u0bae\u0bbf\u0bb4\u0bcd", "27 42 51 48 5f"),  # Tamil: tamil
        (13, "\u0627\u0631\u062f\u0648", "00 25 1a 53"),  # Urdu: urdu
    ],
)
def test_a_locking_shift_table_spells(language: int, text: str, septets: str) -> None:
    assert gsm7.encode(text, locking=language) == bytes.fromhex(septets)
    assert gsm7.decode(bytes.fromhex(septets), locking=language) == text


@pytest.mark.parametrize(
    ("language", "text", "septets"),
    [
        (1, "ş", "1b 73"),
        (2, "más ñ", "6d 1b 61 73 20 7d"),  # n with tilde is in the default alphabet
        (3, "coração", "63 6f 72 61 1b 09 1b 7b 6f"),
        (11, "\u0bee\u0bef", "1b 24 1b 25"),  # eight and nine, printed as two nines
        (13, "\u06f1", "1b 1d"),
    ],
)
def test_a_single_shift_table_spells_through_escapes(language: int, text: str, septets: str) -> None:
    assert gsm7.encode(text, single=language) == bytes.fromhex(septets)
    assert gsm7.decode(bytes.fromhex(septets), single=language) == text


def test_a_locking_shift_table_comes_with_the_default_extension() -> None:
    assert gsm7.encode("ç[€", locking=1) == bytes.fromhex("60 1b3c 04")
    assert gsm7.encode("\u0915{", locking=6) == bytes.fromhex("15 1b28")


def test_capitals_beside_hindi_need_the_hindi_single_shift() -> None:
    with pytest.raises(Malformed, match="with Hindi locking shift, found U\\+0041 LATIN CAPITAL LETTER A at index 1"):
        gsm7.encode("\u0915A", locking=6)
    assert gsm7.encode("\u0915A", locking=6, single=6) == bytes.fromhex("15 1b41")


def test_an_undefined_escape_is_read_from_the_locking_shift_table() -> None:
    assert gsm7.decode(b"\x1b\x15", locking=6, single=2) == "\u0915"


@pytest.mark.parametrize(("locking", "single"), [(2, 0), (14, 0), (0, 14), (255, 0), (-1, 0), (0, 200)])
def test_a_language_without_table_is_malformed(locking: int, single: int) -> None:
    with pytest.raises(Malformed, match="a language which has a table"):
        gsm7.encode("abc", locking, single)
    with pytest.raises(Malformed, match="a language which has a table"):
        gsm7.decode(b"abc", locking, single)


@given(st.data(), st.sampled_from(national.LOCKING), st.sampled_from(national.SINGLE))
def test_what_a_pair_of_tables_holds_survives(data: st.DataObject, locking: int, single: int) -> None:
    held = [c for c in national.locking(locking) + national.single(single) if c is not None]
    text = data.draw(st.text(held))
    assert gsm7.decode(gsm7.encode(text, locking, single), locking, single) == text


def test_languages_have_names() -> None:
    assert [national.name(language) for language in (0, 1, 13, 14)] == ["default", "Turkish", "Urdu", "14"]
