"""smsc.mqtt.client: a socket is watched only while it is open."""

import asyncio
import socket

from smsc.mqtt.client import Client


async def test_a_socket_that_closes_before_the_loops_next_turn_is_not_watched() -> None:
    unheard: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unheard.append(context))
    client = Client("127.0.0.1")
    client._client.want_write = lambda: True  # type: ignore[method-assign]
    here, there = socket.socketpair()
    client._on_socket_register_write(client._client, None, here)
    here.close()
    there.close()
    await asyncio.sleep(0)
    assert unheard == []
