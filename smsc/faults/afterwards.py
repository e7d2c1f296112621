"""What faults put off or lose: an element whose own timers do it in time, and which gets what is lost."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pdu.header import Pdu
from smsc.network.hop import Element, Hop, Lost, Send
from smsc.network.network import Network
from smsc.smpp.sessions import Visit

Action = Callable[[], object]


@dataclass(slots=True, eq=False)
class Due:
    """Its timer."""

    action: Action


class Afterwards:
    """Does things later, and is in the network once there are any.

    ``withheld`` are the responses that wait for a receipt, by their message_id.
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
        """Do something in so many seconds; in none, when what is being done now is over."""
        self._join()
        self._network.send(self, (Send(self.name, Due(action), 0, seconds),))

    def lost(self, origin: Element, send: Send) -> Send:
        """Have a message that an element sends get lost: seen when it would have arrived, and by nobody else."""
        self._join()
        to, seconds = self._network.way(origin, send.to)
        return Send(self.name, Lost(to, send.message), send.conversation, send.after + seconds)

    def tell_lost(self, visit: Visit, pdu: Pdu) -> None:
        """Have it seen that what is said in a session does not go out."""
        assert visit.esme is not None  # noqa: S101 - a bind is answered
        self._join()
        centre = self._network[visit.esme.centre]
        self._network.send(centre, (Send(self.name, Lost(visit.name, pdu), visit.number),))

    def _join(self) -> None:
        if self.name not in self._network:
            self._network.add(self)

    def receive(self, hop: Hop) -> Iterable[Send]:
        """A timer has run out."""
        if isinstance(hop.message, Due):
            hop.message.action()
        return ()

    def give(self, message_id: str) -> None:
        """Give the response that has waited for the receipt of a message, if there is one."""
        action = self.withheld.pop(message_id, None)
        if action is not None:
            action()
