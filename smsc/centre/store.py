"""What the service centre asks of whatever keeps its messages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from pdu.sms.address import Address
from smsc.centre.message import Message
from smsc.network.hop import Unseen

LOOKS_BACK: Final = 10_000  # messages, of all accounts, among which the latest of one are sought


@dataclass(slots=True, eq=False)
class Kept(Unseen):
    """A store tells, by what it was given to sync: what had changed is safe now; or, with a reason, it is not.

    Messages that had been added are forgotten then; what had become of others is tried again.
    """

    tokens: list[object]
    why: str = ""


class Unreadable(Exception):
    """The store can't tell what it keeps: why, in words."""


class Store(Protocol):
    """Keeps messages, by message_id."""

    def add(self, *messages: Message) -> None:
        """Keep new messages; those of one call have come together, from one account and at one time."""
        ...

    def update(self, message: Message) -> None:
        """Keep what has become of a message."""
        ...

    def forget(self, message_id: str = "") -> None:
        """Let go of a message that is done with and owes nobody a receipt; without an id, of all of those."""
        ...

    @property
    def safe(self) -> bool:
        """Whether all that has changed will outlive what this store is to outlive."""
        ...

    def sync(self, token: object) -> None:
        """Ask to be told: a Kept with the token comes when all that has changed by now is safe."""
        ...

    def get(self, message_id: str) -> Message | None:
        """Find a message; None if there is none of this id (any more). Raises Unreadable."""
        ...

    def messages(self) -> Iterable[Message]:
        """All messages, the oldest first."""
        ...

    def newest(self, before: str = "") -> Iterable[Message]:
        """All messages, the newest first: those with a lower message_id than ``before``, if that is given.

        Raises Unreadable.
        """
        ...

    def latest(self, account: str, source: Address, count: int) -> Iterable[str]:
        """The message_ids by which an account knows the latest messages it sent from an address, the latest first.

        Raises Unreadable.
        """
        ...

    def note(self, kind: str, key: str, value: str | None) -> None:
        """Keep something beside messages, under a key of its kind; None: no longer. It is as safe as they are."""
        ...

    def notes(self, kind: str) -> Iterable[tuple[str, str]]:
        """Everything of a kind that is kept, with its key. Raises Unreadable."""
        ...
