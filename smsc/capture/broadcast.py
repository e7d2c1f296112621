"""CBSP between a service centre, as a cell broadcast centre, and a BSS, over TCP."""

from collections.abc import Iterator
from typing import Any, Final

from pdu.gsm import cbsp
from pdu.ip.tcp import Connection, Endpoint
from smsc.capture.layers import Layered
from smsc.capture.places import Places
from smsc.trace.trace import Record

_PORT: Final = 49152


class Broadcast:
    """The connections, one for each pair of nodes."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._connections: dict[frozenset[str], Connection] = {}

    def packets(self, record: Record) -> Iterator[Layered]:
        """Make the packets of an order or of its answer."""
        message: Any = record.message
        origin, destination = self._endpoint(record.origin), self._endpoint(record.destination)
        nodes = frozenset((record.origin, record.destination))
        connection = self._connections.setdefault(nodes, Connection(origin, destination))
        for packet in connection.send(origin, message.encode()):
            yield Layered("CBSP", packet)

    def _endpoint(self, name: str) -> Endpoint:
        return Endpoint(self._places.address(name), cbsp.PORT if self._places.kind(name) == "bss" else _PORT)
