"""A PDU's table as data: the rows of its mandatory parameters, and its TLVs by name."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import Any

from pdu import tlv
from pdu.command_status import CommandStatus, named
from pdu.header import HEADER_LENGTH, Pdu, Unknown
from pdu.malformed import Malformed
from pdu.octets import Place, WireType
from pdu.tlv import Tlv, TlvDefinition
from pdu.values import InterfaceVersion


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of a PDU's table: name, wire type, the status that refuses it, the names of its values, its meaning."""

    name: str
    wire: WireType
    default: Any
    command_status: int
    values: type[IntEnum] | None
    doc: str
    type: Any  # what its values are in Python, as declared

    @property
    def place(self) -> Place:
        return Place(self.name, self.command_status)

    def encode(self, value: Any) -> bytes:
        """Lay out a value; raises Malformed."""
        return self.wire.encode(value, self.place)

    def decode(self, octets: bytes, at: int) -> tuple[Any, int]:
        """Read a value at an offset; give it and the offset behind it; raises Malformed."""
        return self.wire.decode(octets, at, self.place)

    @property
    def help(self) -> str:
        """The row in two lines: type, size and the status that refuses it; meaning and unit."""
        return f"{self.wire.label}; else {named(self.command_status)}\n{self.doc}"


REQUIRED = "required"  # marks a TLV which a PDU must carry: Annotated[BroadcastRepNum, REQUIRED]


class TlvView:
    """A named TLV as an attribute of a PDU class: reads and writes the ``tlvs`` of a PDU."""

    __slots__ = ("required", "row")

    def __init__(self, row: TlvDefinition, *, required: bool) -> None:
        self.row = row
        self.required = required

    @property
    def __doc__(self) -> str:  # type: ignore[override]  # help() asks the descriptor
        return self.help

    @property
    def help(self) -> str:
        """The TLV in two lines: tag, type, size and the status that refuses it; meaning and unit."""
        row = self.row
        notes = [f"TLV 0x{row.tag:04X}", row.type.label]
        notes += ["may repeat"] * row.repeats
        notes += ["since v5.0"] * (row.since > InterfaceVersion.V3_4)
        refused = named(row.command_status)
        missing = f", {CommandStatus.ESME_RMISSINGTLV.name} where it is missing" if self.required else ""
        return f"{', '.join(notes)}; else {refused}{missing}\n{row.doc}"

    def __get__(self, p: Pdu | None, owner: type[Pdu]) -> Any:
        if p is None:
            return self
        if self.row.repeats:
            return tuple(map(self.row.type.to_value, tlv.occurrences(p.tlvs, self.row.tag))) or None
        for tag, octets in p.tlvs:
            if tag == self.row.tag:
                return self.row.type.to_value(octets)
        return None

    def __set__(self, p: Pdu, value: Any) -> None:
        p.tlvs = tlv.put(p.tlvs, self.row, value)


Decoder = Callable[[bytes, int, int], Pdu]  # of a whole PDU, its command_status and its sequence_number


class Decoders(dict[int, Decoder]):
    """The decoder of every command_id; for an unknown one, a decoder that keeps the body as it came."""

    def __missing__(self, command_id: int) -> Decoder:
        return partial(_unknown, command_id)


def _unknown(command_id: int, octets: bytes, command_status: int, sequence_number: int) -> Unknown:
    body = octets[HEADER_LENGTH:]
    return Unknown(command_id=command_id, command_status=command_status, sequence_number=sequence_number, body=body)


DECODERS = Decoders()
CLASSES: dict[int, type[Pdu]] = {}


class Tables(dict[type, tuple[Parameter, ...]]):
    """The mandatory parameters of every class; one that a program derives from a PDU has those of the PDU."""

    def __missing__(self, cls: type) -> tuple[Parameter, ...]:
        return next((self[base] for base in cls.__mro__[1:] if base in self), ())


PARAMETERS = Tables()


def parameters(cls: type[Pdu]) -> tuple[Parameter, ...]:
    """Give the mandatory parameters of a PDU class, in the order of its table."""
    return PARAMETERS[cls]


def parameter(cls: type[Pdu], name: str) -> Parameter:
    """Give one mandatory parameter of a PDU class; raises KeyError."""
    return {row.name: row for row in parameters(cls)}[name]


def views(cls: type[Pdu]) -> dict[str, TlvView]:
    """Give the TLVs that a PDU class names, as views, in the order of its declaration."""
    found: dict[str, TlvView] = {}
    for base in reversed(cls.__mro__):
        found.update((name, view) for name, view in vars(base).items() if isinstance(view, TlvView))
    return found


def tlv_rows(cls: type[Pdu]) -> dict[str, TlvDefinition]:
    """Give the rows of the TLVs that a PDU class names, in the order of its declaration."""
    return {name: view.row for name, view in views(cls).items()}


def required(cls: type[Pdu]) -> tuple[TlvDefinition, ...]:
    """Give the TLVs that a PDU must carry."""
    return tuple(view.row for view in views(cls).values() if view.required)


def check_required(cls: type[Pdu], tlvs: tuple[Tlv, ...], offset: int | None) -> None:
    """Raise Malformed (ESME_RMISSINGTLV) if a TLV is missing that a PDU must carry; ``offset`` is where TLVs end."""
    for row in required(cls):
        if not any(tag == row.tag for tag, _ in tlvs):
            raise Malformed(row.name, offset, f"the TLV 0x{row.tag:04X}", "none", CommandStatus.ESME_RMISSINGTLV)


def set_named(p: Pdu, given: dict[str, Any]) -> None:
    """Set the TLVs that a constructor was given by name; raises TypeError for a name its class does not have."""
    for name, value in given.items():
        view = getattr(type(p), name, None)
        if not isinstance(view, TlvView):
            raise TypeError(f"{type(p).__name__} has no parameter {name!r}")
        if value is not None:
            view.__set__(p, value)
