"""``smsc messages`` and ``show``, for a running simulator or a store on disk, and ``purge``, for the latter."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from pdu.values import MessageState
from smsc.commands.asking import Api, Json, Ports, one_place, out
from smsc.commands.given import DATA
from smsc.commands.refusing import refused, refusing
from smsc.commands.remote import NobodyThere, Remote, RemoteError, step
from smsc.commands.tables import fields, list_messages, record
from smsc.store.layout import StoreError

Data = Annotated[
    Path | None,
    typer.Option(
        help=f"The file of a sqlite store; by default the running simulator, or {DATA} if none runs.",
        callback=one_place,
    ),
]
PAGE: Final = 500  # messages that the API is asked for at once


def install(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (messages, show, purge):
        app.command()(command)


def messages(
    to: Annotated[str, typer.Option(help="Only those for this number.")] = "",
    source: Annotated[str, typer.Option("--from", help="Only those from this number, name or account.")] = "",
    text: Annotated[str, typer.Option(help="Only those with this in their text, in any case.")] = "",
    state: Annotated[str, typer.Option(help="Only those in this state, such as ENROUTE or DELIVERED.")] = "",
    limit: Annotated[int, typer.Option(help="How many at most, the newest first.", min=1)] = 50,
    data: Data = None,
    api: Api = "",
    ports: Ports = None,
    as_json: Json = False,
) -> None:
    """List messages, the newest first.

    They are read from the running simulator; with --data, or if none runs, from a store on disk. Times are UTC.
    """
    limit = min(limit, sys.maxsize)  # more can't be counted
    wanted = MessageState.__members__.get(state.upper())
    if state and wanted is None:
        raise refused(f"--state: expected one of {', '.join(MessageState.__members__)}, found {state!r}")
    with simulator(data, api, ports) as remote:
        if remote is None:
            from smsc.centre.store import Sought
            from smsc.commands.kept import listed

            sought = Sought(to.removeprefix("+"), source.removeprefix("+"), wanted)
            listed(data or DATA, out, sought, text, limit, as_json=as_json)
            return
        query = {"to": to, "source": source, "text": text, "state": state.upper()}
        found = islice(_pages(remote, query), limit)
        list_messages(out, found, as_json=as_json)


def show(
    message_id: Annotated[str, typer.Argument(help="The id of the message, as its submit_sm_resp gave it.")],
    data: Data = None,
    api: Api = "",
    ports: Ports = None,
    as_json: Json = False,
) -> None:
    """Show one message with its ladder.

    It is read from the running simulator; with --data, or if none runs, from a store on disk.
    """
    with simulator(data, api, ports) as remote:
        if remote is None:
            from smsc.commands.kept import shown

            if not shown(data or DATA, out, message_id, as_json=as_json):
                raise refused(f"there is no message {message_id} in {data or DATA}")
            return
        found = remote.get(f"/messages/{step(message_id)}")
        if as_json:
            record(out, found)
            return
        ladder = found.pop("ladder")
        fields(out, found)
        for line in ("", "Its ladder:", *ladder) if ladder else ():
            out.print(line)


def purge(
    days: Annotated[float, typer.Option("--older-than", help="Days since the final state.", min=0)] = 7.0,
    data: Annotated[Path, typer.Option(help="The file of the sqlite store.")] = DATA,
) -> None:
    """Delete messages that ended long ago. Those under way, and those that owe a receipt, stay."""
    from smsc.commands.kept import purged

    with refusing(StoreError):
        out.print(f"{purged(data, days * 86_400, time.time())} messages deleted")


@contextmanager
def simulator(data: Path | None, api: str, ports: Path | None) -> Iterator[Remote | None]:
    """Find the simulator that is meant, and report what goes wrong; None if the store on disk is meant."""
    named = api or ports or os.environ.get("SMSC_API") or os.environ.get("SMSC_PORTS_FILE")
    try:
        if data is not None or not (named or _is_there()):
            yield None
            return
        with Remote(api, ports) as remote:
            yield remote
    except StoreError as wrong:
        raise refused(str(wrong)) from wrong
    except RemoteError as wrong:
        raise refused(str(wrong), wrong.status) from wrong


def _is_there() -> bool:
    """Whether a simulator runs at the default address."""
    try:
        with Remote() as remote:
            remote.get("/clock", timeout=2)
    except NobodyThere:
        return False
    return True


def _pages(remote: Remote, query: dict[str, str]) -> Iterator[dict[str, Any]]:
    before: str | None = ""
    while before is not None:
        page = remote.get("/messages", {**query, "before": before, "limit": PAGE})
        yield from page["messages"]
        before = page["next"]
