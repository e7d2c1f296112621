"""ITU-T X.680: the ASN.1 types which MAP uses, each the codec between Python values and contents octets."""

import re
from enum import IntEnum
from typing import Any

from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.sms.octets import decode_digits, encode_digits, octet
from pdu.ss7 import ber
from pdu.ss7.ber import Element


class Type:
    """One ASN.1 type: its universal tag, the Python type of its values, and how those are laid out."""

    universal: int
    python: Any

    def identifier(self, number: int | None) -> int:
        """The identifier: the type's own, or context-specific ``number`` where one is printed."""
        if number is None:
            return self.universal
        return ber.context(number, constructed=bool(self.universal & ber.CONSTRUCTED))

    def identifiers(self, number: int | None) -> tuple[int, ...]:
        """Every identifier octet by which a value of this type may begin."""
        return (self.identifier(number),)

    def encode(self, value: Any, number: int | None, field: str) -> bytes:
        """The whole element."""
        if not isinstance(value, self.python):
            raise Malformed(field, None, python_names(self.python), repr(value))
        return ber.element(self.identifier(number), self.contents(value, field))

    def decode(self, octets: bytes, found: Element, field: str) -> Any:
        """The value in the contents of ``found``."""
        return self.value(octets, found.contents, found.end, field)

    def contents(self, value: Any, field: str) -> bytes:
        raise NotImplementedError

    def value(self, octets: bytes, start: int, end: int, field: str) -> Any:
        raise NotImplementedError


class Boolean(Type):
    """BOOLEAN: TRUE is FF."""

    universal = ber.BOOLEAN
    python = bool

    def contents(self, value: bool, field: str) -> bytes:  # noqa: ARG002 - a codec is told the field's name
        return b"\xff" if value else b"\x00"

    def value(self, octets: bytes, start: int, end: int, field: str) -> bool:
        if octets[start:end] not in (b"\x00", b"\xff"):
            raise Malformed(field, start, "00 or ff", octets[start:end].hex() or "no octet")
        return octets[start] == 0xFF


class Null(Type):
    """NULL OPTIONAL: it is there (True) or not."""

    universal = ber.NULL
    python = bool

    def contents(self, value: bool, field: str) -> bytes:  # noqa: ARG002 - NULL has no contents
        return b""

    def value(self, octets: bytes, start: int, end: int, field: str) -> bool:
        if start != end:
            raise Malformed(field, start, "no contents", octets[start:end].hex())
        return True


class Integer(Type):
    """INTEGER (low..high)."""

    universal = ber.INTEGER
    python = int

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def contents(self, value: int, field: str) -> bytes:
        if not self.low <= value <= self.high:
            raise Malformed(field, None, f"{self.low} to {self.high}", str(value))
        return ber.encode_integer(value)

    def value(self, octets: bytes, start: int, end: int, field: str) -> int:
        value = ber.decode_integer(octets, start, end, field)
        if not self.low <= value <= self.high:
            raise Malformed(field, start, f"{self.low} to {self.high}", str(value))
        return value


class Enumerated(Type):
    """ENUMERATED: a member of ``members``, or the bare number of one that is not printed there."""

    universal = ber.ENUMERATED
    python = int

    def __init__(self, members: type[IntEnum]) -> None:
        self.members = members

    def contents(self, value: int, field: str) -> bytes:  # noqa: ARG002 - every number can be laid out
        return ber.encode_integer(value)

    def value(self, octets: bytes, start: int, end: int, field: str) -> int:
        value = ber.decode_integer(octets, start, end, field)
        try:
            return self.members(value)
        except ValueError:
            return value


