"""What every link of a capture gives: a packet, its interface, and what it means."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from pdu.ip import ipv4
from smsc.trace.trace import Record


class Layered(NamedTuple):
    """One packet. Without a ``comment`` it is the record itself; a lower layer comments on the packets it adds."""

    interface: str
    packet: ipv4.Packet
    comment: str = ""


class Link(Protocol):
    """One kind of link: it knows which packets a record takes there, and remembers the numbers of its layers."""

    def packets(self, record: Record) -> Iterator[Layered]:
        """Make the packets of a record; raises Malformed if it can't be encoded."""
        ...
