"""SMPP out of captures: the classic pcap format and pcapng (draft-ietf-opsawg-pcapng), read by hand.

Packets are Ethernet, raw IP, loopback, Linux cooked or Wireshark's exported PDUs. TCP is reassembled for each
direction of each connection, and SMPP is recognised by its port or by its first header.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from ipaddress import ip_address
from struct import Struct
from typing import Final, NamedTuple

from pdu.codec import DEFAULT_LIMIT
from pdu.command_id import CommandId
from pdu.header import HEADER, HEADER_LENGTH
from pdu.host_port import host_port
from pdu.malformed import Malformed

SMPP_PORT: Final = 2775  # registered by IANA (v5.0 2.2)

_CLASSIC: Final = {  # the magic number in the file's own order, and units to a second
    b"\xd4\xc3\xb2\xa1": ("<", 1_000_000),
    b"\xa1\xb2\xc3\xd4": (">", 1_000_000),
    b"\x4d\x3c\xb2\xa1": ("<", 1_000_000_000),
    b"\xa1\xb2\x3c\x4d": (">", 1_000_000_000),
}
_PCAPNG: Final = b"\x0a\x0d\x0d\x0a"
_ORDERS: Final = {b"\x4d\x3c\x2b\x1a": "<", b"\x1a\x2b\x3c\x4d": ">"}
_COMMAND_IDS: Final = frozenset(int(command_id) for command_id in CommandId)


class Packet(NamedTuple):
    """A captured packet: its time in seconds since 1970, its link type, and its octets."""

    at: float
    link_type: int
    octets: bytes


class CapturedPdu(NamedTuple):
    """The octets of a PDU, when its last packet was captured, and who sent it to whom (``address:port``)."""

    at: float
    source: str
    destination: str
    octets: bytes


def is_capture(octets: bytes) -> bool:
    """Whether a file begins as a capture does."""
    return octets[:4] in _CLASSIC or octets[:4] == _PCAPNG


def pdus(octets: bytes, port: int | None = None) -> Iterator[CapturedPdu]:
    """Give the PDUs of a capture in their order; raises Malformed for a file that is cut off or no capture.

    With a ``port``, the connections to it are SMPP, and no others; without, those to 2775, and those that begin as
    SMPP does. What is left of a PDU whose other octets were not captured comes at the end, as it is.
    """
    streams: dict[tuple[str, str], _Stream] = {}
    at = 0.0
    for packet in packets(octets):
        at = packet.at
        exported = _exported(packet) if packet.link_type == 252 else None
        if exported is not None:
            yield exported
            continue
        segment = _segment(packet)
        if segment is None:
            continue
        key = (segment.source, segment.destination)
        if segment.syn and key in streams:  # the ports are reused
            for pdu in streams.pop(key).finish():
                yield CapturedPdu(at, *key, pdu)
        stream = streams.setdefault(key, _Stream(port))
        for pdu in stream.receive(segment):
            yield CapturedPdu(at, *key, pdu)
    for key, stream in streams.items():
        for pdu in stream.finish():
            yield CapturedPdu(at, *key, pdu)


# The files


def packets(octets: bytes) -> Iterator[Packet]:
    """Give the packets of a capture; raises Malformed for a file that is cut off or no capture."""
    if octets[:4] in _CLASSIC:
        return _classic(octets, *_CLASSIC[octets[:4]])
    if octets[:4] == _PCAPNG:
        return _blocks(octets)
    raise Malformed("capture", 0, "a pcap or pcapng file", f"0x{octets[:4].hex()}")


def _classic(octets: bytes, order: str, units: int) -> Iterator[Packet]:
    header, record = Struct(f"{order}4xHHiIII"), Struct(f"{order}IIII")
    *_, link_type = header.unpack(_taken(octets, 0, header.size, "file header"))
    at = header.size
    while at < len(octets):
        seconds, fraction, length, _ = record.unpack(_taken(octets, at, record.size, "record header"))
        packet = _taken(octets, at + record.size, length, "packet")
        yield Packet(seconds + fraction / units, link_type & 0xFFFF, packet)
        at += record.size + length


@dataclass
class _Interface:
    link_type: int
    units: int = 1_000_000  # to a second


def _blocks(octets: bytes) -> Iterator[Packet]:
    order, interfaces, at = "<", list[_Interface](), 0
    while at < len(octets):
        kind = _taken(octets, at, 4, "block type")
        if kind == _PCAPNG:
            magic = _taken(octets, at + 8, 4, "byte-order magic")
            if magic not in _ORDERS:
                raise Malformed("byte-order magic", at + 8, "0x1A2B3C4D", f"0x{magic.hex()}")
            order, interfaces = _ORDERS[magic], []
        two = Struct(f"{order}II")
        block_type, length = two.unpack(_taken(octets, at, 8, "block"))
        if length < 12 or length % 4:
            raise Malformed("block total length", at + 4, "a multiple of 4 from 12", str(length))
        body, origin = _taken(octets, at, length, "block")[8:-4], at + 8
        at += length
        if block_type == 1:
            interfaces.append(_interface(body, order, origin))
        elif block_type in (2, 3, 6):
            yield _packet(block_type, body, order, interfaces, origin)


def _interface(body: bytes, order: str, origin: int) -> _Interface:
    link_type, _, _ = Struct(f"{order}HHI").unpack(_taken(body, 0, 8, "interface description", origin))
    interface = _Interface(link_type)
    option, at = Struct(f"{order}HH"), 8
    while at + 4 <= len(body):
        code, length = option.unpack_from(body, at)
        if code == 9 and length == 1:  # if_tsresol
            (resolution,) = _taken(body, at + 4, 1, "if_tsresol", origin)
            interface.units = 2 ** (resolution & 0x7F) if resolution & 0x80 else 10**resolution
        if code == 0:
            break
        at += 4 + (length + 3) // 4 * 4
    return interface


def _packet(block_type: int, body: bytes, order: str, interfaces: list[_Interface], origin: int) -> Packet:
    if block_type == 3:  # simple packet
        (length,) = Struct(f"{order}I").unpack(_taken(body, 0, 4, "packet block", origin))
        number, ticks, length, start = 0, 0, min(length, len(body) - 4), 4
    else:
        form = Struct(f"{order}IIIII" if block_type == 6 else f"{order}HxxIIII")
        number, high, low, length, _ = form.unpack(_taken(body, 0, form.size, "packet block", origin))
        ticks, start = high << 32 | low, form.size
    if number >= len(interfaces):
        raise Malformed("interface", origin - 8, f"one of {len(interfaces)} described", str(number))
    interface, packet = interfaces[number], _taken(body, start, length, "packet", origin)
    seconds, fraction = divmod(ticks, interface.units)
    return Packet(seconds + fraction / interface.units, interface.link_type, packet)


def _taken(octets: bytes, at: int, length: int, name: str, origin: int = 0) -> bytes:
    """Take octets of the file or, with its ``origin`` in the file, of a block."""
    if at + length > len(octets):
        at = min(at, len(octets))
        ends = "the block ends" if origin else "the file is cut off"
        raise Malformed(name, origin + at, f"{length} octets", f"{len(octets) - at}: {ends}")
    return octets[at : at + length]


# The packets


class _Segment(NamedTuple):
    source: str
    destination: str
    ports: tuple[int, int]
    sequence: int
    syn: bool
    payload: bytes


def _exported(packet: Packet) -> CapturedPdu | None:
    """Read Wireshark's exported PDU, whose tags name the dissector (12) that is to read the rest."""
    octets, at, dissector = packet.octets, 0, b""
    while at + 4 <= len(octets):
        tag, length = int.from_bytes(octets[at : at + 2], "big"), int.from_bytes(octets[at + 2 : at + 4], "big")
        value, at = octets[at + 4 : at + 4 + length], at + 4 + length
        if tag == 12:
            dissector = value.rstrip(b"\0")
        if tag == 0:
            break
    return CapturedPdu(packet.at, "", "", octets[at:]) if dissector == b"smpp" else None


