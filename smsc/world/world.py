"""A world: its nodes, its handsets, its accounts and its faults, and what happens to them from outside."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, islice
from typing import Final

from pdu.malformed import Malformed
from pdu.sms.address import Address
from smsc.account_section import AccountConfig
from smsc.answers import Owners
from smsc.centre.message_ids import message_ids
from smsc.centre.store import Store
from smsc.config import WorldConfig
from smsc.faults.acts import said
from smsc.faults.directory import Directory
from smsc.faults.faults import Faults
from smsc.faults.rule import Rule
from smsc.faults.standing import Standing
from smsc.network.acts import MovesTo
from smsc.network.cell import Country
from smsc.network.hlr import HLR, Subscriber
from smsc.network.hop import Element
from smsc.network.ms import MS
from smsc.network.operators import Bars, PortsIn, Provisions, SwapsSim, Unbars, Withdraws
from smsc.network.srf import SRF
from smsc.sections import Phone
from smsc.smpp.face import Face
from smsc.trace.trace import Trace
from smsc.world import acts
from smsc.world.acts import Act
from smsc.world.book import account_of
from smsc.world.nodes import Nodes
from smsc.world.population import Population, everybody
from smsc.world.terrain import seed_of

MOST_NAMES: Final = 20  # listed for somebody who has mistyped one


class World(Nodes):
    """A network with everything in it, at one moment. It does nothing until somebody lets time pass.

    ``centre``, ``face``, ``store`` and ``hlr``, in the singular, are the first ones.
    """

    def __init__(
        self,
        config: WorldConfig,
        now: float,
        *,
        first_message_id: int = 1,
        first_event: int = 1,
        stores: Mapping[str, Store] | None = None,
    ) -> None:
        super().__init__(config, now, message_ids(first_message_id), stores or {}, Trace(first_event))
        self.phones: dict[str, MS] = {}
        self.faults = Faults(config.seed)
        directory = Directory(self.network, self.hlrs)
        self._owners = Owners(config.answer, number_of=directory.of_handset, is_esme=self._is_esme)
        if config.answer:
            self.network.outside = self._owners
        looks = (self._owners,) if config.answer else self.network.observers
        self._country = Country(self.cells, self.network.conversations, looks)
        self._standing = Standing(
            self.faults, self.network, self.centres, self.faces, directory, message_ids=self._message_ids
        )
        self._population = Population(config.phones, everybody(config, self._is_known))
        for hlr in self.hlrs.values():
            hlr.register.meet = partial(self._meet, hlr)
        for phone in config.phone:
            self._place(phone)
        self._joined: list[Phone | AccountConfig] = []
        self.centre = self.centres[config.sc[0].name]
        self.face = self.faces[config.sc[0].name]
        self.store = self.centre.store
        self.hlr = self.hlrs[config.operators[0].name]
        for rule in config.fault:
            self.faults.add(rule)
        self.faults.witness = self._tell_of_fault

    def _is_known(self, digits: str) -> bool:
        """Whether a number or an IMSI is somebody's; this meets no handset."""
        if digits in self.network or self._is_esme(digits):
            return True
        if any(hlr.register.knows(digits) or digits in hlr.subscribers for hlr in self.hlrs.values()):
            return True
        return any(ms.identity.digits == digits for ms in self.phones.values())

    def _is_esme(self, digits: str) -> bool:
        """Whether a number is an account's."""
        return any(digits in book.routes for book in self.books.values())

    def begin_chance_anew(self) -> None:
        """Seed all chance again, so that it takes the same course once more."""
        self.network.random.seed(self.config.seed)
        self.faults.chance.seed(self.config.seed)
        for cell in self.cells.values():
            cell.air.chance.seed(seed_of(cell.name, self.config))

    def _tell_of_fault(self, rule: Rule, strikes: bool) -> None:
        self.trace.outside(self.network.now, rule.stage, said(rule, wrong=strikes))

    def let_go(self) -> None:
        """Drop what faults hold back (lost messages, and late messages and receipts), and what owners would answer."""
        self._standing.let_go()
        self._owners.let_go()

    @property
    def with_all_that_joined(self) -> WorldConfig:
        """The world's file, with the handsets and accounts that have been added since."""
        phones = (one for one in self._joined if isinstance(one, Phone))
        accounts = (one for one in self._joined if isinstance(one, AccountConfig))
        config = self.config
        return config.model_copy(update={"phone": (*config.phone, *phones), "account": (*config.account, *accounts)})

    def add_phone(self, phone: Phone) -> None:
        """Add a handset; raises ValueError if its name, its number or its IMSI is somebody else's."""
        self._place(phone)
        self._joined.append(phone)

    def _place(self, phone: Phone, *, met: bool = False) -> None:
        """Put a handset into a cell; one that is on has registered already.

        One that is ``met``, of ``[[phones]]`` or ``[anybody]``, counts as having been there all the time.
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
        """Raise ValueError if somebody has the name, the number or the IMSI of a new handset."""
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
        phone = self._population.in_range(number)  # one that was withdrawn is free
        return self._is_known(number) or (phone is not None and phone.name not in self.network)

    def hlr_with(self, msisdn: Address) -> HLR | None:
        """Find the HLR of the operator that a number is with; None if it is nobody's."""
        return next((hlr for hlr in self.hlrs.values() if hlr.register.of(msisdn) is not None), None)

    def has_imsi(self, imsi: str) -> bool:
        """Whether somebody has subscribed with an IMSI."""
        return any(hlr.register.with_imsi(imsi) is not None for hlr in self.hlrs.values())

    def _meet(self, hlr: HLR, msisdn: str, imsi: str) -> Subscriber | None:
        """Make a handset of ``[[phones]]``, or anybody's, when an HLR is first asked for it."""
        phone = self._population.of_msisdn(msisdn) if msisdn else self._population.of_imsi(imsi)
        if phone is None or phone.name in self.network:  # a number that was withdrawn stays so
            return None
        self._place(phone, met=True)
        return hlr.subscribers.get(phone.imsi)  # None if the SIM is in another operator's HLR

    def handsets(self) -> Iterator[tuple[Phone, MS]]:
        """Yield the handsets of the world's file with their sections; of ``[[phones]]`` and ``[anybody]`` those met."""
        for phone in self.config.phone:
            yield phone, self.phones[phone.name]
        for element in self.network:
            met = self._population.named(element.name) if element.kind == MS.kind else None
            if met is not None:
                yield met, self._ms(element)

    def handset(self, name: str) -> MS | None:
        """Find a handset by its name; this meets one of ``[[phones]]`` or ``[anybody]``."""
        phone = self._population.named(name)
        if phone is None:
            return self.phones.get(name)
        if name not in self.network:
            self._place(phone, met=True)
        return self._ms(self.network[name])

    def _ms(self, element: Element) -> MS:
        ms = self._standing.behind(element)
        assert isinstance(ms, MS)  # noqa: S101 - by its kind
        return ms

    def handset_with(self, imsi: str) -> MS | None:
        """Find the handset that holds a SIM; this meets one as well."""
        phone = self._population.of_imsi(imsi)
        if phone is not None:
            return self.handset(phone.name)
        return next((ms for ms in self.phones.values() if ms.identity.digits == imsi), None)

    def face_of(self, system_id: str) -> Face:
        """Return the face at which an account binds; the first for an unknown system_id."""
        return next((face for face in self.faces.values() if system_id in face), self.face)

    def act(self, subject: str, act: Act, after: float = 0.0) -> None:
        """Let something happen from outside to a handset, a node or a link, after some seconds.

        Raises Malformed, which says what could happen instead, or to whom. Time has to pass for it to happen.
        """
        self.check(subject, act)
        self.network.act(subject, act, after)

    def _nodes(self) -> Iterator[str]:
        return (element.name for element in self.network if element.kind in acts.ACTS_OF and element.kind != MS.kind)

    def kind(self, subject: str) -> str:
        """Return the kind of the element of a name, or ``link`` for a link.

        Raises Malformed if it is neither, or one to which nothing can happen from outside, as an account.
        """
        if subject in self.network and (kind := self.network[subject].kind) in acts.ACTS_OF:
            return kind
        if self._population.named(subject) is not None:
            return MS.kind
        try:
            self.network.link(subject)
        except LookupError:
            names = ", ".join(islice(chain(self.phones, self._nodes()), MOST_NAMES))
            found = f"the account {subject}" if self._is_account(subject) else repr(subject)
            raise Malformed("name", None, f"one of: {names}; or a link such as sc-hlr", found) from None
        return "link"

    def _is_account(self, name: str) -> bool:
        return any(name in face for face in self.faces.values())

    def check(self, subject: str, act: Act) -> None:
        """Check that something can happen to a handset, a node or a link; raises Malformed if it can't."""
        self.handset(subject)  # meets one of [[phones]]
        kind = self.kind(subject)
        if type(act) not in acts.ACTS_OF[kind]:
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

    def add_account(self, account: AccountConfig) -> None:
        """Open an account; raises ValueError if its name or a number is taken, or there is no such service centre."""
        sc = account.sc or self.config.sc[0].name
        if sc not in self.books:
            raise ValueError(f"sc: expected one of {', '.join(self.books)}, found {sc!r}")
        if self.has_name(account.system_id):
            raise ValueError(f"the name {account.system_id} is taken")
        numbers: set[str] = set()
        for number in account.addresses:
            if number in numbers or self.has_number(number):
                raise ValueError(f"the number {number} is taken")
            numbers.add(number)
        self.faces[sc].add(account_of(account))
        self._standing.joined()
        row, book = self.plan.sc(sc), self.books[sc]
        virtual = dict(self.plan.virtual(row, (account,), len(book.virtual)))
        book.keep(account, virtual)
        self._subscribe(row, virtual)
        self._joined.append(account)
