"""How the verbs print what they see: as rungs of a ladder for people, as JSON for programs."""

import json
from collections.abc import Callable
from typing import Any

import typer

from esme.message import Message
from pdu import ladder
from pdu.commands.saying import complain
from pdu.header import Pdu
from pdu.text.data_coding import DefaultAlphabet


def rung(sender: str, receiver: str, pdu: Pdu, default_alphabet: DefaultAlphabet) -> None:
    """Print a PDU as a line of a ladder."""
    typer.echo(f"{sender} -> {receiver}  {ladder.line(pdu, default_alphabet=default_alphabet)}")


class Witness:
    """Prints the PDUs of a session that are ``wanted`` (asked with True for one that we sent), as rungs.

    An OSError of the output, raised in here, would look like one of the connection: ``check`` raises it instead.
    """

    def __init__(self, system_id: str, wanted: Callable[[bool, Pdu], bool], default_alphabet: DefaultAlphabet) -> None:
        self._system_id = system_id
        self._wanted = wanted
        self._default_alphabet = default_alphabet
        self._error: OSError | None = None

    def __call__(self, ours: bool, pdu: Pdu) -> None:
        if self._error is not None or not self._wanted(ours, pdu):
            return
        try:
            rung(*(self._system_id, "sc") if ours else ("sc", self._system_id), pdu, self._default_alphabet)
        except OSError as error:
            self._error = error

    def check(self) -> None:
        """Raise the error that kept a PDU from being printed, if any."""
        if self._error is not None:
            raise self._error


def record(fields: dict[str, Any]) -> None:
    """Print one JSON object on one line."""
    typer.echo(json.dumps(fields, ensure_ascii=False))


def complaint(error: Exception, about: str = "") -> None:
    """Print on stderr what went wrong, as one sentence, and the notes on it."""
    for note in ("", *getattr(error, "__notes__", ())):
        complain(f"esme: {about}{note or error}")


def fields(message: Message) -> dict[str, Any]:
    """Choose what a program wants to know of a message or receipt."""
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
