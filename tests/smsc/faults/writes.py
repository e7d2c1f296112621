"""An ESME that notes in which pieces the service centre writes."""

from itertools import count

from pdu.header import Pdu
from pdu.operations.bind import BindTransceiver
from tests.smsc.smpp.centre import Centre, Raw


class Writes(Raw):
    """A peer that notes in which pieces the service centre writes."""

    def __init__(self, centre: Centre) -> None:
        super().__init__(centre)
        self.writes: list[bytes] = []
        self._numbers = count(1)
        self._centre = centre
        self.asks(BindTransceiver("bank", "secret"))
        self.writes.clear()

    def asks(self, *pdus: Pdu) -> None:
        """Send these PDUs in one write."""
        for pdu in pdus:
            pdu.sequence_number = next(self._numbers)
        self._face.events(self, self.session.receive_data(b"".join(pdu.encode() for pdu in pdus), self._network.now))
        self.waits(0)

    def waits(self, seconds: float) -> None:
        """Let time pass, and note what is written; what is written later, a fault has to say itself."""
        self.flush()
        self._centre.wait(seconds)

    def flush(self) -> None:
        if octets := self.session.data_to_send():
            self.writes.append(octets)
