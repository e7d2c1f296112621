"""What help(), inspect.signature and dataclasses.fields say about a PDU class, made on demand."""

from collections.abc import Iterator
from dataclasses import field, make_dataclass
from inspect import Parameter as Argument
from inspect import Signature
from typing import Any, get_type_hints

from pdu.header import Pdu, Response
from pdu.table import parameters, views


class ClassDoc:
    """The docstring of a PDU class: what was declared, then each parameter with type, size, status and meaning."""

    def __init__(self, declared: str | None) -> None:
        self.declared = declared or ""

    def __get__(self, p: Pdu | None, cls: type[Pdu]) -> str:
        lines = [self.declared, "", f"{cls.words[0]}, command_id 0x{cls.command_id:08X}"]
        rows = {row.name: row.help for row in parameters(cls)}
        if rows:
            lines += ["", "Mandatory parameters, in the order of the table", *_indented(rows)]
        tlvs = {name: view.help for name, view in views(cls).items()}
        if tlvs:
            lines += ["", "TLVs, None where the PDU does not carry them", *_indented(tlvs)]
        return "\n".join(lines)


def _indented(helps: dict[str, str]) -> Iterator[str]:
    for name, text in helps.items():
        kind, meaning = text.split("\n")
        yield f"    {name}: {kind}"
        yield f"        {meaning}"


class ClassSignature:
    """The signature of a PDU class, which takes its TLVs by name."""

    def __get__(self, p: Pdu | None, cls: type[Pdu]) -> Signature:
        hints = get_type_hints(cls)
        header: dict[str, Any] = {"command_status": 0, "sequence_number": 0, "tlvs": ()}
        body = {"body": None} if issubclass(cls, Response) else {}
        named = header | body | dict.fromkeys(views(cls))
        positional = [
            Argument(row.name, Argument.POSITIONAL_OR_KEYWORD, default=row.default, annotation=hints[row.name])
            for row in parameters(cls)
        ]
        by_name = [
            Argument(name, Argument.KEYWORD_ONLY, default=default, annotation=hints[name])
            for name, default in named.items()
        ]
        return Signature([*positional, *by_name], return_annotation=None)


class ClassFields:
    """The fields of a PDU class for the functions of dataclasses: without it, replace() would lose the parameters."""

    def __get__(self, p: Pdu | None, cls: type[Pdu]) -> Any:
        fields = [(row.name, row.type, field(default=row.default)) for row in parameters(cls)]
        made: Any = make_dataclass(cls.__name__, fields, bases=cls.__bases__, init=False, repr=False, eq=False)
        return made.__dataclass_fields__
