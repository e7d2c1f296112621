"""A message centre that takes every submit_sm and does nothing else, so that only its clients are measured.

Each message gets a message_id of its own, as with any message centre: a client that waits for receipts keeps them all.

``python -m tests.bench.sink`` listens on a free port of 127.0.0.1, and says which.
"""

import asyncio
import sys
from typing import cast

from pdu.command_id import RESPONSE, CommandId
from pdu.header import HEADER, HEADER_LENGTH
from smsc import collector

_SUBMIT_SM = int(CommandId.submit_sm)
_BODIES = {int(CommandId.bind_transceiver): b"sink\0", int(CommandId.enquire_link): b"", int(CommandId.unbind): b""}


class Sink(asyncio.Protocol):
    """One connection: headers in, responses out, one write for each read."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._rest = b""

    def data_received(self, data: bytes) -> None:
        if self._rest:
            data = self._rest + data
        at, size, answers, pack, unpack = 0, len(data), [], HEADER.pack, HEADER.unpack_from
        while size - at >= HEADER_LENGTH:
            length, command_id, _, number = unpack(data, at)
            if size - at < length:
                break
            at += length
            body = b"%08X\0" % number if command_id == _SUBMIT_SM else _BODIES.get(command_id)
            if body is not None:
                answers.append(pack(HEADER_LENGTH + len(body), command_id | RESPONSE, 0, number) + body)
        self._rest = data[at:]
        self._transport.write(b"".join(answers))


async def main() -> None:
    """Serve until somebody ends the process."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    sys.stdout.write(f"SMPP on {host}:{port}\n")
    sys.stdout.flush()
    collector.spare()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
