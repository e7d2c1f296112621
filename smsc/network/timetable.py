"""What is under way, by the moments at which it arrives."""

from collections.abc import Iterator
from copy import copy
from heapq import heappop, heappush
from operator import length_hint
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Timetable(dict[float, list[Item]], Generic[Item]):
    """Of each moment that is to come, and of the one that it is, what arrives then, in the order in which it was put.

    Ask for a moment and put something there: ``timetable[at].append(item)``. ``arriving`` goes through the moment that
    it is, and takes what is put there meanwhile along.
    """

    __slots__ = ("_moments", "_present", "arriving")

    def __init__(self) -> None:
        super().__init__()
        self._moments: list[float] = []  # a heap: those that are to come
        self._present: float | None = None
        self.arriving: Iterator[Item] = iter(())

    def __missing__(self, at: float) -> list[Item]:
        heappush(self._moments, at)
        items: list[Item] = []
        self[at] = items
        return items

    def go_on(self, until: float) -> float | None:
        """Begin the next moment, once all of this one has arrived: which one, or None if there is none by then."""
        if self._present is not None:
            del self[self._present]
            self._present = None
        if not self._moments or self._moments[0] > until:
            return None
        self._present = at = heappop(self._moments)
        self.arriving = iter(self[at])
        return at

    @property
    def next_at(self) -> float | None:
        """The moment at which the next arrives; None if nothing is under way."""
        if length_hint(self.arriving):
            return self._present
        return self._moments[0] if self._moments else None

    def under_way(self) -> Iterator[Item]:
        """Go through all that has not arrived, beginning with those moments that were thought of last."""
        yield from copy(self.arriving)
        for at, items in reversed(self.items()):
            if at != self._present:
                yield from items
