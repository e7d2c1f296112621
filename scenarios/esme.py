"""An ESME without a socket: a real session, whose octets go to the service centre's session by hand."""

from math import inf

from pdu.header import Pdu
from pdu.matrix import Side
from pdu.operations.bind import BindTransceiver
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.session import RequestReceived, Session, Timers
from smsc.network.network import Network
from smsc.smpp.face import Face

NEVER = Timers(session_init_timer=inf, enquire_link_timer=inf, inactivity_timer=inf, response_timer=inf)


class MemoryLine:
    """The service centre's end: what a TCP connection is elsewhere."""

    def __init__(self, network: Network, face: Face, name: str) -> None:
        self._network = network
        self._face = face
        self._esme = Session(Side.ESME, network.now, timers=NEVER)
        self._moving = False
        self.session = Session(Side.MC, network.now, timers=NEVER)
        face.opened(self, name)

    # What the face calls

    def send(self, pdu: Pdu) -> int:
        number = self.session.send(pdu, self._network.now)
        self.flush()
        return number

    def close(self, reason: str = "closed by us") -> None:
        self._face.events(self, self.session.close(reason))

    def flush(self) -> None:
        """Carry octets in both directions until there are none."""
        if self._moving:
            return
        self._moving = True
        now = self._network.now
        try:
            while True:
                if said := self._esme.data_to_send():
                    self._face.events(self, self.session.receive_data(said, now))
                elif answered := self.session.data_to_send():
                    self._hear(answered, now)
                else:
                    return
        finally:
            self._moving = False

    # What the scenario calls

    def say(self, pdu: Pdu) -> None:
        """Let the ESME send a PDU."""
        self._esme.send(pdu, self._network.now)
        self.flush()

    def bind(self, system_id: str, password: str) -> None:
        """Bind as a transceiver."""
        self.say(BindTransceiver(system_id, password))

    def _hear(self, octets: bytes, now: float) -> None:
        """The ESME takes what it is handed, and says so."""
        for event in self._esme.receive_data(octets, now):
            if isinstance(event, RequestReceived) and isinstance(event.pdu, DeliverSm):
                self._esme.send(DeliverSmResp(sequence_number=event.pdu.sequence_number), now)
