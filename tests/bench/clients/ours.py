"""This project's client, as its README has it: a text, a number, and an ``await`` for each message."""

import asyncio
import time

import esme
from tests.bench.clients import NUMBER, SENDER, TEXT, WARM, Watch, arguments


async def main() -> None:
    """Submit."""
    port, window, count = arguments()
    async with esme.connect("127.0.0.1", port, system_id="bench", password="secret", window=window) as bank:

        async def submit(count: int) -> list[float]:
            left, latencies, clock = iter(range(count)), list[float](), time.perf_counter

            async def one_after_the_other() -> None:
                for _ in left:
                    began = clock()
                    await bank.submit(TEXT, to=f"+{NUMBER}", source=SENDER)
                    latencies.append(clock() - began)

            await asyncio.gather(*(one_after_the_other() for _ in range(window)))
            return latencies

        await submit(WARM)
        watch = Watch()
        watch.stop(await submit(count))


if __name__ == "__main__":
    asyncio.run(main())
