"""A world, built from its configuration: the one place that knows every element of the network."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, count, islice
from math import inf
from typing import Final

from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from pdu.malformed import Malformed
from pdu.session import Timers
from pdu.smpp_time import relative
from pdu.sms.address import Address
from smsc import acts
from smsc.acts import Act
from smsc.centre.broadcast import Cell as BroadcastCell
from smsc.centre.destinations import MemberList
from smsc.centre.failures import Schedule
from smsc.centre.of_v3_3 import Parameters
from smsc.centre.service_centre import ServiceCentre
from smsc.centre.store import Store
from smsc.centre.submission import VALIDITY
from smsc.centre.wishes import Wishes
from smsc.config import AccountConfig, Phone, Smpp, WorldConfig
from smsc.network.acts import MovesTo
from smsc.network.bss import BSS
from smsc.network.cell import Camps, Cell
from smsc.network.hlr import HLR, Subscriber
from smsc.network.ms import MS
from smsc.network.msc import MSC
from smsc.network.network import Network, Send
from smsc.network.operators import Bars, Provisions, SwapsSim, Unbars, Withdraws
from smsc.network.translation import Translation
from smsc.smpp.accounts import Account, Accounts
from smsc.smpp.face import Face
from smsc.store.memory import MemoryStore
from smsc.store.retention import IN_MEMORY
from smsc.trace import Trace

MOST_NAMES: Final = 20  # that are told to somebody who has mistyped one


class World:
    """A network with everything in it, at a time. It does nothing until somebody lets time pass."""

    def __init__(
        self, config: WorldConfig, now: float, *, first_message_id: int = 1, store: Store | None = None
    ) -> None:
        self.config = config
        self.trace = Trace()
        self.network = Network(now=now, seed=config.seed, latency=_latency(config))
        self.trace.source(self._tell_of_hops)
        self.store: Store = store or MemoryStore(
            config.store.retention(IN_MEMORY) if config.store is not None else None
        )
        self.phones: dict[str, MS] = {}
        self.cells = {cell.name: Cell(cell.name, cell.bss, _cgi(cell.cgi)) for cell in config.cell}
        numbers = self.network.conversations
        accounts = Accounts(map(_account, config.account))
        self._routes, self._sources = accounts.routes(), accounts.sources()
        self._wishes = {account.system_id: account.wishes for account in config.account if account.wishes != Wishes()}
        self.centre = ServiceCentre(
            config.sc.name,
            Address(config.sc.number),
            hlr=Translation(config.hlr.name),
            conversations=numbers,
            message_ids=_message_ids(first_message_id),
            routes=self._routes,
            sources=self._sources,
            store=self.store,
            schedule=Schedule(**config.retry.model_dump()),
            wishes=self._wishes,
            cells={cell.name: BroadcastCell(cell.bss, cell.cgi) for cell in self.cells.values()},
            lists={one.name: MemberList(one.account, one.members) for one in config.distribution_list},
            parameters=self._parameters(),
            permits=lambda account, sme: self.face.permits(account, sme),
        )
        self.hlr = HLR(config.hlr.name, Address(config.hlr.number), numbers)
        self.mscs = {
            msc.bss: MSC(
                msc.name, Address(msc.number), hlr=Translation(config.hlr.name), bss=msc.bss, conversations=numbers
            )
            for msc in config.msc
        }
        self.network.add(self.centre, config.sc.number)
        self.network.add(self.hlr, config.hlr.number)
        for bss, msc in self.mscs.items():
            self.network.add(msc, msc.number.value)
            self.network.add(BSS(bss, msc=msc.name))
        for phone in config.phone:
            self.add_phone(phone)
        self.face = Face(
            self.network,
            accounts,
            config.sc.name,
            config.smpp.system_id,
            self.trace,
            waiting=self.centre.waiting.__getitem__,
            strangers=config.smpp.limits,
        )

    def _parameters(self) -> Parameters:
        """What param_retrieve tells, of the service centre and of the account that asks."""
        return {
            "system_id": lambda _: self.config.smpp.system_id,
            "interface_version": lambda _: "5.0",
            "number": lambda _: self.config.sc.number,
            "validity_period": lambda _: relative(timedelta(seconds=VALIDITY)),
            "addresses": lambda account: ",".join(self.face.account(account).addresses)[:100],
            "window": lambda account: str(self.face.account(account).terms.window),
            "messages_per_second": lambda account: f"{self.face.account(account).terms.messages_per_second:g}",
            "queue": lambda account: str(self.face.account(account).terms.queue),
            "waiting": lambda account: str(self.centre.waiting[account]),
        }

    def _tell_of_hops(self, wanted: bool) -> None:
        self.network.observers[:] = [self.trace.hop] if wanted else []

    def add_phone(self, phone: Phone) -> None:
        """Put a handset into a cell; one that is on has registered already, before anybody looked."""
        cell = self.cells[phone.cell]
        subscriber = self.hlr.subscribe(Subscriber(phone.imsi, Address(phone.msisdn)))
        ms = MS(
            phone.name,
            phone.imsi,
            cells=self.cells,
            cell=phone.cell,
            service_centre=self.centre.number,
            conversations=self.network.conversations,
            memory=phone.memory,
            sim_memory=phone.sim_memory,
        )
        self.phones[phone.name] = ms
        self.network.add(ms)
        if phone.on:
            msc = self.mscs[cell.bss]
            subscriber.msc_number = subscriber.vlr_number = msc.number
            msc.vlr.admit(phone.imsi, subscriber.msisdn, cell.lai)
            ms.register()
            self.network.send(ms, (Send(cell.bss, Camps(ms.identity, cell)),))

    def act(self, subject: str, act: Act, after: float = 0.0) -> None:
        """Let something happen from outside to a handset, a node or a link, after some seconds.

        Raises Malformed, which says what could happen instead, or to whom. Time has to pass for it to happen.
        """
        self.check(subject, act)
        self.network.act(subject, act, after)

    def _nodes(self) -> Iterator[str]:
        return (element.name for element in self.network if element.kind in acts.ACTS_OF and element.kind != MS.kind)

    def check(self, subject: str, act: Act) -> None:
        """See whether something can happen to somebody; raises Malformed where it can't."""
        kind = self.network[subject].kind if subject in self.network else "link"
        if kind == "link":
            try:
                self.network.link(subject)
            except LookupError:
                names = ", ".join(islice(chain(self.phones, self._nodes()), MOST_NAMES))
                raise Malformed("name", None, f"one of: {names}; or a link such as sc-hlr", repr(subject)) from None
        if type(act) not in acts.ACTS_OF.get(kind, ()):
            raise Malformed(subject, None, f"one of: {acts.named(kind)}", " ".join(act.words))
        if isinstance(act, MovesTo) and act.cell not in self.cells:
            raise Malformed("cell", None, f"one of: {', '.join(self.cells)}", repr(act.cell))
        hlr = self.network[subject] if kind == "hlr" else None
        if (
            isinstance(act, Withdraws | Provisions | Bars | Unbars | SwapsSim)
            and isinstance(hlr, HLR)
            and hlr.register.of(act.msisdn) is None
        ):
            raise Malformed("msisdn", None, f"a number of {subject}", str(act.msisdn))

    def add_account(self, account: AccountConfig) -> None:
        """Open an account for ESMEs; ValueError where its name, or a number it is to serve, is taken."""
        for number in account.addresses:
            if number in self._routes or number in self.network:
                raise ValueError(f"the number {number} is taken")
        opened = _account(account)
        self.face.add(opened)
        self._sources[account.system_id] = opened.source
        self._routes.update(dict.fromkeys(account.addresses, account.system_id))
        if account.wishes != Wishes():
            self._wishes[account.system_id] = account.wishes


def _account(config: AccountConfig) -> Account:
    return Account(config.system_id, config.password.get_secret_value(), config.addresses, config)


def timers(smpp: Smpp) -> Timers:
    """The session's timers as configured; 0 is never."""
    return Timers(
        session_init_timer=smpp.session_init_timer or inf,
        enquire_link_timer=smpp.enquire_link_timer or inf,
        inactivity_timer=smpp.inactivity_timer or inf,
        response_timer=smpp.response_timer or inf,
    )


def _latency(config: WorldConfig) -> dict[tuple[str, str], float]:
    """Seconds by origin's and destination's kind, in both directions."""
    links: dict[tuple[str, str], float] = {}
    for link, seconds in config.latency.items():
        one, other = link.split("-")
        links[one, other] = links[other, one] = seconds
    return links


def _cgi(text: str) -> CellGlobalIdentification:
    mcc, mnc, lac, ci = text.split("-")
    return CellGlobalIdentification(LocationAreaIdentification(mcc, mnc, int(lac)), int(ci))


def _message_ids(first: int) -> Iterator[str]:
    """Message ids as carriers like them: eight hexadecimal digits."""
    return (f"{number & 0xFFFFFFFF:08X}" for number in count(first))
