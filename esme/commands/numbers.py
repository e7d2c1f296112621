"""The numbers that messages go to: on the command line, or in a file, one on each line."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from esme import address
from pdu.malformed import Malformed
from pdu.operations.submit_sm import SubmitSm

ToFile = Annotated[
    Path | None,
    typer.Option(
        show_default=False,
        allow_dash=True,
        help="A file with a number on each line (- for stdin); empty lines and lines that begin with # are ignored.",
    ),
]


def numbers(to: Sequence[str], file: Path | None) -> list[str]:
    """Return all numbers, in order; raises Malformed for the first invalid one, with its line, or if there are none.

    That happens before anything is sent.
    """
    for number in to:
        _check(number)
    found = [*to, *(_read(file) if file is not None else ())]
    if not found:
        raise Malformed("--to", None, "at least one number, here or by --to-file", "none")
    return found


def _check(number: str) -> None:
    """Raise Malformed if no submit_sm can go to it."""
    address.addressed(SubmitSm(), number).encode()


def _read(file: Path) -> list[str]:
    name = "stdin" if str(file) == "-" else str(file)
    found: list[str] = []
    for at, line in enumerate(_text(file, name).splitlines(), 1):
        number = line.strip()
        if not number or number.startswith("#"):
            continue
        try:
            _check(number)
        except Malformed as malformed:
            raise Malformed(f"{name}, line {at}", None, malformed.expected, malformed.found) from None
        found.append(number)
    if not found:
        raise Malformed(name, None, "a number on each line", "none")
    return found


def _text(file: Path, name: str) -> str:
    try:
        octets = sys.stdin.buffer.read() if name == "stdin" else file.read_bytes()
        return octets.decode("utf-8-sig")
    except OSError as error:
        raise Malformed("--to-file", None, "a file that can be read", f"{name}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Malformed(f"{name}, line {line}", None, "UTF-8", repr(error.object[error.start : error.end])) from None
