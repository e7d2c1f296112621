"""Strangers who hold connections to the API are in their own way, and not in that of others."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack, closing

import httpx
import pytest
from starlette.types import Message, Scope

from smsc.api import callers
from tests.smsc.api.conftest import TOKEN

PATIENCE = 20.0
CLOCK = b"GET /api/v1/clock HTTP/1.1\r\nHost: localhost\r\n"
Comes = Callable[[bytes], Awaitable[socket.socket]]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(callers, "STRANGERS", 3)
    return 3


@pytest.fixture
async def comes(url: str) -> AsyncIterator[Comes]:
    """Somebody who connects, says something, and goes on holding the connection."""
    host, port = url.split(":")
    loop = asyncio.get_running_loop()
    with ExitStack() as stack:

        async def come(said: bytes) -> socket.socket:
            one = stack.enter_context(closing(socket.socket()))
            one.setblocking(False)
            await loop.sock_connect(one, (host, int(port)))
            await loop.sock_sendall(one, said)
            return one

        yield come


async def is_dropped(one: socket.socket) -> None:
    """Read until nothing is left of a connection."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(PATIENCE):
        try:
            while await loop.sock_recv(one, 1000):
                pass
        except ConnectionError:
            return


@pytest.mark.parametrize(
    "said",
    [b"", CLOCK],
    ids=["nothing", "half a head"],
)
async def test_the_oldest_connection_of_strangers_is_dropped_if_there_are_too_many(
    url: str, few: int, comes: Comes, said: bytes
) -> None:
    held = [await comes(said) for _ in range(few + 2)]
    for oldest in held[:2]:
        await is_dropped(oldest)
    async with httpx.AsyncClient(headers=TOKEN) as client:
        assert (await client.get(f"http://{url}/api/v1/clock")).status_code == 200


async def test_who_is_admitted_stays_however_many_strangers_come(url: str, few: int, comes: Comes) -> None:
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx.AsyncClient(headers=TOKEN))
        events = f"http://{url}/api/v1/events"
        streams = [await stack.enter_async_context(client.stream("GET", events)) for _ in range(few + 2)]
        rows = [stream.aiter_lines() for stream in streams]
        assert [await anext(row) for row in rows] == [": mini-smsc"] * len(rows)
        held = [await comes(b"") for _ in range(2 * few)]
        await is_dropped(held[0])
        act = {"subject": "ms1", "act": "switches off"}
        assert (await client.post(f"http://{url}/api/v1/acts", json=act)).is_success
        for row in rows:
            async with asyncio.timeout(PATIENCE):
                while not (await anext(row)).startswith("data: "):
                    pass


class Line(asyncio.Transport):
    """A connection of the server's, and its transport."""

    def __init__(self, port: int) -> None:
        super().__init__({"peername": ("127.0.0.1", port)})
        self.transport, self.dropped = self, False

    def abort(self) -> None:
        self.dropped = True


async def test_who_was_admitted_is_a_stranger_again_when_all_is_answered(few: int) -> None:
    async def app(scope: Scope, *_: object) -> None:
        scope[callers.ADMITTED]()
        for line in lines[1:-1]:
            known.connections.add(line)
        assert not any(line.dropped for line in lines)

    known = callers.Callers(app)
    first, *_ = lines = [Line(port) for port in range(few + 2)]
    known.connections.add(first)
    said = asyncio.Queue[Message]()
    await known({"client": ("127.0.0.1", 0)}, said.get, said.put)
    known.connections.add(lines[-1])
    assert [line for line in lines if line.dropped] == [first]


async def test_connections_that_are_gone_count_no_more(few: int) -> None:
    async def app(*_: object) -> None: ...

    connections = callers.Callers(app).connections
    gone = [Line(port) for port in range(2 * few)]
    for line in gone:
        connections.add(line)
        connections.discard(line)
    held = [Line(port) for port in range(few + 1)]
    for line in held[:-1]:
        connections.add(line)
    assert not any(line.dropped for line in (*gone, *held))
    connections.add(held[-1])
    assert [line for line in held if line.dropped] == held[:1]
