"""A program that is called: an HTTP server on loopback that answers as it is told, and keeps what it was sent."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from ssl import SSLContext
from typing import NamedTuple

PATIENCE = 60.0  # seconds, so that nothing hangs
NO_CONTENT = b"HTTP/1.1 204 No Content\r\n\r\n"


class Call(NamedTuple):
    """One request: its first line, its headers by small letters, and its body."""

    line: str
    headers: dict[str, str]
    body: bytes


Answers = Callable[[Call], bytes | None]  # None: closes the connection without a word


class Receiver:
    """Reads calls, one connection after the other or several at once."""

    def __init__(self, answers: Answers) -> None:
        self.calls: asyncio.Queue[Call] = asyncio.Queue()
        self.connections = 0
        self._answers = answers
        self._open: set[asyncio.StreamWriter] = set()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks/sms?key=hush"

    async def next(self) -> Call:
        async with asyncio.timeout(PATIENCE):
            return await self.calls.get()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        try:
            while line := await reader.readline():
                headers = {}
                while row := (await reader.readline()).decode().strip():
                    name, _, value = row.partition(": ")
                    headers[name.lower()] = value
                call = Call(line.decode().strip(), headers, await reader.readexactly(int(headers["content-length"])))
                answer = self._answers(call)
                self.calls.put_nowait(call)
                if answer is None:
                    break
                writer.write(answer)
                await writer.drain()
        except ConnectionError:
            pass  # the simulator has ended
        finally:
            self._open.discard(writer)
            writer.close()

    def hang_up(self) -> None:
        """Close the connections that are open: from Python 3.12 on, the end of the server waits for them."""
        for writer in self._open:
            writer.close()


@asynccontextmanager
async def receiver(
    answers: Answers = lambda _: NO_CONTENT, port: int = 0, tls: SSLContext | None = None
) -> AsyncIterator[Receiver]:
    """Serve on a port, by default one that the system gives."""
    there = Receiver(answers)
    server = await asyncio.start_server(there.serve, "127.0.0.1", port, ssl=tls)
    there.port = server.sockets[0].getsockname()[1]
    async with server:
        try:
            yield there
        finally:
            there.hang_up()
