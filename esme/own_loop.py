"""The asyncio event loop that a session lives in, and what a task that runs in another one, or in none, is told."""

import asyncio
from typing import Final

_NONE: Final = "esme needs asyncio, and no event loop of it runs here: use asyncio.run, or esme.sync in a thread"
_ANOTHER: Final = "this session lives in another event loop, the one it was opened in: use it there, or open one here"


def running_loop() -> asyncio.AbstractEventLoop:
    """Return the loop that runs here; raises RuntimeError if there is none, as under trio."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise RuntimeError(_NONE) from None


def check(loop: asyncio.AbstractEventLoop) -> None:
    """Raise RuntimeError unless this loop runs here: a task of another would wait for ever, and harm the session."""
    if running_loop() is not loop:
        raise RuntimeError(_ANOTHER)
