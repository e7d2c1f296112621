"""What every link of a capture has to say: a packet, on which interface, and what it means."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from pdu.ip import ipv4
from smsc.trace import Record


class Layered(NamedTuple):
    """One packet. Without a ``comment`` it is the record itself; a layer below has its own words for what it adds."""

    interface: str
    packet: ipv4.Packet
    comment: str = ""


class Link(Protocol):
    """One kind of link: it knows what a record takes there, and remembers the numbers of its layers."""

    def packets(self, record: Record) -> Iterator[Layered]:
        """Lay a record out; raises Malformed for what has no octets."""
        ...