def _segment(packet: Packet) -> _Segment | None:
    """Find the TCP segment in a packet; None for everything else, fragments of IP included."""
    octets = _ip(packet)
    if not octets:
        return None
    if octets[0] >> 4 == 4 and len(octets) >= 20:
        size, whole = 4 * (octets[0] & 15), int.from_bytes(octets[2:4], "big")
        fragment = int.from_bytes(octets[6:8], "big") & 0x3FFF
        protocol, source, destination = octets[9], octets[12:16], octets[16:20]
        payload = octets[size : whole or len(octets)]  # 0 where the network card cuts segments
        if fragment:
            return None
    elif octets[0] >> 4 == 6 and len(octets) >= 40:
        protocol, source, destination = octets[6], octets[8:24], octets[24:40]
        payload = octets[40 : 40 + int.from_bytes(octets[4:6], "big")]
        while protocol in (0, 43, 60) and len(payload) >= 8:  # hop-by-hop, routing and destination options
            protocol, payload = payload[0], payload[8 * (payload[1] + 1) :]
    else:
        return None
    if protocol != 6 or len(payload) < 20:
        return None
    ports = int.from_bytes(payload[:2], "big"), int.from_bytes(payload[2:4], "big")
    return _Segment(
        _endpoint(source, ports[0]),
        _endpoint(destination, ports[1]),
        ports,
        int.from_bytes(payload[4:8], "big"),
        bool(payload[13] & 0x02),
        payload[4 * (payload[12] >> 4) :],
    )


