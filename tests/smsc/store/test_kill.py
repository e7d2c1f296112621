"""kill -9 under load, again and again: every message that was acknowledged is receipted, whatever happened between."""

import asyncio
from collections import Counter
from pathlib import Path

import esme
from tests.smsc.store.lives import PATIENCE, PHONES, Life, a_service_centre, number_of, write_world

LIVES = 6  # of the service centre; the last one is not cut short
WINDOW = 20


class Customer:
    """An ESME under load: what was acknowledged to it, and which receipts it was handed."""

    def __init__(self) -> None:
        self.acknowledged: set[str] = set()
        self.receipts: Counter[str] = Counter()
        self._heard = asyncio.Event()

    async def live(self, life: Life, kill_after: int) -> None:
        """Submit until the service centre is killed, after so many acknowledgements."""
        target = len(self.acknowledged) + kill_after
        try:
            async with self._connect(life.port) as bank, asyncio.TaskGroup() as group:
                for sender in range(WINDOW):
                    group.create_task(self._submit(bank, sender, target, life))
        except* (esme.EsmeError, OSError):
            pass  # killed, as intended

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
        """Take a receipt, which is acknowledged when this returns, so that none is lost on this side."""
        assert message.receipt is not None
        assert message.receipt.stat == "DELIVRD"
        self.receipts[message.receipt.id] += 1
        self._heard.set()

    async def _submit(self, bank: esme.Esme, sender: int, target: int, life: Life) -> None:
        while True:
            number = number_of((sender + len(self.acknowledged)) % PHONES)
            self.acknowledged.add(str(await bank.submit("Hello", to=number, receipt=True)))
            if len(self.acknowledged) == target:
                life.kill()


async def test_kill_9_at_any_moment_loses_no_acknowledged_message_and_no_receipt(tmp_path: Path) -> None:
    write_world(tmp_path)
    customer = Customer()
    for lived in range(LIVES - 1):
        async with a_service_centre(tmp_path) as life:
            await customer.live(life, kill_after=37 * (lived + 1))
            await life.killed()
    async with a_service_centre(tmp_path) as life:
        await customer.collect(life.port)
    assert len(customer.acknowledged) >= 37 * 15
    assert not customer.acknowledged - customer.receipts.keys()
