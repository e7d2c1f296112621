"""When messages may go: as many as the window takes, or so many per second, until the time or the count is up."""

from collections import deque

FOREVER = float("inf")
LAST = 0.05  # seconds in which what fell due at the last moment may still go


class Supply:
    """What is still to be submitted. Times are in seconds, of whichever clock the caller reads.

    With a ``rate`` (submit_sm per second), latency counts from when a message was due, not from when the window had
    room for it: otherwise a message centre that stalls would seem to delay one message, and not all those that people
    would have sent meanwhile.
    """

    def __init__(self, *, rate: float = 0.0, count: int = 0, seconds: float = 0.0) -> None:
        self.taken = 0
        self._rate = rate
        self._count = count or FOREVER
        self._seconds = seconds or FOREVER
        self._began = self._until = 0.0
        self._allowed = 0
        self._due: deque[tuple[float, int]] = deque()

    def start(self, now: float) -> None:
        """Begin the load."""
        self._began, self._until = now, now + self._seconds

    def stop(self, now: float) -> None:
        """End the load before its time."""
        self._until = min(self._until, now)

    @property
    def paced(self) -> bool:
        """Whether there is a rate, so that ``fall_due`` must be called."""
        return self._rate > 0

    @property
    def waiting(self) -> int:
        """How many are due and not taken, since the windows are full."""
        return sum(number for _, number in self._due)

    def over(self, now: float) -> bool:
        """Whether nothing more will go."""
        if self.taken >= self._count:
            return True
        return now >= self._until and (not self._due or now >= self._until + LAST)

    def fall_due(self, now: float) -> None:
        """Make due the messages whose time has come."""
        due = min(int((min(now, self._until) - self._began) * self._rate), self._count)
        if due > self._allowed:
            self._due.append((now, int(due) - self._allowed))
            self._allowed = int(due)

    def take(self, wanted: int, now: float) -> list[tuple[float, int]]:
        """Take up to ``wanted`` messages that may go now; returns when they were due, and how many each time."""
        if self.over(now):
            return []
        if not self._rate:
            number = int(min(wanted, self._count - self.taken))
            self.taken += number
            return [(now, number)] if number else []
        taken: list[tuple[float, int]] = []
        while wanted and self._due:
            since, number = self._due.popleft()
            if number > wanted:
                self._due.appendleft((since, number - wanted))
                number = wanted
            taken.append((since, number))
            wanted -= number
            self.taken += number
        return taken
