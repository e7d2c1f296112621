"""Reading a PDU slowly, row by row of its table: for errors, explanations, and responses with an error status."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pdu import tlv
from pdu.header import HEADER_LENGTH, Pdu, Response, frame
from pdu.malformed import Malformed
from pdu.table import Parameter, parameters


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
        value, end = row.wire.decode(octets, at, row.place)
        yield Reading(row, at, octets[at:end], value)
        at = end


def why(cls: type[Pdu], octets: bytes, wrong: Exception) -> Malformed | Exception:
    """Find what the straight lines stumbled on; ``wrong`` itself if the table has no fault to find."""
    try:
        end = HEADER_LENGTH
        for reading in read(cls, octets):
            end = reading.offset + len(reading.octets)
        tlv.decode(octets, end)
    except Malformed as malformed:
        return malformed
    return wrong


def why_not(p: Pdu, wrong: Exception) -> Malformed | Exception:
    """Find which value could not be laid out; ``wrong`` itself if each can."""
    try:
        frame(p.command_id, p, lay_out(p))
    except Malformed as malformed:
        return malformed
    return wrong


def lay_out(p: Pdu) -> bytes:
    """Lay out a body row by row: the reference for the straight lines."""
    rows = parameters(type(p))
    return b"".join(row.wire.encode(getattr(p, row.name), row.place) for row in rows) + tlv.encode(p.tlvs)


def encode_error(p: Response) -> bytes:
    """Lay out a response with an error status: without a body unless there is something to say in one."""
    if p.body is not None:
        return frame(p.command_id, p, p.body)
    plain = not p.tlvs and all(getattr(p, row.name) == row.default for row in parameters(type(p)))
    return frame(p.command_id, p, b"" if plain else lay_out(p))


def decode_error(cls: type[Response], octets: bytes, command_status: int, sequence_number: int) -> Response:
    """Read a response with an error status, whatever its body: none, a whole one or a bad one."""
    body = octets[HEADER_LENGTH:]
    header: dict[str, Any] = {"command_status": command_status, "sequence_number": sequence_number}
    try:
        readings = list(read(cls, octets)) if body else []
        end = readings[-1].offset + len(readings[-1].octets) if readings else HEADER_LENGTH
        found = {reading.parameter.name: reading.value for reading in readings}
        response = cls(**found, **header, tlvs=tlv.decode(octets, end))
    except Malformed:
        return cls(**header, body=body)
    if encode_error(response) != octets:
        response.body = body
    return response
