"""One world laid over another: tables are merged, rows by their names, and all else is replaced.

So a scenario changes the world that is built in, and so does a world's file that says nothing of a network.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

NETWORK: Final = frozenset({"sc", "hlr", "msc", "cell"})  # a file that has none of these changes the built-in world

NAMED_BY: Final = {"account": "system_id", "phone": "name", "cell": "name", "msc": "name", "sc": "name", "hlr": "name"}


def laid_over(there: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """Lay what is written over what is there."""
    merged = dict(there)
    for key, value in written.items():
        found = there.get(key)
        if isinstance(value, dict) and isinstance(found, dict):
            merged[key] = laid_over(found, value)
        elif key in NAMED_BY and isinstance(value, list) and found is not None:
            merged[key] = _rows(NAMED_BY[key], listed(found), value)
        else:
            merged[key] = value
    return merged


def listed(found: Any) -> list[Any]:
    """One table, or several, as several."""
    return found if isinstance(found, list) else [found]


def _rows(name: str, there: list[Any], written: list[Any]) -> list[Any]:
    rows = list(there)
    for place, row in zip(places(name, there, written), written, strict=True):
        rows[place : place + 1] = [laid_over(rows[place], row) if place < len(rows) else row]
    return rows


def places(name: str, there: list[Any], written: list[Any]) -> list[int]:
    """Find where each row that is written belongs: to one of its name, or behind all others."""
    names = [one.get(name) for one in there]
    found: list[int] = []
    for row in written:
        known = row.get(name) if isinstance(row, dict) else None
        if known is None or known not in names:
            names.append(known)
            found.append(len(names) - 1)
        else:
            found.append(names.index(known))
    return found


def keys(there: Mapping[str, Any], written: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """Say which values of the world that comes of it are those that are written: ``account[3].system_id``."""
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
    """Say of a mistake in the world that came of it in which row it is as it is written."""
    found = re.match(r"(\w+)\[(\d+)\]", sentence)
    rows = written.get(found[1]) if found is not None else None
    if found is None or found[1] not in NAMED_BY or not isinstance(rows, list):
        return sentence
    at = places(NAMED_BY[found[1]], listed(there.get(found[1], [])), rows)
    number = int(found[2])
    return f"{found[1]}[{at.index(number)}]{sentence[found.end() :]}" if number in at else sentence
