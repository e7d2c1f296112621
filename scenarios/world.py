"""The world of a scenario: what stands between two lines ``---`` is TOML, and changes the world that is built in.

---
seed = 7
[[account]]
system_id = "bank"      # one that is there: only its window is changed
window = 2
[[account]]
system_id = "post"      # one more
password = "secret"
---

With ``built_in = false`` it is the whole world, with nothing else in it.
"""

import re
from typing import Any, Final

from scenarios.script import Script, ScriptError, lines
from smsc import toml
from smsc.config import ConfigError, WorldConfig, built_in, check
from smsc.overlay import NAMED_BY, laid_over, listed, places

_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def world(script: Script, *, seed: int | None = None) -> WorldConfig:
    """Make the world that a scenario is played in, perhaps with another ``seed``; raises ScriptError."""
    try:
        written = toml.read(script.world)
    except ValueError as wrong:
        place = _PLACE.search(str(wrong))
        row, column = (int(place[1]), int(place[2])) if place and place[1] else (script.world.count("\n"), 1)
        said = _PLACE.sub("", str(wrong))
        sentence = f"it is no TOML: {said[0].lower()}{said[1:]}"
        raise ScriptError(script.file, script.world_begins + row, column, sentence) from None
    there = built_in()
    try:
        if not _changes_the_built_in(written):
            there = {}
        config = check(laid_over(there, written), script.file)
        if config.answer:
            raise ConfigError("answer: expected none, as a scenario itself says what people do")
    except ConfigError as wrong:
        sentence = str(wrong).removeprefix(f"{script.file}: ")
        raise ScriptError(script.file, *_place(script, written, there, sentence), sentence) from None
    return config if seed is None else config.model_copy(update={"seed": seed})


def _changes_the_built_in(written: dict[str, Any]) -> bool:
    """Whether what is written changes the built-in world, as it does unless it says otherwise."""
    changes = written.pop("built_in", True)
    if not isinstance(changes, bool):
        raise ConfigError(f"built_in: expected true or false, found {changes!r}")
    return changes


def _place(script: Script, written: dict[str, Any], there: dict[str, Any], sentence: str) -> tuple[int, int]:
    """Find the line and column of the key that a sentence is about; else its table's, or where the world begins.

    ``phone[5].imsi`` counts the rows of the whole world, in which one that is written here has another place.
    """
    rows = lines(script.world)
    keys = [key for key in re.split(r"[.\[\]]", sentence.partition(":")[0]) if key]
    if not keys:
        return script.world_begins, 1
    table, number = keys[0], int(keys[1]) if len(keys) > 1 and keys[1].isdecimal() else 0
    if table in NAMED_BY and isinstance(written.get(table), list):
        at = places(NAMED_BY[table], listed(there.get(table, [])), written[table])
        number = at.index(number) if number in at else 0
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
