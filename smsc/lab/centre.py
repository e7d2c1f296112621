"""The simulator as a test uses it: handsets and accounts of its own, what was submitted, and what became of it."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from itertools import count
from typing import Final, TypeVar, Unpack
from weakref import WeakValueDictionary

from pdu.host_port import host_port
from pdu.sms.address import Address
from smsc.account_section import AccountConfig
from smsc.centre.message import FINAL
from smsc.config import WorldConfig, load
from smsc.faults.rule import Fault, Rule
from smsc.lab.account import AsyncAccount
from smsc.lab.clock import AsyncClock
from smsc.lab.journal import Journal
from smsc.lab.keys import AccountKeys, FaultKeys
from smsc.lab.loop import at_home, running_loop
from smsc.lab.matching import Expected, ExpectedValue, check_text
from smsc.lab.numbers import imsis, msisdns, short_codes
from smsc.lab.phone import AsyncPhone
from smsc.lab.received import SUBMISSIONS, Received, Submission
from smsc.lab.submissions import Submissions
from smsc.mistakes import section
from smsc.network.acts import Shows
from smsc.numbering import written
from smsc.sections import Phone
from smsc.simulator import Simulator
from smsc.smpp.face import Face
from smsc.to_the_end import to_the_end
from smsc.trace.stories import Story
from smsc.trace.trace import Record, ladder
from smsc.world.acts import Act
from smsc.world.every_centre import EveryCentre

T = TypeVar("T")


class AsyncCentre:
    """A running simulator. Its coroutines may be awaited in any event loop; they run in its own."""

    def __init__(self, simulator: Simulator, stack: AsyncExitStack) -> None:
        self.loop: Final = asyncio.get_running_loop()
        self._simulator = simulator
        self._stack = stack  # what ends before the simulator does
        self._api_url = ""
        self._kept = EveryCentre(simulator.world)
        self.journal: Final = Journal(simulator.world.trace, self._kept.stories())
        self.journal.listen(self._saw)
        self.submissions: Final = Submissions(simulator.world, self.journal)
        self.clock: Final = AsyncClock(self.loop, simulator.clock)
        # Weak, as nobody looks at a handset's messages once its test is over: those of thousands would fill the memory.
        self._phones: WeakValueDictionary[str, AsyncPhone] = WeakValueDictionary()
        self._phone_names = (f"phone{number}" for number in count(1))
        self._system_ids = (f"esme{number}" for number in count(1))
        self._msisdns, self._imsis, self._short_codes = msisdns(), imsis(), short_codes()

    def __repr__(self) -> str:
        return f"<mini-smsc at {host_port(self.host, self.port)}>"

    @property
    def host(self) -> str:
        """The address at which SMPP is spoken."""
        return self._simulator.server.host

    @property
    def port(self) -> int:
        """The TCP port for SMPP, which the system chose."""
        return self._simulator.server.port

    @property
    def tls_port(self) -> int | None:
        """The same for SMPP over TLS; None in a world without ``[smpp.tls]``."""
        return self._simulator.server.tls_port or None

    @at_home
    async def api_url(self) -> str:
        """Return the URL of the control API, ``http://127.0.0.1:PORT``, which is served from the first call on.

        It is for a program in another process, and includes what an operator tells of numbers (``/sim-swap/v2``).
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

    # What a test asks for

    @at_home
    async def phone(self, number: str = "", *, cell: str = "", on: bool = True) -> AsyncPhone:
        """Add a handset, by default with an unused number; ValueError for a bad or used number, or an unknown cell."""
        world = self._simulator.world
        check_text(number=number, cell=cell)
        if cell:
            self.check_cell(cell)
        if number == "+":
            raise ValueError("number: expected digits behind the +")
        msisdn = number.removeprefix("+") or next(one for one in self._msisdns if not world.has_number(one))
        name = self._free(self._phone_names)
        imsi = next(one for one in self._imsis if not world.has_imsi(one))
        said = {"name": name, "msisdn": msisdn, "imsi": imsi, "cell": cell or next(iter(world.cells)), "on": on}
        world.add_phone(section(Phone, said))
        self._simulator.clock.run()
        phone = self._phones[name] = AsyncPhone(self, name, f"+{msisdn}", imsi)
        return phone

    @at_home
    async def account(self, /, system_id: str = "", password: str = "", **terms: Unpack[AccountKeys]) -> AsyncAccount:
        """Open an account, by default with an unused system_id; ``terms`` are keys of ``[[account]]`` (AccountKeys).

        Raises ValueError if a value is bad, or used already.
        """
        world = self._simulator.world
        system_id = system_id or self._free(self._system_ids)
        password = password or "secret"
        if "addresses" not in terms:
            terms["addresses"] = (next(one for one in self._short_codes if not world.has_number(one)),)
        config = section(AccountConfig, {"system_id": system_id, "password": password, **terms})
        world.add_account(config)
        number = config.addresses[0] if config.addresses else ""
        return AsyncAccount(self, system_id, password, number)

    def _free(self, names: Iterator[str]) -> str:
        """Return the next name that neither the world's file nor the test has given to anybody else."""
        return next(name for name in names if not self._simulator.world.has_name(name))

    @asynccontextmanager
    async def fault(self, /, **rule: Unpack[FaultKeys]) -> AsyncIterator[Fault]:
        """Have something go wrong while this lasts; the keys are those of ``[[fault]]`` (FaultKeys).

        ``source`` and ``destination`` may be a handset's ``number`` as it is, with its +. Gives the fault, whose
        ``struck`` counts how often it has struck. Raises ValueError for a bad rule.
        """
        added: list[Fault] = []  # also if this is cancelled before it is told
        try:
            yield await self.add_fault(rule, added)
        finally:
            await to_the_end(self.remove_faults(added))

    @at_home
    async def add_fault(self, rule: FaultKeys, added: list[Fault]) -> Fault:
        """Have something go wrong from now on, and note it; raises ValueError for a bad rule."""
        numbers = {
            key: number.removeprefix("+")
            for key in ("source", "destination")
            if isinstance(number := rule.get(key), str)
        }
        added.append(self._simulator.faults.add(section(Rule, {**rule, **numbers})))
        return added[0]

    @at_home
    async def remove_faults(self, added: list[Fault]) -> None:
        """Have them go wrong no more."""
        for fault in added:
            self._simulator.faults.remove(fault.number)

    @at_home
    async def act(self, subject: str, act: str) -> None:
        """Let something happen to a handset, a node or a link, in the words of ladders, then wait as ``rest`` does.

        Examples: ``"ms1", "fills memory"``, ``"hlr", "goes down"``, ``"sc-hlr", "takes seconds=3"``. Raises ValueError
        for what can't happen.
        """
        self._simulator.obey(f"{subject} {act}")
        await self._simulator.rest()

    @at_home
    async def submitted(self, /, *, timeout: float = 5.0, **expected: ExpectedValue) -> Submission:  # noqa: ASYNC109 - more is said
        """Wait for a submission by any account; see ``AsyncAccount.submitted``."""
        __tracebackhide__ = True
        return await self.submissions.expect(None, Expected(SUBMISSIONS, expected), timeout, SUBMISSIONS)

    @property
    def said(self) -> int:
        """The number of the last line of the ladder; 0 if there is none."""
        return self.journal.records[-1][0].serial if self.journal.records else 0

    @at_home
    async def ladder(self, whose: Iterable[AsyncPhone | AsyncAccount | str] | None = None, *, after: int = 0) -> str:
        """Return the ladder: what was said by and to ``whose`` and about their messages, or all that was said.

        ``whose`` are handsets, accounts, and names as in ladders; raises TypeError for one alone.
        ``after``, what ``said`` was at some moment, leaves out what came before.
        """
        return self.told(whose, after)

    @at_home
    async def rest(self) -> None:
        """Wait until nothing is under way in the network but timers."""
        await self._simulator.rest()

    # What handsets and accounts ask for

    def port_of(self, system_id: str) -> int:
        """Return the TCP port of the service centre at which an account binds."""
        faces, servers = self._simulator.world.faces, self._simulator.servers
        return next(servers[name].port for name, face in faces.items() if system_id in face)

    def face_of(self, system_id: str) -> Face:
        """Return the SMPP face at which an account binds."""
        return self._simulator.world.face_of(system_id)

    def told(self, whose: Iterable[AsyncPhone | AsyncAccount | str] | None, after: int) -> str:
        """Return the ladder; once the simulator has ended, this may be called in any thread."""
        came = [(record, story) for record, story in self.journal.records if record.serial > after]
        if whose is None:
            return ladder([record for record, _ in came])
        names = frozenset(map(_name, several(whose)))
        own = [(record, story) for record, story in came if not names.isdisjoint((record.origin, record.destination))]
        serials, stories = {record.serial for record, _ in own}, {story for _, story in own if story is not None}
        return ladder([record for record, story in came if record.serial in serials or story in stories])

    def do(self, name: str, act: Act) -> None:
        """Let a person do something to a handset."""
        self._simulator.act(name, act)

    def swap_sim(self, number: str, imsi: str) -> None:
        """Have the operator of a number move it to another SIM; raises LookupError for a number that is nobody's."""
        self._simulator.swap_sim(Address(number.removeprefix("+")), imsi)

    def check_cell(self, name: str) -> None:
        """Raise ValueError for an unknown cell."""
        cells = self._simulator.world.cells
        if name not in cells:
            raise ValueError(f"{name!r} is no cell: {', '.join(cells)}")

    def waiting_for(self, number: str) -> Iterator[str]:
        """Describe, as the service centre knows them, the messages for a number that have not arrived."""
        digits = number.removeprefix("+")
        for message in self._kept.messages():
            if message.destination.value == digits and message.state not in FINAL:
                told = f"{message.state.name}, {message.attempts} attempts, {message.text!r}"
                yield f"message {message.message_id} waits: {told}"

    def _saw(self, record: Record, _: Story | None) -> None:
        shown = record.message
        if isinstance(shown, Shows) and (phone := self._phones.get(record.origin)) is not None:
            sender, stories = written(shown.sender.value, shown.sender.ton), self.journal.stories.shown(record)
            phone.show(Received(shown.text, sender, record.at, record.origin, stories))


