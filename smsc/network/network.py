"""The network: elements that exchange messages over links with latency, as hops that are due at moments of time.

Elements never meet: each gives its answers to the network, the only place that knows them all. The network never looks
at a clock: ``run_until(at)`` handles every hop due by then, so the same world runs at the wall's pace or as fast as it
can.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from heapq import heappop, heappush
from itertools import count
from math import inf
from operator import length_hint
from random import Random
from typing import Final

from smsc.network.hop import OUTSIDE, Element, Hop, Lost, Observer, Send, Sight, Unseen
from smsc.network.troubles import Trouble, Troubles, ends

_NOTHING: Final[list[Hop]] = []


class Network:
    """All elements, the links between their kinds, and the hops under way."""

    def __init__(self, *, now: float = 0.0, seed: int = 0, latency: dict[tuple[str, str], float] | None = None) -> None:
        self.now = now
        self.random = Random(seed)  # noqa: S311 - chance in a simulation has to be repeatable, not secret
        self.conversations: Iterator[int] = count(1)
        self.observers: list[Observer] = []
        self.missed: Observer = lambda _: None  # told of each message lost, for those that would wait for ever
        self.outside: Element = OUTSIDE  # who gets what is for no element
        self.troubles = Troubles()
        self._troubled = False  # there are troubles, or are about to be
        self._elements: dict[str, Element] = {}
        self._links: dict[str, dict[str, float]] = {OUTSIDE.kind: {}}  # by the kinds of origin and destination
        self._changed: dict[tuple[str, str], float] = {}  # links between two elements with a latency of their own
        self._moments: list[float] = []  # a heap of the moments at which something arrives
        self._due: dict[float, list[Hop]] = {}  # by moment, in the order in which they were sent
        self._present: list[Hop] = []  # due at this moment,
        self._arriving = iter(self._present)  # and those of them that are still to arrive
        self.latency = latency or {}

    def add(self, element: Element, *titles: str) -> None:
        """Connect an element under its name and its global titles (the digits by which others address it).

        Raises ValueError if another element has one of these.
        """
        for name in (element.name, *titles):
            if self._elements.setdefault(name, element) is not element:
                raise ValueError(f"two elements answer to {name!r}: {self._elements[name].name} and {element.name}")
        self._links.setdefault(element.kind, {})

    def replace(self, element: Element) -> None:
        """Put an element in place of the one that has its name."""
        self._put_in_place({self._elements[element.name]: element})
        self._links.setdefault(element.kind, {})

    def stand_before(self, kind: str, standing: Callable[[Element], Element]) -> None:
        """Put before every element of a kind another one, made by ``standing``, which takes over its names."""
        there = {element: standing(element) for element in self if element.kind == kind}
        self._put_in_place(there)

    def _put_in_place(self, there: Mapping[Element, Element]) -> None:
        """Give elements' names, and the messages on their way to them, to others."""
        self._elements.update((name, there[one]) for name, one in self._elements.items() if one in there)
        for hop in self._under_way():
            hop.element = there.get(hop.element, hop.element)

    def __getitem__(self, name: str) -> Element:
        return self._elements[name]

    def __contains__(self, name: str) -> bool:
        return name in self._elements

    def __iter__(self) -> Iterator[Element]:
        return iter(dict.fromkeys(self._elements.values()))

    def kind(self, name: str) -> str:
        """Give the kind of an element; "" if there is none of this name."""
        return self._elements[name].kind if name in self._elements else ""

    @property
    def latency(self) -> dict[tuple[str, str], float]:
        """Seconds that a message takes at first, by the kinds of origin and destination; setting it begins anew."""
        return self._ordinary

    @latency.setter
    def latency(self, latency: Mapping[tuple[str, str], float]) -> None:
        self._ordinary = dict(latency)
        self._changed.clear()
        for links in self._links.values():
            links.clear()
        for link, seconds in latency.items():
            self.set_latency(link, seconds)

    def set_latency(self, link: tuple[str, str], seconds: float) -> None:
        """Let messages from one element, or kind of element, to another take so many seconds from now on."""
        origin, destination = link
        if origin in self._elements and destination in self._elements:
            self._changed[link] = seconds
        else:
            self._links.setdefault(origin, {})[destination] = seconds

    def restore_latency(self, link: tuple[str, str]) -> None:
        """Let messages from one element, or kind of element, to another take as long as at first."""
        self._changed.pop(link, None)
        origin, destination = link
        if link in self._ordinary:
            self._links[origin][destination] = self._ordinary[link]
        else:
            self._links.get(origin, {}).pop(destination, None)

    def send(self, origin: Element, sends: Iterable[Send]) -> None:
        """Put what an element has decided on its links.

        A message to a global title that is nobody's is traced, if anybody watches, and lost, as in a network of several
        operators: whatever waits has a timer. A name that is nobody's raises LookupError: the world was built wrongly.
        """
        self._go_on(origin, sends, None)

    def _go_on(self, element: Element, sends: Iterable[Send], until: float | None) -> None:
        """Put what an element has decided on its links; let all due by ``until`` arrive, and what comes of it."""
        elements, links_of, changed, observers = self._elements, self._links, self._changed, self.observers
        moments, due, now = self._moments, self._due, self.now
        then, together = -inf, _NOTHING  # where the last hop was put: the next ones mostly go to the same moment
        while True:
            if sends:
                name, links = element.name, links_of[element.kind]
                for send in sends:
                    send.origin = name
                    try:
                        target = elements[send.to]
                    except KeyError:
                        if not self._is_seen(element, send):
                            continue
                        target = self.outside
                    send.element = target
                    at = now + send.after
                    if changed:
                        at += self._seconds(element, target)
                    elif target is not element:
                        at += links.get(target.kind, 0.0)
                    send.at = at
                    if at == then:
                        together.append(send)
                    elif at == now:
                        self._present.append(send)
                    elif at in due:
                        then, together = at, due[at]
                        together.append(send)
                    else:
                        due[at] = [send]
                        heappush(moments, at)
            if until is None:
                return
            for hop in self._arriving:  # noqa: B007 - the fastest way to take the next one
                break
            else:
                over = not moments or moments[0] > until
                self.now = now = max(now, until) if over else heappop(moments)
                self._present = [] if over else due.pop(now)
                self._arriving = iter(self._present)
                if over:
                    return
                sends = ()
                continue
            element = hop.element
            if self._troubled:
                sends = self._receive_in_trouble(element, hop)
                now, then = self.now, -inf  # an observer may have let time go on
                continue
            if observers and hop.origin != hop.destination and not isinstance(hop.message, Unseen):
                for observer in observers:
                    observer(hop)
                now, then = self.now, -inf  # likewise
            sends = element.receive(hop)

    def _is_seen(self, origin: Element, hop: Hop) -> bool:
        """Whether anybody sees a message that is for no element; if not, it is as if it had not been sent.

        Raises LookupError for a name that is nobody's.
        """
        to = hop.to
        if to and not to.isdecimal() and origin is not self.outside:
            said = type(hop.message).__name__
            raise LookupError(f"{origin.name} sends {said} to {to!r}, which is nobody's name") from None
        if not self.observers and self.outside is OUTSIDE and origin is not self.outside:
            return False
        if isinstance(hop.message, Sight):
            hop.message = hop.message.make()
        return True

    def way(self, origin: Element, to: str) -> tuple[str, float]:
        """Say which element a message to a name or title goes to, and how many seconds it takes."""
        target = self._elements.get(to)
        if target is None:
            return to, 0.0
        return target.name, self._seconds(origin, target)

    def _seconds(self, origin: Element, target: Element) -> float:
        """Give the seconds that a message takes; none from an element to itself."""
        if target is origin:
            return 0.0
        seconds = self._links[origin.kind].get(target.kind, 0.0)
        return self._changed.get((origin.name, target.name), seconds)

    def link(self, text: str) -> tuple[str, str]:
        """Read a link, such as ``msc1-hlr`` or ``bss-ms``; raises LookupError if there is none."""
        return ends(text, self._elements, self._links)

    def joins(self, one: Element, to: str) -> bool:
        """Whether there are no troubles, and messages between two elements take no time, in either direction."""
        other = self._elements[to]
        return not (
            self._troubled
            or self._changed
            or other.kind in self._links[one.kind]
            or one.kind in self._links[other.kind]
        )

    def ask(self, origin: Element, to: str, message: object, conversation: int) -> object | None:
        """Send one message and, if the network joins the two elements, return the answer at once, if there is one yet.

        Otherwise the message, or a later answer, goes like any other, and None is returned. Observers do not see the
        hops that are saved.
        """
        if not self.joins(origin, to):
            self.send(origin, (Send(to, message, conversation),))
            return None
        element = self._elements[to]
        name = origin.name
        hop = Hop(to, message, conversation)
        hop.at, hop.origin, hop.element = self.now, name, element
        sends = tuple(element.receive(hop))
        answer = None
        if sends:
            first = sends[0]
            if first.to == name and first.conversation == conversation and not first.after:
                answer, sends = first.message, sends[1:]
            if sends:
                self.send(element, sends)
        return answer

    def act(self, name: str, message: object, after: float = 0.0) -> None:
        """Let somebody outside the network (a person, an operator) do something to an element or a link."""
        if isinstance(message, Trouble):
            self._troubled = True
        else:
            name = self._elements[name].name
        self.send(self.outside, (Send(name, message, 0, after),))

    def next_at(self) -> float | None:
        """Give the time at which the next hop arrives; None if nothing is under way."""
        if length_hint(self._arriving):
            return self.now
        return self._moments[0] if self._moments else None

    def _under_way(self) -> Iterator[Hop]:
        """Give all hops, those of the newest moments first: most timers are older."""
        yield from copy(self._arriving)
        for hops in reversed(self._due.values()):
            yield from hops

    @property
    def at_rest(self) -> bool:
        """Whether only timers are under way: without an act from outside, only time will change anything."""
        return not length_hint(self._arriving) and all(hop.origin == hop.destination for hop in self._under_way())

    def run_until(self, at: float) -> None:
        """Let everything arrive that is due by ``at``, which is then the time."""
        if at < self.now:
            return
        self._go_on(OUTSIDE, (), at)

    def _receive_in_trouble(self, element: Element, hop: Hop) -> Iterable[Send]:
        """Let a message arrive, unless it gets lost: observers see a lost one, but not the element it was for.

        A node that is down keeps its memory and its timers, and sends nothing; its owner can still work on it.
        """
        message = hop.message
        physics = hop.origin == hop.destination or isinstance(message, Unseen)
        origin = self._elements.get(hop.origin)
        lost = (
            not physics
            and origin is not None
            and element is not self.outside
            and self.troubles.loses(origin, element, self.random)
        )
        if self.observers and not physics:
            seen = hop.carrying(Lost(hop.destination, message)) if lost and type(message) is not Lost else hop
            for observer in self.observers:
                observer(seen)
        if isinstance(message, Trouble):
            message.happen(hop.destination, self)
            self._troubled = bool(self.troubles) or any(isinstance(hop.message, Trouble) for hop in self._under_way())
            return ()
        if lost:
            self.missed(hop)
            return ()
        sends = element.receive(hop)
        return self._kept_to_itself(element, sends) if element.name in self.troubles.down else sends

    def _kept_to_itself(self, element: Element, sends: Iterable[Send]) -> list[Send]:
        """Keep what a node that is down sends to itself; ``missed`` is told of the rest, which observers do not see."""
        kept: list[Send] = []
        for send in sends:
            if send.to == element.name or isinstance(send.message, Unseen):
                kept.append(send)
            elif send.to in self._elements:
                send.origin, send.element, send.at = element.name, self._elements[send.to], self.now
                self.missed(send)
        return kept
