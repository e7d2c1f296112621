"""A small country for the tests: an HLR, two MSCs with a BSS and two cells each, handsets, and a service centre."""

from collections.abc import Iterable

from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from pdu.sms.address import Address
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import SmsDeliver
from pdu.ss7.map import (
    AlertServiceCentre,
    AlertServiceCentreRes,
    Imsi,
    MoForwardSM,
    MoForwardSMRes,
    MtForwardSM,
    SendRoutingInfoForSM,
    ServiceCentreAddressOA,
)
from pdu.text import gsm7
from smsc.network.bss import BSS
from smsc.network.cell import Cell
from smsc.network.hlr import HLR, Subscriber
from smsc.network.ms import MS
from smsc.network.msc import MSC
from smsc.network.network import Hop, Network, Send

SC = Address("447700900001")
BANK = Address("BANK", 5, 0)
SCTS = Timestamp(bytes.fromhex("42107131524300"))


class ServiceCentre:
    """It says what the test makes it say, and answers mo-ForwardSM and alerts."""

    name = "sc"
    kind = "sc"

    def __init__(self) -> None:
        self.mo_answer: object = MoForwardSMRes()

    def receive(self, hop: Hop) -> Iterable[Send]:
        if isinstance(hop.message, Send):  # a test's order
            return (hop.message,)
        if isinstance(hop.message, MoForwardSM) and self.mo_answer is not None:
            return (Send(hop.origin, self.mo_answer, hop.conversation),)
        if isinstance(hop.message, AlertServiceCentre):
            return (Send(hop.origin, AlertServiceCentreRes(), hop.conversation),)
        return ()


class World:
    """The country, and everything that was seen in it as lines of a ladder."""

    def __init__(self, handsets: int = 1) -> None:
        self.network = network = Network()
        conversations = network.conversations
        self.cells = {
            f"cell{n}": Cell(
                f"cell{n}",
                "bss1" if n <= 2 else "bss2",
                CellGlobalIdentification(LocationAreaIdentification("234", "15", n), 100 + n),
            )
            for n in (1, 2, 3, 4)
        }
        self.sc = ServiceCentre()
        self.hlr = HLR("hlr", Address("447700900009"), conversations)
        network.add(self.sc, SC.value)
        network.add(self.hlr, self.hlr.number.value)
        self.mscs = {}
        self.bsss = {}
        for n in (1, 2):
            msc = MSC(
                f"msc{n}",
                Address(f"44770090001{n}"),
                hlr="hlr",
                bss=f"bss{n}",
                conversations=conversations,
            )
            bss = BSS(f"bss{n}", msc=msc.name)
            network.add(msc, msc.number.value)
            network.add(bss)
            self.mscs[n], self.bsss[n] = msc, bss
        self.handsets = [self.handset(n) for n in range(1, handsets + 1)]
        self.seen: list[str] = []
        network.observers.append(self._observe)

    def handset(self, n: int, *, on: bool = True) -> MS:
        imsi, msisdn = f"23415000000{n:04}", Address(f"44770091{n:04}")
        ms = MS(
            f"ms{n}",
            imsi,
            cells=self.cells,
            cell="cell1",
            service_centre=SC,
            conversations=self.network.conversations,
        )
        self.network.add(ms)
        self.bsss[1].camp(ms.name, ms.identity, ms.cell)
        subscriber = self.hlr.subscribe(Subscriber(imsi, msisdn))
        if on:
            number = self.mscs[1].number
            subscriber.msc_number = subscriber.vlr_number = number
            self.mscs[1].vlr.admit(imsi, msisdn, ms.cell.lai)
            ms.register()
        return ms

    def say(self, to: str, message: object, conversation: int | None = None, after: float = 0.0) -> int:
        """Let the service centre say something."""
        if conversation is None:
            conversation = next(self.network.conversations)
        self.network.send(self.sc, [Send(to, message, conversation, after)])
        return conversation

    def run(self, seconds: float = 600.0) -> None:
        self.network.run_until(self.network.now + seconds)

    def _observe(self, hop: Hop) -> None:
        words = " ".join(_words(hop.message))
        self.seen.append(f"{hop.origin:<4} -> {hop.destination:<4}  {words}".strip())

    def ladder(self) -> str:
        """What was seen since the last time."""
        lines, self.seen = self.seen, []
        return "\n".join(lines)


def _words(message: object) -> list[str]:
    words: list[str] = [*getattr(message, "words", ())]
    for payload in ("layer_3_information", "cp_user_data", "rp_user_data"):
        if inner := getattr(message, payload, None):
            words += _words(inner)
    return words


def deliver(text: str = "Hello") -> SmsDeliver:
    return SmsDeliver(tp_oa=BANK, tp_scts=SCTS, tp_ud=gsm7.encode(text))


def mt(n: int = 1, text: str = "Hello", *, more: bool = False) -> MtForwardSM:
    return MtForwardSM(
        Imsi(f"23415000000{n:04}"), ServiceCentreAddressOA(SC), deliver(text), more_messages_to_send=more
    )


def sri(n: int = 1, *, priority: bool = False) -> SendRoutingInfoForSM:
    return SendRoutingInfoForSM(Address(f"44770091{n:04}"), priority, SC)
