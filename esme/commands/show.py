"""How the verbs print what they see: as rungs of a ladder for people, as JSON for programs."""

import json
from typing import Any

import typer

from esme.message import Message
from pdu import ladder
from pdu.header import Pdu


def rung(sender: str, receiver: str, pdu: Pdu) -> None:
    """Print a PDU as a line of a ladder."""
    typer.echo(f"{sender} -> {receiver}  {ladder.line(pdu)}")


def record(fields: dict[str, Any]) -> None:
    """Print one JSON object on one line."""
    typer.echo(json.dumps(fields, ensure_ascii=False))


def complaint(error: Exception, about: str = "") -> None:
    """Print what went wrong, on stderr, as one sentence, and what is to be known besides."""
    for note in ("", *getattr(error, "__notes__", ())):
        typer.echo(f"esme: {about}{note or error}", err=True)


def fields(message: Message) -> dict[str, Any]:
    """What of a message or receipt a program wants to know."""
    shown: dict[str, Any] = {"source": message.source, "destination": message.destination, "text": message.text}
    if message.alert:
        shown["alert"] = True
    elif message.text is None:
        shown["octets"] = message.octets.hex()
    if message.missing:
        shown["missing"] = message.missing
    if message.receipt is not None:
        state = message.message_state
        shown["message_id"] = message.message_id
        shown["message_state"] = state.name if state is not None else None
        shown["stat"] = message.receipt.stat
        shown["err"] = message.receipt.err
    return shown
