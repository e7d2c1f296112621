"""A hop: a message from one element of the network to another one, as it is said and as it arrives."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, Self, TypeAlias


class Element(Protocol):
    """A network element: it decides and does not do."""

    name: str
    kind: str

    def receive(self, hop: "Hop") -> "Iterable[Hop]":
        """Decide what a message that arrives leads to."""
        ...


class Outside:
    """Whoever acts on the network, and looks at it: what is for no element is for him, and leads to nothing."""

    name = kind = ""

    def receive(self, hop: "Hop") -> "Iterable[Hop]":  # noqa: ARG002 - an element's
        return ()


OUTSIDE: Final = Outside()


@dataclass(slots=True)
class Hop:
    """A message on its way: ``message`` for the element ``to``, within a conversation, perhaps later.

    A conversation is what the layer below would hold the message by: a TCAP dialogue, an SCCP connection, a
    radio channel, an SMPP session. A message to oneself is a timer: it takes ``after`` seconds and is no hop
    that anybody sees. A message to ``""`` is for the world outside (a person who looks at a screen): it is seen,
    and that is all.

    So far what an element decides; what it says once more is another one. The network, when it sends it, says when it
    arrives (seconds), from whom, and which element it is for.
    """

    to: str
    message: object
    conversation: int = 0
    after: float = 0.0
    at: float = field(init=False, compare=False, repr=False)
    origin: str = field(init=False, compare=False, repr=False)
    element: Element = field(init=False, compare=False, repr=False)

    @classmethod
    def arrived(cls, to: str, message: object, conversation: int = 0, *, at: float, origin: str) -> Self:
        """Make one as the network would have sent it."""
        hop = cls(to, message, conversation)
        hop.at, hop.origin, hop.element = at, origin, OUTSIDE
        return hop

    def carrying(self, message: object) -> "Hop":
        """Make the same hop, with another message."""
        hop = copy(self)
        hop.message = message
        return hop

    @property
    def destination(self) -> str:
        """The name of whom it is for, or a title that is nobody's."""
        return self.element.name or self.to

    @property
    def caller(self) -> str:
        """Who is to be answered: SCCP's calling party."""
        return self.origin


@dataclass(slots=True)
class PassedOn(Hop):
    """A message that is only passed on: who is to be answered is whoever it came from at first."""

    calling: str = field(kw_only=True)

    @property
    def caller(self) -> str:
        return self.calling


Send: TypeAlias = Hop  # as an element says it


class Unseen:
    """A message that stands for physics (who is within range of whom), not for signalling: no observer sees it."""

    __slots__ = ()


class Sight:
    """What somebody outside sees, for ``""``: it is made only if anybody looks."""

    __slots__ = ()

    def make(self) -> object:
        """Make what is seen."""
        raise NotImplementedError


@dataclass(slots=True)
class Lost:
    """What observers see in the place of a message that has been sent and never arrives; ``to`` is who it was for."""

    to: str
    message: object


Observer = Callable[[Hop], None]
Service: TypeAlias = Callable[[Any, Hop], Iterable[Send]]
Services: TypeAlias = Mapping[type, Service]  # what an element does with which message
