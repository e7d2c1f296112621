"""The simulator's clock, as a test uses it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final

from pdu.timeout import checked
from smsc.durations import seconds as written
from smsc.lab.loop import at_home
from smsc.network.pace import PATIENCE, Clock
from smsc.sections import FASTEST


class AsyncClock:
    """A clock that follows the wall clock unless it is told otherwise. Times are in seconds since the epoch.

    All who use the simulator share it, and it never goes back. If a test's program takes dates from the system's clock
    (such as a validity_period of one hour from now), and the test may run after one that advanced this clock, it needs
    a ``with smsc.running()`` of its own.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, clock: Clock) -> None:
        self.loop: Final = loop
        self._clock = clock
        self._began = clock.now - loop.time()

    def __repr__(self) -> str:
        date = datetime.fromtimestamp(self.now, UTC).isoformat(timespec="seconds")
        return f"<clock {date}, {'stopped' if self.stopped else f'speed {self.speed:g}'}>"

    @property
    def now(self) -> float:
        """The network's time."""
        return self._clock.now

    @property
    def ahead(self) -> float:
        """How far it is ahead of the wall clock."""
        return self.now - self.loop.time() - self._began

    @property
    def speed(self) -> float:
        """How many times as fast as the wall clock it runs; 0 while it stands still."""
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
        """Have so much time pass at once, with all that happens in it: retries, alerts, expiries, schedules.

        ``by`` is in seconds, a timedelta, or written as ``"48h"``, ``"1h30m"``, ``"90s"``. When a program is handed a
        message, time stands still until it answers, for up to ``patience`` seconds of the wall clock. Raises ValueError
        for a time in the past, or beyond the year 9999.
        """
        if isinstance(by, str):
            by = written(by)
        elif isinstance(by, timedelta):
            by = by.total_seconds()
        given = {"by": by, "days": days, "hours": hours, "minutes": minutes, "seconds": seconds, "patience": patience}
        for name, number in given.items():
            checked(number, name)
        whole = by + ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        await self._clock.advance(whole, patience=patience)

    @at_home
    async def step(self) -> bool:
        """Have time pass until the next moment at which something happens; returns False if nothing ever will."""
        return await self._clock.step()

    @at_home
    async def set_speed(self, speed: float) -> None:
        """Run so many times as fast as the wall clock, up to a million; 0 stops it. Raises ValueError for any other."""
        if checked(speed, "speed") > FASTEST:
            raise ValueError(f"speed: expected 0 to {FASTEST:,.0f}, found {speed}")
        self._clock.speed = speed

    @at_home
    async def stop(self) -> None:
        """Stand still."""
        self._clock.stop()

    @at_home
    async def go(self) -> None:
        """Go on, at the speed that it had before."""
        self._clock.go()
