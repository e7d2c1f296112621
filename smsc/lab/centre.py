"""The simulator as a test has it in hand: handsets and accounts of its own, what was submitted, and what came of it."""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from heapq import merge
from itertools import count
from operator import attrgetter
from typing import Any, Final

from pdu.header import Pdu, Response
from pdu.host_port import host_port
from pdu.operations.deliver_sm import DeliverSm
from pdu.sms.address import Address
from pdu.text.data_coding import DefaultAlphabet
from pdu.text.default_alphabet import cut
from pdu.values import EsmClass, Npi, Ton
from smsc import acts
from smsc.acts import Act
from smsc.centre.message import FINAL
from smsc.config import AccountConfig, WorldConfig, load
from smsc.every_centre import EveryCentre
from smsc.faults.rule import Fault, Rule
from smsc.lab.account import AsyncAccount, NotSubmitted
from smsc.lab.clock import AsyncClock
from smsc.lab.journal import Journal
from smsc.lab.loop import at_home
from smsc.lab.matching import Came, Expected
from smsc.lab.numbers import imsis, msisdns, short_codes
from smsc.lab.phone import AsyncPhone
from smsc.lab.received import SUBMISSIONS, Received
from smsc.mistakes import section
from smsc.network.acts import Shows
from smsc.network.operators import SwapsSim
from smsc.numbering import dialled, written
from smsc.sections import Phone
from smsc.simulator import Simulator
from smsc.stories import Story
from smsc.trace import Record, ladder

KEPT: Final = 100_000  # submissions of an account; what is older is forgotten


class NotBound(AssertionError):
    """No session of the account receives."""


class NotAnswered(AssertionError):
    """The program did not answer a deliver_sm in time."""


