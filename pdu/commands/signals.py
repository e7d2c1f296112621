"""The signals by which a command is told to end."""

import asyncio
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress


def told_to_end(end: Callable[[], object], by: Iterable[signal.Signals]) -> None:
    """Have the running event loop call ``end`` at these signals.

    Where a loop has no signals (Windows), Ctrl-C does what it does to every program: it cancels the running task.
    """
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):
        for number in by:
            loop.add_signal_handler(number, end)
