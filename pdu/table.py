"""A PDU's table as data: the rows of its mandatory parameters, and its TLVs by name."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from pdu import tlv
from pdu.header import Pdu
from pdu.octets import Place, WireType
from pdu.tlv import TlvDefinition


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of a PDU's table: name, wire type, the status that refuses it, the names of its values."""

    name: str
    wire: WireType
    default: Any
    command_status: int
    values: type[IntEnum] | None
    doc: str

    @property
    def place(self) -> Place:
        return Place(self.name, self.command_status)


class TlvView:
    """A named TLV as an attribute of a PDU class: reads and writes the ``tlvs`` of a PDU."""

    __slots__ = ("row",)

    def __init__(self, row: TlvDefinition) -> None:
        self.row = row

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
        row = self.row
        new = () if value is None else (value if row.repeats else (value,))
        others = tuple(pair for pair in p.tlvs if pair[0] != row.tag)
        p.tlvs = others + tuple((row.tag, tlv.encode_value(row, item)) for item in new)


DECODERS: dict[int, Callable[[bytes, int, int], Pdu]] = {}
CLASSES: dict[int, type[Pdu]] = {}
PARAMETERS: dict[type, tuple[Parameter, ...]] = {}


def parameters(cls: type[Pdu]) -> tuple[Parameter, ...]:
    """Give the mandatory parameters of a PDU class, in the order of its table."""
    return PARAMETERS.get(cls, ())


def tlv_views(cls: type[Pdu]) -> dict[str, TlvDefinition]:
    """Give the TLVs that a PDU class names, in the order of its declaration."""
    views: dict[str, TlvDefinition] = {}
    for base in reversed(cls.__mro__):
        views.update((name, view.row) for name, view in vars(base).items() if isinstance(view, TlvView))
    return views
