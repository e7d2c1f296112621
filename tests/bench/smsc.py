"""What the service centre costs: submit/s, receipts/s, latency, CPU and memory, with peers beside it in the same run.

All are measured in turn, round by round, each with a server that has just been started (except peers that are already
running), so that whatever else the machine does affects them all. The median of the rounds is shown. To compare, look
at the ratios: the absolute figures depend on the machine.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from statistics import median
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

from esme.bench.load import Task
from esme.bench.outcome import Outcome, quantile
from tests.bench.load import PATIENCE, load
from tests.bench.options import Options
from tests.bench.server import HANDSETS, Server, mini_smsc, running, stores, twisted3

WINDOWS: Final = (1, 10, 100)
SESSIONS: Final = (1, 10)
MESSAGES: Final = 100_000  # in the queues, when memory is measured

out = Console(highlight=False, width=120)
Start = Callable[[], AbstractContextManager[Server]]


class Figures(NamedTuple):
    """One measurement, times in microseconds: ``cpu`` is what a message costs the server, ``load`` what it costs us."""

    submits: float
    receipts: float
    p50: float
    p99: float
    cpu: float
    load: float
    refused: int


def main(options: Options) -> None:
    """Measure, and print three tables."""
    servers: dict[str, Start] = {f"mini-smsc {store}": partial(mini_smsc, store, on=False) for store in stores()}
    if options.twisted:
        servers["smpp.twisted3"] = twisted3
    servers |= {peer.name: partial(running, peer) for peer in options.peers}
    _submits(servers, options)
    _receipts(options)
    _memory(options)


def measure(start: Start, task: Task, *, receipts: bool = False) -> Figures:
    """Start a server, load it, and measure what it used meanwhile."""
    with start() as server:
        first = Task(window=10, count=len(HANDSETS), patience=PATIENCE)
        asyncio.run(load(server.host, server.port, first, destinations=HANDSETS))  # the HLR knows by now who is off
        before, own = server.cpu(), time.process_time()
        outcome = asyncio.run(load(server.host, server.port, task, destinations=HANDSETS, receipts=receipts))
        cpu, own = server.cpu() - before, time.process_time() - own
    return _figures(outcome, cpu, own)


def _figures(outcome: Outcome, cpu: float, own: float) -> Figures:
    return Figures(
        submits=outcome.submits_per_second,
        receipts=outcome.receipts_per_second,
        p50=quantile(outcome.latencies, 0.5) * 1e6,
        p99=quantile(outcome.latencies, 0.99) * 1e6,
        cpu=cpu / outcome.submitted * 1e6,
        load=own / outcome.submitted * 1e6,
        refused=sum(outcome.refused.values()),
    )


def _middle(rounds: list[Figures]) -> Figures:
    return Figures(*(median(column) for column in zip(*rounds, strict=True)))


def _measured(
    servers: dict[str, Start], options: Options, *, receipts: bool = False
) -> dict[tuple[int, int, str], Figures]:
    """Measure every server with so many sessions and every window, in turn, round by round; the median counts."""
    seconds, rounds = (0.1, 1) if options.quick else (1.5, 3)
    found: dict[tuple[int, int, str], list[Figures]] = {}
    for _ in range(rounds):
        for sessions in SESSIONS:
            for window in WINDOWS:
                task = Task(window=window, sessions=sessions, seconds=seconds, patience=PATIENCE)
                for name, start in servers.items():
                    found.setdefault((sessions, window, name), []).append(measure(start, task, receipts=receipts))
    return {place: _middle(figures) for place, figures in found.items()}


def _submits(servers: dict[str, Start], options: Options) -> None:
    """Measure accepting: decode, check, store, respond. Every handset is off, so the rest of the network is idle."""
    found = _measured(servers, options)
    table = Table(title="submit_sm to handsets that are off", title_justify="left")
    for column in ("sessions", "window", "server", "submit/s", "CPU us", "p50 us", "p99 us", "load us", "refused"):
        table.add_column(column, justify="left" if column == "server" else "right")
    for (sessions, window, name), one in found.items():
        table.add_row(str(sessions), str(window), name, *_columns(one), f"{one.refused:.0f}")
    out.print(table)
    for store in stores():
        _ratios({name: found[1, 100, name] for name in servers}, f"mini-smsc {store}")


def _columns(one: Figures) -> tuple[str, ...]:
    return f"{one.submits:,.0f}", f"{one.cpu:.1f}", f"{one.p50:,.0f}", f"{one.p99:,.0f}", f"{one.load:.1f}"


def _ratios(found: dict[str, Figures], ours: str) -> None:
    """Print what a message costs us, as a share of what it costs others, with one session and window 100."""
    for name, one in found.items():
        if name != ours and one.cpu:
            share, speed = found[ours].cpu / one.cpu, found[ours].submits / one.submits
            out.print(f"{ours} / {name}: CPU of a message {share:.2f}, submit/s {speed:.2f}")


def _receipts(options: Options) -> None:
    """Measure the whole way: every handset is on, and every message asks for a receipt."""
    servers: dict[str, Start] = {f"mini-smsc {store}": partial(mini_smsc, store, on=True) for store in stores()}
    table = Table(title="submit_sm to handsets that are on, each with its receipt", title_justify="left")
    for column in ("sessions", "window", "server", "submit/s", "receipts/s", "CPU us", "p50 us", "p99 us", "load us"):
        table.add_column(column, justify="left" if column == "server" else "right")
    for (sessions, window, name), one in _measured(servers, options, receipts=True).items():
        submits, *others = _columns(one)
        table.add_row(str(sessions), str(window), name, submits, f"{one.receipts:,.0f}", *others)
    out.print(table)


def _memory(options: Options) -> None:
    """Measure the memory of messages that wait for handsets that are off."""
    messages = MESSAGES // 100 if options.quick else MESSAGES
    for store in stores():
        with mini_smsc(store, on=False) as server:
            before = server.memory()
            task = Task(window=100, count=messages, patience=PATIENCE)
            outcome = asyncio.run(load(server.host, server.port, task, destinations=HANDSETS))
            weight = (server.memory() - before) / 2**20
        kept = outcome.answered - sum(outcome.refused.values())
        each = weight / kept * 2**20
        out.print(f"mini-smsc {store}: {weight:,.0f} MiB for {kept:,} queued messages, {each:,.0f} octets each")
