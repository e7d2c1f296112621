"""A service centre that is killed and started again: the real command, in a process of its own, with what it prints."""

import asyncio
import os
import pty
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

PATIENCE: Final = 60.0
PHONES: Final = 20

WORLD: Final = """
[sc]
name = "sc"
number = "447700900900"

[hlr]
name = "hlr"
number = "447700900910"

[[msc]]
name = "msc1"
number = "447700900921"
bss = "bss1"

[[cell]]
name = "cell1"
bss = "bss1"
cgi = "234-15-1-101"

[[account]]
system_id = "bank"
password = "secret"
addresses = ["7000"]

[[account]]
system_id = "shop"
password = "opensesa"
addresses = ["7001"]

[retry]
absent = [0.5]
esme = [0.2]
"""


def number_of(phone: int) -> str:
    """Return the number of a handset, as people dial it."""
    return f"+4477009001{phone:02}"


def write_world(folder: Path) -> None:
    """Write a world of handsets ms0, ms1 and so on, without latency."""
    phones = (
        f'[[phone]]\nname = "ms{phone}"\nmsisdn = "{number_of(phone)[1:]}"\n'
        f'imsi = "2341500000001{phone:02}"\ncell = "cell1"\n'
        for phone in range(PHONES)
    )
    (folder / "world.toml").write_text("\n".join((WORLD, *phones)))


class Life:
    """A service centre from its start to its death."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, terminal: int) -> None:
        self.port = port
        self.pid = process.pid
        self._process = process
        self._terminal = terminal

    def act(self, row: str) -> None:
        """Type a line at its prompt."""
        os.write(self._terminal, f"{row}\n".encode())

    def kill(self) -> None:
        """Kill it without warning, if it is still alive."""
        if self._process.returncode is None:
            os.kill(self._process.pid, signal.SIGKILL)  # Process.kill() looks first, and may reap what asyncio awaits

    async def killed(self) -> None:
        """Wait until it is dead, and see that it was killed."""
        assert await asyncio.wait_for(self._process.wait(), PATIENCE) == -signal.SIGKILL


@asynccontextmanager
async def a_service_centre(folder: Path, rung: Callable[[str], None] | None = None) -> AsyncIterator[Life]:
    """Start a service centre, and kill it at the end; ``rung`` is called with each line of the ladder it prints."""
    options = ["--port", "0", "--no-api", "--config", str(folder / "world.toml"), "--data", str(folder / "messages")]
    options += [] if rung is not None else ["--quiet"]
    ours, theirs = pty.openpty()
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.smsc.store.at_once", "run", *options),
            stdin=theirs,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    os.close(theirs)
    stdout = process.stdout
    assert stdout is not None
    reading: asyncio.Task[None] | None = None
    try:
        async with asyncio.timeout(PATIENCE):
            while not (found := re.search(rb"SMPP on 127.0.0.1:(\d+)", await stdout.readline())):
                assert not stdout.at_eof(), (folder / "log").read_text()
        reading = asyncio.create_task(_read(stdout, rung or (lambda _: None)))
        yield Life(process, int(found[1]), ours)
    finally:
        if process.returncode is None:
            os.kill(process.pid, signal.SIGKILL)
        if reading is not None:
            await reading
        await process.wait()
        os.close(ours)


async def _read(stdout: asyncio.StreamReader, rung: Callable[[str], None]) -> None:
    while line := await stdout.readline():
        rung(line.decode())
