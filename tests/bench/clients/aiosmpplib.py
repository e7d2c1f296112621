# mypy: disable-error-code="import-untyped, misc"
"""aiosmpplib, which queues messages and tells its hook of each answer: its user has to keep the window."""

import asyncio
import logging
import os
import time
from typing import Any

from aiosmpplib import ESME, NPI, TON, AbstractHook, PhoneNumber, SubmitSm

from tests.bench.clients import NUMBER, SENDER, TEXT, WARM, Watch, arguments

SOURCE = PhoneNumber(SENDER, TON.ALPHANUMERIC, NPI.UNKNOWN)
DESTINATION = PhoneNumber(NUMBER, TON.INTERNATIONAL, NPI.ISDN)


class Window(AbstractHook):
    """Places for the requests that may be unanswered at a time."""

    def __init__(self, size: int) -> None:
        self.places = asyncio.Semaphore(size)
        self.began: dict[str, float] = {}
        self.latencies: list[float] = []

    async def sending(self, *_: Any) -> None:
        """Called before every PDU that goes out."""

    async def received(self, smpp_message: Any, *_: Any) -> None:
        """Called for every PDU that came in."""
        began = self.began.pop(getattr(smpp_message, "log_id", ""), None)
        if began is not None:
            self.latencies.append(time.perf_counter() - began)
            self.places.release()

    async def send_error(self, _: Any, error: Exception, *__: Any) -> None:
        """Called for what could not be sent."""
        raise error


async def main() -> None:
    """Submit."""
    port, size, count = arguments()
    window = Window(size)
    client = ESME("127.0.0.1", port, "bench", "secret", log_level=logging.CRITICAL, hook=window)
    running = asyncio.create_task(client.start())

    async def submit(numbers: range) -> None:
        for number in numbers:
            await window.places.acquire()
            window.began[str(number)] = time.perf_counter()
            message = SubmitSm(short_message=TEXT, source=SOURCE, destination=DESTINATION, log_id=str(number))
            await client.broker.enqueue(message)
        for _ in range(size):
            await window.places.acquire()
        for _ in range(size):
            window.places.release()

    await submit(range(WARM))
    window.latencies.clear()
    watch = Watch()
    await submit(range(WARM, WARM + count))
    watch.stop(window.latencies)
    running.cancel()
    os._exit(0)  # its tasks do not end by themselves, and nothing is left to print


if __name__ == "__main__":
    asyncio.run(main())
