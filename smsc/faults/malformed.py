"""PDUs as they should not be: a catalogue of kinds, each a change to good octets."""

from collections.abc import Callable
from struct import Struct
from typing import Final

from pdu.command_id import RESPONSE
from pdu.header import HEADER, HEADER_LENGTH, Pdu, Unknown

_LENGTH: Final = Struct(">I")
_TLV_PAST_THE_END: Final = bytes.fromhex("0424 ffff 00")  # a message_payload of 65,535 octets, with only one there
_NOBODYS: Final = 0xFFFFFFFF  # a sequence_number that no request has


def _long(octets: bytes, command_length: int | None = None) -> bytes:
    """Set the command_length of a PDU, truly by default."""
    return _LENGTH.pack(len(octets) if command_length is None else command_length) + octets[_LENGTH.size :]


def _header(octets: bytes, **changed: int) -> bytes:
    command_length, command_id, command_status, sequence_number = HEADER.unpack_from(octets)
    fields = {"command_id": command_id, "command_status": command_status, "sequence_number": sequence_number, **changed}
    return HEADER.pack(command_length, *fields.values()) + octets[HEADER_LENGTH:]


def _command_id(octets: bytes) -> bytes:
    return _header(octets, command_id=0xFF | HEADER.unpack_from(octets)[1] & RESPONSE)


KINDS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "command_length_15": lambda octets: _long(octets, HEADER_LENGTH - 1),  # less than a header
    "command_length_huge": lambda octets: _long(octets, 0x7FFFFFFF),
    "command_length_less": lambda octets: _long(octets, len(octets) - 1),  # its last octet begins the next PDU
    "command_length_more": lambda octets: _long(octets, len(octets) + 1),  # it takes the first octet of the next PDU
    "command_id": _command_id,  # one that no version has
    "sequence_number": lambda octets: _header(octets, sequence_number=_NOBODYS),
    "no_nul": lambda octets: octets[:HEADER_LENGTH] + octets[HEADER_LENGTH:].replace(b"\0", b"A"),  # no string ends
    "no_body": lambda octets: _long(octets[:HEADER_LENGTH]),
    "tlv_past_end": lambda octets: _long(octets + _TLV_PAST_THE_END),
    "stray_octet": lambda octets: _long(octets + b"\0"),  # after the last parameter
}


def as_read(octets: bytes) -> Pdu:
    """Give malformed octets as a PDU that the trace can show."""
    _, command_id, command_status, sequence_number = HEADER.unpack_from(octets)
    header = {"command_id": command_id, "command_status": command_status, "sequence_number": sequence_number}
    return Unknown(**header, body=octets[HEADER_LENGTH:])
