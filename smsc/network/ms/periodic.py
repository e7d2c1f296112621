"""TS 24.008 clause 4.4.2: a handset that has been silent for T3212 says that it is still there."""

from smsc.network.hop import Send
from smsc.network.timers import Alarm, Wait


class PeriodicUpdating(Alarm):
    """The T3212 of a handset; once it has expired, ``due`` until the location has been updated."""

    __slots__ = ("due",)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.due = False

    def watch(self, t3212: float, now: float) -> tuple[Send, ...]:
        """Start T3212, as the network has just heard from the handset."""
        return self.start(Wait("T3212", t3212), now)
