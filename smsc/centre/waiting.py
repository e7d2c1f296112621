"""SMPP v5.0 section 4.5: the messages that an ESME may still cancel or replace, wherever they wait.

They wait for their schedule_delivery_time, in the queue of a handset or in the mailbox of an ESME. A message with any
part under way or delivered is not one of them. A message waiting for a handset goes on waiting there when its number
becomes an ESME's.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre.mailboxes import Mailboxes
from smsc.centre.message import FINAL, Message
from smsc.centre.queues import Queues
from smsc.network.appointments import Appointments
from smsc.network.hop import Send

Deliver = Callable[[Message, float], Iterable[Send]]


class Waiting:
    """Knows where messages wait, and puts those to sleep that are not due yet."""

    def __init__(
        self,
        name: str,
        queues: Queues,
        mailboxes: Mailboxes,
        routes: Mapping[str, str],
        deliver: Deliver,
        changed: Callable[[Message], None],
    ) -> None:
        self._queues = queues
        self._mailboxes = mailboxes
        self._routes = routes
        self._deliver = deliver
        self._changed = changed
        self._asleep: dict[str, dict[Message, None]] = {}  # by destination
        self._timer = Appointments(name, self._come)

    def sleep(self, message: Message, now: float) -> Iterable[Send]:
        """Let a message wait, outside all queues, for its next attempt."""
        self._asleep.setdefault(message.destination.value, {})[message] = None
        return self._timer.make(message, message.next_attempt, now)

    def _come(self, message: Message, now: float) -> Iterable[Send]:
        """Deliver a message that has slept."""
        self._wake(message)
        message.state = MessageState.ENROUTE
        self._changed(message)
        return self._deliver(message, now)

    def has(self, message: Message) -> bool:
        """Whether a message waits, with no part under way or delivered."""
        if not _untouched(message):
            return False
        if self._sleeps(message) or self._queues.has(message):
            return True
        account = self._routes.get(message.destination.value)
        return account is not None and self._mailboxes.has(account, message)

    def give_up(self) -> Iterator[Message]:
        """Abandon what is under way to handsets, and give all messages that then wait, which may all be dropped."""
        self._queues.abandon()
        yield from (message for messages in self._asleep.values() for message in messages)
        yield from self._queues
        yield from filter(_untouched, self._mailboxes)

    def between(
        self, account: str, source: Address, destination: Address, service_type: str | None
    ) -> Iterator[Message]:
        """Give an account's waiting messages between two addresses, of one service_type if that is given."""
        route = self._routes.get(destination.value)
        asleep = tuple(self._asleep.get(destination.value, ()))
        handed = self._mailboxes.waiting(route) if route is not None else ()
        for message in (*self._queues.waiting(destination.value), *handed, *asleep):
            if (
                (message.account, message.source, message.destination) == (account, source, destination)
                and service_type in (None, message.service_type)
                and _untouched(message)
            ):
                yield message

    def drop(self, messages: Iterable[Message], now: float) -> Iterator[Send]:
        """Drop waiting messages, all of one destination at once, as each drop goes through the whole queue."""
        gone: defaultdict[str, set[Message]] = defaultdict(set)
        for message in messages:
            if self._sleeps(message):
                self._wake(message)
            else:
                gone[message.destination.value].add(message)
        for destination, those in gone.items():
            if not those.isdisjoint(self._queues.waiting(destination)):
                yield from self._queues.drop(destination, those, now)
            if (account := self._routes.get(destination)) is not None:
                self._mailboxes.drop(account, those)

    def changed(self, message: Message, first: float | None, now: float) -> Iterable[Send]:
        """Let a changed message wait on; ``first`` is its new time of delivery, None to keep the one it had."""
        if first is not None and first > now:
            yield from self.drop((message,), now)
            message.state, message.next_attempt = MessageState.SCHEDULED, first
            yield from self.sleep(message, now)
        elif self._sleeps(message):
            if first is not None:
                self._wake(message)
                message.state, message.next_attempt = MessageState.ENROUTE, first
                yield from self._deliver(message, now)
        elif self._queues.has(message):
            yield from self._queues.changed(message, now)
        else:
            yield from self._mailboxes.replace(self._routes[message.destination.value], message, now)

    def _sleeps(self, message: Message) -> bool:
        return message in self._asleep.get(message.destination.value, ())

    def _wake(self, message: Message) -> None:
        self._timer.call_off(message)
        asleep = self._asleep[message.destination.value]
        del asleep[message]
        if not asleep:
            del self._asleep[message.destination.value]


def _untouched(message: Message) -> bool:
    """Whether a waiting message is still unfinished, with no part delivered."""
    return message.state not in FINAL and not message.next_part
