"""TOML, as worlds are written: whatever ``tomllib`` stumbles on is a mistake in the file."""

import re
import tomllib
from typing import Any, Final

DEEPEST: Final = 100  # tables within each other, by one key: ``tomllib`` takes minutes for one of many thousands
_WORDS: Final = re.compile(
    r"""(?P<dots>\.+)|(?P<part>[\w-]+|"(?:[^"\\]|\\.)*"?|'[^']*'?)|(?P<space>[ \t]+)|(?P<other>.)"""
)


def read(text: str) -> dict[str, Any]:
    """Read TOML; raises ValueError, whose sentence may end with the place of the mistake."""
    for number, row in enumerate(text.split("\n"), 1):
        if row.count(".") > DEEPEST and _is_deep(row):
            raise ValueError(f"More than {DEEPEST} dots in a key (at line {number}, column 1)")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise ValueError("Too many arrays or tables within each other") from None
    except ValueError:  # int() takes no more than some thousands of digits
        raise ValueError("A number of too many digits") from None


def _is_deep(row: str) -> bool:
    """Whether too many parts of a key are joined by dots in this row; other dots are not counted."""
    dots, after_dot = 0, False
    for found in _WORDS.finditer(row):
        kind = found.lastgroup
        if kind == "dots":
            dots, after_dot = dots + 1, True
            if dots > DEEPEST:
                return True
        elif kind == "part":
            dots, after_dot = dots if after_dot else 0, False
        elif kind == "other":
            dots, after_dot = 0, False
    return False
