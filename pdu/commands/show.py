"""How the verbs print: tables on a wide terminal, plain lines elsewhere, JSON for programs."""

import json
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import typer

from pdu.explain import Explanation, Item

_OCTETS = 8  # in a line of the table
_WIDE = 100  # columns that a table needs to be better than plain lines


def record(fields: dict[str, Any]) -> None:
    """Print one JSON object on one line."""
    typer.echo(json.dumps(fields, ensure_ascii=False))


def line(place: str, explained: Explanation) -> None:
    """Print the ladder line of a message, and what is wrong with it."""
    typer.echo("  ".join(filter(None, (place, explained.line, explained.problem and f"# {explained.problem}"))))


def explanation(place: str, explained: Explanation) -> None:
    """Print a message field by field."""
    if sys.stdout.isatty() and shutil.get_terminal_size().columns >= _WIDE:
        _in_colour(place, explained)
    else:
        typer.echo("\n".join(_plain(place, explained)))


class _Row:
    """An item as a row of the table, indented by how deep it is."""

    def __init__(self, item: Item, depth: int) -> None:
        self.offset = "" if item.offset is None else str(item.offset)
        digits = item.octets.hex(" ").split()
        self.octets = [" ".join(digits[at : at + _OCTETS]) for at in range(0, len(digits), _OCTETS)] or [""]
        self.name = "  " * depth + item.name
        self.value = item.value
        self.meaning = item.meaning
        self.clause = item.clause


def _rows(items: list[Item], depth: int = 0) -> Iterator[_Row]:
    for item in items:
        whole = Item(item.name, item.offset, b"" if item.parts else item.octets, item.value, item.meaning, item.clause)
        yield _Row(whole, depth)
        yield from _rows(item.parts, depth + 1)


def _plain(place: str, explained: Explanation) -> Iterator[str]:
    if place:
        yield place
    yield explained.line + (f"  [{explained.clause}]" if explained.clause else "")
    rows = list(_rows(explained.items))
    names = max((len(row.name) for row in rows), default=0)
    values = min(24, max((len(row.value) for row in rows), default=0))
    for row in rows:
        clause = f"  [{row.clause}]" if row.clause else ""
        said = f"{row.value:{values}}  {row.meaning}".rstrip() + clause
        yield f"{row.offset:>6}  {row.octets[0]:{3 * _OCTETS}} {row.name:{names}}  {said}".rstrip()
        for more in row.octets[1:]:
            yield f"{'':6}  {more}"
    if explained.problem:
        yield f"problem: {explained.problem}"
    yield ""


def _in_colour(place: str, explained: Explanation) -> None:
    from rich.table import Table
    from rich.text import Text

    from pdu.commands.console import console

    table = Table(box=None, header_style="bold", pad_edge=False, title=None)
    table.add_column("offset", justify="right", style="dim")
    table.add_column("octets", style="green", no_wrap=True)
    table.add_column("parameter", style="bold", no_wrap=True)
    table.add_column("value", overflow="fold", ratio=2)
    table.add_column("meaning", overflow="fold", ratio=3)
    table.add_column("clause", style="dim", no_wrap=True)
    for row in _rows(explained.items):
        cells = (row.offset, "\n".join(row.octets), row.name, row.value, row.meaning, row.clause)
        table.add_row(*map(Text, cells))
    out = console()
    if place:
        out.print(Text(place, style="dim"))
    out.print(Text(explained.line, style="cyan"))
    out.print(table)
    if explained.problem:
        out.print(Text(f"problem: {explained.problem}", style="bold red"))
    out.print()
