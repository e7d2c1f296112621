"""Octets as people paste them: plain hexadecimal, with spaces, 0x, colons or commas, or a dump with offsets."""

import re

from pdu.malformed import Malformed

_SEPARATORS = re.compile(r"0[xX](?=[0-9a-fA-F])|\\x|[\s,;:{}()\[\]\"'_-]+")
_DUMPED = re.compile(r"\s*([0-9a-fA-F]{4,16})(?::\s*|\s{2,}|\s*$)(.*)")
_OCTETS = re.compile(r"(?:[0-9a-fA-F]{2}\s?)+")
_PER_LINE = 16  # octets in a line of a dump, at most


def read(text: str) -> bytes:
    """Read octets from text; raises Malformed, which says what stands where a digit should."""
    dumped = _dump(text)
    return _plain(text) if dumped is None else dumped


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


def _dump(text: str) -> bytes | None:
    """Read a dump, each of whose lines begins with the number of octets before it; None if the text is none."""
    octets = b""
    for line in text.splitlines():
        if not line.strip():
            continue
        dumped = _DUMPED.fullmatch(line)
        if dumped is None or int(dumped[1], 16) != len(octets):
            return None
        octets += _line(dumped[2])
    return octets or None


def _line(columns: str) -> bytes:
    """Read one line of a dump behind its offset; the characters that many dumps show at the end are passed over."""
    octets, width = b"", 0
    for column in re.split(r"\s{2,}|\|", columns.strip()):
        if not _OCTETS.fullmatch(column):
            break
        groups = column.split()
        if octets and (len(octets) != _PER_LINE // 2 or len(groups[0]) != width):
            break  # the characters, which look like octets
        octets, width = octets + bytes.fromhex(column), len(groups[0])
        if len(octets) >= _PER_LINE:
            break
    return octets[:_PER_LINE]