class AsyncCentre:
    """A running simulator. Its coroutines may be awaited in any event loop; they run in its own."""

    def __init__(self, simulator: Simulator, stack: AsyncExitStack) -> None:
        self.loop = asyncio.get_running_loop()
        self._simulator = simulator
        self._stack = stack  # of what ends before the simulator
        self._api_url = ""
        self._kept = EveryCentre(simulator.world)
        self.journal = Journal(simulator.world.trace, self._kept.stories())
        self.journal.listen(self._saw)
        self.clock = AsyncClock(self.loop, simulator.clock)
        self._phones: dict[str, AsyncPhone] = {}
        self._accounts: dict[str, AsyncAccount] = {}
        # By who has said them: they are still here when the journal has long forgotten them.
        self._submitted: defaultdict[str, deque[Record]] = defaultdict(lambda: deque(maxlen=KEPT))
        self._msisdns, self._imsis, self._short_codes = msisdns(), imsis(), short_codes()

    def __repr__(self) -> str:
        return f"<mini-smsc at {host_port(self.host, self.port)}>"

    @property
    def host(self) -> str:
        """Where SMPP is spoken."""
        return self._simulator.server.host

    @property
    def port(self) -> int:
        """The TCP port, which the system chose."""
        return self._simulator.server.port

    @at_home
    async def api_url(self) -> str:
        """Where the control API is served, from the first time that somebody asks: ``http://127.0.0.1:PORT``.

        It is for a program in another process, and has what an operator tells of numbers (``/sim-swap/v2``).
        """
        if not self._api_url:
            from smsc.api.app import create
            from smsc.api.desk import Desk
            from smsc.api.serving import Serving

            desk = self._stack.enter_context(closing(Desk(self._simulator)))
            serving = Serving(create(desk), host="127.0.0.1", port=0)
            await self._stack.enter_async_context(serving)
            self._api_url = f"http://{host_port(serving.host, serving.port)}"
        return self._api_url

    def port_of(self, system_id: str) -> int:
        """The TCP port of the service centre at which an account binds."""
        faces, servers = self._simulator.world.faces, self._simulator.servers
        return next(servers[name].port for name, face in faces.items() if system_id in face)

    # What a test asks for

    @at_home
    async def phone(self, number: str = "", *, cell: str = "", on: bool = True) -> AsyncPhone:
        """Add a handset, by default one with a number that nobody has; ValueError for what can't be."""
        world = self._simulator.world
        if cell:
            self.check_cell(cell)
        msisdn = number.removeprefix("+") or next(one for one in self._msisdns if not world.has_number(one))
        name = self._free_name("phone", len(self._phones))
        imsi = next(one for one in self._imsis if not world.has_imsi(one))
        said = {"name": name, "msisdn": msisdn, "imsi": imsi, "cell": cell or next(iter(world.cells)), "on": on}
        world.add_phone(section(Phone, said))
        self._simulator.clock.run()
        phone = self._phones[name] = AsyncPhone(self, name, f"+{msisdn}", imsi)
        return phone

    @at_home
    async def account(self, /, system_id: str = "", password: str = "", **terms: Any) -> AsyncAccount:
        """Open an account, by default one that nobody has; ``terms`` are the keys of an account in a world's file.

        Raises ValueError for what can't be.
        """
        world = self._simulator.world
        system_id = system_id or self._free_name("esme", len(self._accounts))
        password = password or "secret"
        if "addresses" not in terms:
            terms["addresses"] = (next(one for one in self._short_codes if not world.has_number(one)),)
        config = section(AccountConfig, {"system_id": system_id, "password": password, **terms})
        world.add_account(config)
        number = config.addresses[0] if config.addresses else ""
        account = self._accounts[system_id] = AsyncAccount(self, system_id, password, number)
        return account

    def _free_name(self, kind: str, made: int) -> str:
        """Number what is made, past the names that the world's file, or the test, has given to others."""
        names = (f"{kind}{number}" for number in count(made + 1))
        return next(name for name in names if not self._simulator.world.has_name(name))

    @asynccontextmanager
    async def fault(self, /, **rule: Any) -> AsyncIterator[Fault]:
        """Let something go wrong for as long as this lasts; the keys are those of ``[[fault]]``. ``struck`` counts.

        ``source`` and ``destination`` may be a handset's ``number`` as it is, with its +.
        """
        fault = await self.add_fault(rule)
        try:
            yield fault
        finally:
            await self.remove_fault(fault)

    @at_home
    async def add_fault(self, rule: dict[str, Any]) -> Fault:
        """Let something go wrong from now on; raises ValueError for a rule that can't be."""
        numbers = {
            key: rule[key].removeprefix("+") for key in ("source", "destination") if isinstance(rule.get(key), str)
        }
        return self._simulator.world.faults.add(section(Rule, rule | numbers))

    @at_home
    async def remove_fault(self, fault: Fault) -> None:
        """Let it go wrong no more."""
        self._simulator.world.faults.remove(fault.number)

    @at_home
    async def act(self, subject: str, act: str) -> None:
        """Let something happen to a handset, a node or a link, in the words of ladders, and wait until nothing moves.

        Such as ``"ms1", "fills memory"``, ``"hlr", "goes down"`` or ``"sc-hlr", "takes seconds=3"``; raises ValueError
        for what can't happen.
        """
        self._simulator.act(*acts.read(f"{subject} {act}", self._simulator.world.kind))
        await self._simulator.rest()

    @at_home
    async def submitted(self, /, *, timeout: float = 5.0, **expected: Any) -> Pdu:  # noqa: ASYNC109 - more is said
        """Wait for a submission of whichever account; see ``AsyncAccount.submitted``."""
        __tracebackhide__ = True
        return await self.expect_submitted(None, Expected(SUBMISSIONS, expected), timeout)

    @property
    def said(self) -> int:
        """How much has been said: the number of the last line."""
        return self.journal.records[-1][0].serial if self.journal.records else 0

    @at_home
    async def ladder(self, names: Iterable[str] | None = None, *, after: int = 0) -> str:
        """What has been said, a line each: by and to these, and about their messages; or all of it.

        ``after`` leaves out what had been ``said`` at some moment.
        """
        return self.told(names, after)

    @at_home
    async def rest(self) -> None:
        """Wait until nothing is under way in the network but timers."""
        await self._simulator.rest()

    # What handsets and accounts ask for

    def told(self, names: Iterable[str] | None, after: int) -> str:
        """The ladder; this may be called elsewhere once the simulator has ended."""
        came = [(record, story) for record, story in self.journal.records if record.serial > after]
        if names is None:
            return ladder([record for record, _ in came])
        whose = frozenset(names)
        own = [(record, story) for record, story in came if not whose.isdisjoint((record.origin, record.destination))]
        serials, stories = {record.serial for record, _ in own}, {story for _, story in own if story is not None}
        return ladder([record for record, story in came if record.serial in serials or story in stories])

    def do(self, name: str, act: Act) -> None:
        """Let a person do something to a handset."""
        self._simulator.act(name, act)

    def swap_sim(self, number: str, imsi: str) -> None:
        """Let the operator of a number move it to another SIM."""
        msisdn = Address(number.removeprefix("+"))
        hlr = self._simulator.world.hlr_with(msisdn)
        if hlr is None:
            raise ValueError(f"{number} is nobody's number any more")
        self._simulator.act(hlr.name, SwapsSim(msisdn, imsi))

    def check_cell(self, name: str) -> None:
        """ValueError for a cell that is none."""
        cells = self._simulator.world.cells
        if name not in cells:
            raise ValueError(f"{name!r} is no cell: {', '.join(cells)}")

    def submissions(self, system_id: str | None) -> Iterator[Came]:
        """The submissions of an account, or of all, in their order."""
        whose = self._submitted.values() if system_id is None else (self._submitted.get(system_id, ()),)
        return filter(None, map(self._submission, merge(*whose, key=attrgetter("serial"))))

    def _submission(self, record: Record) -> Came | None:
        """The submission that a record is; None for others: a service centre may hand a data_sm over as well."""
        if not isinstance(record.message, SUBMISSIONS) or record.destination not in self._simulator.world.centres:
            return None
        return Came(record.message, record.default_alphabet)

    async def expect_submitted(self, system_id: str | None, expected: Expected, timeout: float) -> Pdu:  # noqa: ASYNC109
        """Wait for a submission as it is expected; raises NotSubmitted."""
        __tracebackhide__ = True  # of pytest: what is wrong stands in the test
        nearest = expected.nearest(self.submissions(system_id))
        if nearest is not None and not nearest[1]:
            return nearest[0]

        def look(record: Record, _: Story | None) -> Pdu | None:
            came = self._submission(record) if system_id in (None, record.origin) else None
            return came.pdu if came is not None and not expected.misses(*came) else None

        found = await self.journal.next(look, timeout)
        if found is not None:
            return found
        rows = [f"nobody has submitted {expected} within {timeout:g} s"]
        came = list(self.submissions(system_id))
        nearest = expected.nearest(came)
        if nearest is not None:
            pdu, misses = nearest
            differs = ", ".join(map(str, misses))
            rows.append(f"the closest of {len(came)} PDUs is a {pdu.words[0]} that differs in {differs}")
        elif system_id is not None and not self._is_bound(system_id):
            rows.append(f"no session of {system_id} is bound")
        raise NotSubmitted("\n".join(rows))

    def _is_bound(self, system_id: str) -> bool:
        visits = self._simulator.world.face_of(system_id).visits
        return any(visit.esme is not None and visit.esme.name == system_id for visit in visits)

    async def inject(
        self,
        system_id: str,
        number: str,
        text: str | None,
        source: str,
        deliver_sm: DeliverSm | None,
        timeout: float,  # noqa: ASYNC109
    ) -> Response:
        """Hand a bound program a deliver_sm, and wait for its answer."""
        __tracebackhide__ = True
        if (text is None) == (deliver_sm is None):
            raise ValueError("inject: expected either a text or a deliver_sm")
        alphabet = self._simulator.world.face_of(system_id).account(system_id).terms.default_alphabet
        pdus = [deliver_sm] if deliver_sm is not None else list(_delivered(text or "", source, number, alphabet))
        answers: list[Response] = []
        for pdu in pdus:
            answers += [await self._answer(system_id, pdu, timeout)]
        return next((answer for answer in answers if answer.command_status), answers[-1])

    async def _answer(self, system_id: str, pdu: DeliverSm, timeout: float) -> Response:  # noqa: ASYNC109
        __tracebackhide__ = True
        answered: asyncio.Future[Pdu | None] = self.loop.create_future()

        def answer(response: Pdu | None) -> None:
            if not answered.done():
                answered.set_result(response)

        if not self._simulator.world.face_of(system_id).inject(system_id, pdu, answer):
            raise NotBound(f"no session of {system_id} receives, so that {pdu.words[0]} can't be sent")
        try:
            async with asyncio.timeout(timeout):
                response = await answered
        except TimeoutError:
            response = None
        if not isinstance(response, Response):
            raise NotAnswered(f"{system_id} has not answered {pdu.words[0]} within {timeout:g} s")
        return response

    def waiting_for(self, number: str) -> Iterator[str]:
        """Say what the service centre knows of messages for a number that have not arrived."""
        digits = number.removeprefix("+")
        for message in self._kept.messages():
            if message.destination.value == digits and message.state not in FINAL:
                told = f"{message.state.name}, {message.attempts} attempts, {message.text!r}"
                yield f"message {message.message_id} waits: {told}"

    def _saw(self, record: Record, _: Story | None) -> None:
        if self._submission(record) is not None:
            self._submitted[record.origin].append(record)
        if isinstance(record.message, Shows) and record.origin in self._phones:
            shown, stories = record.message, self.journal.stories.shown(record)
            received = Received(
                shown.text, written(shown.sender.value, shown.sender.ton), record.at, record.origin, stories
            )
            self._phones[record.origin].show(received)


