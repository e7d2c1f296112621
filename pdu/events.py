"""SMPP v5.0 chapter 2: what a session tells its owner, and the timers it runs by."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import NamedTuple

from pdu.header import Pdu, Request, Response

FOREVER = float("inf")


class LocalProtocolError(Exception):
    """We were about to break the rules: nothing was sent."""


class RequestReceived(NamedTuple):
    """The peer asks; the answer is ours to send.

    ``octets`` are the PDU as it came; empty for one that opens a session, since it may hold a password.
    """

    pdu: Request
    octets: bytes = b""


class ResponseReceived(NamedTuple):
    """The peer answers a request of ours, perhaps with generic_nack.

    ``why`` is empty unless the body can't be read: the response then keeps its status, and the octets as ``body``.
    """

    request: Request
    response: Response
    why: str = ""


class Late(NamedTuple):
    """The peer answers a request that was given up, and reported as Unanswered, before."""

    request: Request
    response: Response
    why: str = ""


class Unanswered(NamedTuple):
    """No response will come in time: response_timer ran out, or the session ended first."""

    request: Request
    reason: str


class Answered(NamedTuple):
    """The session itself has answered what the peer sent; ``why`` is the reason where it was a refusal."""

    request: Pdu
    response: Response
    why: str


class Unexpected(NamedTuple):
    """A response to no request of ours, or a generic_nack with an unknown number: it changes nothing."""

    pdu: Pdu
    why: str = ""


class Closed(NamedTuple):
    """Nothing more will be read: the connection is to be closed once the octets are written.

    Requests of the same batch may still be answered, before ``data_to_send`` is called. ``by_peer`` says whether the
    peer ended it.
    """

    reason: str
    clean: bool
    by_peer: bool = False


Event = RequestReceived | ResponseReceived | Late | Unanswered | Answered | Unexpected | Closed


@dataclass(frozen=True, slots=True)
class Timers:
    """SMPP v5.0 section 2.7: the four timers, in seconds, above 0 (else ValueError); infinity switches one off.

    ``session_init_timer``: from the connection to the bind; ``esme`` also takes no longer to connect.
    ``enquire_link_timer``: of silence, before we send enquire_link. ``inactivity_timer``: without a message, before the
    session ends. ``response_timer``: before a request of ours is given up; with an enquire_link that nothing has
    followed, a bind or an unbind, the session ends.
    """

    session_init_timer: float = 30.0
    enquire_link_timer: float = 60.0
    inactivity_timer: float = FOREVER
    response_timer: float = 30.0

    def __post_init__(self) -> None:
        for timer in fields(self):
            seconds = getattr(self, timer.name)
            if not isinstance(seconds, int | float):
                raise TypeError(f"{timer.name}: expected a number of seconds, found {seconds!r}")
            if not seconds > 0:
                raise ValueError(f"{timer.name}: expected more than 0 seconds, or infinity for never, found {seconds}")

    @property
    def shortest(self) -> float:
        """The shortest of the timers that run in a bound session."""
        return min(self.enquire_link_timer, self.inactivity_timer, self.response_timer)


Witness = Callable[[bool, Pdu], None]  # told of every PDU: True if we sent it
