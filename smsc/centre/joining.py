"""TS 23.040 clause 9.2.3.24.1: the parts of a handset's long message, joined for an ESME that wants them so."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import inf
from typing import Final

from pdu.text import udh
from pdu.text.reassembly import Abandoned, Assembled, Doubled, Reassembly
from pdu.values import MessageState
from smsc.centre.message import FINAL, End, Message, UserData
from smsc.centre.store import Store
from smsc.network.appointments import Appointments
from smsc.network.hop import Send, Services

TIME_LIMIT: Final = 300.0  # seconds for which parts wait for the others; then they are handed over separately


@dataclass(slots=True)
class _Part:
    user_data: UserData
    message: Message = field(compare=False)


class Joining:
    """Keeps parts until all are there. Each is a message of its own in the store, and so survives a restart.

    Once joined, the first stands for all: the others wait until it is final, and then share its state.
    """

    def __init__(self, name: str, put: Callable[[Message, float], Iterable[Send]], store: Store, end: End) -> None:
        self._put = put
        self._store = store
        self._end = end
        self._reassembly: Reassembly[_Part] = Reassembly(TIME_LIMIT)
        self._timer = Appointments(name, self._waited_long)
        self.services: Services = {Appointments: Appointments.ring}

    def take(self, message: Message, now: float) -> Iterator[Send]:
        """Take a message from a handset; whatever is whole goes on."""
        place = udh.place(message.parts[0].tp_udh) if len(message.parts) == 1 else None
        if place is None:
            yield from self._put(message, now)
            return
        sender = (message.source, message.destination)
        for event in self._reassembly.receive(sender, place, _Part(message.parts[0], message), now):
            if isinstance(event, Assembled):
                first, *others = (part.message for part in event.parts)
                first.parts = tuple(part.user_data for part in event.parts)
                first.copies = tuple(other.message_id for other in others)
                self._store.update(first)
                for other in others:
                    other.submission = first.message_id
                    self._store.update(other)
                yield from self._put(first, now)
            elif isinstance(event, Doubled):
                yield from self._end(message, MessageState.DELIVERED, now)
            else:
                yield from self._apart(event, now)
        yield from self._watch(now)

    def others(self, first: Message) -> Iterator[Message]:
        """Give the messages of the other parts that are not final yet.

        The copies of a submit_multi are not parts: each has an end of its own.
        """
        for message_id in () if first.account else first.copies:
            other = self._store.get(message_id)
            if other is not None and other.state not in FINAL:
                yield other

    def ended(self, first: Message, now: float) -> Iterator[Send]:
        """Finish the other parts of a joined message that has become final."""
        for other in self.others(first):
            other.error = first.error
            yield from self._end(other, first.state, now)

    def resume(self, part: Message, now: float) -> Iterable[Send]:
        """Resume, after a restart, a part that another one stands for."""
        first = self._store.get(part.submission)
        if first is not None and first.state not in FINAL:
            return ()
        return self._end(part, MessageState.DELIVERED if first is None else first.state, now)

    def give_up(self) -> Iterator[Message]:
        """Drop all parts that wait for others, and return them."""
        for abandoned in self._reassembly.handle_timer(inf):
            yield from (part.message for part in abandoned.parts.values())

    def _waited_long(self, reassembly: Reassembly[_Part], now: float) -> Iterator[Send]:
        for event in reassembly.handle_timer(now):
            yield from self._apart(event, now)
        yield from self._watch(now)

    def _watch(self, now: float) -> Iterable[Send]:
        due = self._reassembly.next_timer()
        return () if due is None else self._timer.make(self._reassembly, due, now)

    def _apart(self, abandoned: Abandoned[_Part], now: float) -> Iterator[Send]:
        """Hand parts over separately, as others did not come."""
        for _, part in sorted(abandoned.parts.items()):
            yield from self._put(part.message, now)
