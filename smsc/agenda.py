"""A queue of what is due when, for entries almost all of which are struck out before they are due."""

from collections.abc import Hashable, Iterator
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf
from typing import Final, Generic, TypeVar

SLACK: Final = 1_000  # stale entries that may stay in the heap

Entry = TypeVar("Entry", bound=Hashable)


class Agenda(Generic[Entry]):
    """The time at which each entry is due. Only entries still due take room, however many there have been."""

    def __init__(self) -> None:
        self._due: dict[Entry, float] = {}
        self._heap: list[tuple[float, int, Entry]] = []  # these, and stale ones: struck out, or now due at another time
        self._serials = count()  # entries due at the same time come in the order in which they were entered

    def __len__(self) -> int:
        return len(self._heap)

    def enter(self, entry: Entry, at: float) -> None:
        """Make an entry due at a time, instead of the one entered for it before."""
        if self._due.get(entry) != at:
            self._due[entry] = at
            heappush(self._heap, (at, next(self._serials), entry))
            if len(self._heap) > 2 * len(self._due) + SLACK:
                self._heap = [one for one in self._heap if self._stands(one)]
                heapify(self._heap)

    def strike(self, entry: Entry) -> None:
        """Strike an entry out, if it is there."""
        self._due.pop(entry, None)

    def at(self, entry: Entry) -> float:
        """Return when an entry is due; infinity if it is not there."""
        return self._due.get(entry, inf)

    def due(self, now: float) -> Iterator[Entry]:
        """Yield the entries due by now, and strike them out."""
        while (at := self.next_at()) is not None and at <= now:
            _, _, entry = heappop(self._heap)
            del self._due[entry]
            yield entry

    def next_at(self) -> float | None:
        """Return when the next entry is due, or None if there is none."""
        heap = self._heap
        while heap and not self._stands(heap[0]):
            heappop(heap)
        return heap[0][0] if heap else None

    def _stands(self, one: tuple[float, int, Entry]) -> bool:
        at, _, entry = one
        return self._due.get(entry) == at
