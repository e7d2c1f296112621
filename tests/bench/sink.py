"""A message centre that takes every submit_sm and does nothing else, so that its clients are what is measured.

``python -m tests.bench.sink`` listens on a free port of 127.0.0.1, and says on which.
"""

import asyncio
import gc
import sys
from typing import cast

from pdu.command_id import RESPONSE, CommandId
from pdu.header import HEADER, HEADER_LENGTH

_BODIES = {
    int(CommandId.bind_transceiver): b"sink\0",
    int(CommandId.submit_sm): b"0A1B2C3D\0",
    int(CommandId.enquire_link): b"",
    int(CommandId.unbind): b"",
}
_ANSWERS = {
    command_id: (HEADER_LENGTH + len(body), command_id | RESPONSE, body) for command_id, body in _BODIES.items()
}


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
            answer = _ANSWERS.get(command_id)
            if answer is not None:
                answers.append(pack(answer[0], answer[1], 0, number) + answer[2])
        self._rest = data[at:]
        self._transport.write(b"".join(answers))


async def main() -> None:
    """Serve until somebody ends the process."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    sys.stdout.write(f"SMPP on {host}:{port}\n")
    sys.stdout.flush()
    gc.freeze()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
