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
    MTP3 = 141
    SCCP = 142
    SCTP = 248
    UPPER_PDU = 252  # any protocol, named by upper_pdu()


class Flow(IntEnum):
    """The direction bits of a packet's flags, seen from the interface."""

    UNKNOWN = 0
    INBOUND = 1
    OUTBOUND = 2


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


def enhanced_packet(
    interface: int, at_ns: int, octets: bytes, *, comments: Iterable[str] = (), flow: Flow = Flow.UNKNOWN
) -> bytes:
    """One whole packet, seen at ``at_ns`` (nanoseconds since 1970) on that interface."""
    options = b"".join(_option(_COMMENT, comment.encode()) for comment in comments)
    if flow:
        options += _option(2, pack("<I", flow))
    head = pack("<IIIII", interface, at_ns >> 32, at_ns & 0xFFFFFFFF, len(octets), len(octets))
    return _block(_ENHANCED_PACKET, head + _padded(octets) + (_ended(options) if options else b""))


# The tags of an exported PDU are numbered and ordered as Wireshark's epan/exported_pdu.h has them; unlike all else in
# the file they are big-endian, and their length counts the padding.


def upper_pdu(
    dissector: str,
    octets: bytes,
    *,
    point_codes: tuple[int, int] | None = None,
    to_network: bool | None = None,
) -> bytes:
    """A packet of an UPPER_PDU interface: ``octets`` for Wireshark's ``dissector`` of that name.

    ``point_codes`` are the sender's and receiver's (ITU), shown as source and destination; ``to_network`` says
    whether an MS speaks, which some dissectors cannot see in the octets.
    """
    tags = _tag(12, _padded(dissector.encode()))
    if point_codes is not None:
        originating, destination = point_codes
        tags += _tag(28, pack(">IHBx", originating, 1, 2)) + _tag(29, pack(">IHBx", destination, 1, 2))
    if to_network is not None:
        tags += _tag(35, pack(">I", to_network))
    return tags + _tag(0, b"") + octets


def _tag(number: int, value: bytes) -> bytes:
    return pack(">HH", number, len(value)) + value


def _padded(octets: bytes) -> bytes:
    return octets + bytes(-len(octets) % 4)


def _option(code: int, value: bytes) -> bytes:
    return pack("<HH", code, len(value)) + _padded(value) if value else b""


def _ended(options: bytes) -> bytes:
    return options + pack("<HH", _END_OF_OPTIONS, 0)


def _block(block_type: int, body: bytes) -> bytes:
    length = pack("<I", len(body) + 12)
    return pack("<I", block_type) + length + body + length
