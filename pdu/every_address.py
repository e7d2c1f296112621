"""The address ``::``, at which all addresses of this machine are listened on: those of IPv4, too, if the system can.

Left alone, Linux and macOS do so, Windows and asyncio do not.
"""

import os
import socket
from typing import Any, Final

_UNSPECIFIED: Final = bytes(16)
_WAITING: Final = 128  # connections that are not taken yet


def is_every_address(host: str) -> bool:
    """Whether a host is ``::``, however it is written."""
    try:
        return socket.inet_pton(socket.AF_INET6, host) == _UNSPECIFIED
    except (OSError, ValueError):  # ValueError: a NUL, or what is not ASCII
        return False


def listening(family: int, address: tuple[Any, ...]) -> socket.socket:
    """Listen on a TCP port, at an address as ``socket.bind`` takes it; raises OSError."""
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else asyncio sets no TCP_NODELAY
    try:
        if os.name == "posix":  # elsewhere, this would share the port with whoever listens on it already
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if is_every_address(address[0]) and socket.has_dualstack_ipv6():  # OpenBSD has none
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        made.bind(address)
        made.listen(_WAITING)
        made.setblocking(False)
    except BaseException:
        made.close()
        raise
    return made
