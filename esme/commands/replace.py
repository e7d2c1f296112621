"""``esme replace``: change the text of a message that is not delivered yet."""

from typing import Annotated

import typer

from esme import connect
from esme.commands.ask import ask
from esme.commands.config import Config
from esme.commands.options import (
    AsJson,
    Host,
    InAlphabet,
    MessageId,
    Password,
    Port,
    Schedule,
    Source,
    SystemId,
    Validity,
    time,
)
from esme.commands.tls import PLAIN, Secure, over_tls


@over_tls
def replace(
    message_id: MessageId,
    text: Annotated[str, typer.Option(help="The new text.")],
    system_id: SystemId,
    password: Password = connect.password,
    host: Host = connect.host,
    port: Port = connect.port,
    secure: Secure = PLAIN,
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
        lambda bank: bank.replace(
            message_id,
            text,
            source=source,
            receipt=receipt,
            schedule=goes,
            validity=ends,
            data_coding=data_coding,
        ),
        host=host,
        port=port,
        secure=secure,
        system_id=system_id,
        password=password,
        default_alphabet=default_alphabet,
        shown=lambda _: {"message_id": message_id, "replaced": True},
        as_json=as_json,
    )
