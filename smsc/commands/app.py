"""The command ``smsc``: run the simulator, show it, play scenarios. Of this room, it alone knows both ends."""

import asyncio
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pdu.commands.application import application
from pdu.commands.saying import saying
from pdu.commands.version import Version
from smsc.api.ports import NotServed
from smsc.capture import CaptureError
from smsc.commands import clock, control, given, messages, packets
from smsc.commands.probe import probe
from smsc.commands.refusing import refused
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
out = Console(highlight=False, soft_wrap=True, markup=False)


@app.callback()
def _shared(
    ctx: typer.Context,
    log_level: Annotated[
        LogLevel | None, typer.Option(help="What is reported on stderr; else info for run, warning for all others.")
    ] = None,
    version: Version = False,  # noqa: ARG001 - it is said before this is called
) -> None:
    ctx.obj = log_level or (LogLevel.info if ctx.invoked_subcommand == "run" else LogLevel.warning)
    configure(ctx.obj)


@app.command()
def run(
    ctx: typer.Context,
    config: given.Config = None,
    host: given.Host = "",
    port: given.Port = None,
    account: given.Account = None,
    anybody: given.Everybody = False,
    store: given.Kind = None,
    data: given.Data = None,
    speed: given.Speed = None,
    api_host: given.ApiHost = "",
    api_port: given.ApiPort = None,
    api_token: given.ApiToken = "",
    no_api: given.NoApi = False,
    ports_file: Annotated[
        Path | None, typer.Option(help="Write the ports into this file (JSON) once all are there; it goes at the end.")
    ] = None,
    mqtt: given.Mqtt = "",
    capture: Annotated[
        Path | None, typer.Option(help="Write every packet into this file (pcapng), as it comes, for Wireshark.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not print the ladder.")] = False,
    redact: Annotated[
        bool,
        typer.Option(
            "--redact", help="Hide texts in all that is shown: the ladder, the log, the control API, its page and MQTT."
        ),
    ] = False,
) -> None:
    """Run the simulator until Ctrl-C. The ladder of every message is printed."""
    from smsc.commands.run import run as running

    choices = given.Given(
        *(config, host, port, account or [], anybody, store, data, speed),
        *(api_host, api_port, api_token, no_api, mqtt),
    )
    world = _world(choices)
    stage = None
    if world.api.enabled:
        from scenarios.stage import Stage  # which this command alone knows

        stage = Stage()
    if redact:
        if capture is not None:
            raise refused("--redact: goes without --capture, as packets have the texts, found both")
        configure(ctx.obj, redact=True)
    try:
        asyncio.run(
            running(world, out, quiet=quiet, redact=redact, ports_file=ports_file, capture=capture, stage=stage)
        )
    except (CaptureError, NotServed, StoreError, TlsError) as wrong:
        raise refused(str(wrong)) from wrong


config = application("What the simulator is told.")
app.add_typer(config, name="config")


@config.command("show")
def show_config(
    ctx: typer.Context,
    config: given.Config = None,
    host: given.Host = "",
    port: given.Port = None,
    account: given.Account = None,
    anybody: given.Everybody = False,
    store: given.Kind = None,
    data: given.Data = None,
    speed: given.Speed = None,
    api_host: given.ApiHost = "",
    api_port: given.ApiPort = None,
    api_token: given.ApiToken = "",
    no_api: given.NoApi = False,
    mqtt: given.Mqtt = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")] = False,
) -> None:
    """Show what `smsc run` would be told, and where each value is from. Secrets are not shown."""
    from smsc.commands.config import shown

    choices = given.Given(
        *(config, host, port, account or [], anybody, store, data, speed),
        *(api_host, api_port, api_token, no_api, mqtt),
    )
    world = _world(choices, makes_folder=False)
    shown(world, config, given.origins(ctx), out, opened=account or (), as_json=as_json)


def _world(choices: given.Given, *, makes_folder: bool = True) -> WorldConfig:
    try:
        return choices.world(makes_folder=makes_folder)
    except ConfigError as wrong:
        raise refused(str(wrong)) from wrong


@app.command()
def demo() -> None:
    """Play one story over real SMPP sockets. It is told as a ladder, and takes seconds."""
    from scenarios.demo import demo as story  # the one command that starts both ends
    from smsc.commands.screen import Ladder

    asyncio.run(story(lambda text: out.print(text, style="bold"), Ladder(out).show))


@app.command()
def play(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Scenarios: files, folders, or names of those that are built in, such as flash."),
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Write what comes into the file, where it differs.")] = False,
    live: Annotated[bool, typer.Option("--live", help="Show the ladder as its time goes by.")] = False,
    speed: Annotated[float, typer.Option(help="With --live: how many times as fast as the wall's.", min=0.001)] = 1.0,
    seed: Annotated[int | None, typer.Option(help="Another chance than the scenario's world has.")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write how it went into this file, as JUnit's XML.")] = None,
    capture: Annotated[
        Path | None,
        typer.Option(
            help="Write every packet into this file (pcapng, for Wireshark); those of several scenarios into a folder."
        ),
    ] = None,
    names: Annotated[bool, typer.Option("--list", help="Do not play: say what each scenario teaches.")] = False,
) -> None:
    """Play scenarios, and compare what comes with what is written.

    Exit 0: all went as they are written. 1: one went otherwise; the two ladders are shown. 2: one can't be played.
    """
    from scenarios import command  # scenarios know the service centre, not the reverse

    if names:
        try:
            command.listed(files or [], out)
        except ValueError as wrong:
            raise refused(str(wrong)) from wrong
        return
    if not files:
        raise refused("play: expected files, folders or names of scenarios (smsc play --list shows them), found none")
    choices = command.Choices(update=update, speed=speed if live else None, seed=seed, capture=capture)
    verdicts = command.play(files, out, refused, choices)
    if junit is not None:
        try:
            command.report(verdicts, junit)
        except OSError as wrong:
            raise refused(f"--junit: {junit} can't be written: {wrong.strerror}") from wrong
    raise typer.Exit(command.exit_code(verdicts))


@app.command()
def password() -> None:
    """Print the hash of a password. It is asked for at a terminal, or read from stdin; a world may hold it so."""
    from smsc.commands.password import password as asked

    try:
        print(asked(sys.stdin))  # noqa: T201 - what the command is for
    except ValueError as wrong:
        raise refused(str(wrong)) from wrong


app.command()(probe)
control.install(app)
clock.install(app)
messages.install(app)
packets.install(app)


def main() -> None:
    """Run the command; output that can't be written is one sentence on stderr."""
    with saying("smsc"):
        app()
