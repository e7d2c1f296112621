"""An operator begins anew: nothing waits any more, and nobody is told of it."""

from collections.abc import Callable, Iterable, Iterator

from pdu.values import MessageState
from smsc.centre.mailboxes import Mailboxes
from smsc.centre.message import Message
from smsc.centre.store import Store
from smsc.centre.waiting import Waiting
from smsc.network.network import Send


class Clearing:
    """Deletes messages that wait, and what ESMEs are still to be told of others."""

    def __init__(
        self,
        store: Store,
        waiting: Waiting,
        mailboxes: Mailboxes,
        finished: Callable[[Message], Iterable[Send]],
    ) -> None:
        self._store = store
        self._waiting = waiting
        self._mailboxes = mailboxes
        self._finished = finished

    def clear(self, now: float) -> Iterator[Send]:
        """Delete them; what has been handed to an ESME goes on, until it answers."""
        for message in self._mailboxes.forget_receipts():
            message.receipted = True
            self._store.update(message)
        messages = tuple(self._waiting.give_up())
        yield from self._waiting.drop(messages, now)
        for message in messages:
            message.receipted, message.status_report = True, None
            message.finish(MessageState.DELETED, now)
            yield from self._finished(message)
