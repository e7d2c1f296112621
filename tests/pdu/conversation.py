"""Two sessions back to back, and the ladder of what they say to each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pdu import (
    BindReceiver,
    BindReceiverResp,
    BindTransceiver,
    BindTransceiverResp,
    BindTransmitter,
    BindTransmitterResp,
    Outbind,
    Pdu,
    command_status,
)
from pdu.command_id import RESPONSE
from pdu.matrix import BINDS, SessionState, Side
from pdu.session import Event, RequestReceived, Session, Timers

FOREVER = float("inf")
PATIENT = Timers(FOREVER, FOREVER, FOREVER, FOREVER)
BIND = {
    SessionState.BOUND_TX: (BindTransmitter, BindTransmitterResp),
    SessionState.BOUND_RX: (BindReceiver, BindReceiverResp),
    SessionState.BOUND_TRX: (BindTransceiver, BindTransceiverResp),
}


@dataclass
class Conversation:
    """An ESME's session and a message centre's; each reads every octet that the other writes."""

    timers: Timers = PATIENT
    now: float = 0.0
    ladder: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.esme = Session(Side.ESME, self.now, timers=self.timers, witness=self._witness("esme -> mc"))
        self.mc = Session(Side.MC, self.now, timers=self.timers, witness=self._witness("mc -> esme"))

    def esme_says(self, *pdus: Pdu) -> list[Event]:
        """Send from the ESME, and let both read until neither has more to say; return the message centre's events."""
        return self._say(self.esme, pdus)[1]

    def mc_says(self, *pdus: Pdu) -> list[Event]:
        """Send from the message centre, and let both read until neither has more to say; return the ESME's events."""
        return self._say(self.mc, pdus)[0]

    def settle(self) -> tuple[list[Event], list[Event]]:
        """Let both read until neither has more to say; return the events of the ESME and of the message centre."""
        events: tuple[list[Event], list[Event]] = ([], [])
        while True:
            up, down = self.esme.data_to_send(), self.mc.data_to_send()
            if not up and not down:
                return events
            events[1].extend(self.mc.receive_data(up, self.now))
            events[0].extend(self.esme.receive_data(down, self.now))

    def bind(self, state: SessionState, esme_speaks: int = 0x34, mc_speaks: int | None = None) -> None:
        """Bring the session into a bound state."""
        request, response = BIND[state]
        [received] = self.esme_says(request(system_id="bank", interface_version=esme_speaks))
        assert isinstance(received, RequestReceived)
        self.mc_says(response(system_id="sc", sequence_number=number(received), sc_interface_version=mc_speaks))
        assert self.esme.state is self.mc.state is state

    def _say(self, session: Session, pdus: tuple[Pdu, ...]) -> tuple[list[Event], list[Event]]:
        for pdu in pdus:
            session.send(pdu, self.now)
        return self.settle()

    def _witness(self, arrow: str) -> "Recorder":
        return Recorder(arrow, self.ladder)


@dataclass
class Recorder:
    """Writes down what one side sends: who, what, and the status of a response."""

    arrow: str
    ladder: list[str]

    def __call__(self, sent: bool, pdu: Pdu) -> None:
        if sent:
            status = f" {command_status.named(pdu.command_status)}" if pdu.command_id & RESPONSE else ""
            self.ladder.append(f"{self.arrow}  {pdu.words[0]}{status}")


def in_state(state: SessionState, version: int = 0x34) -> Conversation:
    """Give a conversation that has reached a state in the way that the specification draws."""
    conversation = Conversation()
    if state is SessionState.OUTBOUND:
        conversation.mc_says(Outbind(system_id="sc"))
    elif state in BINDS.values():
        conversation.bind(state, version, None if version < 0x34 else version)
    conversation.ladder.clear()
    return conversation


def number(event: Event) -> int:
    """Give the sequence_number of a request that came."""
    assert isinstance(event, RequestReceived), event
    return event.pdu.sequence_number


def pieces(octets: bytes, cuts: list[int]) -> Iterator[bytes]:
    """Cut octets at these places."""
    places = [0, *sorted(min(cut, len(octets)) for cut in cuts), len(octets)]
    return (octets[start:end] for start, end in pairwise(places))
