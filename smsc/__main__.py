"""The command ``smsc``: run the simulator, show it, play scenarios."""

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from math import isfinite
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from pdu.values import MessageState
from smsc.api.ports import NotServed
from smsc.commands import control
from smsc.config import ConfigError, WorldConfig, load
from smsc.log import configure
from smsc.smpp.tls import TlsError
from smsc.store.layout import StoreError

DATA: Final = Path(typer.get_app_dir("mini-smsc")) / "messages.sqlite"


class Store(StrEnum):
    """Where messages are kept."""

    sqlite = "sqlite"
    memory = "memory"


class LogLevel(StrEnum):
    """How much is reported."""

    debug = "debug"
    info = "info"
    warning = "warning"
    error = "error"


app = typer.Typer(
    help="A mini-SMSC: SMPP for ESMEs, and behind it a whole network of handsets, cells, switches and an HLR.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
out = Console(highlight=False, soft_wrap=True)


@app.callback()
def _shared(
    ctx: typer.Context,
    log_level: Annotated[
        LogLevel | None, typer.Option(help="What is reported on stderr; else info for run, warning for all others.")
    ] = None,
) -> None:
    ctx.obj = log_level or (LogLevel.info if ctx.invoked_subcommand == "run" else LogLevel.warning)
    configure(ctx.obj)


@app.command()
def run(
    ctx: typer.Context,
    config: Annotated[Path | None, typer.Option(help="A world of your own (TOML); else the built-in one.")] = None,
    port: Annotated[int | None, typer.Option(help="The SMPP port; 0 lets the system choose.", min=0, max=65535)] = None,
    store: Annotated[
        Store | None, typer.Option(help="Where messages are kept; else as the world says, or sqlite.")
    ] = None,
    data: Annotated[Path | None, typer.Option(help=f"The file of the sqlite store; else {DATA}.")] = None,
    speed: Annotated[
        float | None,
        typer.Option(help="How many times as fast as the wall's the network's clock goes; 0: it stands still.", min=0),
    ] = None,
    api_port: Annotated[
        int | None, typer.Option(help="The control API's port, or the next free one.", min=0, max=65535)
    ] = None,
    no_api: Annotated[bool, typer.Option("--no-api", help="Serve no control API.")] = False,
    ports_file: Annotated[
        Path | None, typer.Option(help="Write the ports into this file (JSON) once all are there; it goes at the end.")
    ] = None,
    mqtt: Annotated[
        str,
        typer.Option(envvar="SMSC_MQTT", help="Publish at this broker: mqtt://user:password@host:port, or mqtts://."),
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not print the ladder.")] = False,
    redact: Annotated[bool, typer.Option("--redact", help="Hide texts, in the ladder and in the log.")] = False,
) -> None:
    """Run the simulator until Ctrl-C. The ladder of every message is printed."""
    from smsc.commands.run import run as running
    from smsc.commands.run import taken

    world = _kept(_load(config, port), store, data).with_api(port=api_port, enabled=False if no_api else None)
    if speed is not None and not isfinite(speed):
        raise _refused(f"--speed: expected a number from 0 on, found {speed:g}")
    if mqtt:
        world = _published(world, mqtt)
    if redact:
        configure(ctx.obj, redact=True)
    try:
        asyncio.run(running(world, out, quiet=quiet, redact=redact, speed=speed, ports_file=ports_file))
    except (NotServed, StoreError, TlsError) as wrong:
        raise _refused(str(wrong)) from wrong
    except OSError as wrong:
        raise _refused(taken(wrong, world)) from wrong


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
        except (OSError, ValueError) as wrong:
            raise _refused(str(wrong)) from wrong
        return
    if not files:
        raise _refused("play: expected files, folders or names of scenarios (smsc play --list shows them), found none")
    choices = command.Choices(update=update, speed=speed if live else None, seed=seed, capture=capture)
    verdicts = command.play(files, out, _refused, choices)
    if junit is not None:
        try:
            command.report(verdicts, junit)
        except OSError as wrong:
            raise _refused(f"--junit: {junit} can't be written: {wrong.strerror}") from wrong
    raise typer.Exit(command.exit_code(verdicts))


@app.command()
def messages(
    to: Annotated[str, typer.Option(help="Only those for this number.")] = "",
    state: Annotated[str, typer.Option(help="Only those in this state, such as ENROUTE or DELIVERED.")] = "",
    limit: Annotated[int, typer.Option(help="How many at the most, the newest first.", min=1)] = 50,
    data: Annotated[Path, typer.Option(help="The file of the sqlite store.")] = DATA,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")] = False,
) -> None:
    """List the messages of the store on disk."""
    from smsc.commands.messages import listed

    wanted = MessageState.__members__.get(state.upper())
    if state and wanted is None:
        raise _refused(f"--state: expected one of {', '.join(MessageState.__members__)}, found {state!r}")
    with _store_errors():
        listed(data, out, to=to, state=wanted, limit=limit, as_json=as_json)


@app.command()
def show(
    message_id: Annotated[str, typer.Argument(help="The id of the message, as its submit_sm_resp gave it.")],
    data: Annotated[Path, typer.Option(help="The file of the sqlite store.")] = DATA,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show all that the store on disk knows of one message."""
    from smsc.commands.messages import shown

    with _store_errors():
        if not shown(data, out, message_id, as_json=as_json):
            raise _refused(f"there is no message {message_id} in {data}")


@app.command()
def purge(
    days: Annotated[float, typer.Option("--older-than", help="Days since the final state.", min=0)] = 7.0,
    data: Annotated[Path, typer.Option(help="The file of the sqlite store.")] = DATA,
) -> None:
    """Delete messages that are long over. None that is under way, or owes a receipt, is touched."""
    from smsc.commands.messages import purged

    with _store_errors():
        out.print(f"{purged(data, days * 86_400, time.time())} messages deleted")


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except StoreError as wrong:
        raise _refused(str(wrong)) from wrong


@app.command()
def password() -> None:
    """Print the hash of a password. It is asked for at a terminal, or read from stdin; a world may hold it so."""
    from smsc.commands.password import password as asked

    try:
        print(asked(sys.stdin))  # noqa: T201 - what the command is for
    except ValueError as wrong:
        raise _refused(str(wrong)) from wrong


control.install(app)


def _load(path: Path | None, port: int | None) -> WorldConfig:
    try:
        config = load(path)
    except ConfigError as wrong:
        raise _refused(str(wrong)) from wrong
    return config if port is None else config.on_port(port)


def _published(world: WorldConfig, url: str) -> WorldConfig:
    """Publish at a broker as the flag says, else as the world says."""
    from smsc.mqtt.terms import of_url

    try:
        return world.model_copy(update={"mqtt": of_url(url, world.mqtt)})
    except ValueError as wrong:
        raise _refused(f"--mqtt: {wrong}") from wrong


def _kept(world: WorldConfig, store: Store | None, data: Path | None) -> WorldConfig:
    """Choose where messages are kept: as the flags say, else as the world says, else in a file."""
    if store is Store.memory:
        if data is not None:
            raise _refused("--data: goes with --store sqlite, found --store memory")
        return world.kept_in("memory")
    if store is None and data is None and world.store is not None and world.store.kind is not None:
        return world
    path = data or DATA
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise _refused(f"--data: {path.parent} can't be made: {wrong.strerror}") from wrong
    return world.kept_in("sqlite", path)


def _refused(sentence: str) -> typer.Exit:
    """Say what is wrong, in one sentence, and end with exit code 2."""
    print(f"smsc: {sentence}", file=sys.stderr)  # noqa: T201 - the command's own voice
    return typer.Exit(2)


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()
