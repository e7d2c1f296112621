"""This project's client, with an ``await`` for each message: a text as in the README, or (``bare``) a PDU.

smpplib's send_message takes the same as a bare PDU: octets, and every parameter by name.
"""

import asyncio
import sys
import time

import esme
from pdu import SubmitSm
from tests.bench.clients import NUMBER, SENDER, TEXT, WARM, Watch, arguments

OCTETS = TEXT.encode()


async def main() -> None:
    """Submit."""
    port, window, count = arguments()
    bare = "bare" in sys.argv
    async with esme.connect("127.0.0.1", port, system_id="bench", password="secret", window=window) as bank:

        async def submit(count: int) -> list[float]:
            left, latencies, clock = iter(range(count)), list[float](), time.perf_counter

            async def texts() -> None:
                for _ in left:
                    began = clock()
                    await bank.submit(TEXT, to=f"+{NUMBER}", source=SENDER)
                    latencies.append(clock() - began)

            async def pdus() -> None:
                for _ in left:
                    began = clock()
                    request = SubmitSm(
                        source_addr_ton=5,
                        source_addr=SENDER,
                        dest_addr_ton=1,
                        dest_addr_npi=1,
                        destination_addr=NUMBER,
                        short_message=OCTETS,
                    )
                    await bank.send(request)
                    latencies.append(clock() - began)

            one_after_the_other = pdus if bare else texts
            await asyncio.gather(*(one_after_the_other() for _ in range(window)))
            return latencies

        await submit(WARM)
        watch = Watch()
        watch.stop(await submit(count))


if __name__ == "__main__":
    asyncio.run(main())
