"""The other face of a message: one line of text, the rung of a ladder. Logs, tests, scenarios and pages all show it.

    submit_sm destination_addr=447700900123 registered_delivery=1 short_message="Hello"
    submit_sm_resp ESME_ROK message_id=0A1B2C3D

Bare words come first: the message's name as its specification prints it, the names of what it carries, a response's
status. Then ``key=value`` for all that is not at its default, in the order of the table. ``0x...`` is octets,
quotes hold what is no bare word, a name stands for its number. For SMPP both faces round-trip: ``parse_pdu(str(line(p))) == p``
but for the sequence_number, which is told only when asked for.
"""

import dataclasses
import json
import re
from collections.abc import Iterator
from enum import Enum, IntEnum
from typing import Any, NamedTuple

from pdu import command_status, tlv, values
from pdu.command_id import RESPONSE, CommandId
from pdu.command_status import CommandStatus
from pdu.header import Pdu, Response, Unknown
from pdu.malformed import Malformed
from pdu.octets import COctetString, SizedOctetString
from pdu.table import CLASSES, Parameter, parameters
from pdu.text import data_coding
from pdu.tlv import TlvDefinition, TlvInteger, TlvOctetString

_BARE = re.compile(r"[\w.+*#:@/$-]+")
_TOKEN = re.compile(
    r'\s*(?:(?P<key>[\w.]+)=(?P<value>"(?:[^"\\]|\\.)*"|[^\s"]*)|(?P<word>[^\s="]+|"(?:[^"\\]|\\.)*"))(?=\s|$)'
)
_TEXT_TLVS = frozenset({0x0424})  # message_payload: the same user data as short_message


class Line(NamedTuple):
    """One line: the bare words, then keys with their values as they are written."""

    words: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return " ".join((*self.words, *(f"{key}={value}" for key, value in self.fields)))


class Unreadable(ValueError):
    """A line that can't be read: at which column (from 1), and what could stand there."""

    def __init__(self, column: int, expected: str, found: str) -> None:
        super().__init__(column, expected, found)
        self.column = column
        self.expected = expected
        self.found = found

    def __str__(self) -> str:
        return f"column {self.column}: expected {self.expected}, found {self.found}"


def quoted(text: str) -> str:
    """Write a value as a bare word if it is one, else in quotes."""
    return text if _BARE.fullmatch(text) and not text.startswith("0x") else json.dumps(text, ensure_ascii=False)


def unquoted(value: str) -> str:
    """Read a value that may stand in quotes."""
    return str(json.loads(value, strict=False)) if value.startswith('"') else value


def parse(text: str) -> Line:
    """Read one line; raises Unreadable."""
    words: list[str] = []
    fields: list[tuple[str, str]] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            rest = text[at:].lstrip()
            raise Unreadable(len(text) - len(rest) + 1, "a word or key=value", repr(rest[:20]))
        if token["key"] is not None:
            fields.append((token["key"], token["value"]))
        elif fields:
            raise Unreadable(token.start("word") + 1, "key=value (bare words come first)", repr(token["word"]))
        else:
            words.append(token["word"])
        at = token.end()
    return Line(tuple(words), tuple(fields))


# Messages to lines


def line(message: Any, *, sequence_number: bool = False) -> Line:
    """Give the line of a message of any layer."""
    if isinstance(message, Pdu):
        return _pdu_line(message, sequence_number)
    words, fields = _message(message)
    return Line(tuple(words), tuple(fields))


def _pdu_line(p: Pdu, sequence_number: bool) -> Line:
    words = list(p.words)
    fields: list[tuple[str, str]] = []
    if p.command_id & RESPONSE or p.command_status:
        words.append(command_status.named(p.command_status))
    if sequence_number:
        fields.append(("sequence_number", str(p.sequence_number)))
    if isinstance(p, Unknown):
        fields += [("command_id", f"0x{p.command_id:08X}"), ("body", f"0x{p.body.hex()}")]
        return Line(tuple(words), tuple(fields))
    for row in parameters(type(p)):
        value = getattr(p, row.name)
        if value != row.default:
            fields.append((row.name, _parameter(p, row, value)))
    fields += [(tlv.name_of(tag), _tlv(p, tag, octets)) for tag, octets in p.tlvs]
    if isinstance(p, Response) and p.body is not None:
        fields.append(("body", f"0x{p.body.hex()}"))
    return Line(tuple(words), tuple(fields))


def _parameter(p: Pdu, row: Parameter, value: Any) -> str:
    if row.values is values.EsmClass:
        return _esm_class(value)
    if isinstance(row.wire, SizedOctetString):
        return _user_data(p, value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int):
        return _named(row.values, value)
    return row.wire.to_line(value)  # type: ignore[attr-defined,no-any-return]  # lists know their own line


def _named(names: type[IntEnum] | None, value: int) -> str:
    try:
        return names(value).name if names is not None else str(int(value))
    except ValueError:
        return str(int(value))


def _esm_class(value: int) -> str:
    """Name the parts of esm_class: the type is a value, not flags, and a part without a name stays a number."""
    names: list[str] = []
    for part in values.ESM_CLASS_PARTS:
        if value & part:
            try:
                names.append(values.EsmClass(value & part).name)
            except ValueError:
                names.append(f"0x{value & part:02X}")
    return "|".join(names)


def _user_data(p: Any, octets: bytes) -> str:
    """Show user data as text where that loses nothing, else as octets."""
    if not p.esm_class & values.EsmClass.UDHI:
        try:
            text = data_coding.decode(octets, p.data_coding)
            if data_coding.encode(text, p.data_coding) == octets and text.isprintable():
                return json.dumps(text, ensure_ascii=False)
        except Malformed:
            pass
    return f"0x{octets.hex()}"


