"""What the service centre asks of whatever keeps its messages; and the plainest thing that does, in memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from smsc.centre.message import FINAL, Message
from smsc.network.network import Unseen


@dataclass(slots=True, eq=False)
class Kept(Unseen):
    """A store tells: these messages are safe now; or, with a reason, they are not and will not be."""

    messages: list[Message]
    why: str = ""


class Store(Protocol):
    """Keeps messages, by message_id."""

    def add(self, message: Message) -> bool:
        """Keep a message. True: from here on it can't be lost. False: a Kept will tell when that is so."""
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

    def add(self, message: Message) -> bool:
        self._messages[message.message_id] = message
        return True

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
