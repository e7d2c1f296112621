"""A name that means several addresses, which no test finds in the machine's own files."""

import asyncio
import socket
from typing import Any, Final

import pytest

NAME: Final = "sc.example"


def name_means(monkeypatch: pytest.MonkeyPatch, *ports: int, dead: int = 0) -> None:
    """Have the name mean these ports of this machine, in this order; one that is ``dead`` never answers."""
    asked, loop = socket.getaddrinfo, asyncio.get_running_loop()
    connects = loop.sock_connect

    def getaddrinfo(host: str, port: int, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0) -> Any:  # noqa: A002 - as socket names it
        if host != NAME:
            return asked(host, port, family, type, proto, flags)
        if flags & socket.AI_NUMERICHOST:
            raise socket.gaierror(socket.EAI_NONAME, "it is no number")
        found = [one for port in ports for one in asked("127.0.0.1", port, family, type, proto, flags)]
        return [(family, kind, 0, name, where) for family, kind, _, name, where in found]  # 0: as on Windows

    async def sock_connect(made: socket.socket, where: tuple[str, int]) -> None:
        await (loop.create_future() if where[1] == dead else connects(made, where))

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(loop, "sock_connect", sock_connect)
