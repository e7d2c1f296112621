"""Tables for a terminal, in which nothing is cut off, and nothing that anybody has written is taken for markup."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from rich.table import Column, Table
from rich.text import Text

MESSAGES = ("message_id", "from", "to", "state", "submitted", "text")


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Table:
    """Lay rows out; where there is too little room, texts go over several lines, and other columns only without any."""
    names = tuple(columns)
    whole = "text" in names
    heads = (Column(name, no_wrap=whole and name != "text") for name in names)
    made = Table(*heads, box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for row in rows:
        made.add_row(*map(Text, row))
    return made


def of_messages(messages: Iterable[Mapping[str, str]]) -> Table | str:
    """Lay messages out, in words of the API; or say that there is none."""
    rows = [
        (one["message_id"], one["source"], one["destination"], one["state"], _brief(one["submitted"]), one["text"])
        for one in messages
    ]
    return table(MESSAGES, rows) if rows else "No message is there."


def _brief(moment: str) -> str:
    """Write a moment as briefly as a row needs it; `smsc show` has it whole."""
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%m-%d %H:%M:%S}"
