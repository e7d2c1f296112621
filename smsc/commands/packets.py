"""``smsc capture``, ``record`` and ``trace``: a running simulator as packets, as a scenario, and message by message."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from pdu.commands.saying import complain
from smsc.capture import PCAPNG
from smsc.commands.asking import Api, Ports, asked, out
from smsc.commands.given import DATA
from smsc.commands.messages import Data, simulator
from smsc.commands.refusing import refused
from smsc.commands.remote import Ended, step
from smsc.commands.rungs import Rung, ladder_of
from smsc.commands.rungs import mermaid as drawn
from smsc.commands.rungs import plantuml as drawn_by_plantuml


def install(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (capture, record, trace):
        app.command()(command)


def capture(
    file: Annotated[Path, typer.Argument(help="The pcapng file; - is standard output, for a pipe into Wireshark.")],
    past: Annotated[bool, typer.Option("--past", help="Write the packets that are remembered, and exit.")] = False,
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Capture every packet of a running simulator, for Wireshark.

    It ends with Ctrl-C, or with the simulator. `smsc capture - | wireshark -k -i -` shows packets as they come.
    """
    with asked(api, ports) as remote, suppress(BrokenPipeError, KeyboardInterrupt):
        blocks = remote.octets("/events/pcapng", {"past": past, "follow": not past}, PCAPNG)
        beginning = next(blocks)  # what is refused leaves the file as it was
        with _opened(file) as opened:
            if not past:
                print(f"Capturing into {file}. Ctrl-C ends it.", file=sys.stderr)  # noqa: T201 - the command's voice
            try:
                for octets in chain((beginning,), blocks):
                    opened.write(octets)
                    opened.flush()
            except Ended as wrong:  # with its simulator; what has come by then is a whole file
                complain(f"smsc: {wrong}")


def record(
    file: Annotated[Path, typer.Argument(help="The scenario, such as story.ladder; - is standard output.")],
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Write what has happened in a running simulator as a scenario.

    It begins where the simulator began, or with the last `smsc reset`. When it is played (`smsc play FILE`), what
    ESMEs, people and operators did is done again, and the ladder is what comes of it.
    """
    with asked(api, ports) as remote:
        octets = b"".join(remote.octets("/events/scenario", {}, "text/plain"))
    with _opened(file) as opened:
        opened.write(octets)


def trace(
    message_id: Annotated[str, typer.Argument(help="The id of the message, as its submit_sm_resp gave it.")],
    mermaid: Annotated[bool, typer.Option("--mermaid", help="As a sequence diagram, for Markdown.")] = False,
    plantuml: Annotated[bool, typer.Option("--plantuml", help="As a sequence diagram, for PlantUML.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, one object per line.")] = False,
    pcapng: Annotated[
        Path | None, typer.Option(help="As packets, into this file, for Wireshark; - is standard output.")
    ] = None,
    data: Data = None,
    api: Api = "",
    ports: Ports = None,
) -> None:
    """Show the way of one message through the network, hop by hop."""
    if mermaid + plantuml + as_json + (pcapng is not None) > 1:
        raise refused("trace: expected one of --mermaid, --plantuml, --json and --pcapng, found several")
    with simulator(data, api, ports) as remote:
        place = f"/messages/{step(message_id)}"
        if pcapng is not None:
            if remote is None:
                raise refused(
                    f"--pcapng: needs a running simulator; {data or DATA} has only the ladder of a message"
                    " (`smsc run --capture FILE` keeps all packets)"
                )
            octets = b"".join(remote.octets(f"{place}/pcapng", {}, PCAPNG))
            with _opened(pcapng) as opened:
                opened.write(octets)
            return
        if remote is None:
            rungs = _stored(data or DATA, message_id)
        else:
            rungs = [Rung.of_event(event) for event in remote.get(f"{place}/trace")]
    form = _as_json if as_json else drawn if mermaid else drawn_by_plantuml if plantuml else ladder_of
    for line in form(rungs):
        out.print(line, markup=False)


def _as_json(rungs: Iterable[Rung]) -> Iterator[str]:
    return (json.dumps(rung.plain(), ensure_ascii=False) for rung in rungs)


def _stored(path: Path, message_id: str) -> list[Rung]:
    from smsc.commands.kept import ladder

    kept = ladder(path, message_id)
    if not kept:
        raise refused(f"there is no ladder of a message {message_id} in {path}; `smsc run` without --quiet keeps them")
    return [Rung.of_line(at, line) for at, line in kept]


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    """Open a file, or standard output; if it can't be written, the command says so and ends."""
    try:
        if str(file) == "-":
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        else:
            with file.open("wb") as opened:
                yield opened
    except BrokenPipeError:
        raise
    except OSError as wrong:
        raise refused(f"{file}: can't be written: {wrong.strerror}") from wrong
