"""``smsc phone``: the handsets of a running simulator."""

import json
from typing import Annotated

import typer

from pdu.commands.application import application
from smsc.commands.asking import Api, Json, Ports, asked, rows
from smsc.commands.control import act
from smsc.commands.remote import step

phone = application("The handsets of a running simulator.")

Name = Annotated[str, typer.Argument(help="A handset, by its name or its number.")]


def install(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(phone, name="phone")


@phone.command("list")
def list_phones(api: Api = "", ports: Ports = None, as_json: Json = False) -> None:
    """List the handsets.

    Those of [[phones]] and [anybody] are not listed; other commands know them by name and number all the same.
    """
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
    act(name, "switches on", api, ports)


@phone.command()
def off(name: Name, api: Api = "", ports: Ports = None) -> None:
    """Switch a handset off; the network is told."""
    act(name, "switches off", api, ports)


@phone.command()
def move(
    name: Name,
    cell: Annotated[str, typer.Argument(help="The cell it moves to.")],
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Move a handset to another cell."""
    act(name, f"moves to cell={json.dumps(cell)}", api, ports)


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
