"""What faults put off: an element whose own timers do it when its time has come."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from smsc.network.network import Hop, Network, Send

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
        if self.name not in self._network:
            self._network.add(self)
        self._network.send(self, (Send(self.name, Due(action), 0, seconds),))

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
