"""TS 23.040 9.2.3.24.1: the parts of concatenated short messages, put together at the receiving end."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import Enum
from math import inf
from typing import Generic, TypeAlias, TypeVar

from pdu.malformed import Malformed
from pdu.text.segmentation import Sar
from pdu.text.udh import Concatenation8, Concatenation16

PartT = TypeVar("PartT")
Place: TypeAlias = Concatenation8 | Concatenation16 | Sar


class Reason(Enum):
    """Why parts were given up."""

    TIME_LIMIT = "the other parts did not come in time"
    CONFLICT = "another message uses the same reference"
    MEMORY = "too many messages are incomplete, or too long ones"


@dataclass(slots=True)
class Assembled(Generic[PartT]):
    """All parts of a message, in order."""

    sender: Hashable
    reference: int
    parts: tuple[PartT, ...]


@dataclass(slots=True)
class Doubled(Generic[PartT]):
    """A part that is there already, with the same content; nothing has changed."""

    sender: Hashable
    reference: int
    sequence: int


@dataclass(slots=True)
class Abandoned(Generic[PartT]):
    """A message that is no longer waited for: the parts that had come, by sequence, of ``maximum``."""

    sender: Hashable
    reference: int
    maximum: int
    parts: dict[int, PartT]
    reason: Reason


@dataclass(slots=True)
class _Incomplete(Generic[PartT]):
    sender: Hashable
    reference: int
    maximum: int
    until: float
    parts: dict[int, PartT] = field(default_factory=dict)
    octets: int = 0

    def abandoned(self, reason: Reason) -> Abandoned[PartT]:
        return Abandoned(self.sender, self.reference, self.maximum, self.parts, reason)


class Reassembly(Generic[PartT]):
    """Keeps the parts of incomplete messages; a part is whatever the caller wants back (octets, a PDU).

    Messages are told apart by sender (any hashable value that names both ends), kind of reference (8-bit, 16-bit and
    SAR references are different ones) and reference. Time is in seconds, from any clock that does not go back.

    What the specification leaves open: a message has ``time_limit`` from its first part on. A part which says another
    maximum, or has other content than the part of that sequence, begins a new message and the old one is abandoned,
    since senders reuse the 256 references. A part that comes after its message is complete begins a new one too. When
    more than ``most`` messages are incomplete, or their parts take more than ``room``, the oldest is abandoned;
    ``octets`` says what a part takes.
    """

    def __init__(
        self,
        time_limit: float,
        most: int = 1000,
        *,
        octets: Callable[[PartT], int] = lambda _: 0,
        room: float = inf,
    ) -> None:
        self._time_limit = time_limit
        self._most = most
        self._octets = octets
        self._room = room
        self._taken = 0  # of the room
        self._incomplete: dict[Hashable, _Incomplete[PartT]] = {}  # in the order of their first parts

    def __len__(self) -> int:
        """How many messages are incomplete."""
        return len(self._incomplete)

    def awaits(self, sender: Hashable, place: Place) -> bool:
        """Whether a part with this reference may belong to a message that is incomplete."""
        kind, reference, *_ = _read(place)
        return (sender, kind, reference) in self._incomplete

    def has(self, sender: Hashable, place: Place, part: PartT) -> bool:
        """Whether a part is there already, with the same content, and its message is incomplete."""
        kind, reference, maximum, sequence = _read(place)
        message = self._incomplete.get((sender, kind, reference))
        return message is not None and message.maximum == maximum and message.parts.get(sequence) == part

    def receive(
        self, sender: Hashable, place: Place, part: PartT, now: float
    ) -> list[Assembled[PartT] | Doubled[PartT] | Abandoned[PartT]]:
        """What follows from this part; Malformed when its sequence is not within 1 to maximum."""
        kind, reference, maximum, sequence = _read(place)
        events: list[Assembled[PartT] | Doubled[PartT] | Abandoned[PartT]] = [*self.handle_timer(now)]
        key = (sender, kind, reference)
        message = self._incomplete.get(key)
        if message is not None and (message.maximum != maximum or message.parts.get(sequence, part) != part):
            events.append(self._take_out(key).abandoned(Reason.CONFLICT))
            message = None
        if message is None:
            message = _Incomplete(sender, reference, maximum, now + self._time_limit)
            self._incomplete[key] = message
        elif sequence in message.parts:
            return [*events, Doubled(sender, reference, sequence)]
        message.parts[sequence] = part
        octets = self._octets(part)
        message.octets += octets
        self._taken += octets
        if len(message.parts) == maximum:
            self._take_out(key)
            parts = tuple(message.parts[number] for number in range(1, maximum + 1))
            return [*events, Assembled(sender, reference, parts)]
        while len(self._incomplete) > self._most or self._taken > self._room:
            events.append(self._take_out(next(iter(self._incomplete))).abandoned(Reason.MEMORY))
        return events

    def _take_out(self, key: Hashable) -> _Incomplete[PartT]:
        message = self._incomplete.pop(key)
        self._taken -= message.octets
        return message

    def handle_timer(self, now: float) -> list[Abandoned[PartT]]:
        """Abandon what has been incomplete for the time limit."""
        events: list[Abandoned[PartT]] = []
        while (at := self.next_timer()) is not None and at <= now:
            events.append(self._take_out(next(iter(self._incomplete))).abandoned(Reason.TIME_LIMIT))
        return events

    def next_timer(self) -> float | None:
        """When ``handle_timer`` has something to do next; None while nothing is incomplete."""
        return next((message.until for message in self._incomplete.values()), None)


def _read(place: Place) -> tuple[str, int, int, int]:
    if isinstance(place, Sar):
        kind, reference, maximum, sequence = "sar", *place
    else:
        kind = "udh-16" if isinstance(place, Concatenation16) else "udh-8"
        reference, maximum, sequence = place.reference, place.maximum, place.sequence
    if not 1 <= sequence <= maximum:
        raise Malformed("sequence", None, f"1 to {maximum}", str(sequence))
    return kind, reference, maximum, sequence