class BitString(Type):
    """BIT STRING as a NamedTuple: its leading fields are the named bits, its last one the spare bits."""

    universal = ber.BIT_STRING

    def __init__(self, named_bits: type[Any], low: int, high: int) -> None:
        self.python = self.named_bits = named_bits
        self.low, self.high = low, high
        self.names = len(named_bits._fields) - 1

    def contents(self, value: Any, field: str) -> bytes:
        *named, spare = value
        if not set(spare) <= {"0", "1"}:
            raise Malformed(field, None, "bits", repr(spare))
        bits = "".join("1" if bit else "0" for bit in named) + spare
        self._size(len(bits), None, field)
        unused = -len(bits) % 8
        return bytes((unused,)) + int(bits + "0" * unused, 2).to_bytes((len(bits) + unused) // 8, "big")

    def value(self, octets: bytes, start: int, end: int, field: str) -> Any:
        contents = octets[start + 1 : end]
        unused = octets[start] if start < end else 8
        if unused > 7:
            raise Malformed(field, start, "0 to 7 unused bits", str(unused))
        bits = "".join(f"{octet:08b}" for octet in contents)
        length = len(bits) - unused
        self._size(length, start, field)
        if "1" in bits[length:]:
            raise Malformed(field, end - 1, "unused bits of zero", bits[length:])
        return self.named_bits(*(bit == "1" for bit in bits[: self.names]), bits[self.names : length])

    def _size(self, length: int, offset: int | None, field: str) -> None:
        if not self.low <= length <= self.high:
            raise Malformed(field, offset, f"{self.low} to {self.high} bits", str(length))


class Sized(Type):
    """What the ASN.1 calls an OCTET STRING (SIZE (low..high)), whatever is in it."""

    universal = ber.OCTET_STRING

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def sized(self, contents: bytes, offset: int | None, field: str) -> bytes:
        """The contents themselves; Malformed when they are too short or too long."""
        if not self.low <= len(contents) <= self.high:
            raise Malformed(field, offset, f"{self.low} to {self.high} octets", str(len(contents)))
        return contents


class OctetString(Sized):
    """OCTET STRING (SIZE (low..high)) of no further meaning."""

    python = bytes

    def contents(self, value: bytes, field: str) -> bytes:
        return self.sized(value, None, field)

    def value(self, octets: bytes, start: int, end: int, field: str) -> bytes:
        return self.sized(octets[start:end], start, field)


class OneOctet(Sized):
    """OCTET STRING (SIZE (1)) read as a number."""

    python = int

    def __init__(self) -> None:
        super().__init__(1, 1)

    def contents(self, value: int, field: str) -> bytes:
        return bytes((octet(field, value),))

    def value(self, octets: bytes, start: int, end: int, field: str) -> int:
        return self.sized(octets[start:end], start, field)[0]


class TbcdString(Sized):
    """TBCD-STRING: two digits an octet, the earlier in the lower half, 1111 filling the last."""

    python = str

    def contents(self, value: str, field: str) -> bytes:
        return self.sized(encode_digits(field, value), None, field)

    def value(self, octets: bytes, start: int, end: int, field: str) -> str:
        return decode_digits(field, self.sized(octets[start:end], start, field), start)


class AddressOctets(Sized):
    """AddressString: one octet of nature of address and numbering plan, then the digits as TBCD."""

    python = Address

    def __init__(self, high: int) -> None:
        super().__init__(1, high)

    def contents(self, value: Address, field: str) -> bytes:
        return self.sized(value.encode_rp(field), None, field)

    def value(self, octets: bytes, start: int, end: int, field: str) -> Address:
        return Address.decode_rp(field, self.sized(octets[start:end], start, field), start)


def printed(text: str) -> list[tuple[str, int | None]]:
    """``"sm-RP-PRI [1]"`` as identifier and tag number, or None; an inner element has two such pairs."""
    return [(name, int(number) if number else None) for name, number in _PRINTED.findall(text)]


_PRINTED = re.compile(r"([^ \[]+)(?: \[(\d+)\])?")


def python_names(python: type | tuple[type, ...]) -> str:
    return " or ".join(each.__name__ for each in (python if isinstance(python, tuple) else (python,)))
