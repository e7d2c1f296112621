"""When messages expire: of that nobody may be told, and so somebody has to look."""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from typing import Final

SLACK: Final = 1_000  # messages that are over, and still stand in the heap


class Ends:
    """The times at which messages that are on their way expire, however many have been before them."""

    def __init__(self) -> None:
        self._ends: dict[str, float] = {}
        self._heap: list[tuple[float, str]] = []  # those, and others that are over, or have another end now

    def __len__(self) -> int:
        return len(self._heap)

    def expect(self, message_id: str, at: float) -> None:
        """A message that is on its way expires then, perhaps not when it was to before."""
        if self._ends.get(message_id) != at:
            self._ends[message_id] = at
            heappush(self._heap, (at, message_id))

    def over(self, message_id: str) -> None:
        """A message is on its way no more."""
        self._ends.pop(message_id, None)
        if len(self._heap) > 2 * len(self._ends) + SLACK:
            self._heap = [(at, message_id) for message_id, at in self._ends.items()]
            heapify(self._heap)

    def due(self, now: float) -> Iterator[str]:
        """Give the messages that expire by now, once."""
        while self._heap and self._heap[0][0] <= now:
            at, message_id = heappop(self._heap)
            if self._ends.get(message_id) == at:
                yield message_id
