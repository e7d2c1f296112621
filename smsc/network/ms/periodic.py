"""TS 24.008 clause 4.4.2: a handset of which nothing has been heard for T3212 says that it is still there."""

from collections.abc import Callable, Iterable

from smsc.network.network import Send
from smsc.network.timers import Alarm, Wait


class PeriodicUpdating:
    """T3212 of a handset, which tells ``expired``; ``due`` until the location has been updated."""

    __slots__ = ("_alarm", "_expired", "due")

    def __init__(self, name: str, expired: Callable[[float], Iterable[Send]]) -> None:
        self.due = False
        self._expired = expired
        self._alarm = Alarm(name, self._expire)

    def start(self, t3212: float, now: float) -> Iterable[Send]:
        """The network has just heard of the handset."""
        return self._alarm.start(Wait("T3212", t3212), now)

    def _expire(self, _: Wait, now: float) -> Iterable[Send]:
        self.due = True
        return self._expired(now)
