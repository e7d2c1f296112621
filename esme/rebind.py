"""SMPP v5.0 section 2.3: an ESME whose session ends though it has not unbound binds again, and how soon."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Final

from pdu.command_status import CommandStatus

FOR_GOOD: Final = frozenset({CommandStatus.ESME_RINVPASWD, CommandStatus.ESME_RINVSYSID, CommandStatus.ESME_RINVSYSTYP})
"""What another bind does not mend, and what some message centres lock an account for that tries it often."""


@dataclass(frozen=True, slots=True)
class Rebind:
    """Bind again ``first`` seconds after the end, then after twice as long each time, never more than ``longest``.

    Chance takes away up to the share ``jitter`` of each delay, so that not all ESMEs come at once. After ``times``
    attempts in vain, and when the bind is refused for who we are (``FOR_GOOD``), the ESME gives up. A session shorter
    than ``longest`` counts as an attempt in vain.

    ``resend``: how often a request is sent again whose answer was lost with the session. With 0 it raises Interrupted,
    since it may have been taken: one submit could become two messages.
    """

    first: float = 1.0
    longest: float = 60.0
    jitter: float = 0.5
    times: int | None = None
    resend: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.first <= self.longest:
            raise ValueError(f"first: expected 0 to longest ({self.longest:g} s), found {self.first:g}")
        if not 0 <= self.jitter <= 1:
            raise ValueError(f"jitter: expected a share from 0 to 1, found {self.jitter:g}")

    def delays(self, random: Random) -> Iterator[float]:
        """Seconds before each attempt."""
        for again in count() if self.times is None else range(self.times):
            delay = min(self.longest, self.first * 2.0 ** min(again, 100))
            yield delay * (1 - self.jitter * random.random())
