"""From a PDU's declaration, the specification's table as a class, to straight-line code, once at import.

``@pdu(CommandId.submit_sm)`` reads the annotated fields of a class in their order and writes four functions for
it: ``__init__``, ``__eq__``, ``encode`` and the decoder that ``DECODERS`` keeps by command_id. The source is registered with
linecache, so a traceback or a debugger shows it; ``source(SubmitSm)`` gives it as text.

The straight lines only tell right from wrong. What was wrong is told by walking the same table slowly: see
``walk``. The tests hold the two against each other.
"""

import linecache
from collections.abc import Callable
from enum import IntEnum
from typing import Annotated, Any, TypeVar, dataclass_transform, get_args, get_origin, get_type_hints

from pdu import tlv, walk
from pdu.command_id import CommandId
from pdu.header import HEADER, HEADER_LENGTH, Pdu, Response
from pdu.malformed import Malformed
from pdu.octets import COctetString, Integer, SizedOctetString
from pdu.table import CLASSES, DECODERS, PARAMETERS, Parameter, TlvView, parameters
from pdu.tlv import TlvDefinition

T = TypeVar("T")


_SOURCES: dict[type, str] = {}


def source(cls: type[Pdu]) -> str:
    """Give the straight-line code that was written for a PDU class."""
    return _SOURCES[cls]


@dataclass_transform(kw_only_default=True)
def tlvs(cls: type[T]) -> type[T]:
    """Declare a table of TLVs that several PDUs share: every annotated field becomes a view."""
    return _rebuilt(cls, ())


@dataclass_transform()
def rows(cls: type[T]) -> type[T]:
    """Declare a table of mandatory parameters that several PDUs share."""
    rebuilt = _rebuilt(cls, ())
    PARAMETERS[rebuilt] = tuple(_mandatory(cls))
    return rebuilt


@dataclass_transform()
def pdu(command_id: CommandId) -> Callable[[type[T]], type[T]]:
    """Declare a PDU: fields annotated with a wire type are mandatory parameters, with a TLV definition TLVs."""

    def expand(declared: type[T]) -> type[T]:
        table = (*_shared(declared), *_mandatory(declared))
        cls: Any = _rebuilt(declared, tuple(row.name for row in table))
        cls.command_id = int(command_id)
        cls.words = (command_id.name,)
        PARAMETERS[cls] = table
        _SOURCES[cls] = text = _write(cls, command_id.name, table)
        _run(cls, text, command_id)
        CLASSES[int(command_id)] = cls
        return cls  # type: ignore[no-any-return]  # the class that was declared, built anew with slots

    return expand


def _annotated(cls: type) -> dict[str, Any]:
    hints = get_type_hints(cls, include_extras=True)
    return {name: hints[name] for name in vars(cls).get("__annotations__", {}) if get_origin(hints[name]) is Annotated}


def _shared(cls: type) -> tuple[Parameter, ...]:
    return next((PARAMETERS[base] for base in cls.__mro__[1:] if base in PARAMETERS), ())


def _mandatory(cls: type) -> list[Parameter]:
    rows: list[Parameter] = []
    for name, hint in _annotated(cls).items():
        _, *extras = get_args(hint)
        if isinstance(extras[0], TlvDefinition):
            continue
        wire: Any = extras[0]
        status = next((int(e) for e in extras[1:] if isinstance(e, int)), 8)
        enum = next((e for e in extras[1:] if isinstance(e, type) and issubclass(e, IntEnum)), None)
        doc = next((e for e in extras[1:] if isinstance(e, str)), "")
        rows.append(Parameter(name, wire, vars(cls)[name], status, enum, doc))
    return rows


def _rebuilt(cls: type[T], slots: tuple[str, ...]) -> type[T]:
    """Build a declared class anew: slots for its parameters, views for its TLVs."""
    namespace = {name: value for name, value in vars(cls).items() if name not in {"__dict__", "__weakref__"}}
    for name, hint in _annotated(cls).items():
        del namespace[name]
        row = get_args(hint)[1]
        if isinstance(row, TlvDefinition):
            namespace[name] = TlvView(row)
    namespace["__slots__"] = slots
    namespace["__qualname__"] = cls.__qualname__
    return type(cls)(cls.__name__, cls.__bases__, namespace)


# The writing of the straight lines


