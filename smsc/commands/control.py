"""``smsc phone``, ``act``, ``wait``, ``events``, ``sessions``, ``ready``: the control API from a terminal.

Exit status: 0 it is so, 1 it is not as expected, 2 it can't be asked or done, 124 it has not happened in time.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from pdu.commands.application import application
from smsc.commands.refusing import refused
from smsc.commands.remote import DEFAULT, Remote, RemoteError, step
from smsc.commands.tables import record, table
from smsc.faults.effects import EFFECTS, ERRORS, KNOWS
from smsc.terminal import harmless

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
Name = Annotated[str, typer.Argument(help="A handset, by its name or its number.")]

LATE = 124  # the exit status for what has not happened in time

phone = application("The handsets of a running simulator.")
fault = application("The faults that are set in a running simulator.")


def install(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(phone, name="phone")
    app.add_typer(fault, name="fault")
    for command in (act, wait, events, sessions, ready, reset):
        app.command()(command)


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


@phone.command("list")
def list_phones(api: Api = "", ports: Ports = None, as_json: Json = False) -> None:
    """List the handsets."""
    with asked(api, ports) as remote:
        rows(remote.get("/phones"), as_json, "There is no handset.")


@phone.command("add")
def add_phone(
    name: Annotated[str, typer.Argument(help="Its name, in small letters and digits.")],
    number: Annotated[str, typer.Argument(help="Its number, with or without a +.")],
    imsi: Annotated[str, typer.Argument(help="Its SIM's IMSI, 14 or 15 digits.")],
    cell: Annotated[str, typer.Argument(help="The cell it is in.")],
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Add a handset, switched on."""
    with asked(api, ports) as remote:
        remote.post("/phones", {"name": name, "msisdn": number.removeprefix("+"), "imsi": imsi, "cell": cell})


@phone.command()
def on(name: Name, api: Api = "", ports: Ports = None) -> None:
    """Switch a handset on."""
    _act(name, "switches on", api, ports)


@phone.command()
def off(name: Name, api: Api = "", ports: Ports = None) -> None:
    """Switch a handset off; the network is told."""
    _act(name, "switches off", api, ports)


@phone.command()
def move(
    name: Name,
    cell: Annotated[str, typer.Argument(help="The cell it moves to.")],
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Move a handset to another cell."""
    _act(name, f"moves to cell={json.dumps(cell)}", api, ports)


@phone.command("swap-sim")
def swap_sim(
    name: Name,
    sim: Annotated[str, typer.Argument(help="The SIM that gets its number: an IMSI, or the handset that it is in.")],
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Move the number of a handset to another SIM.

    The operator does this; the handset with that SIM finds out when it is switched off and on.
    """
    with asked(api, ports) as remote:
        imsi = sim if sim.isdecimal() else remote.get(f"/phones/{step(sim)}")["imsi"]
        remote.post(f"/phones/{step(name)}/sim", {"imsi": imsi})


@phone.command()
def send(
    name: Name,
    to: Annotated[str, typer.Argument(help="The number to send to.")],
    text: Annotated[str, typer.Argument(help="The text.")],
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Write a text on a handset."""
    with asked(api, ports) as remote:
        remote.post(f"/phones/{step(name)}/messages", {"text": text, "to": to})


@phone.command()
def inbox(name: Name, api: Api = "", ports: Ports = None, as_json: Json = False) -> None:
    """List what a handset has shown."""
    with asked(api, ports) as remote:
        rows(remote.get(f"/phones/{step(name)}/inbox"), as_json, "It has shown nothing.")


@fault.command("list")
def list_faults(api: Api = "", ports: Ports = None, as_json: Json = False) -> None:
    """List the faults, and how often each has struck."""
    with asked(api, ports) as remote:
        found = remote.get("/faults")
        if not as_json:
            found = [{**one, "rule": _written(one["rule"])} for one in found]
        rows(found, as_json, "There is no fault.")


@fault.command("add")
def add_fault(
    keys: Annotated[
        list[str], typer.Argument(help="The keys of a [[fault]]: stage=smpp command_status=ESME_RTHROTTLED times=3")
    ],
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Make something go wrong from now on, and print the fault's number.

    `smsc fault stages` shows what can go wrong at which stage. A mistake is reported with what is possible.
    """
    rule = {}
    for key, is_given, value in (one.partition("=") for one in keys):
        if not is_given:
            raise refused(f"expected key=value, such as stage=smpp, found {key!r}")
        rule[key] = value
    with asked(api, ports) as remote:
        out.print(remote.post("/faults", rule)["number"])


@fault.command("stages")
def list_stages(as_json: Json = False) -> None:
    """Show what can go wrong where, and what rules can name. No simulator needs to run."""
    found = [
        {
            "stage": stage,
            "what it may do": ", ".join(may),
            "which it may name": ", ".join(KNOWS[stage]),
            "errors": ", ".join(ERRORS.get(stage, ())),
        }
        for stage, may in EFFECTS.items()
    ]
    if as_json:
        rows(found, as_json, "")
        return
    for row in found:
        out.print(row.pop("stage"), style="bold", highlight=False)
        for name, names in row.items():
            if names:
                out.print(f"  {name}: {names}", highlight=False)


@fault.command("remove")
def remove_fault(
    number: Annotated[int, typer.Argument(help="The fault's number, as shown by `smsc fault list`.")],
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Remove a fault."""
    with asked(api, ports) as remote:
        remote.delete(f"/faults/{number}")


@fault.command("reset")
def reset_faults(api: Api = "", ports: Ports = None) -> None:
    """Remove all faults."""
    with asked(api, ports) as remote:
        remote.delete("/faults")


def _written(rule: dict[str, Any]) -> str:
    usual = {"every": 1, "probability": 1.0}
    said = {key: value for key, value in rule.items() if value not in (None, False) and usual.get(key) != value}
    return " ".join(f"{key}={str(value).lower() if value is True else value}" for key, value in said.items())


def act(
    subject: Annotated[
        str, typer.Argument(help="A handset, a node, a link, or a stage of faults: ms1, hlr, sc-hlr, smpp.")
    ],
    what: Annotated[str, typer.Argument(help="What happens to it, as ladders write it: 'moves to cell=cell2'.")],
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Make something happen to a handset, node or link, or go wrong."""
    _act(subject, what, api, ports)


def wait(
    to: Annotated[str, typer.Option(help="The handset, by its number or name; by default any.")] = "",
    source: Annotated[str, typer.Option("--from", help="The sender: a number or a name.")] = "",
    text: Annotated[str, typer.Option(help="A regular expression to find in the text.")] = "",
    timeout: Annotated[float, typer.Option(help="Seconds; then exit status 124.", min=0, max=300)] = 10.0,
    none: Annotated[bool, typer.Option("--none", help="Expect that none comes: exit status 1 if one does.")] = False,
    api: Api = "",
    ports: Ports = None,
    as_json: Json = False,
) -> None:
    """Wait until a handset shows a message, and print its text."""
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
            if "missed" in event:
                out.print(f"... {event['missed']} were missed")
            elif as_json:
                record(out, event)
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
    timeout: Annotated[float, typer.Option(help="Seconds to wait; then exit status 124.", min=0, max=300)] = 0.0,
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
            if time.monotonic() >= end:
                raise refused(str(wrong), LATE if timeout else wrong.status) from wrong
            time.sleep(0.1)
        else:
            return


def _act(subject: str, what: str, api: str, ports: Path | None) -> None:
    with asked(api, ports) as remote:
        remote.post("/acts", {"subject": subject, "act": what})
