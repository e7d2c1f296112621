"""Octets as people paste them: hexadecimal, a dump with offsets, an array or literal of a program, a line of a log."""

import re
from collections.abc import Iterator

from pdu.header import HEADER_LENGTH
from pdu.malformed import Malformed

_SEPARATORS = re.compile(r"0[xX](?=[0-9a-fA-F])|\\x|\b[bB](?=['\"])|[\s,;:{}()\[\]\"'_-]+")


def read(text: str) -> bytes:
    """Read octets from text; raises Malformed, which says what stands where a digit should."""
    try:
        return _dump(text) or _literal(text) or _array(text) or _plain(text)
    except Malformed:
        logged = b"".join(_logged(text))
        if logged:
            return logged
        raise


def _plain(text: str) -> bytes:
    digits = _SEPARATORS.sub("", text)
    for index, character in enumerate(digits):
        if character not in "0123456789abcdefABCDEF":
            before = f" after {digits[max(0, index - 8) : index]}" if index else ""
            raise Malformed("hexadecimal", index // 2, "a hexadecimal digit", f"{character!r}{before}")
    if not digits:
        raise Malformed("hexadecimal", None, "octets such as 00000010", "nothing")
    if len(digits) % 2:
        raise Malformed(
            "hexadecimal", len(digits) // 2, "two digits for every octet", f"one, {digits[-1]!r}, at the end"
        )
    return bytes.fromhex(digits)


# Dumps

# an offset of seven digits would mean a dump of words, whose octets are swapped
_DUMPED = re.compile(
    r"\s*(?:0[xX])?(?:([0-9a-fA-F]{4,6}|[0-9a-fA-F]{8,16})(?::\s*|\s{2,}|\s*$)|([0-9a-fA-F]{6}|[0-9a-fA-F]{8,16})\s)(.*)"
)
_OCTETS = re.compile(r"(?:[0-9a-fA-F]{2}\s?)+")
_PER_LINE = 16  # octets in a line of a dump, unless a second line tells otherwise
_AS_BEFORE = "*"  # stands for lines like the one before, which are left out
_MOST = 1 << 24  # octets of a dump up to which such lines are believed


def _dump(text: str) -> bytes | None:
    """Read a dump, whose lines each begin with the number of octets before them; None if the text is no dump."""
    octets, latest, width, left_out = bytearray(), b"", _width(text), False
    for line in text.splitlines():
        if not line.strip():
            continue
        if line.strip() == _AS_BEFORE and latest:
            left_out = True
            continue
        dumped = _DUMPED.fullmatch(line)
        if dumped is None:
            return None
        offset = int(dumped[1] or dumped[2], 16)
        if left_out and offset <= _MOST:
            octets += latest * ((offset - len(octets)) // len(latest))
        if offset != len(octets):
            return None
        latest, left_out = _line(dumped[3], width), False
        octets += latest
    return bytes(octets) or None if not left_out else None


def _width(text: str) -> int:
    """How many octets a line of a dump holds, by the offset of the second line; 0 if there is none."""
    offsets = [dumped for line in text.splitlines()[:3] if (dumped := _DUMPED.fullmatch(line)) is not None]
    return int(offsets[1][1] or offsets[1][2], 16) if len(offsets) > 1 else 0


def _line(columns: str, width: int) -> bytes:
    """Read one line of a dump behind its offset; the characters that many dumps show at the end are skipped."""
    octets, digits, most = b"", 0, width or _PER_LINE
    for column in re.split(r"\s{2,}|\|", columns.strip()):
        if not _OCTETS.fullmatch(column):
            break
        groups = column.split()
        if octets and (len(octets) != most // 2 or len(groups[0]) != digits):
            break  # the characters, which look like octets
        octets, digits = octets + bytes.fromhex(column), len(groups[0])
        if len(octets) >= most:
            break
    return octets[:width] if width else octets


# Programs and their logs

# A quote behind a backslash opens none: otherwise each of many unclosed ones would be searched for to the end.
_QUOTED = re.compile(r"""(?<!\\)(["'])((?:\\.|(?!\1)[^\\])*)\1""", re.DOTALL)
_AROUND = re.compile(r"(?:\s|[\\bB+(),;]|bytes|bytearray)*")  # what may stand between the pieces of one literal
_ESCAPE = re.compile(r"\\(?:(?:x|u00)([0-9a-fA-F]{2})|([0-7]{1,3})|(.))", re.DOTALL)
_ESCAPES = {**dict(zip("abtnvfr", range(7, 14), strict=True)), **{sign: ord(sign) for sign in "\\'\""}}
_BYTEA = re.compile(r"\s*\\x[0-9a-fA-F\s]+")  # of PostgreSQL: one \x before all digits
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_LIST = re.compile(r"[\[{]([^\[\]{}]+)[\]}]")
_CAST = re.compile(r"\((?:unsigned )?\w+\)")
_HEXADECIMAL = re.compile(r"0[xX][0-9a-fA-F]{1,2}")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,2}")
_RUN = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{2}(?:[ :]?[0-9a-fA-F]{2}){15,}(?![0-9A-Za-z])")  # a header, at least


def _literal(text: str) -> bytes | None:
    r"""Read a literal of C, Python and others, such as b"\x00\x10BANK"; None if the text is no literal."""
    if not _ESCAPE.search(text) or _BYTEA.fullmatch(text):
        return None
    pieces = [quoted[2] for quoted in _QUOTED.finditer(text)]
    if pieces and not _AROUND.fullmatch(_QUOTED.sub("", text)):
        return None  # a line of a log, perhaps
    if not pieces and not text.lstrip().startswith("\\"):
        return None
    return _unescaped("".join(pieces) if pieces else text.strip()) or None


def _unescaped(literal: str) -> bytes | None:
    """Read what stands between quotes; None where an escape or a character stands for no octet."""
    octets, at = bytearray(), 0
    for escape in (*_ESCAPE.finditer(literal), None):
        between = literal[at : escape.start() if escape is not None else None]
        if not between.isascii() or not between.isprintable():
            return None
        octets += between.encode()
        if escape is None:
            break
        hexadecimal, octal, sign = escape.groups()
        value = int(hexadecimal, 16) if hexadecimal else int(octal, 8) if octal else _ESCAPES.get(sign, 256)
        if value > 255:
            return None
        octets.append(value)
        at = escape.end()
    return bytes(octets)


def _array(text: str) -> bytes | None:
    """Read an array of C, Go, Java, JavaScript and others, or several; None if the text has none."""
    octets = bytearray()
    for found in _LIST.finditer(_COMMENT.sub("", text)):
        items = re.split(r"[\s,;]+", _CAST.sub("", found[1]).strip(" \t\r\n,;"))
        if len(items) < 2:
            continue  # a size
        if all(map(_HEXADECIMAL.fullmatch, items)):
            octets += bytes(int(item, 16) for item in items)
        elif all(map(_DECIMAL.fullmatch, items)) and {len(item) for item in items} - {2}:  # else it is hexadecimal
            for number in map(int, items):
                if number > 255:
                    raise Malformed("hexadecimal", len(octets), "numbers of one octet, up to 255", f"{number}")
                octets.append(number)
    return bytes(octets) or None


def _logged(text: str) -> Iterator[bytes]:
    """Give the PDUs among other words: hexadecimal or quoted octets, as many as their command_length says."""
    octets: bytes | None
    at, run, quoted = 0, _RUN.search(text), _QUOTED.search(text)
    while run is not None or quoted is not None:
        if quoted is None or (run is not None and run.start() < quoted.start()):
            assert run is not None  # noqa: S101 - the loop's condition
            octets, at = bytes.fromhex(run[0].replace(":", " ")), run.end()
        else:
            octets, at = _unescaped(quoted[2]), quoted.start() + 1  # it may be an apostrophe
        if octets and len(octets) >= HEADER_LENGTH and int.from_bytes(octets[:4]) == len(octets):
            yield octets
        if run is not None and run.start() < at:
            run = _RUN.search(text, at)
        if quoted is not None and quoted.start() < at:
            quoted = _QUOTED.search(text, at)