def _ip(packet: Packet) -> bytes:
    """Strip what stands before the IP header, by link type; empty where there is no IP."""
    octets = packet.octets
    match packet.link_type:
        case 1:  # Ethernet, perhaps with VLAN tags
            at = 12
            while octets[at : at + 2] in (b"\x81\x00", b"\x88\xa8"):
                at += 4
            return octets[at + 2 :] if octets[at : at + 2] in (b"\x08\x00", b"\x86\xdd") else b""
        case 0 | 108:  # loopback of BSD: the address family
            return octets[4:]
        case 12 | 14 | 101 | 228 | 229:  # raw IP
            return octets
        case 113:  # Linux cooked
            return octets[16:] if octets[14:16] in (b"\x08\x00", b"\x86\xdd") else b""
        case 276:  # Linux cooked, version 2
            return octets[20:] if octets[:2] in (b"\x08\x00", b"\x86\xdd") else b""
        case _:
            return b""


def _endpoint(address: bytes, port: int) -> str:
    return host_port(str(ip_address(address)), port)


# The streams


@dataclass
class _Stream:
    """One direction of a connection: segments in any order and more than once, cut into PDUs.

    ``next`` is the sequence number of what comes next, counted on where TCP wraps around to 0. ``waiting`` is a heap of
    the segments that are ahead of it, each with its own number.
    """

    port: int | None
    next: int | None = None
    is_smpp: bool | None = None
    data: bytes = b""
    waiting: list[tuple[int, bytes]] = field(default_factory=list)

    def receive(self, segment: _Segment) -> Iterator[bytes]:
        """Take one segment; give the PDUs that are now whole."""
        if segment.syn:
            self.next = (segment.sequence + 1) & 0xFFFFFFFF
            return
        if self.is_smpp is None:
            self.is_smpp = self._by_port(segment)
        if not segment.payload or self.is_smpp is False:
            return
        if self.next is None:
            if not _is_header(segment.payload):
                return  # the capture begins inside a PDU: wait for one that begins with its segment
            self.next = segment.sequence
        ahead = (segment.sequence - self.next + 0x80000000 & 0xFFFFFFFF) - 0x80000000
        heappush(self.waiting, (self.next + ahead, segment.payload))
        self._join(self.next)
        if self.is_smpp is None and len(self.data) >= HEADER_LENGTH:
            self.is_smpp = _is_header(self.data)
        if self.is_smpp:
            yield from self._cut()

    def finish(self) -> Iterator[bytes]:
        """Give what is left when no more will come: the beginning of a PDU, and what is behind a gap."""
        if not self.is_smpp:
            return
        while self.data or self.waiting:
            if self.data:
                yield self.data
            self.data = b""
            if self.waiting:
                self._join(self.waiting[0][0])
                yield from self._cut()

    def _by_port(self, segment: _Segment) -> bool | None:
        """Recognise SMPP by its port; None where the first header has to tell."""
        if (SMPP_PORT if self.port is None else self.port) in segment.ports:
            return True
        return None if self.port is None else False

    def _join(self, following: int) -> None:
        """Append what follows; what came before is a retransmission, of which only the end may be new."""
        pieces = [self.data]
        while self.waiting and self.waiting[0][0] <= following:
            number, payload = heappop(self.waiting)
            pieces.append(payload[following - number :])
            following += len(pieces[-1])
        self.next, self.data = following, b"".join(pieces)

    def _cut(self) -> Iterator[bytes]:
        data, at = self.data, 0
        while len(data) - at >= 4:
            end = at + int.from_bytes(data[at : at + 4], "big")
            if not HEADER_LENGTH <= end - at <= DEFAULT_LIMIT:
                self.is_smpp, end = False, len(data)  # no PDU, and no telling where the next begins
            elif end > len(data):
                break
            yield data[at:end]
            at = end
        self.data = data[at:]


def _is_header(octets: bytes) -> bool:
    """Whether octets begin as a PDU does: with a possible length, and a command_id of the specification."""
    if len(octets) < HEADER_LENGTH:
        return False
    length, command_id, _, _ = HEADER.unpack_from(octets)
    return HEADER_LENGTH <= length <= DEFAULT_LIMIT and command_id in _COMMAND_IDS