def _write(cls: type[Pdu], name: str, rows: tuple[Parameter, ...]) -> str:
    return "\n\n\n".join(
        (
            _write_init(rows, cls),
            _write_eq(rows, cls),
            _write_encode(name, rows, cls),
            _write_decode(name, rows, cls),
        )
    )


def _write_init(rows: tuple[Parameter, ...], cls: type[Pdu]) -> str:
    body = ", body=None" if issubclass(cls, Response) else ""
    head = "".join(f"{row.name}={_literal(row.default)}, " for row in rows)
    lines = [f"def __init__(self, {head}*, command_status=0, sequence_number=0, tlvs=(){body}, **named):"]
    lines += [f"    self.{row.name} = {row.name}" for row in rows]
    lines += [
        "    self.command_status = command_status",
        "    self.sequence_number = sequence_number",
        "    self.tlvs = tlvs",
    ]
    if body:
        lines.append("    self.body = body")
    lines += ["    if named:", "        set_named(self, named)"]
    return "\n".join(lines)


def _write_eq(rows: tuple[Parameter, ...], cls: type[Pdu]) -> str:
    fields = (
        [row.name for row in rows]
        + ["command_status", "sequence_number", "tlvs"]
        + (["body"] if issubclass(cls, Response) else [])
    )
    pairs = " and ".join(f"self.{name} == other.{name}" for name in fields)
    return f"def __eq__(self, other):\n    if other.__class__ is not self.__class__:\n        return NotImplemented\n    return {pairs}"


def _write_encode(name: str, rows: tuple[Parameter, ...], cls: type[Pdu]) -> str:
    """Lay the parameters out as one Latin-1 text where that goes, since one encoding is cheaper than many."""
    lines: list[str] = []
    checks: list[str] = []
    texts: list[str] = []
    pieces: list[str] = []
    layout, values = "", []

    def flush() -> None:
        nonlocal layout, values
        if layout:
            pieces.append(f'("{layout}" % ({", ".join(values)},)).encode("latin-1")')
        layout, values = "", []

    for row in rows:
        wire, field = row.wire, f"p.{row.name}"
        if isinstance(wire, COctetString):
            lines.append(f"        {row.name} = {field}")
            length = f"len({row.name})"
            checks.append(f"{length} not in (0, {wire.size - 1})" if wire.fixed else f"{length} > {wire.size - 1}")
            texts.append(f"{{{row.name}}}")
            layout += "%s\\0"
            values.append(row.name)
        elif isinstance(wire, Integer):
            if wire.size > 1:
                lines.append(f"        {row.name} = {field}")
                field = row.name
            layout += "%c" * wire.size
            shifts = range(8 * (wire.size - 1), -8, -8)
            values += [
                field if wire.size == 1 else f"{field} >> {s}{' & 255' if i else ''}" for i, s in enumerate(shifts)
            ]
        elif isinstance(wire, SizedOctetString):
            lines.append(f"        {row.name} = {field}")
            layout += "%c"
            values.append(f"len({row.name})")
            flush()
            pieces.append(row.name)
        else:
            flush()
            pieces.append(f"{row.name}_type.encode({field}, {row.name}_place)")
    flush()
    if texts:
        checks.append(f'"\\0" in f"{"".join(texts)}"')
    if checks:
        lines += [f"        if {' or '.join(checks)}:", "            raise ValueError"]
    lines.append(f"        body = {' + '.join(pieces) or 'b' + repr('')}")
    lines += ["        if p.tlvs:", "            body += encode_tlvs(p.tlvs)"]
    opening = [f"def encode_{name}(p):"]
    if issubclass(cls, Response):
        opening += ["    if p.command_status or p.body is not None:", "        return encode_error(p)"]
    command_id = f"0x{cls.command_id:08X}"
    lines.append(
        f"        return pack({HEADER_LENGTH} + len(body), {command_id}, p.command_status, p.sequence_number) + body"
    )
    closing = [
        "    except Malformed:",
        "        raise",
        "    except Exception as wrong:",
        "        raise why_not(p, wrong) from wrong",
    ]
    return "\n".join([*opening, "    try:", *lines, *closing])


