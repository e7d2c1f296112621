"""What can happen to nodes and links: a node goes down; a link breaks, loses some of its messages, or takes longer.

A link is named by the two elements at its ends (``msc1-hlr``), or by two kinds of elements for all links between these
(``bss-ms``), in either order; both directions are affected. The network handles these acts: no element hears of them.
"""

from collections.abc import Container
from dataclasses import dataclass
from random import Random
from typing import ClassVar, Final, Protocol

from smsc.network.hop import Element

ALL: Final = 1.0


class Troubles:
    """The nodes that are down and the links that lose messages; false if there are none."""

    def __init__(self) -> None:
        self.down: set[str] = set()
        self.loss: dict[tuple[str, str], float] = {}  # by two names or two kinds: the share lost, up to 1.0

    def __bool__(self) -> bool:
        return bool(self.down or self.loss)

    def loses(self, origin: Element, destination: Element, random: Random) -> bool:
        """Whether a message between two elements gets lost; ``random`` is used only if that is uncertain."""
        if origin.name in self.down or destination.name in self.down:
            return True
        share = self.loss.get((origin.name, destination.name))
        if share is None:
            share = self.loss.get((origin.kind, destination.kind), 0.0)
        return share >= ALL or (share > 0 and random.random() < share)

    def lose(self, link: tuple[str, str], share: float) -> None:
        """Let a link lose this share of its messages from now on; 0 mends it."""
        one, other = link
        for way in ((one, other), (other, one)):
            self.loss.pop(way, None)
            if share:
                self.loss[way] = share


def ends(text: str, *known: Container[str]) -> tuple[str, str]:
    """Read the name of a link, whose ends must both be in the same one of ``known``; raises LookupError."""
    for names in known:
        for place in (place for place, character in enumerate(text) if character == "-"):
            one, other = text[:place], text[place + 1 :]
            if one in names and other in names:
                return one, other
    raise LookupError(f"{text!r} is no link: expected two elements or kinds of elements, such as sc-hlr")


class Troubled(Protocol):
    """What troubles need of a network."""

    troubles: Troubles

    def link(self, text: str) -> tuple[str, str]: ...

    def set_latency(self, link: tuple[str, str], seconds: float) -> None: ...

    def restore_latency(self, link: tuple[str, str]) -> None: ...


@dataclass(slots=True)
class Trouble:
    """Something that happens from outside to a node or a link, whose name is the ``subject``."""

    words: ClassVar[tuple[str, ...]]

    def happen(self, subject: str, network: Troubled) -> None: ...


@dataclass(slots=True)
class GoesDown(Trouble):
    """The node falls silent. It keeps its memory, and its owner can still work on it.

    A service centre's SMPP face is not the node: sessions stay, and only what is for the service centre gets lost.
    """

    words: ClassVar[tuple[str, ...]] = ("goes down",)

    def happen(self, subject: str, network: Troubled) -> None:
        network.troubles.down.add(subject)


@dataclass(slots=True)
class ComesUp(Trouble):
    """The node is back; what was sent to it meanwhile is lost."""

    words: ClassVar[tuple[str, ...]] = ("comes up",)

    def happen(self, subject: str, network: Troubled) -> None:
        network.troubles.down.discard(subject)


@dataclass(slots=True)
class Breaks(Trouble):
    """The link carries nothing any more."""

    words: ClassVar[tuple[str, ...]] = ("breaks",)

    def happen(self, subject: str, network: Troubled) -> None:
        network.troubles.lose(network.link(subject), ALL)


@dataclass(slots=True)
class IsMended(Trouble):
    """The link carries everything again, with its original latency."""

    words: ClassVar[tuple[str, ...]] = ("is mended",)

    def happen(self, subject: str, network: Troubled) -> None:
        one, other = network.link(subject)
        network.troubles.lose((one, other), 0.0)
        network.restore_latency((one, other))
        network.restore_latency((other, one))


@dataclass(slots=True)
class Loses(Trouble):
    """The link loses a share of its messages, from 0 to 1."""

    words: ClassVar[tuple[str, ...]] = ("loses",)

    share: float

    def happen(self, subject: str, network: Troubled) -> None:
        network.troubles.lose(network.link(subject), self.share)


@dataclass(slots=True)
class Takes(Trouble):
    """The link takes so many seconds for each message from now on."""

    words: ClassVar[tuple[str, ...]] = ("takes",)

    seconds: float

    def happen(self, subject: str, network: Troubled) -> None:
        one, other = network.link(subject)
        network.set_latency((one, other), self.seconds)
        network.set_latency((other, one), self.seconds)
