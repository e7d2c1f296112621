"""Whatever ESMEs and handsets do, in any order: each message ends once, as its ESME is told, and nothing is left."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.header import Request, Response
from pdu.lists import SmeAddress
from pdu.operations.bind import BindTransceiver
from pdu.operations.cancel_sm import CancelSm
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.replace_sm import ReplaceSm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm
from pdu.operations.unbind import Unbind
from pdu.values import EsmClass, InterfaceVersion, MessageState
from scenarios.comparison import START
from scenarios.esme import MemoryLine
from smsc.centre.message import FINAL, Message
from smsc.config import load
from smsc.network.acts import Shows
from smsc.trace.trace import Record
from smsc.world.acts import read
from smsc.world.world import World
from tests.smsc.centre.notebook import Notebook
from tests.smsc.network.world import chance

DAY = 24 * 3600
HANDSETS = {"ms1": "447700900123", "ms2": "447700900124"}
SHOP = "7001"
SOON, MINUTE, HOUR = "000000000030000R", "000000000100000R", "000000010000000R"
NOT_NOW = CommandStatus.ESME_RX_T_APPN


@dataclass
class Submission:
    """What the bank has submitted: to whom, the text that should arrive, whether it wants a receipt, and what came."""

    numbers: tuple[str, ...]
    text: str
    receipt: bool
    message_id: str = ""
    taken_back: bool = False
    former: list[str] = field(default_factory=list)  # texts that have been replaced


class Life:
    """A world in which the bank submits, and both the bank and the shop are bound now and then."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.store = Notebook()
        self.world = World(load().model_copy(update={"latency": {}}), START, stores={"sc": self.store})
        self.world.trace.follow(self._sees)
        self.lines: list[MemoryLine] = []
        self.submissions: list[Submission] = []
        self.receipts: Counter[tuple[str, str]] = Counter()  # those the bank has taken: message_id, and from whom
        self.arrived: Counter[tuple[str, str]] = Counter()  # texts, and where
        self.answers = [CommandStatus.ESME_ROK]  # ESMEs choose one of these
        self.bind("bank", "secret")

    def _sees(self, record: Record) -> None:
        if isinstance(record.message, Shows):
            self.arrived[record.message.text, HANDSETS[record.origin]] += 1

    def run(self, seconds: float) -> None:
        """Let time pass."""
        self.world.network.run_until(self.world.network.now + seconds)

    def does(self, act: str) -> None:
        """Let something happen to a handset."""
        self.world.act(*read(act))
        self.run(0)

    def bind(self, system_id: str, password: str) -> None:
        line = MemoryLine(self.world.network, self.world.face, system_id, answer=self._answer)
        line.say(BindTransceiver(system_id, password, interface_version=InterfaceVersion.V5_0))
        self.lines.append(line)
        self.run(0)

    def _answer(self, pdu: DeliverSm | DataSm) -> Response:
        assert isinstance(pdu, DeliverSm)
        status = self.random.choice(self.answers)
        if status == CommandStatus.ESME_ROK and pdu.esm_class & EsmClass.MC_DELIVERY_RECEIPT:
            self.receipts[pdu.receipted_message_id or "", pdu.source_addr] += 1
        elif status == CommandStatus.ESME_ROK:
            self.arrived[pdu.short_message.decode("ascii"), pdu.destination_addr] += 1
        return DeliverSmResp(command_status=status)

    def bank(self) -> MemoryLine:
        """Return a session of the bank; there is always one."""
        lines = [line for line in self.lines if line.name.startswith("line of bank") and not line.session.closed]
        if not lines:
            self.bind("bank", "secret")
        return self.random.choice(lines or self.lines[-1:])

    def asks(self, pdu: Request) -> Any:
        """Let the bank ask, and return the answer."""
        line = self.bank()
        line.say(pdu)
        self.run(0)
        return next(
            one for one in line.heard if isinstance(one, Response) and one.sequence_number == pdu.sequence_number
        )

    # What may happen

    def submits(self) -> None:
        text = f"text {len(self.submissions)}"
        numbers = tuple(self.random.sample((*HANDSETS.values(), SHOP), self.random.choice((1, 1, 2, 3))))
        submission = Submission(numbers, text, receipt=self.random.random() < 0.7)
        parameters: dict[str, Any] = {
            "source_addr": "7000",
            "registered_delivery": int(submission.receipt),
            "priority_flag": self.random.choice((0, 0, 2)),
            "schedule_delivery_time": self.random.choice(("", "", SOON)),
            "validity_period": self.random.choice(("", MINUTE, HOUR)),
            "short_message": text.encode("ascii"),
        }
        if len(numbers) > 1:
            pdu: Request = SubmitMulti(dest_address=tuple(SmeAddress(0, 1, one) for one in numbers), **parameters)
        else:
            pdu = SubmitSm(destination_addr=numbers[0], dest_addr_npi=1, **parameters)
        submission.message_id = self.asks(pdu).message_id
        self.submissions.append(submission)

    def cancels(self) -> None:
        submission = self.random.choice(self.submissions[-8:])
        resp = self.asks(CancelSm(message_id=submission.message_id))
        submission.taken_back |= resp.command_status == CommandStatus.ESME_ROK and len(submission.numbers) == 1

    def replaces(self) -> None:
        submission = self.random.choice(self.submissions[-8:])
        text, receipt = f"{submission.text}, or better this", self.random.random() < 0.5
        pdu = ReplaceSm(submission.message_id, registered_delivery=int(receipt), short_message=text.encode("ascii"))
        if self.asks(pdu).command_status == CommandStatus.ESME_ROK:
            submission.former.append(submission.text)
            submission.text, submission.receipt = text, receipt

    def comes_or_goes(self) -> None:
        line = self.random.choice(self.lines)
        if line.session.closed or self.random.random() < 0.5:
            self.bind(*self.random.choice((("bank", "secret"), ("shop", "opensesa"))))
        elif self.random.random() < 0.5:
            line.say(Unbind())
        else:
            line.close("cut")
        self.run(0)

    def another_mood(self) -> None:
        ok = CommandStatus.ESME_ROK
        self.answers = self.random.choice(([ok], [ok, NOT_NOW], [ok, CommandStatus.ESME_RMSGQFUL], [NOT_NOW]))

    def a_handset(self) -> None:
        acts = ("switches off", "switches on", "fills memory", "frees memory")
        self.does(f"{self.random.choice([*HANDSETS])}  {self.random.choice(acts)}")

    def goes_on(self) -> None:
        for _ in range(60):
            happens = (self.submits, self.submits, self.comes_or_goes, self.another_mood, self.a_handset)
            later = (self.cancels, self.replaces) if self.submissions else ()
            self.random.choice((*happens, *later))()
            self.run(self.random.choice((0, 0, 1, 20, 60, 1000)))
            assert self.store.missed() == []

    def ends_well(self) -> None:
        self.answers = [CommandStatus.ESME_ROK]
        for ms in HANDSETS:
            self.does(f"{ms}  frees memory")
            self.does(f"{ms}  switches on")
        self.bind("bank", "secret")
        self.bind("shop", "opensesa")
        self.run(3 * DAY)

    # What came of it

    def message(self, submission: Submission, number: str) -> Message:
        """Return the message that a submission became at one of its destinations."""
        [found] = [
            one
            for one in self.world.store.messages()
            if one.known_as == submission.message_id and one.destination.value == number
        ]
        return found


@pytest.mark.parametrize("seed", range(40))
def test_every_message_ends_once_and_its_sender_is_told_just_that(seed: int) -> None:
    life = Life(chance(seed))
    life.goes_on()
    life.ends_well()
    for submission in life.submissions:
        for number in submission.numbers:
            message = life.message(submission, number)
            assert message.state in FINAL
            assert message.done is not None
            assert message.done <= message.expires
            assert life.arrived[submission.text, number] == (message.state is MessageState.DELIVERED)
            assert life.receipts[submission.message_id, number] == submission.receipt
            assert not any(life.arrived[text, number] for text in submission.former)
            assert not submission.taken_back or message.state is MessageState.DELETED
    assert life.store.missed() == []
    centre = life.world.centre
    assert (len(centre.queues), len(centre.mailboxes), centre.waiting.total()) == (0, 0, 0)
    assert life.world.network.next_at() is None
