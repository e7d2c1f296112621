"""The timers of the network's elements: how long they are, by their names in the specifications, and how they run.

An element starts a timer by a message to itself. Almost every run is stopped before it ends, so there is never a
message per run: one per element and timer is under way, and handles every run that is due when it arrives.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from math import inf
from typing import Final, Generic, TypeVar

from smsc.network.hop import Hop, Send


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait of a handset: the timer's name, and its seconds."""

    timer: str
    seconds: float


# TS 44.018 clause 11.1: radio resources, in seconds.
T3126: Final = Wait("T3126", 2.5)  # MS: CHANNEL REQUEST to IMMEDIATE ASSIGNMENT; counted in slots, at most 5 s
T3101: Final = 5.0  # BSS: IMMEDIATE ASSIGNMENT to the first message on the channel
T3113: Final = 4.0  # network: PAGING REQUEST to PAGING RESPONSE
T3122: Final = 5  # MS: IMMEDIATE ASSIGNMENT REJECT to the next CHANNEL REQUEST; the BSS sets it, in whole seconds
RADIO_LINK_TIMEOUT: Final = 9.6  # BSS: loss of coverage to the end of the channel; 20 blocks of the SACCH
RADIO_LINK: Final = 60.0  # BSS: how long a handset may be silent on its channel; longer than any procedure here

# TS 48.008 clause 3.1.4.1: the values are the operator's choice.
T4: Final = 30.0  # BSS: RESET to RESET ACKNOWLEDGE
T16: Final = 30.0  # MSC: likewise

# TS 24.008 clause 11.2: mobility management.
T3210: Final = Wait("T3210", 20.0)  # MS: LOCATION UPDATING REQUEST to its answer
T3211: Final = Wait("T3211", 15.0)  # MS: a failed location updating to the next attempt
T3213: Final = Wait("T3213", 4.0)  # MS: likewise, if no CHANNEL REQUEST was answered; only once
T3220: Final = Wait("T3220", 5.0)  # MS: IMSI DETACH INDICATION to CHANNEL RELEASE
T3230: Final = Wait("T3230", 15.0)  # MS: CM SERVICE REQUEST to its answer
T3240: Final = Wait("T3240", 10.0)  # MS: the procedure's end to CHANNEL RELEASE

REACHABLE_GUARD: Final = 240.0  # VLR: the end of T3212 to the implicit detach of a silent handset

# TS 24.011 clause 10: short message relay. The standard leaves the network's values to the network.
TR1M: Final = Wait("TR1M", 40.0)  # MS: RP-DATA to RP-ACK; 35 to 45
TRAM: Final = Wait("TRAM", 30.0)  # MS: a failed RP-SMMA to its repetition; 25 to 35
TC1M: Final = Wait("TC1M", 9.0)  # MS: CP-DATA to CP-ACK; with all retransmissions shorter than TR1M
TC1N: Final = (
    5.0  # MSC: likewise, shorter than TR1N, and than T3240, so that the handset is still there for the repetition
)
TR1N: Final = 30.0  # MSC: RP-DATA to RP-ACK
TR2N: Final = 30.0  # MSC: RP-DATA from the MS to the service centre's answer; shorter than TR1M

# TS 29.002 clause 17.1.2: operation timers; m is 15 to 30 seconds, ml (used for mt-ForwardSM) 1 to 10 minutes.
MAP_M: Final = 15.0  # shorter than T3210, so that a handset is told when the HLR is silent
MAP_ML: Final = 60.0

# No specification names these.
CANCELLATION: Final = 300.0  # HLR: an unanswered cancelLocation to its repetition
CLEAR: Final = 5.0  # MSC: CLEAR COMMAND to CLEAR COMPLETE
SILENCE: Final = 30.0  # MSC: how long a connection is kept for a silent handset
FURTHER: Final = 8.0  # MSC: how long it is kept for announced messages; shorter than T3240 of the handset

PAGING_ATTEMPTS: Final = 2
CONGESTED_ATTEMPTS: Final = 5  # MS: how often in a row a channel is refused before a text is given up
CP_RETRANSMISSIONS: Final = 2  # TS 24.011 clause 5.3.2.1: 1 to 3
LOCATION_UPDATING_ATTEMPTS: Final = 4  # TS 24.008 clause 4.4.4.5

Run = TypeVar("Run", bound=Hashable)


class Timer(Generic[Run]):
    """A timer of an element that runs for many at once, always for the same time: what starts first is due first."""

    __slots__ = ("_awake", "_due", "_expired", "_owner", "_seconds")

    def __init__(self, owner: str, seconds: float, expired: Callable[[Run, float], Iterable[Send]]) -> None:
        self._owner = owner
        self._seconds = seconds
        self._expired = expired
        self._due: dict[Run, float] = {}
        self._awake = False

    def start(self, run: Run, now: float, sends: tuple[Send, ...] = ()) -> tuple[Send, ...]:
        """Start a run, or start it again; the element must send what this returns: ``sends``, and perhaps a message."""
        due = self._due
        if run in due:
            del due[run]  # what starts last is due last
        due[run] = now + self._seconds
        if self._awake:
            return sends
        self._awake = True
        return (*sends, Send(self._owner, self, 0, self._seconds))

    def stop(self, run: Run) -> bool:
        """Stop a run; True if it was running."""
        return self._due.pop(run, None) is not None

    def running(self, run: Run) -> bool:
        """Whether a run is under way."""
        return run in self._due

    def stop_all(self) -> None:
        """Stop all runs."""
        self._due.clear()

    def ring(self, hop: Hop) -> Iterator[Send]:
        """Handle its message: let every run expire that is due, and send it again for the next one."""
        due, now = self._due, hop.at
        for run, _ in list(takewhile(lambda item: item[1] <= now, due.items())):
            if due.pop(run, None) is not None:
                yield from self._expired(run, now)
        self._awake = bool(due)
        if due:
            yield Send(self._owner, self, 0, next(iter(due.values())) - now)

    def __len__(self) -> int:
        return len(self._due)


class Alarm:
    """A timer of an element that waits for one thing at a time."""

    __slots__ = ("_due", "_owner", "_rings", "wait")

    def __init__(self, owner: str) -> None:
        self.wait: Wait | None = None
        self._owner = owner
        self._due = inf
        self._rings = inf

    def start(self, wait: Wait, now: float, sends: tuple[Send, ...] = ()) -> tuple[Send, ...]:
        """Wait for this, and nothing else any more; the element must send what this returns, as with a Timer."""
        self.wait = wait
        seconds = wait.seconds
        self._due = due = now + seconds
        if self._rings <= due:
            return sends
        self._rings = due
        return (*sends, Send(self._owner, self, 0, seconds))

    def stop(self) -> None:
        """Wait for nothing."""
        self.wait = None
        self._due = inf

    def ring(self, hop: Hop, expired: Callable[[Wait, float], Iterable[Send]]) -> Iterable[Send]:
        """Handle its message: call ``expired`` if the wait is due, else send it again for when it is."""
        now = hop.at
        if now < self._rings:  # an earlier message was needed meanwhile, and has handled everything
            return ()
        self._rings = inf
        wait = self.wait
        if wait is None:
            return ()
        if now < self._due:
            after = self._due - now
            self._rings = now + after
            return (Send(self._owner, self, 0, after),)
        self.stop()
        return expired(wait, now)
