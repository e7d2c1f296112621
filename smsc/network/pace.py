"""The network at the wall's pace: its time follows the event loop's, and it wakes when the next hop is due."""

import asyncio
from collections.abc import Callable

from smsc.network.network import Network


class WallPace:
    """Runs a network in an event loop. Needs no task: a timer of the loop stands for the next hop."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._loop = asyncio.get_running_loop()
        self._offset = network.now - self._loop.time()
        self._timer: asyncio.TimerHandle | None = None
        self._followers: list[Callable[[], None]] = []

    @property
    def now(self) -> float:
        """The network's time, as the wall has it."""
        return self._loop.time() + self._offset

    def catch_up(self) -> None:
        """Let everything arrive that is due, so that what is sent now is sent now."""
        self._network.run_until(max(self.now, self._network.now))

    def run(self) -> None:
        """Let everything arrive that is due, and come back when the next hop is."""
        self.catch_up()
        for follower in tuple(self._followers):
            follower()
        due = self._network.next_at()
        if self._timer is not None:
            if due is not None and self._timer.when() <= due - self._offset:
                return
            self._timer.cancel()
        self._timer = self._loop.call_at(due - self._offset, self._fire) if due is not None else None

    def follow(self, follower: Callable[[], None]) -> Callable[[], None]:
        """Call somebody after every turn of the network; what is returned ends it."""
        self._followers.append(follower)
        return lambda: self._followers.remove(follower)

    def stop(self) -> None:
        """Let time stand still."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _fire(self) -> None:
        self._timer = None
        self.run()
