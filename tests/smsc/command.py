"""The command ``smsc``: run to its end in this process, or as a simulator in a process of its own."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from smsc.commands.app import app

PATIENCE = 100.0  # seconds, so that nothing hangs; a process starts slowly beside many others


class Ended(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


class Simulator:
    """``smsc run`` in a process of its own, on a port that the system chose."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.out = ""
        self.port = 0

    async def reads_until(self, said: str) -> str:
        """Read what it prints, up to a line that contains ``said``."""
        assert self.process.stdout is not None
        while True:
            line = (await self.process.stdout.readline()).decode()
            assert line, f"it ended without having said {said!r}: {self.out}"
            self.out += line
            if said in line:
                return line

    async def ends(self, number: signal.Signals = signal.SIGINT) -> Ended:
        """Press Ctrl-C."""
        self.process.send_signal(number)
        out, err = await asyncio.wait_for(self.process.communicate(), PATIENCE)
        self.out += out.decode()
        assert self.process.returncode is not None
        return Ended(self.process.returncode, self.out, err.decode())


def smsc(*arguments: str | Path) -> Ended:
    """Run a command to its end, in this process: a new one takes seconds to start beside many others."""
    ended = CliRunner().invoke(app, [*map(str, arguments)], env={"COLUMNS": "100"}, prog_name="smsc")
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return Ended(ended.exit_code, ended.stdout, ended.stderr)


@asynccontextmanager
async def running(*arguments: str | Path, store: Sequence[str] = ("--store", "memory")) -> AsyncIterator[Simulator]:
    """Run the simulator, which is listening when the block begins."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "smsc", "run", "--port", "0", *store, *map(str, arguments)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    simulator = Simulator(process)
    try:
        said = await asyncio.wait_for(simulator.reads_until("SMPP on"), PATIENCE)
        found = re.search(r":(\d+)\.", said)
        assert found, said
        simulator.port = int(found[1])
        yield simulator
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
