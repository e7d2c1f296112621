"""A fresh start at the operator's request: nothing waits any more, and nobody is told of it."""

from collections.abc import Iterator
from itertools import chain

from pdu.values import MessageState
from smsc.centre.alerts import Alerts
from smsc.centre.broadcasting import Broadcasting
from smsc.centre.joining import Joining
from smsc.centre.mailboxes import Mailboxes
from smsc.centre.message import End
from smsc.centre.repetitions import Repetitions
from smsc.centre.store import Store
from smsc.centre.waiting import Waiting
from smsc.network.hop import Send


class Clearing:
    """Deletes waiting messages, broadcasts, and what ESMEs are still to be told of other messages."""

    def __init__(
        self,
        store: Store,
        waiting: Waiting,
        mailboxes: Mailboxes,
        joining: Joining,
        alerts: Alerts,
        broadcasting: Broadcasting,
        repetitions: Repetitions,
        end: End,
    ) -> None:
        self._store = store
        self._waiting = waiting
        self._mailboxes = mailboxes
        self._joining = joining
        self._alerts = alerts
        self._broadcasting = broadcasting
        self._repetitions = repetitions
        self._end = end

    def clear(self, now: float) -> Iterator[Send]:
        """Delete them; what has been handed to an ESME goes on until the ESME answers."""
        yield from self._broadcasting.clear(now)
        self._alerts.clear()
        self._repetitions.clear()
        for message in self._mailboxes.forget_receipts():
            message.receipted = True
            self._store.update(message)
        waiting = tuple(self._waiting.give_up())
        yield from self._waiting.drop(waiting, now)
        messages = (*waiting, *self._joining.give_up())
        for message in chain(messages, *map(self._joining.others, messages)):
            message.receipted, message.status_report = True, None
        for message in messages:
            yield from self._end(message, MessageState.DELETED, now)
