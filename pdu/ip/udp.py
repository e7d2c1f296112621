"""RFC 768: a UDP datagram, with a correct checksum."""

from dataclasses import dataclass
from ipaddress import IPv4Address
from struct import Struct
from struct import error as StructError  # noqa: N812 - as a class
from typing import ClassVar

from pdu.ip import ipv4
from pdu.malformed import Malformed

_HEADER = Struct(">HHHH")  # ports, length, checksum
_PSEUDO_HEADER = Struct(">4s4sBBH")


@dataclass(slots=True)
class Datagram:
    """One datagram."""

    words: ClassVar[tuple[str, ...]] = ("UDP",)

    source_port: int
    destination_port: int
    data: bytes

    def packet(self, identification: int, source_address: str, destination_address: str) -> ipv4.Packet:
        """The datagram in IPv4; Malformed when a number has too many bits."""
        length = _HEADER.size + len(self.data)
        try:
            header = _HEADER.pack(self.source_port, self.destination_port, length, 0)
        except StructError as error:
            raise Malformed("UDP header", None, "numbers of 16 bits", str(error)) from None
        summed = checksum(ipv4.UDP, source_address, destination_address, header + self.data)
        octets = header[:6] + (summed or 0xFFFF).to_bytes(2, "big") + self.data  # 0 would mean no checksum
        return ipv4.Packet(identification, ipv4.UDP, source_address, destination_address, octets)


def decode(packet: ipv4.Packet) -> Datagram:
    """The datagram in a packet whose data are octets; raises Malformed."""
    octets = packet.data
    if not isinstance(octets, bytes) or len(octets) < _HEADER.size:
        raise Malformed("UDP header", 0, f"{_HEADER.size} octets", repr(octets))
    source, destination, length, summed = _HEADER.unpack_from(octets)
    if length != len(octets):
        raise Malformed("length", 4, str(len(octets)), str(length))
    if summed and checksum(ipv4.UDP, packet.source_address, packet.destination_address, octets):
        raise Malformed("checksum", 6, "the sum of the datagram", octets[6:8].hex())
    return Datagram(source, destination, octets[_HEADER.size :])


def checksum(protocol: int, source_address: str, destination_address: str, octets: bytes) -> int:
    """The checksum of UDP and TCP, over the octets behind a pseudo header; 0 where they hold the right one."""
    addresses = IPv4Address(source_address).packed, IPv4Address(destination_address).packed
    return ipv4.checksum(_PSEUDO_HEADER.pack(*addresses, 0, protocol, len(octets)) + octets)
