"""``esme query``: ask what has become of a message."""

from typing import Any

from esme import connect
from esme.commands.ask import ask
from esme.commands.config import Config
from esme.commands.options import AsJson, Host, MessageId, Password, Port, Source, SystemId
from esme.commands.tls import PLAIN, Secure, over_tls
from pdu.operations.query_sm import QuerySmResp
from pdu.values import MessageState


@over_tls
def query(
    message_id: MessageId,
    system_id: SystemId,
    password: Password = connect.password,
    host: Host = connect.host,
    port: Port = connect.port,
    secure: Secure = PLAIN,
    source: Source = "",
    as_json: AsJson = False,
    _config: Config = None,
) -> None:
    """Ask what has become of a message (query_sm)."""
    ask(
        lambda bank: bank.query(message_id, source=source),
        host=host,
        port=port,
        secure=secure,
        system_id=system_id,
        password=password,
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
