"""TS 23.040 and TS 23.038: the messages a handset has received, and the memories of handset and SIM that keep them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pdu.malformed import Malformed
from pdu.sms import pid
from pdu.sms.address import Address
from pdu.sms.failure_cause import TpFcs
from pdu.sms.pid import TpPid
from pdu.sms.tp import SmsDeliver
from pdu.sms.tp.user_data import text
from pdu.text import dcs, udh
from pdu.text.dcs import Group, MessageClass
from pdu.text.reassembly import Abandoned, Assembled, Reassembly
from smsc.network.acts import Holds, PassesOn, Shows
from smsc.network.hop import Send, Sight

_TYPE_0: Final = int(TpPid.SHORT_MESSAGE_TYPE_0)
LATEST: Final = 10_000  # messages that are always kept in a memory without a size: a load test may take weeks
TIME_LIMIT: Final = 86400.0  # seconds for which the parts of a text wait for the others


@dataclass(slots=True)
class _Part:
    """What makes a repeated part the same; its TP-MMS may differ and, if it was submitted again, its TP-SCTS."""

    tp_dcs: int
    tp_udh: bytes
    tp_ud: bytes
    delivered: SmsDeliver = field(compare=False)
    memory: "Memory | None" = field(compare=False)  # in which it takes a place


class Message(Sight):
    """A received message, of one part or more, and the service centre it came from."""

    __slots__ = ("parts", "service_centre")

    def __init__(self, parts: tuple[SmsDeliver, ...], service_centre: Address | None) -> None:
        self.parts = parts
        self.service_centre = service_centre

    def make(self) -> Shows:
        """Make what the owner sees of a message without a class that has replaced none."""
        return Shows(self.text, self.sender)

    @property
    def sender(self) -> Address:
        """TP-Originating-Address."""
        return self.parts[0].tp_oa

    @property
    def message_class(self) -> MessageClass | None:
        """The class that TP-DCS gives, if any."""
        return dcs.decode(self.parts[0].tp_dcs).message_class

    @property
    def text(self) -> str:
        """What a person reads: the text, or the hexadecimal digits of what is not text."""
        first = self.parts[0]
        octets = first.tp_ud if len(self.parts) == 1 else b"".join(part.tp_ud for part in self.parts)
        try:
            read = text(first.tp_dcs, first.tp_udh, octets)
        except Malformed:
            read = None
        return octets.hex() if read is None else read

    def gives_way_to(self, other: "Message") -> bool:
        """Whether another message, of a replace type, is to replace this one: same type, SC and sender."""
        mine, new = self.parts[0], other.parts[0]
        return (mine.tp_pid, mine.tp_oa, self.service_centre) == (new.tp_pid, new.tp_oa, other.service_centre)


@dataclass(slots=True, eq=False)
class Told(Sight):
    """A message that has a class, or has replaced another one, as its owner sees it."""

    message: Message
    tells: type[Shows]
    message_class: MessageClass | None
    replaces: str | None

    def make(self) -> Shows:
        return self.tells(self.message.text, self.message.sender, self.message_class, self.replaces)


class Memory:
    """Room for messages: each part takes one of ``size`` places; None: there is always room, and the oldest go."""

    __slots__ = ("filled", "messages", "size", "taken", "tp_fcs")

    def __init__(self, size: int | None, tp_fcs: int) -> None:
        self.size = size
        self.tp_fcs = tp_fcs  # the TP-FCS that refuses a message if it is full
        self.messages: list[Message] = []
        self.taken = 0
        self.filled = False  # with something else

    @property
    def full(self) -> bool:
        """Whether there is no room for another part."""
        return self.filled or (self.size is not None and self.taken >= self.size)

    def replaced_by(self, message: Message) -> int | None:
        """Find the place of the message that a new one of a replace type replaces; None if there is none."""
        return next((at for at, old in enumerate(self.messages) if old.gives_way_to(message)), None)


class Inbox(Memory):
    """The handset's own memory, with that of the SIM, and the parts of incomplete messages.

    A message for immediate display (class 0) is shown and not kept; class 2 goes to the SIM; everything else goes into
    the handset's own memory, including class 3, unless a ``terminal`` is connected, to which that is passed on.
    """

    __slots__ = ("_reassembly", "_sim", "_sim_memory", "exceeded", "latest", "terminal")

    def __init__(self, memory: int | None = None, sim_memory: int | None = None) -> None:
        super().__init__(memory, TpFcs.MEMORY_CAPACITY_EXCEEDED)
        self._sim: Memory | None = None  # made when there is something for it
        self._sim_memory = sim_memory
        self.exceeded: Memory | None = None  # the memory that was full when a message was refused
        self.latest: Message | None = None
        self.terminal = False
        self._reassembly: Reassembly[_Part] | None = None

    @property
    def sim(self) -> Memory:
        """The memory of the SIM."""
        if self._sim is None:
            self._sim = Memory(self._sim_memory, TpFcs.USIM_SMS_STORAGE_FULL)
        return self._sim

    def add(self, part: SmsDeliver, service_centre: Address | None, now: float) -> Sight | int | None:
        """Keep a part; return what the owner sees if it completes a message, or TP-FCS if it can't be kept."""
        if part.tp_pid == _TYPE_0:
            return None  # acknowledged, and nothing else (TS 23.040 clause 9.2.3.9)
        message = Message((part,), service_centre)
        memory = self._memory(part) if part.tp_dcs else self
        place = udh.place(part.tp_udh) if part.tp_udh else None  # a header that can't be read is skipped
        at = None
        if memory is not None:
            if part.tp_pid and pid.replaces(part.tp_pid):
                at = memory.replaced_by(message)
            if memory.full and at is None and not self._has(part, place):
                self._give_up_overdue(now)
                if memory.full:
                    self.exceeded = memory
                    return memory.tp_fcs
            memory.taken += 1
        if place is not None:
            parts = self._whole(memory, part, place, now)
            if not parts:
                return None
            message = Message(parts, service_centre)
        return self._keep(message, memory, at)

    def delete(self) -> None:
        """Delete all messages, and parts of messages."""
        for memory in (self, self.sim):
            memory.messages.clear()
            memory.taken = 0
        self._reassembly = None

    def read(self) -> Iterator[Send]:
        """Show the owner what is kept, on the handset and then on the SIM."""
        for memory in (self, self.sim):
            for message in memory.messages:
                yield Send("", Holds(message.text, message.sender, message.message_class))

    def _memory(self, part: SmsDeliver) -> Memory | None:
        """Find the memory that has to keep a part, if any."""
        coding = dcs.decode(part.tp_dcs)
        if coding.message_class is MessageClass.IMMEDIATE_DISPLAY or coding.group is Group.DISCARD:
            return None
        if self.terminal and coding.message_class is MessageClass.TE_SPECIFIC:
            return None
        return self.sim if coding.message_class is MessageClass.SIM_SPECIFIC else self

    def _keep(self, message: Message, memory: Memory | None, at: int | None) -> Sight:
        self.latest = message
        replaces = None
        if memory is not None and at is not None:
            old, memory.messages[at] = memory.messages[at], message
            memory.taken -= len(old.parts)
            replaces = old.text
        elif memory is not None:
            memory.messages.append(message)
            if memory.size is None and len(memory.messages) >= 2 * LATEST:
                del memory.messages[:LATEST]
        if replaces is None and not message.parts[0].tp_dcs:
            return message
        message_class = message.message_class
        tells = PassesOn if self.terminal and message_class is MessageClass.TE_SPECIFIC else Shows
        return Told(message, tells, message_class, replaces)

    def _whole(
        self, memory: Memory | None, part: SmsDeliver, place: udh.Concatenation, now: float
    ) -> tuple[SmsDeliver, ...]:
        """Give all parts of a message if this was the last one missing; free the room of parts that are given up."""
        if self._reassembly is None:
            self._reassembly = Reassembly(TIME_LIMIT)
        parts: tuple[SmsDeliver, ...] = ()
        kept = _Part(part.tp_dcs, part.tp_udh, part.tp_ud, part, memory)
        for event in self._reassembly.receive(part.tp_oa, place, kept, now):
            if isinstance(event, Assembled):
                parts = tuple(one.delivered for one in event.parts)
                for one in event.parts:  # all go where the last one does: a terminal may have come or gone meanwhile
                    self._release(one.memory)
                if memory is not None:
                    memory.taken += len(parts)
            elif isinstance(event, Abandoned):
                self._give_up(event)
            else:
                self._release(memory)
        return parts

    def _has(self, part: SmsDeliver, place: udh.Concatenation | None) -> bool:
        """Whether a part is there, and comes again as its report was lost: it needs no room."""
        if self._reassembly is None or place is None:
            return False
        return self._reassembly.has(part.tp_oa, place, _Part(part.tp_dcs, part.tp_udh, part.tp_ud, part, None))

    def _give_up_overdue(self, now: float) -> None:
        """Free the room of parts that have waited too long."""
        if self._reassembly is not None:
            for abandoned in self._reassembly.handle_timer(now):
                self._give_up(abandoned)

    def _give_up(self, abandoned: Abandoned[_Part]) -> None:
        for part in abandoned.parts.values():
            self._release(part.memory)

    @staticmethod
    def _release(memory: Memory | None) -> None:
        if memory is not None:
            memory.taken -= 1
