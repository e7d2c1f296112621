"""The writing of straight-line code: from a PDU's table to the source of five functions.

They are named ``init_``, ``make_``, ``eq_``, ``encode_`` and ``decode_``, followed by the name of the PDU. They are
typed, and use no more of Python than mypyc can compile. They tell right from wrong, one check per line, and leave what
is not plain to ``walk``.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

from pdu.header import HEADER_LENGTH, Pdu, Response
from pdu.octets import COctetString, Integer, SizedOctetString, WireType
from pdu.table import Parameter, parameters, required

_OCTET = Integer(1)
_EMPTY = '""'
_MOSTLY_EMPTY = frozenset({"service_type", "system_type", "address_range"})  # texts; so are all times


def written(cls: type[Pdu]) -> str:
    """Write the straight lines of a PDU class."""
    return "\n\n\n".join("\n".join(write(cls)) for write in (_init, _make, _eq, _encode, _decode))


def wire_name(cls: type[Pdu], row: Parameter) -> str:
    """Name the row of a parameter for which there are no straight lines, but only its wire type."""
    return f"{cls.words[0]}_{row.name}"


def by_wire(cls: type[Pdu]) -> tuple[Parameter, ...]:
    """Give the parameters of a PDU for which there are no straight lines."""
    return tuple(row for row in parameters(cls) if not _has_lines(row.wire))


def _has_lines(wire: WireType) -> bool:
    return wire == _OCTET or isinstance(wire, COctetString | SizedOctetString)


def _mostly_empty(row: Parameter, wire: COctetString) -> bool:
    return wire.fixed or row.name in _MOSTLY_EMPTY


def _is_one_text(rows: tuple[Parameter, ...]) -> bool:
    return len(rows) == 1 and isinstance(rows[0].wire, COctetString)


def _init(cls: type[Pdu]) -> Iterator[str]:
    yield f"def init_{cls.words[0]}("
    yield f"    self: {cls.__name__},"
    yield from _arguments(cls)
    yield ") -> None:"
    for name in _attributes(cls):
        yield f"    self.{name} = {name}"
    yield "    if named:"
    yield "        set_named(self, named)"


def _make(cls: type[Pdu]) -> Iterator[str]:
    """The same as calling the class, in half the time: Python goes a long way from a class to its ``__init__``."""
    yield f"def make_{cls.words[0]}("
    yield from _arguments(cls)
    yield f") -> {cls.__name__}:"
    yield f"    p = new({cls.__name__})"
    for name in _attributes(cls):
        yield f"    p.{name} = {name}"
    yield "    if named:"
    yield "        set_named(p, named)"
    yield "    return p"


def _arguments(cls: type[Pdu]) -> Iterator[str]:
    for row in parameters(cls):
        yield f"    {row.name}: {_type(row)} = {_literal(row.default)},"
    yield "    *,"
    yield "    command_status: int = 0,"
    yield "    sequence_number: int = 0,"
    yield "    tlvs: tuple[Tlv, ...] = (),"
    if issubclass(cls, Response):
        yield "    body: bytes | None = None,"
    yield "    **named: Any,"


def _eq(cls: type[Pdu]) -> Iterator[str]:
    yield f"def eq_{cls.words[0]}(self: {cls.__name__}, other: object) -> Any:"
    yield f"    if not isinstance(other, {cls.__name__}):"
    yield "        return NotImplemented"
    same = [f"self.{name} == other.{name}" for name in _attributes(cls)]
    yield "    return ("
    yield f"        {same[0]}"
    for one in same[1:]:
        yield f"        and {one}"
    yield "    )"


def _attributes(cls: type[Pdu]) -> list[str]:
    names = [row.name for row in parameters(cls)] + ["command_status", "sequence_number", "tlvs"]
    return [*names, "body"] if issubclass(cls, Response) else names


def _type(row: Parameter) -> str:
    if isinstance(row.type, type) and not get_args(row.type):
        return row.type.__name__
    return re.sub(r"\w+\.(?=\w)", "", str(row.type))


def _literal(default: Any) -> str:
    if isinstance(default, str):
        return f'"{default}"'
    return repr(int(default)) if isinstance(default, int) else repr(default).replace("b''", 'b""')


def _encode(cls: type[Pdu]) -> Iterator[str]:
    """Lay the parameters out as one Latin-1 text where possible, since one encoding is cheaper than many."""
    rows = parameters(cls)
    yield f"def encode_{cls.words[0]}(p: {cls.__name__}) -> bytes:"
    if issubclass(cls, Response):
        yield "    if p.command_status or p.body is not None:"
        yield "        return encode_error(p)"
    yield "    try:"
    for row in rows:
        match row.wire:
            case COctetString() | SizedOctetString():
                yield f"        {row.name} = p.{row.name}"
            case wire if not _has_lines(wire):
                yield f"        {row.name} = {wire_name(cls, row)}.encode(p.{row.name})"
    checks = list(_checks(rows))
    if checks:
        yield from _one_per_line("        if (", checks, "or ", "        ):")
        yield "            raise ValueError"
    yield from _body(rows)
    yield "        if p.tlvs:"
    yield "            body += encode_tlvs(p.tlvs)"
    yield from _missing(cls)
    yield (
        f"        return pack({HEADER_LENGTH} + len(body), 0x{cls.command_id:08X}, p.command_status, p.sequence_number)"
        " + body"
    )
    yield from _slowly("encode_slowly(p)")


def _slowly(call: str) -> Iterator[str]:
    """Leave the rest to the slow way; behind the handler, or what is caught would be told before each Malformed."""
    yield "    except Exception:"
    yield "        pass"
    yield f"    return {call}"


def _checks(rows: tuple[Parameter, ...]) -> Iterator[str]:
    texts = []
    for row in rows:
        match row.wire:
            case COctetString(size, fixed) as wire:
                wrong = f"len({row.name}) {'!=' if fixed else '>'} {size - 1}"
                if _mostly_empty(row, wire):
                    yield f'({row.name} != ""\n                and ({wrong} or "\\0" in "" + {row.name}))'
                else:
                    yield wrong
                    texts.append(row.name)
            case SizedOctetString():
                yield f"{row.name}.__class__ is not bytes"
    if _is_one_text(rows):
        yield f'"\\0" in {rows[0].name}'
    elif texts:  # only strings can be added, whereas an f-string takes anything
        yield f'"\\0" in {" + ".join(texts if len(texts) > 1 else [_EMPTY, *texts])}'


def _body(rows: tuple[Parameter, ...]) -> Iterator[str]:
    """Put the body together: texts, and octets between them."""
    if _is_one_text(rows):
        yield f'        body = {rows[0].name}.encode("latin-1") + b"\\0"'
        return
    pieces: list[str] = []
    texts = 0
    for piece in _pieces(rows):
        if isinstance(piece, str):
            pieces.append(piece)
        else:
            texts += 1
            name = f"text_{texts}" if texts > 1 else "text"
            yield from _one_per_line(f"        {name} = (", [f'f"{item}"' for item in piece], "", "        )")
            pieces.append(f'{name}.encode("latin-1")')
    if len(pieces) > 2:
        yield from _one_per_line("        body = (", pieces, "+ ", "        )")
    else:
        yield f"        body = {' + '.join(pieces)}" if pieces else '        body = b""'


def _pieces(rows: tuple[Parameter, ...]) -> list[list[str] | str]:
    """Divide a body into texts, each as what it is made of, and the octets between them, by name."""
    text: list[str] = []
    pieces: list[list[str] | str] = [text]
    for row in rows:
        match row.wire:
            case COctetString():
                text.append(f"{{{row.name}}}\\0")
            case Integer(1):
                text.append(f"{{chr(p.{row.name})}}")
            case wire:
                if isinstance(wire, SizedOctetString):
                    text.append(f"{{chr(len({row.name}))}}")
                text = []
                pieces += [row.name, text]
    return [piece for piece in pieces if piece]


def _one_per_line(opening: str, items: list[str], joint: str, closing: str) -> Iterator[str]:
    yield opening
    for i, item in enumerate(items):
        yield f"            {joint if i else ''}{item}"
    yield closing


def _missing(cls: type[Pdu]) -> Iterator[str]:
    tags = ", ".join(f"0x{row.tag:04X}" for row in required(cls))
    if tags:
        yield f"        if not {{{tags}}} <= {{tag for tag, _ in p.tlvs}}:"
        yield "            raise ValueError"


def _decode(cls: type[Pdu]) -> Iterator[str]:
    """Read the parameters one after the other; ``at`` is the offset of the next one."""
    yield f"def decode_{cls.words[0]}(octets: bytes, command_status: int, sequence_number: int) -> {cls.__name__}:"
    if issubclass(cls, Response):
        yield "    if command_status:"
        yield f"        return decode_error({cls.__name__}, octets, command_status, sequence_number)"
    yield "    try:"
    yield f"        p = new({cls.__name__})"
    at = _Offset("", HEADER_LENGTH)
    for row in parameters(cls):
        yield from _decode_row(cls, row, at)
        at = at.behind(1) if row.wire == _OCTET else _Offset("at", 0)
    if str(at) != "at":
        yield f"        at = {at}"
    yield "        if at == len(octets):"
    yield "            p.tlvs = ()"
    yield "        elif at < len(octets):"
    yield "            p.tlvs = decode_tlvs(octets, at)"
    yield "        else:"
    yield "            raise ValueError"
    yield from _missing(cls)
    yield "        p.command_status = command_status"
    yield "        p.sequence_number = sequence_number"
    if issubclass(cls, Response):
        yield "        p.body = None"
    yield "        return p"
    yield from _slowly(f"decode_slowly({cls.__name__}, octets, command_status, sequence_number)")


class _Offset(NamedTuple):
    """A place in a PDU: ``octets`` behind the variable ``at``, or behind the PDU's start while that is not set."""

    variable: str
    octets: int

    def __str__(self) -> str:
        return " + ".join(filter(None, (self.variable, str(self.octets or ""))))

    def behind(self, octets: int) -> "_Offset":
        return _Offset(self.variable, self.octets + octets)


