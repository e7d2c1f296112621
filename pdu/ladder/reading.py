"""Ladder lines to PDUs."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from enum import IntEnum
from functools import reduce
from operator import or_
from typing import Any

from pdu import tlv, values
from pdu.command_id import CommandId
from pdu.command_status import CommandStatus
from pdu.header import Pdu, Response, Unknown
from pdu.ladder.notation import Line, Unreadable, joined, tokens, unquoted
from pdu.ladder.writing import DEFAULT_ALPHABET, coding
from pdu.lists import Counted
from pdu.malformed import Malformed
from pdu.octets import COctetString, Integer, Place, SizedOctetString
from pdu.table import CLASSES, Parameter, parameters, tlv_rows
from pdu.text import data_coding
from pdu.text.data_coding import DefaultAlphabet
from pdu.tlv import Tlv, TlvDefinition, TlvFlag, TlvInteger, TlvOctetString

_NUMBER = re.compile(r"[0-9]{1,20}|0x[0-9a-fA-F]{1,16}")
_FOUR_OCTETS = Integer(4)
_OCTETS = re.compile(r"0x(?:[0-9a-fA-F]{2})*")


class _NoSuchKey(Malformed):
    """A key that the PDU can't have, whatever its value."""


class _Wrong(Exception):
    """What is wrong with a word or a field (counted together, from 0)."""

    def __init__(self, item: int, malformed: Malformed) -> None:
        super().__init__(item, malformed)
        self.item = item
        self.malformed = malformed


def parse_pdu(text: str) -> Pdu:
    """Read the line of a PDU; raises Unreadable, which names the column and what could stand there."""
    found = tokens(text)
    try:
        return _pdu(joined(found))
    except _Wrong as wrong:
        malformed, field = wrong.malformed, "" if wrong.item == 0 else wrong.malformed.field
        if not found:
            raise Unreadable(1, malformed.expected, "the end of the line") from None
        token = found[wrong.item]
        column = token.column if isinstance(malformed, _NoSuchKey) else token.value_column
        raise Unreadable(column, malformed.expected, malformed.found, field) from None


def to_pdu(written: Line) -> Pdu:
    """Make the PDU that a line describes; raises Malformed."""
    try:
        return _pdu(written)
    except _Wrong as wrong:
        raise wrong.malformed from None


def _pdu(written: Line) -> Pdu:
    name = written.words[0] if written.words else "nothing"
    if name == "unknown":
        return _unknown(written, _status(written.words))
    cls = CLASSES.get(CommandId[name]) if name in CommandId.__members__ else None
    if cls is None:
        known = [CLASSES[command_id].words[0] for command_id in sorted(CLASSES)]
        raise _Wrong(0, Malformed("command_id", None, f"the name of a PDU, such as {_nearest(name, known)}", name))
    p = cls(command_status=_status(written.words))
    rows = {row.name: row for row in parameters(cls)}
    default, once = DefaultAlphabet.GSM7_UNPACKED, set[str]()
    # User data come last, and TLVs with them, since data_coding, and perhaps default_alphabet, says how to read them.
    first = {DEFAULT_ALPHABET, *(name for name, row in rows.items() if not _is_user_data(row))}
    for item, key, value in sorted(_items(written), key=lambda item: item[1] not in first):
        try:
            if key == DEFAULT_ALPHABET:
                _only_one(key, value, once)
                default = _default_alphabet(value)
            else:
                _set(p, rows.get(key), key, value, once, default)
        except Malformed as malformed:
            raise _Wrong(item, malformed) from None
    return p


def _items(written: Line) -> list[tuple[int, str, str]]:
    return [(item, key, value) for item, (key, value) in enumerate(written.fields, len(written.words))]


def _default_alphabet(value: str) -> DefaultAlphabet:
    try:
        return DefaultAlphabet(value)
    except ValueError:
        expected = f"one of {', '.join(one.value for one in DefaultAlphabet)}"
        raise Malformed(DEFAULT_ALPHABET, None, expected, value or "nothing") from None


def _set(p: Any, row: Parameter | None, key: str, value: str, once: set[str], default: DefaultAlphabet) -> None:
    own = row is not None or key == "sequence_number" or (key == "body" and isinstance(p, Response))
    if own:
        _only_one(key, value, once)
    if row is not None:
        setattr(p, key, _parameter(p, row, value, default))
    elif not own:
        p.tlvs += (_tlv(p, key, value, default),)
    elif key == "body":
        p.body = _octets(key, value)
    else:
        p.sequence_number = _header_number(key, value)


def _only_one(key: str, value: str, once: set[str]) -> None:
    if key in once:
        raise Malformed(key, None, "one value", f"a second one: {value}")
    once.add(key)


