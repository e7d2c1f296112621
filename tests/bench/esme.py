"""What the client costs: submit_sm per second to a message centre that takes all, with other clients in the same run.

They are measured in turn, each in a process of its own, so that whatever else the machine does affects them all. The
median of the rounds is shown. To compare, look at the ratios: the absolute figures depend on the machine.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

from tests.bench.options import Options
from tests.bench.server import ROOT, started
from tests.interop.npm import FOLDER, node_smpp

WINDOWS: Final = (1, 10, 100)
CLIENTS: Final = Path(__file__).parent / "clients"
OURS: Final = "mini-smsc"
BARE: Final = "mini-smsc send"
COUNTS: Final = {OURS: 30_000, BARE: 30_000, "smpplib": 5_000, "node-smpp": 20_000, "aiosmpplib": 2_000}

out = Console(highlight=False, width=120)


class Figures(NamedTuple):
    """Messages per second; in microseconds, the CPU time of each, and the time from submit_sm to its response."""

    rate: float
    cpu: float
    p50: float
    p99: float


def main(options: Options) -> None:
    """Measure, and print a table and the ratios."""
    found = measured(commands(), WINDOWS, 1 if options.quick else 5, 0.01 if options.quick else 1.0)
    table = Table(title="submit_sm to one who takes everything", title_justify="left")
    for column in ("window", "client", "submit/s", "CPU us", "p50 us", "p99 us"):
        table.add_column(column, justify="left" if column == "client" else "right")
    for (window, name), one in found.items():
        row = (f"{one.rate:,.0f}", f"{one.cpu:.1f}", f"{one.p50:,.0f}", f"{one.p99:,.0f}")
        table.add_row(str(window), name, *row)
    out.print(table)
    for (window, name), one in found.items():
        if name in (OURS, BARE):
            continue
        for way in (OURS, BARE):
            ours = found[window, way]
            told = f"submit/s {ours.rate / one.rate:.1f}, CPU of a message {ours.cpu / one.cpu:.2f}"
            out.print(f"window {window}: {way} / {name}: {told}, p99 {ours.p99 / one.p99:.2f}")


def commands() -> dict[str, Sequence[str]]:
    """Return how to start each client, without its arguments; node-smpp only if there is node."""
    python = (sys.executable, "-m")
    found: dict[str, Sequence[str]] = {
        OURS: (*python, "tests.bench.clients.ours"),
        BARE: (*python, "tests.bench.clients.ours", "bare"),
        "smpplib": (*python, "tests.bench.clients.smpplib"),
        "aiosmpplib": (*python, "tests.bench.clients.aiosmpplib"),
    }
    try:
        found["node-smpp"] = (node_smpp(), str(CLIENTS / "node_smpp.js"))
    except LookupError as missing:
        out.print(f"without node-smpp: {missing}")
    return found


def measured(
    clients: dict[str, Sequence[str]], windows: Sequence[int], rounds: int, share: float
) -> dict[tuple[int, str], Figures]:
    """Measure every client with every window, in turn, with this share of the messages."""
    found: dict[tuple[int, str], list[Figures]] = {}
    with started([sys.executable, "-m", "tests.bench.sink"], "SMPP on ") as sink:
        for _ in range(rounds):
            for window in windows:
                for name, command in clients.items():
                    count = max(window, int(COUNTS[name] * share * (0.3 if window == 1 else 1)))
                    one = measure((*command, str(sink.port), str(window), str(count)))
                    found.setdefault((window, name), []).append(one)
    return {key: Figures(*map(median, zip(*ones, strict=True))) for key, ones in found.items()}


def measure(command: Sequence[str]) -> Figures:
    """Run a client, and read what it prints."""
    environment = {**os.environ, "NODE_PATH": str(FOLDER / "node_modules")}
    ran = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=120)
    return Figures(**json.loads(ran.stdout))
