"""A store for tests that, like one on disk, knows of each message only what it was told, not what became of it."""

from collections.abc import Iterator

from smsc.centre.message import Message
from smsc.store import table
from smsc.store.memory import MemoryStore


class Notebook(MemoryStore):
    """It writes messages down as rows, whenever the service centre has them kept."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, tuple[object, ...]] = {}

    def add(self, *messages: Message) -> None:
        super().add(*messages)
        for message in messages:
            self._write(message)

    def update(self, message: Message) -> None:
        super().update(message)
        self._write(message)

    def _write(self, message: Message) -> None:
        self.rows[message.message_id] = table.row(message)

    def read(self) -> Iterator[Message]:
        """Read the messages as another process would find them."""
        return map(table.message, self.rows.values())

    def missed(self) -> list[tuple[str, str]]:
        """Find which messages differ from what the store was told, and in which column.

        How often a message for an ESME has been handed out, the store is only told with its next change.
        """
        return [
            (message.message_id, name)
            for message in self.messages()
            for name, now, kept in zip(table.COLUMNS, table.row(message), self.rows[message.message_id], strict=True)
            if now != kept and not (name == "attempts" and message.destination.value == "7001")
        ]
