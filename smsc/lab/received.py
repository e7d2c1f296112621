"""What a handset has shown to its owner, as a test looks at it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pdu.header import Pdu
from smsc.lab.code import code


@dataclass(frozen=True, slots=True)
class Received:
    """One message on the screen of a handset, with all its parts.

    ``sender`` is a number, with its + if it is international, or a name. ``pdus`` are the PDUs by which an ESME
    submitted it, one for each part that came in a PDU of its own; none if a handset sent it. ``at`` is in seconds since
    the epoch, of the simulator's clock.
    """

    text: str
    sender: str
    at: float
    message_id: str | None
    segments: int = 1
    pdus: tuple[Pdu, ...] = ()
    _ladder: Callable[[], str] = field(default=str, repr=False, compare=False)

    @property
    def code(self) -> str | None:
        """The one-time code in the text; None if there is none."""
        return code(self.text)

    @property
    def pdu(self) -> Pdu | None:
        """The PDU that submitted it, or its first part."""
        return self.pdus[0] if self.pdus else None

    @property
    def ladder(self) -> str:
        """Its way through the network, a line for each message."""
        return self._ladder()

    def __str__(self) -> str:
        return f"{self.sender}: {self.text}"
