"""The same for tests without asyncio: every call waits. The simulator has a thread and an event loop of its own.

``aio`` of each object is the one whose methods are coroutines, for tests that are coroutines themselves.
"""

from collections.abc import Coroutine, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from pdu.header import Pdu, Response
from pdu.operations.deliver_sm import DeliverSm
from smsc.config import WorldConfig
from smsc.faults.rule import Fault
from smsc.lab.account import AsyncAccount
from smsc.lab.centre import AsyncCentre, started
from smsc.lab.clock import AsyncClock
from smsc.lab.loop import Thread
from smsc.lab.phone import AsyncPhone
from smsc.lab.received import Received
from smsc.network.pace import PATIENCE

T = TypeVar("T")
RUNNING: Final[list["Centre"]] = []  # of this process, for whoever tells of a test that has failed


class Phone:
    """A handset; see ``AsyncPhone`` for what each method does."""

    def __init__(self, centre: "Centre", aio: AsyncPhone) -> None:
        self.centre = centre
        self.aio = aio

    def __repr__(self) -> str:
        return repr(self.aio)

    @property
    def name(self) -> str:
        """Its name in ladders."""
        return self.aio.name

    @property
    def number(self) -> str:
        """Its number, with the +."""
        return self.aio.number

    @property
    def inbox(self) -> list[Received]:
        """All that it has shown, in order."""
        return list(self.aio.inbox)

    def wait(self, *, text: object = None, sender: object = None, timeout: float = 5.0) -> Received:
        """Wait for a message."""
        __tracebackhide__ = True
        return self.centre.call(self.aio.wait(text=text, sender=sender, timeout=timeout))

    def expect_none(self, *, text: object = None, sender: object = None, within: float = 0.5) -> None:
        """See that no such message comes."""
        __tracebackhide__ = True
        self.centre.call(self.aio.expect_none(text=text, sender=sender, within=within))

    def send(self, text: str, to: str) -> None:
        """Write a text to a number."""
        self.centre.call(self.aio.send(text, to))

    def reply(self, text: str) -> None:
        """Answer the last message."""
        self.centre.call(self.aio.reply(text))

    def switch_off(self) -> None:
        """Switch it off."""
        self.centre.call(self.aio.switch_off())

    def switch_on(self) -> None:
        """Switch it on."""
        self.centre.call(self.aio.switch_on())

    def lose_power(self) -> None:
        """Take the battery out."""
        self.centre.call(self.aio.lose_power())

    def move(self, cell: str) -> None:
        """Carry it into a cell."""
        self.centre.call(self.aio.move(cell))


class Account:
    """An account; see ``AsyncAccount`` for what each method does."""

    def __init__(self, centre: "Centre", aio: AsyncAccount) -> None:
        self.centre = centre
        self.aio = aio

    def __repr__(self) -> str:
        return repr(self.aio)

    @property
    def system_id(self) -> str:
        """Who binds."""
        return self.aio.system_id

    @property
    def password(self) -> str:
        """And with what."""
        return self.aio.password

    @property
    def number(self) -> str:
        """The number by which handsets reach it."""
        return self.aio.number

    @property
    def url(self) -> str:
        """``smpp://system_id:password@host:port``."""
        return self.aio.url

    @property
    def environment(self) -> dict[str, str]:
        """SMPP_HOST, SMPP_PORT, SMPP_SYSTEM_ID and SMPP_PASSWORD, for a program in another process."""
        return self.aio.environment

    @property
    def pdus(self) -> list[Pdu]:
        """Every submission, in order."""
        return self.centre.call(self.aio.pdus())

    def submitted(self, /, *, timeout: float = 5.0, **expected: Any) -> Pdu:
        """Wait for a submission whose parameters are as expected."""
        __tracebackhide__ = True
        return self.centre.call(self.aio.submitted(timeout=timeout, **expected))

    def inject(
        self, text: str | None = None, *, source: str = "", deliver_sm: DeliverSm | None = None, timeout: float = 5.0
    ) -> Response:
        """Hand the bound program a deliver_sm, and give its answer."""
        return self.centre.call(self.aio.inject(text, source=source, deliver_sm=deliver_sm, timeout=timeout))


