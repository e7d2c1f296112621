"""What the service centre asks of whatever keeps its messages; and the plainest thing that does, in memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from smsc.centre.message import FINAL, Message
from smsc.network.network import Unseen


@dataclass(slots=True, eq=False)
class Kept(Unseen):
    """A store tells, by what it was given to sync: what had changed is safe now; or, with a reason, it is not.

    Messages that had been added are forgotten then; what had become of others is tried again.
    """

    tokens: list[object]
    why: str = ""


class Store(Protocol):
    """Keeps messages, by message_id."""

    def add(self, message: Message) -> None:
        """Keep a new message."""
        ...

    def update(self, message: Message) -> None:
        """Keep what has become of a message."""
        ...

    def sync(self, token: object) -> bool:
        """Ask whether all that has changed is safe. False: not yet; a Kept with the token will tell."""
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
