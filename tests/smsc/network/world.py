"""A small country for the tests: an HLR, two MSCs with a BSS and two cells each, handsets, and a service centre.

Messages take no time, unless a test says otherwise, so that a ladder shows cause and effect in order.
"""

from collections.abc import Iterable
from random import Random
from textwrap import dedent

from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from pdu.sms.address import Address
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import SmsDeliver, SmsSubmit
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
from smsc.network.cell import Cell, Country
from smsc.network.hlr import HLR, Subscriber
from smsc.network.hop import Element, Hop, Lost, Send, Unseen
from smsc.network.ms import MS
from smsc.network.msc import MSC
from smsc.network.network import Network
from smsc.network.translation import Translation

SC = Address("447700900900")
MSC1 = Address("447700900921")
MSC2 = Address("447700900922")
BANK = Address("BANK", 5, 0)
SCTS = Timestamp(bytes.fromhex("62101000000000"))


class ServiceCentre:
    """It says what the test wants, hears everything, and answers mo-ForwardSM and alerts."""

    name = "sc"
    kind = "sc"

    def __init__(self) -> None:
        self.heard: list[object] = []
        self.heard_at = 0.0  # the latest
        self.answers: dict[type, object] = {
            MoForwardSM: MoForwardSMRes(),
            AlertServiceCentre: AlertServiceCentreRes(),
        }

    def receive(self, hop: Hop) -> Iterable[Send]:
        self.heard.append(hop.message)
        self.heard_at = hop.at
        answer = self.answers.get(type(hop.message))
        return () if answer is None else (Send(hop.origin, answer, hop.conversation),)


class Lossy:
    """An element that does not hear everything: the message with one number, or all of one class, get lost."""

    def __init__(self, element: Element, world: "World") -> None:
        self.name = element.name
        self.kind = element.kind
        self._element = element
        self._world = world
        self.deaf_to: set[type] = set()

    def receive(self, hop: Hop) -> Iterable[Send]:
        numbered = hop.origin not in ("", self.name) and not isinstance(hop.message, Unseen)
        lost = type(hop.message) in self.deaf_to or (numbered and self._world.count == self._world.loses)
        return () if lost else self._element.receive(hop)


WORLDS: list["World"] = []  # of the test that runs, whose ladders are shown if it fails


class World:
    """The country, and everything that was seen in it, as lines of a ladder."""

    def __init__(
        self,
        handsets: int = 1,
        loses: int = 0,
        t3212: float = 0.0,
        purge_time: float = 0.0,
        *,
        tmsi: bool = False,
    ) -> None:
        self.network = network = Network()
        self.loses = loses  # the number of the message that gets lost, from 1; 0: none
        self.count = 0
        self.seen: list[str] = []
        self.whole: list[tuple[float, str]] = []
        WORLDS.append(self)
        self._hops: dict[int, Hop] = {}  # by identity: a hop equals one that says the same
        self.elements: dict[str, Lossy] = {}
        self.cells = {name: cell(name, bss, lac) for name, bss, lac in CELLS}
        self.country = Country(self.cells, network.conversations, network.observers)
        for one in self.cells.values():
            one.t3212 = t3212
        self.t3212 = t3212
        self.purge_time = purge_time
        self.tmsi = tmsi
        self.sc = ServiceCentre()
        self._add(self.sc, SC.value)
        self.hlr = HLR("hlr", Address("447700900910"), network.conversations)
        self._add(self.hlr, self.hlr.number.value)
        self.msc1, self.bss1 = self._msc(1, MSC1)
        self.msc2, self.bss2 = self._msc(2, MSC2)
        self.handsets = [self.handset(n) for n in range(1, handsets + 1)]
        network.observers.append(self._observe)

    def handset(self, n: int, *, on: bool = True, memory: int | None = None, sim_memory: int | None = None) -> MS:
        """Make one more handset, in cell1 and, if it is on, registered there."""
        ms = MS(
            f"ms{n}",
            imsi(n),
            country=self.country,
            cell="cell1",
            service_centre=SC,
            memory=memory,
            sim_memory=sim_memory,
        )
        self._add(ms)
        subscriber = self.hlr.subscribe(Subscriber(imsi(n), msisdn(n)))
        if on:
            self.bss1.camp(ms.name, ms.identity, ms.cell)
            subscriber.msc_number = subscriber.vlr_number = MSC1
            self.msc1.vlr.admit(imsi(n), msisdn(n), ms.cell.lai, self.network.now)
            ms.register()
            self.network.send(ms, ms.watch(self.network.now))
        return ms

    def say(self, to: str, message: object, conversation: int | None = None) -> int:
        """Let the service centre say something, in a new conversation unless one is given."""
        dialogue = next(self.network.conversations) if conversation is None else conversation
        self.network.send(self.sc, [Send(to, message, dialogue)])
        return dialogue

    def does(self, name: str, act: object) -> None:
        """Let a person do something to a handset, and wait until nothing moves any more."""
        self.network.act(name, act)
        self.run(0)

    def run(self, seconds: float = 600) -> None:
        """Let time pass."""
        self.network.run_until(self.network.now + seconds)

    def ladder(self) -> str:
        """Return what was seen since the last time."""
        lines, self.seen = self.seen, []
        return "\n".join(lines)

    def at_rest(self) -> bool:
        """Whether nothing is under way, no timer runs, and nobody keeps anything of what has been."""
        busy = [
            *self.msc1.connections.procedures,
            *self.msc2.connections.procedures,
            *self.bss1.channels,
            *self.bss2.channels,
            *(v for msc in (self.msc1, self.msc2) for v in msc.vlr.visitors.values() if v.procedure or v.waiting),
        ]
        return self.network.next_at() is None and not busy

    def _msc(self, n: int, number: Address) -> tuple[MSC, BSS]:
        conversations = self.network.conversations
        msc = MSC(
            f"msc{n}",
            number,
            hlr=Translation("hlr"),
            bss=f"bss{n}",
            conversations=conversations,
            t3212=self.t3212,
            purge_time=self.purge_time,
            tmsi=self.tmsi,
        )
        bss = BSS(f"bss{n}", msc=msc.name)
        self._add(msc, number.value)
        self._add(bss)
        return msc, bss

    def _add(self, element: Element, *titles: str) -> None:
        self.elements[element.name] = Lossy(element, self)
        self.network.add(self.elements[element.name], *titles)

    def _observe(self, hop: Hop) -> None:
        assert id(hop) not in self._hops, "an element has sent a hop twice"
        self._hops[id(hop)] = hop
        if hop.origin and hop.destination:
            self.count += 1
        arrow = f"{hop.origin} -> {hop.destination}" if hop.origin and hop.destination else hop.origin + hop.destination
        said = [*words(hop.message.message), "lost"] if isinstance(hop.message, Lost) else words(hop.message)
        self.seen.append(f"{arrow:<13} {' '.join(said)}")
        self.whole.append((hop.at, self.seen[-1]))


