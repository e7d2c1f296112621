"""Where one character ends for its reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.text.graphemes import is_boundary, last_boundary


@pytest.mark.parametrize(
    "characters",
    [
        ["a", "b"],
        ["\r\n", "\n", "\r"],
        ["e\u0301", "e"],
        ["\u0e01", "\u0e02\u0e34"],  # a Thai consonant, and one with a vowel above
        ["👩\u200d👩\u200d👧", "👩"],
        ["👍🏽", "👍"],
        ["\u0915\u094d\u200c", "\u0937"],  # a zero width non-joiner keeps two Indic consonants apart
        ["🇩🇪", "🇫🇷", "🇬"],
        ["👩\u200dx", "y"],
        ["x", "🇩🇪"],
        ["é", "🇩🇪", "я", "🇩🇪"],
        ["\r", "x", "y", "\n"],
        ["🏴\U000e0067\U000e0062\U000e007f", "!"],
        ["❤\ufe0f", "❤"],
        ["\u1112\u1161\u11ab", "\u1100\u1173"],  # Hangul syllables in pieces
        ["\u0915\u094d\u0937", "\u0915\u093f"],  # an Indic conjunct, a letter with a vowel sign
        ["\u0937\u094d", " "],
    ],
)
def test_a_text_falls_into_characters(characters: list[str]) -> None:
    text = "".join(characters)
    ends = [at for at in range(1, len(text) + 1) if is_boundary(text, at)]
    assert [text[start:end] for start, end in zip([0, *ends], ends, strict=False)] == characters


def test_the_last_boundary_is_looked_for_backwards() -> None:
    assert last_boundary("abe\u0301", 0, 3) == 2
    assert last_boundary("abe\u0301", 0, 4) == 4
    assert last_boundary("e\u0301\u0301\u0301", 0, 3) == 0


@given(st.text(), st.data())
def test_the_last_boundary_is_a_boundary(text: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(text)))
    at = last_boundary(text, 0, end)
    assert at == 0 or is_boundary(text, at)
