"""``::`` as all addresses of a machine, of IPv4 as well."""

import asyncio
import socket

import pytest

from pdu.connection import listen
from pdu.every_address import is_every_address, listening


@pytest.mark.parametrize(
    ("host", "every"),
    [("::", True), ("0::0", True), ("0:0:0:0:0:0:0:0", True), ("::1", False), ("127.0.0.1", False), ("", False),
     ("sc.example", False), ("ü", False), ("::\0", False)],
)  # fmt: skip
def test_every_address_is_known_however_it_is_written(host: str, every: bool) -> None:
    assert is_every_address(host) is every


needs_both = pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="no socket here has both IPv4 and IPv6")


@needs_both
@pytest.mark.parametrize("caller", ["127.0.0.1", "::1"])
async def test_who_listens_on_every_address_hears_ipv4_and_ipv6(caller: str) -> None:
    nodelay: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    class Heard(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            taken = transport.get_extra_info("socket")
            nodelay.set_result(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    server = await listen(Heard, "::", 0)
    async with server:
        _, writer = await asyncio.open_connection(caller, server.sockets[0].getsockname()[1])
        assert await nodelay
        writer.close()


@needs_both
async def test_a_port_of_every_address_that_is_taken_is_refused_and_leaves_nothing() -> None:
    async with await listen(asyncio.Protocol, "::", 0) as server:
        with pytest.raises(OSError, match="in use"):
            await listen(asyncio.Protocol, "::", server.sockets[0].getsockname()[1])
        with pytest.raises(OverflowError):
            await listen(asyncio.Protocol, "::", 65536)


@needs_both
@pytest.mark.parametrize("can", [True, False])
def test_a_system_that_has_no_socket_for_both_is_asked_for_none(monkeypatch: pytest.MonkeyPatch, can: bool) -> None:
    asked: list[int] = []

    class Socket(socket.socket):
        def setsockopt(self, *option: int) -> None:  # type: ignore[override]  # only numbers are set here
            asked.append(option[1])
            super().setsockopt(*option)

    monkeypatch.setattr(socket, "has_dualstack_ipv6", lambda: can)
    monkeypatch.setattr(socket, "socket", Socket)
    with listening(socket.AF_INET6, ("::", 0)):
        assert (socket.IPV6_V6ONLY in asked) is can
