"""The notation of ladder lines, whatever they say: bare words, then ``key=value``."""

import json
import re
from typing import NamedTuple

from pdu.malformed import Malformed

_BARE = re.compile(r"[\w.+*#:@/-]+")
_TOKEN = re.compile(
    r'\s*(?:(?P<key>[\w.]+)=(?P<value>"(?:[^"\\]|\\.)*"|[^\s"]*)|(?P<word>[^\s="]+|"(?:[^"\\]|\\.)*"))(?=\s|$)'
)


class Line(NamedTuple):
    """One line: the bare words, then keys with their values as they are written."""

    words: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return " ".join((*self.words, *(f"{key}={value}" for key, value in self.fields)))


class Token(NamedTuple):
    """A word or a field of a line, and the columns (from 1) in which it and its value begin."""

    column: int
    key: str | None
    value: str
    value_column: int


class Unreadable(ValueError):
    """A line that can't be read: at which column (from 1), what could stand there, and for which parameter if any."""

    def __init__(self, column: int, expected: str, found: str, field: str = "") -> None:
        super().__init__(column, expected, found, field)
        self.column = column
        self.expected = expected
        self.found = found
        self.field = field

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return f"column {self.column}: {field}expected {self.expected}, found {self.found}"


def quoted(text: str) -> str:
    """Write a value as a bare word if it is one, else in quotes."""
    return text if _BARE.fullmatch(text) and not text.startswith("0x") else in_quotes(text)


def in_quotes(text: str) -> str:
    """Write a text in quotes, as JSON does; what no terminal prints is escaped."""
    return json.dumps(text, ensure_ascii=_UNSEEN.search(_ESCAPED.sub("", text)) is not None)


_ESCAPED = re.compile(r"[\n\r\t]")  # what has a short escape
# Controls, formats, spaces but " ", halves of pairs, private use, and what will never be a character. str.isprintable()
# would also leave out what this Python's Unicode does not know yet: each Python would write new emoji otherwise.
_UNSEEN = re.compile(
    "[\0-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u1680\u180e\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001fffe\U0001ffff\U0002fffe\U0002ffff"
    "\U0003fffe-\U000e00ff\U000e01f0-\U0010ffff]"
)


def is_plain(text: str) -> bool:
    """Whether a person could have written a text: on several lines, but without control characters."""
    return _UNSEEN.search(text.replace("\n", "").replace("\r", "")) is None


def unquoted(value: str) -> str:
    """Read a value that may stand in quotes; raises Malformed for quotes around what is no text."""
    if not value.startswith('"'):
        return value
    try:
        return str(json.loads(value, strict=False))
    except ValueError as wrong:
        raise Malformed("value", None, "a text in quotes, with escapes as in JSON", value) from wrong


def tokens(text: str) -> list[Token]:
    """Split a line into its words and fields; raises Unreadable."""
    found: list[Token] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            rest = text[at:].lstrip()
            raise Unreadable(len(text) - len(rest) + 1, _could_stand(rest), repr(rest[:20]))
        key, word = token["key"], token["word"]
        if key is not None:
            found.append(Token(token.start("key") + 1, key, token["value"], token.start("value") + 1))
        elif found and found[-1].key is not None:
            raise Unreadable(token.start("word") + 1, "key=value (bare words come first)", repr(word))
        else:
            found.append(Token(token.start("word") + 1, None, word, token.start("word") + 1))
        try:
            unquoted(found[-1].value)
        except Malformed as malformed:
            raise Unreadable(found[-1].value_column, malformed.expected, malformed.found) from malformed
        at = token.end()
    return found


def joined(found: list[Token]) -> Line:
    """Put the tokens of a line together again."""
    words = tuple(token.value for token in found if token.key is None)
    return Line(words, tuple((token.key, token.value) for token in found if token.key is not None))


def parse(text: str) -> Line:
    """Read one line; raises Unreadable."""
    return joined(tokens(text))


def _could_stand(rest: str) -> str:
    """Say what is missing where no word and no field can be read."""
    if re.match(r'[\w.]*=?"(?:[^"\\]|\\.)*$', rest, re.DOTALL):
        return "a closing quote"
    if re.match(r'[\w.]*=?"(?:[^"\\]|\\.)*"', rest, re.DOTALL):
        return "a space after the closing quote"
    return "a word or key=value"
