"""Unicode annex 29, as far as it matters for cutting a text: where one character ends for its reader."""

import unicodedata

_ZERO_WIDTH_JOINER = "\u200d"
_VIRAMA = 9  # the canonical combining class of the marks that join two Indic consonants


def last_boundary(text: str, start: int, end: int) -> int:
    """The last place in (start, end] at which the text may be cut, or ``start`` when there is none."""
    while end > start and not is_boundary(text, end):
        end -= 1
    return end


def is_boundary(text: str, at: int) -> bool:
    """Whether a cut before ``text[at]`` leaves whole what a reader takes for one character."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before < "\u0300" and after < "\u0300":
        return not (before == "\r" and after == "\n")
    if before == _ZERO_WIDTH_JOINER or _extends(after):
        return False
    if _is_regional(after):
        return _regionals_before(text, at) % 2 == 0
    if "\u1100" <= before <= "\u11ff" and "\u1160" <= after <= "\u11ff":
        return False
    return not (unicodedata.combining(before) == _VIRAMA and unicodedata.category(after) == "Lo")


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character).startswith("M")
        or character in ("\u200c", _ZERO_WIDTH_JOINER)
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= character <= "\U000e007f"  # tags, of the flags of England, Scotland and Wales
    )


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _regionals_before(text: str, at: int) -> int:
    count = 0
    while count < at and _is_regional(text[at - 1 - count]):
        count += 1
    return count