class Clock:
    """The simulator's clock; see ``AsyncClock`` for what each method does."""

    def __init__(self, centre: "Centre", aio: AsyncClock) -> None:
        self._centre = centre
        self.aio = aio

    @property
    def now(self) -> float:
        """What time it is in the network, in seconds since the epoch."""
        return self.aio.now

    @property
    def speed(self) -> float:
        """How many times as fast as the wall's it goes; 0 while it stands still."""
        return self.aio.speed

    @property
    def stopped(self) -> bool:
        """Whether it stands still."""
        return self.aio.stopped

    def advance(
        self,
        by: float | str = 0,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
        patience: float = PATIENCE,
    ) -> None:
        """Let so much time go by at once, with all that happens in it."""
        __tracebackhide__ = True
        self._centre.call(
            self.aio.advance(by, days=days, hours=hours, minutes=minutes, seconds=seconds, patience=patience)
        )

    def step(self) -> bool:
        """Let time go by until the next moment at which something happens."""
        return self._centre.call(self.aio.step())

    def set_speed(self, speed: float) -> None:
        """Go so many times as fast as the wall's; 0 stops it."""
        self._centre.call(self.aio.set_speed(speed))

    def stop(self) -> None:
        """Stand still."""
        self._centre.call(self.aio.stop())

    def go(self) -> None:
        """Go on, at the speed that it had."""
        self._centre.call(self.aio.go())


class Centre:
    """A running simulator; see ``AsyncCentre`` for what each method does."""

    def __init__(self, config: WorldConfig | None = None) -> None:
        self._config = config
        self._stack = AsyncExitStack()

    def __enter__(self) -> Self:
        self._thread = Thread()
        try:
            self.aio = self._thread.call(self._start())
        except BaseException:
            self._thread.stop()
            raise
        RUNNING.append(self)
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        RUNNING.remove(self)
        if self._thread.forked:  # it goes on in the other process
            return
        try:
            self._thread.call(self._stack.aclose())
        finally:
            self._thread.stop()

    async def _start(self) -> AsyncCentre:
        return await self._stack.enter_async_context(started(self._config))

    def __repr__(self) -> str:
        return repr(self.aio)

    def call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine of ``aio`` there, and wait for it."""
        __tracebackhide__ = True
        return self._thread.call(coroutine)

    @property
    def host(self) -> str:
        """Where SMPP is spoken."""
        return self.aio.host

    @property
    def port(self) -> int:
        """The TCP port, which the system chose."""
        return self.aio.port

    @property
    def clock(self) -> Clock:
        """Its clock."""
        return Clock(self, self.aio.clock)

    def phone(self, number: str = "", *, cell: str = "", on: bool = True) -> Phone:
        """Add a handset."""
        return Phone(self, self.call(self.aio.phone(number, cell=cell, on=on)))

    def account(self, /, system_id: str = "", password: str = "", **terms: Any) -> Account:
        """Open an account."""
        return Account(self, self.call(self.aio.account(system_id, password, **terms)))

    @contextmanager
    def fault(self, /, **rule: Any) -> Iterator[Fault]:
        """Let something go wrong for as long as this lasts; the keys are those of ``[[fault]]``."""
        fault = self.call(self.aio.add_fault(rule))
        try:
            yield fault
        finally:
            self.call(self.aio.remove_fault(fault))

    def submitted(self, /, *, timeout: float = 5.0, **expected: Any) -> Pdu:
        """Wait for a submission of whichever account."""
        __tracebackhide__ = True
        return self.call(self.aio.submitted(timeout=timeout, **expected))

    def rest(self) -> None:
        """Wait until nothing is under way in the network but timers."""
        self.call(self.aio.rest())

    @property
    def said(self) -> int:
        """How much has been said."""
        return self.aio.said

    def ladder(self, whose: Iterable[Phone | Account] | None = None, *, after: int = 0) -> str:
        """What has been said: by and to these and about their messages, or all of it; or what came after so much.

        It can be had when the simulator has ended, too.
        """
        names = None if whose is None else [one.name if isinstance(one, Phone) else one.system_id for one in whose]
        if self.aio.loop.is_closed():
            return self.aio.told(names, after)
        return self.call(self.aio.ladder(names, after=after))
