"""Files of captured packets, made octet by octet, and the PDUs in them."""

import struct

from pdu import EnquireLink, EnquireLinkResp, SubmitSm, capture

ASK, ANSWER = EnquireLink(sequence_number=1).encode(), EnquireLinkResp(sequence_number=1).encode()
SUBMIT = SubmitSm(short_message=b"Hello", sequence_number=2).encode()


def tcp(payload: bytes, sequence: int = 1, source: int = 40000, destination: int = 2775, flags: int = 0x18) -> bytes:
    #                       ports                sequence, acknowledgement, data offset, flags, window, checksum, urgent
    return struct.pack(">HHIIBBHHH", source, destination, sequence, 0, 5 << 4, flags, 8192, 0, 0) + payload


def ipv4(payload: bytes, source: str = "10.0.0.1", destination: str = "10.0.0.2", protocol: int = 6) -> bytes:
    addresses = bytes(map(int, source.split("."))) + bytes(map(int, destination.split(".")))
    return struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0) + addresses + payload


def ipv6(payload: bytes, following: int = 6) -> bytes:
    addresses = b"\x20\x01\x0d\xb8" + bytes(11) + b"\1" + b"\x20\x01\x0d\xb8" + bytes(11) + b"\2"
    return struct.pack(">IHBB", 0x60000000, len(payload), following, 64) + addresses + payload


def classic(*octets: bytes, link_type: int = 101, order: str = "<", magic: int = 0xA1B2C3D4) -> bytes:
    header = struct.pack(f"{order}IHHiIII", magic, 2, 4, 0, 0, 65535, link_type)
    records = (struct.pack(f"{order}IIII", 1_700_000_000, 250_000, len(one), len(one)) + one for one in octets)
    return header + b"".join(records)


def pcapng(*octets: bytes, link_type: capture.LinkType = capture.LinkType.RAW) -> bytes:
    blocks = [capture.section_header(), capture.interface_description(link_type)]
    blocks += [capture.enhanced_packet(0, 1_700_000_000_250_000_000, one) for one in octets]
    return b"".join(blocks)
