"""How the commands ask a running simulator: the options that say which one, and how they print what it answers.

Exit status: 0 it is so, 1 it is not as expected, 2 it can't be asked or done, 124 it has not happened in time.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from smsc.commands.refusing import refused
from smsc.commands.remote import DEFAULT, Remote, RemoteError
from smsc.commands.tables import record, table

out = Console(highlight=False, soft_wrap=True, markup=False)

Api = Annotated[
    str,
    typer.Option(
        "--api", help=f"Where the control API is; by default SMSC_API, or {DEFAULT}. SMSC_API_TOKEN is its token."
    ),
]
Ports = Annotated[
    Path | None,
    typer.Option("--ports-file", help="The same, by the file of `smsc run --ports-file`; by default SMSC_PORTS_FILE."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object per line.")]


@contextmanager
def asked(api: str, ports: Path | None, *, expected: int | None = None) -> Iterator[Remote]:
    """Ask a simulator, and report what goes wrong; a refusal whose status is ``expected`` is passed over."""
    try:
        with Remote(api, ports) as remote:
            yield remote
    except RemoteError as wrong:
        if wrong.status == expected:
            return
        raise refused(str(wrong), wrong.status) from wrong


def rows(found: list[dict[str, Any]], as_json: bool, nothing: str) -> None:
    """Print what was found, a row each, or that there is ``nothing``."""
    if as_json:
        for row in found:
            record(out, row)
        return
    if not found:
        out.print(nothing)
        return
    out.print(table(found[0], (map(_cell, row.values()) for row in found)))


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def pairs(written: Iterable[str], *said: str) -> dict[str, str]:
    """Read ``key=value``, each key once, and none of those that have been ``said`` otherwise."""
    found: dict[str, str] = {}
    for one in written:
        key, _, value = one.partition("=")
        if not key or key == one:
            raise refused(f"expected key=value, found {one!r}")
        if key in found or key in said:
            raise refused(f"{key}: expected once")
        found[key] = value
    return found
