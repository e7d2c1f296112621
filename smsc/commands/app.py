"""The command ``smsc``: run the simulator, show it, play scenarios. In this package, it alone knows both ends."""

import asyncio
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pdu.commands.application import application
from pdu.commands.files import each_its_own
from pdu.commands.options import in_vain
from pdu.commands.saying import saying
from pdu.commands.version import Version
from pdu.malformed import Malformed
from smsc.api import NotServed
from smsc.capture import CaptureError
from smsc.commands import accounts, clock, control, faults, given, messages, packets, phones
from smsc.commands.asking import out
from smsc.commands.probe import probe
from smsc.commands.refusing import refused, refusing
from smsc.config import ConfigError, WorldConfig
from smsc.log import configure
from smsc.smpp.tls import TlsError
from smsc.store.layout import StoreError


class LogLevel(StrEnum):
    """How much is reported."""

    debug = "debug"
    info = "info"
    warning = "warning"
    error = "error"


app = application("A mini-SMSC: SMPP for ESMEs, and behind it a whole network of handsets, cells, switches and an HLR.")


@app.callback()
def _shared(
    ctx: typer.Context,
    log_level: Annotated[
        LogLevel | None,
        typer.Option(help="What is reported on stderr; by default info for run, warning for all others."),
    ] = None,
    version: Version = False,  # noqa: ARG001 - it is said before this is called
) -> None:
    ctx.obj = log_level or (LogLevel.info if ctx.invoked_subcommand == "run" else LogLevel.warning)
    configure(ctx.obj)


@app.command()
@given.chosen
def run(
    ctx: typer.Context,
    choices: given.Given,
    ports_file: Annotated[
        Path | None,
        typer.Option(help="Write the ports to this file (JSON) once all are open; it is removed at the end."),
    ] = None,
    capture: Annotated[
        Path | None, typer.Option(help="Write every packet to this file (pcapng) as it comes, for Wireshark.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not print the ladder.")] = False,
    redact: Annotated[
        bool,
        typer.Option(
            "--redact", help="Hide texts in the ladder, the log, the control API, its page, MQTT and webhooks."
        ),
    ] = False,
) -> None:
    """Run the simulator until Ctrl-C. It prints the ladder of every message."""
    from smsc.commands.run import run as running

    world = _world(ctx, choices)
    store = world.store.file if world.store is not None else None
    read = [("--config", choices.config), ("--data", store)]
    with refusing(Malformed):
        each_its_own([("--ports-file", ports_file), ("--capture", capture)], read)
    stage = None
    if world.api.enabled:
        from scenarios.stage import Stage  # which this command alone knows

        stage = Stage()
    if redact:
        if capture is not None:
            raise refused("--redact: goes without --capture, as packets have the texts, found both")
        configure(ctx.obj, redact=True)
    with refusing(CaptureError, NotServed, StoreError, TlsError):
        asyncio.run(
            running(world, out, quiet=quiet, redact=redact, ports_file=ports_file, capture=capture, stage=stage)
        )


config = application("The settings of the simulator.")
app.add_typer(config, name="config")


@config.command("show")
@given.chosen
def show_config(
    ctx: typer.Context,
    choices: given.Given,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")] = False,
) -> None:
    """Show the settings of `smsc run`, and where each comes from. Secrets are not shown."""
    from smsc.commands.config import shown

    world = _world(ctx, choices, makes_folder=False)
    shown(world, choices.config, given.origins(ctx), out, opened=choices.account or (), as_json=as_json)


def _world(ctx: typer.Context, choices: given.Given, *, makes_folder: bool = True) -> WorldConfig:
    with refusing(ConfigError, Malformed):
        world = choices.world(makes_folder=makes_folder)
        if not world.api.enabled:
            off = "none: it is switched off by --no-api, SMSC_NO_API or the world"
            in_vain(ctx, ("api_host", "api_port", "api_token"), "a control API", off)
        return world


@app.command()
def demo() -> None:
    """Play one story over real SMPP sockets. It prints a ladder, and takes a few seconds."""
    from scenarios.demo import demo as story  # the one command that starts both ends
    from smsc.commands.screen import Ladder

    asyncio.run(story(lambda text: out.print(text, style="bold"), Ladder(out).show))


@app.command()
def play(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Scenarios: files, folders, or names of built-in ones, such as flash."),
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Write what came into the file, where it differs.")] = False,
    live: Annotated[bool, typer.Option("--live", help="Show the ladder in real time.")] = False,
    speed: Annotated[float, typer.Option(help="With --live: how many times as fast as real time.", min=0.001)] = 1.0,
    seed: Annotated[
        int | None, typer.Option(help="The seed of chance, instead of the one in the scenario's world.")
    ] = None,
    junit: Annotated[Path | None, typer.Option(help="Write the results to this file, as JUnit XML.")] = None,
    capture: Annotated[
        Path | None,
        typer.Option(
            help="Write every packet into this file (pcapng, for Wireshark); for several scenarios, into a folder."
        ),
    ] = None,
    names: Annotated[bool, typer.Option("--list", help="Say what each scenario teaches, and play none.")] = False,
) -> None:
    """Play scenarios, and compare what comes with what is written.

    Exit status 0: all went as written. 1: one did not; both ladders are shown. 2: one can't be played.
    """
    from scenarios import command  # scenarios know the service centre, not the reverse

    if names:
        with refusing(ValueError):
            in_vain(ctx, ("update", "live", "speed", "seed", "junit", "capture"), "a scenario to play", "--list")
            command.listed(files or [], out)
        return
    if not files:
        raise refused("play: expected files, folders or names of scenarios (smsc play --list shows them), found none")
    scenarios = list(command.found(files))
    with refusing(Malformed):
        if not live:
            in_vain(ctx, ("speed",), "--live beside it", "none")
        each_its_own([("--junit", junit), ("--capture", capture)], [("a scenario", one) for one in scenarios])
    choices = command.Choices(update=update, speed=speed if live else None, seed=seed, capture=capture)
    verdicts = command.play(scenarios, out, refused, choices)
    if junit is not None:
        try:
            command.report(verdicts, junit)
        except OSError as wrong:
            raise refused(f"--junit: {junit} can't be written: {wrong.strerror}") from wrong
    raise typer.Exit(command.exit_code(verdicts))


@app.command()
def password() -> None:
    """Print the hash of a password. It is read from a terminal or stdin; a world's file may hold the hash."""
    from smsc.commands.password import password as asked

    with refusing(ValueError):
        print(asked(sys.stdin))  # noqa: T201 - what the command is for


app.command()(probe)
phones.install(app)
faults.install(app)
control.install(app)
accounts.install(app)
clock.install(app)
messages.install(app)
packets.install(app)


def main() -> None:
    """Run the command; if output can't be written, stderr says so in one sentence."""
    with saying("smsc"):
        app()
