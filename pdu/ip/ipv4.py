"""RFC 791: a whole IPv4 packet without options, with a correct checksum."""

from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address
from struct import Struct
from struct import error as StructError  # noqa: N812 - as a class
from typing import ClassVar

from pdu.malformed import Malformed
from pdu.ss7 import payload
from pdu.ss7.payload import Encodable

TCP, UDP, SCTP = 6, 17, 132
"""Protocol numbers."""

_HEADER = Struct(">BBHHHBBH4s4s")
_VERSION_4_FIVE_WORDS = 0x45
_DO_NOT_FRAGMENT = 0x4000


@dataclass(slots=True)
class Packet:
    """One packet; addresses in dotted form."""

    words: ClassVar[tuple[str, ...]] = ("IPv4",)

    identification: int
    protocol: int
    source_address: str
    destination_address: str
    data: Encodable | bytes
    time_to_live: int = 64

    def encode(self) -> bytes:
        """The header and the data, 65,535 octets at most; Malformed names what cannot be laid out."""
        data = payload.encode(self.data, "data")
        try:
            header = _HEADER.pack(
                _VERSION_4_FIVE_WORDS,
                0,
                _HEADER.size + len(data),
                self.identification,
                _DO_NOT_FRAGMENT,
                self.time_to_live,
                self.protocol,
                0,
                IPv4Address(self.source_address).packed,
                IPv4Address(self.destination_address).packed,
            )
        except (StructError, AddressValueError) as error:
            raise Malformed("IPv4 header", None, "numbers within their bits, addresses", str(error)) from None
        return header[:10] + checksum(header).to_bytes(2, "big") + header[12:] + data


def decode(octets: bytes) -> Packet:
    """The packet that ``octets`` are; raises Malformed, also for options and for fragments."""
    if len(octets) < _HEADER.size:
        raise Malformed("IPv4 header", 0, f"{_HEADER.size} octets", str(len(octets)))
    header = _HEADER.unpack_from(octets)
    first, service, length, identification, flags, time_to_live, protocol, _, source, destination = header
    if (first, service, length, flags) != (_VERSION_4_FIVE_WORDS, 0, len(octets), _DO_NOT_FRAGMENT):
        raise Malformed("IPv4 header", 0, "a whole packet without options", octets[: _HEADER.size].hex())
    if checksum(octets[: _HEADER.size]):
        raise Malformed("header checksum", 10, "the sum of the header", octets[10:12].hex())
    addresses = str(IPv4Address(source)), str(IPv4Address(destination))
    return Packet(identification, protocol, *addresses, octets[_HEADER.size :], time_to_live)


def checksum(octets: bytes) -> int:
    """The 16-bit one's complement of the one's complement sum (RFC 1071), which TCP and UDP use too."""
    if len(octets) % 2:
        octets += b"\0"
    total: int = sum(Struct(f">{len(octets) // 2}H").unpack(octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF
