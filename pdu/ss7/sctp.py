"""RFC 9260: a DATA chunk in an SCTP packet, and the associations of a capture, each with its own ports and tags."""

from dataclasses import dataclass, field
from struct import Struct
from struct import error as StructError  # noqa: N812 - as a class
from typing import ClassVar, NamedTuple

from pdu.ip import ipv4
from pdu.malformed import Malformed
from pdu.ss7 import payload
from pdu.ss7.payload import Encodable

_HEADER = Struct(">HHII")  # ports, verification tag, checksum
_CHUNK = Struct(">BBHIHHI")  # type, flags, length, TSN, stream identifier, stream sequence number, PPID
_DATA = 0
_WHOLE = 0x03  # first and last fragment


@dataclass(slots=True)
class Data:
    """A packet with one DATA chunk, which holds one whole message of the user."""

    words: ClassVar[tuple[str, ...]] = ("DATA",)

    source_port: int
    destination_port: int
    verification_tag: int
    tsn: int
    stream_identifier: int
    stream_sequence_number: int
    payload_protocol_identifier: int
    user_data: Encodable | bytes

    def encode(self) -> bytes:
        """The packet, padded to four octets, with its CRC32c; Malformed when a number has too many bits."""
        user_data = payload.encode(self.user_data, "user_data")
        if not user_data:
            raise Malformed("user_data", None, "at least one octet", "none")
        try:
            header = _HEADER.pack(self.source_port, self.destination_port, self.verification_tag, 0)
            chunk = _CHUNK.pack(
                _DATA,
                _WHOLE,
                _CHUNK.size + len(user_data),
                self.tsn,
                self.stream_identifier,
                self.stream_sequence_number,
                self.payload_protocol_identifier,
            )
        except StructError as error:
            raise Malformed("SCTP packet", None, "numbers within their bits", str(error)) from None
        octets = header + chunk + user_data + bytes(-len(user_data) % 4)
        return octets[:8] + crc32c(octets).to_bytes(4, "little") + octets[12:]


def decode(octets: bytes) -> Data:
    """The packet that ``octets`` are; raises Malformed, also for chunks other than one whole DATA."""
    start = _HEADER.size + _CHUNK.size
    if len(octets) <= start:
        raise Malformed("SCTP packet", 0, f"more than {start} octets", str(len(octets)))
    source, destination, tag, _ = _HEADER.unpack_from(octets)
    kind, flags, length, tsn, stream, sequence, ppid = _CHUNK.unpack_from(octets, _HEADER.size)
    end = _HEADER.size + length
    if (kind, flags) != (_DATA, _WHOLE):
        raise Malformed("chunk type", _HEADER.size, "DATA, whole", f"{kind}, flags {flags:#04x}")
    if end <= start or end + -length % 4 != len(octets) or any(octets[end:]):
        raise Malformed("chunk length", _HEADER.size + 2, "the rest of the packet, padded with zeros", str(length))
    if crc32c(octets[:8] + bytes(4) + octets[12:]) != int.from_bytes(octets[8:12], "little"):
        raise Malformed("checksum", 8, "the CRC32c of the packet", octets[8:12].hex())
    return Data(source, destination, tag, tsn, stream, sequence, ppid, octets[start:end])


class Endpoint(NamedTuple):
    """One side of an association: its address and port, and the verification tag that it expects to be sent."""

    address: str
    port: int
    verification_tag: int


@dataclass(slots=True)
class Association:
    """Two endpoints in a capture: the numbers of the next packet of each, and of the next one of each of its streams.

    Wireshark tells associations apart by ports and verification tags, not by addresses: give each its own.
    """

    one: Endpoint
    other: Endpoint
    payload_protocol_identifier: int
    sent: dict[Endpoint, int] = field(default_factory=dict)
    streams: dict[tuple[Endpoint, int], int] = field(default_factory=dict)

    def packet(self, sender: Endpoint, user_data: Encodable | bytes, stream: int = 0) -> ipv4.Packet:
        """The next packet which ``sender`` (one of the two) sends, in IPv4."""
        receiver = self.other if sender == self.one else self.one
        number, in_stream = self.sent.get(sender, 0), self.streams.get((sender, stream), 0)
        self.sent[sender], self.streams[sender, stream] = number + 1, in_stream + 1
        data = Data(
            sender.port,
            receiver.port,
            receiver.verification_tag,
            number & 0xFFFFFFFF,
            stream,
            in_stream & 0xFFFF,
            self.payload_protocol_identifier,
            user_data,
        )
        return ipv4.Packet(number & 0xFFFF, ipv4.SCTP, sender.address, receiver.address, data)


def _table() -> list[int]:
    table = []
    for remainder in range(256):
        for _ in range(8):
            remainder = remainder >> 1 ^ (0x82F63B78 if remainder & 1 else 0)
        table.append(remainder)
    return table


_TABLE = _table()


def crc32c(octets: bytes) -> int:
    """The checksum of RFC 9260 appendix A (Castagnoli's polynomial)."""
    remainder = 0xFFFFFFFF
    for octet in octets:
        remainder = remainder >> 8 ^ _TABLE[(remainder ^ octet) & 0xFF]
    return remainder ^ 0xFFFFFFFF
