"""The interface between the service centre and the store that keeps its messages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from pdu.session import RequestReceived
from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre.message import Message
from smsc.network.hop import Unseen

LOOKS_BACK: Final = 10_000  # messages, of all accounts, among which an account's latest are looked for


@dataclass(slots=True, eq=False)
class Kept(Unseen):
    """A store reports, by the tokens given to sync, that what had changed is safe; or, with ``why``, that it is not.

    In that case, messages that had been added are forgotten, and updates of others are tried again.
    """

    tokens: list[object]
    why: str = ""


class Unreadable(Exception):
    """The store can't read what it keeps; its text says why."""


class Sought(NamedTuple):
    """Which messages are sought: by the destination's number, the sender's number or account, and the state."""

    to: str = ""
    source: str = ""
    state: MessageState | None = None

    def fits(self, message: Message) -> bool:
        """Whether a message is one of them."""
        return (
            self.to in ("", message.destination.value)
            and self.source in ("", message.source.value, message.account)
            and self.state in (None, message.state)
        )


class Store(Protocol):
    """Keeps messages, by message_id."""

    def expect(
        self, account: str, submitted: float, submissions: Sequence[RequestReceived], message_ids: Iterator[str], /
    ) -> Iterator[str]:
        """Announce submit_sms that came together and are still to be decided on; ``add`` follows at once.

        Gives the message_ids for those that are accepted.
        """
        ...

    def add(self, *messages: Message) -> None:
        """Keep new messages; those of one call came together, from one account and at one time."""
        ...

    def update(self, message: Message) -> None:
        """Keep the changes to a message."""
        ...

    def forget(self, message_id: str = "") -> None:
        """Delete a message that is final and owes nobody a receipt; without an id, all such messages."""
        ...

    @property
    def safe(self) -> bool:
        """Whether everything changed so far is as safe as this store makes it."""
        ...

    def sync(self, token: object) -> None:
        """Ask for a Kept with this token once everything changed by now is safe."""
        ...

    def get(self, message_id: str) -> Message | None:
        """Find a message; None if there is none with this id (any more). Raises Unreadable."""
        ...

    def messages(self) -> Iterable[Message]:
        """Give all messages, the oldest first."""
        ...

    def newest(self, before: str = "", sought: Sought | None = None) -> Iterable[Message]:
        """Give all messages, the newest first; if ``before`` is given, only those with a lower message_id.

        If only some are ``sought``, others may be left out, but not so many that whoever has his turn between two waits
        long. Raises Unreadable.
        """
        ...

    def latest(self, account: str, source: Address, count: int) -> Iterable[str]:
        """Give the message_ids, as known to an account, of the latest messages it sent from an address, latest first.

        Raises Unreadable.
        """
        ...

    def note(self, kind: str, key: str, value: str | None) -> None:
        """Keep a value under a kind and a key, as safely as messages; None deletes it."""
        ...

    def notes(self, kind: str) -> Iterable[tuple[str, str]]:
        """Give the keys and values kept of a kind. Raises Unreadable."""
        ...
