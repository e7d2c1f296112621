"""The simulator's clock in the hands of a test."""

import asyncio
from datetime import UTC, datetime, timedelta

from smsc.durations import seconds as written
from smsc.lab.loop import at_home
from smsc.network.pace import PATIENCE, Clock


class AsyncClock:
    """Follows the wall's, unless it is told otherwise. Times are in seconds since the epoch.

    It is that of all who use the simulator, and never goes back. A test whose program takes dates from the system's
    clock (a validity_period of the next hour, say), and may come behind one that has advanced it, has a
    ``with smsc.running()`` of its own.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, clock: Clock) -> None:
        self.loop = loop
        self._clock = clock
        self._began = clock.now - loop.time()

    def __repr__(self) -> str:
        date = datetime.fromtimestamp(self.now, UTC).isoformat(timespec="seconds")
        return f"<clock {date}, {'stopped' if self.stopped else f'speed {self.speed:g}'}>"

    @property
    def now(self) -> float:
        """What time it is in the network."""
        return self._clock.now

    @property
    def ahead(self) -> float:
        """By how much it is ahead of the wall's."""
        return self.now - self.loop.time() - self._began

    @property
    def speed(self) -> float:
        """How many times as fast as the wall's it goes; 0 while it stands still."""
        return self._clock.speed

    @property
    def stopped(self) -> bool:
        """Whether it stands still."""
        return self._clock.stopped

    @at_home
    async def advance(
        self,
        by: float | str | timedelta = 0,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
        patience: float = PATIENCE,
    ) -> None:
        """Let so much time go by at once, with all that happens in it: retries, alerts, expiries, schedules.

        ``by`` is in seconds, a timedelta, or written as ``"48h"``, ``"1h30m"``, ``"90s"``. Where a program has been
        handed a message time stands still until it answers, up to ``patience`` seconds of the wall. Raises ValueError
        for a time that is not to come.
        """
        if isinstance(by, str):
            by = written(by)
        elif isinstance(by, timedelta):
            by = by.total_seconds()
        whole = by + ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        await self._clock.advance(whole, patience=patience)

    @at_home
    async def step(self) -> bool:
        """Let time go by until the next moment at which something happens; False if nothing ever will."""
        return await self._clock.step()

    @at_home
    async def set_speed(self, speed: float) -> None:
        """Go so many times as fast as the wall; 0 stops it. Raises ValueError for less."""
        self._clock.speed = speed

    @at_home
    async def stop(self) -> None:
        """Stand still."""
        self._clock.stop()

    @at_home
    async def go(self) -> None:
        """Go on, at the speed that it had."""
        self._clock.go()
