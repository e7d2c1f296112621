"""How far a clock has been advanced, kept in the store: for waiting messages, time does not go back at a restart."""

import asyncio
from math import inf
from typing import Final

from smsc.centre.store import Unreadable
from smsc.dates import LATEST
from smsc.network.pace import Clock
from smsc.store.layout import StoreError
from smsc.store.sqlite import SqliteStore

KIND: Final = "clock"
KEY: Final = "ahead"  # seconds by which the network's time is ahead of the wall's
STEP: Final = 60.0  # seconds: a smaller change is not worth writing


class KeptClock:
    """Knows the time at which the network ``begins``, in seconds since the epoch, if it is ``now`` by the wall clock.

    If no message waits, both are the same. Raises StoreError if a store's clock can't be read.
    """

    def __init__(self, stores: tuple[SqliteStore, ...], now: float) -> None:
        self._stores = stores
        self._start = now - asyncio.get_running_loop().time()
        self._noted = max(map(_noted, stores), default=0.0)
        ahead = self._noted if any(store.waits() for store in stores) else 0.0
        self.begins = min(now + ahead, max(now, LATEST))

    def look(self, clock: Clock) -> None:
        """Note how far the clock is ahead, if that has changed; at most once in a second of the wall clock."""
        self._note(clock, max(STEP, clock.speed))

    def end(self, clock: Clock) -> None:
        """Note it a last time."""
        self._note(clock, STEP)

    def _note(self, clock: Clock, step: float) -> None:
        ahead = max(clock.now - self._start - asyncio.get_running_loop().time(), 0.0)
        if abs(ahead - self._noted) > step:
            self._noted = ahead
            for store in self._stores:
                store.note(KIND, KEY, f"{ahead:.3f}")


def _noted(store: SqliteStore) -> float:
    """Read how far the clock of this store was ahead."""
    try:
        text = dict(store.notes(KIND)).get(KEY, "0")
        ahead = float(text)
        if not 0 <= ahead < inf:
            raise ValueError(f"seconds from 0 on were expected, found {text!r}")
    except (ValueError, Unreadable) as wrong:
        raise StoreError(f"{store.path}: can't be used as a store: its clock can't be read: {wrong}") from wrong
    return ahead
