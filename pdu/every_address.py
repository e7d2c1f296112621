"""The address ``::``, at which all addresses of this machine are listened on: those of IPv4, too, if the system can.

Left alone, Linux and macOS do so, Windows and asyncio do not.
"""

import socket
from typing import Final

_UNSPECIFIED: Final = bytes(16)


def is_every_address(host: str) -> bool:
    """Whether a host is ``::``, however it is written."""
    try:
        return socket.inet_pton(socket.AF_INET6, host) == _UNSPECIFIED
    except (OSError, ValueError):  # ValueError: a NUL, or what is not ASCII
        return False


def take_ipv4_too(listening: socket.socket) -> None:
    """Have a socket of IPv6, which is not bound yet, take connections of IPv4 as well."""
    if socket.has_dualstack_ipv6():  # OpenBSD has none
        listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
