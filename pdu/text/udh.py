"""TS 23.040 9.2.3.24: the user data header, a list of information elements in the order in which they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from pdu.malformed import Malformed


@dataclass(slots=True)
class Concatenation8:
    """Concatenated short messages, 8-bit reference number (0x00): part ``sequence`` (from 1) of ``maximum``."""

    identifier: ClassVar[int] = 0x00
    reference: int
    maximum: int
    sequence: int

    def value(self) -> bytes:
        return _octets(self, (1, 1, 1), self.reference, self.maximum, self.sequence)


@dataclass(slots=True)
class SpecialSmsMessageIndication:
    """Special SMS Message Indication (0x01): ``count`` messages (255: 255 or more) of a kind are waiting.

    ``indication`` is the octet as printed: bit 7 stores the message, bits 6-5 hold the profile, bits 4-2
    extend the kind in bits 1-0 (voice, fax, electronic mail, other).
    """

    identifier: ClassVar[int] = 0x01
    indication: int
    count: int

    def value(self) -> bytes:
        return _octets(self, (1, 1), self.indication, self.count)


@dataclass(slots=True)
class ApplicationPort8:
    """Application port addressing scheme, 8 bit address (0x04)."""

    identifier: ClassVar[int] = 0x04
    destination_port: int
    originator_port: int

    def value(self) -> bytes:
        return _octets(self, (1, 1), self.destination_port, self.originator_port)


@dataclass(slots=True)
class ApplicationPort16:
    """Application port addressing scheme, 16 bit address (0x05)."""

    identifier: ClassVar[int] = 0x05
    destination_port: int
    originator_port: int

    def value(self) -> bytes:
        return _octets(self, (2, 2), self.destination_port, self.originator_port)


@dataclass(slots=True)
class Concatenation16:
    """Concatenated short message, 16-bit reference number (0x08): part ``sequence`` (from 1) of ``maximum``."""

    identifier: ClassVar[int] = 0x08
    reference: int
    maximum: int
    sequence: int

    def value(self) -> bytes:
        return _octets(self, (2, 1, 1), self.reference, self.maximum, self.sequence)


@dataclass(slots=True)
class NationalLanguageSingleShift:
    """National Language Single Shift (0x24); ``language`` is the national language identifier."""

    identifier: ClassVar[int] = 0x24
    language: int

    def value(self) -> bytes:
        return _octets(self, (1,), self.language)


@dataclass(slots=True)
class NationalLanguageLockingShift:
    """National Language Locking Shift (0x25); ``language`` is the national language identifier."""

    identifier: ClassVar[int] = 0x25
    language: int

    def value(self) -> bytes:
        return _octets(self, (1,), self.language)


@dataclass(slots=True)
class UnknownElement:
    """Any other information element, and one of the above that does not have the length it should."""

    identifier: int
    octets: bytes

    def value(self) -> bytes:
        return self.octets


Concatenation: TypeAlias = Concatenation8 | Concatenation16
InformationElement: TypeAlias = (
    Concatenation
    | SpecialSmsMessageIndication
    | ApplicationPort8
    | ApplicationPort16
    | NationalLanguageSingleShift
    | NationalLanguageLockingShift
    | UnknownElement
)


def decode(octets: bytes) -> tuple[InformationElement, ...]:
    """The elements of a header as it stands on the wire, UDHL first; Malformed unless they fill it exactly."""
    header, rest = split(octets)
    if rest:
        raise Malformed("UDHL", 0, str(len(octets) - 1), str(octets[0]))
    elements: list[InformationElement] = []
    at = 1
    while at < len(header):
        if at + 1 == len(header):
            raise Malformed("information element", at, "a length octet", "the end of the header")
        end = at + 2 + header[at + 1]
        if end > len(header):
            found = f"{len(header) - at - 2} octets"
            raise Malformed("information element", at + 1, f"{header[at + 1]} octets", found)
        elements.append(_element(header[at], header[at + 2 : end]))
        at = end
    return tuple(elements)


def encode(elements: Iterable[InformationElement]) -> bytes:
    """The header of these elements, UDHL first; Malformed for a value that does not fit into its octets."""
    header = bytearray(1)
    for element in elements:
        value = element.value()
        if not 0 <= element.identifier <= 0xFF or len(value) > 0xFF:
            raise Malformed("information element", None, "an identifier and a length of one octet", repr(element))
        header += bytes((element.identifier, len(value)))
        header += value
    if len(header) > 0x100:
        raise Malformed("UDHL", None, "255 octets at most", str(len(header) - 1))
    header[0] = len(header) - 1
    return bytes(header)


def split(octets: bytes) -> tuple[bytes, bytes]:
    """Split user data that begin with a header into the header (UDHL first) and what follows it; raises Malformed."""
    if not octets:
        raise Malformed("UDHL", 0, "an octet", "the end of the user data")
    end = octets[0] + 1
    if end > len(octets):
        raise Malformed("UDHL", 0, f"{octets[0]} octets of header", f"{len(octets) - 1} octets")
    return octets[:end], octets[end:]


def fill_bits(header_octets: int) -> int:
    """Zero bits from the end of a header (UDHL counted, 0 for no header) to the next septet boundary, 0 to 6."""
    return -8 * header_octets % 7


def septets(header_octets: int) -> int:
    """Septets that a header (UDHL counted) and its fill bits take from TP-UDL."""
    return (8 * header_octets + 6) // 7


def concatenation(elements: Iterable[InformationElement]) -> Concatenation | None:
    """The concatenation element that a receiver obeys: the last one, of either size.

    None as well when a number in it is 0 or the sequence exceeds the maximum: such an element is to be ignored.
    """
    for element in reversed(tuple(elements)):
        if isinstance(element, Concatenation8 | Concatenation16):
            return element if 1 <= element.sequence <= element.maximum else None
    return None


def place(header: bytes) -> Concatenation | None:
    """The place of a part, as its header (UDHL included) says; None if it says none, or can't be read."""
    try:
        return concatenation(decode(header)) if header else None
    except Malformed:
        return None


def shifts(elements: Iterable[InformationElement]) -> tuple[int, int]:
    """The national languages of the locking and of the single shift table a header asks for, 0 without one."""
    locking = single = 0
    for element in elements:
        if isinstance(element, NationalLanguageLockingShift):
            locking = element.language
        elif isinstance(element, NationalLanguageSingleShift):
            single = element.language
    return locking, single


def _element(identifier: int, value: bytes) -> InformationElement:
    match identifier, len(value):
        case 0x00, 3:
            return Concatenation8(*value)
        case 0x01, 2:
            return SpecialSmsMessageIndication(*value)
        case 0x04, 2:
            return ApplicationPort8(*value)
        case 0x05, 4:
            return ApplicationPort16(value[0] << 8 | value[1], value[2] << 8 | value[3])
        case 0x08, 4:
            return Concatenation16(value[0] << 8 | value[1], value[2], value[3])
        case 0x24, 1:
            return NationalLanguageSingleShift(*value)
        case 0x25, 1:
            return NationalLanguageLockingShift(*value)
    return UnknownElement(identifier, value)


def _octets(element: InformationElement, sizes: tuple[int, ...], *values: int) -> bytes:
    try:
        return b"".join(value.to_bytes(size, "big") for size, value in zip(sizes, values, strict=True))
    except OverflowError:
        raise Malformed("information element", None, "numbers that fit their octets", repr(element)) from None
