"""One world laid over another: tables are merged, rows matched by their names, and everything else is replaced.

A scenario changes the built-in world in this way, and so does a world's file that has no network of its own.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_NETWORK: Final = frozenset({"sc", "hlr"})  # a file that has both is a whole world

NAMED_BY: Final = {"account": "system_id", "phone": "name", "cell": "name", "msc": "name", "sc": "name", "hlr": "name"}
_ROW: Final = re.compile(rf"\b({'|'.join(NAMED_BY)})\[(\d+)\](?=[.:])")


def is_whole(written: Mapping[str, Any]) -> bool:
    """Whether a file is a world by itself, and not what changes in the built-in one."""
    return written.keys() >= _NETWORK


def laid_over(
    there: Mapping[str, Any], written: Mapping[str, Any], named_by: Mapping[str, str] = NAMED_BY
) -> dict[str, Any]:
    """Lay what is written over what is there.

    ``named_by`` says which arrays have rows with names: those of the file itself. In a row, the same word may be a
    key: the ``cell`` of a ``[[phone]]``.
    """
    merged = dict(there)
    for key, value in written.items():
        found = there.get(key)
        if isinstance(value, dict) and isinstance(found, dict):
            merged[key] = laid_over(found, value, {})
        elif key in named_by and isinstance(value, list) and found is not None:
            merged[key] = _rows(named_by[key], listed(found), value)
        else:
            merged[key] = value
    return merged


def listed(found: Any) -> list[Any]:
    """Return one table, or several, as a list."""
    return found if isinstance(found, list) else [found]


def _rows(name: str, there: list[Any], written: list[Any]) -> list[Any]:
    rows = list(there)
    for place, row in zip(places(name, there, written), written, strict=True):
        rows[place : place + 1] = [laid_over(rows[place], row, {}) if place < len(rows) else row]
    return rows


def places(name: str, there: list[Any], written: list[Any]) -> list[int]:
    """Find the place of each written row: that of the row with the same name, or after all others.

    A second row with a name is placed after all others, and is then reported as a mistake.
    """
    free = [one.get(name) for one in there]
    end = len(there)
    found: list[int] = []
    for row in written:
        known = row.get(name) if isinstance(row, dict) else None
        if known is not None and known in free:
            place = free.index(known)
            free[place] = None
        else:
            place, end = end, end + 1
        found.append(place)
    return found


def keys(there: Mapping[str, Any], written: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """List where the written values are in the merged world: ``account[3].system_id``."""
    for key, value in written.items():
        found = there.get(key)
        if isinstance(value, dict):
            yield from keys(found if isinstance(found, dict) else {}, value, f"{place}{key}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            rows = listed(found) if found is not None else []
            at = places(NAMED_BY[key], rows, value) if key in NAMED_BY else range(len(value))
            for number, row in zip(at, value, strict=True):
                yield from keys(rows[number] if number < len(rows) else {}, row, f"{place}{key}[{number}].")
        else:
            yield f"{place}{key}"


def told_of(sentence: str, there: Mapping[str, Any], written: Mapping[str, Any]) -> str:
    """Have a sentence about a mistake in the merged world name rows as they are written, and others by name."""

    def row(found: re.Match[str]) -> str:
        table, number = found[1], int(found[2])
        before, rows = listed(there.get(table, [])), written.get(table)
        at = places(NAMED_BY[table], before, rows) if isinstance(rows, list) else []
        if number in at:
            return f"{table}[{at.index(number)}]"
        return f"{table}.{before[number][NAMED_BY[table]]}" if number < len(before) else found[0]

    return _ROW.sub(row, sentence)
