"""The world of a scenario: what stands between two lines ``---`` is TOML, and changes the world that is built in.

---
seed = 7
[[account]]
system_id = "bank"      # of those that are there: only its window is changed
window = 2
[[account]]
system_id = "post"      # one more
password = "secret"
---
"""

import re
from importlib.resources import files
from typing import Any, Final

from scenarios.script import Script, ScriptError
from smsc import toml
from smsc.config import ConfigError, WorldConfig, check

_NAMED_BY: Final = {"account": "system_id", "phone": "name", "cell": "name", "msc": "name", "sc": "name", "hlr": "name"}
_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def world(script: Script) -> WorldConfig:
    """Make the world that a scenario is played in; raises ScriptError."""
    try:
        written = toml.read(script.world)
    except ValueError as wrong:
        place = _PLACE.search(str(wrong))
        row, column = (int(place[1]), int(place[2])) if place and place[1] else (script.world.count("\n"), 1)
        said = _PLACE.sub("", str(wrong))
        sentence = f"it is no TOML: {said[0].lower()}{said[1:]}"
        raise ScriptError.of(script.file, script.world_begins + row, column, sentence) from None
    built_in = toml.read(files("smsc").joinpath("default_world.toml").read_text("utf-8"))
    try:
        return check(_changed(built_in, written), script.file)
    except ConfigError as wrong:
        sentence = str(wrong).removeprefix(f"{script.file}: ")
        raise ScriptError.of(script.file, *_place(script, written, built_in, sentence), sentence) from None


def _changed(there: dict[str, Any], written: dict[str, Any]) -> dict[str, Any]:
    """Lay one table over another: tables are merged, rows by their names, and all else is replaced."""
    merged = dict(there)
    for key, value in written.items():
        found = there.get(key)
        if isinstance(value, dict) and isinstance(found, dict):
            merged[key] = _changed(found, value)
        elif key in _NAMED_BY and isinstance(value, list) and found is not None:
            merged[key] = _rows(_NAMED_BY[key], _listed(found), value)
        else:
            merged[key] = value
    return merged


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def _rows(name: str, there: list[Any], written: list[Any]) -> list[Any]:
    rows = list(there)
    for place, row in zip(_places(name, there, written), written, strict=True):
        rows[place : place + 1] = [_changed(rows[place], row) if place < len(rows) else row]
    return rows


def _places(name: str, there: list[Any], written: list[Any]) -> list[int]:
    """Find where each row that is written belongs: to one of its name, or behind all others."""
    names = [one.get(name) for one in there]
    places: list[int] = []
    for row in written:
        known = row.get(name) if isinstance(row, dict) else None
        if known is None or known not in names:
            names.append(known)
            places.append(len(names) - 1)
        else:
            places.append(names.index(known))
    return places


def _place(script: Script, written: dict[str, Any], built_in: dict[str, Any], sentence: str) -> tuple[int, int]:
    """Find the line and column of the key that a sentence is about; else its table's, or where the world begins.

    ``phone[5].imsi`` counts the rows of the whole world, in which one that is written here has another place.
    """
    rows = script.world.splitlines()
    keys = [key for key in re.split(r"[.\[\]]", sentence.partition(":")[0]) if key]
    if not keys:
        return script.world_begins, 1
    table, number = keys[0], int(keys[1]) if len(keys) > 1 and keys[1].isdecimal() else 0
    if table in _NAMED_BY and isinstance(written.get(table), list):
        places = _places(_NAMED_BY[table], _listed(built_in.get(table, [])), written[table])
        number = places.index(number) if number in places else 0
    heads = [row for row, text in enumerate(rows) if re.match(rf"\s*\[+\s*{re.escape(table)}\s*\]", text)]
    begins = heads[number] if number < len(heads) else 0
    ends = next((row for row in range(begins + 1, len(rows)) if _opens_another(rows[row], table)), len(rows))
    for key in (key for key in reversed(keys) if not key.isdecimal()):
        form = re.compile(rf"(?:^|[\s,{{\[.]){re.escape(key)}\b")
        for row in range(begins, ends if heads else len(rows)):
            if found := form.search(rows[row]):
                return script.world_begins + row + 1, found.end() - len(key) + 1
    return script.world_begins, 1


def _opens_another(row: str, table: str) -> bool:
    return row.lstrip().startswith("[") and not re.match(rf"\s*\[+\s*{re.escape(table)}\.", row)