def _decode_row(cls: type[Pdu], row: Parameter, at: _Offset) -> Iterator[str]:
    """Read a parameter; all but an octet set ``at`` behind it."""
    match row.wire:
        case Integer(1):
            yield f"        p.{row.name} = octets[{at}]"
        case COctetString() as wire if _mostly_empty(row, wire):  # ask first whether there is one
            yield f"        if octets[{at}]:"
            yield from _decode_text(row.name, wire, at, "            ")
            yield "        else:"
            yield f'            p.{row.name} = ""'
            yield f"            at = {at.behind(1)}"
        case COctetString() as wire:
            yield from _decode_text(row.name, wire, at, "        ")
        case SizedOctetString():
            yield f"        start = {at.behind(1)}"
            yield f"        at = start + octets[{at}]"
            yield f"        p.{row.name} = octets[start:at]"
        case _:
            yield f"        p.{row.name}, at = {wire_name(cls, row)}.decode(octets, {at})"


def _decode_text(name: str, wire: COctetString, at: _Offset, indent: str) -> Iterator[str]:
    yield f'{indent}text, nul, _ = octets[{at} : {at.behind(wire.size)}].partition(b"\\0")'
    yield f"{indent}if not nul{f' or len(text) != {wire.size - 1}' if wire.fixed else ''}:"
    yield f"{indent}    raise ValueError"
    yield f'{indent}p.{name} = text.decode("latin-1")'
    yield f"{indent}at = {at.behind(1)} + len(text)"
