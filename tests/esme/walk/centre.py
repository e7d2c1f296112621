"""A message centre that does things at random, at any moment, and writes down what went over each wire."""

from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

import pdu
from pdu import CommandStatus, Pdu
from pdu.codec import Frames, decode
from pdu.command_id import RESPONSE
from pdu.header import Response, response_id
from pdu.table import CLASSES
from tests.esme.walk.virtual import VirtualLoop, Wire

BINDS = pdu.BindTransceiver | pdu.BindTransmitter | pdu.BindReceiver
LINK = BINDS | pdu.Unbind | pdu.EnquireLink


class Entry(NamedTuple):
    """What happened on a wire: the client ``sent`` a PDU, it was ``given`` one, or its session came to its ``end``."""

    at: float
    wire: int
    what: str
    pdu: Pdu | None = None


class MoodyCentre:
    """It treats each PDU according to its ``moods``; once ``calm``, it does what it should."""

    def __init__(self, chance: Random, moods: dict[str, float]) -> None:
        self.chance = chance
        self.moods = moods
        self.calm = False
        self.log: list[Entry] = []
        self.lines: list[Line] = []
        self.taken = 0
        self.loop = VirtualLoop(self._answers)

    def feels(self, mood: str) -> bool:
        return not self.calm and self.chance.random() < self.moods.get(mood, 0.0)

    def soon(self, do: Callable[..., Any], *args: Any) -> None:
        """Do something at once, or a moment later: what was to be said first may be said last."""
        self.loop.call_later(0.001 if self.calm else self.chance.choice([0, self.chance.random()]), do, *args)

    def whim(self) -> None:
        """Do something that nobody asked for."""
        line = self.chance.choice(self.lines)
        if line.bound:
            self.taken += 1
            text = f"mo {self.taken}".encode("ascii")
            deliver = pdu.DeliverSm(source_addr="447700900123", short_message=text, sequence_number=self.taken)
            for mood, said in {
                "delivers": deliver,
                "asks whether we live": pdu.EnquireLink(sequence_number=1),
                "nacks what nobody sent": pdu.GenericNack(command_status=3),
                "unbinds": pdu.Unbind(sequence_number=1),
            }.items():
                if self.feels(mood):
                    line.say(said.encode())
            if self.feels("talks rubbish"):
                line.say(b"\0\0\0\5rubbish")
            if self.feels("hangs up"):
                line.wire.hang_up(reset=self.chance.random() < 0.5)

    def _answers(self, wire: Wire) -> "Line":
        if self.feels("can't be reached"):
            raise ConnectionRefusedError(111, "Connection refused")
        self.lines.append(Line(self, wire, len(self.lines)))
        return self.lines[-1]


class Line:
    """The message centre's end of one connection."""

    def __init__(self, centre: MoodyCentre, wire: Wire, number: int) -> None:
        self.centre, self.wire, self.number = centre, wire, number
        self.bound = False
        self.over = False
        self._sent, self._given = Frames(), Frames()
        self._to_say = b""

    def _note(self, what: str, said: Pdu | None = None) -> None:
        self.centre.log.append(Entry(self.centre.loop.time(), self.number, what, said))

    def written(self, octets: bytes) -> None:
        for frame in self._sent.cut(octets)[0]:
            said = decode(frame)
            self._note("sent", said)
            self.centre.soon(self._hears, said)

    def left(self) -> None:
        if not self.over:
            self.over = True
            self._note("end")

    # What it says, in pieces of any size

    def say(self, octets: bytes) -> None:
        self._to_say += octets
        self.centre.soon(self._give)

    def _give(self) -> None:
        most = len(self._to_say)
        size = self.centre.chance.randint(1, most) if most and self.centre.feels("cuts in pieces") else most
        piece, self._to_say = self._to_say[:size], self._to_say[size:]
        if self._to_say:
            self.centre.soon(self._give)
        frames, broken = self._given.cut(piece)
        for frame in frames:
            if not self.over:
                said = decode(frame)
                self._note("given", said)
                if self.bound and isinstance(said, pdu.Unbind | pdu.UnbindResp):
                    self.left()
        if broken is not None:
            self.left()
        self.wire.give(piece)

    # What it hears

    def _hears(self, asked: Pdu) -> None:
        feels, chance = self.centre.feels, self.centre.chance
        if self.wire.closing or asked.command_id & RESPONSE:
            return
        if feels("hangs up before it answers"):
            self.wire.hang_up(reset=chance.random() < 0.5)
            return
        if feels("never answers") and not isinstance(asked, BINDS):
            return
        answer = self._answer(asked)
        octets = answer.encode()
        if feels("nacks"):
            octets = pdu.GenericNack(command_status=3, sequence_number=asked.sequence_number).encode()
        elif isinstance(asked, BINDS):
            self.bound = answer.command_status == CommandStatus.ESME_ROK
            if feels("nacks itself first"):  # it has the number of the bind, and may not come yet
                octets = pdu.AlertNotification(sequence_number=asked.sequence_number).encode() + octets
        if feels("answers twice"):
            octets *= 2
        self.say(octets)
        if feels("hangs up behind its answer"):
            self.centre.soon(lambda: self.wire.hang_up(reset=True))

    def _answer(self, asked: Pdu) -> Response:
        cls: Any = CLASSES[response_id(asked.command_id)]
        refused = self.centre.feels("refuses a bind" if isinstance(asked, BINDS) else "refuses")
        if refused and not isinstance(asked, pdu.Unbind | pdu.EnquireLink):
            statuses = (CommandStatus.ESME_RALYBND, CommandStatus.ESME_RTHROTTLED, CommandStatus.ESME_RSYSERR)
            answer: Response = cls(command_status=self.centre.chance.choice(statuses))
        elif isinstance(asked, pdu.SubmitSm):
            self.centre.taken += 1
            answer = cls(message_id=str(self.centre.taken))
        else:
            answer = cls()
        answer.sequence_number = asked.sequence_number
        return answer
