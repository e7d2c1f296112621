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
import tomllib
from importlib.resources import files
from typing import Any, Final

from scenarios.script import Script, ScriptError
from smsc.config import ConfigError, WorldConfig, check

_NAMED_BY: Final = {"account": "system_id", "phone": "name", "cell": "name", "msc": "name", "sc": "name", "hlr": "name"}
_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def world(script: Script) -> WorldConfig:
    """Make the world that a scenario is played in; raises ScriptError."""
    try:
        written = tomllib.loads(script.world)
    except tomllib.TOMLDecodeError as wrong:
        place = _PLACE.search(str(wrong))
        row, column = (int(place[1]), int(place[2])) if place and place[1] else (script.world.count("\n"), 1)
        said = _PLACE.sub("", str(wrong))
        sentence = f"it is no TOML: {said[0].lower()}{said[1:]}"
        raise ScriptError.of(script.file, script.world_begins + row, column, sentence) from None
    built_in = tomllib.loads(files("smsc").joinpath("default_world.toml").read_text("utf-8"))
    try:
        return check(_changed(built_in, written), script.file)
    except ConfigError as wrong:
        sentence = str(wrong).removeprefix(f"{script.file}: ")
        raise ScriptError.of(script.file, *_place(script, sentence), sentence) from None


def _changed(there: dict[str, Any], written: dict[str, Any]) -> dict[str, Any]:
    """Lay one table over another: tables are merged, rows by their names, and all else is replaced."""
    merged = dict(there)
    for key, value in written.items():
        found = there.get(key)
        if isinstance(value, dict) and isinstance(found, dict):
            merged[key] = _changed(found, value)
        elif key in _NAMED_BY and isinstance(value, list) and found is not None:
            merged[key] = _rows(_NAMED_BY[key], found if isinstance(found, list) else [found], value)
        else:
            merged[key] = value
    return merged


def _rows(name: str, there: list[Any], written: list[Any]) -> list[Any]:
    rows = list(there)
    for row in written:
        known = row.get(name) if isinstance(row, dict) else None
        place = next((place for place, one in enumerate(rows) if known is not None and one.get(name) == known), None)
        if place is None:
            rows.append(row)
        else:
            rows[place] = _changed(rows[place], row)
    return rows


def _place(script: Script, sentence: str) -> tuple[int, int]:
    """Find the line and column of the key that a sentence is about; else where the world begins."""
    key = re.split(r"[.\]]", sentence.partition(":")[0])[-1]
    form = re.compile(rf"(?:^|[\s,{{\[.]){re.escape(key)}\b")
    for row, text in enumerate(script.world.splitlines(), 1) if key else ():
        if found := form.search(text):
            return script.world_begins + row, found.end() - len(key) + 1
    return script.world_begins, 1
