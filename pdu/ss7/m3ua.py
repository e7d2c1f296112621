"""RFC 4666 clause 3.3.1: the DATA message of M3UA, which carries over IP what MTP level 3 carried."""

from dataclasses import dataclass, field
from struct import Struct
from struct import error as StructError  # noqa: N812 - as a class
from typing import ClassVar

from pdu.malformed import Malformed
from pdu.ss7 import payload
from pdu.ss7.payload import Encodable

PAYLOAD_PROTOCOL_IDENTIFIER = 3
"""By which SCTP knows M3UA."""

SCCP = 3
"""The service indicator of SCCP."""

INTERNATIONAL, NATIONAL = 0, 2
"""Network indicators."""

_HEADER = Struct(">BBBBI")
_DATA = (1, 0, 1, 1)  # version 1, reserved, class Transfer, type DATA
_LABEL = Struct(">IIBBBB")
_TAG = Struct(">HH")
_NETWORK_APPEARANCE, _ROUTING_CONTEXT, _PROTOCOL_DATA, _CORRELATION_ID = 0x0200, 0x0006, 0x0210, 0x0013
_NAMES = {
    _NETWORK_APPEARANCE: "network_appearance",
    _ROUTING_CONTEXT: "routing_context",
    _PROTOCOL_DATA: "protocol_data",
    _CORRELATION_ID: "correlation_id",
}


@dataclass(slots=True)
class Data:
    """Payload data from one point code to another; ``si`` says whose, ``ni`` in which network."""

    words: ClassVar[tuple[str, ...]] = ("DATA",)

    network_appearance: int | None = field(default=None, kw_only=True)
    routing_context: int | None = field(default=None, kw_only=True)
    opc: int
    dpc: int
    si: int = field(default=SCCP, kw_only=True)
    ni: int = field(default=NATIONAL, kw_only=True)
    mp: int = field(default=0, kw_only=True)
    sls: int = field(default=0, kw_only=True)
    user_protocol_data: Encodable | bytes
    correlation_id: int | None = field(default=None, kw_only=True)

    def encode(self) -> bytes:
        """The message, its last parameter padded to four octets; Malformed when a number has too many bits."""
        user_data = payload.encode(self.user_protocol_data, "user_protocol_data")
        try:
            label = _LABEL.pack(self.opc, self.dpc, self.si, self.ni, self.mp, self.sls)
            body = (
                _number(_NETWORK_APPEARANCE, self.network_appearance)
                + _number(_ROUTING_CONTEXT, self.routing_context)
                + _parameter(_PROTOCOL_DATA, label + user_data)
                + _number(_CORRELATION_ID, self.correlation_id)
            )
        except StructError as error:
            raise Malformed("DATA", None, "numbers within their bits", str(error)) from None
        return _HEADER.pack(*_DATA, _HEADER.size + len(body)) + body


def decode(octets: bytes) -> Data:
    """The DATA message that ``octets`` are, padding included; raises Malformed."""
    if len(octets) < _HEADER.size:
        raise Malformed("common header", 0, f"{_HEADER.size} octets", str(len(octets)))
    *kind, length = _HEADER.unpack_from(octets)
    if tuple(kind) != _DATA:
        raise Malformed("message class and type", 0, "version 1, Transfer, DATA", str(kind))
    if length != len(octets):
        raise Malformed("message length", 4, str(len(octets)), str(length))
    found = _parameters(octets)
    if _PROTOCOL_DATA not in found:
        raise Malformed("protocol_data", len(octets), "the parameter", "none")
    at, data = found.pop(_PROTOCOL_DATA)
    if len(data) < _LABEL.size:
        raise Malformed("protocol_data", at, f"at least {_LABEL.size} octets", str(len(data)))
    opc, dpc, si, ni, mp, sls = _LABEL.unpack_from(data)
    numbers = {}
    for tag, (at, value) in found.items():
        if len(value) != 4:
            raise Malformed(_NAMES[tag], at, "4 octets", str(len(value)))
        numbers[_NAMES[tag]] = int.from_bytes(value, "big")
    return Data(opc, dpc, data[_LABEL.size :], si=si, ni=ni, mp=mp, sls=sls, **numbers)


def _parameters(octets: bytes) -> dict[int, tuple[int, bytes]]:
    found: dict[int, tuple[int, bytes]] = {}
    awaited = list(_NAMES)
    at = _HEADER.size
    while at < len(octets):
        if at + _TAG.size > len(octets):
            raise Malformed("parameter", at, "a tag and a length", octets[at:].hex())
        tag, length = _TAG.unpack_from(octets, at)
        if tag not in awaited:
            raise Malformed("parameter", at, "the parameters of DATA in their order, once each", f"{tag:#06x}")
        awaited = awaited[awaited.index(tag) + 1 :]
        end = at + length
        following = end + -length % 4
        if length < _TAG.size or following > len(octets) or any(octets[end:following]):
            raise Malformed(_NAMES[tag], at, "its length, and padding of zeros", str(length))
        found[tag] = (at, octets[at + _TAG.size : end])
        at = following
    return found


def _number(tag: int, value: int | None) -> bytes:
    return b"" if value is None else _parameter(tag, Struct(">I").pack(value))


def _parameter(tag: int, value: bytes) -> bytes:
    return _TAG.pack(tag, _TAG.size + len(value)) + value + bytes(-len(value) % 4)
