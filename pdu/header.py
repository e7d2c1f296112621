"""SMPP v5.0 section 3.2: what every PDU has, and the PDU that is in no version of the specification."""

from dataclasses import dataclass
from struct import Struct
from typing import Any, ClassVar, Generic, TypeVar

from pdu import tlv
from pdu.command_id import RESPONSE, CommandId
from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.tlv import Tlv

HEADER_LENGTH = 16
HEADER = Struct(">IIII")  # command_length, command_id, command_status, sequence_number
SECRETS = frozenset({"password"})  # parameters that are for the other end alone: no repr and no trace shows them
HIDDEN = "***"  # stands for what is not shown


@dataclass(slots=True, kw_only=True)
class Pdu:
    """A protocol data unit. ``sequence_number`` 0 means that the session has not numbered it yet.

    ``tlvs`` holds every TLV as ``(tag, octets)``, in order; a named TLV (``pdu.message_state``) reads from it.
    """

    command_id: ClassVar[int]
    words: ClassVar[tuple[str, ...]]

    command_status: int = CommandStatus.ESME_ROK
    sequence_number: int = 0
    tlvs: tuple[Tlv, ...] = ()

    def encode(self) -> bytes:
        """Lay out the whole PDU, header included; raises Malformed for a value its table does not allow."""
        raise NotImplementedError

    __iter__: ClassVar[None] = None  # else Python would look for pdu[0], pdu[1] and so on

    def __getitem__(self, name: str) -> Any:
        """Give the value of a TLV, a tuple where it may repeat; None where the PDU does not carry it.

        Its name is as printed, as registered, or as in ``tlv_0x1401``. Raises KeyError for any other.
        """
        row = _definition(name)
        if not self.tlvs:  # as of most responses, of which a client asks the congestion_state
            return None
        values = map(row.type.to_value, tlv.occurrences(self.tlvs, row.tag))
        return tuple(values) or None if row.repeats else next(values, None)

    def __setitem__(self, name: str, value: Any) -> None:
        """Set a TLV, with a tuple where it may repeat; None takes it away. Raises KeyError, and Malformed."""
        self.tlvs = tlv.put(self.tlvs, _definition(name), value)


def _definition(name: str) -> tlv.TlvDefinition:
    row = tlv.by_name(name)
    if row is None:
        raise KeyError(name)
    return row


@dataclass(slots=True, kw_only=True)
class Request(Pdu):
    """A PDU that starts an operation."""


@dataclass(slots=True, kw_only=True)
class Response(Pdu):
    """A PDU that ends an operation.

    With an error status it still has its whole body, except for the few that v3.4 says have none then
    (``error_has_body``), unless a field or a TLV is set. Peers answer errors with no body, a whole one or a bad one:
    ``body`` keeps, as it came, a body that differs from what we would lay out.
    """

    error_has_body: ClassVar[bool] = True

    body: bytes | None = None


R_co = TypeVar("R_co", bound=Response, covariant=True)


class RequestFor(Request, Generic[R_co]):
    """A request that a response of this class answers."""

    __slots__ = ()


@dataclass(slots=True)
class Unknown(Pdu):
    """A PDU whose command_id is in no version of the specification, kept as it came."""

    command_id: int = 0  # type: ignore[misc]  # the one PDU whose id is a value, not a property of its class
    body: bytes = b""

    words: ClassVar[tuple[str, ...]] = ("unknown",)

    def encode(self) -> bytes:
        return frame(self.command_id, self, self.body)


def frame(command_id: int, p: Pdu, body: bytes) -> bytes:
    """Put the header before a body; raises Malformed."""
    numbers: dict[str, Any] = {
        "command_id": command_id,
        "command_status": p.command_status,
        "sequence_number": p.sequence_number,
    }
    for name, value in numbers.items():
        if not isinstance(value, int) or not 0 <= value <= 0xFFFFFFFF:
            raise Malformed(name, None, "Integer, 4 octets", repr(value))
    if not isinstance(body, bytes):
        raise Malformed("body", None, "octets", repr(body))
    return HEADER.pack(HEADER_LENGTH + len(body), *numbers.values()) + body


def response_id(command_id: int) -> int:
    """Give the command_id of the response to a request."""
    return command_id | RESPONSE


def named(command_id: int) -> str:
    """Give a command_id its printed name, or its number where the specification has none."""
    try:
        return CommandId(command_id).name
    except ValueError:
        return f"0x{command_id:08X}"
