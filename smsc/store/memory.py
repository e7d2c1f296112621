"""Messages in memory: for tests, for scenarios, and wherever it is asked for."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter

from pdu.session import RequestReceived
from pdu.sms.address import Address
from smsc.centre.message import FINAL, Message
from smsc.centre.store import LOOKS_BACK, Sought
from smsc.store.retention import IN_MEMORY, Retention


class MemoryStore:
    """Keeps messages until the process ends; those that are settled, only for as long as ``retention`` says.

    Whether the oldest may go is checked whenever another message is settled, at its time.
    """

    safe = True  # as safe as it will be

    def __init__(self, retention: Retention | None = None) -> None:
        self._retention = retention or Retention(most=IN_MEMORY)
        self._messages: dict[str, Message] = {}
        # When they reached their final state, the oldest first. A dict finds its first key by passing all deleted ones.
        self._settled: OrderedDict[str, float] = OrderedDict()
        self._notes: dict[str, dict[str, str]] = {}

    def expect(
        self, _account: str, _submitted: float, _submissions: Sequence[RequestReceived], message_ids: Iterator[str]
    ) -> Iterator[str]:
        """Do nothing, as there is nothing that takes its time."""
        return message_ids

    def add(self, *messages: Message) -> None:
        kept = self._messages
        for message in messages:
            kept[message.message_id] = message
            message.octets = b""

    def sync(self, token: object) -> None:
        """Do nothing, as nothing has to be waited for; it is never called, since ``safe`` is always true."""

    def update(self, message: Message) -> None:
        if message.state not in FINAL or message.owes_receipt or message.message_id not in self._messages:
            return
        if message.submission:
            first = self._messages.get(message.submission)
            if first is not None and first.account:  # it may have been kept for this one
                self.update(first)
        elif message.copies and message.account and self._stands_for_others(message):
            return
        now, settled, retention = message.done or 0.0, self._settled, self._retention
        settled[message.message_id] = now
        for _ in range(2):  # one for the message settled now, and one more if time has passed
            oldest = next(iter(settled))
            if len(settled) <= retention.most and settled[oldest] > now - retention.seconds:
                break
            del settled[oldest], self._messages[oldest]

    def _stands_for_others(self, message: Message) -> bool:
        """Whether its ESME knows other messages, which are not final yet, by its message_id."""
        others = map(self._messages.get, message.copies)
        return any(other is not None and other.state not in FINAL for other in others)

    def forget(self, message_id: str = "") -> None:
        for settled in (message_id,) if message_id else tuple(self._settled):
            if self._settled.pop(settled, None) is not None:
                del self._messages[settled]

    def get(self, message_id: str) -> Message | None:
        return self._messages.get(message_id)

    def messages(self) -> Iterable[Message]:
        return self._messages.values()

    def newest(self, before: str = "", sought: Sought | None = None) -> Iterator[Message]:  # noqa: ARG002 - it gives all
        kept = tuple(self._messages.values())
        end = bisect_left(kept, before, key=attrgetter("message_id")) if before else len(kept)
        return map(kept.__getitem__, reversed(range(end)))

    def latest(self, account: str, source: Address, count: int) -> Iterator[str]:
        newest = islice(reversed(self._messages.values()), LOOKS_BACK)
        own = (one for one in newest if (one.account, one.source, one.submission) == (account, source, ""))
        return (message.message_id for message in islice(own, count))

    def note(self, kind: str, key: str, value: str | None) -> None:
        if value is None:
            self._notes.get(kind, {}).pop(key, None)
        else:
            self._notes.setdefault(kind, {})[key] = value

    def notes(self, kind: str) -> Iterable[tuple[str, str]]:
        return tuple(self._notes.get(kind, {}).items())
