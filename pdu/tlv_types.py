"""SMPP v5.0 section 4.8: what the value of a TLV may be, and the row of a table that says it for one tag."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from pdu.command_status import CommandStatus
from pdu.values import InterfaceVersion


@dataclass(frozen=True, slots=True)
class TlvInteger:
    """An unsigned integer whose size is one of ``sizes`` octets (the first that holds the value is written)."""

    sizes: tuple[int, ...]
    values: type[IntEnum] | None = None

    @property
    def lengths(self) -> tuple[int, ...]:
        return self.sizes

    @property
    def label(self) -> str:
        return f"Integer, {' or '.join(map(str, self.sizes))} octet{'' if self.sizes == (1,) else 's'}"

    def to_octets(self, value: Any) -> bytes | None:
        if isinstance(value, int):
            for size in self.sizes:
                if 0 <= value < 1 << 8 * size:
                    return int(value).to_bytes(size, "big")
        return None

    def to_value(self, octets: bytes) -> int:
        return int.from_bytes(octets, "big")


@dataclass(frozen=True, slots=True)
class TlvOctetString:
    """Octets, from ``smallest`` to ``largest`` of them."""

    smallest: int
    largest: int = 0xFFFF
    values: None = None

    @property
    def lengths(self) -> range:
        return range(self.smallest, self.largest + 1)

    @property
    def label(self) -> str:
        if self.smallest == self.largest:
            return f"Octet String, {self.smallest} octet{'s' if self.smallest > 1 else ''}"
        return f"Octet String, {self.smallest} to {self.largest} octets"

    def to_octets(self, value: Any) -> bytes | None:
        return value if isinstance(value, bytes) and len(value) in self.lengths else None

    def to_value(self, octets: bytes) -> bytes:
        return octets


@dataclass(frozen=True, slots=True)
class TlvCOctetString:
    """Text with its NUL. The length already says where it ends, so a peer that leaves the NUL out is understood."""

    smallest: int
    largest: int
    values: None = None

    @property
    def lengths(self) -> range:
        return range(self.smallest, self.largest + 1)

    @property
    def label(self) -> str:
        return f"C-Octet String, {self.smallest} to {self.largest} octets with its NUL"

    def to_octets(self, value: Any) -> bytes | None:
        if not isinstance(value, str) or not self.smallest <= len(value) + 1 <= self.largest or "\0" in value:
            return None
        try:
            return value.encode("latin-1") + b"\0"
        except UnicodeEncodeError:
            return None

    def to_value(self, octets: bytes) -> str:
        return octets.removesuffix(b"\0").decode("latin-1")


@dataclass(frozen=True, slots=True)
class TlvFlag:
    """Present or not; v5.0 gives it one octet, v3.4 none."""

    values: None = None

    @property
    def lengths(self) -> range:
        return range(2)

    @property
    def label(self) -> str:
        return "no value (v3.4), or Integer, 1 octet (v5.0)"

    def to_octets(self, value: Any) -> bytes | None:
        if value is True:
            return b""
        return bytes((value,)) if isinstance(value, int) and 0 <= value <= 255 else None

    def to_value(self, octets: bytes) -> int:
        return octets[0] if octets else True


TlvType = TlvInteger | TlvOctetString | TlvCOctetString | TlvFlag


@dataclass(frozen=True, slots=True)
class TlvDefinition:
    """A row of the table of TLVs.

    ``doc`` says what the value means and in which unit, ``repeats`` that a PDU may carry several, ``since`` which
    version brought it, ``command_status`` what refuses a value that its type does not allow.
    """

    tag: int
    name: str
    type: TlvType
    doc: str = ""
    repeats: bool = False
    since: int = InterfaceVersion.V3_4
    command_status: int = CommandStatus.ESME_RINVTLVVAL
