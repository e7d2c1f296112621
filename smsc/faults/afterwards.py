"""What faults delay or lose: an element whose timers do what is delayed, and to which lost messages are sent."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pdu.header import Pdu
from smsc.network.hop import Element, Hop, Lost, Send
from smsc.network.network import Network
from smsc.smpp.sessions import Visit

Action = Callable[[], object]


@dataclass(slots=True, eq=False)
class Due:
    """The timer of something delayed."""

    action: Action


class Afterwards:
    """Does things later; it joins the network once it has something to do.

    ``withheld`` sends the responses that wait for a receipt, by message_id.
    """

    name = kind = "faults"

    def __init__(self, network: Network) -> None:
        self._network = network
        self.withheld: dict[str, Action] = {}

    @property
    def now(self) -> float:
        """The network's time."""
        return self._network.now

    def later(self, seconds: float, action: Action) -> None:
        """Do something after so many seconds; after 0, once what is being done now is over."""
        self._join()
        self._network.send(self, (Send(self.name, Due(action), 0, seconds),))

    def lost(self, origin: Element, send: Send) -> Send:
        """Have a message that an element sends get lost: traced when it would have arrived, but given to nobody."""
        self._join()
        to, seconds = self._network.way(origin, send.to)
        return Send(self.name, Lost(to, send.message), send.conversation, send.after + seconds)

    def tell_lost(self, visit: Visit, pdu: Pdu) -> None:
        """Have the trace show that a PDU of a session was not sent."""
        assert visit.esme is not None  # noqa: S101 - a bind is answered
        self._join()
        centre = self._network[visit.esme.centre]
        self._network.send(centre, (Send(self.name, Lost(visit.name, pdu), visit.number),))

    def _join(self) -> None:
        if self.name not in self._network:
            self._network.add(self)

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Do what a timer was set for."""
        if isinstance(hop.message, Due):
            hop.message.action()
        return ()

    def give(self, message_id: str) -> None:
        """Send the response that was withheld for the receipt of a message, if there is one."""
        action = self.withheld.pop(message_id, None)
        if action is not None:
            action()
