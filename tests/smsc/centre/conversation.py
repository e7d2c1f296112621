"""Conversations with a service centre alone: ESMEs in memory, and an HLR and an MSC that say what the test tells them.

Messages take no time, and the clock is virtual. Conversations are compared as ladders; a failing test prints both.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from math import inf
from textwrap import dedent
from typing import Any

from pdu.command_status import CommandStatus, named
from pdu.header import Request, Response
from pdu.operations.bind import Bind, BindTransceiver
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.receipt import Receipt, decode
from pdu.sms.address import Address
from pdu.sms.tp import SmsDeliver, SmsSubmit
from pdu.ss7 import map as m
from pdu.text import gsm7
from pdu.values import InterfaceVersion
from scenarios.comparison import Rung
from scenarios.esme import NEVER, Answer, MemoryLine, taken
from scenarios.script import Step, parse
from smsc.centre.broadcasting import CODES
from smsc.centre.destinations import MemberList
from smsc.centre.failures import Schedule
from smsc.centre.message import Message
from smsc.centre.service_centre import ServiceCentre
from smsc.centre.wishes import Wishes
from smsc.network.causes import AbsentSubscriberDiagnosticSM
from smsc.network.hop import Hop, Send
from smsc.network.network import Network
from smsc.smpp.accounts import Account, Accounts
from smsc.smpp.face import Face
from smsc.store.memory import MemoryStore
from smsc.trace.trace import Trace

START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
MINUTE, HOUR = 60, 3600
SC = Address("447700900900")
MSC1 = Address("447700900921")
NUMBER = "447700900123"
IMSI = "234150000000001"
ROUTING_INFO = m.SendRoutingInfoForSMRes(IMSI, MSC1)
ABSENT = m.AbsentSubscriberSM(AbsentSubscriberDiagnosticSM.imsiDetached)
ACCOUNTS = (
    Account("bank", "secret", ("7000",)),
    Account("shop", "opensesa", ("7001", "447700900800")),
    Account("news", "extra"),
)


class Scripted:
    """An element that answers each class of message with what it was told to, and hears everything."""

    def __init__(self, name: str) -> None:
        self.name = self.kind = name
        self.heard: list[Any] = []
        self.dialogue = 0  # of the message it heard last
        self._answers: dict[type, list[object]] = {}

    def answers(self, asked: type, *answers: object) -> None:
        """Give these answers in turn, and the last one for ever; None is silence, a tuple several messages."""
        self._answers[asked] = list(answers)

    def receive(self, hop: Hop) -> Iterable[Send]:
        self.heard.append(hop.message)
        self.dialogue = hop.conversation
        answers = self._answers.get(type(hop.message), [None])
        answer = answers[0] if len(answers) == 1 else answers.pop(0)
        said = answer if isinstance(answer, tuple) else () if answer is None else (answer,)
        return [Send(hop.origin, message, hop.conversation) for message in said]


class Conversation:
    """A service centre with everybody it talks to; ``bank`` is bound unless the test says otherwise."""

    def __init__(
        self,
        *bound: str,
        schedule: Schedule | None = None,
        wishes: dict[str, Wishes] | None = None,
        lists: dict[str, MemberList] | None = None,
        store: MemoryStore | None = None,
        patience: float = inf,
    ) -> None:
        self.network = Network(now=START)
        self.store = store or MemoryStore()
        trace = Trace()
        self.trace = trace.keep()
        self.network.observers.append(trace.hop)
        accounts = Accounts(ACCOUNTS)
        self.centre = ServiceCentre(
            "sc",
            SC,
            hlr=lambda _: "hlr",
            conversations=self.network.conversations,
            message_ids=(f"{number:08X}" for number in count(1)),
            routes={number: account.system_id for account in ACCOUNTS for number in account.addresses},
            sources={account.system_id: account.source for account in ACCOUNTS},
            store=self.store,
            schedule=schedule or Schedule(),
            patience=patience,
            wishes=wishes or {},
            lists=lists or {},
            cells={},
            parameters={},
            virtual={},
            codes=CODES,
            permits=lambda *_: CommandStatus.ESME_ROK,
        )
        self.hlr, self.msc = Scripted("hlr"), Scripted("msc1")
        self.hlr.answers(m.SendRoutingInfoForSM, ROUTING_INFO)
        self.hlr.answers(m.ReportSMDeliveryStatus, m.ReportSMDeliveryStatusRes())
        self.msc.answers(m.MtForwardSM, m.MtForwardSMRes())
        self.network.add(self.centre, SC.value)
        self.network.add(self.hlr)
        self.network.add(self.msc, MSC1.value)
        self.face = Face(self.network, accounts, "sc", "mini-smsc", trace)
        self.lines: dict[str, MemoryLine] = {}
        self._rungs: list[Rung] = []
        trace.follow(lambda record: self._rungs.append(Rung.of(record)))
        for name in bound or ("bank",):
            self.bind(name)
        self._rungs.clear()

    @property
    def bank(self) -> MemoryLine:
        return self.lines["bank"]

    def bind(
        self, name: str, as_: type[Bind] = BindTransceiver, *, line: str = "", answer: Answer = taken
    ) -> MemoryLine:
        """Bind an account; ``line`` tells several of its sessions apart."""
        session = self.opens(line or name, answer=answer)
        password = next(account.password for account in ACCOUNTS if account.system_id == name)
        session.say(as_(name, password, interface_version=InterfaceVersion.V5_0))
        self.run(0)
        return session

    def opens(self, line: str, **how: Any) -> MemoryLine:
        """Open a connection, without a bind."""
        self.lines[line] = session = MemoryLine(self.network, self.face, line, **{"timers": NEVER, **how})
        return session

    def submits(self, text: str = "Hello", to: str = NUMBER, *, by: str = "bank", **parameters: Any) -> str:
        """Let an ESME submit a text, and return the message_id."""
        octets = gsm7.encode(text)
        place = "short_message" if len(octets) <= 255 else "message_payload"
        given = {place: octets, "registered_delivery": 1, "source_addr": "7000", **parameters}
        self.lines[by].say(SubmitSm(destination_addr=to, **given))
        self.run(0)
        resp = [pdu for pdu in self.lines[by].heard if isinstance(pdu, SubmitSmResp)][-1]
        assert resp.command_status == CommandStatus.ESME_ROK, named(resp.command_status)
        return resp.message_id

    def status(self, **parameters: Any) -> int:
        """Let the bank submit something, and return the command_status."""
        given: dict[str, Any] = {"destination_addr": NUMBER, "short_message": b"Hello", **parameters}
        self.bank.say(SubmitSm(**given))
        self.run(0)
        return [pdu for pdu in self.bank.heard if isinstance(pdu, SubmitSmResp)][-1].command_status

    def asks(self, pdu: Request, by: str = "bank") -> Any:
        """Let an ESME send any other request, and return the response."""
        self.lines[by].say(pdu)
        self.run(0)
        answers = [heard for heard in self.lines[by].heard if isinstance(heard, Response)]
        return next(heard for heard in answers if heard.sequence_number == pdu.sequence_number)

    def dials(self, to: Address, text: str = "BALANCE", **parameters: Any) -> int:
        """Let a handset send a text, and return the number of the dialogue."""
        submit = SmsSubmit(tp_da=to, tp_ud=gsm7.encode(text), **parameters)
        return self.says(self.msc, m.MoForwardSM(m.ServiceCentreAddressDA(SC), m.Msisdn(Address(NUMBER)), submit, IMSI))

    def says(self, origin: Scripted, message: object, dialogue: int = 0) -> int:
        """Let an element of the network say something, in a new dialogue unless one is given."""
        dialogue = dialogue or next(self.network.conversations)
        self.network.send(origin, [Send("sc", message, dialogue)])
        self.run(0)
        return dialogue

    def run(self, seconds: float = 0) -> None:
        """Let time pass."""
        self.network.run_until(self.network.now + seconds)

    @property
    def clock(self) -> float:
        """The seconds since the beginning."""
        return self.network.now - START

    # What came of it

    def message(self, message_id: str) -> Message:
        found = self.centre.store.get(message_id)
        assert found is not None
        return found

    def delivered(self) -> list[SmsDeliver]:
        """Return what the MSC was handed."""
        return [forward.sm_rp_ui for forward in self.msc.heard if isinstance(forward, m.MtForwardSM)]  # type: ignore[misc]

    def deliver_sms(self, line: str = "bank") -> list[DeliverSm]:
        """Return what an ESME was handed."""
        return [pdu for pdu in self.lines[line].heard if isinstance(pdu, DeliverSm)]

    def receipts(self, line: str = "bank") -> list[Receipt]:
        """Return the receipts that an ESME was handed."""
        return [receipt for pdu in self.deliver_sms(line) if (receipt := decode(pdu.short_message.decode("ascii")))]

    def told(self, line: str = "bank") -> list[str]:
        """Return what receipts say: ``DELIVRD 000``."""
        return [f"{receipt.stat} {receipt.err}" for receipt in self.receipts(line)]

    def attempts(self) -> list[float]:
        """Return when the HLR was asked for a route, in seconds since the beginning."""
        asked = [rung for rung in self._rungs if rung.line.words == ("sendRoutingInfoForSM",)]
        return [round(rung.at, 3) for rung in asked]

    def agrees(self, ladder: str) -> None:
        """Compare what was said since the last time: every line, but of each only the keys that are written."""
        came, self._rungs = self._rungs, []
        steps = parse(dedent(ladder)).steps
        if len(steps) != len(came) or not all(map(_same, steps, came)):
            written = "\n".join(f"  {step.at if step.at is not None else ''}\t{_said(step)}" for step in steps)
            raise AssertionError(f"written:\n{written}\ncame:\n" + "\n".join(f"  {rung.at:g}\t{rung}" for rung in came))


def _said(step: Step) -> str:
    return f"{step.origin} -> {step.destination} {step.line}"


def _same(step: Step, rung: Rung) -> bool:
    return (
        (step.origin, step.destination, step.line.words) == (rung.origin, rung.destination, rung.line.words)
        and set(step.line.fields) <= set(rung.line.fields)
        and (step.at is None or abs(step.at - rung.at) < 0.001)
    )


def absent(*bound: str, patience: float = inf) -> Conversation:
    """Make a conversation with an MSC whose subscriber is absent at the first attempt."""
    talk = Conversation(*bound, patience=patience)
    talk.msc.answers(m.MtForwardSM, ABSENT, m.MtForwardSMRes())
    return talk


def texts(talk: Conversation) -> list[str | None]:
    """Return the texts that handsets were handed."""
    return [deliver.text for deliver in talk.delivered()]
