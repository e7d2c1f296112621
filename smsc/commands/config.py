"""``smsc config show``: every value of a world, and where it is from."""

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr
from rich.console import Console
from rich.table import Table

from smsc.commands.tables import record
from smsc.config import WorldConfig, load

DEFAULT = "default"


def shown(world: WorldConfig, path: Path | None, chosen: Mapping[str, str], out: Console, *, as_json: bool) -> None:
    """Print it; ``path`` is its file, ``chosen`` are the keys that somebody has chosen beside it, and how."""
    written = {key for key, _, is_written in values(load(path)) if is_written}
    file = "built in" if path is None else str(path)
    table = Table("key", "value", "origin")
    for key, value, _ in values(world):
        origin = _chosen(key, chosen) or (file if key in written else DEFAULT)
        if as_json:
            record(out, {"key": key, "value": value, "origin": origin})
        else:
            table.add_row(key, json.dumps(value, ensure_ascii=False), origin)
    if not as_json:
        out.print(table)


def _chosen(key: str, chosen: Mapping[str, str]) -> str | None:
    return next((how for one, how in chosen.items() if key == one or key.startswith(f"{one}.")), None)


def values(section: BaseModel, place: str = "") -> Iterator[tuple[str, Any, bool]]:
    """Go through all values of a section: the key, the value as JSON has it, and whether the file says so."""
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
    if isinstance(value, tuple | list | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Path) else value
