"""A client of smpplib, as its README makes one: it acknowledges what it is delivered, submits one message after the
other, and binds again when its session is over. It ends with its input. Run as a command, with the port.
"""

import os
import sys
import threading
import time

import smpplib.client  # type: ignore[import-untyped]  # it has no stubs

AGAIN = 0.02  # seconds


def live(port: int) -> None:
    """One session."""
    client = smpplib.client.Client("127.0.0.1", port, timeout=1, allow_unknown_opt_params=True)
    client.set_message_received_handler(lambda **_: 0)
    client.set_message_sent_handler(lambda **_: None)
    try:
        client.connect()
        client.bind_transceiver(system_id="bank", password="secret")
        while True:
            client.send_message(source_addr="7000", destination_addr="447700900123", short_message=b"Hello")
            client.read_once()
    finally:
        client.disconnect()


def main() -> None:
    """Live until nobody writes to us any more."""
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    while True:
        try:
            live(int(sys.argv[1]))
        except Exception:  # whatever it is that smpplib can't bear
            time.sleep(AGAIN)


if __name__ == "__main__":
    main()
