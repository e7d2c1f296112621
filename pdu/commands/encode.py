"""``pdu encode``: a ladder line in octets."""

from typing import Annotated

import typer

from pdu.commands import given, show
from pdu.commands.given import Unusable
from pdu.header import Pdu
from pdu.ladder import Unreadable, parse_pdu
from pdu.ladder.notation import in_quotes


def encode(
    line: Annotated[
        list[str],
        typer.Argument(
            metavar="LINE|-",
            help="A ladder line, such as 'submit_sm destination_addr=447700900123'; - reads lines from standard input.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per PDU, each on one line.")] = False,
) -> None:
    """Lay out the PDU that a ladder line describes, in hexadecimal.

    PDUs without a sequence_number are numbered from 1.
    """
    if line == [given.STDIN]:
        texts = [text for text in given.text(line).splitlines() if text.strip() and not text.lstrip().startswith("#")]
    else:
        texts = [" ".join(map(_field, line)) if len(line) > 1 else line[0]]
    if not any(text.strip() for text in texts):
        raise Unusable("no line is given")
    for number, text in enumerate(texts, 1):
        pdu = _pdu(text, number if len(texts) > 1 else 0)
        if not pdu.sequence_number and "sequence_number=" not in text:
            pdu.sequence_number = number
        octets = pdu.encode()
        if as_json:
            show.record({"line": text, "octets": octets.hex(), "length": len(octets)})
        else:
            typer.echo(octets.hex())


def _pdu(text: str, number: int) -> Pdu:
    try:
        return parse_pdu(text)
    except Unreadable as unreadable:
        raise Unusable(f"line {number}, {unreadable}" if number else str(unreadable)) from unreadable


def _field(word: str) -> str:
    """Put back the quotes that the shell has taken from a value."""
    key, equals, value = word.partition("=")
    return f"{key}={in_quotes(value)}" if equals and any(c.isspace() for c in value) and '"' not in value[:1] else word
