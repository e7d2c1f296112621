"""``esme cancel``: cancel a message that is not delivered yet."""

from esme import connect
from esme.commands.ask import ask
from esme.commands.config import Config
from esme.commands.options import AsJson, Host, MessageId, Password, Port, Source, SystemId
from esme.commands.tls import PLAIN, Secure, over_tls


@over_tls
def cancel(
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
    """Cancel a message that is not delivered yet (cancel_sm)."""
    ask(
        lambda bank: bank.cancel(message_id, source=source),
        host=host,
        port=port,
        secure=secure,
        system_id=system_id,
        password=password,
        shown=lambda _: {"message_id": message_id, "cancelled": True},
        as_json=as_json,
    )