CELLS = (("cell1", "bss1", 1), ("cell2", "bss1", 2), ("cell2b", "bss1", 2), ("cell3", "bss2", 3))


def cell(name: str, bss: str, lac: int) -> Cell:
    return Cell(name, bss, CellGlobalIdentification(LocationAreaIdentification("234", "15", lac), 100 + lac))


def words(message: object) -> list[str]:
    """Return the words of a message and of what it carries."""
    found: list[str] = [*getattr(message, "words", ())]
    for payload in ("layer_3_information", "cp_user_data", "rp_user_data"):
        if inner := getattr(message, payload, None):
            found += words(inner)
    return found


def ladder(text: str) -> str:
    """Strip a ladder as a test writes it of the test's own indentation and empty lines."""
    return dedent(text).strip()


def shown(world: World) -> list[object]:
    """Collect what handsets show their owners from now on."""
    messages: list[object] = []

    def look(hop: Hop) -> None:
        if not hop.destination:
            messages.append(hop.message)

    world.network.observers.append(look)
    return messages


def submitted(world: World) -> list[SmsSubmit]:
    """Return what the service centre has been handed."""
    tpdus = [heard.sm_rp_ui for heard in world.sc.heard if isinstance(heard, MoForwardSM)]
    return [tpdu for tpdu in tpdus if isinstance(tpdu, SmsSubmit)]


def chance(seed: int | str = 1) -> Random:
    return Random(seed)  # noqa: S311 - it has to be repeatable, not secret


def imsi(n: int = 1) -> str:
    return f"23415{n:010}"


def msisdn(n: int = 1) -> Address:
    return Address(f"44770090{n:04}")


def deliver(text: str = "Hello") -> SmsDeliver:
    return SmsDeliver(tp_oa=BANK, tp_scts=SCTS, tp_ud=gsm7.encode(text))


def mt_forward_sm(n: int = 1, text: str = "Hello", *, more: bool = False) -> MtForwardSM:
    return MtForwardSM(Imsi(imsi(n)), ServiceCentreAddressOA(SC), deliver(text), more_messages_to_send=more)


WHERE = SendRoutingInfoForSM(msisdn(), False, SC)


def answer(world: World, asked: object = WHERE) -> object:
    """Let the service centre ask the HLR, where ms1 is unless it is something else, and return the answer."""
    world.say("hlr", asked)
    world.run(0)
    return world.sc.heard[-1]
