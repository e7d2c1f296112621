"""Simulator the command as people do, against a message centre in this process."""

import asyncio
import os
import sys
from typing import NamedTuple


class Ended(NamedTuple):
    """What a command left behind."""

    status: int | None
    out: str
    err: str


async def start(*arguments: str, **environment: str) -> asyncio.subprocess.Process:
    """Start ``esme`` with these arguments, and nothing of our own environment that it would listen to."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("ESME_")}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "esme",
        *arguments,
        env={**inherited, "ESME_SYSTEM_ID": "bank", "ESME_PASSWORD": "secret", **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def end(process: asyncio.subprocess.Process) -> Ended:
    """Wait for its end."""
    out, err = await process.communicate()
    return Ended(process.returncode, out.decode(), err.decode())


async def run(*arguments: str, **environment: str) -> Ended:
    """Start it and wait for its end."""
    return await end(await start(*arguments, **environment))
