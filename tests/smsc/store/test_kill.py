"""kill -9 under load, again and again: every message that was acknowledged is receipted, whatever happened between."""

import asyncio
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import esme

LIVES = 6  # of the service centre; in the last one it is left in peace
WINDOW = 20
PATIENCE = 60.0

WORLD = """
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
"""
PHONES = 20


def a_world() -> str:
    phones = (
        f'[[phone]]\nname = "ms{number}"\nmsisdn = "4477009001{number:02}"\nimsi = "2341500000001{number:02}"\n'
        f'cell = "cell1"\n'
        for number in range(PHONES)
    )
    return WORLD + "\n".join(phones)


@asynccontextmanager
async def a_service_centre(folder: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """Start one in a process of its own, and give it with its port; it is killed at the end, if it lives."""
    command = ["-m", "smsc", "run", "--quiet", "--port", "0"]
    files = ["--config", str(folder / "world.toml"), "--data", str(folder / "messages")]
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, *files, stdout=asyncio.subprocess.PIPE, stderr=log
        )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            while not (found := re.search(rb"SMPP on 127.0.0.1:(\d+)", await process.stdout.readline())):
                assert not process.stdout.at_eof(), (folder / "log").read_text()
        yield process, int(found[1])
    finally:
        if process.returncode is None:
            os.kill(process.pid, signal.SIGKILL)
        await process.communicate()


class Customer:
    """An ESME under load: what was acknowledged to it, and which receipts it was handed."""

    def __init__(self) -> None:
        self.acknowledged: set[str] = set()
        self.receipts: Counter[str] = Counter()
        self._heard = asyncio.Event()
        self._killed = False

    async def live(self, port: int, process: asyncio.subprocess.Process, kill_after: int) -> None:
        """Submit until the service centre is killed, which is after so many acknowledgements."""
        target = len(self.acknowledged) + kill_after
        self._killed = False
        try:
            async with self._connect(port) as bank, asyncio.TaskGroup() as group:
                for sender in range(WINDOW):
                    group.create_task(self._submit(bank, sender, target, process))
        except* (esme.EsmeError, OSError):
            pass  # killed, as it was to be

    async def collect(self, port: int) -> None:
        """Take receipts until every acknowledged message has one."""
        async with self._connect(port), asyncio.timeout(PATIENCE):
            while self.acknowledged - self.receipts.keys():
                self._heard.clear()
                await self._heard.wait()

    def _connect(self, port: int) -> esme.connect:
        return esme.connect(
            "127.0.0.1", port, system_id="bank", password="secret", window=WINDOW, handler=self._receipted
        )

    async def _receipted(self, message: esme.Message) -> None:
        """Take a receipt; it is acknowledged when this returns, so none is lost on this side."""
        assert message.receipt is not None
        assert message.receipt.stat == "DELIVRD"
        self.receipts[message.receipt.id] += 1
        self._heard.set()

    async def _submit(self, bank: esme.Esme, sender: int, target: int, process: asyncio.subprocess.Process) -> None:
        while True:
            number = f"+4477009001{(sender + len(self.acknowledged)) % PHONES:02}"
            self.acknowledged.add(str(await bank.submit("Hello", to=number, receipt=True)))
            if len(self.acknowledged) >= target and not self._killed:
                self._killed = True
                os.kill(process.pid, signal.SIGKILL)  # Process.kill() looks first, and may reap what asyncio waits for


async def test_kill_9_at_any_moment_loses_no_acknowledged_message_and_no_receipt(tmp_path: Path) -> None:
    (tmp_path / "world.toml").write_text(a_world())
    customer = Customer()
    for life in range(LIVES - 1):
        async with a_service_centre(tmp_path) as (process, port):
            await customer.live(port, process, kill_after=37 * (life + 1))
            assert await asyncio.wait_for(process.wait(), PATIENCE) == -signal.SIGKILL
    async with a_service_centre(tmp_path) as (_, port):
        await customer.collect(port)
    assert len(customer.acknowledged) >= 37 * 15
    assert not customer.acknowledged - customer.receipts.keys()
