"""An ESME without a socket: a real session, whose octets go to the service centre's session by hand."""

from collections.abc import Callable, Iterable
from itertools import count
from math import inf

from pdu.header import Pdu, Response, response_id
from pdu.matrix import Side
from pdu.operations.bind import BindTransceiver
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.session import Late, RequestReceived, ResponseReceived, Session, Timers, Unexpected
from smsc.network.hop import Hop, Send
from smsc.network.network import Network
from smsc.smpp.face import Face

NEVER = Timers(session_init_timer=inf, enquire_link_timer=inf, inactivity_timer=inf, response_timer=inf)

Answer = Callable[[DeliverSm | DataSm], Response | None]


def taken(pdu: DeliverSm | DataSm) -> Response | None:
    """Answer a deliver_sm, or a data_sm, as an ESME that takes everything."""
    return DeliverSmResp() if isinstance(pdu, DeliverSm) else DataSmResp()


class MemoryLine:
    """The service centre's end: what a TCP connection is elsewhere.

    It is an element of the network as well, since carrying octets takes a turn of its own: the sender has to be done
    before the answer comes. ``answer`` says what the ESME answers to a deliver_sm (None: nothing), ``heard`` is all
    that it was told, ``owes`` the requests that it has not answered; ``number`` is the session's number in the trace.
    """

    kind = "line"

    def __init__(
        self,
        network: Network,
        face: Face,
        name: str,
        *,
        answer: Answer = taken,
        timers: Timers = NEVER,
        host: str = "",
        tls: bool = False,
    ) -> None:
        again = (f"line of {name}, {number}" for number in count(2))
        self.name = (
            f"line of {name}" if f"line of {name}" not in network else next(n for n in again if n not in network)
        )
        self.answer = answer
        self.heard: list[Pdu] = []
        self.owes: list[Pdu] = []
        self._due = inf
        self._network = network
        self._face = face
        self._esme = Session(Side.ESME, network.now, timers=NEVER)
        self.session = Session(Side.MC, network.now, timers=timers)
        network.add(self)
        self.number = face.opened(self, name, host, tls=tls)

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Carry octets, since its turn has come, or run the timers of the service centre's session."""
        if hop.message is Session.handle_timer:
            if not self.session.closed:  # timers of a session that is over mean nothing
                self.run_timers()
                self._set_timer()  # something else may be due later
        else:
            self.flush()
        return ()

    # What the face calls

    def send(self, pdu: Pdu) -> int:
        number = self.session.send(pdu, self._network.now)
        self._flush_soon()
        return number

    def respond(self, responses: Iterable[Response]) -> None:
        self._flush_soon()
        self.session.respond(responses, self._network.now)

    def _flush_soon(self) -> None:
        self._network.send(self, (Send(self.name, None),))
        self._set_timer()

    def _set_timer(self) -> None:
        due = self.session.next_timer()
        if self._due != due < inf:
            self._due = due
            self._network.send(self, (Send(self.name, Session.handle_timer, 0, due - self._network.now),))

    def close(self, reason: str = "closed by us") -> None:
        self._face.events(self, self.session.close(reason))

    def stop_reading(self) -> None:
        """Do nothing: there is no connection, and the session itself reads nothing any more."""

    def hang_up(self) -> None:
        """Let the ESME end its connection."""
        if events := self.session.receive_eof():  # none where the line is half-open
            self._face.events(self, events)

    def flush(self) -> None:
        """Carry octets in both directions until there are none."""
        now = self._network.now
        while True:
            if said := self._esme.data_to_send():
                if events := self.session.receive_data(said, now):  # none of a session that is over
                    self._face.events(self, events)
            elif answered := self.session.data_to_send():
                self._hear(answered, now)
            else:
                return

    # What the scenario calls

    def say(self, pdu: Pdu) -> None:
        """Let the ESME send a PDU; raises LocalProtocolError for one that its session may not send."""
        self.put(pdu)
        self.flush()

    def put(self, pdu: Pdu) -> None:
        """Queue a PDU of the ESME, which goes out with the next one that it says.

        A response without a sequence_number answers the oldest unanswered request of its kind; LookupError where there
        is none.
        """
        if isinstance(pdu, Response):
            owed = (one for one in self.owes if response_id(one.command_id) == pdu.command_id)
            asked = next((one for one in owed if pdu.sequence_number in (0, one.sequence_number)), None)
            if asked is None:
                raise LookupError(f"a {pdu.words[0]} to nothing")
            self.owes.remove(asked)
            pdu.sequence_number = asked.sequence_number
        self._esme.send(pdu, self._network.now)

    def bind(self, system_id: str, password: str) -> None:
        """Bind as a transceiver."""
        self.say(BindTransceiver(system_id, password))

    def run_timers(self) -> None:
        """Run those timers of the service centre's session that are due."""
        self._face.events(self, self.session.handle_timer(self._network.now))
        self.flush()

    def _hear(self, octets: bytes, now: float) -> None:
        for event in self._esme.receive_data(octets, now):
            if isinstance(event, ResponseReceived | Late):
                self.heard.append(event.response)
            elif isinstance(event, Unexpected):
                self.heard.append(event.pdu)
            elif isinstance(event, RequestReceived):
                self.heard.append(event.pdu)
                response = self.answer(event.pdu) if isinstance(event.pdu, DeliverSm | DataSm) else None
                if response is None:
                    self.owes.append(event.pdu)
                else:
                    response.sequence_number = event.pdu.sequence_number
                    self._esme.send(response, now)
