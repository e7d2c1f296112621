"""Clients that are measured, each a process of its own: ``python -m tests.bench.clients.NAME PORT WINDOW COUNT``.

Each submits the same text so many times to one who takes everything, keeps so many unanswered, and prints what it took.
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
    """A stop watch: it begins when the first messages are through."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._cpu = time.process_time()

    def stop(self, latencies: Sequence[float]) -> None:
        """Print what came of it; latencies are in seconds."""
        seconds, cpu = time.perf_counter() - self._began, time.process_time() - self._cpu
        ordered, count = sorted(latencies), len(latencies)
        told = {
            "rate": count / seconds,
            "cpu": cpu / count * 1e6,
            "p50": ordered[count // 2] * 1e6,
            "p99": ordered[count * 99 // 100] * 1e6,
        }
        print(json.dumps(told), flush=True)  # noqa: T201 - not all of them end in a way that still writes it


def arguments() -> tuple[int, int, int]:
    """PORT, WINDOW and COUNT."""
    port, window, count = map(int, sys.argv[-3:])
    return port, window, count
