"""What the service centre and its SMPP face tell each other, beside PDUs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pdu.accepted import Accepted
from pdu.events import RequestReceived
from pdu.header import Pdu, Response
from smsc.network.hop import Unseen


@dataclass(slots=True)
class ReceiverBound(Unseen):
    """The SMPP face tells: an ESME of this account can be handed messages from now on; so many receivers there are."""

    words: ClassVar[tuple[str, ...]] = ("receiver bound",)

    receivers: int = 1


@dataclass(slots=True)
class SessionEnded(Unseen):
    """The SMPP face tells: a session of this account is over; so many of those that receive are left."""

    words: ClassVar[tuple[str, ...]] = ("session ended",)

    receivers: int


@dataclass(slots=True)
class NotDelivered(Unseen):
    """The SMPP face tells: nobody has answered the deliver_sm of this conversation; so many receivers there are."""

    words: ClassVar[tuple[str, ...]] = ("not delivered",)

    receivers: int


@dataclass(slots=True)
class Unsendable(Unseen):
    """The SMPP face tells: none of the sessions can say what that conversation has to say, and why."""

    words: ClassVar[tuple[str, ...]] = ("unsendable",)

    why: str


@dataclass(slots=True)
class ReceiverWanted(Unseen):
    """The SMPP face is told: something waits for this account, and none of its ESMEs receives."""

    words: ClassVar[tuple[str, ...]] = ("receiver wanted",)


@dataclass(slots=True)
class Together(Unseen):
    """The SMPP face tells: these submit_sms came in one read, and are answered as if each had come alone."""

    words: ClassVar[tuple[str, ...]] = ("together",)

    submissions: Sequence[RequestReceived]


@dataclass(slots=True)
class Answers:
    """The responses to what came together; as they go in one write, they get lost together as well."""

    words: ClassVar[tuple[str, ...]] = ("answers",)

    responses: Accepted | list[Response]


@dataclass(slots=True)
class Directed:
    """A PDU for one session of an ESME (0: whichever), or for that whose turn it is; the SMPP face sends it."""

    words: ClassVar[tuple[str, ...]] = ("directed",)

    pdu: Pdu
    session: int = 0
    in_turn: bool = False


@dataclass(slots=True)
class Handed(Unseen):
    """The SMPP face tells: what needs no response has been sent."""

    words: ClassVar[tuple[str, ...]] = ("handed",)
