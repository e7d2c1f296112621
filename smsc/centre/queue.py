"""What waits for one handset, and its timer."""

from collections import deque
from dataclasses import dataclass, field
from itertools import islice, takewhile
from math import inf

from pdu.sms.address import Address
from pdu.ss7 import map as m
from smsc.centre.message import Message
from smsc.dates import written
from smsc.network.appointments import Appointments
from smsc.network.hop import Send
from smsc.network.timers import MAP_ML


@dataclass(slots=True, eq=False)
class Queue:
    """The messages that wait for one handset, and how far the first of them has come."""

    timer: "Appointments[Queue]"
    msisdn: Address
    messages: deque[Message] = field(default_factory=deque)
    dialogue: int = 0  # in which an answer is awaited; 0 while nothing is under way
    imsi: str = ""
    msc: str = ""  # where the HLR says the handset is; empty while the HLR is being asked
    last_part: bool = False  # whether the MSC was last handed the last part of a message
    more: bool = False  # whether the MSC was told that more follows in the dialogue
    mw_status: m.MWStatus | None = None
    diagnostic: int | None = None  # of the absence, as the HLR has it
    error: int = 0  # of the last failed attempt, whichever message it was for; 0 after a delivery
    insists: bool = False  # tries even if the HLR may still believe that the handset does not answer
    moved: int = 0  # how often in a row the handset turned out to have moved on
    left: tuple[str, str] = "", ""  # imsi and msc, where it was not found the last time
    retry_at: float = 0.0
    expires: float = inf  # when the first of its messages to expire does so, or did
    due: float = inf  # when its timer wakes it

    def add(self, message: Message, place: int) -> None:
        """Insert a message at a place."""
        self.messages.insert(place, message)
        if message.expires < self.expires:
            self.expires = message.expires

    def place(self, message: Message) -> int:
        """Find where a message goes: before those of lower priority, but not before one already begun."""
        messages = self.messages
        place = len(messages)
        first = 1 if self.busy or messages[0].next_part else 0
        while place > first and messages[place - 1].priority < message.priority:
            place -= 1
        return place

    def gives_way(self) -> bool:
        """Put the first message, whose attempt failed, behind those of higher priority; False if it stays first."""
        first = self.messages[0]
        more = takewhile(lambda message: message.priority > first.priority, islice(self.messages, 1, None))
        before = sum(1 for _ in more)
        if not before or first.next_part:
            return False
        self.messages.popleft()
        self.messages.insert(before, first)
        return True

    def expired(self, now: float) -> list[Message]:
        """Remove and return the messages that waited past their validity; one under way is not waiting."""
        messages = iter(self.messages)
        expired: list[Message] = []
        self.messages = deque(islice(messages, int(self.busy)))
        for message in messages:
            (expired if message.expires <= now else self.messages).append(message)
        self.expires = min((message.expires for message in self.messages), default=inf)
        return expired

    @property
    def busy(self) -> bool:
        return self.dialogue != 0

    def waits(self, message: Message) -> str:
        """Say what a message waits for; empty if it is not here."""
        if message not in self.messages:
            return ""
        if message is not self.messages[0]:
            return "for the messages before it"
        if self.busy:
            return "for the network to answer"
        return f"for the next attempt, at {written(self.retry_at)} or sooner"

    # Its timer

    def rest(self, now: float) -> tuple[Send, ...]:
        """Wait until the next attempt, or until the first message expires, whichever is earlier."""
        return self._wake_at(min(self.retry_at, self.expires), now)

    def watch_all(self, now: float) -> tuple[Send, ...]:
        """Wake in time for messages to expire that wait behind the first, while that is under way."""
        behind = islice(self.messages, 1, None) if self.due == inf else ()
        return self.watch(min((message.expires for message in behind), default=inf), now)

    def watch(self, expires: float, now: float) -> tuple[Send, ...]:
        """Do the same for one that expires then, unless the network must have answered before, within ``MAP_ML``."""
        return () if expires >= min(self.due, now + MAP_ML) else self._wake_at(expires, now)

    def _wake_at(self, due: float, now: float) -> tuple[Send, ...]:
        self.due = due
        return self.timer.make(self, due, now)

    def sleep(self) -> None:
        """Wait only for an answer or an alert."""
        if self.due < inf:
            self.due = inf
            self.timer.call_off(self)
