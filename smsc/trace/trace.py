"""The event log: everything that was said, in order, for all who want to see it.

A record holds the message itself. It is made only while somebody follows, and becomes a line only for those who read.
"""

from collections import deque
from collections.abc import Callable, Container, Sequence
from itertools import count
from typing import Final, NamedTuple

from pdu.command_id import RESPONSE
from pdu.header import HIDDEN, SECRETS, Pdu, Response
from pdu.held import held
from pdu.ladder import Line, line
from pdu.text.data_coding import DefaultAlphabet
from smsc.centre.interface import Answers, Directed
from smsc.network.hop import Hop, Lost

NARROW: Final = 4  # width of a name, such as bank or msc1, in a ladder whose names are not known beforehand
LOST: Final = (("lost", "true"),)  # ends the line of what was sent and does not arrive
TEXTS: Final = frozenset({"short_message", "message_payload", "tp_ud", "tp_udh", "text", "replaces", "body"})


class Record(NamedTuple):
    """One message: when (seconds), from whom, to whom; ``""`` stands for a person.

    ``conversation`` is what carries it in the layer below: a dialogue, a radio channel with its connection, or for a
    PDU the session. ``dialogue`` is, for a request that the service centre hands to an ESME, the centre's own number
    for it. ``serial`` numbers the records of a trace. What is ``lost`` was sent and has not arrived.
    ``default_alphabet`` is, for a PDU, what data_coding 0 means in its session.
    """

    at: float
    origin: str
    destination: str
    message: object
    conversation: int = 0
    dialogue: int = 0
    serial: int = 0
    lost: bool = False
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED

    @property
    def person(self) -> bool:
        """Whether a person does this to a handset, or sees it there."""
        return not self.origin or not self.destination

    @property
    def held(self) -> int:
        """How much memory its PDU takes (see ``pdu.held``), for those who keep many records."""
        return held(self.message) if isinstance(self.message, Pdu) else 0

    def __str__(self) -> str:
        """The rung of a ladder: ``bank -> sc  submit_sm ...``, and ``ms1  switches off`` for what people do and see."""
        return self.shown(SECRETS)

    def shown(self, hidden: frozenset[str], width: int = NARROW) -> str:
        """Return the rung, with the values of some keys hidden, and columns for names of a width."""
        destination = None if self.person else self.destination
        return rung(self.origin or self.destination, destination, self.said(hidden), width)

    def said(self, hidden: frozenset[str] = SECRETS) -> Line:
        """Return what is said as a line, which ends in ``lost=true`` if it is lost."""
        words, fields = unsecret(line(self.message, default_alphabet=self.default_alphabet), hidden)
        return Line(words, (*fields, *LOST)) if self.lost else Line(words, fields)


def unsecret(said: Line, hidden: frozenset[str] = SECRETS) -> Line:
    """Hide the values of some keys: a password is meant for the service centre and nobody else."""
    return Line(said.words, tuple((key, HIDDEN if key in hidden else value) for key, value in said.fields))


def rung(origin: str, destination: str | None, said: Line, width: int = NARROW) -> str:
    """Lay a line out in columns for names of a width; without a destination, it is a person's."""
    parties = origin if destination is None else f"{origin:<{width}} -> {destination}"
    return f"{parties:<{2 * width + 4}}  {said}"


def ladder(records: Sequence[Record]) -> str:
    """Lay records out one below the other, in columns as wide as the longest name."""
    width = max((len(name) for record in records for name in (record.origin, record.destination)), default=0)
    return "\n".join(record.shown(SECRETS, max(width, NARROW)) for record in records)


Follower = Callable[[Record], None]
Switch = Callable[[bool], None]


class Trace:
    """Tells followers of every record. While there are none, its sources are switched off, and nothing is recorded.

    The first record has the serial ``first``.
    """

    def __init__(self, first: int = 1) -> None:
        self._followers: list[Follower] = []
        self._switches: list[Switch] = []
        self._carried: Hop | None = None
        self._serials = count(first)
        self.centres: Container[str] = ()  # no session sees what they say to ESMEs and a link loses

    def source(self, switch: Switch) -> None:
        """Add a source of records, which is told by ``switch`` whether they are wanted."""
        self._switches.append(switch)
        switch(bool(self._followers))

    def follow(self, follower: Follower) -> Callable[[], None]:
        """Tell a follower of every new record, until the function that is returned is called."""
        self._followers = [*self._followers, follower]
        if len(self._followers) == 1:
            self._switch(on=True)

        def stop() -> None:
            self._followers = [one for one in self._followers if one is not follower]
            if not self._followers:
                self._switch(on=False)

        return stop

    def keep(self, size: int = 10_000) -> deque[Record]:
        """Follow for good, and keep the last ``size`` records."""
        records: deque[Record] = deque(maxlen=size)
        self.follow(records.append)
        return records

    def smpp(
        self,
        at: float,
        origin: str,
        destination: str,
        pdu: Pdu,
        session: int = 0,
        *,
        default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED,
    ) -> None:
        """Record a PDU of a session in which data_coding 0 means ``default_alphabet``."""
        dialogue = 0
        carried = self._carried
        if carried is not None and carried.destination == destination:
            self._carried = None
            dialogue = carried.conversation
        serial = next(self._serials)
        self._add(Record(at, origin, destination, pdu, session, dialogue, serial, False, default_alphabet))

    def outside(self, at: float, subject: str, said: Line, session: int = 0) -> None:
        """Record what happens from outside to what is not an element: a stage at which faults strike, or a session."""
        self._tell(at, "", subject, said, session)

    def seen(self, at: float, subject: str, said: Line, session: int) -> None:
        """Record what somebody outside sees of a session."""
        self._tell(at, subject, "", said, session)

    def _tell(self, at: float, origin: str, destination: str, said: Line, session: int) -> None:
        if self._followers:
            self._add(Record(at, origin, destination, said, session, serial=next(self._serials)))

    def hop(self, hop: Hop) -> None:
        """Record a hop of the network; what an ESME says and hears is recorded where its session sees it."""
        message = hop.message
        if isinstance(message, Lost):
            self._lost(hop, message)
        elif isinstance(message, Directed | Pdu | Answers):
            asks = isinstance(message, Directed) or (isinstance(message, Pdu) and not message.command_id & RESPONSE)
            self._carried = hop if asks else None
        else:
            serial = next(self._serials)
            self._add(Record(hop.at, hop.origin, hop.destination, message, hop.conversation, 0, serial))

    def _lost(self, hop: Hop, lost: Lost) -> None:
        """Record what is lost, unless an ESME said it: that is recorded already."""
        message, session, dialogue = lost.message, hop.conversation, 0
        if isinstance(message, Answers):
            for response in message.responses:
                self._lost(hop, Lost(lost.to, response))
            return
        if isinstance(message, Directed | Pdu):
            if hop.origin not in self.centres:
                return
            message = message.pdu if isinstance(message, Directed) else message
            if not isinstance(message, Response):
                session, dialogue = 0, session
        self._add(Record(hop.at, hop.origin, lost.to, message, session, dialogue, next(self._serials), lost=True))

    def _switch(self, *, on: bool) -> None:
        for switch in self._switches:
            switch(on)

    def _add(self, record: Record) -> None:
        for follower in self._followers:
            follower(record)
