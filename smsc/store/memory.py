"""Messages in memory: for tests, for scenarios, and for whoever asks for it."""

from collections.abc import Iterable, Iterator
from itertools import islice

from pdu.sms.address import Address
from smsc.centre.message import FINAL, Message
from smsc.centre.store import LOOKS_BACK


class MemoryStore:
    """Keeps messages until the process ends, and of those in their final state only the last ``retention``."""

    def __init__(self, retention: int = 10_000) -> None:
        self._messages: dict[str, Message] = {}
        self._final: dict[str, None] = {}
        self._retention = retention

    def add(self, message: Message) -> None:
        self._messages[message.message_id] = message

    def sync(self, token: object) -> bool:
        """It is as safe as it will be."""
        del token
        return True

    def update(self, message: Message) -> None:
        if message.state in FINAL and message.message_id in self._messages:
            self._final[message.message_id] = None
            if len(self._final) > self._retention:
                oldest = next(iter(self._final))
                del self._final[oldest], self._messages[oldest]

    def get(self, message_id: str) -> Message | None:
        return self._messages.get(message_id)

    def messages(self) -> Iterable[Message]:
        return self._messages.values()

    def latest(self, account: str, source: Address, count: int) -> Iterator[str]:
        newest = islice(reversed(self._messages.values()), LOOKS_BACK)
        own = (one for one in newest if (one.account, one.source, one.submission) == (account, source, ""))
        return (message.message_id for message in islice(own, count))
