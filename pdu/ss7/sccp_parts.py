"""ITU-T Q.713 clause 1: the three parts of an SCCP message, and a codec whose table is an annotated class.

A parameter is ``F`` fixed length, ``V`` variable length or ``O`` optional, as the tables of Q.713 print it. Nothing is
normalised: pointers are read only as they are written, each to the next parameter, and optional parameters in the
order of the table; one which the table does not have is kept in ``others``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, NamedTuple, TypeVar, dataclass_transform, get_type_hints

from pdu.malformed import Malformed
from pdu.ss7 import payload
from pdu.ss7.party_address import PartyAddress

_END_OF_OPTIONAL_PARAMETERS = 0


class F(NamedTuple):
    """A parameter of the mandatory fixed part: a number of ``octets`` octets, the least significant first."""

    octets: int
    largest: int


class V(NamedTuple):
    """A parameter of the mandatory variable part, of at most ``largest`` octets."""

    largest: int


class O(NamedTuple):  # noqa: E742 - the letter Q.713 prints
    """A parameter of the optional part: its name code, and the most octets that it may have."""

    code: int
    largest: int


class Parameter(NamedTuple):
    """An optional parameter that its message has no field for: its place among all of them, name code, octets."""

    place: int
    code: int
    octets: bytes


@dataclass(slots=True)
class Message:
    """A message: its message type code, then the three parts."""

    words: ClassVar[tuple[str, ...]]
    message_type: ClassVar[int]
    rows: ClassVar[tuple[tuple[str, F | V | O], ...]]

    others: tuple[Parameter, ...] = field(default=(), kw_only=True)

    def encode(self) -> bytes:
        """The octets; Malformed names the parameter that cannot be laid out."""
        return _encode(self)


M = TypeVar("M", bound=Message)


@dataclass_transform(field_specifiers=(field,))
def message(message_type: int) -> Callable[[type[M]], type[M]]:
    """Make the class a dataclass with slots, and its annotations the table of the codec."""

    def made(cls: type[M]) -> type[M]:
        cls = dataclass(slots=True)(cls)
        hints = get_type_hints(cls, include_extras=True)
        parts = ((each.name, _part(hints[each.name])) for each in fields(cls))
        cls.rows = tuple((name, part) for name, part in parts if part is not None)
        cls.message_type = message_type
        cls.words = (cls.__name__,)
        _TYPES[message_type] = cls
        return cls

    return made


_TYPES: dict[int, type[Message]] = {}


def decode(octets: bytes) -> Message:
    """The message; raises Malformed."""
    cls = _TYPES.get(octets[0]) if octets else None
    if cls is None:
        raise Malformed("message type", 0, "CR, CC, RLSD, RLC, DT1 or UDT", octets[:1].hex() or "no octet")
    values: dict[str, Any] = {}
    at = 1
    for name, part in cls.rows:
        if isinstance(part, F):
            values[name] = int.from_bytes(_take(octets, at, part.octets, name), "little")
            if values[name] > part.largest:
                raise Malformed(name, at, f"at most {part.largest}", str(values[name]))
            at += part.octets
    optional = {part.code: (name, part) for name, part in cls.rows if isinstance(part, O)}
    variable = [(name, part) for name, part in cls.rows if isinstance(part, V)]
    pointer = at
    at += len(variable) + bool(optional)
    for name, part in variable:
        _expect_pointer(octets, pointer, at, name)
        value, end = _take_sized(octets, at, name, part.largest)
        values[name] = _value(value, at + 1, name)
        pointer, at = pointer + 1, end
    others: list[Parameter] = []
    if optional and _take(octets, pointer, 1, "optional part") != b"\x00":
        _expect_pointer(octets, pointer, at, "optional part")
        at = _decode_optional(octets, at, optional, values, others)
    if at != len(octets):
        raise Malformed(cls.__name__, at, "the end", f"{len(octets) - at} more octets")
    return cls(**values, others=tuple(others))


def _decode_optional(
    octets: bytes,
    at: int,
    known: dict[int, tuple[str, O]],
    values: dict[str, Any],
    others: list[Parameter],
) -> int:
    awaited = list(known)
    place = 0
    while (code := _take(octets, at, 1, "optional part")[0]) != _END_OF_OPTIONAL_PARAMETERS:
        if code not in known:
            value, end = _take_sized(octets, at + 1, "optional part", 255)
            others.append(Parameter(place, code, value))
        elif code in awaited:
            awaited = awaited[awaited.index(code) + 1 :]
            name, part = known[code]
            value, end = _take_sized(octets, at + 1, name, part.largest)
            values[name] = _value(value, at + 2, name)
        else:
            raise Malformed(known[code][0], at, "the order of the table, each parameter once", f"{code:#04x}")
        at = end
        place += 1
    if not place:
        raise Malformed("optional part", at, "a parameter, or a pointer of 0", "no parameter")
    return at + 1


def _encode(sent: Message) -> bytes:
    fixed = bytes((sent.message_type,))
    variable: list[bytes] = []
    optional: list[bytes] = []
    for name, part in sent.rows:
        value = getattr(sent, name)
        if isinstance(part, F):
            if not 0 <= value <= part.largest:
                raise Malformed(name, None, f"0 to {part.largest}", str(value))
            fixed += value.to_bytes(part.octets, "little")
        elif isinstance(part, V):
            variable.append(_sized(name, value, part.largest))
        elif value is not None:
            optional.append(bytes((part.code,)) + _sized(name, value, part.largest))
    for place, code, octets in sent.others:
        if not 0 <= place <= len(optional) or not 0 < code <= 255:
            raise Malformed("others", None, f"a place of 0 to {len(optional)}, a name code", f"{place}, {code}")
        optional.insert(place, bytes((code,)) + _sized("others", octets, 255))
    has_optional = any(isinstance(part, O) for _, part in sent.rows)
    pointers = b""
    at = len(variable) + has_optional
    for each in variable:
        pointers += _pointer(at - len(pointers))
        at += len(each)
    if has_optional:
        pointers += _pointer(at - len(pointers)) if optional else b"\x00"
    elif optional:
        raise Malformed("others", None, "no optional part", f"{len(optional)} parameters")
    ending = bytes((_END_OF_OPTIONAL_PARAMETERS,)) if optional else b""
    return fixed + pointers + b"".join(variable) + b"".join(optional) + ending


def _part(hint: Any) -> F | V | O | None:
    notes = getattr(hint, "__metadata__", ())
    return next((note for note in notes if isinstance(note, F | V | O)), None)


def _sized(name: str, value: Any, largest: int) -> bytes:
    octets = value.encode(name) if isinstance(value, PartyAddress) else payload.encode(value, name)
    if not 1 <= len(octets) <= largest:
        raise Malformed(name, None, f"1 to {largest} octets", str(len(octets)))
    return bytes((len(octets),)) + octets


def _pointer(distance: int) -> bytes:
    if distance > 255:
        raise Malformed("pointer", None, "a parameter within 255 octets", f"{distance} octets away")
    return bytes((distance,))


def _expect_pointer(octets: bytes, pointer: int, at: int, name: str) -> None:
    if _take(octets, pointer, 1, name)[0] != at - pointer:
        raise Malformed(name, pointer, f"a pointer of {at - pointer}", str(octets[pointer]))


def _take(octets: bytes, at: int, count: int, name: str) -> bytes:
    taken = octets[at : at + count]
    if len(taken) != count:
        raise Malformed(name, min(at, len(octets)), f"{count} octets", str(len(taken)))
    return taken


def _take_sized(octets: bytes, at: int, name: str, largest: int) -> tuple[bytes, int]:
    length = _take(octets, at, 1, name)[0]
    if not 1 <= length <= largest:
        raise Malformed(name, at, f"1 to {largest} octets", str(length))
    return _take(octets, at + 1, length, name), at + 1 + length


def _value(octets: bytes, offset: int, name: str) -> PartyAddress | bytes:
    return PartyAddress.decode(octets, offset, name) if name.endswith("party_address") else octets
