"""The nodes of a world, built from its configuration: the one place that knows every kind of node."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from pdu.smpp_time import relative
from pdu.sms.address import Address
from smsc.centre.broadcast import Cell as BroadcastCell
from smsc.centre.broadcasting import CODES
from smsc.centre.destinations import MemberList
from smsc.centre.failures import HOUR, Schedule
from smsc.centre.of_v3_3 import Parameters
from smsc.centre.service_centre import ServiceCentre
from smsc.centre.store import Store
from smsc.centre.submission import VALIDITY
from smsc.config import StoreConfig, WorldConfig
from smsc.network.bss import BSS
from smsc.network.hlr import HLR, Subscriber
from smsc.network.hop import Hop
from smsc.network.msc import MSC
from smsc.network.network import Network
from smsc.network.router import SMSRouter
from smsc.network.srf import SRF
from smsc.network.stranger import Stranger
from smsc.sections import OperatorConfig, Sc, StrangerConfig
from smsc.smpp.esme import Esme
from smsc.smpp.face import Face
from smsc.smpp.terms import Terms
from smsc.store.memory import MemoryStore
from smsc.store.retention import IN_MEMORY
from smsc.trace.trace import Trace
from smsc.world.book import Book
from smsc.world.plan import Plan, first_plmn
from smsc.world.terrain import T3212_UNIT, cell_of, latency


class Nodes:
    """Cells, service centres with their faces, and the nodes of operators and strangers, in one network.

    ``stores`` are the stores of service centres that do not keep their messages in memory, by the centres' names.
    """

    def __init__(
        self, config: WorldConfig, now: float, message_ids: Iterator[str], stores: Mapping[str, Store], trace: Trace
    ) -> None:
        self.config = config
        self.trace = trace
        self.network = Network(now=now, seed=config.seed, latency=latency(config))
        self.trace.source(self._tell_of_hops)
        self.network.missed = self._missed
        self.cells = {cell.name: cell_of(cell, config) for cell in config.cell}
        self.plan = Plan(config)
        self._message_ids = message_ids
        self.hlrs: dict[str, HLR] = {}  # by operator
        self.mscs: dict[str, MSC] = {}  # by BSS
        self.bsss: dict[str, BSS] = {}
        self.centres: dict[str, ServiceCentre] = {}
        self.faces: dict[str, Face] = {}  # by service centre
        self.books: dict[str, Book] = {}  # by service centre: its accounts
        retention = (config.store or StoreConfig()).retention(IN_MEMORY)
        for sc in config.sc:
            self._add_centre(sc, stores.get(sc.name) or MemoryStore(retention), patience=retention.seconds)
        self.trace.centres = self.centres
        for operator in config.operators:
            self._add_operator(operator)
        for stranger in config.stranger:
            self._add_stranger(stranger)

    def _add_centre(self, sc: Sc, store: Store, *, patience: float) -> None:
        """Add a service centre with its accounts, and the face that it shows them."""
        config, plan = self.config, self.plan
        accounts = plan.accounts(sc)
        book = self.books[sc.name] = Book(accounts, plan.virtual(sc, accounts))
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
            patience=patience,
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
        """Add an operator's HLR with the nodes in front of it, and its MSCs with their BSSs."""
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
        network.add(hlr, own.number)
        for sc in centres:
            self._subscribe(sc, self.books[sc.name].virtual)
        if operator.srf is not None:
            network.add(SRF(operator.srf, hlr=own.name))
        if operator.router is not None:
            name, number = operator.router.name, Address(operator.router.number)
            router = SMSRouter(
                name,
                number,
                hlr=own.name,
                plmn=first_plmn(operator),
                conversations=network.conversations,
                random=network.random,
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
        """Have an HLR answer, for the numbers of ESMEs, that their MSC is their service centre."""
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
        """What param_retrieve can ask for, about the service centre and the account that asks."""

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

    def hlr_of(self, imsi: str) -> HLR:
        """Return the HLR that a SIM belongs to."""
        return self.hlrs[self.plan.of_imsi(imsi).name]

    def keeper(self, msisdn: Address) -> str:
        """Return which node is asked about a number: an HLR, or the SRF before it, which knows ported numbers."""
        return self.plan.hlr_of_number(self.plan.operator(None))(msisdn.value)

    def _tell_of_hops(self, wanted: bool) -> None:
        self.network.observers[:] = [self.trace.hop] if wanted else []

    def _missed(self, hop: Hop) -> None:
        """Have an ESME deal with what the link to its service centre has lost; elsewhere, who waits has a timer."""
        for end in (self.network[hop.origin], self.network[hop.destination]):
            if isinstance(end, Esme):
                self.network.send(end, end.missed(hop, self.config.smpp.timers.response_timer))

    def restore_latency(self) -> None:
        """Give every link the latency that the world's file says."""
        self.network.latency = latency(self.config)