def _tlv(p: Any, tag: int, octets: bytes) -> str:
    if tag in _TEXT_TLVS and hasattr(p, "esm_class") and hasattr(p, "data_coding"):
        return _user_data(p, octets)
    row = tlv.TLVS.get(tag)
    if row is None or isinstance(row.type, TlvOctetString):
        return f"0x{octets.hex()}"
    value = row.type.to_value(octets)
    if row.type.to_octets(value) != octets:
        return f"0x{octets.hex()}"
    if isinstance(value, str):
        return quoted(value)
    return "present" if value is True else _named(row.type.values, int(value))  # type: ignore[arg-type]  # octets were told above


def _message(message: Any) -> tuple[list[str], list[tuple[str, str]]]:
    """Flatten a message of the layers below SMPP: outer words, inner words, all fields."""
    words, fields = list(message.words), []
    for field in dataclasses.fields(message):
        value = getattr(message, field.name)
        if value is None or not field.compare or (field.default is not dataclasses.MISSING and value == field.default):
            continue
        if getattr(value, "words", None) is not None:
            inner_words, inner_fields = _message(value)
            words += inner_words
            fields += inner_fields
        elif field.name == "tp_ud" and (text := message.text) is not None and text.isprintable():
            fields.append((field.name, json.dumps(text, ensure_ascii=False)))
        else:
            fields.append((field.name, _plain(value)))
    return words, fields


def _plain(value: Any) -> str:
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, bytes):
        return f"0x{value.hex()}"
    if type(value) is tuple:
        return ",".join(map(_plain, value))
    return quoted(str(value))


# Lines to PDUs


def parse_pdu(text: str) -> Pdu:
    """Read the line of a PDU; raises Unreadable for the line, Malformed for a value its parameter can't have."""
    return to_pdu(parse(text))


def to_pdu(written: Line) -> Pdu:
    """Make the PDU that a line describes; raises Malformed."""
    fields = dict(written.fields)
    if written.words[:1] == ("unknown",):
        return Unknown(
            command_id=_integer("command_id", fields.pop("command_id", "0"), None),
            command_status=_status(written.words[1:]),
            sequence_number=_integer("sequence_number", fields.pop("sequence_number", "0"), None),
            body=_octets("body", fields.pop("body", "0x")),
        )
    name = written.words[0] if written.words else "nothing"
    cls = CLASSES.get(CommandId[name]) if name in CommandId.__members__ else None
    if cls is None:
        raise Malformed("command_id", None, "the name of a PDU, such as submit_sm", name)
    p: Any = cls(command_status=_status(written.words[1:]))
    rows = {row.name: row for row in parameters(cls)}
    later: list[tuple[str, str]] = []
    for key, value in written.fields:
        if key == "sequence_number":
            p.sequence_number = _integer(key, value, None)
        elif key == "body" and issubclass(cls, Response):
            p.body = _octets(key, value)
        elif key not in rows or isinstance(rows[key].wire, SizedOctetString):
            later.append((key, value))  # text, or a TLV that may be text: its reading needs data_coding
        else:
            setattr(p, key, _parameter_value(rows[key], value))
    for key, value in later:
        if key in rows:
            setattr(p, key, _user_data_value(p, key, value))
        else:
            p.tlvs += (_tlv_pair(p, cls, key, value),)
    return p  # type: ignore[no-any-return]


def _status(words: tuple[str, ...]) -> int:
    if not words:
        return 0
    if words[0] in CommandStatus.__members__:
        return int(CommandStatus[words[0]])
    return _integer("command_status", words[0], None)


def _parameter_value(row: Parameter, value: str) -> Any:
    if row.values is values.EsmClass:
        return sum(_integer(row.name, part, values.EsmClass) for part in value.split("|"))
    if isinstance(row.wire, COctetString):
        return unquoted(value)
    if hasattr(row.wire, "from_line"):
        return row.wire.from_line(value, row.place)
    return _integer(row.name, value, row.values)


def _integer(name: str, value: str, names: type[IntEnum] | None) -> int:
    if names is not None and value in names.__members__:
        return int(names[value])
    try:
        return int(value, 16 if value.startswith("0x") else 10)
    except ValueError:
        known = f" or one of {', '.join(names.__members__)}" if names is not None else ""
        raise Malformed(name, None, f"a number{known}", value) from None


def _octets(name: str, value: str) -> bytes:
    try:
        if value.startswith("0x"):
            return bytes.fromhex(value[2:])
    except ValueError:
        pass
    raise Malformed(name, None, "octets such as 0x1A2B", value)


def _user_data_value(p: Any, name: str, value: str) -> bytes:
    return data_coding.encode(unquoted(value), p.data_coding) if not value.startswith("0x") else _octets(name, value)


def _tlv_pair(p: Any, cls: type[Pdu], key: str, value: str) -> tuple[int, bytes]:
    if key.startswith("tlv_0x"):
        return _integer("TLV", key[4:], None), _octets(key, value)
    row: TlvDefinition | None = tlv.by_name(key)
    if row is None:
        known = ", ".join(name for name in _names(cls))
        raise Malformed(key, None, f"a parameter of {cls.words[0]} ({known}) or a TLV", key)
    if value.startswith("0x"):
        return row.tag, _octets(key, value)
    if row.tag in _TEXT_TLVS and hasattr(p, "data_coding"):
        return row.tag, _user_data_value(p, key, value)
    if isinstance(row.type, TlvInteger):
        return row.tag, tlv.encode_value(row, _integer(key, value, row.type.values))
    return row.tag, tlv.encode_value(row, True if value == "present" else unquoted(value))


def _names(cls: type[Pdu]) -> Iterator[str]:
    return (row.name for row in parameters(cls))
