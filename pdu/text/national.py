"""TS 23.038 annex A: the national language identifiers, and the printed tables read into characters."""

from enum import IntEnum
from functools import cache

from pdu.malformed import Malformed
from pdu.text import locking_shift, single_shift


class NationalLanguage(IntEnum):
    """The national language identifier carried by the information elements 0x24 and 0x25."""

    DEFAULT = 0
    TURKISH = 1
    SPANISH = 2
    PORTUGUESE = 3
    BENGALI = 4
    GUJARATI = 5
    HINDI = 6
    KANNADA = 7
    MALAYALAM = 8
    ORIYA = 9
    PUNJABI = 10
    TAMIL = 11
    TELUGU = 12
    URDU = 13


LOCKING = tuple(sorted(locking_shift.PRINTED))
"""The identifiers that have a locking shift table, 0 (the default alphabet) among them."""

SINGLE = tuple(sorted(single_shift.PRINTED))
"""The identifiers that have a single shift table, 0 (the extension of the default alphabet) among them."""

_CONTROLS = {"SP": " ", "LF": "\n", "CR": "\r", "FF": "\f", "--": None, "ESC": None, "SS2": None, "CR2": None}


@cache
def locking(language: int) -> tuple[str | None, ...]:
    """A locking shift table: 128 characters by septet, None where empty. Malformed when there is no table."""
    return _read(locking_shift.PRINTED, language, "national language locking shift")


@cache
def single(language: int) -> tuple[str | None, ...]:
    """A single shift table: 128 characters by septet, None where empty. Malformed when there is no table."""
    return _read(single_shift.PRINTED, language, "national language single shift")


def name(language: int) -> str:
    """A language as a person writes it: "Turkish", "default" for 0, the number for one that is not assigned."""
    try:
        return NationalLanguage(language).name.capitalize() if language else "default"
    except ValueError:
        return str(language)


def _read(printed: dict[int, str], language: int, field: str) -> tuple[str | None, ...]:
    try:
        rows = [row.split() for row in printed[language].split("\n") if row.strip()]
    except KeyError:
        raise Malformed(field, None, "a language which has a table", str(language)) from None
    return tuple(_character(rows[septet & 0x0F][septet >> 4]) for septet in range(128))


def _character(cell: str) -> str | None:
    if len(cell) == 1:
        return cell
    return _CONTROLS[cell] if cell in _CONTROLS else chr(int(cell, 16))
