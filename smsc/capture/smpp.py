"""SMPP between ESMEs and a service centre, over TCP: one connection for each session."""

from collections.abc import Iterator
from copy import copy
from typing import Final

from pdu.header import HIDDEN, SECRETS, Pdu
from pdu.ip.tcp import Connection, Endpoint
from pdu.pcap import SMPP_PORT
from smsc.capture.layers import Layered
from smsc.capture.places import Places
from smsc.trace.bounded import Bounded
from smsc.trace.trace import Record

_PORTS: Final = range(49152, 65536)  # dynamic ports: no dissector claims one of them


class Smpp:
    """The connections of a capture, by session."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._connections: Bounded[int, Connection] = Bounded()

    def packets(self, record: Record) -> Iterator[Layered]:
        """Make the packet of a PDU, or several if it is longer than a packet."""
        assert isinstance(record.message, Pdu)  # noqa: S101 - by the table of links
        origin, destination = self._endpoint(record, record.origin), self._endpoint(record, record.destination)
        connection = self._connections.get(record.conversation)
        if connection is None:
            connection = self._connections[record.conversation] = Connection(origin, destination)
        for packet in connection.send(origin, unsecret(record.message).encode()):
            yield Layered("SMPP", packet)

    def _endpoint(self, record: Record, name: str) -> Endpoint:
        dynamic = _PORTS[record.conversation % len(_PORTS)]
        return Endpoint(self._places.address(name), SMPP_PORT if self._places.kind(name) == "sc" else dynamic)


def unsecret(pdu: Pdu) -> Pdu:
    """Hide a password: it is for the service centre alone, and belongs in no capture."""
    secret = [name for name in SECRETS if getattr(pdu, name, "")]
    if not secret:
        return pdu
    pdu = copy(pdu)
    for name in secret:
        setattr(pdu, name, HIDDEN)
    return pdu
