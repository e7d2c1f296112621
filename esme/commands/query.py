"""``esme query``: ask what has become of a message."""

from typing import Any

from esme import connect
from esme.commands.ask import ask
from esme.commands.config import Config
from esme.commands.opening import opens
from esme.commands.options import AsJson, MessageId, Source
from pdu.operations.query_sm import QuerySmResp
from pdu.values import MessageState


@opens
def query(
    message_id: MessageId,
    opening: connect,
    source: Source = "",
    as_json: AsJson = False,
    _config: Config = None,
) -> None:
    """Ask what has become of a message (query_sm)."""
    ask(
        opening,
        lambda bank: bank.query(message_id, source=source),
        shown=_fields,
        as_json=as_json,
    )


def _fields(response: QuerySmResp) -> dict[str, Any]:
    state = response.message_state
    return {
        "message_id": response.message_id,
        "message_state": MessageState(state).name if state in list(MessageState) else state,
        "final_date": response.final_date,
        "error_code": response.error_code,
    }
