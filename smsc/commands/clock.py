"""``smsc clock``: the time of a running simulator's network, which may be advanced, stopped and speeded up."""

from typing import Annotated

import typer

from smsc.commands.asking import Api, Json, Ports, asked, out
from smsc.commands.refusing import refused
from smsc.commands.remote import Remote
from smsc.commands.tables import record
from smsc.sections import FASTEST

clock = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


def install(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(clock, name="clock")


@clock.callback()
def tell(ctx: typer.Context, api: Api = "", ports: Ports = None, as_json: Json = False) -> None:
    """Show the network's time; advance, stop or speed up its clock."""
    if ctx.invoked_subcommand is None:
        with asked(api, ports) as remote:
            _tell(remote, as_json=as_json)
        return
    for option, given in (("--api", api), ("--ports-file", ports), ("--json", as_json)):
        if given:  # it would be passed over, and perhaps another simulator be asked
            raise refused(f"{option}: expected behind {ctx.invoked_subcommand}, found before it")


@clock.command()
def advance(
    by: Annotated[str, typer.Argument(help="How much: 48h, 1h30m, 90s.")],
    api: Api = "",
    ports: Ports = None,
    as_json: Json = False,
) -> None:
    """Let time go by at once, with everything that happens in it."""
    with asked(api, ports) as remote:
        remote.post("/clock/advance", {"by": by}, timeout=300)
        _tell(remote, as_json=as_json)


@clock.command()
def speed(
    times: Annotated[
        float, typer.Argument(help="How many times as fast as real time; 1 is normal.", min=0, max=FASTEST)
    ],
    api: Api = "",
    ports: Ports = None,
    as_json: Json = False,
) -> None:
    """Make the clock go this many times as fast as real time."""
    with asked(api, ports) as remote:
        remote.patch("/clock", {"speed": times})
        _tell(remote, as_json=as_json)


@clock.command()
def stop(api: Api = "", ports: Ports = None, as_json: Json = False) -> None:
    """Stop the clock: only `advance` moves it, until `speed 1`."""
    speed(0, api, ports, as_json)


def _tell(remote: Remote, *, as_json: bool) -> None:
    found = remote.get("/clock")
    if as_json:
        record(out, found)
    else:
        out.print(f"{found['now']}, at {found['speed']:,.10g} times the wall's pace")
