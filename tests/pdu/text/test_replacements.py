"""Plain characters for those that cost a part."""

import sys

import pytest

from pdu.text import gsm7
from pdu.text.replacements import replacement


@pytest.mark.parametrize(
    ("character", "plain"),
    [
        ("\u2018", "'"),
        ("\u201d", '"'),
        ("\u00ab", '"'),
        ("\u2013", "-"),
        ("\u2026", "..."),
        ("\u00a0", " "),
        ("\t", " "),
        ("\u200b", ""),
        ("\ufeff", ""),
        ("\u2022", "*"),
        ("`", "'"),
        ("\u00e7", "c"),
        ("\u0142", "l"),
        ("\u1ea1", "a"),  # Vietnamese a with dot below
        ("\u0153", "oe"),
        ("\ufb01", "fi"),  # a ligature
        ("\uff21", "A"),  # a full width letter
        ("\u00bd", "1/2"),
        ("\u00b4", "'"),  # which Unicode takes for a space with an accent
        ("\u2122", "(TM)"),
        ("\u0391", "A"),  # Greek capital alpha
        ("\u0430", "a"),  # Cyrillic a
        ("\u2126", "Ω"),  # the ohm sign
        ("\u0301", ""),
        ("\u0416", None),  # Cyrillic zhe
        ("\u65e5", None),
        ("😀", None),
    ],
)
def test_a_character_has_a_plain_form(character: str, plain: str | None) -> None:
    assert replacement(character) == plain


def test_every_replacement_is_in_the_default_alphabet() -> None:
    for code_point in range(sys.maxunicode + 1):
        if code_point < 0x3000 or 0xF900 <= code_point < 0x20000:
            gsm7.encode(replacement(chr(code_point)) or "")