def several(whose: Iterable[T]) -> Iterable[T]:
    """Refuse one alone: the letters of a name would be taken for names. Raises TypeError."""
    if isinstance(whose, str) or not hasattr(whose, "__iter__"):
        raise TypeError(f"whose: expected several handsets or accounts, found {whose!r} alone")
    return whose


def _name(one: AsyncPhone | AsyncAccount | str) -> str:
    """Give the name in ladders."""
    if isinstance(one, str):
        return one
    if not isinstance(one, AsyncPhone | AsyncAccount):
        raise TypeError(f"whose: expected handsets, accounts and names, found {one!r}")
    return one.name if isinstance(one, AsyncPhone) else one.system_id


@asynccontextmanager
async def started(config: WorldConfig | None = None) -> AsyncIterator[AsyncCentre]:
    """Run a world (by default the built-in one without latencies) on ports the system chooses, messages in memory."""
    if not isinstance(config, WorldConfig | None):
        raise TypeError(f"config: expected a world, which smsc.config.load reads from a file, found {config!r}")
    running_loop()
    world = (config or load().model_copy(update={"latency": {}})).on_free_ports().kept_in("memory")
    async with Simulator(world, now=time.time()) as simulator, AsyncExitStack() as stack:
        centre = AsyncCentre(simulator, stack)
        try:
            yield centre
        finally:
            centre.journal.close()
