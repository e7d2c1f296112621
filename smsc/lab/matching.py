"""What a test expects of a PDU or of a text, and which of those that came is closest to it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from pdu.header import Pdu
from pdu.malformed import Malformed
from pdu.text import user_data
from pdu.text.data_coding import DefaultAlphabet
from pdu.tlv import VENDOR_TAGS, by_name, name_of
from pdu.values import EsmClass
from smsc.numbering import written

_SAID: Final = ("text", "to", "source")  # what people say instead of several parameters
_NUMBERS: Final = ("to", "source", "sender")  # with or without a +, as people say them

P = TypeVar("P", bound=Pdu)
ExpectedText: TypeAlias = str | re.Pattern[str] | Callable[[str], object] | None  # None: any
ExpectedValue: TypeAlias = (
    int | str | bytes | tuple[object, ...] | re.Pattern[str] | Callable[[Any], object] | None  # None: there is none
)


class Came(NamedTuple, Generic[P]):
    """A PDU that has come, and what data_coding 0 means to its account."""

    pdu: P
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED


class Miss(NamedTuple):
    """A parameter whose value is not as expected."""

    name: str
    found: object
    expected: object

    def __str__(self) -> str:
        if isinstance(self.expected, re.Pattern):
            return f"{self.name}: {self.found!r} has nothing of {self.expected.pattern!r}"
        if callable(self.expected):
            return (
                f"{self.name}: {self.found!r} is not what {getattr(self.expected, '__name__', self.expected)} agrees to"
            )
        return f"{self.name}: {self.found!r} != {self.expected!r}"


def check_text(**values: object) -> None:
    """Raise TypeError for what is no text, before anything is done with it."""
    for name, value in values.items():
        if not isinstance(value, str):
            raise TypeError(f"{name}: expected text, found {value!r}")


def agrees(name: str, found: object, expected: object) -> bool:
    """Whether a value is as expected: equal, or matched somewhere by a pattern, or accepted by a function."""
    if isinstance(expected, re.Pattern):
        return isinstance(found, str) and expected.search(found) is not None
    if callable(expected):
        return bool(expected(found))
    if name in _NUMBERS and isinstance(found, str) and isinstance(expected, str):
        return found.removeprefix("+") == expected.removeprefix("+")
    return found == expected


def text(pdu: Pdu, default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED) -> str | None:
    """Return the text that a person reads of a message; None for octets that are not text."""
    octets = getattr(pdu, "short_message", b"") or pdu["message_payload"] or b""
    try:
        udhi = bool(getattr(pdu, "esm_class", 0) & EsmClass.UDHI)
        return user_data.text(octets, getattr(pdu, "data_coding", 0), default_alphabet, udhi=udhi)
    except Malformed:
        return None


class Expected:
    """The expected parameters by their names in SMPP, and ``text``, ``to`` and ``source`` as people say them.

    ``to`` and ``source`` are addresses, with or without a +. A value may be a compiled pattern, which must match
    somewhere, or a function, which must return true. A vendor's TLV has its registered name, or one such as
    ``tlv_0x1401``. Raises TypeError for a name that none of the PDU classes has.
    """

    def __init__(self, classes: Iterable[type[Pdu]], values: Mapping[str, ExpectedValue]) -> None:
        self._values = dict(values)
        known = {*_SAID, *(name for cls in classes for name in names(cls))}
        for name in values:
            if name not in known and not _is_a_vendors(name):
                near = get_close_matches(name, known, 1)
                meant = f"; did you mean {near[0]}?" if near else ""
                raise TypeError(f"{name}: no PDU that is looked for has such a parameter{meant}")

    def __str__(self) -> str:
        return " ".join(f"{name}={value!r}" for name, value in self._values.items()) or "anything"

    def misses(self, pdu: Pdu, default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED) -> tuple[Miss, ...]:
        """Return what is not as expected, if anything. The text of data_coding 0 is in the ``default_alphabet``."""
        found = (Miss(name, _value(pdu, name, default_alphabet), expected) for name, expected in self._values.items())
        return tuple(one for one in found if not agrees(*one))

    def nearest(self, came: Iterable[Came[P]]) -> tuple[P, tuple[Miss, ...]] | None:
        """Return the PDU with the fewest misses, the latest of several, and those; None if no PDU came."""
        judged = [(len(misses := self.misses(*one)), -place, one.pdu, misses) for place, one in enumerate(came)]
        return min(judged, key=lambda one: one[:2])[2:] if judged else None


def names(cls: type[Pdu]) -> Iterator[str]:
    """Yield the names of all parameters and TLVs of a class of PDU."""
    for one in cls.__mro__:
        for name in vars(one):
            if not name.startswith("_"):
                yield name


def differences(found: P, expected: P) -> Iterator[Miss]:
    """Yield in which parameters, and TLVs, a PDU differs from another of its class."""
    for name in (field.name for field in fields(found) if field.name != "tlvs"):
        if getattr(found, name) != getattr(expected, name):
            yield Miss(name, getattr(found, name), getattr(expected, name))
    tlvs = dict.fromkeys(name_of(tag) for tag, _ in (*found.tlvs, *expected.tlvs))
    differ = [Miss(name, found[name], expected[name]) for name in tlvs if found[name] != expected[name]]
    yield from differ
    if found.tlvs != expected.tlvs and not differ:  # they are in another order, say
        yield Miss("tlvs", found.tlvs, expected.tlvs)


def _value(pdu: Pdu, name: str, default_alphabet: DefaultAlphabet) -> object:
    if name == "text":
        return text(pdu, default_alphabet)
    if name == "to":
        return _number(pdu, "destination_addr", "dest_addr_ton")
    if name == "source":
        return _number(pdu, "source_addr", "source_addr_ton")
    return pdu[name] if _is_a_vendors(name) else getattr(pdu, name, None)


def _is_a_vendors(name: str) -> bool:
    """Whether a name is that of a vendor's TLV, which any PDU may have."""
    row = by_name(name)
    return row is not None and row.tag in VENDOR_TAGS


def _number(pdu: Pdu, name: str, ton: str) -> object:
    value = getattr(pdu, name, None)
    return written(value, getattr(pdu, ton, 0)) if value else value
