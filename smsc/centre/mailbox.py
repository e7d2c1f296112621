"""What waits for the ESMEs of an account, and the timers that look after it."""

from bisect import insort
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf

from pdu.header import Pdu
from smsc.centre.message import FINAL, Message


@dataclass(slots=True, eq=False)
class Letter:
    """What is on its way to an ESME: a part of a message, its receipt, or (``notice``) what is told of it before."""

    serial: int  # its place in the mailbox, whatever happens to it
    pdu: Pdu
    message: Message
    receipt: bool = False
    notice: bool = False
    tries: int = 0  # how often it has been handed out, if it is no receipt; with those of earlier letters and processes
    refusals: int = 0
    whole: bool = False  # all parts of the message in one
    part: int = 0  # its place among those that have one place together
    handed: Callable[[], None] = lambda: None  # called once it has been handed out, where no response is to come

    @property
    def vain(self) -> bool:
        """Whether it is a part of a message that has expired or was refused."""
        return not (self.receipt or self.notice) and self.message.state in FINAL

    @property
    def of_message(self) -> bool:
        """Whether it is a part of the message."""
        return not (self.receipt or self.notice)

    @property
    def once(self) -> bool:
        """Whether it is handed out once and not kept for later: it belongs to a message in such a mode."""
        return self.of_message and self.message.once

    def count(self) -> None:
        """It is handed out once more: an attempt, of those at a message that which its parts have together."""
        self.tries += 1
        if not self.notice and self.tries > self.message.attempts:
            self.message.attempts = self.tries

    def __lt__(self, other: "Letter") -> bool:
        return (self.serial, self.part) < (other.serial, other.part)


@dataclass(slots=True, eq=False)
class Mailbox:
    """What waits for the ESMEs of one account, in order, and what they have been handed and not yet answered."""

    account: str
    letters: deque[Letter] = field(default_factory=deque)  # in order
    aside: set[Letter] = field(default_factory=set)  # refused for now; each comes back by itself
    handed: dict[int, Letter] = field(default_factory=dict)  # by conversation
    bound: bool = False
    receivers: int = 0  # sessions, as was told last; that all are gone shows when something comes back
    rest: "Rest | None" = None  # while nothing is handed out, since the ESME has no room
    rests: int = 0  # in a row
    wants: int = 0  # how often a receiver has been asked for, in a row
    wanting: bool = False
    overdue: float = inf  # when the first message may have to be given up

    @property
    def waiting(self) -> list[Letter]:
        """What has not been handed out, or is to be once more, in order."""
        return sorted((*self.letters, *self.aside))

    def add(self, letter: Letter) -> None:
        """Take a letter in, at its place: almost always behind all others."""
        letters = self.letters
        if letters and letter.serial <= letters[-1].serial:
            insort(letters, letter)
        else:
            letters.append(letter)

    def keep(self, kept: Callable[[Letter], bool]) -> None:
        """Let go of every letter that waits but those."""
        self.letters = deque(filter(kept, self.letters))
        self.aside = set(filter(kept, self.aside))

    def __len__(self) -> int:
        return len(self.letters) + len(self.aside) + len(self.handed)


@dataclass(slots=True, eq=False)
class Rest:
    """A mailbox's own timer: it has rested."""

    mailbox: Mailbox


@dataclass(slots=True, eq=False)
class Again:
    """A letter's own timer: it comes back to the others."""

    mailbox: Mailbox
    letter: Letter


@dataclass(slots=True, eq=False)
class Want:
    """A mailbox's own timer: if there is still no receiver, one is asked for again."""

    mailbox: Mailbox


@dataclass(slots=True, eq=False)
class Overdue:
    """A mailbox's own timer: messages that have waited for longer than they are valid are given up."""

    mailbox: Mailbox
    at: float
