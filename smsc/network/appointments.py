"""A timer of an element that runs for many at once, each until a time of its own."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from math import inf
from typing import Generic, TypeVar

from smsc.agenda import Agenda
from smsc.network.hop import Hop, Send

Run = TypeVar("Run", bound=Hashable)


class Appointments(Generic[Run]):
    """Runs that come at their times; one that is called off before leaves nothing behind.

    As with a Timer, there is no message per run: one message is under way, for the earliest.
    """

    __slots__ = ("_agenda", "_come", "_owner", "_rings")

    def __init__(self, owner: str, come: Callable[[Run, float], Iterable[Send]]) -> None:
        self._owner = owner
        self._come = come
        self._agenda: Agenda[Run] = Agenda()
        self._rings = inf

    def make(self, run: Run, at: float, now: float) -> tuple[Send, ...]:
        """Have a run come at a time, and not at an earlier appointment's; the element must send what this returns."""
        self._agenda.enter(run, at)
        return self._ring_at(at, now)

    def call_off(self, run: Run) -> None:
        """Cancel a run's appointment, if it has one."""
        self._agenda.strike(run)

    def at(self, run: Run) -> float:
        """Give the time at which a run comes; infinity if it has no appointment."""
        return self._agenda.at(run)

    def ring(self, hop: Hop) -> Iterator[Send]:
        """Handle its message: let all runs come that are due, and send it again for the next one."""
        now = hop.at
        if now < self._rings:  # an earlier message was needed meanwhile, and has handled everything
            return
        self._rings = inf
        for run in self._agenda.due(now):
            yield from self._come(run, now)
        next_at = self._agenda.next_at()
        if next_at is not None:
            yield from self._ring_at(next_at, now)

    def _ring_at(self, at: float, now: float) -> tuple[Send, ...]:
        if self._rings <= at:
            return ()
        after = max(0.0, at - now)
        self._rings = now + after
        return (Send(self._owner, self, 0, after),)
