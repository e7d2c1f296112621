"""SMPP between ESMEs and a service centre, over TCP: one connection for each session."""

from collections import Counter
from collections.abc import Iterator
from copy import copy
from typing import Final

from pdu.header import HIDDEN, SECRETS, Pdu
from pdu.ip.tcp import Connection, Endpoint
from pdu.operations.outbind import Outbind
from pdu.pcap import SMPP_PORT
from smsc.capture.layers import Layered
from smsc.capture.places import Places
from smsc.trace.bounded import Bounded
from smsc.trace.trace import Record

_PORTS: Final = range(49152, 57000)  # dynamic ports, up to the first that a dissector claims (IRC)


class Smpp:
    """The connections of a capture, by session. Whose one is may show only after its first PDUs; its ends stay."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._connections: Bounded[int, Connection] = Bounded()
        self._calls: Counter[str] = Counter()  # so far, by who calls

    def packets(self, record: Record) -> Iterator[Layered]:
        """Make the packet of a PDU, or several if it is longer than a packet."""
        assert isinstance(record.message, Pdu)  # noqa: S101 - by the table of links
        from_centre = self._places.kind(record.origin) == "sc"
        connection = self._connections.get(record.conversation)
        if connection is None:
            ends = (record.destination, record.origin) if from_centre else (record.origin, record.destination)
            connection = self._opened(*ends, called_back=isinstance(record.message, Outbind))
            self._connections[record.conversation] = connection
        sender = connection.other if from_centre else connection.one
        for packet in connection.send(sender, unsecret(record.message).encode()):
            yield Layered("SMPP", packet)

    def _opened(self, esme: str, centre: str, *, called_back: bool) -> Connection:
        """Connect an ESME to its service centre, which has called for an outbind, and else was called."""
        if called_back:
            return Connection(Endpoint(self._places.address(esme), SMPP_PORT), self._caller(centre))
        return Connection(self._caller(esme), Endpoint(self._places.address(centre), SMPP_PORT))

    def _caller(self, name: str) -> Endpoint:
        """Give a caller a port that none of its connections has had; who has had them all goes on with another machine.

        Wireshark takes what comes on the ports of an earlier connection, with its numbers, for a retransmission.
        """
        machine, port = divmod(self._calls[name], len(_PORTS))
        self._calls[name] += 1
        return Endpoint(self._places.address(name, machine), _PORTS[port])


def unsecret(pdu: Pdu) -> Pdu:
    """Hide a password: it is for the service centre alone, and belongs in no capture."""
    secret = [name for name in SECRETS if getattr(pdu, name, "")]
    if not secret:
        return pdu
    pdu = copy(pdu)
    for name in secret:
        setattr(pdu, name, HIDDEN)
    return pdu
