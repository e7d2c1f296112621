"""What the service centre and its SMPP face tell each other besides PDUs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pdu.accepted import Accepted
from pdu.events import RequestReceived
from pdu.header import Pdu, Response
from smsc.network.hop import Unseen


@dataclass(slots=True)
class ReceiverBound(Unseen):
    """The SMPP face reports that messages can now be handed to this account; ``receivers`` counts its receivers."""

    words: ClassVar[tuple[str, ...]] = ("receiver bound",)

    receivers: int = 1


@dataclass(slots=True)
class SessionEnded(Unseen):
    """The SMPP face reports that a session of this account has ended; ``receivers`` counts the receivers left."""

    words: ClassVar[tuple[str, ...]] = ("session ended",)

    receivers: int


@dataclass(slots=True)
class NotDelivered(Unseen):
    """The SMPP face reports that the PDU of this conversation was not answered; ``receivers`` counts the receivers."""

    words: ClassVar[tuple[str, ...]] = ("not delivered",)

    receivers: int


@dataclass(slots=True)
class Unsendable(Unseen):
    """The SMPP face reports that no session can carry the PDU of this conversation, and why."""

    words: ClassVar[tuple[str, ...]] = ("unsendable",)

    why: str


@dataclass(slots=True)
class ReceiverWanted(Unseen):
    """The service centre reports that something waits for this account, which has no receiver bound."""

    words: ClassVar[tuple[str, ...]] = ("receiver wanted",)


@dataclass(slots=True)
class Together(Unseen):
    """The SMPP face passes on the submit_sms of one read; each is answered as if it had come alone."""

    words: ClassVar[tuple[str, ...]] = ("together",)

    submissions: Sequence[RequestReceived]


@dataclass(slots=True)
class Answers:
    """The responses to submit_sms that came together; they go in one write, and so are also lost together."""

    words: ClassVar[tuple[str, ...]] = ("answers",)

    responses: Accepted | list[Response]


@dataclass(slots=True)
class Directed:
    """A PDU for the SMPP face to send to one ``session`` of an account (0: any), or to the one whose turn it is."""

    words: ClassVar[tuple[str, ...]] = ("directed",)

    pdu: Pdu
    session: int = 0
    in_turn: bool = False


@dataclass(slots=True)
class Handed(Unseen):
    """The SMPP face reports that a PDU that needs no response has been sent."""

    words: ClassVar[tuple[str, ...]] = ("handed",)
