"""The options of every benchmark: whether only to show that it runs, and which other servers to measure beside ours."""

from typing import NamedTuple


class Peer(NamedTuple):
    """Another message centre that is already running: what to call it, and where it listens."""

    name: str
    host: str
    port: int


class Options(NamedTuple):
    """The command line."""

    quick: bool = False
    peers: tuple[Peer, ...] = ()
    twisted: bool = False


def peer(text: str) -> Peer:
    """Read ``NAME=HOST:PORT``; raises ValueError."""
    name, _, address = text.partition("=")
    host, _, port = address.rpartition(":")
    if not name or not host or not port.isdecimal():
        raise ValueError(f"expected NAME=HOST:PORT, found {text!r}")
    return Peer(name, host, int(port))
