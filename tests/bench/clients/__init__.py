"""Clients that are measured, each a process of its own: ``python -m tests.bench.clients.NAME PORT WINDOW COUNT``.

Each submits the same text COUNT times to a message centre that takes everything, with WINDOW of them unanswered, and
prints what that cost.
"""

import json
import sys
import time
from collections.abc import Sequence

TEXT = "Your parcel is on its way and will be with you between 10 and 12."
NUMBER = "447700900123"
SENDER = "BENCH"
WARM = 200  # messages that do not count


class Watch:
    """A stopwatch, started when the first messages are through."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._cpu = time.process_time()

    def stop(self, latencies: Sequence[float]) -> None:
        """Print the figures; latencies are in seconds."""
        seconds, cpu = time.perf_counter() - self._began, time.process_time() - self._cpu
        ordered, count = sorted(latencies), len(latencies)
        told = {
            "rate": count / seconds,
            "cpu": cpu / count * 1e6,
            "p50": ordered[count // 2] * 1e6,
            "p99": ordered[count * 99 // 100] * 1e6,
        }
        print(json.dumps(told), flush=True)  # noqa: T201 - flushed, since not all clients end in a way that does that


def arguments() -> tuple[int, int, int]:
    """Read PORT, WINDOW and COUNT."""
    port, window, count = map(int, sys.argv[-3:])
    return port, window, count
