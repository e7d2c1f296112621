"""What changes while a transaction is under way, gathered for the next one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from smsc.centre.message import Message

Rung = tuple[str, float, int, str]


@dataclass(slots=True)
class Batch:
    """What one transaction is to keep, and the tokens that wait for it."""

    added: list[Sequence[Message]] = field(default_factory=list)  # each sequence came together
    taken: list[Sequence[Message]] = field(default_factory=list)  # those the intake has taken, but not synced yet
    void: list[int] = field(default_factory=list)  # arrivals of which nothing is true
    changed: dict[str, Message] = field(default_factory=dict)
    notes: dict[tuple[str, str], str | None] = field(default_factory=dict)
    rungs: list[Rung] = field(default_factory=list)
    tokens: list[object] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    def part(self) -> Iterator[list[Message]]:
        """Give the new messages that can go into arrivals, and put all others among the changed ones."""
        for together in self.added:
            came = [message for message in together if message.octets]
            if len(came) < len(together):
                self.changed |= {message.message_id: message for message in together if not message.octets}
            if self.changed:
                came = [message for message in came if message.message_id not in self.changed]
            if came:
                yield came

    def __bool__(self) -> bool:
        new = self.added or self.taken or self.void
        return bool(new or self.changed or self.notes or self.rungs or self.tokens or self.forgotten)
