"""A hop: a message from one element of the network to another, as it is sent and as it arrives."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeAlias


class Element(Protocol):
    """A network element, which decides and does not act."""

    name: str
    kind: str

    def receive(self, hop: "Hop") -> "Iterable[Hop]":
        """Decide what to send in response to a message that has arrived."""
        ...


class Outside:
    """What acts on the network from outside, and watches it: it gets what is for no element, and never answers."""

    name = kind = ""

    def receive(self, hop: "Hop") -> "Iterable[Hop]":  # noqa: ARG002 - an element's
        return ()


OUTSIDE: Final = Outside()


@dataclass(slots=True)
class Hop:
    """A message on its way: ``message`` for the element ``to``, within a conversation, perhaps later.

    A conversation is what identifies it in the layer below: a TCAP dialogue, an SCCP connection, a radio channel, an
    SMPP session. A message of an element to itself is a timer: it takes ``after`` seconds, and nobody sees it. A
    message to ``""`` is for the world outside (a person who looks at a screen): it is seen, and that is all.

    An element makes a new hop for each message it sends. When the network sends it, it adds ``at``, when it arrives
    (in seconds), its ``origin``, and the ``element`` it is for.
    """

    to: str
    message: object
    conversation: int = 0
    after: float = 0.0
    at: float = field(init=False, compare=False, repr=False)
    origin: str = field(init=False, compare=False, repr=False)
    element: Element = field(init=False, compare=False, repr=False)

    def carrying(self, message: object) -> "Hop":
        """Make the same hop with another message."""
        hop = copy(self)
        hop.message = message
        return hop

    @property
    def destination(self) -> str:
        """The name of the element it is for, or a title that is nobody's."""
        return self.element.name or self.to

    @property
    def caller(self) -> str:
        """The element to answer: SCCP's calling party."""
        return self.origin


@dataclass(slots=True)
class PassedOn(Hop):
    """A message that is only passed on: the answer goes to the element that sent it first."""

    calling: str = field(kw_only=True)

    @property
    def caller(self) -> str:
        return self.calling


Send: TypeAlias = Hop  # as an element sends it


class Unseen:
    """A message that stands for something other than signalling, such as who is within range: no observer sees it."""

    __slots__ = ()


class Sight:
    """What somebody outside sees, in a message to ``""``: it is made only if anybody watches."""

    __slots__ = ()

    def make(self) -> object:
        """Make what is seen."""
        raise NotImplementedError


@dataclass(slots=True)
class Lost:
    """What observers see in place of a message that was sent and never arrives; ``to`` is the element it was for."""

    to: str
    message: object


Observer = Callable[[Hop], None]
Service: TypeAlias = Callable[[Any, Hop], Iterable[Send]]
Services: TypeAlias = Mapping[type, Service]  # by the type of message
