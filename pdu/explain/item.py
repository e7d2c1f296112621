"""What an explanation consists of: one item for each field, its parts below it; and values by their names."""

from dataclasses import dataclass, field
from enum import IntEnum


@dataclass(slots=True)
class Item:
    """A field as it stands in a message.

    ``offset`` counts octets from the start of the outermost message; None where the field has no octets of its own (a
    receipt's, say, which are characters). ``value`` is as ladder lines write it, ``meaning`` what the specification
    says of the value or, failing that, of the field, ``clause`` where it says so.
    """

    name: str
    offset: int | None
    octets: bytes
    value: str
    meaning: str = ""
    clause: str = ""
    parts: list["Item"] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Give the item as a JSON object: octets in hexadecimal, and nothing that is empty."""
        found: dict[str, object] = {
            "name": self.name,
            "offset": self.offset,
            "octets": self.octets.hex() or None,
            "value": self.value,
            "meaning": self.meaning or None,
            "clause": self.clause or None,
            "parts": [part.as_json() for part in self.parts] or None,
        }
        return {key: value for key, value in found.items() if value is not None}


@dataclass(slots=True)
class Explanation:
    """A message, explained: its ladder line, its fields, and what is wrong with it where something is."""

    line: str
    octets: bytes
    items: list[Item]
    clause: str = ""
    problem: str = ""

    def as_json(self) -> dict[str, object]:
        """Give the explanation as a JSON object."""
        found: dict[str, object] = {"line": self.line, "octets": self.octets.hex()}
        if self.clause:
            found["clause"] = self.clause
        if self.problem:
            found["problem"] = self.problem
        return {**found, "fields": [item.as_json() for item in self.items]}


def value_name(names: type[IntEnum], value: int) -> str:
    """Name a value by its enumeration; "reserved" where that has no name for it."""
    try:
        return names(value).name
    except ValueError:
        return "reserved"
