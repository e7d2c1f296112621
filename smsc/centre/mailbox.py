"""What waits for the ESMEs of an account."""

from bisect import insort
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from pdu.header import Pdu
from smsc.centre.message import FINAL, Message


@dataclass(slots=True, eq=False)
class Letter:
    """A PDU on its way to an ESME: a part of a message, its receipt, or (``notice``) something else about it."""

    serial: int  # its place in the mailbox, whatever happens to it
    pdu: Pdu
    message: Message
    receipt: bool = False
    notice: bool = False
    tries: int = 0  # how often it was handed out, by earlier letters and processes as well; not counted for a receipt
    refusals: int = 0
    whole: bool = False  # all parts of the message in one
    part: int = 0  # its place among the letters of the same serial
    handed: Callable[[], None] = lambda: None  # called once it has been sent or dropped, if no response is to come

    @property
    def vain(self) -> bool:
        """Whether it is a part of a message that is already in a final state."""
        return not (self.receipt or self.notice) and self.message.state in FINAL

    @property
    def of_message(self) -> bool:
        """Whether it is a part of the message, and not about it."""
        return not (self.receipt or self.notice)

    @property
    def once(self) -> bool:
        """Whether it is handed out once and never kept for later, as its message's mode has it."""
        return self.of_message and self.message.once

    def count(self) -> None:
        """Count one more try; a message has had as many attempts as the part that was tried most often."""
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
    receivers: int = 0  # sessions, as last reported; that none is left is noticed when a letter comes back
    rests: int = 0  # how often in a row nothing was handed out for a while, as the ESME had no room
    wants: int = 0  # how often in a row a receiver has been asked for

    @property
    def waiting(self) -> list[Letter]:
        """What is to be handed out, for the first time or again, in order."""
        return sorted((*self.letters, *self.aside))

    def waits(self, message: Message) -> str:
        """Say what a message, or its receipt, waits for; empty if neither is here."""
        letters = [
            letter for letter in (*self.handed.values(), *self.aside, *self.letters) if letter.message is message
        ]
        if not any(letter.receipt or letter.of_message for letter in letters):
            return ""
        if not self.receivers:
            return f"for {self.account} to bind as receiver or transceiver"
        if letters[0] in self.handed.values():
            return f"for {self.account} to answer"
        if letters[0] in self.aside:
            return f"for {self.account}, which has refused it for now"
        return f"for {self.account} to answer what came before, or to have room"

    def add(self, letter: Letter) -> None:
        """Take a letter in at its place, which is almost always behind all others."""
        letters = self.letters
        if letters and letter.serial <= letters[-1].serial:
            insort(letters, letter)
        else:
            letters.append(letter)

    def keep(self, kept: Callable[[Letter], bool]) -> None:
        """Drop every waiting letter for which ``kept`` is false."""
        self.letters = deque(filter(kept, self.letters))
        self.aside = set(filter(kept, self.aside))

    def __len__(self) -> int:
        return len(self.letters) + len(self.aside) + len(self.handed)
