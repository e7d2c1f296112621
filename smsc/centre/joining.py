"""TS 23.040 clause 9.2.3.24.1: the parts of a handset's long message, put together for an ESME that wants them so."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pdu.malformed import Malformed
from pdu.text import udh
from pdu.text.reassembly import Abandoned, Assembled, Doubled, Reassembly
from pdu.values import MessageState
from smsc.centre.message import Message, UserData
from smsc.network.network import Hop, Send, Services

TIME_LIMIT: Final = 300.0  # seconds for which parts wait for the others; then they are handed over as they are

Told = Callable[[Message], Iterable[Send]]


@dataclass(slots=True)
class _Part:
    user_data: UserData
    message: Message = field(compare=False)


@dataclass(slots=True, eq=False)
class TimeLimit:
    """The timer for parts that have waited for the others."""


class Joining:
    """Keeps parts until all are there. They are messages of their own in the store, and so survive a restart."""

    def __init__(
        self, name: str, put: Callable[[Message, float], Iterable[Send]], changed: Callable[[Message], None], done: Told
    ) -> None:
        self._name = name
        self._put = put
        self._changed = changed
        self._done = done
        self._awake = False
        self._reassembly: Reassembly[_Part] = Reassembly(TIME_LIMIT)
        self.services: Services = {TimeLimit: self.time_limit}

    def take(self, message: Message, now: float) -> Iterator[Send]:
        """Take what a handset has sent: what is whole goes on."""
        place = _place(message)
        if place is None:
            yield from self._put(message, now)
            return
        sender = (message.source, message.destination)
        for event in self._reassembly.receive(sender, place, _Part(message.parts[0], message), now):
            if isinstance(event, Assembled):
                first, *others = (part.message for part in event.parts)
                first.parts = tuple(part.user_data for part in event.parts)
                self._changed(first)
                for other in others:
                    yield from self._end(other, now)
                yield from self._put(first, now)
            elif isinstance(event, Doubled):
                yield from self._end(message, now)
            else:
                yield from self._apart(event, now)
        if self._reassembly and not self._awake:
            self._awake = True
            yield Send(self._name, TimeLimit(), 0, TIME_LIMIT)

    def time_limit(self, _: TimeLimit, hop: Hop) -> Iterator[Send]:
        for event in self._reassembly.handle_timer(hop.at):
            yield from self._apart(event, hop.at)
        due = self._reassembly.next_timer()
        self._awake = due is not None
        if due is not None:
            yield Send(self._name, TimeLimit(), 0, due - hop.at)

    def _apart(self, abandoned: Abandoned[_Part], now: float) -> Iterator[Send]:
        """Hand parts over without those that did not come."""
        for _, part in sorted(abandoned.parts.items()):
            yield from self._put(part.message, now)

    def _end(self, message: Message, now: float) -> Iterable[Send]:
        """A part goes on in the first of its message, or is there already: in the store it is done."""
        message.finish(MessageState.DELIVERED, now)
        return self._done(message)


def _place(message: Message) -> udh.Concatenation | None:
    header = message.parts[0].tp_udh
    if len(message.parts) > 1 or not header:
        return None
    try:
        return udh.concatenation(udh.decode(header))
    except Malformed:
        return None
