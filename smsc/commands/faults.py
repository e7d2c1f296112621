"""``smsc fault``: what goes wrong on purpose in a running simulator."""

from typing import Annotated

import typer

from pdu.commands.application import application
from smsc.commands.asking import Api, Json, Ports, asked, out, pairs, rows
from smsc.faults.effects import BESIDE, EFFECTS, ERRORS, KNOWS

fault = application("The faults that are set in a running simulator.")


def install(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(fault, name="fault")


@fault.command("list")
def list_faults(api: Api = "", ports: Ports = None, as_json: Json = False) -> None:
    """List the faults, and how often each has struck."""
    with asked(api, ports) as remote:
        found = remote.get("/faults")
        if not as_json:
            for one in found:
                one["rule"] = one.pop("written")
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
    rule = pairs(keys)
    with asked(api, ports) as remote:
        out.print(remote.post("/faults", rule)["number"])


@fault.command("stages")
def list_stages(as_json: Json = False) -> None:
    """Show what can go wrong where, and what rules can name. No simulator needs to run."""
    found = [
        {
            "stage": stage,
            "what it may do": ", ".join(may),
            "and together": BESIDE[stage],
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
