"""How the commands print what they find: as tables and lines for people, as JSON for programs.

Tables cut nothing off. No text that somebody wrote is taken for markup, and none steers the terminal.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Column, Table
from rich.text import Text

from pdu.terminal import harmless

_PADDING: Final = 2
_NARROWEST: Final = 7  # columns for a text; with fewer, the terminal breaks the rows
MESSAGES = ("message_id", "from", "to", "state", "submitted", "text")


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Table:
    """Make a table; if room is short, texts go over several lines; if there are none, the other columns do."""
    names = tuple(columns)
    whole = "text" in names
    heads = (Column(name, no_wrap=whole and name != "text") for name in names)
    made = _Table(*heads, box=None, padding=(0, _PADDING, 0, 0), pad_edge=False)
    widths = [cell_len(name) for name in names]
    for row in rows:
        cells = tuple(map(harmless, row))
        widths = [max(width, cell_len(cell)) for width, cell in zip(widths, cells, strict=True)]
        made.add_row(*map(Text, cells))
    if whole:
        widths[names.index("text")] = _NARROWEST
        made.narrowest = sum(widths) + _PADDING * len(names)
    return made


class _Table(Table):
    """A table that is never narrower than what it may not break."""

    narrowest = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.width = self.narrowest if options.max_width < self.narrowest else None
        yield from super().__rich_console__(console, options)


def record(out: Console, found: Mapping[str, Any]) -> None:
    """Print one JSON object on one line."""
    print(json.dumps(found, ensure_ascii=False), file=out.file, flush=True)  # rich would take ten times as long


def fields(out: Console, found: Mapping[str, Any]) -> None:
    """Print the fields of an object that have a value, a line each."""
    for key, value in found.items():
        if value is not None:
            out.print(f"{key:<20} {harmless(str(value))}")


def list_messages(out: Console, messages: Iterable[Mapping[str, Any]], *, as_json: bool) -> None:
    """Print messages that have the API's fields: as a table, or as JSON, one a line."""
    if not as_json:
        out.print(of_messages(messages))
        return
    for one in messages:
        record(out, one)


def of_messages(messages: Iterable[Mapping[str, str]]) -> Table | str:
    """Make a table of messages, or say that there is none."""
    rows = [
        (one["message_id"], one["source"], one["destination"], one["state"], _brief(one["submitted"]), one["text"])
        for one in messages
    ]
    return table(MESSAGES, rows) if rows else "No message is there."


def _brief(moment: str) -> str:
    """Write a moment as briefly as a row allows; `smsc show` writes it in full."""
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%m-%d %H:%M:%S}"
