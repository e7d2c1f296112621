"""From a PDU's declaration, the specification's table as a class, to straight-line code, once at import.

``@pdu(CommandId.submit_sm)`` reads the annotated fields of a class in their order and gives it five functions:
``__init__``, ``__eq__``, ``encode``, its ``maker`` and the decoder that ``DECODERS`` keeps by command_id.
``straight_lines`` writes their source, this file runs it: ``source(SubmitSm)`` shows it, and so does a traceback or a
debugger.
"""

import __future__

import linecache
from collections.abc import Callable
from enum import IntEnum
from inspect import get_annotations
from typing import Annotated, Any, ParamSpec, TypeVar, dataclass_transform, get_args, get_origin

from pdu import straight_lines, tlv, walk
from pdu.command_id import CommandId
from pdu.documentation import ClassDoc, ClassFields, ClassSignature
from pdu.header import HEADER, HIDDEN, SECRETS, Pdu, Response
from pdu.table import CLASSES, DECODERS, PARAMETERS, REQUIRED, Parameter, TlvView, parameters, set_named
from pdu.tlv import TlvDefinition

P = ParamSpec("P")
T = TypeVar("T")

_SOURCES: dict[type, str] = {}
_MAKERS: dict[Any, Callable[..., Any]] = {}


def source(cls: type[Pdu]) -> str:
    """Give the straight-line code that was written for a PDU class."""
    return _SOURCES[cls]


def maker(cls: Callable[P, T]) -> Callable[P, T]:
    """Give a function that does what calling a PDU class does, in half the time, for callers that make many."""
    return _MAKERS[cls]


@dataclass_transform(kw_only_default=True)
def tlvs(cls: type[T]) -> type[T]:
    """Declare a table of TLVs that several PDUs share: every annotated field becomes a view."""
    return _rebuilt(cls, (), {})


@dataclass_transform()
def rows(cls: type[T]) -> type[T]:
    """Declare a table of mandatory parameters that several PDUs share."""
    table = tuple(_mandatory(cls))
    rebuilt = _rebuilt(cls, table, {})
    PARAMETERS[rebuilt] = table
    shared: Any = rebuilt
    shared.__init__ = _refuse
    return rebuilt


def _refuse(self: Pdu, *_: Any, **__: Any) -> None:
    """Refuse to make a PDU of a class that only says what several have in common."""
    cls = type(self)
    several = ", ".join(one.__name__ for one in CLASSES.values() if issubclass(one, cls))
    raise TypeError(f"{cls.__name__}: expected one of those that share it, {several}")


@dataclass_transform()
def pdu(command_id: CommandId) -> Callable[[type[T]], type[T]]:
    """Declare a PDU: fields annotated with a wire type are mandatory parameters, with a TLV definition TLVs."""

    def expand(declared: type[T]) -> type[T]:
        table = (*PARAMETERS[declared], *_mandatory(declared))  # those that it shares, and its own
        rebuilt = _rebuilt(declared, table, {row.name: row.help for row in table})
        cls: Any = rebuilt
        cls.command_id = int(command_id)
        cls.words = (command_id.name,)
        PARAMETERS[cls] = table
        CLASSES[int(command_id)] = cls
        cls.__doc__ = ClassDoc(cls.__doc__)
        cls.__signature__ = ClassSignature()
        cls.__dataclass_fields__ = ClassFields()
        _run(cls)
        return rebuilt

    return expand


def _annotated(cls: type) -> dict[str, Any]:
    hints: dict[str, Any] = get_annotations(cls)
    return {name: hint for name, hint in hints.items() if get_origin(hint) is Annotated}


def _mandatory(cls: type) -> list[Parameter]:
    rows: list[Parameter] = []
    for name, hint in _annotated(cls).items():
        of, wire, *extras = get_args(hint)
        if isinstance(wire, TlvDefinition):
            continue
        status = next(int(e) for e in extras if isinstance(e, int))
        names = next((e for e in extras if isinstance(e, type) and issubclass(e, IntEnum)), None)
        doc = next((e for e in extras if isinstance(e, str)), "")
        rows.append(Parameter(name, wire, vars(cls)[name], status, names, doc, of))
    return rows


def _rebuilt(cls: type[T], table: tuple[Parameter, ...], slots: dict[str, str]) -> type[T]:
    """Rebuild a declared class with slots, and their help, for its parameters, and views for its TLVs.

    ``case SubmitSm("CMT", ton)`` matches its parameters in the order of the table, as checkers of types expect.
    """
    namespace = {name: value for name, value in vars(cls).items() if name not in {"__dict__", "__weakref__"}}
    for name, hint in _annotated(cls).items():
        del namespace[name]
        _, row, *extras = get_args(hint)
        if isinstance(row, TlvDefinition):
            namespace[name] = TlvView(row, required=REQUIRED in extras)
    namespace |= {"__slots__": slots, "__match_args__": tuple(row.name for row in table)}
    rebuilt: Any = type(cls.__name__, cls.__bases__, namespace)
    return rebuilt  # type: ignore[no-any-return]  # the declared class, rebuilt


def _run(cls: Any) -> None:
    """Run the straight lines of a PDU class, and put their functions where they belong."""
    name = cls.words[0]
    _SOURCES[cls] = text = straight_lines.written(cls)
    file = f"<pdu {name}>"
    names: dict[str, Any] = {
        "decode_error": walk.decode_error,
        "decode_slowly": walk.decode,
        "decode_tlvs": tlv.decode,
        "encode_error": walk.encode_error,
        "encode_slowly": walk.encode,
        "encode_tlvs": tlv.encode,
        "new": object.__new__,
        "pack": HEADER.pack,
        "set_named": set_named,
        cls.__name__: cls,
    }
    names.update((straight_lines.wire_name(cls, row), row) for row in straight_lines.by_wire(cls))
    code = compile(text, file, "exec", flags=__future__.annotations.compiler_flag)
    exec(code, names)  # noqa: S102 - the expander: text of our own making, kept as goldens
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    for method, function in (("__init__", f"init_{name}"), ("__eq__", f"eq_{name}"), ("encode", f"encode_{name}")):
        names[function].__name__, names[function].__qualname__ = method, f"{cls.__name__}.{method}"
        setattr(cls, method, names[function])
    cls.__hash__ = None
    cls.__repr__ = _repr
    _MAKERS[cls] = names[f"make_{name}"]
    DECODERS[cls.command_id] = names[f"decode_{name}"]


def _repr(p: Pdu) -> str:
    shown = [(row.name, getattr(p, row.name)) for row in parameters(type(p)) if getattr(p, row.name) != row.default]
    shown += [(name, getattr(p, name)) for name in ("command_status", "sequence_number", "tlvs") if getattr(p, name)]
    if isinstance(p, Response) and p.body is not None:
        shown.append(("body", p.body))
    said = (f"{name}={HIDDEN if name in SECRETS else repr(value)}" for name, value in shown)
    return f"{type(p).__name__}({', '.join(said)})"
