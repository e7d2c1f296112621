"""The event log: everything that was said, in the order in which it was said, for all who want to see it.

A record is the message itself. It becomes a line only for somebody who looks.
"""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from pdu.header import Pdu
from pdu.ladder import Line, line
from smsc.network.network import Hop

SECRETS: Final = frozenset({"password"})
TEXTS: Final = frozenset({"short_message", "message_payload", "tp_ud", "tp_udh", "text", "body"})


class Record(NamedTuple):
    """One message: when (seconds), from whom, to whom; ``""`` stands for a person."""

    at: float
    origin: str
    destination: str
    message: object

    @property
    def person(self) -> bool:
        """Whether a person does this to a handset, or sees it there."""
        return not self.origin or not self.destination

    def __str__(self) -> str:
        """The rung of a ladder: ``bank -> sc  submit_sm ...``, and ``ms1  switches off`` for what people do and see."""
        return self.shown(SECRETS)

    def shown(self, hidden: frozenset[str]) -> str:
        """The rung, with the values of some keys hidden."""
        said = unsecret(line(self.message), hidden)
        return rung(self.origin or self.destination, None if self.person else self.destination, said)


def unsecret(said: Line, hidden: frozenset[str] = SECRETS) -> Line:
    """A password is said to the service centre and to nobody else."""
    return Line(said.words, tuple((key, "***" if key in hidden else value) for key, value in said.fields))


def rung(origin: str, destination: str | None, said: Line) -> str:
    """Lay a line out in columns; without a destination, it is a person's."""
    parties = origin if destination is None else f"{origin:<4} -> {destination}"
    return f"{parties:<12}  {said}"


Follower = Callable[[Record], None]


class Trace:
    """Keeps the last ``size`` records, and tells followers of every new one."""

    def __init__(self, size: int = 10_000) -> None:
        self._records: deque[Record] = deque(maxlen=size)
        self._followers: list[Follower] = []

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records)

    def follow(self, follower: Follower) -> Callable[[], None]:
        """Tell somebody of every new record; what is returned ends it."""
        self._followers.append(follower)
        return lambda: self._followers.remove(follower)

    def smpp(self, at: float, origin: str, destination: str, pdu: Pdu) -> None:
        """Record a PDU of a session."""
        self._add(Record(at, origin, destination, pdu))

    def hop(self, hop: Hop) -> None:
        """Record a hop of the network; what an ESME says and hears is recorded where its session sees it."""
        if not isinstance(hop.message, Pdu):
            self._add(Record(hop.at, hop.origin, hop.destination, hop.message))

    def _add(self, record: Record) -> None:
        self._records.append(record)
        for follower in self._followers:
            follower(record)
