"""TS 24.008 clause 4.4.2: a handset of which nothing has been heard for T3212 says that it is still there."""

from smsc.network.hop import Send
from smsc.network.timers import Alarm, Wait


class PeriodicUpdating(Alarm):
    """T3212 of a handset; ``due`` until the location has been updated."""

    __slots__ = ("due",)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.due = False

    def watch(self, t3212: float, now: float) -> tuple[Send, ...]:
        """The network has just heard of the handset."""
        return self.start(Wait("T3212", t3212), now)
