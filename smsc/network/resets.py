"""TS 48.008 clause 3.1.4.1: the reset of an MSC or a BSS that has lost what it knew of the connections between them."""

from collections.abc import Callable, Iterable
from typing import Final

from pdu.gsm.bssmap import EQUIPMENT_FAILURE, Reset, ResetAcknowledge
from smsc.network.hop import Hop, Send, Services
from smsc.network.timers import Timer

RESET: Final = Reset(EQUIPMENT_FAILURE)
ACKNOWLEDGED: Final = ResetAcknowledge()


class Resets:
    """One end: it tells the ``other`` until that acknowledges, and is told; ``lost`` gives up what the other has lost.

    It tells again after ``seconds``: T4 of a BSS, T16 of an MSC.
    """

    def __init__(self, node: str, other: str, seconds: float, lost: Callable[[float], Iterable[Send]]) -> None:
        self._other = other
        self._lost = lost
        self._unanswered = Timer(node, seconds, self._again)
        self.services: Services = {Reset: self.reset, ResetAcknowledge: self.reset_acknowledge}

    def begin(self, now: float) -> Iterable[Send]:
        """Tell the other end that this one has lost all connections."""
        return self._unanswered.start(self._other, now, (Send(self._other, RESET),))

    def reset(self, _: Reset, hop: Hop) -> Iterable[Send]:
        """Give up all connections, as the other end has lost them."""
        yield from self._lost(hop.at)
        yield Send(hop.origin, ACKNOWLEDGED)

    def reset_acknowledge(self, _: ResetAcknowledge, hop: Hop) -> Iterable[Send]:
        """Stop telling the other end, which knows."""
        self._unanswered.stop(hop.origin)
        return ()

    def _again(self, _: str, now: float) -> Iterable[Send]:
        """Begin again, without the connections made since: the other end will no longer know them."""
        return (*self._lost(now), *self.begin(now))
