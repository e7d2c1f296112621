"""The one-time code in a text: what a person would copy from it into a form."""

import re
from typing import Final

# "@example.com #123456", the last line of a domain-bound code, gives the code exactly.
_BOUND: Final = re.compile(r"^@\S+ #(?P<code>[A-Za-z0-9]{4,10})\b", re.MULTILINE)
# Words that stand beside a code, in the languages of most services; the code may come before or after them.
_WORD: Final = r"(?:code|pin|otp|tan|passcode|password|kode|kod|codigo|código|codice|koodi|код|passwort)"
_DIGITS: Final = r"\d(?:[ -]?\d){3,7}"
_AFTER: Final = re.compile(
    rf"\b{_WORD}\b[^\d\n.!?]{{0,30}}?(?<![\d.,/-])(?P<code>{_DIGITS})(?![\d/]|[.,-]\d)", re.IGNORECASE
)
_BEFORE: Final = re.compile(
    rf"(?<![\d.,/+-])(?P<code>{_DIGITS})(?![\d/]|[.,-]\d)[^\d\n.!?]{{0,30}}?\b{_WORD}\b", re.IGNORECASE
)
_LETTERED: Final = re.compile(rf"\b{_WORD}\b[\s:=]*(?:is\s+)?(?P<code>(?=[A-Z0-9]*\d)[A-Z0-9]{{4,10}})\b")
_ALONE: Final = re.compile(r"(?<![\w.,/+-])(?:[A-Z]-)?(?P<code>\d{3}[ -]\d{3}|\d{4,8})(?![\w/]|[.,-]\d)")


def code(text: str) -> str | None:
    """Find the one-time code in a text, without the spaces and dashes that make it readable; None if there is none.

    A code is what a domain-bound last line says, 4 to 8 digits beside a word such as "code" or "PIN", 4 to 10 capitals
    and digits after one, or the only group of digits that could be one. Amounts, dates and telephone numbers are not.
    """
    if bound := _BOUND.search(text):
        return bound["code"]
    if marked := _AFTER.search(text) or _BEFORE.search(text):
        return _bare(marked["code"])
    if lettered := _LETTERED.search(re.sub(rf"(?i)\b{_WORD}\b", lambda word: word[0].lower(), text)):
        return lettered["code"]
    alone = {_bare(found["code"]) for found in _ALONE.finditer(text)}
    return alone.pop() if len(alone) == 1 else None


def _bare(digits: str) -> str:
    return digits.replace(" ", "").replace("-", "")
