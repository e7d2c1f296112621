"""How far a clock has been advanced, kept beside the messages that wait: their time does not go back at a restart."""

import asyncio
from typing import Final

from smsc.network.pace import LATEST, Clock
from smsc.store.sqlite import SqliteStore

KIND: Final = "clock"
KEY: Final = "ahead"  # seconds that the network has gone through, and the wall has not
STEP: Final = 60.0  # seconds that are not worth writing


class KeptClock:
    """Knows when the network ``begins``, in seconds since the epoch, where the wall says ``now``.

    Where nothing waits any more, that is now.
    """

    def __init__(self, stores: tuple[SqliteStore, ...], now: float) -> None:
        self._stores = stores
        self._start = now - asyncio.get_running_loop().time()
        self._noted = max((float(text) for store in stores for _, text in store.notes(KIND)), default=0.0)
        ahead = self._noted if any(store.waits() for store in stores) else 0.0
        self.begins = min(now + ahead, max(now, LATEST))

    def look(self, clock: Clock) -> None:
        """Note how far the clock is ahead, if that is not what is noted."""
        ahead = max(clock.now - self._start - asyncio.get_running_loop().time(), 0.0)
        if abs(ahead - self._noted) > STEP:
            self._noted = ahead
            for store in self._stores:
                store.note(KIND, KEY, f"{ahead:.3f}")
