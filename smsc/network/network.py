"""The network: elements that exchange messages over links with latency, as one heap of hops in time.

Elements never meet: each gives its answers to the network, which is the only place that knows them all. The
network never looks at a clock: ``run_until(at)`` handles every hop due by then, so the same world runs at the
wall's pace or as fast as it can.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, NamedTuple, Protocol, TypeAlias


class Send(NamedTuple):
    """What an element decided: ``message`` for the element ``to``, within a conversation, perhaps later.

    A conversation is what the layer below would hold the message by: a TCAP dialogue, an SCCP connection, a
    radio channel, an SMPP session. A message to oneself is a timer: it takes ``after`` seconds and is no hop
    that anybody sees. A message to ``""`` is for the world outside (a person who looks at a screen): it is seen,
    and that is all.
    """

    to: str
    message: object
    conversation: int = 0
    after: float = 0.0


class Hop(NamedTuple):
    """A message that arrives: when (seconds), from whom, to whom, in which conversation."""

    at: float
    serial: int
    origin: str
    destination: str
    conversation: int
    message: object


class Unseen:
    """A message that stands for physics (who is within range of whom), not for signalling: no observer sees it."""

    __slots__ = ()


class Element(Protocol):
    """A network element: it decides and does not do."""

    name: str
    kind: str

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Decide what a message that arrives leads to."""
        ...


_hop = tuple.__new__  # what Hop(...) does, without a call between: every hop passes here

Observer = Callable[[Hop], None]
Service: TypeAlias = Callable[[Any, Hop], Iterable[Send]]
Services: TypeAlias = Mapping[type, Service]  # what an element does with which message


class Network:
    """All elements, the links between their kinds, and the hops under way."""

    def __init__(self, *, now: float = 0.0, seed: int = 0, latency: dict[tuple[str, str], float] | None = None) -> None:
        self.now = now
        self.random = Random(seed)  # noqa: S311 - chance in a simulation has to be repeatable, not secret
        self.latency = latency or {}
        self.conversations: Iterator[int] = count(1)
        self.observers: list[Observer] = []
        self._elements: dict[str, Element] = {}
        self._serial = count()
        self._under_way: list[Hop] = []
        self._arriving: deque[Hop] = deque()  # due this very moment: they need no heap, their order is their serial

    def add(self, element: Element, *titles: str) -> None:
        """Connect an element, under its name and its global titles (the digits others address it by)."""
        for name in (element.name, *titles):
            if self._elements.setdefault(name, element) is not element:
                raise ValueError(f"two elements answer to {name!r}: {self._elements[name].name} and {element.name}")

    def __getitem__(self, name: str) -> Element:
        return self._elements[name]

    def __contains__(self, name: str) -> bool:
        return name in self._elements

    def __iter__(self) -> Iterator[Element]:
        return iter(dict.fromkeys(self._elements.values()))

    def send(self, origin: Element, sends: Iterable[Send]) -> None:
        """Put what an element decided on its links.

        A global title that is nobody's is seen and lost, as in a network of several operators: whoever waits has
        a timer. LookupError for a name that is nobody's: that is a mistake in how the world was built.
        """
        elements, latency, serial, now, name = self._elements, self.latency, self._serial, self.now, origin.name
        for to, message, conversation, after in sends:
            target = elements.get(to)
            if target is None:
                if to and not to.isdecimal():
                    raise LookupError(f"{name} sends {type(message).__name__} to {to!r}, which is nobody's name")
                destination = to
            else:
                destination = target.name
                if latency and target is not origin:
                    after += latency.get((origin.kind, target.kind), 0.0)
            if after:
                hop = _hop(Hop, (now + after, next(serial), name, destination, conversation, message))
                heappush(self._under_way, hop)
            else:
                hop = _hop(Hop, (now, next(serial), name, destination, conversation, message))
                self._arriving.append(hop)

    def act(self, name: str, message: object, after: float = 0.0) -> None:
        """Let somebody outside the network (a person, an operator) do something to an element."""
        hop = Hop(self.now + after, next(self._serial), "", self._elements[name].name, 0, message)
        heappush(self._under_way, hop)

    def next_at(self) -> float | None:
        """When the next hop arrives, or None if nothing is under way."""
        if self._arriving:
            return self._arriving[0].at
        return self._under_way[0].at if self._under_way else None

    @property
    def at_rest(self) -> bool:
        """Nothing is under way but timers: without an act from outside, only time will change anything."""
        return not self._arriving and all(hop.origin == hop.destination for hop in self._under_way)

    def run_until(self, at: float) -> None:
        """Let everything arrive that is due by ``at``, and be there."""
        under_way, arriving, elements, observers = (
            self._under_way,
            self._arriving,
            self._elements,
            self.observers,
        )
        while self.now <= at:
            if arriving and not (under_way and under_way[0] < arriving[0]):  # at and serial decide
                hop = arriving.popleft()
            elif under_way and under_way[0].at <= at:
                hop = heappop(under_way)
                self.now = max(self.now, hop.at)
            else:
                self.now = at
                break
            if observers and hop.origin != hop.destination and not isinstance(hop.message, Unseen):
                for observer in observers:
                    observer(hop)
            element = elements.get(hop.destination)
            if element is not None:
                self.send(element, element.receive(hop))
