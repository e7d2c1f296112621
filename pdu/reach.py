"""RFC 8305, Happy Eyeballs: a host may have several addresses, and one that is dead must not hide those that live."""

import asyncio
import socket
from collections.abc import Callable
from functools import partial
from itertools import zip_longest
from ssl import SSLContext
from typing import Any, Final, TypeVar

from pdu.aside import aside
from pdu.host_port import host_port
from pdu.why import why

HEAD_START: Final = 0.25  # seconds that an address has before the next is tried as well (section 5)
_PORTS: Final = range(1 << 16)

_Address = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]

P = TypeVar("P", bound=asyncio.BaseProtocol)


async def connect(
    made: Callable[[], P], host: str, port: int, tls: SSLContext | None = None, server_name: str | None = None
) -> P:
    """Connect a protocol to a host, over TLS or not; raises as ``reach`` does."""
    connected = await reach(host, port)
    loop = asyncio.get_running_loop()
    _, protocol = await loop.create_connection(
        made, sock=connected, ssl=tls, server_hostname=certificate_name(host, tls, server_name)
    )
    return protocol


async def reach(host: str, port: int) -> socket.socket:
    """Connect to the address of a host that answers first, and return the socket; raises one of ``pdu.why.NO_WAY``.

    asyncio does the same only if told to, uvloop not at all: both wait for the first address for as long as the system
    does, two minutes or more.
    """
    untried = by_turns(await _addresses(host, port))
    if len(untried) == 1:
        return await _connected(untried[0])
    trying: dict[asyncio.Task[socket.socket], _Address] = {}
    wrong: dict[str, OSError] = {}
    try:
        while untried or trying:
            if untried:
                address = untried.pop(0)
                trying[asyncio.create_task(_connected(address), name="reach")] = address
            patience = HEAD_START if untried else None
            done, _ = await asyncio.wait(trying, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            for one in [one for one in trying if one in done]:
                error = one.exception()
                if error is None:
                    del trying[one]
                    return one.result()
                if not isinstance(error, OSError):
                    raise error
                where = trying.pop(one)[4]
                wrong[host_port(where[0], where[1])] = error
    finally:
        for one in trying:
            one.add_done_callback(_unwanted)
            one.cancel()  # nobody waits until it is: who is cancelled meanwhile would lose the connection made
    raise _all_of(wrong)


def certificate_name(host: str, tls: SSLContext | None, server_name: str | None) -> str | None:
    """Say which name a certificate must have, as asyncio and ssl want it: None without TLS."""
    if tls is None:
        return None
    return host if server_name is None else server_name


async def _addresses(host: str, port: int) -> list[_Address]:
    if int(port) not in _PORTS:  # the system would take its lower 16 bits
        raise OverflowError(f"port: expected 0 to 65535, found {port}")
    try:  # without asking anybody
        return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST))
    except socket.gaierror:
        resolver = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(await aside(resolver, "getaddrinfo")))


def by_turns(addresses: list[_Address]) -> list[_Address]:
    """Put the two versions of IP in turns, beginning with that of the first (section 4): often one of them is dead."""
    first = [one for one in addresses if one[0] == addresses[0][0]]
    others = [one for one in addresses if one[0] != addresses[0][0]]
    return [one for pair in zip_longest(first, others) for one in pair if one is not None]


async def _connected(address: _Address) -> socket.socket:
    family, kind, _, _, where = address
    made = socket.socket(family, kind, socket.IPPROTO_TCP)  # as Windows does not say: else asyncio sets no TCP_NODELAY
    try:
        made.setblocking(False)
        await asyncio.get_running_loop().sock_connect(made, where)
    except BaseException:
        made.close()
        raise
    return made


def _unwanted(one: asyncio.Task[socket.socket]) -> None:
    """Close a connection that was made in the moment in which another was."""
    if not one.cancelled() and one.exception() is None:
        one.result().close()


def _all_of(wrong: dict[str, OSError]) -> OSError:
    """Say why none answered: once, if it is the same for all."""
    reasons = {where: why(error) for where, error in wrong.items()}
    if len(set(reasons.values())) == 1:
        return next(iter(wrong.values()))
    return OSError(", ".join(f"{where}: {reason}" for where, reason in reasons.items()))
