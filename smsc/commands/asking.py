"""How the commands ask a running simulator: the options that say which one, and how they print what it answers.

Exit status: 0 it is so, 1 it is not as expected, 2 it can't be asked or done, 124 it has not happened in time.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import typer

from pdu.commands.console import console
from smsc.commands.refusing import refused
from smsc.commands.remote import DEFAULT, Remote, RemoteError
from smsc.commands.tables import record, table

out = console(soft_wrap=True, markup=False)

_PLACES: Final = {"api": "--api", "ports": "--ports-file", "data": "--data"}
T = TypeVar("T")


def one_place(context: typer.Context, option: typer.CallbackParam, given: T) -> T:
    """Refuse a second option that says whom to ask, and one that says nothing: the default would be asked."""
    others = [name for key, name in _PLACES.items() if key != option.name and context.params.get(key)]
    if given and others:
        raise refused(f"{_PLACES[option.name or '']}: expected without {others[0]}, found both")
    said = context.get_parameter_source(option.name or "")
    if given == "" and said is not None and said.name == "COMMANDLINE":
        raise refused(f"{_PLACES[option.name or '']}: expected a value, found nothing")
    return given


Api = Annotated[
    str,
    typer.Option(
        "--api",
        help=f"Where the control API is; by default SMSC_API, or {DEFAULT}. SMSC_API_TOKEN is its token.",
        callback=one_place,
    ),
]
Ports = Annotated[
    Path | None,
    typer.Option(
        "--ports-file",
        help="The same, by the file of `smsc run --ports-file`; by default SMSC_PORTS_FILE.",
        callback=one_place,
    ),
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