def _delivered(text: str, source: str, number: str, default_alphabet: DefaultAlphabet) -> Iterator[DeliverSm]:
    """A text of a handset as the deliver_sm that hand it over; raises Malformed for a source that is no number."""
    sender = dialled(source) if source else Address("", Ton.UNKNOWN, Npi.UNKNOWN)
    for part in cut(text, default_alphabet).parts:
        yield DeliverSm(
            source_addr_ton=sender.ton,
            source_addr_npi=sender.npi,
            source_addr=sender.value,
            dest_addr_npi=Npi.ISDN,
            destination_addr=number,
            esm_class=EsmClass.UDHI if part.elements else EsmClass.DEFAULT,
            data_coding=part.encoding.data_coding,
            short_message=part.short_message(default_alphabet),
        )


@asynccontextmanager
async def started(config: WorldConfig | None = None) -> AsyncIterator[AsyncCentre]:
    """Run a world (the built-in one, without latencies) on ports that the system chooses, messages in memory."""
    world = (config or load().model_copy(update={"latency": {}})).on_port(0).kept_in("memory")
    world = world.model_copy(update={"sc": tuple(sc.model_copy(update={"port": 0}) for sc in world.sc)})
    async with Simulator(world, now=time.time()) as simulator, AsyncExitStack() as stack:
        centre = AsyncCentre(simulator, stack)
        try:
            yield centre
        finally:
            centre.journal.close()
