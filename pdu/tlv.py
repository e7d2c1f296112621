"""SMPP v5.0 section 4.8: the TLVs of a PDU (v3.4 calls them optional parameters).

A PDU keeps its TLVs as ``(tag, octets)`` pairs exactly as they came: unknown ones, repeated ones, in order. A name
(``pdu.message_state``) is a view of the first pair with its tag, or of all where the TLV may repeat.
"""

import re
from collections.abc import Container, Iterator, Mapping
from struct import Struct
from typing import Any

from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.tlv_table import TABLE
from pdu.tlv_types import TlvCOctetString, TlvDefinition, TlvFlag, TlvInteger, TlvOctetString, TlvType

__all__ = [
    "LENGTHS",
    "MESSAGE_PAYLOAD",
    "TLVS",
    "VENDOR_TAGS",
    "Tlv",
    "TlvCOctetString",
    "TlvDefinition",
    "TlvFlag",
    "TlvInteger",
    "TlvOctetString",
    "TlvType",
    "by_name",
    "decode",
    "encode",
    "encode_value",
    "name_of",
    "occurrences",
    "put",
    "register",
    "tag_of",
]

Tlv = tuple[int, bytes]

VENDOR_TAGS = range(0x1400, 0x4000)  # reserved for vendors of message centres
MESSAGE_PAYLOAD = 0x0424  # the same user data as short_message

TLVS: dict[int, TlvDefinition] = {}
_BY_NAME: dict[str, TlvDefinition] = {}
LENGTHS: dict[int, Container[int]] = {}
"""The length rules of TLVS, as the decoder looks them up; a tag that is not in it may have any length."""

_ANY = TlvOctetString(0)
_NUMBERED = re.compile("tlv_0x([0-9a-fA-F]{4})")
_KEY = re.compile(r"[\w.]+")  # of ladder lines
_MANY = 1000  # lengths; fewer are kept in a set, where they are found faster but take memory

_HEADER = Struct(">HH")
_write_header, _read_header = _HEADER.pack, _HEADER.unpack_from


def register(tag: int, name: str, type: TlvType, doc: str = "", *, repeats: bool = False) -> TlvDefinition:  # noqa: A002 - the column's name
    """Give a vendor's tag (0x1400 to 0x3FFF) a name and a type, for ladder lines, explanations and programs.

    A program reads and writes it as an item of a PDU: ``pdu["acme_route"] = 7``.

    Raises ValueError for a tag outside the vendors' range, for a name that can't be a key of a ladder line or that
    stands for a tag already, as ``tlv_0x1401`` does, and for a tag or a name that another definition has taken.
    """
    if tag not in VENDOR_TAGS:
        raise ValueError(f"tag 0x{tag:04X}: vendors have 0x1400 to 0x3FFF")
    if not _KEY.fullmatch(name) or _NUMBERED.fullmatch(name):
        raise ValueError(f"name: expected letters, digits and underscores, and no tag, found {name!r}")
    if not isinstance(type, TlvType):
        raise TypeError(f"type: expected one such as TlvInteger((1,)), found {type!r}")
    row = TlvDefinition(tag, name, type, doc, repeats)
    for taken in (TLVS.get(tag), _BY_NAME.get(name)):
        if taken is not None and taken != row:
            raise ValueError(f"tag 0x{tag:04X} {name}: 0x{taken.tag:04X} is {taken.name} already")
    _enter(row)
    return row


def _enter(row: TlvDefinition) -> None:
    TLVS[row.tag] = row
    _BY_NAME[row.name] = row
    if row.type != _ANY:
        lengths = row.type.lengths
        LENGTHS[row.tag] = frozenset(lengths) if len(lengths) < _MANY else lengths


for _row in TABLE:
    _enter(_row)


def by_name(name: str) -> TlvDefinition | None:
    """Find a definition by its printed or registered name, or by its tag as in ``tlv_0x1401``: then of octets."""
    row = _BY_NAME.get(name)
    if row is None and (numbered := _NUMBERED.fullmatch(name)) is not None:
        return TlvDefinition(int(numbered[1], 16), name, _ANY)
    return row


def tag_of(name: str) -> int:
    """Give the tag of a name that the specification prints; raises KeyError if it prints none such."""
    return _BY_NAME[name].tag


def name_of(tag: int) -> str:
    """Give a tag its printed name, or a name such as ``tlv_0x1401`` where it has none."""
    row = TLVS.get(tag)
    return row.name if row is not None else f"tlv_0x{tag:04X}"


