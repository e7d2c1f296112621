"""The network: elements that exchange messages over links with latency, as one heap of hops in time.

Elements never meet: each gives its answers to the network, which is the only place that knows them all. The
network never looks at a clock: ``run_until(at)`` handles every hop due by then, so the same world runs at the
wall's pace or as fast as it can.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import heappop, heappush, heapreplace
from itertools import count
from random import Random
from typing import Any, NamedTuple, Protocol, TypeAlias

from smsc.network.troubles import Trouble, Troubles


class Send(NamedTuple):
    """What an element decided: ``message`` for the element ``to``, within a conversation, perhaps later.

    A conversation is what the layer below would hold the message by: a TCAP dialogue, an SCCP connection, a
    radio channel, an SMPP session. A message to oneself is a timer: it takes ``after`` seconds and is no hop
    that anybody sees. A message to ``""`` is for the world outside (a person who looks at a screen): it is seen,
    and that is all. ``calling`` is who is to be answered, where a message is only passed on: SCCP's calling party.
    """

    to: str
    message: object
    conversation: int = 0
    after: float = 0.0
    calling: str = ""


class Hop(NamedTuple):
    """A message that arrives: when (seconds), from whom, to whom, in which conversation; passed on for ``calling``."""

    at: float
    serial: int
    origin: str
    destination: str
    conversation: int
    message: object
    calling: str = ""

    @property
    def caller(self) -> str:
        """Who is to be answered."""
        return self.calling or self.origin


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
Head: TypeAlias = tuple[Any, ...]  # at, serial and a lane; or a hop that has no lane


class Lane:
    """The hops under way that take equally long: they arrive in the order in which they were sent."""

    __slots__ = ("hops", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.hops: deque[Hop] = deque()


class Network:
    """All elements, the links between their kinds, and the hops under way."""

    def __init__(self, *, now: float = 0.0, seed: int = 0, latency: dict[tuple[str, str], float] | None = None) -> None:
        self.now = now
        self.random = Random(seed)  # noqa: S311 - chance in a simulation has to be repeatable, not secret
        self.conversations: Iterator[int] = count(1)
        self.observers: list[Observer] = []
        self.troubles = Troubles()
        self._troubled = False  # there are, or are about to be
        self._elements: dict[str, Element] = {}
        self._serial = count()
        self._lanes: dict[float, Lane] = {}
        self._links: dict[str, dict[str, Lane]] = {}  # by the kinds of origin and destination; none: no latency
        self._changed: dict[tuple[str, str], Lane] = {}  # links between two elements that have their own latency
        self._heads: list[Head] = []  # a heap: the first of each lane, and timers
        self._arriving: deque[Hop] = deque()  # due this very moment: they need no heap, their order is their serial
        self.latency = latency or {}

    def add(self, element: Element, *titles: str) -> None:
        """Connect an element, under its name and its global titles (the digits others address it by)."""
        for name in (element.name, *titles):
            if self._elements.setdefault(name, element) is not element:
                raise ValueError(f"two elements answer to {name!r}: {self._elements[name].name} and {element.name}")
        self._links.setdefault(element.kind, {})

    def replace(self, element: Element) -> None:
        """Let another element have the name of one that is there."""
        former = self._elements[element.name]
        self._elements.update((name, element) for name, one in self._elements.items() if one is former)
        self._links.setdefault(element.kind, {})

    def stand_before(self, kind: str, standing: Callable[[Element], Element]) -> None:
        """Let something else have the names of every element of a kind: what stands before it."""
        there = {element: standing(element) for element in self if element.kind == kind}
        self._elements.update((name, there[one]) for name, one in self._elements.items() if one in there)

    def __getitem__(self, name: str) -> Element:
        return self._elements[name]

    def __contains__(self, name: str) -> bool:
        return name in self._elements

    def __iter__(self) -> Iterator[Element]:
        return iter(dict.fromkeys(self._elements.values()))

    @property
    def latency(self) -> dict[tuple[str, str], float]:
        """Seconds that a message takes, by the kinds of origin and destination; those of single links go before."""
        return {(one, other): lane.seconds for one, lanes in self._links.items() for other, lane in lanes.items()}

    @latency.setter
    def latency(self, latency: Mapping[tuple[str, str], float]) -> None:
        self._changed.clear()
        for lanes in self._links.values():
            lanes.clear()
        for link, seconds in latency.items():
            self.set_latency(link, seconds)

    def set_latency(self, link: tuple[str, str], seconds: float) -> None:
        """Let messages from one element, or from one kind of elements, to another take so long from now on."""
        origin, destination = link
        lane = self._lanes.setdefault(seconds, Lane(seconds))
        if origin in self._elements and destination in self._elements:
            self._changed[link] = lane
        else:
            self._links.setdefault(origin, {})[destination] = lane

    def send(self, origin: Element, sends: Iterable[Send]) -> None:
        """Put what an element decided on its links.

        A global title that is nobody's is seen and lost, as in a network of several operators: whoever waits has
        a timer. LookupError for a name that is nobody's: that is a mistake in how the world was built.
        """
        elements, serial, now, name, changed = self._elements, self._serial, self.now, origin.name, self._changed
        lanes = self._links[origin.kind]
        for to, message, conversation, after, calling in sends:
            target = elements.get(to)
            lane = None
            if target is None:
                if to and not to.isdecimal():
                    raise LookupError(f"{name} sends {type(message).__name__} to {to!r}, which is nobody's name")
                destination = to
            else:
                destination = target.name
                if target is not origin:
                    lane = lanes.get(target.kind)
                    if changed:
                        lane = changed.get((name, destination), lane)
            if after:
                at = now + after + (lane.seconds if lane is not None else 0.0)
                heappush(self._heads, _hop(Hop, (at, next(serial), name, destination, conversation, message, calling)))
            elif lane is None:
                self._arriving.append(_hop(Hop, (now, next(serial), name, destination, conversation, message, calling)))
            else:
                at, number, hops = now + lane.seconds, next(serial), lane.hops
                if not hops:
                    heappush(self._heads, (at, number, lane))
                hops.append(_hop(Hop, (at, number, name, destination, conversation, message, calling)))

    def link(self, text: str) -> tuple[str, str]:
        """Read a link, such as ``msc1-hlr`` or ``bss-ms``; raises LookupError where it is none."""
        for known in (self._elements, self._links):
            for place in (place for place, character in enumerate(text) if character == "-"):
                one, other = text[:place], text[place + 1 :]
                if one in known and other in known:
                    return one, other
        raise LookupError(f"{text!r} is no link: expected two elements or kinds of elements, such as sc-hlr")

    def ask(self, origin: Element, to: str, message: object, conversation: int) -> object | None:
        """Send one message, and give the answer at once where all is well, links take no time, and there is one yet.

        Else it is sent as any other, and the answer as well: None. No observer sees the two hops that are spared.
        """
        element = self._elements[to]
        if (
            self._troubled
            or self._changed
            or element.kind in self._links[origin.kind]
            or origin.kind in self._links[element.kind]
        ):
            self.send(origin, (Send(to, message, conversation),))
            return None
        name = origin.name
        sends = tuple(
            element.receive(_hop(Hop, (self.now, next(self._serial), name, element.name, conversation, message, "")))
        )
        answer = None
        if sends:
            to, said, of, after, _ = sends[0]
            if to == name and of == conversation and not after:
                answer, sends = said, sends[1:]
            if sends:
                self.send(element, sends)
        return answer

    def act(self, name: str, message: object, after: float = 0.0) -> None:
        """Let somebody outside the network (a person, an operator) do something to an element, or to a link."""
        if isinstance(message, Trouble):
            self._troubled = True
        else:
            name = self._elements[name].name
        heappush(self._heads, Hop(self.now + after, next(self._serial), "", name, 0, message))

    def next_at(self) -> float | None:
        """When the next hop arrives, or None if nothing is under way."""
        if self._arriving:
            return self._arriving[0].at
        at: float | None = self._heads[0][0] if self._heads else None
        return at

    @property
    def at_rest(self) -> bool:
        """Nothing is under way but timers: without an act from outside, only time will change anything."""
        if self._arriving or any(lane.hops for lane in self._lanes.values()):
            return False
        return all(hop.origin == hop.destination for hop in self._heads if isinstance(hop, Hop))

    def run_until(self, at: float) -> None:
        """Let everything arrive that is due by ``at``, and be there."""
        heads, arriving, elements, observers, send = (
            self._heads,
            self._arriving,
            self._elements,
            self.observers,
            self.send,
        )
        now = self.now
        while now <= at:
            if arriving and not (heads and heads[0] < arriving[0]):  # at and serial decide
                hop = arriving.popleft()
            elif heads and heads[0][0] <= at:
                head = heads[0]
                if isinstance(head, Hop):
                    hop = head
                    heappop(heads)
                else:
                    hops = head[2].hops
                    hop = hops.popleft()
                    if hops:
                        following = hops[0]
                        heapreplace(heads, (following[0], following[1], head[2]))
                    else:
                        heappop(heads)
                if hop[0] > now:
                    self.now = now = hop[0]
            else:
                self.now = at
                break
            destination = hop[3]
            if observers and hop[2] != destination and not isinstance(hop[5], Unseen):
                for observer in observers:
                    observer(hop)
            element = elements.get(destination)
            if self._troubled:
                self._receive_in_trouble(element, hop)
            elif element is not None:
                sends = element.receive(hop)
                if sends != ():
                    send(element, sends)

    def _receive_in_trouble(self, element: Element | None, hop: Hop) -> None:
        """Let a message arrive if nothing happens to it: what gets lost has been seen, but not by who it was for.

        A node that is down keeps its memory and its timers, and says nothing; its owner can still work on it.
        """
        if isinstance(hop.message, Trouble):
            hop.message.happen(hop.destination, self)
            self._troubled = bool(self.troubles) or any(isinstance(head[-2], Trouble) for head in self._heads)
            return
        if element is None:
            return
        origin = self._elements.get(hop.origin, element)
        physics = origin is element or isinstance(hop.message, Unseen)
        if not physics and self.troubles.loses(origin, element, self.random):
            return
        sends = element.receive(hop)
        if element.name in self.troubles.down:
            sends = [send for send in sends if send.to == element.name]
        self.send(element, sends)
