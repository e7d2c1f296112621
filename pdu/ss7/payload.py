"""What a layer carries for the layer above: octets, or a message which is encoded only when this one is."""

from typing import Protocol, runtime_checkable

from pdu.malformed import Malformed


@runtime_checkable
class Encodable(Protocol):
    """A message which knows its octets."""

    def encode(self) -> bytes: ...


def encode(payload: Encodable | bytes, field: str) -> bytes:
    """The octets of the payload; Malformed names ``field`` when it has none."""
    if isinstance(payload, bytes):
        return payload
    if isinstance(payload, str) or not isinstance(payload, Encodable):  # str has an encode() of another kind
        raise Malformed(field, None, "octets, or a message", repr(payload))
    return payload.encode()