def encode_value(row: TlvDefinition, value: Any) -> bytes:
    """Lay out one value by its definition; raises Malformed with the status which refuses it."""
    octets = row.type.to_octets(value)
    if octets is None:
        raise Malformed(row.name, None, row.type.label, repr(value), row.command_status)
    return octets


def put(tlvs: tuple[Tlv, ...], row: TlvDefinition, value: Any) -> tuple[Tlv, ...]:
    """Put a value, or several where the TLV may repeat, in the place of what there is; None: take that away."""
    new = () if value is None else value if row.repeats else (value,)
    if row.repeats and not isinstance(new, tuple | list):  # octets or text would be taken apart, or lost if empty
        expected = f"a tuple, as it may repeat, of {row.type.label}"
        raise Malformed(row.name, None, expected, repr(value), row.command_status)
    try:
        others = [pair for pair in tlvs if pair[0] != row.tag]
    except (TypeError, IndexError):
        raise _why_not(tlvs) from None
    return (*others, *[(row.tag, encode_value(row, item)) for item in new])


def encode(tlvs: tuple[Tlv, ...]) -> bytes:
    """Lay out TLVs in their order; raises Malformed for what ``decode`` would not read."""
    pieces: list[bytes] = []
    try:
        for tag, octets in tlvs:
            length = len(octets)
            if octets.__class__ is not bytes or (tag in LENGTHS and length not in LENGTHS[tag]):
                raise ValueError
            pieces.append(_write_header(tag, length))
            pieces.append(octets)
    except Exception:
        raise _why_not(tlvs) from None
    return b"".join(pieces)


def _why_not(tlvs: Any) -> Malformed:
    """Find what ``encode`` stumbled on."""
    if not isinstance(tlvs, tuple | list):
        return Malformed("tlvs", None, "a tuple of (tag, octets)", repr(tlvs), CommandStatus.ESME_RINVTLVSTREAM)
    for pair in tlvs:
        if not isinstance(pair, tuple) or len(pair) != 2:
            return Malformed("TLV", None, "(tag, octets)", repr(pair), CommandStatus.ESME_RINVTLVSTREAM)
        tag, octets = pair
        if not isinstance(tag, int) or not 0 <= tag <= 0xFFFF:
            return Malformed("TLV", None, "a tag of 2 octets", repr(tag), CommandStatus.ESME_RINVTLVSTREAM)
        if type(octets) is not bytes:
            return Malformed(name_of(tag), None, "octets", repr(octets), CommandStatus.ESME_RINVTLVVAL)
        if len(octets) > 0xFFFF or (tag in LENGTHS and len(octets) not in LENGTHS[tag]):
            return _wrong_length(tag, None, len(octets))
    return Malformed("tlvs", None, "a tuple of (tag, octets)", repr(tlvs), CommandStatus.ESME_RINVTLVSTREAM)


def decode(octets: bytes, at: int, lengths: Mapping[int, Container[int]] = LENGTHS) -> tuple[Tlv, ...]:
    """Read TLVs from an offset to the end; raises Malformed (ESME_RINVTLVSTREAM, ESME_RINVTLVLEN)."""
    tlvs: list[Tlv] = []
    size = len(octets)
    while at != size:
        start = at + 4
        if start > size:
            expected, found = "a tag and a length (4 octets) or the end", f"{size - at} octets"
            raise Malformed("TLV", at, expected, found, CommandStatus.ESME_RINVTLVSTREAM)
        tag, length = _read_header(octets, at)
        at = start + length
        if at > size:
            expected, found = f"a length of at most {size - start}", f"length {length}"
            raise Malformed(name_of(tag), start - 4, expected, found, CommandStatus.ESME_RINVTLVSTREAM)
        if tag in lengths and length not in lengths[tag]:
            raise _wrong_length(tag, start, length)
        tlvs.append((tag, octets[start:at]))
    return tuple(tlvs)


def _wrong_length(tag: int, offset: int | None, length: int) -> Malformed:
    expected = TLVS[tag].type.label if tag in TLVS else "at most 65535 octets"
    return Malformed(name_of(tag), offset, expected, f"{length} octets", CommandStatus.ESME_RINVTLVLEN)


def occurrences(tlvs: tuple[Tlv, ...], tag: int) -> Iterator[bytes]:
    """Go through the values of every TLV with a tag, in their order."""
    return (octets for t, octets in tlvs if t == tag)
