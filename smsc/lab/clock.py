"""The simulator's clock in the hands of a test."""

import asyncio

from smsc.lab.loop import at_home
from smsc.network.pace import WallPace


class AsyncClock:
    """Follows the wall's, unless it is told otherwise. Times are in seconds since the epoch."""

    def __init__(self, loop: asyncio.AbstractEventLoop, pace: WallPace) -> None:
        self.loop = loop
        self._pace = pace

    @property
    def now(self) -> float:
        """What time it is in the network."""
        return self._pace.now

    @at_home
    async def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Let so much time go by at once, with all that happens in it: retries, alerts, expiries, schedules.

        Answers of ESMEs take the time that they take. Raises ValueError for a time that is not to come.
        """
        await self._pace.advance(((days * 24 + hours) * 60 + minutes) * 60 + seconds)

    @at_home
    async def set_speed(self, speed: float) -> None:
        """Go so many times as fast as the wall's; 0 stops it. Raises ValueError for less."""
        self._pace.speed = speed
