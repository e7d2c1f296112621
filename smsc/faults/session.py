"""Faults in what a session sends: not at all, twice, in another order, in pieces, or malformed; and half-open lines."""

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from pdu.command_id import RESPONSE
from pdu.header import Pdu, Response
from pdu.operations.enquire_link import EnquireLink
from pdu.session import Event, LocalProtocolError, Session
from smsc.faults.afterwards import Afterwards
from smsc.faults.malformed import KINDS, as_read
from smsc.faults.rule import Rule
from smsc.smpp.sessions import Visit

PATIENCE: Final = 5.0  # seconds for which a PDU waits for another one, to follow it or to go with it
WITHHELD: Final = 20.0  # seconds for which a response waits for the receipt
PAUSE: Final = 0.1  # seconds between the pieces of a split PDU
CUT_OFF: Final = "a fault cuts it off"


class StruckSession(Session):
    """What a session becomes when a fault first strikes it, and then remains; others know nothing of faults."""

    def begin(self, visit: Visit, afterwards: Afterwards) -> None:
        """Set up what a ``Session`` does not have, once it has become one of this class."""
        self._visit = visit
        self._line = visit.line
        self._afterwards = afterwards
        self._rules: dict[int, Rule] = {}  # for responses, by sequence_number
        self._rule: Rule | None = None  # for the next request
        self._swapped: Pdu | None = None  # waits for another response
        self._glued = False  # what was sent last waits for another PDU
        self._kept = b""
        self._cuts: deque[int] = deque()  # where writes end, in octets from the next to be written
        self._paused = False  # between two pieces
        self.passes_over: Callable[[], bool] = lambda: False  # asked whether an enquire_link is to stay unanswered
        self.half_open = False  # nothing is read or sent any more, though the connection stays

    def strike_response(self, sequence_number: int, rule: Rule) -> None:
        """Have a fault strike the response to a request."""
        self._rules[sequence_number] = rule

    def strike_request(self, rule: Rule | None) -> None:
        """Have a fault strike the next request that is sent; None: no longer."""
        self._rule = rule

    def send(self, pdu: Pdu, now: float) -> int:
        if pdu.command_id & RESPONSE:
            rule = self._rules.pop(pdu.sequence_number, None)
        else:
            rule, self._rule = self._rule, None
        glued, self._glued = self._glued, False
        if self.half_open and pdu.command_id & RESPONSE:
            self._afterwards.tell_lost(self._visit, pdu)
            return pdu.sequence_number
        if rule is None:
            number = super().send(pdu, now)
        elif self._withholds(rule, pdu):
            return pdu.sequence_number
        else:
            number = self._say(rule, pdu, now, alone=not glued)
        if self._swapped is not None and pdu.command_id & RESPONSE:
            swapped, self._swapped = self._swapped, None
            super().send(swapped, now)
        return number

    def respond(self, responses: Iterable[Response], now: float) -> None:
        for response in responses:
            self.send(response, now)

    def go_half_open(self) -> None:
        """Read and send nothing more, as an end that has hung or gone without a word; only our timers end the session.

        What the peer writes stays unread, until its system's buffers are full and TCP's window is zero.
        """
        self.half_open = True
        self._line.stop_reading()

    def _withholds(self, rule: Rule, pdu: Pdu) -> bool:
        """Withhold a PDU for now, or for ever, if its rule says so, and say whether it does."""
        if rule.loss:
            self._afterwards.tell_lost(self._visit, pdu)
            return True
        if rule.swap and self._swapped is None:
            self._swapped = pdu
            self._afterwards.later(PATIENCE, partial(self._goes_alone, pdu))
            return True
        message_id = getattr(pdu, "message_id", "")
        if rule.before_response and message_id and not pdu.command_status:
            self._afterwards.withheld[message_id] = partial(self._goes, pdu)
            self._afterwards.later(WITHHELD, partial(self._afterwards.give, message_id))
            return True
        return False

    def _say(self, rule: Rule, pdu: Pdu, now: float, *, alone: bool) -> int:
        """Send a PDU that a fault strikes; ``alone`` says that no other PDU waits to go with it."""
        if rule.disconnect == "half-open":
            self.go_half_open()
            return super().send(pdu, now)
        if rule.malformed is not None:
            return self._spoil(rule.malformed, pdu, now)
        is_response = bool(pdu.command_id & RESPONSE)
        if rule.disconnect == "before":
            self._afterwards.later(0, self._cut_off)
            raise LocalProtocolError(CUT_OFF)
        number = super().send(pdu, now)
        if rule.duplicate:
            super().send(pdu, now)
        elif rule.split is not None:
            size = len(self._outgoing[-1])
            before = len(self._kept) + sum(map(len, self._outgoing)) - size
            self._cuts.append(before + min(rule.split, size - 1))
        elif rule.glue and alone:
            self._glued = True
            self._afterwards.later(PATIENCE, self._goes_unglued)
        elif rule.disconnect is not None and is_response:
            self._cut_off()
        elif rule.disconnect is not None:  # later, as the sender must first learn that it was sent
            self._afterwards.later(0, self._cut_off)
        return number

    def _spoil(self, kind: str, pdu: Pdu, now: float) -> int:
        """Send the malformed octets of a PDU, and show the witness those."""
        witness, self.witness = self.witness, None
        try:
            number = super().send(pdu, now)
        finally:
            self.witness = witness
        octets = self._outgoing[-1] = KINDS[kind](self._outgoing[-1])
        if witness is not None:
            witness(True, as_read(octets))
        return number

    def receive_data(self, octets: bytes, now: float) -> list[Event]:
        return [] if self.half_open else super().receive_data(octets, now)

    def _about_the_session(self, pdu: Pdu, command_id: int, now: float, events: list[Event]) -> None:
        if not (isinstance(pdu, EnquireLink) and command_id in self._may_receive and self.passes_over()):
            super()._about_the_session(pdu, command_id, now, events)

    def receive_eof(self) -> list[Event]:
        return [] if self.half_open else super().receive_eof()

    def data_to_send(self) -> bytes:
        octets = self._kept + super().data_to_send()
        self._kept = b""
        if self.half_open:
            return b""
        if self.closed:
            return octets
        if self._glued or self._paused:
            self._kept = octets
            return b""
        if not self._cuts:
            return octets
        cut = self._cuts.popleft()
        self._cuts = deque(further - cut for further in self._cuts)
        self._kept, self._paused = octets[cut:], True
        self._afterwards.later(PAUSE, self._goes_on)
        return octets[:cut]

    # What comes later

    def _goes(self, pdu: Pdu) -> None:
        if not self.closed:
            self._line.send(pdu)

    def _goes_alone(self, pdu: Pdu) -> None:
        if self._swapped is pdu:
            self._swapped = None
            self._goes(pdu)

    def _goes_unglued(self) -> None:
        self._glued = False
        self._line.flush()

    def _goes_on(self) -> None:
        self._paused = False
        self._line.flush()

    def _cut_off(self) -> None:
        if not self.closed:
            self._line.close(CUT_OFF)


def struck(visit: Visit, afterwards: Afterwards) -> StruckSession:
    """Make the session of a visit one that faults can strike; whatever holds it need not be told."""
    session = visit.line.session
    if not isinstance(session, StruckSession):
        session.__class__ = StruckSession
        assert isinstance(session, StruckSession)  # noqa: S101 - as it has just become
        session.begin(visit, afterwards)
    return session
