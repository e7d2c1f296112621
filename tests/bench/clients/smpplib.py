# mypy: disable-error-code="import-untyped"
"""smpplib, with as many messages unanswered as its user allows: it has no window of its own."""

import logging
import time
from typing import Any

from smpplib.client import Client

from tests.bench.clients import NUMBER, SENDER, TEXT, WARM, Watch, arguments


def main() -> None:
    """Submit."""
    logging.disable()
    port, window, count = arguments()
    client = Client("127.0.0.1", port)
    client.connect()
    client.bind_transceiver(system_id="bench", password="secret")
    unanswered: dict[int, float] = {}
    latencies: list[float] = []
    clock = time.perf_counter

    def answered(pdu: Any, **_: Any) -> None:
        latencies.append(clock() - unanswered.pop(pdu.sequence))

    client.set_message_sent_handler(answered)

    def submit(count: int) -> None:
        left = count
        while left or unanswered:
            while left and len(unanswered) < window:
                began = clock()
                pdu = client.send_message(
                    source_addr_ton=5,
                    source_addr=SENDER,
                    dest_addr_ton=1,
                    dest_addr_npi=1,
                    destination_addr=NUMBER,
                    short_message=TEXT.encode(),
                )
                unanswered[pdu.sequence] = began
                left -= 1
            client.read_once()

    submit(WARM)
    latencies.clear()
    watch = Watch()
    submit(count)
    watch.stop(latencies)
    client.unbind()
    client.disconnect()


if __name__ == "__main__":
    main()
