"""``esme replace``: change the text of a message that is not delivered yet."""

import dataclasses
from typing import Annotated

import typer

from esme import connect
from esme.commands.ask import ask
from esme.commands.config import Config
from esme.commands.opening import opens
from esme.commands.options import AsJson, InAlphabet, MessageId, Schedule, Source, Validity, time


@opens
def replace(
    message_id: MessageId,
    text: Annotated[str, typer.Option(help="The new text.")],
    opening: connect,
    default_alphabet: InAlphabet = connect.default_alphabet,
    source: Source = "",
    data_coding: Annotated[
        int, typer.Option(min=0, max=255, help="The data_coding it was submitted with: 0, or 8 for UCS-2.")
    ] = 0,
    schedule: Schedule = "",
    validity: Validity = "",
    receipt: Annotated[bool, typer.Option("--receipt", help="Ask for a delivery receipt.")] = False,
    as_json: AsJson = False,
    _config: Config = None,
) -> None:
    """Change the text of a message before it is delivered (replace_sm)."""
    goes, ends = time(schedule, "--schedule"), time(validity, "--validity")
    ask(
        dataclasses.replace(opening, default_alphabet=default_alphabet),
        lambda bank: bank.replace(
            message_id,
            text,
            source=source,
            receipt=receipt,
            schedule=goes,
            validity=ends,
            data_coding=data_coding,
        ),
        shown=lambda _: {"message_id": message_id, "replaced": True},
        as_json=as_json,
    )
