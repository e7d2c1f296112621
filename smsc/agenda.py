"""What is due when, where almost everything is over before its time comes."""

from collections.abc import Hashable, Iterator
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Final, Generic, TypeVar

SLACK: Final = 1_000  # entries that are over, and still stand in the heap

Entry = TypeVar("Entry", bound=Hashable)


class Agenda(Generic[Entry]):
    """The times at which entries are due, each at one; however many have been before them, only those take room."""

    def __init__(self) -> None:
        self._due: dict[Entry, float] = {}
        self._heap: list[tuple[float, int, Entry]] = []  # those, and others that are over, or due at another time now
        self._serials = count()  # what is due at one time comes in the order in which it was entered

    def __len__(self) -> int:
        return len(self._heap)

    def enter(self, entry: Entry, at: float) -> None:
        """Something is due then, and no longer when it was to be before."""
        if self._due.get(entry) != at:
            self._due[entry] = at
            heappush(self._heap, (at, next(self._serials), entry))
            if len(self._heap) > 2 * len(self._due) + SLACK:
                self._heap = [one for one in self._heap if self._stands(one)]
                heapify(self._heap)

    def strike(self, entry: Entry) -> None:
        """Something is over, if it was due at all."""
        self._due.pop(entry, None)

    def due(self, now: float) -> Iterator[Entry]:
        """Give what is due by now, and strike it."""
        while (at := self.next_at()) is not None and at <= now:
            _, _, entry = heappop(self._heap)
            del self._due[entry]
            yield entry

    def next_at(self) -> float | None:
        """When the next one is due, or None if there is none."""
        heap = self._heap
        while heap and not self._stands(heap[0]):
            heappop(heap)
        return heap[0][0] if heap else None

    def _stands(self, one: tuple[float, int, Entry]) -> bool:
        at, _, entry = one
        return self._due.get(entry) == at
