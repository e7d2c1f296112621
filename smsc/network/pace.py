"""The world's clock in an event loop: at the wall's pace, many times as fast, stopped, or advanced at will.

One time for all that is modelled: latencies, retries, validity periods, schedules, messages per second. What belongs to
a socket (session_init_timer, enquire_link_timer, inactivity_timer, response_timer) goes by the wall at any speed, since
at its other end is a program that does. The wall is looked at once, when the clock starts; from then on it is the
system's monotonic clock that counts, so that nothing happens here when somebody sets the date, or a leap second comes.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable, Iterable
from contextlib import asynccontextmanager
from math import inf
from typing import Final

from smsc.dates import LATEST
from smsc.network.network import Network

STRIDE: Final = 0.005  # seconds of the wall, after which time that goes by quickly lets sockets have their turn
PATIENCE: Final = 5.0  # seconds of the wall that an advance waits for one answer from outside

Outside = Callable[[], Iterable[Hashable]]


class Clock:
    """Runs a network in an event loop. Needs no task: a timer of the loop stands for the next hop.

    ``speed`` is how many of the network's seconds one of the wall's is; 0 while time stands still.
    """

    def __init__(self, network: Network, speed: float = 1.0) -> None:
        self._network = network
        self._loop = asyncio.get_running_loop()
        self._speed = _checked("speed", speed, "0 (time stands still) or more")
        self._last_speed = self._speed or 1.0  # before it was stopped
        self._wall, self._then = self._loop.time(), network.now  # one moment, by both clocks
        self._timer: asyncio.TimerHandle | None = None
        self._due = inf  # when the timer is to go off, by the network's time
        self._followers: list[Callable[[], None]] = []
        self._outside: list[Outside] = []
        self._given_up: set[Hashable] = set()
        self._stirred = asyncio.Event()
        self._jump = asyncio.Lock()
        self._held = False  # a jump is under way: it alone says what time it is

    @property
    def now(self) -> float:
        """The network's time, in seconds since the epoch."""
        if self._held:
            return self._then
        return self._then + (self._loop.time() - self._wall) * self._speed

    @property
    def speed(self) -> float:
        """How many times as fast as the wall's the network's time goes; ValueError for less than 0."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self.catch_up()
        self._anchor(self._network.now)
        self._speed = _checked("speed", speed, "0 (time stands still) or more")
        self._last_speed = speed or self._last_speed
        self.wait()

    @property
    def stopped(self) -> bool:
        """Whether time stands still."""
        return not self._speed

    def stop(self) -> None:
        """Let time stand still, until ``go``. What is sent meanwhile is answered as far as that takes no time."""
        self.speed = 0

    def go(self) -> None:
        """Let time go on at the speed that it had."""
        self.speed = self._last_speed

    # Jumps

    async def advance(self, seconds: float, *, patience: float = PATIENCE) -> None:
        """Let so many seconds go by at once, with all that happens in them, in order; raises ValueError.

        Time stands still on the way while a program at a socket owes an answer to a request of ours, and while
        somebody waits for the disk: an ESME that answers at once has answered at once, in the network's time too. It
        waits ``patience`` seconds of the wall for each; who has not answered then is as slow as the network's time
        says. What a program does unasked, or after its answer, comes when it comes.
        """
        _checked("advance", seconds, "seconds from now on")
        async with self._jumping():
            end = self._then + seconds
            if end > LATEST:
                raise ValueError(f"advance: expected an end within the year 9999, found {seconds:g} seconds")
            await self._go_on(end, lambda: False, patience)
            self._then = end

    async def advance_to_rest(self, *, patience: float = PATIENCE) -> None:
        """Let time go by until nothing is under way but timers; see ``advance``."""
        async with self._jumping():
            await self._go_on(inf, lambda: self._network.at_rest, patience)

    async def step(self, *, patience: float = PATIENCE) -> bool:
        """Let time go by until the next moment at which something happens; False if nothing ever will."""
        async with self._jumping():
            due = self._network.next_at()
            if due is not None:
                await self._go_on(max(due, self._then), lambda: False, patience)
            return due is not None

    @asynccontextmanager
    async def _jumping(self) -> AsyncIterator[None]:
        """One jump at a time; whatever ends it, time goes on from where it has come to."""
        async with self._jump:
            self.catch_up()
            self._anchor(self._network.now)
            self._held = True
            try:
                yield
            finally:
                self._held = False
                self._anchor(self._then)
                self.run()

    async def _go_on(self, end: float, over: Callable[[], bool], patience: float) -> None:
        """Go from one moment at which something happens to the next."""
        turn = self._loop.time() + STRIDE
        while True:
            await self._hear_the_others(patience)
            due = self._network.next_at()
            if over() or due is None or due > end:
                return
            self._then = max(due, self._then)
            self.run()
            if self._loop.time() >= turn:
                await asyncio.sleep(0)
                turn = self._loop.time() + STRIDE

    async def _hear_the_others(self, patience: float) -> None:
        """Wait until nobody outside the network owes it an answer, but for no answer twice."""
        end = self._loop.time() + patience
        while owed := {one for outside in self._outside for one in outside()}:
            self._given_up &= owed
            left = end - self._loop.time()
            if owed <= self._given_up:
                return
            if left <= 0:
                self._given_up = owed
                return
            self._stirred.clear()
            try:
                async with asyncio.timeout(left):
                    await self._stirred.wait()
            except TimeoutError:
                continue

    def wait_for(self, outside: Outside) -> None:
        """Let no advance go on while somebody outside owes an answer: which answers, ``outside`` tells."""
        self._outside.append(outside)

    # What happens when

    def catch_up(self) -> None:
        """Let everything arrive that is due, so that what is sent now is sent now.

        A network that is slower than its clock, when that is many times as fast as the wall's, is waited for: sockets
        have their turn, and time goes on from where the network has come to.
        """
        network, end = self._network, max(self.now, self._network.now)
        if self._speed > 1 and not self._held:
            turn = self._loop.time() + STRIDE
            while (due := network.next_at()) is not None and due < end:
                network.run_until(due)
                if self._loop.time() >= turn:
                    self._anchor(network.now)
                    return
        network.run_until(end)

    def run(self) -> None:
        """Let everything arrive that is due, and come back when the next hop is."""
        self.catch_up()
        self._stirred.set()
        for follower in tuple(self._followers):
            follower()
        self.wait()

    def follow(self, follower: Callable[[], None]) -> Callable[[], None]:
        """Call somebody after every turn of the network; what is returned ends it."""
        self._followers.append(follower)
        return lambda: self._followers.remove(follower)

    def close(self) -> None:
        """Come back no more, unless ``run`` is called."""
        self._cancel()

    def _anchor(self, now: float) -> None:
        """It is so late now."""
        self._wall, self._then = self._loop.time(), now
        self._cancel()

    def wait(self) -> None:
        """Have the loop come back when the next hop is due; too early is cheaper than a new timer each time."""
        due = self._network.next_at()
        if due is None or not self._speed or self._held:
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


def _checked(name: str, number: float, expected: str) -> float:
    if not 0 <= number < inf:
        raise ValueError(f"{name}: expected {expected}, found {number:g}")
    return number