def _write_decode(name: str, rows: tuple[Parameter, ...], cls: type[Pdu]) -> str:
    """Read the parameters one after the other; ``at`` is the offset of the next one."""
    lines = ["        p = new(cls)", f"        at = {HEADER_LENGTH}"]
    run: list[str] = []

    def flush() -> None:
        if len(run) == 1:
            lines.append(f"        {run[0]} = octets[at]")
        elif run:
            lines.append(f"        {', '.join(run)} = octets[at:at + {len(run)}]")
        if run:
            lines.append(f"        at += {len(run)}")
        run.clear()

    for row in rows:
        wire, field = row.wire, f"p.{row.name}"
        if isinstance(wire, Integer) and wire.size == 1:
            run.append(field)
        elif isinstance(wire, COctetString):
            flush()
            lines += [
                "        if octets[at]:",
                f"            end = index(0, at, at + {wire.size})",
                f'            {field} = octets[at:end].decode("latin-1")',
                *(
                    [f"            if end - at != {wire.size - 1}:", "                raise ValueError"]
                    if wire.fixed
                    else []
                ),
                "            at = end + 1",
                "        else:",
                f'            {field} = ""',
                "            at += 1",
            ]
        elif isinstance(wire, SizedOctetString):
            run.append("length")
            flush()
            over = [f"        if length > {wire.size}:", "            raise ValueError"] if wire.size < 255 else []
            lines += [*over, f"        {field} = octets[at:at + length]", "        at += length"]
        else:
            flush()
            lines.append(f"        {field}, at = {row.name}_type.decode(octets, at, {row.name}_place)")
    flush()
    lines += [
        "        if at == len(octets):",
        "            p.tlvs = ()",
        "        elif at < len(octets):",
        "            p.tlvs = decode_tlvs(octets, at)",
        "        else:",
        "            raise ValueError",
        "        p.command_status = command_status",
        "        p.sequence_number = sequence_number",
        *(["        p.body = None"] if issubclass(cls, Response) else []),
        "        return p",
    ]
    opening = [f"def decode_{name}(octets, command_status, sequence_number):"]
    if issubclass(cls, Response):
        opening += [
            "    if command_status:",
            "        return decode_error(cls, octets, command_status, sequence_number)",
        ]
    if any(isinstance(row.wire, COctetString) for row in rows):
        opening.append("    index = octets.index")
    closing = [
        "    except Malformed:",
        "        raise",
        "    except Exception as wrong:",
        "        raise why(cls, octets, wrong) from wrong",
    ]
    return "\n".join([*opening, "    try:", *lines, *closing])


def _literal(default: Any) -> str:
    return repr(int(default)) if isinstance(default, int) else repr(default)


def _run(cls: Any, text: str, command_id: CommandId) -> None:
    """Run what was written, and hang it where it belongs."""
    file = f"<pdu {command_id.name}>"
    names: dict[str, Any] = {
        "Malformed": Malformed,
        "cls": cls,
        "decode_error": walk.decode_error,
        "decode_tlvs": tlv.decode,
        "encode_error": walk.encode_error,
        "encode_tlvs": tlv.encode,
        "new": cls.__new__,
        "pack": HEADER.pack,
        "set_named": _set_named,
        "why": walk.why,
        "why_not": walk.why_not,
    }
    for row in parameters(cls):
        names[f"{row.name}_type"], names[f"{row.name}_place"] = row.wire, row.place
    exec(compile(text, file, "exec"), names)  # noqa: S102 - the expander: text of our own making, kept as goldens
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    for method in ("__init__", "__eq__"):
        names[method].__qualname__ = f"{cls.__name__}.{method}"
        setattr(cls, method, names[method])
    cls.__hash__ = None
    cls.__repr__ = _repr
    cls.encode = names[f"encode_{command_id.name}"]
    DECODERS[int(command_id)] = names[f"decode_{command_id.name}"]


def _set_named(p: Pdu, named: dict[str, Any]) -> None:
    """Set the TLVs that a constructor was given by name."""
    for name, value in named.items():
        view = getattr(type(p), name, None)
        if not isinstance(view, TlvView):
            raise TypeError(f"{type(p).__name__} has no parameter {name!r}")
        if value is not None:
            view.__set__(p, value)


def _repr(p: Pdu) -> str:
    shown = [(row.name, getattr(p, row.name)) for row in parameters(type(p)) if getattr(p, row.name) != row.default]
    shown += [(name, getattr(p, name)) for name in ("command_status", "sequence_number", "tlvs") if getattr(p, name)]
    return f"{type(p).__name__}({', '.join(f'{name}={value!r}' for name, value in shown)})"
