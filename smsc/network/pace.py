"""The world's clock in an event loop: at the wall's pace, many times as fast, stopped, or advanced at will.

The network's time is one for all that is modelled: latencies, retries, validity, schedules. What belongs to a socket
(response_timer, enquire_link_timer and their like) goes by the wall, since at its other end is a program that does.
"""

import asyncio
from collections.abc import Callable
from math import inf
from typing import Final

from smsc.network.network import Network

STRIDE: Final = 0.005  # seconds of the wall, after which an advance lets sockets have their turn


class WallPace:
    """Runs a network in an event loop. Needs no task: a timer of the loop stands for the next hop.

    ``speed`` is how many of the network's seconds one of the wall's is; 0 while time stands still.
    """

    def __init__(self, network: Network, speed: float = 1.0) -> None:
        self._network = network
        self._loop = asyncio.get_running_loop()
        self._speed = speed
        self._wall, self._then = self._loop.time(), network.now  # one moment, by both clocks
        self._timer: asyncio.TimerHandle | None = None
        self._due = inf
        self._followers: list[Callable[[], None]] = []
        self._advancing = asyncio.Lock()

    @property
    def now(self) -> float:
        """The network's time."""
        return self._then + (self._loop.time() - self._wall) * self._speed

    @property
    def speed(self) -> float:
        """How many times as fast as the wall's the network's time goes."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if not 0 <= speed < inf:
            raise ValueError(f"speed: expected 0 (time stands still) or more, found {speed:g}")
        self.catch_up()
        self._set(self._network.now)
        self._speed = speed
        self._wait()

    async def advance(self, seconds: float) -> None:
        """Let so many seconds go by at once, with all that happens in them, in order; raises ValueError.

        What is handed to an ESME on the way leaves at once, but its answer takes the time that it takes: so does all
        that depends on it, such as the next deliver_sm of a window that is full.
        """
        if not 0 <= seconds < inf:
            raise ValueError(f"advance: expected seconds from now on, found {seconds:g}")
        async with self._advancing:
            end = self.now + seconds
            while (due := self._network.next_at()) is not None and due <= end:
                self._set(max(due, self.now))
                turn = self._loop.time() + STRIDE
                while due is not None and due <= end and self._loop.time() < turn:
                    self._set(max(due, self.now))
                    self._network.run_until(max(due, self._network.now))
                    due = self._network.next_at()
                self.run()
                await asyncio.sleep(0)
            self._set(max(end, self.now))
            self.run()

    def catch_up(self) -> None:
        """Let everything arrive that is due, so that what is sent now is sent now."""
        self._network.run_until(max(self.now, self._network.now))

    def run(self) -> None:
        """Let everything arrive that is due, and come back when the next hop is."""
        self.catch_up()
        for follower in tuple(self._followers):
            follower()
        self._wait()

    def follow(self, follower: Callable[[], None]) -> Callable[[], None]:
        """Call somebody after every turn of the network; what is returned ends it."""
        self._followers.append(follower)
        return lambda: self._followers.remove(follower)

    def stop(self) -> None:
        """Come back no more, unless ``run`` is called."""
        self._cancel()

    def _set(self, now: float) -> None:
        """It is so late now."""
        self._wall, self._then = self._loop.time(), now
        self._cancel()

    def _wait(self) -> None:
        """Have the loop come back when the next hop is due; too early is cheaper than a new timer each time."""
        due = self._network.next_at()
        if due is None or not self._speed:
            self._cancel()
        elif due < self._due:
            self._cancel()
            self._due = due
            self._timer = self._loop.call_at(self._wall + (due - self._then) / self._speed, self._fire)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._due = inf

    def _fire(self) -> None:
        self._timer, self._due = None, inf
        self.run()
