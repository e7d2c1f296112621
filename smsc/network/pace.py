"""The world's clock in an event loop: at the wall's pace, many times as fast, stopped, or advanced at will.

It is the time of all that is modelled: latencies, retries, validity periods, schedules, messages per second. The timers
of a socket (session_init_timer, enquire_link_timer, inactivity_timer, response_timer) go by the wall at any speed, as
the program at its other end does. The wall clock is read once, when the clock starts; from then on the system's
monotonic clock counts, so that a change of the date, or a leap second, has no effect here.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable, Iterable
from contextlib import asynccontextmanager
from math import inf
from typing import Final

from smsc.dates import LATEST
from smsc.network.network import Network

STRIDE: Final = 0.005  # seconds of the wall after which fast time gives the sockets their turn
PATIENCE: Final = 5.0  # seconds of the wall for which an advance waits for an answer from outside

Outside = Callable[[], Iterable[Hashable]]


class Clock:
    """Runs a network in an event loop. It needs no task: a timer of the loop goes off when the next hop is due.

    ``speed`` is how many seconds of the network's time go by in one of the wall's; 0 while time stands still.
    """

    def __init__(self, network: Network, speed: float = 1.0) -> None:
        self._network = network
        self._loop = asyncio.get_running_loop()
        self._speed = _checked("speed", speed, "0 (time stands still) or more")
        self._last_speed = self._speed or 1.0  # before it was stopped
        self._wall, self._then = self._loop.time(), network.now  # the same moment by both clocks
        self._timer: asyncio.TimerHandle | None = None
        self._due = inf  # when the timer is to go off, by the network's time
        self._followers: list[Callable[[], None]] = []
        self._outside: list[Outside] = []
        self._given_up: set[Hashable] = set()
        self._stirred = asyncio.Event()
        self._jump = asyncio.Lock()
        self._held = False  # a jump is under way, and sets the time

    @property
    def now(self) -> float:
        """The network's time, in seconds since the epoch."""
        if self._held:
            return self._then
        return self._then + (self._loop.time() - self._wall) * self._speed

    @property
    def speed(self) -> float:
        """How many times as fast as the wall's the network's time goes; setting it raises ValueError if below 0."""
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
        """Let time stand still until ``go``; what is sent meanwhile is answered as far as that takes no time."""
        self.speed = 0

    def go(self) -> None:
        """Let time go on at the speed it had before."""
        self.speed = self._last_speed

    # Jumps

    async def advance(self, seconds: float, *, patience: float = PATIENCE) -> None:
        """Let so many seconds go by at once, with all that happens in them, in order; raises ValueError.

        On the way, time stands still while a program at a socket owes an answer to a request of ours, and while
        something waits for the disk: so an ESME that answers at once does so in the network's time too. Each wait is
        at most ``patience`` seconds of the wall; after that, time goes on without the answer. What a program does
        unasked, or after its answer, comes when it comes.
        """
        _checked("advance", seconds, "seconds from now on")
        async with self._jumping():
            end = self._then + seconds
            if end > LATEST:
                raise ValueError(f"advance: expected an end within the year 9999, found {seconds:g} seconds")
            await self._go_on(end, patience=patience)
            self._then = end

    async def advance_to_rest(self) -> None:
        """Let time go by, as ``advance`` does, until nothing but timers is under way."""
        async with self._jumping():
            await self._go_on(inf, lambda: self._network.at_rest)

    async def step(self) -> bool:
        """Let time go by until something happens next; False if nothing ever will."""
        async with self._jumping():
            due = self._network.next_at()
            if due is not None:
                await self._go_on(max(due, self._then))
            return due is not None

    @asynccontextmanager
    async def _jumping(self) -> AsyncIterator[None]:
        """Make one jump at a time; however it ends, time goes on from where it has got to."""
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

    async def _go_on(self, end: float, over: Callable[[], bool] = lambda: False, *, patience: float = PATIENCE) -> None:
        """Go from each moment at which something happens to the next, until ``end`` or until it is ``over``."""
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
        """Wait until nothing outside the network owes it an answer; an answer once given up is not waited for again."""
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
        """Make advances wait while anything outside owes an answer; ``outside`` lists the answers owed."""
        self._outside.append(outside)

    # What happens when

    def catch_up(self) -> None:
        """Let everything arrive that is due, so that the network is at the present moment.

        If the clock is faster than the wall's, and the network can't keep up, the clock waits for it: sockets have
        their turn, and time goes on from where the network has got to.
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
        """Let everything arrive that is due, and set the timer for the next hop."""
        self.catch_up()
        self._stirred.set()
        for follower in tuple(self._followers):
            follower()
        self.wait()

    def follow(self, follower: Callable[[], None]) -> Callable[[], None]:
        """Call ``follower`` after every turn of the network, until what this returns is called."""
        self._followers.append(follower)
        return lambda: self._followers.remove(follower)

    def close(self) -> None:
        """Stop the timer; time is not followed any more, unless ``run`` is called."""
        self._cancel()

    def _anchor(self, now: float) -> None:
        """Set the network's time at this moment of the wall."""
        self._wall, self._then = self._loop.time(), now
        self._cancel()

    def wait(self) -> None:
        """Set the loop's timer for the next hop; going off too early is cheaper than a new timer each time."""
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