def _is_user_data(row: Parameter) -> bool:
    return isinstance(row.wire, SizedOctetString)


def _unknown(written: Line, status: int) -> Unknown:
    p = Unknown(command_status=status)
    for item, key, value in _items(written):
        try:
            if key == "body":
                p.body = _octets(key, value)
            elif key in ("command_id", "sequence_number"):
                setattr(p, key, _header_number(key, value))
            else:
                raise _NoSuchKey("an unknown PDU", None, "command_id, sequence_number or body", key)
        except Malformed as malformed:
            raise _Wrong(item, malformed) from None
    return p


def _status(words: tuple[str, ...]) -> int:
    if len(words) > 2:
        raise _Wrong(2, Malformed("", None, "key=value", words[2]))
    if len(words) < 2:
        return 0
    if words[1] in CommandStatus.__members__:
        return int(CommandStatus[words[1]])
    try:
        return _header_number("command_status", words[1])
    except Malformed as malformed:
        known = _nearest(words[1], CommandStatus.__members__)
        expected = f"a status, such as {known}, or {malformed.expected}"
        raise _Wrong(1, Malformed("command_status", None, expected, words[1])) from None


def _nearest(written: str, known: Iterable[str]) -> str:
    """Name what may have been meant, or else the first of what is known."""
    known = list(known)
    return ", ".join(get_close_matches(written, known, 3, 0.75) or known[:1])


def _parameter(p: Pdu, row: Parameter, value: str, default: DefaultAlphabet) -> Any:
    """Read the value of a mandatory parameter; raises Malformed for one that it can't have."""
    found: Any
    if row.values is values.EsmClass:
        found = reduce(or_, (_integer(row.name, part, values.EsmClass) for part in value.split("|")))
    elif isinstance(row.wire, SizedOctetString):
        found = _user_data(p, row.name, value, default)
    elif isinstance(row.wire, COctetString):
        found = unquoted(value)
    elif isinstance(row.wire, Counted):
        found = row.wire.from_line(value, row.place)
    else:
        found = _integer(row.name, value, row.values)
    row.wire.encode(found, row.place)
    return found


def _integer(name: str, value: str, names: type[IntEnum] | None) -> int:
    if names is not None and value in names.__members__:
        return int(names[value])
    if not _NUMBER.fullmatch(value):
        known = f" or one of {', '.join(names.__members__)}" if names is not None else ""
        raise Malformed(name, None, f"a number{known}", value or "nothing")
    return int(value, 16 if value.startswith("0x") else 10)


def _header_number(name: str, value: str) -> int:
    found = _integer(name, value, None)
    _FOUR_OCTETS.encode(found, Place(name))
    return found


def _octets(name: str, value: str) -> bytes:
    if not _OCTETS.fullmatch(value):
        raise Malformed(name, None, "octets such as 0x1A2B", value or "nothing")
    return bytes.fromhex(value[2:])


def _user_data(p: Pdu, name: str, value: str, default: DefaultAlphabet) -> bytes:
    if value.startswith("0x"):
        return _octets(name, value)
    try:
        return data_coding.encode(unquoted(value), coding(p), default)
    except Malformed as malformed:
        raise Malformed(name, None, malformed.expected, malformed.found, malformed.command_status) from None


def _tlv(p: Pdu, key: str, value: str, default: DefaultAlphabet) -> Tlv:
    row = tlv.by_name(key)
    if row is None:
        own = _own(type(p), key)
        expected = f"a parameter ({own}), a TLV by its name or as tlv_0x1400"
        raise _NoSuchKey(p.words[0], None, expected if own else "a TLV by its name or as tlv_0x1400", key)
    if row.tag == tlv.MESSAGE_PAYLOAD:
        return row.tag, _user_data(p, key, value, default)
    if value.startswith("0x") or isinstance(row.type, TlvOctetString):
        return row.tag, _octets(key, value)
    return row.tag, tlv.encode_value(row, _tlv_value(row, value))


def _own(cls: type[Pdu], key: str) -> str:
    """Name what a PDU has that may have been meant, or else all its parameters."""
    mandatory, tlvs = [row.name for row in parameters(cls)], list(tlv_rows(cls))
    near = get_close_matches(key, [*mandatory, *tlvs], 3, 0.75)
    for names in (mandatory, tlvs):
        near = near or [name for name in names if f"_{key}" in f"_{name}"]
    return ", ".join(near or mandatory or tlvs)


def _tlv_value(row: TlvDefinition, value: str) -> Any:
    if value == "present" and isinstance(row.type, TlvFlag):
        return True
    if isinstance(row.type, TlvInteger | TlvFlag):
        return _integer(row.name, value, row.type.values)
    return unquoted(value)
