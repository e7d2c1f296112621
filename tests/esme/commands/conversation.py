"""Running the command as a person does, against a message centre in this process."""

import asyncio
import os
import sys
from collections.abc import Mapping
from typing import NamedTuple


class Ended(NamedTuple):
    """What a command left behind."""

    status: int | None
    out: str
    err: str


async def start(
    *arguments: str,
    stdin: int = asyncio.subprocess.DEVNULL,
    stdout: int = asyncio.subprocess.PIPE,
    environment: Mapping[str, str] | None = None,
    closed: str = "",
) -> asyncio.subprocess.Process:
    """Start ``esme`` with these arguments, without those of our own environment variables and files that it would read.

    ``closed`` is what a shell closes first: ``<&-`` stdin, ``>&-`` stdout.
    """
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("ESME_")}
    inherited["XDG_CONFIG_HOME"] = os.devnull
    return await asyncio.create_subprocess_exec(
        *(("sh", "-c", f'exec "$@" {closed}', "sh") if closed else ()),
        sys.executable,
        "-m",
        "esme",
        *arguments,
        env={**inherited, "ESME_SYSTEM_ID": "bank", "ESME_PASSWORD": "secret", **(environment or {})},
        stdin=stdin,
        stdout=stdout,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,  # so that it finds no terminal except the one it is given
    )


async def end(process: asyncio.subprocess.Process, told: str | None = None) -> Ended:
    """Write something to its stdin, and wait for its end."""
    out, err = await process.communicate(told.encode() if told is not None else None)
    return Ended(process.returncode, (out or b"").decode(), err.decode())


async def run(*arguments: str, **environment: str) -> Ended:
    """Start it and wait for its end."""
    return await end(await start(*arguments, environment=environment))
