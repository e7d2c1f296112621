"""The options that the verbs share: where the message centre is, and who we are there."""

from typing import Annotated

import typer

from pdu.session import Timers

TIMERS = Timers(session_init_timer=10, response_timer=10)  # a person is waiting

Host = Annotated[str, typer.Option(envvar="ESME_HOST", help="The message centre.")]
Port = Annotated[int, typer.Option(envvar="ESME_PORT", min=1, max=65535, help="Its SMPP port.")]
SystemId = Annotated[str, typer.Option(envvar="ESME_SYSTEM_ID", help="Who binds.")]
Password = Annotated[
    str, typer.Option(envvar="ESME_PASSWORD", show_default=False, help="Its password, best given by the environment.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object per line instead of ladder lines.")]
