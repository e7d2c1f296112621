"""Messages to ladder lines: PDUs by their tables, and the messages of the layers below by their fields."""

import dataclasses
from collections.abc import Iterator
from enum import Enum, IntEnum
from typing import Any

from pdu import command_status, tlv, values
from pdu.command_id import RESPONSE
from pdu.header import Pdu, Response, Unknown
from pdu.ladder.notation import Line, in_quotes, is_plain, quoted
from pdu.lists import Counted
from pdu.malformed import Malformed
from pdu.octets import SizedOctetString
from pdu.table import Parameter, parameters
from pdu.text import data_coding
from pdu.text.data_coding import DefaultAlphabet

DEFAULT_ALPHABET = "default_alphabet"  # the key that says what data_coding 0 is, where that is not GSM 7 bit
OWN_KEYS = frozenset({"command_id", "sequence_number", "body", DEFAULT_ALPHABET})

_USER_DATA = frozenset({"short_message", "message_payload"})
_USUAL = DefaultAlphabet.GSM7_UNPACKED


def line(message: Any, *, sequence_number: bool = False, default_alphabet: DefaultAlphabet = _USUAL) -> Line:
    """Give the line of a message of any layer; ``default_alphabet``, unless GSM 7 bit, is named behind a PDU's text.

    The line of a Line is itself.
    """
    if isinstance(message, Line):
        return message
    if isinstance(message, Pdu):
        return _pdu_line(message, sequence_number, default_alphabet)
    words, fields = _message(message)
    return Line(tuple(words), tuple(fields))


def _pdu_line(p: Pdu, sequence_number: bool, default: DefaultAlphabet) -> Line:
    words = list(p.words)
    fields: list[tuple[str, str]] = []
    if p.command_id & RESPONSE or p.command_status:
        words.append(command_status.named(p.command_status))
    if sequence_number:
        fields.append(("sequence_number", str(p.sequence_number)))
    if isinstance(p, Unknown):
        fields += [("command_id", f"0x{p.command_id:08X}"), ("body", hexadecimal(p.body))]
    else:
        fields += _parameters(p, default)
        if default is not _USUAL and _has_text(p, fields, default):
            fields.append((DEFAULT_ALPHABET, default.value))
        if isinstance(p, Response) and p.body is not None:
            fields.append(("body", hexadecimal(p.body)))
    return Line(tuple(words), tuple(fields))


def _has_text(p: Pdu, fields: list[tuple[str, str]], default: DefaultAlphabet) -> bool:
    """Whether a field is written as text that is to be read by the default alphabet."""
    written = any(name in _USER_DATA and value.startswith('"') for name, value in fields)
    return written and data_coding.is_default(coding(p), default)


def _parameters(p: Pdu, default: DefaultAlphabet) -> Iterator[tuple[str, str]]:
    rows = parameters(type(p))
    for row in rows:
        value = getattr(p, row.name)
        if value != row.default:
            yield row.name, parameter(p, row, value, default)
    taken = OWN_KEYS | {row.name for row in rows}
    for tag, octets in p.tlvs:
        name = tlv.name_of(tag)
        if name in taken:  # message_state, say, is a parameter of query_sm_resp and a TLV
            yield f"tlv_0x{tag:04X}", hexadecimal(octets)
        else:
            yield name, tlv_value(p, tag, octets, default)


def hexadecimal(octets: bytes) -> str:
    """Write octets."""
    return f"0x{octets.hex()}"


def parameter(p: Pdu, row: Parameter, value: Any, default: DefaultAlphabet = _USUAL) -> str:
    """Write the value of a mandatory parameter."""
    if row.values is values.EsmClass:
        return esm_class(value)
    if isinstance(row.wire, SizedOctetString):
        return _user_data(p, value, default)
    if isinstance(value, str):
        return quoted(value)
    return row.wire.to_line(value) if isinstance(row.wire, Counted) else number(row.values, value)


def number(names: type[IntEnum] | None, value: int) -> str:
    """Write a number, by its name where it has one."""
    try:
        return names(value).name if names is not None else str(int(value))
    except ValueError:
        return str(int(value))


def esm_class(value: int) -> str:
    """Name the parts of esm_class: the type is a value, not flags, and a part without a name stays a number."""
    names: list[str] = []
    for part in values.ESM_CLASS_PARTS:
        if value & part:
            try:
                names.append(values.EsmClass(value & part).name)
            except ValueError:
                names.append(f"0x{value & part:02X}")
    return "|".join(names) or "0"


def has_header(p: Pdu) -> bool:
    """Whether the user data begin with a header."""
    return bool(getattr(p, "esm_class", 0) & values.EsmClass.UDHI)


def coding(p: Pdu) -> int:
    """The data_coding of the user data; replace_sm has none, and is shown as if it were 0."""
    return int(getattr(p, "data_coding", 0))


def _user_data(p: Pdu, octets: bytes, default: DefaultAlphabet) -> str:
    """Show user data as text where that loses nothing, else as octets."""
    if not has_header(p):
        try:
            text = data_coding.decode(octets, coding(p), default)
            if data_coding.encode(text, coding(p), default) == octets and is_plain(text):
                return in_quotes(text)
        except Malformed:
            pass
    return hexadecimal(octets)


def tlv_value(p: Pdu, tag: int, octets: bytes, default: DefaultAlphabet = _USUAL) -> str:
    """Write the value of a TLV: as what it means if that reproduces the octets, else as octets."""
    if tag == tlv.MESSAGE_PAYLOAD:
        return _user_data(p, octets, default)
    row = tlv.TLVS.get(tag)
    if row is None or len(octets) not in row.type.lengths:
        return hexadecimal(octets)
    value: Any = row.type.to_value(octets)
    if isinstance(value, bytes) or row.type.to_octets(value) != octets:
        return hexadecimal(octets)
    if isinstance(value, str):
        return quoted(value)
    return "present" if value is True else number(row.type.values, value)


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
        elif field.name == "tp_ud" and (text := message.text) is not None and is_plain(text):
            fields.append((field.name, in_quotes(text)))
        else:
            fields.append((field.name, _plain(value)))
    return words, fields


def _plain(value: Any) -> str:
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, bytes):
        return hexadecimal(value)
    if type(value) is tuple:
        pieces = [*map(_plain, value)]
        quotes = any(piece.startswith('"') for piece in pieces)  # which may stand only around a whole value
        return in_quotes(",".join(map(str, value))) if quotes else ",".join(pieces)
    return quoted(str(value))
