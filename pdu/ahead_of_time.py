"""The straight lines of every PDU as one typed module, to be read, or to be compiled ahead of time.

    python -m pdu.ahead_of_time > straight.py

The module has the same functions that are run at import, under the same names; only its head is written here.
"""

from pdu.expand import source
from pdu.straight_lines import by_wire, wire_name
from pdu.table import CLASSES

_HEAD = '''\
"""Written by pdu.ahead_of_time: for every PDU its constructors, comparison, encoder and decoder."""
# fmt: off
# ruff: noqa: S110 - the slow way says what is wrong

from typing import Any

from pdu.header import HEADER
from pdu.lists import DistributionList, SmeAddress, UnsuccessSme
{imports}
from pdu.table import parameter, set_named
from pdu.tlv import Tlv
from pdu.tlv import decode as decode_tlvs
from pdu.tlv import encode as encode_tlvs
from pdu.walk import decode as decode_slowly
from pdu.walk import decode_error, encode_error
from pdu.walk import encode as encode_slowly

new = object.__new__
pack = HEADER.pack
{rows}
'''


def module() -> str:
    """Write the module."""
    classes = [cls for _, cls in sorted(CLASSES.items())]
    files: dict[str, list[str]] = {}
    for cls in classes:
        files.setdefault(cls.__module__, []).append(cls.__name__)
    imports = "\n".join(_import(file, sorted(names)) for file, names in sorted(files.items()))
    rows = "\n".join(
        f'{wire_name(cls, row)} = parameter({cls.__name__}, "{row.name}")' for cls in classes for row in by_wire(cls)
    )
    return "\n\n".join([_HEAD.format(imports=imports, rows=rows), *(f"{source(cls)}\n" for cls in classes)])


def _import(file: str, names: list[str]) -> str:
    line = f"from {file} import {', '.join(names)}"
    return line if len(names) < 4 else "\n".join([f"from {file} import (", *(f"    {name}," for name in names), ")"])


if __name__ == "__main__":
    print(module(), end="")  # noqa: T201 - what the command is for
