"""SMPP data_coding: octets as text."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.text import data_coding as codings
from pdu.text.data_coding import DataCoding, DefaultAlphabet

TEXTS = [code for code in range(256) if codings.is_text(code)]


# the table


@pytest.mark.parametrize(
    ("data_coding", "text", "octets"),
    [
        (DataCoding.DEFAULT, "é@€", "05 00 1b65"),
        (DataCoding.IA5, "a@~", "61 40 7e"),
        (DataCoding.LATIN_1, "é@ÿ", "e9 40 ff"),
        (DataCoding.JIS, "\u65e5\u672c", "1b2442 467c 4b5c 1b2842"),
        (DataCoding.CYRILLIC, "\u0414\u0430", "b4 d0"),
        (DataCoding.HEBREW, "\u05e9\u05dc", "f9 ec"),
        (DataCoding.UCS2, "é€\u65e5", "00e9 20ac 65e5"),
        (DataCoding.UCS2, "😀", "d83d de00"),  # a surrogate pair, which UCS-2 proper does not have
        (DataCoding.MUSIC, "\u65e5", "1b2442 467c 1b2842"),
        (DataCoding.EXTENDED_KANJI, "\u4e02", "1b242844 3021 1b2842"),
        (DataCoding.KS_C_5601, "\uac00", "b0a1"),
        (0xC8, "é", "05"),  # voicemail waiting, discard: GSM 7 bit
        (0xD0, "é", "05"),
        (0xE8, "é", "00e9"),  # store, UCS2
        (0xF0, "é", "05"),  # class 0
    ],
)
def test_a_value_of_the_table_names_an_alphabet(data_coding: int, text: str, octets: str) -> None:
    assert codings.encode(text, data_coding) == bytes.fromhex(octets)
    assert codings.decode(bytes.fromhex(octets), data_coding) == text


@pytest.mark.parametrize(
    ("default", "octets"),
    [
        (DefaultAlphabet.GSM7_UNPACKED, "68 05 6c 6c 6f"),
        (DefaultAlphabet.GSM7_PACKED, "e8 02 9b fd 06"),
        (DefaultAlphabet.LATIN_1, "68 e9 6c 6c 6f"),
    ],
)
def test_an_account_decides_what_0_means(default: DefaultAlphabet, octets: str) -> None:
    assert codings.encode("héllo", 0, default) == bytes.fromhex(octets)
    assert codings.decode(bytes.fromhex(octets), 0, default) == "héllo"


def test_0_may_mean_ascii() -> None:
    assert codings.encode("a@b", 0, DefaultAlphabet.ASCII) == b"a@b"
    with pytest.raises(Malformed, match="IA5"):
        codings.encode("é", 0, DefaultAlphabet.ASCII)


def test_national_tables_apply_to_gsm_7_bit() -> None:
    assert codings.encode("ş", 0, single=1) == b"\x1b\x73"
    assert codings.decode(b"\x1d", 0xF1, locking=1) == "ş"
    packed = codings.encode("ş", 0, DefaultAlphabet.GSM7_PACKED, locking=1, fill_bits=3)
    assert codings.decode(packed, 0, DefaultAlphabet.GSM7_PACKED, locking=1, fill_bits=3) == "ş"


@given(st.sampled_from(TEXTS), st.text(st.characters(codec="ascii", categories=["L", "N"])), st.data())
def test_plain_text_survives_every_alphabet(data_coding: int, text: str, data: st.DataObject) -> None:
    default = data.draw(st.sampled_from(DefaultAlphabet))
    octets = codings.encode(text, data_coding, default)
    assert codings.decode(octets, data_coding, default) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_ucs2(text: str) -> None:
    assert codings.decode(codings.encode(text, DataCoding.UCS2), DataCoding.UCS2) == text


@given(st.text(st.characters(max_codepoint=0x7F)), st.sampled_from([DefaultAlphabet.ASCII, DefaultAlphabet.LATIN_1]))
def test_everybody_reads_by_one_value_what_such_an_account_reads_by_0(text: str, default: DefaultAlphabet) -> None:
    assert codings.alphabet(default.data_coding) == codings.alphabet(0, default)
    assert codings.decode(codings.encode(text, 0, default), default.data_coding) == text


def test_only_septets_that_are_packed_depend_on_the_default_beside_0() -> None:
    for default in DefaultAlphabet:
        assert codings.is_default(0, default)
        assert not codings.is_default(8, default)
        assert codings.is_default(0xF0, default) == (default is DefaultAlphabet.GSM7_PACKED)


# what is refused


@pytest.mark.parametrize("data_coding", [0x02, 0x04, 0x09, 0x0B, 0x0C, 0x0F, 0x14, 0x20, 0xBF, 0xF4])
def test_binary_and_reserved_values_are_not_text(data_coding: int) -> None:
    assert not codings.is_text(data_coding)
    assert not codings.is_gsm7(data_coding)
    with pytest.raises(Malformed, match="a coding of text"):
        codings.decode(b"a", data_coding)
    with pytest.raises(Malformed, match="a coding of text"):
        codings.encode("a", data_coding)


@pytest.mark.parametrize(
    ("text", "data_coding", "expected", "found"),
    [
        (
            "na\u00efve",
            1,
            "characters of IA5 (CCITT T.50)/ASCII (ANSI X3.4)",
            "U+00EF LATIN SMALL LETTER I WITH DIAERESIS",
        ),
        ("5 €", 3, "characters of Latin 1 (ISO-8859-1)", "U+20AC EURO SIGN at index 2"),
        ("\u65e5", 6, "characters of Cyrillic (ISO-8859-5)", "U+65E5"),
        ("ab\ud800", 8, "characters of UCS2 (ISO/IEC-10646), as UTF-16BE", "U+D800 unnamed at index 2"),
    ],
)
def test_a_refusal_names_the_character_and_the_alphabet(text: str, data_coding: int, expected: str, found: str) -> None:
    with pytest.raises(Malformed) as refused:
        codings.encode(text, data_coding)
    assert refused.value.expected == expected
    assert refused.value.found.startswith(found)


@pytest.mark.parametrize(
    ("octets", "data_coding", "offset"),
    [
        ("61 80", 1, 1),
        ("61 80", 0, 1),
        ("0041 00", 8, 2),  # half a code unit
        ("0041 d83d", 8, 2),  # half a surrogate pair
        ("0041 de00 0042", 8, 2),
        ("b0", 14, 0),
        ("80", 5, 0),
    ],
)
def test_octets_of_another_alphabet_are_malformed(octets: str, data_coding: int, offset: int) -> None:
    with pytest.raises(Malformed) as refused:
        codings.decode(bytes.fromhex(octets), data_coding)
    assert refused.value.offset == offset


@given(st.binary(max_size=30), st.integers(0, 255), st.sampled_from(DefaultAlphabet))
def test_nothing_but_malformed_escapes(octets: bytes, data_coding: int, default: DefaultAlphabet) -> None:
    with suppress(Malformed):
        codings.decode(octets, data_coding, default)


# words for people


@pytest.mark.parametrize(
    ("data_coding", "words"),
    [
        (0, "GSM 7 bit default alphabet"),
        (3, "Latin 1 (ISO-8859-1)"),
        (4, "Octet unspecified (8-bit binary)"),
        (9, "Pictogram Encoding"),
        (0x0B, "reserved"),
        (0xF4, "8 bit data"),
        (0xE0, "UCS2 (ISO/IEC-10646), as UTF-16BE"),
        (0x10, "GSM 7 bit default alphabet"),
        (0x14, "8 bit data"),
        (0x18, "UCS2 (ISO/IEC-10646), as UTF-16BE"),
    ],
)
def test_an_alphabet_has_a_title(data_coding: int, words: str) -> None:
    assert codings.alphabet(data_coding) == words


def test_octets_have_many_readings() -> None:
    readings = {reading.alphabet: reading for reading in codings.readings(bytes.fromhex("00 e9"))}
    assert readings["UCS2 (ISO/IEC-10646), as UTF-16BE"].text == "é"
    assert readings["Latin 1 (ISO-8859-1)"].text == "\0é"
    assert readings["GSM 7 bit default alphabet"].text is None
    assert "0xE9" in readings["GSM 7 bit default alphabet"].problem
    assert readings["GSM 7 bit default alphabet, packed"].text == "@R"
    assert readings["UTF-8"].data_coding is None
    assert [reading.data_coding for reading in codings.readings(b"")][:4] == [0, 0, 1, 3]
