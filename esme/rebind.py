"""SMPP v5.0 section 2.3: how soon an ESME binds again when a session ends that nobody unbound."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Final

from esme.retry import doubled
from pdu.command_status import CommandStatus

FOR_GOOD: Final = frozenset({CommandStatus.ESME_RINVPASWD, CommandStatus.ESME_RINVSYSID, CommandStatus.ESME_RINVSYSTYP})
"""Refusals that another bind does not mend, as Kannel has them; some message centres lock an account that keeps trying.

ESME_RBINDFAIL is not one of them, though v5.0 4.7.6 has it for a wrong password too: who was bound with that password
before is more likely counted twice, until the message centre notices that the last session has been lost.
"""

_KINDS: Final = (
    ("first", int | float, "a number of seconds"),
    ("longest", int | float, "a number of seconds"),
    ("jitter", int | float, "a number"),
    ("times", int | None, "a whole number, or None"),
    ("resend", int, "a whole number"),
)


@dataclass(frozen=True, slots=True)
class Rebind:
    """Bind again ``first`` seconds after the end, then after twice as long each time, never more than ``longest``.

    Each delay is shortened at random, by up to the share ``jitter``, so that ESMEs do not all come back at once. The
    ESME gives up after ``times`` failed attempts, or if the bind is refused for who we are (``FOR_GOOD``). A session
    shorter than ``longest`` counts as a failed attempt.

    ``resend``: how often to send a request again if the session ended before its answer. With 0 it raises Interrupted,
    since the request may have been accepted: one submit could become two messages.

    Raises ValueError or TypeError for what can't be.
    """

    first: float = 1.0
    longest: float = 60.0
    jitter: float = 0.5
    times: int | None = None
    resend: int = 0

    def __post_init__(self) -> None:
        for name, kinds, expected in _KINDS:
            if not isinstance(found := getattr(self, name), kinds):
                raise TypeError(f"{name}: expected {expected}, found {found!r}")
        if not 0 <= self.first <= self.longest:
            raise ValueError(f"first: expected 0 to longest ({self.longest:g} s), found {self.first:g}")
        if not 0 <= self.jitter <= 1:
            raise ValueError(f"jitter: expected a share from 0 to 1, found {self.jitter:g}")
        if self.times is not None and self.times < 0:
            raise ValueError(f"times: expected at least 0, or None for ever, found {self.times}")
        if self.resend < 0:
            raise ValueError(f"resend: expected at least 0, found {self.resend}")

    def delays(self, random: Random) -> Iterator[float]:
        """Yield the seconds to wait before each attempt."""
        for again in count() if self.times is None else range(self.times):
            yield doubled(self.first, self.longest, again) * (1 - self.jitter * random.random())
