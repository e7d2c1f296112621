"""RFC 9293: TCP segments without options, and the connections of a capture, whose numbers fit together."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import Struct
from struct import error as StructError  # noqa: N812 - as a class
from typing import ClassVar, Final, NamedTuple

from pdu.ip import ipv4
from pdu.ip.udp import checksum
from pdu.malformed import Malformed

PSH, ACK = 0x08, 0x10
"""Flags."""

_HEADER = Struct(">HHIIBBHHH")  # ports, numbers, data offset, flags, window, checksum, urgent pointer
_FIVE_WORDS = 5 << 4
_WINDOW: Final = 0xFFFF
_MOST: Final = 0xFFFF - 20 - _HEADER.size  # octets that fit into an IPv4 packet


@dataclass(slots=True)
class Segment:
    """One segment."""

    words: ClassVar[tuple[str, ...]] = ("TCP",)

    source_port: int
    destination_port: int
    sequence_number: int
    acknowledgment_number: int
    data: bytes
    flags: int = PSH | ACK
    window: int = _WINDOW

    def packet(self, identification: int, source_address: str, destination_address: str) -> ipv4.Packet:
        """The segment in IPv4; Malformed when a number has too many bits."""
        try:
            header = _HEADER.pack(
                self.source_port,
                self.destination_port,
                self.sequence_number,
                self.acknowledgment_number,
                _FIVE_WORDS,
                self.flags,
                self.window,
                0,
                0,
            )
        except StructError as error:
            raise Malformed("TCP header", None, "numbers within their bits", str(error)) from None
        summed = checksum(ipv4.TCP, source_address, destination_address, header + self.data)
        octets = header[:16] + summed.to_bytes(2, "big") + header[18:] + self.data
        return ipv4.Packet(identification, ipv4.TCP, source_address, destination_address, octets)


def decode(packet: ipv4.Packet) -> Segment:
    """The segment in a packet whose data are octets; raises Malformed, also for options and urgent data."""
    octets = packet.data
    if not isinstance(octets, bytes) or len(octets) < _HEADER.size:
        raise Malformed("TCP header", 0, f"{_HEADER.size} octets", repr(octets))
    source, destination, sequence, acknowledgment, offset, flags, window, _, urgent = _HEADER.unpack_from(octets)
    if (offset, urgent) != (_FIVE_WORDS, 0):
        raise Malformed("TCP header", 12, "a header of five words, nothing urgent", octets[: _HEADER.size].hex())
    if checksum(ipv4.TCP, packet.source_address, packet.destination_address, octets):
        raise Malformed("checksum", 16, "the sum of the segment", octets[16:18].hex())
    return Segment(source, destination, sequence, acknowledgment, octets[_HEADER.size :], flags, window)


class Endpoint(NamedTuple):
    """One side of a connection."""

    address: str
    port: int


@dataclass(slots=True)
class Connection:
    """Two endpoints in a capture that begins when they are connected: the numbers of the next segment of each."""

    one: Endpoint
    other: Endpoint
    sent: dict[Endpoint, int] = field(default_factory=dict)  # octets
    packets: dict[Endpoint, int] = field(default_factory=dict)

    def send(self, sender: Endpoint, octets: bytes) -> Iterator[ipv4.Packet]:
        """The packets in which ``sender`` (one of the two) sends octets: one, if they fit into it."""
        receiver = self.other if sender == self.one else self.one
        for at in range(0, len(octets), _MOST):
            piece = octets[at : at + _MOST]
            said, number = self.sent.get(sender, 0), self.packets.get(sender, 0)
            segment = Segment(
                sender.port,
                receiver.port,
                (said + 1) & 0xFFFFFFFF,  # the SYN had number 0
                (self.sent.get(receiver, 0) + 1) & 0xFFFFFFFF,
                piece,
            )
            self.sent[sender], self.packets[sender] = said + len(piece), number + 1
            yield segment.packet(number & 0xFFFF, sender.address, receiver.address)
