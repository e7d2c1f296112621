"""``smsc config show``: every value of a world, and where it comes from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Secret, SecretStr
from rich.console import Console
from rich.table import Table

from smsc import overlay, toml
from smsc.commands import opening
from smsc.commands.tables import record
from smsc.config import WorldConfig, built_in, load, text_of

DEFAULT = "default"


def shown(
    world: WorldConfig,
    path: Path | None,
    chosen: dict[str, str],
    out: Console,
    *,
    opened: Sequence[str] = (),
    as_json: bool,
) -> None:
    """Print a world; ``path`` is its file, ``chosen`` are the keys that were chosen besides, and how."""
    before = load(path)
    written = {key for key, _, is_written in values(before) if is_written}
    if opened:
        chosen |= dict.fromkeys(opening.keys(world, opened, before), chosen.pop("account"))
    if how := chosen.pop("webhook", None):  # whose rows stand behind those of the file
        chosen |= {f"webhook[{place}].url": how for place in range(len(before.webhook), len(world.webhook))}
    changed = _changed(path) if path is not None else None
    table = Table("key", "value", "origin")
    for key, value, _ in values(world):
        file = path if changed is None or key in changed else None
        origin = _chosen(key, chosen) or (str(file or "built in") if key in written else DEFAULT)
        if as_json:
            record(out, {"key": key, "value": value, "origin": origin})
        else:
            table.add_row(key, json.dumps(value, ensure_ascii=False), origin)
    if not as_json:
        out.print(table)


def _changed(path: Path) -> set[str] | None:
    """Return the keys that a file changes in the built-in world; None for one that has a network of its own."""
    written = toml.read(text_of(path))
    return None if overlay.is_whole(written) else set(overlay.keys(built_in(), written))


def _chosen(key: str, chosen: Mapping[str, str]) -> str | None:
    return next((how for one, how in chosen.items() if key == one or key.startswith(f"{one}.")), None)


def values(section: BaseModel, place: str = "") -> Iterator[tuple[str, Any, bool]]:
    """Yield all values of a section: the key, the value as JSON has it, and whether the file sets it."""
    for name in type(section).model_fields:
        yield from _of(getattr(section, name), f"{place}{name}", written=name in section.model_fields_set)


def _of(value: Any, key: str, *, written: bool) -> Iterator[tuple[str, Any, bool]]:
    if isinstance(value, BaseModel):
        yield from values(value, f"{key}.")
    elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        for place, row in enumerate(value):
            yield from values(row, f"{key}[{place}].")
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _of(one, f"{key}.{name}", written=written)
    else:
        yield key, _plain(value), written


def _plain(value: Any) -> Any:
    if isinstance(value, SecretStr):
        return "***" if value.get_secret_value() else ""
    if isinstance(value, Secret):
        return str(value)  # what may be seen of it
    if isinstance(value, tuple | list | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Path) else value
