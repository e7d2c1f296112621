"""A PDU read and laid out slowly, row by row of its table.

For errors, explanations, responses with an error status, and for whatever the straight lines leave to it: they know
only the plain case, and what they stumble on ends here, either as a PDU or as Malformed, which says why.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from pdu import tlv
from pdu.header import HEADER_LENGTH, Pdu, Response, frame
from pdu.malformed import Malformed
from pdu.table import Parameter, check_required, parameters
from pdu.tlv import Tlv

P = TypeVar("P", bound=Pdu)
R = TypeVar("R", bound=Response)


class Reading(NamedTuple):
    """A parameter as it was found: its row, its offset from the start of the PDU, its octets and its value."""

    parameter: Parameter
    offset: int
    octets: bytes
    value: Any


def read(cls: type[Pdu], octets: bytes) -> Iterator[Reading]:
    """Read the mandatory parameters of a whole PDU one after the other; raises Malformed at the first bad one."""
    at = HEADER_LENGTH
    for row in parameters(cls):
        value, end = row.decode(octets, at)
        yield Reading(row, at, octets[at:end], value)
        at = end


def _read_all(
    cls: type[Pdu], octets: bytes, lengths: Mapping[int, Container[int]] = tlv.LENGTHS
) -> tuple[dict[str, Any], tuple[Tlv, ...]]:
    found: dict[str, Any] = {}
    end = HEADER_LENGTH
    for reading in read(cls, octets):
        found[reading.parameter.name] = reading.value
        end = reading.offset + len(reading.octets)
    return found, tlv.decode(octets, end, lengths)


def decode(
    cls: type[P],
    octets: bytes,
    command_status: int,
    sequence_number: int,
    lengths: Mapping[int, Container[int]] = tlv.LENGTHS,
) -> P:
    """Read a whole PDU whose header is read already; raises Malformed. ``lengths``: those that TLVs may have."""
    found, tlvs = _read_all(cls, octets, lengths)
    check_required(cls, tlvs, len(octets))
    return cls(**found, command_status=command_status, sequence_number=sequence_number, tlvs=tlvs)


def lay_out(p: Pdu) -> bytes:
    """Lay out a body row by row; raises Malformed."""
    body = b"".join(row.encode(getattr(p, row.name)) for row in parameters(type(p)))
    return body + tlv.encode(p.tlvs) if p.tlvs else body


def encode(p: Pdu) -> bytes:
    """Lay out a whole PDU; raises Malformed."""
    body = lay_out(p)
    check_required(type(p), p.tlvs, None)
    return frame(p.command_id, p, body)


def decode_error(cls: type[R], octets: bytes, command_status: int, sequence_number: int) -> R:
    """Read a response with an error status, whatever its body: none, a whole one or a bad one."""
    response = cls(command_status=command_status, sequence_number=sequence_number)
    body = octets[HEADER_LENGTH:]
    if not (body or cls.error_has_body) or encode_error(response) == octets:
        return response
    try:
        found, response.tlvs = _read_all(cls, octets)
    except Malformed:
        response.body = body
        return response
    for name, value in found.items():
        setattr(response, name, value)
    if encode_error(response) != octets:
        response.body = body
    return response


def encode_error(p: Response) -> bytes:
    """Lay out a response with an error status: some then have a body only if there is something to put into it."""
    if p.body is not None:
        return frame(p.command_id, p, p.body)
    plain = not p.tlvs and all(getattr(p, row.name) == row.default for row in parameters(type(p)))
    return frame(p.command_id, p, b"" if plain and not p.error_has_body else lay_out(p))
