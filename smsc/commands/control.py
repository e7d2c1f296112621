"""``smsc act``, ``wait``, ``events``, ``sessions``, ``ready`` and ``reset``: the control API from a terminal."""

import time
from contextlib import suppress
from typing import Annotated

import typer

from pdu.terminal import harmless
from smsc.api.terms import LONGEST
from smsc.commands.asking import Api, Json, Ports, asked, out, rows
from smsc.commands.refusing import refused
from smsc.commands.remote import LATE, Refusal, Remote, RemoteError
from smsc.commands.tables import record


def install(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (act, wait, events, sessions, ready, reset):
        app.command()(command)


def act(
    subject: Annotated[
        str, typer.Argument(help="A handset, a node, a link, or a stage of faults: ms1, hlr, sc-hlr, smpp.")
    ],
    what: Annotated[str, typer.Argument(help="What happens to it, as ladders write it: 'moves to cell=cell2'.")],
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Make something happen to a handset, node or link, or go wrong.

    A service centre that goes down is silent behind its SMPP port: ESMEs still bind, unbind and have enquire_link
    answered, but nothing else.
    """
    with asked(api, ports) as remote:
        remote.post("/acts", {"subject": subject, "act": what})


def wait(
    to: Annotated[str, typer.Option(help="The handset, by its number or name; by default any.")] = "",
    source: Annotated[str, typer.Option("--from", help="The sender: a number or a name.")] = "",
    text: Annotated[str, typer.Option(help="A regular expression to find in the text.")] = "",
    timeout: Annotated[float, typer.Option(help="Seconds; then exit status 124.", min=0, max=LONGEST)] = 10.0,
    none: Annotated[bool, typer.Option("--none", help="Expect none: exit status 1 if there is one.")] = False,
    api: Api = "",
    ports: Ports = None,
    as_json: Json = False,
) -> None:
    """Wait until a handset shows a message, and print its text.

    One that was shown before counts too: it is the first that fits since the simulator began, or was reset.
    """
    query = {"to": to, "source": source, "text": text, "timeout": timeout}
    with asked(api, ports, expected=LATE if none else None) as remote:
        found = remote.get("/messages/wait", query, timeout + 10)
        if none:
            raise refused(f"{found['phone']} shows {found['text']!r}, and none was expected", 1)
        if as_json:
            record(out, found)
        else:
            out.print(harmless(found["text"]) if out.is_terminal else found["text"])  # a program gets it as it is


def events(
    after: Annotated[
        int | None, typer.Option(help="Begin after this event, as far back as events are remembered.", min=0)
    ] = None,
    api: Api = "",
    ports: Ports = None,
    as_json: Json = False,
) -> None:
    """Follow the ladder of a running simulator until Ctrl-C."""
    with asked(api, ports) as remote, suppress(KeyboardInterrupt):
        for event in remote.events(after):
            if as_json:
                record(out, event)
            elif "missed" in event:
                out.print(f"... {event['missed']} were missed")
            else:
                out.print(event["line"])


def sessions(
    end: Annotated[int | None, typer.Option(help="Drop the connection of this session.")] = None,
    api: Api = "",
    ports: Ports = None,
    as_json: Json = False,
) -> None:
    """List the SMPP sessions of a running simulator."""
    with asked(api, ports) as remote:
        if end is not None:
            remote.delete(f"/sessions/{end}")
        rows(remote.get("/sessions"), as_json, "There is no session.")


def reset(api: Api = "", ports: Ports = None, as_json: Json = False) -> None:
    """Put a running simulator back into its initial state.

    Messages, faults and all that was shown are forgotten; subscriptions, handsets, nodes and links are as in the
    world's file. Sessions stay bound, what was added stays, and time goes on.
    """
    with asked(api, ports) as remote:
        found = remote.post("/reset", None, timeout=60)
        if as_json:
            record(out, found)
        elif found["under_way"]:
            out.print(f"{found['under_way']} messages are under way all the same")


def ready(
    timeout: Annotated[float, typer.Option(help="Seconds to wait; then exit status 124.", min=0, max=LONGEST)] = 0.0,
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Check whether a simulator is running, or wait for it."""
    end = time.monotonic() + timeout
    while True:
        try:
            with Remote(api, ports) as remote:
                remote.get("/clock", timeout=5)
        except RemoteError as wrong:
            if isinstance(wrong, Refusal):
                raise refused(str(wrong), wrong.status) from wrong
            if time.monotonic() >= end:
                raise refused(str(wrong), LATE if timeout else wrong.status) from wrong
            time.sleep(0.1)
        else:
            return
