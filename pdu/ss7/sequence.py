"""ITU-T X.680: a SEQUENCE is an annotated class, and its annotations are the codec's table.

``msisdn: Annotated[ISDNAddressString, "msisdn [0]"]`` is the ASN.1's ``msisdn [0] ISDN-AddressString``:
identifier and tag stand as printed there, and a default of None (of a NULL, False) means OPTIONAL.
``"locationInfoWithLMSI [0] lmsi"`` is an element of an inner SEQUENCE which the class writes flat. An element that
the table does not know (an extensionContainer, a parameter of a later release) is kept in ``others`` and written
back where it stood.
"""

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, NamedTuple, Self, TypeVar, dataclass_transform, get_args, get_type_hints

from pdu.malformed import Malformed
from pdu.ss7 import ber
from pdu.ss7.asn1 import Null, Type, printed
from pdu.ss7.ber import Element


class Other(NamedTuple):
    """An element the table does not know: its place in its SEQUENCE (from 0), and its octets.

    ``within`` is the identifier of that SEQUENCE where it is an inner one.
    """

    place: int
    octets: bytes
    within: str = ""


class Row(NamedTuple):
    """One line of the SEQUENCE: a type, or the rows of an inner SEQUENCE."""

    name: str
    number: int | None
    optional: bool
    attribute: str = ""
    type: Type | None = None
    rows: tuple["Row", ...] = ()

    @property
    def tags(self) -> tuple[int, ...]:
        if self.type is not None:
            return self.type.identifiers(self.number)
        return (ber.SEQUENCE if self.number is None else ber.context(self.number, constructed=True),)


@dataclass(slots=True)
class Sequence:
    """A value of a SEQUENCE type, which ends in "..." ."""

    tag: ClassVar[int] = ber.SEQUENCE
    rows: ClassVar[tuple[Row, ...]] = ()
    inner: ClassVar[frozenset[str]] = frozenset()

    others: tuple[Other, ...] = field(default=(), kw_only=True)

    def encode(self) -> bytes:
        """The element, identifier and length included; Malformed names what cannot be laid out."""
        return ber.element(self.tag, self.contents())

    def contents(self) -> bytes:
        """The elements of the SEQUENCE, one behind the other."""
        for other in self.others:
            if other.within not in self.inner:
                raise Malformed("others", None, "an inner SEQUENCE of the class", repr(other.within))
        return _encode(self, self.rows, "")

    @classmethod
    def decode(cls, octets: bytes, start: int = 0, end: int | None = None) -> Self:
        """The value whose element fills ``start`` to ``end``; raises Malformed."""
        found = ber.only(octets, start, len(octets) if end is None else end, cls.__name__)
        return cls.of(octets, ber.expect(found, cls.tag, cls.__name__))

    @classmethod
    def of(cls, octets: bytes, found: Element) -> Self:
        """The value in the contents of ``found``."""
        values: dict[str, Any] = {}
        others: list[Other] = []
        _decode(octets, found, cls.rows, cls.__name__, "", values, others)
        return cls(**values, others=tuple(others))


@dataclass(slots=True)
class OptionalSequence(Sequence):
    """A SEQUENCE which is left out altogether when it has no element, unless ``empty`` asks for it."""

    empty: bool = field(default=False, kw_only=True)

    def encode(self) -> bytes:
        """The element, or no octet at all."""
        contents = self.contents()
        return ber.element(self.tag, contents) if contents or self.empty else b""

    @classmethod
    def decode(cls, octets: bytes, start: int = 0, end: int | None = None) -> Self:
        """The value whose element, if there is one, fills ``start`` to ``end``; raises Malformed."""
        end = len(octets) if end is None else end
        if start == end:
            return cls.of(octets, Element(cls.tag, start, start, end))
        found = ber.expect(ber.only(octets, start, end, cls.__name__), cls.tag, cls.__name__)
        value = cls.of(octets, found)
        value.empty = found.contents == found.end
        return value


T = TypeVar("T", bound=Sequence)


@dataclass_transform(field_specifiers=(field,))
def sequence(cls: type[T]) -> type[T]:
    """Make the class a dataclass with slots, and its annotations the table of the codec."""
    made = dataclass(slots=True)(cls)
    hints = get_type_hints(made, include_extras=True)
    rows: list[Row] = []
    for each in fields(made):
        notes = _notes(hints[each.name])
        texts = [note for note in notes if isinstance(note, str)]
        if not texts:
            continue
        (kind,) = (note for note in notes if isinstance(note, Type))
        *outer, (name, number) = printed(texts[0])
        row = Row(name, number, each.default is None or isinstance(kind, Null), each.name, kind)
        if not outer:
            rows.append(row)
        elif rows and rows[-1].name == outer[0][0]:
            rows[-1] = rows[-1]._replace(rows=(*rows[-1].rows, row))
        else:
            rows.append(Row(*outer[0], optional=False, rows=(row,)))
    made.rows = tuple(rows)
    made.inner = frozenset({"", *(row.name for row in rows if row.rows)})
    return made


def _notes(hint: Any) -> list[Any]:
    """What ``Annotated`` notes, also on a member of a union: the type, and the text as printed."""
    notes = list(getattr(hint, "__metadata__", ()))
    for each in get_args(hint):
        notes += _notes(each)
    return notes


def _encode(value: Sequence, rows: tuple[Row, ...], within: str) -> bytes:
    elements = []
    for row in rows:
        if row.type is None:
            elements.append(ber.element(row.tags[0], _encode(value, row.rows, row.name)))
            continue
        each = getattr(value, row.attribute)
        if each is None and not row.optional:
            raise Malformed(row.name, None, "a value", "None")
        if each is not None and (each is not False or not isinstance(row.type, Null)):
            elements.append(row.type.encode(each, row.number, row.name))
    for other in value.others:
        if other.within == within:
            if not 0 <= other.place <= len(elements):
                raise Malformed("others", None, f"a place from 0 to {len(elements)}", str(other.place))
            ber.only(other.octets, 0, len(other.octets), "others")
            elements.insert(other.place, other.octets)
    return b"".join(elements)


def _decode(
    octets: bytes,
    found: Element,
    rows: tuple[Row, ...],
    name: str,
    within: str,
    values: dict[str, Any],
    others: list[Other],
) -> None:
    known = {tag for row in rows for tag in row.tags}
    awaited = list(rows)
    for place, each in enumerate(ber.elements(octets, found.contents, found.end, name)):
        if each.tag not in known:
            others.append(Other(place, octets[each.start : each.end], within))
            continue
        while awaited and each.tag not in awaited[0].tags:
            _absent(awaited.pop(0), each.start)
        if not awaited:
            raise Malformed(name, each.start, "the elements in their order, once each", f"tag {each.tag:#04x}")
        row = awaited.pop(0)
        if row.type is None:
            _decode(octets, each, row.rows, row.name, row.name, values, others)
        else:
            values[row.attribute] = row.type.decode(octets, each, row.name)
    for row in awaited:
        _absent(row, found.end)


def _absent(row: Row, offset: int) -> None:
    if not row.optional:
        raise Malformed(row.name, offset, "a value", "none")
