"""``esme cancel``: cancel a message that is not delivered yet."""

from esme import connect
from esme.commands.ask import ask
from esme.commands.config import Config
from esme.commands.opening import opens
from esme.commands.options import AsJson, MessageId, Source


@opens
def cancel(
    message_id: MessageId,
    opening: connect,
    source: Source = "",
    as_json: AsJson = False,
    _config: Config = None,
) -> None:
    """Cancel a message that is not delivered yet (cancel_sm)."""
    ask(
        opening,
        lambda bank: bank.cancel(message_id, source=source),
        shown=lambda _: {"message_id": message_id, "cancelled": True},
        as_json=as_json,
    )
