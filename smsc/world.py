"""A world, built from its configuration: the one place that knows every element of the network."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import chain, islice
from typing import Final

from pdu.malformed import Malformed
from pdu.smpp_time import relative
from pdu.sms.address import Address
from smsc import acts
from smsc.acts import Act
from smsc.book import Book, account_of
from smsc.centre.broadcast import Cell as BroadcastCell
from smsc.centre.broadcasting import CODES
from smsc.centre.destinations import MemberList
from smsc.centre.failures import HOUR, Schedule
from smsc.centre.message_ids import message_ids
from smsc.centre.of_v3_3 import Parameters
from smsc.centre.service_centre import ServiceCentre
from smsc.centre.store import Store
from smsc.centre.submission import VALIDITY
from smsc.config import AccountConfig, Phone, WorldConfig
from smsc.faults.directory import Directory
from smsc.faults.faults import Faults
from smsc.faults.standing import Standing
from smsc.network.acts import MovesTo
from smsc.network.bss import BSS
from smsc.network.cell import Country
from smsc.network.hlr import HLR, Subscriber
from smsc.network.hop import Hop
from smsc.network.ms import MS
from smsc.network.msc import MSC
from smsc.network.network import Network
from smsc.network.operators import Bars, PortsIn, Provisions, SwapsSim, Unbars, Withdraws
from smsc.network.router import SMSRouter
from smsc.network.srf import SRF
from smsc.network.stranger import Stranger
from smsc.plan import Plan
from smsc.population import Population
from smsc.sections import OperatorConfig, Sc, StrangerConfig
from smsc.smpp.face import Face
from smsc.smpp.sessions import Esme
from smsc.smpp.terms import Terms
from smsc.store.memory import MemoryStore
from smsc.store.retention import IN_MEMORY
from smsc.terrain import T3212_UNIT, cell_of, latency, seed_of
from smsc.trace import Trace

MOST_NAMES: Final = 20  # that are told to somebody who has mistyped one


class World:
    """A network with everything in it, at a time. It does nothing until somebody lets time pass.

    ``stores`` are those of service centres, by their names, which do not keep their messages in memory. What is said
    of ``centre``, ``face``, ``store`` and ``hlr`` in the singular is the first one's.
    """

    def __init__(
        self,
        config: WorldConfig,
        now: float,
        *,
        first_message_id: int = 1,
        stores: Mapping[str, Store] | None = None,
    ) -> None:
        self.config = config
        self.trace = Trace()
        self.network = Network(now=now, seed=config.seed, latency=latency(config))
        self.trace.source(self._tell_of_hops)
        self.network.missed = self._missed
        self.phones: dict[str, MS] = {}
        self.cells = {cell.name: cell_of(cell, config) for cell in config.cell}
        self._country = Country(self.cells, self.network.conversations, self.network.observers)
        self.plan = Plan(config)
        self._message_ids = message_ids(first_message_id)
        self.hlrs: dict[str, HLR] = {}  # by operator
        self.mscs: dict[str, MSC] = {}  # by BSS
        self.bsss: dict[str, BSS] = {}
        self.centres: dict[str, ServiceCentre] = {}
        self.faces: dict[str, Face] = {}  # by service centre
        self._books: dict[str, Book] = {}
        retention = config.store.retention(IN_MEMORY) if config.store is not None else None
        for sc in config.sc:
            self._add_centre(sc, (stores or {}).get(sc.name) or MemoryStore(retention))
        self.trace.centres = self.centres
        for operator in config.operators:
            self._add_operator(operator)
        for stranger in config.stranger:
            self._add_stranger(stranger)
        self.faults = Faults(config.seed)
        directory = Directory(self.network, self.hlrs, self.bsss)
        self._standing = Standing(
            self.faults, self.network, self.centres, self.faces, directory, message_ids=self._message_ids
        )
        self._population = Population(config.phones)
        for phone in config.phone:
            self.add_phone(phone)
        self.centre = self.centres[config.sc[0].name]
        self.face = self.faces[config.sc[0].name]
        self.store = self.centre.store
        self.hlr = self.hlrs[config.operators[0].name]
        for rule in config.fault:
            self.faults.add(rule)

    def begin_chance_anew(self) -> None:
        """Let all chance take once more the course that the seed has for it."""
        self.network.random.seed(self.config.seed)
        self.faults.chance.seed(self.config.seed)
        for cell in self.cells.values():
            cell.air.chance.seed(seed_of(cell.name, self.config))

    def let_go(self) -> None:
        """Give up what faults hold: messages that are lost, and messages and receipts that are late."""
        self._standing.let_go()

    def _add_centre(self, sc: Sc, store: Store) -> None:
        """A service centre with its accounts, and the face that it shows them."""
        config, plan = self.config, self.plan
        accounts = plan.accounts(sc)
        book = self._books[sc.name] = Book(accounts, plan.virtual(sc, accounts))
        own = {account.system_id for account in accounts}
        system_id = sc.system_id or config.smpp.system_id
        self.centres[sc.name] = centre = ServiceCentre(
            sc.name,
            Address(sc.number),
            hlr=plan.hlr_of_number(plan.operator(sc.operator)),
            conversations=self.network.conversations,
            message_ids=self._message_ids,
            routes=book.routes,
            sources=book.sources,
            store=store,
            schedule=Schedule(**config.retry.model_dump()),
            wishes=book.wishes,
            cells={cell.name: BroadcastCell(cell.bss, cell.cgi) for cell in self.cells.values()},
            lists={
                one.name: MemberList(one.account, one.members) for one in config.distribution_list if one.account in own
            },
            parameters=self._parameters(sc, system_id),
            virtual=book.virtual,
            codes=CODES[config.sc.index(sc) :: len(config.sc)],
            permits=lambda account, sme: self.faces[sc.name].permits(account, sme),
        )
        self.network.add(centre, sc.number)
        self.faces[sc.name] = Face(
            self.network,
            book.accounts,
            sc.name,
            system_id,
            self.trace,
            waiting=centre.waiting.__getitem__,
            subject=centre.subject,
            strangers=config.smpp.limits,
        )

    def _add_operator(self, operator: OperatorConfig) -> None:
        """An operator's HLR and what stands before it, and its MSCs with their BSSs."""
        config, plan, network = self.config, self.plan, self.network
        [own] = config.of(operator, config.hlr)
        centres = config.of(operator, config.sc)
        hlr = self.hlrs[operator.name] = HLR(
            own.name,
            Address(own.number),
            network.conversations,
            ranges=plan.hlr_of_number(operator),
            router=operator.router.name if operator.router is not None else "",
            trusted=frozenset(sc.name for sc in centres),
            checks=plan.checks(operator),
        )
        hlr.register.meet = self._meet
        network.add(hlr, own.number)
        for sc in centres:
            self._subscribe(sc, self._books[sc.name].virtual)
        if operator.srf is not None:
            network.add(SRF(operator.srf, hlr=own.name))
        if operator.router is not None:
            name, number = operator.router.name, Address(operator.router.number)
            plmn = next((plmn.replace("-", "") for plmn in operator.plmn), "00101")
            router = SMSRouter(
                name, number, hlr=own.name, plmn=plmn, conversations=network.conversations, random=network.random
            )
            network.add(router, number.value)
        for row in config.of(operator, config.msc):
            msc = self.mscs[row.bss] = MSC(
                row.name,
                Address(row.number),
                hlr=plan.hlr_of_imsi,
                bss=row.bss,
                conversations=network.conversations,
                t3212=T3212_UNIT * row.t3212,
                purge_time=HOUR * row.purge_time,
                tmsi=row.tmsi,
            )
            network.add(msc, row.number)
            bss = self.bsss[row.bss] = BSS(row.bss, msc=row.name)
            network.add(bss)

    def _subscribe(self, sc: Sc, virtual: Mapping[str, Address]) -> None:
        """Have an HLR say of numbers of ESMEs that their service centre is their MSC."""
        hlr = self.hlrs[self.plan.operator(sc.operator).name]
        for imsi, number in virtual.items():
            hlr.subscribe(Subscriber(imsi, number, msc_number=Address(sc.number)))

    def _add_stranger(self, row: StrangerConfig) -> None:
        stranger = Stranger(
            row.name,
            Address(row.number),
            hlr_of_number=self.plan.hlr_of_number(self.plan.operator(None)),
            hlr_of_imsi=self.plan.hlr_of_imsi,
            conversations=self.network.conversations,
        )
        self.network.add(stranger, row.number)

    def _parameters(self, sc: Sc, system_id: str) -> Parameters:
        """What param_retrieve tells, of the service centre and of the account that asks."""

        def terms(account: str) -> Terms:
            return self.faces[sc.name].account(account).terms

        return {
            "system_id": lambda _: system_id,
            "interface_version": lambda _: "5.0",
            "number": lambda _: sc.number,
            "validity_period": lambda _: relative(timedelta(seconds=VALIDITY)),
            "addresses": lambda account: ",".join(self.faces[sc.name].account(account).addresses)[:100],
            "window": lambda account: str(terms(account).window),
            "messages_per_second": lambda account: f"{terms(account).messages_per_second:.10g}",
            "queue": lambda account: str(terms(account).queue),
            "waiting": lambda account: str(self.centres[sc.name].waiting[account]),
        }

    def face_of(self, system_id: str) -> Face:
        """Where an account binds; the first face for one that is nobody's."""
        return next((face for face in self.faces.values() if system_id in face), self.face)

    def book(self, sc: str) -> Book:
        """What is known of the accounts of a service centre."""
        return self._books[sc]

    def _tell_of_hops(self, wanted: bool) -> None:
        self.network.observers[:] = [self.trace.hop] if wanted else []

    def _missed(self, hop: Hop) -> None:
        """An ESME sees to what a link to its service centre has lost; elsewhere, whoever waits has a timer."""
        for end in (self.network[hop.origin], self.network[hop.destination]):
            if isinstance(end, Esme):
                self.network.send(end, end.missed(hop, self.config.smpp.timers.response_timer))

    def add_phone(self, phone: Phone, *, met: bool = False) -> None:
        """Put a handset into a cell; one that is on has registered already, before anybody looked.

        One that is only ``met`` has been there all the time. Raises ValueError where its name, its number or its IMSI
        is somebody else's.
        """
        if not met:
            self._see_that_none_is(phone)
        cell = self.cells[phone.cell]
        ms = MS(
            phone.name,
            phone.imsi,
            country=self._country,
            cell=phone.cell,
            service_centre=self.centres[self.plan.centre(phone).name].number,
            memory=phone.memory,
            sim_memory=phone.sim_memory,
        )
        if not met:
            self.phones[phone.name] = ms
        self.network.add(self._standing.before(ms))
        if not phone.msisdn:
            return
        hlr = self.hlr_of(phone.imsi)
        subscriber = hlr.subscribe(Subscriber(phone.imsi, Address(phone.msisdn)))
        if phone.on:
            msc = self.mscs[cell.bss]
            subscriber.msc_number = subscriber.vlr_number = msc.number
            subscriber.updated = self.network.now
            msc.vlr.admit(phone.imsi, subscriber.msisdn, cell.lai, self.network.now)
            ms.register()
            self.bsss[cell.bss].camp(ms.name, ms.identity, cell)
            self.network.send(ms, ms.watch(self.network.now))

    def _see_that_none_is(self, phone: Phone) -> None:
        """ValueError if somebody has the name, the number or the IMSI of a new handset."""
        if self.has_name(phone.name):
            raise ValueError(f"the name {phone.name} is taken")
        if phone.msisdn and self.has_number(phone.msisdn):
            raise ValueError(f"the number {phone.msisdn} is taken")
        if self.has_imsi(phone.imsi):
            raise ValueError(f"the IMSI {phone.imsi} is taken")

    def has_name(self, name: str) -> bool:
        """Whether somebody, or something, has a name."""
        return name in self.network or self._population.named(name) is not None

    def has_number(self, number: str) -> bool:
        """Whether a node, a handset or an account has a number."""
        if number in self.network or any(number in book.routes for book in self._books.values()):
            return True
        return any(hlr.register.of(Address(number)) is not None for hlr in self.hlrs.values())

    def has_imsi(self, imsi: str) -> bool:
        """Whether somebody has subscribed with an IMSI."""
        return any(hlr.register.with_imsi(imsi) is not None for hlr in self.hlrs.values())

    def _meet(self, msisdn: str, imsi: str) -> Subscriber | None:
        """Somebody has to do with a handset of ``[[phones]]`` for the first time, and so it is there."""
        phone = self._population.of_msisdn(msisdn) if msisdn else self._population.of_imsi(imsi)
        if phone is None or phone.name in self.network:  # a number that was withdrawn stays so
            return None
        self.add_phone(phone, met=True)
        return self.hlr_of(phone.imsi).subscribers[phone.imsi]

    def hlr_of(self, imsi: str) -> HLR:
        """The HLR in which a SIM belongs."""
        return self.hlrs[self.plan.of_imsi(imsi).name]

    def handsets(self) -> Iterator[tuple[Phone, MS]]:
        """The handsets of the world's file, with what is said of them there; of ``[[phones]]`` those that were met."""
        for phone in self.config.phone:
            yield phone, self.phones[phone.name]
        for element in self.network:
            met = self._population.named(element.name) if element.kind == MS.kind else None
            if met is not None:
                ms = self._standing.behind(element)
                assert isinstance(ms, MS)  # noqa: S101 - by its kind
                yield met, ms

    def restore_latency(self) -> None:
        """Let every link take as long as the world's file says."""
        self.network.latency = latency(self.config)

    def act(self, subject: str, act: Act, after: float = 0.0) -> None:
        """Let something happen from outside to a handset, a node or a link, after some seconds.

        Raises Malformed, which says what could happen instead, or to whom. Time has to pass for it to happen.
        """
        self.check(subject, act)
        self.network.act(subject, act, after)

    def _nodes(self) -> Iterator[str]:
        return (element.name for element in self.network if element.kind in acts.ACTS_OF and element.kind != MS.kind)

    def kind(self, subject: str) -> str:
        """Say what something can happen to: an element of which kind, or a link; raises Malformed if it is neither."""
        if subject in self.network:
            return self.network[subject].kind
        if self._population.named(subject) is not None:
            return MS.kind
        try:
            self.network.link(subject)
        except LookupError:
            names = ", ".join(islice(chain(self.phones, self._nodes()), MOST_NAMES))
            raise Malformed("name", None, f"one of: {names}; or a link such as sc-hlr", repr(subject)) from None
        return "link"

    def check(self, subject: str, act: Act) -> None:
        """See whether something can happen to somebody; raises Malformed where it can't."""
        if subject not in self.network and (phone := self._population.named(subject)) is not None:
            self.add_phone(phone, met=True)
        kind = self.kind(subject)
        if type(act) not in acts.ACTS_OF.get(kind, ()):
            raise Malformed(subject, None, f"one of: {acts.named(kind)}", " ".join(act.words))
        if isinstance(act, MovesTo) and act.cell not in self.cells:
            raise Malformed("cell", None, f"one of: {', '.join(self.cells)}", repr(act.cell))
        if isinstance(act, PortsIn) and self.network[self.keeper(act.msisdn)].kind != SRF.kind:
            raise Malformed("msisdn", None, "a number of an operator that has a srf", str(act.msisdn))
        hlr = next((hlr for hlr in self.hlrs.values() if hlr.name == subject), None)
        if (
            isinstance(act, Withdraws | Provisions | Bars | Unbars | SwapsSim)
            and hlr is not None
            and hlr.register.of(act.msisdn) is None
        ):
            raise Malformed("msisdn", None, f"a number of {subject}", str(act.msisdn))

    def keeper(self, msisdn: Address) -> str:
        """Who is asked for a number: an HLR, or what stands before it and knows to whom it was ported."""
        return self.plan.hlr_of_number(self.plan.operator(None))(msisdn.value)

    def add_account(self, account: AccountConfig) -> None:
        """Open an account for ESMEs; ValueError where its name or a number is taken, or its service centre is none."""
        sc = account.sc or self.config.sc[0].name
        if sc not in self._books:
            raise ValueError(f"sc: expected one of {', '.join(self._books)}, found {sc!r}")
        if self.has_name(account.system_id):
            raise ValueError(f"the name {account.system_id} is taken")
        for place, number in enumerate(account.addresses):
            if number in account.addresses[:place] or self.has_number(number):
                raise ValueError(f"the number {number} is taken")
        self.faces[sc].add(account_of(account))
        self._standing.joined()
        row, book = self.plan.sc(sc), self._books[sc]
        virtual = dict(self.plan.virtual(row, (account,), len(book.virtual)))
        book.keep(account, virtual)
        self._subscribe(row, virtual)
