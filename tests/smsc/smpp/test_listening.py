"""If a port can't be had, the reason is told."""

import asyncio
import errno
import os
import socket

import pytest

from smsc.smpp.listening import NotListening, listen


async def test_a_system_that_has_no_ipv6_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.EAFNOSUPPORT, os.strerror(errno.EAFNOSUPPORT))

    monkeypatch.setattr(socket, "socket", none)
    with pytest.raises(NotListening, match="the system gives no socket for it"):
        await listen(asyncio.Protocol, "::1", 2775)
