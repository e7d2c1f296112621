"""Where messages are kept. In memory for now; whatever keeps them offers what Store says."""

from collections.abc import Iterable
from typing import Protocol

from smsc.centre.message import FINAL, Message


class Store(Protocol):
    """Keeps messages, by message_id."""

    def add(self, message: Message) -> None:
        """Keep a message: from here on it can't be lost."""
        ...

    def update(self, message: Message) -> None:
        """Keep what has become of a message."""
        ...

    def get(self, message_id: str) -> Message | None:
        """Find a message; None if there is none of this id (any more)."""
        ...

    def messages(self) -> Iterable[Message]:
        """All messages, the oldest first."""
        ...


class MemoryStore:
    """Keeps messages until the process ends, and of those in their final state only the last ``retention``."""

    def __init__(self, retention: int = 10_000) -> None:
        self._messages: dict[str, Message] = {}
        self._final: dict[str, None] = {}
        self._retention = retention

    def add(self, message: Message) -> None:
        self._messages[message.message_id] = message

    def update(self, message: Message) -> None:
        if message.state in FINAL:
            self._final[message.message_id] = None
            if len(self._final) > self._retention:
                oldest = next(iter(self._final))
                del self._final[oldest], self._messages[oldest]

    def get(self, message_id: str) -> Message | None:
        return self._messages.get(message_id)

    def messages(self) -> Iterable[Message]:
        return self._messages.values()
