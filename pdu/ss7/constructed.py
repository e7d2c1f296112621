"""ITU-T X.680: types made of other types: a SEQUENCE in another, SEQUENCE OF, CHOICE, explicit tags."""

from typing import Any, NamedTuple

from pdu.malformed import Malformed
from pdu.ss7 import ber
from pdu.ss7.asn1 import Null, Type, printed, python_names
from pdu.ss7.ber import Element
from pdu.ss7.sequence import Sequence


class SequenceType(Type):
    """A SEQUENCE as the type of an element of another."""

    universal = ber.SEQUENCE

    def __init__(self, cls: type[Sequence]) -> None:
        self.python = self.cls = cls

    def contents(self, value: Sequence, field: str) -> bytes:  # noqa: ARG002 - its rows have names of their own
        return value.contents()

    def decode(self, octets: bytes, found: Element, field: str) -> Sequence:  # noqa: ARG002 - its rows have names
        return self.cls.of(octets, found)


class SequenceOf(Type):
    """SEQUENCE (SIZE (low..high)) OF one type: a tuple."""

    universal = ber.SEQUENCE
    python = tuple

    def __init__(self, item: Type, low: int, high: int) -> None:
        self.item, self.low, self.high = item, low, high

    def contents(self, value: tuple[Any, ...], field: str) -> bytes:
        self._size(len(value), None, field)
        return b"".join(self.item.encode(each, None, field) for each in value)

    def value(self, octets: bytes, start: int, end: int, field: str) -> tuple[Any, ...]:
        found = ber.elements(octets, start, end, field)
        self._size(len(found), start, field)
        tags = self.item.identifiers(None)
        for each in found:
            if each.tag not in tags:
                expected = f"tag {' or '.join(f'{tag:#04x}' for tag in tags)}"
                raise Malformed(field, each.start, expected, f"tag {each.tag:#04x}")
        return tuple(self.item.decode(octets, each, field) for each in found)

    def _size(self, count: int, offset: int | None, field: str) -> None:
        if not self.low <= count <= self.high:
            raise Malformed(field, offset, f"{self.low} to {self.high} elements", str(count))


class Alternative(NamedTuple):
    """One line of a CHOICE: identifier and tag as printed, its type, and the class that chooses it."""

    printed: str
    kind: Type
    python: type


class Choice(Type):
    """CHOICE: the class of a value chooses the line; it may be a NamedTuple around the ``value``, or an empty one."""

    universal = 0

    def __init__(self, *alternatives: Alternative) -> None:
        self.python = tuple(each.python for each in alternatives)
        self.lines = [(*printed(each.printed)[0], each.kind, each.python) for each in alternatives]
        self.by_tag = {kind.identifier(number): (name, kind, python) for name, number, kind, python in self.lines}

    def identifiers(self, number: int | None) -> tuple[int, ...]:  # noqa: ARG002 - no CHOICE used here is tagged
        return tuple(self.by_tag)

    def encode(self, value: Any, number: int | None, field: str) -> bytes:  # noqa: ARG002 - no CHOICE used here is tagged
        for name, line, kind, python in self.lines:
            if isinstance(value, python):
                inner = value if python is kind.python else getattr(value, "value", True)
                return kind.encode(inner, line, f"{field} {name}")
        raise Malformed(field, None, python_names(self.python), repr(value))

    def decode(self, octets: bytes, found: Element, field: str) -> Any:
        name, kind, python = self.by_tag[found.tag]
        inner = kind.decode(octets, found, f"{field} {name}")
        if isinstance(kind, Null):
            return python()
        return inner if python is kind.python else python(inner)


class Explicit(Type):
    """A tag which wraps the element of another type, instead of taking its tag's place."""

    universal = ber.CONSTRUCTED

    def __init__(self, inner: Type) -> None:
        self.inner = inner
        self.python = inner.python

    def contents(self, value: Any, field: str) -> bytes:
        return self.inner.encode(value, None, field)

    def value(self, octets: bytes, start: int, end: int, field: str) -> Any:
        found = ber.only(octets, start, end, field)
        if found.tag not in self.inner.identifiers(None):
            raise Malformed(field, start, "an element of the wrapped type", f"tag {found.tag:#04x}")
        return self.inner.decode(octets, found, field)
