"""``esme bench``: load a message centre; measure its speed, and what it loses."""

import asyncio
import signal
from collections.abc import Sequence
from datetime import datetime
from math import inf
from pathlib import Path
from typing import Annotated

import typer

from esme import connect
from esme.bench.load import Task, load
from esme.bench.mix import DEFAULT, Kind, Shape, kinds, plan
from esme.bench.outcome import Outcome
from esme.bench.page import page
from esme.commands import show
from esme.commands.config import Config
from esme.commands.numbers import ToFile, numbers
from esme.commands.opening import opens
from esme.commands.options import AsJson, From, InAlphabet, PartReceipts, ReceiptIds, seconds
from pdu.commands.files import each_its_own
from pdu.commands.options import in_vain
from pdu.commands.signals import told_to_end
from pdu.host_port import host_port
from pdu.malformed import Malformed
from pdu.outstanding import SEQUENCE_NUMBERS

UNSOUND = 1
INTERRUPTED = 130
USUAL = 10.0  # seconds, if neither --count nor --duration is given


@opens
def bench(
    context: typer.Context,
    *,
    to: Annotated[
        list[str] | None, typer.Option(show_default=False, help="A number to submit to; several take turns.")
    ] = None,
    to_file: ToFile = None,
    opening: connect,
    default_alphabet: InAlphabet = connect.default_alphabet,
    source: From = "",
    sessions: Annotated[int, typer.Option(min=1, help="How many sessions to bind, as transceivers.")] = 1,
    window: Annotated[
        int, typer.Option(min=1, max=SEQUENCE_NUMBERS, help="How many submit_sm of a session may be unanswered.")
    ] = 10,
    rate: Annotated[
        float,
        typer.Option(
            min=0, show_default=False, help="submit_sm per second over all sessions; by default as fast as possible."
        ),
    ] = 0.0,
    duration: Annotated[
        str, typer.Option(show_default=False, help="For how long: 30s, 5m. Without this and --count, 10s.")
    ] = "",
    count: Annotated[int | None, typer.Option(min=1, show_default=False, help="How many submit_sm.")] = None,
    mix: Annotated[
        str,
        typer.Option(
            show_default=False,
            help="Which messages, by alphabet, length and share: `gsm:70*8,ucs2:60,gsm:400`. A text too long "
            "for one submit_sm goes in several; as `gsm:400/payload`, in one.",
        ),
    ] = "",
    text: Annotated[
        list[str] | None, typer.Option(show_default=False, help="A text of your own instead; several take turns.")
    ] = None,
    receipts: Annotated[
        float, typer.Option(min=0, max=100, help="The percentage of messages that ask for a receipt.")
    ] = 0.0,
    receipt_ids: ReceiptIds = connect.receipt_ids,
    part_receipts: PartReceipts = connect.part_receipts,
    patience: Annotated[
        float, typer.Option(min=0.1, help="Seconds to wait for a response, and in the end for what is missing.")
    ] = 10.0,
    html: Annotated[Path | None, typer.Option(show_default=False, help="Write a page with plots to this file.")] = None,
    as_json: AsJson = False,
    _config: Config = None,
) -> None:
    """Load a message centre; measure its speed, and what it loses.

    Ctrl-C ends it early: nothing more is submitted, and it waits --patience for what is missing. Exit status 0; 1 if
    something was lost, came twice or could not be read; 2 after an error; 130 if Ctrl-C
    comes before all sessions are bound.
    """
    each_its_own([("--html", html)], [("--to-file", to_file), ("--config", _config)])
    if not receipts:
        in_vain(context, ("receipt_ids", "part_receipts"), "--receipts beside it", "none")
    if rate == inf:
        raise Malformed("--rate", None, "submit_sm per second, or nothing for as fast as can be", f"{rate}")
    task = Task(
        sessions=sessions,
        window=window,
        seconds=seconds(duration, "--duration") if duration else 0.0 if count else USUAL,
        count=count or 0,
        rate=rate,
        patience=patience,
        receipt_ids=receipt_ids,
    )
    messages = plan(
        _mix(mix, text or ()),
        destinations=numbers(to or (), to_file),
        source=source,
        receipts=receipts / 100,
        part_receipts=part_receipts,
        default_alphabet=default_alphabet,
    )
    if html is not None:
        _write(html, "", mode="a")  # better to learn before the load than after it that this fails
    try:
        outcome = asyncio.run(_run(opening, messages, task))
    except asyncio.CancelledError:  # there is nothing to say of a load that never began
        raise typer.Exit(INTERRUPTED) from None
    if html is not None:
        when = f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}"
        _write(html, page(f"{host_port(opening.host, opening.port)} under load", f"{_told(task)}, {when}", outcome))
    if as_json:
        show.record(outcome.as_json())
    else:
        from esme.commands.bench_screen import shown

        shown(outcome)
    raise typer.Exit(0 if outcome.sound else UNSOUND)


def _mix(mix: str, texts: Sequence[str]) -> Sequence[Kind]:
    """Choose the kinds of messages; raises Malformed."""
    if mix and texts:
        raise Malformed("--text", None, "either texts or a --mix", "both")
    return kinds(mix) if mix else [Kind(text) for text in texts] or DEFAULT


async def _run(opening: connect, messages: Sequence[Sequence[Shape]], task: Task) -> Outcome:
    from esme.commands.bench_screen import Progress  # imports rich, which would slow down every other command

    stop = asyncio.Event()
    told_to_end(stop.set, by=(signal.SIGINT, signal.SIGTERM))
    with Progress(task) as progress:
        return await load(opening, messages, task, watch=progress.show, stop=stop)


def _told(task: Task) -> str:
    """Say what was asked for, for the page."""
    much = f"{task.count:,} submit_sm" if task.count else f"{task.seconds:g} s"
    fast = f"{task.rate:g} per second" if task.rate else "as fast as can be"
    return f"{much}, {fast}, sessions: {task.sessions}, window: {task.window}"


def _write(file: Path, text: str, mode: str = "w") -> None:
    try:
        with file.open(mode, encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise Malformed("--html", None, "a file that can be written", f"{file}: {error.strerror}") from None
