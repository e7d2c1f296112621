"""A client of smpplib, as its README makes one: it acknowledges what it is delivered, submits one message after the
other, and binds again when its session is over. It ends with its input. Run as a command, with the port.
"""

import os
import sys
import threading
from contextlib import suppress

import smpplib.client  # type: ignore[import-untyped]  # it has no stubs


def live(client: smpplib.client.Client) -> None:
    """One session."""
    client.bind_transceiver(system_id="bank", password="secret")
    while True:
        client.send_message(source_addr="7000", destination_addr="447700900123", short_message=b"Hello")
        client.read_once()


def main() -> None:
    """Open one session after the other, as long as somebody listens, and until the input ends."""
    ends = threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True)
    ends.start()
    while True:
        client = smpplib.client.Client("127.0.0.1", int(sys.argv[1]), timeout=1, allow_unknown_opt_params=True)
        client.set_message_received_handler(lambda **_: 0)
        client.set_message_sent_handler(lambda **_: None)
        try:
            client.connect()
        except smpplib.exceptions.ConnectionError:
            break
        with suppress(Exception):  # whatever smpplib can't bear
            live(client)
        client.disconnect()
    ends.join()


if __name__ == "__main__":
    main()
