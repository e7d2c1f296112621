"""ITU-T X.690: identifier, length and contents octets, in the one form DER allows.

Where BER leaves the sender a choice, only the form of DER is read: definite lengths in the fewest octets, tag
numbers in the fewest octets. Hence nothing is normalised: what can be read is written back octet for octet,
and any other form is refused as Malformed.
"""

from typing import NamedTuple

from pdu.malformed import Malformed

BOOLEAN = 0x01
INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
NULL = 0x05
OBJECT_IDENTIFIER = 0x06
EXTERNAL = 0x28
ENUMERATED = 0x0A
SEQUENCE = 0x30

CONSTRUCTED = 0x20
CONTEXT = 0x80


class Element(NamedTuple):
    """Where an element stands: its identifier octets as one number, and three offsets into the octets."""

    tag: int
    start: int
    contents: int
    end: int


def context(number: int, *, constructed: bool = False) -> int:
    """The identifier octets of context-specific tag ``number`` (0 to 127), read as one number."""
    leading = CONTEXT | CONSTRUCTED if constructed else CONTEXT
    return leading | number if number < 31 else (leading | 31) << 8 | number


def element(tag: int, contents: bytes) -> bytes:
    """One element: identifier octets, length octets in the fewest octets, contents."""
    length = len(contents)
    identifier = tag.to_bytes((tag.bit_length() + 7) // 8, "big")
    if length < 0x80:
        return identifier + bytes((length,)) + contents
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return identifier + bytes((0x80 | len(octets),)) + octets + contents


def read(octets: bytes, start: int, end: int, field: str) -> Element:
    """The element which begins at ``start`` and ends at or before ``end``."""
    tag, at = _identifier(octets, start, end, field)
    if at >= end:
        raise Malformed(field, at, "length octets", "the end")
    length = octets[at]
    at += 1
    if length == 0x80:
        raise Malformed(field, at - 1, "a definite length", "the indefinite form")
    if length > 0x80:
        count = length & 0x7F
        if at + count > end:
            raise Malformed(field, at, f"{count} length octets", f"{end - at} octets")
        length = int.from_bytes(octets[at : at + count], "big")
        if length < 0x80 or octets[at] == 0:
            raise Malformed(field, at - 1, "the length in the fewest octets", octets[at - 1 : at + count].hex())
        at += count
    if at + length > end:
        raise Malformed(field, at, f"{length} octets of contents", f"{end - at} octets")
    return Element(tag, start, at, at + length)


def only(octets: bytes, start: int, end: int, field: str) -> Element:
    """The element which fills ``start`` to ``end``."""
    found = read(octets, start, end, field)
    if found.end != end:
        raise Malformed(field, found.end, "the end", f"{end - found.end} more octets")
    return found


def elements(octets: bytes, start: int, end: int, field: str) -> list[Element]:
    """The elements which, one behind the other, fill ``start`` to ``end``."""
    found = []
    while start < end:
        found.append(read(octets, start, end, field))
        start = found[-1].end
    return found


def expect(found: Element, tag: int, field: str) -> Element:
    """``found`` itself, if its tag is ``tag``."""
    if found.tag != tag:
        raise Malformed(field, found.start, f"tag {tag:#04x}", f"tag {found.tag:#04x}")
    return found


def encode_integer(value: int) -> bytes:
    """The contents of INTEGER and ENUMERATED: two's complement in the fewest octets."""
    bits = value.bit_length() if value >= 0 else (value + 1).bit_length()
    return value.to_bytes(bits // 8 + 1, "big", signed=True)


def decode_integer(octets: bytes, start: int, end: int, field: str) -> int:
    """The number in the contents octets ``start`` to ``end``."""
    contents = octets[start:end]
    value = int.from_bytes(contents, "big", signed=True)
    if encode_integer(value) != contents:
        raise Malformed(field, start, "a number in the fewest octets", contents.hex() or "no octet")
    return value


def _identifier(octets: bytes, start: int, end: int, field: str) -> tuple[int, int]:
    if start >= end:
        raise Malformed(field, start, "an element", "the end")
    tag = octets[start]
    at = start + 1
    if tag == 0:
        raise Malformed(field, start, "an element", "end-of-contents octets")
    if tag & 0x1F != 0x1F:
        return tag, at
    while True:
        if at >= end:
            raise Malformed(field, at, "more identifier octets", "the end")
        tag = tag << 8 | octets[at]
        at += 1
        if octets[at - 1] < 0x80:
            break
    if octets[start + 1] == 0x80 or (at == start + 2 and octets[at - 1] < 0x1F):
        raise Malformed(field, start, "the tag number in the fewest octets", octets[start:at].hex())
    return tag, at


class Reader:
    """Takes the elements in the contents of one element, in their order."""

    def __init__(self, octets: bytes, found: Element, field: str) -> None:
        self.octets, self.at, self.end, self.field = octets, found.contents, found.end, field

    def take(self, field: str, *tags: int) -> Element:
        """The next element, whose tag is one of ``tags``, or any where none are given; raises Malformed."""
        found = read(self.octets, self.at, self.end, field)
        if tags and found.tag not in tags:
            expected = " or ".join(f"{tag:#04x}" for tag in tags)
            raise Malformed(field, found.start, f"tag {expected}", f"tag {found.tag:#04x}")
        self.at = found.end
        return found

    def take_if(self, field: str, *tags: int) -> Element | None:
        """The next element, if there is one, and its tag is one of ``tags`` (or any where none are given)."""
        if self.at == self.end or (tags and read(self.octets, self.at, self.end, field).tag not in tags):
            return None
        return self.take(field)

    def finish(self) -> None:
        """Malformed when an element is left over."""
        if self.at != self.end:
            raise Malformed(self.field, self.at, "the end", f"{self.end - self.at} more octets")
