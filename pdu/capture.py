"""The pcapng file format (draft-ietf-opsawg-pcapng), written block by block: each function returns one block's octets.

A file is a section_header(), then any mix of interface_description(), name_resolution() and enhanced_packet(), a packet
after the interface it names. Interfaces are numbered from 0 in the order of their blocks. Times are in nanoseconds.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from ipaddress import IPv4Address
from struct import pack

_SECTION_HEADER = 0x0A0D0D0A
_INTERFACE_DESCRIPTION = 1
_NAME_RESOLUTION = 4
_ENHANCED_PACKET = 6

_END_OF_OPTIONS = 0
_COMMENT = 1


class LinkType(IntEnum):
    """How the first octets of an interface's packets are to be read; the numbers of the registry at tcpdump.org."""

    RAW = 101  # an IP packet
    UPPER_PDU = 252  # a PDU of any protocol, behind tags that name it


def section_header(*, comment: str = "", application: str = "") -> bytes:
    """The block that opens a file: little-endian, version 1.0, length unspecified."""
    options = _option(_COMMENT, comment.encode()) + _option(4, application.encode())
    return _block(_SECTION_HEADER, pack("<IHHq", 0x1A2B3C4D, 1, 0, -1) + _ended(options))


def interface_description(link_type: LinkType, *, name: str = "", description: str = "") -> bytes:
    """An interface whose packets have unlimited length and timestamps in nanoseconds."""
    options = _option(2, name.encode()) + _option(3, description.encode()) + _option(9, b"\x09")  # if_tsresol
    return _block(_INTERFACE_DESCRIPTION, pack("<HHI", link_type, 0, 0) + _ended(options))


def name_resolution(names: Mapping[str, str]) -> bytes:
    """Names for IPv4 addresses in dotted form; ValueError for what is no such address."""
    records = b"".join(
        _option(1, IPv4Address(address).packed + name.encode() + b"\0") for address, name in names.items()
    )
    return _block(_NAME_RESOLUTION, records + pack("<HH", 0, 0))


def enhanced_packet(interface: int, at_ns: int, octets: bytes, *, comments: Iterable[str] = ()) -> bytes:
    """One whole packet, seen at ``at_ns`` (nanoseconds since 1970) on that interface."""
    options = b"".join(_option(_COMMENT, comment.encode()) for comment in comments)
    head = pack("<IIIII", interface, at_ns >> 32, at_ns & 0xFFFFFFFF, len(octets), len(octets))
    return _block(_ENHANCED_PACKET, head + _padded(octets) + (_ended(options) if options else b""))


def _padded(octets: bytes) -> bytes:
    return octets + bytes(-len(octets) % 4)


def _option(code: int, value: bytes) -> bytes:
    return pack("<HH", code, len(value)) + _padded(value) if value else b""


def _ended(options: bytes) -> bytes:
    return options + pack("<HH", _END_OF_OPTIONS, 0)


def _block(block_type: int, body: bytes) -> bytes:
    length = pack("<I", len(body) + 12)
    return pack("<I", block_type) + length + body + length
