"""SMPP v5.0 section 3.1: the types that parameters have on the wire, each with its way from a value to octets and back.

This is the reference, used to explain a PDU and to find what is wrong with one. On the hot path the straight lines
stand in for it: see ``straight_lines``.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from pdu.malformed import ESME_RSYSERR, Malformed

ESME_RINVCMDLEN = 0x00000002  # where a body ends too early, the command_length is what cannot be right


@dataclass(frozen=True, slots=True)
class Place:
    """Which parameter is being read or written, for the error that may follow, and the status that refuses it."""

    name: str
    command_status: int = ESME_RSYSERR

    def malformed(self, offset: int | None, expected: str, found: str) -> Malformed:
        return Malformed(self.name, offset, expected, found, self.command_status)

    def ends(self, offset: int, expected: str) -> Malformed:
        return Malformed(self.name, offset, expected, "the end of the PDU", ESME_RINVCMDLEN)


class WireType(Protocol):
    """A type of section 3.1."""

    @property
    def label(self) -> str:
        """The type and size as the specification's tables print them."""
        ...

    def encode(self, value: Any, place: Place) -> bytes:
        """Lay out one value, or raise Malformed."""
        ...

    def decode(self, octets: bytes, at: int, place: Place) -> tuple[Any, int]:
        """Read one value at an offset; return it and the offset behind it, or raise Malformed."""
        ...


@dataclass(frozen=True, slots=True)
class Integer:
    """An unsigned integer of 1, 2 or 4 octets, most significant octet first."""

    size: int

    @property
    def label(self) -> str:
        return f"Integer, {self.size} octet{'s' if self.size > 1 else ''}"

    def encode(self, value: Any, place: Place) -> bytes:
        limit = 1 << 8 * self.size
        if not isinstance(value, int) or not 0 <= value < limit:
            raise place.malformed(None, f"a number from 0 to {limit - 1}", repr(value))
        return int(value).to_bytes(self.size, "big")

    def decode(self, octets: bytes, at: int, place: Place) -> tuple[int, int]:
        end = at + self.size
        if end > len(octets):
            raise place.ends(at, self.label)
        return int.from_bytes(octets[at:end], "big"), end


@dataclass(frozen=True, slots=True)
class COctetString:
    """A C-Octet String: at most ``size`` octets, the NUL that ends it included.

    ``fixed``: either empty (one NUL) or exactly ``size`` octets, as the times are. Octets above 127 are kept, read
    as Latin-1, since peers send them; the specification asks for ASCII.
    """

    size: int
    fixed: bool = False

    @property
    def label(self) -> str:
        return f"C-Octet String, {'1 or' if self.fixed else 'at most'} {self.size} octets with its NUL"

    def encode(self, value: Any, place: Place) -> bytes:
        if not isinstance(value, str):
            raise place.malformed(None, "text", repr(value))
        if not self._fits(len(value)):
            raise place.malformed(None, self.label, f"{len(value) + 1} octets")
        if "\0" in value:
            raise place.malformed(None, "no NUL inside the text", f"one at index {value.index(chr(0))}")
        try:
            return value.encode("latin-1") + b"\0"
        except UnicodeEncodeError as wrong:
            raise place.malformed(None, "single-octet characters", repr(value[wrong.start])) from wrong

    def decode(self, octets: bytes, at: int, place: Place) -> tuple[str, int]:
        nul = octets.find(0, at, at + self.size)
        if nul < 0:
            if len(octets) < at + self.size:
                raise place.ends(at, self.label)
            raise place.malformed(at, self.label, f"no NUL within {self.size} octets")
        if not self._fits(nul - at):
            raise place.malformed(at, self.label, f"{nul - at + 1} octets")
        return octets[at:nul].decode("latin-1"), nul + 1

    def _fits(self, length: int) -> bool:
        return length in (0, self.size - 1) if self.fixed else length < self.size


@dataclass(frozen=True, slots=True)
class SizedOctetString:
    """An Octet String behind an integer of one octet that counts it: sm_length and short_message."""

    @property
    def label(self) -> str:
        return "Octet String, at most 255 octets, behind sm_length (Integer, 1 octet)"

    def encode(self, value: Any, place: Place) -> bytes:
        if not isinstance(value, bytes):
            raise place.malformed(None, "octets", repr(value))
        if len(value) > 255:
            raise place.malformed(None, "at most 255 octets", f"{len(value)} octets")
        return bytes((len(value),)) + value

    def decode(self, octets: bytes, at: int, place: Place) -> tuple[bytes, int]:
        if at >= len(octets):
            raise place.ends(at, self.label)
        end = at + 1 + octets[at]
        if end > len(octets):
            raise place.malformed(at, f"sm_length of at most {len(octets) - at - 1}", f"{octets[at]}")
        return octets[at + 1 : end], end
