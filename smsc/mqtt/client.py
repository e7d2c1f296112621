"""aiomqtt's client, with one more look at a socket before it is watched."""

from typing import Any

import aiomqtt
from paho.mqtt.client import Client as Paho


class Client(aiomqtt.Client):
    """A client whose socket may be closed between paho's wish to write and the loop's next turn."""

    def _on_socket_register_write(self, client: Paho, userdata: Any, sock: Any) -> None:  # noqa: ARG002 - as paho calls it
        def write() -> None:
            try:
                client.loop_write()
            except Exception as wrong:  # as aiomqtt does: whatever it is, the connection is lost
                if not self._disconnected.done():
                    self._disconnected.set_exception(wrong)

        def watch() -> None:  # aiomqtt would watch a number that is nobody's by now, or somebody else's
            if sock.fileno() >= 0 and client.want_write():
                self._loop.add_writer(sock, write)

        self._loop.call_soon_threadsafe(watch)  # paho connects in a thread of its own
