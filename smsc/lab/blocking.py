"""The simulator for tests without asyncio: every call waits. It runs in a thread and an event loop of its own.

``aio`` of each object is its counterpart whose methods are coroutines, for tests that are coroutines themselves.
"""

from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from functools import update_wrapper
from types import TracebackType
from typing import Any, Concatenate, Final, Generic, NoReturn, ParamSpec, Protocol, Self, TypeVar, Unpack

from smsc.config import WorldConfig
from smsc.faults.rule import Fault
from smsc.lab.account import AsyncAccount
from smsc.lab.centre import AsyncCentre, several, started
from smsc.lab.clock import AsyncClock
from smsc.lab.keys import AccountKeys, FaultKeys
from smsc.lab.loop import Thread
from smsc.lab.phone import AsyncPhone
from smsc.lab.received import Received, Submission

P = ParamSpec("P")
T = TypeVar("T")
A = TypeVar("A")
A_co = TypeVar("A_co", covariant=True)
_STAYS: Final = "can't be copied or sent to another process: send what that needs, such as port, number or environment"
RUNNING: Final[list["Centre"]] = []  # in this process, for the report of a test that fails


class _Waits(Protocol[A_co]):
    """An object that calls the methods of ``aio``, and waits."""

    @property
    def aio(self) -> A_co: ...

    def call(self, coroutine: Coroutine[Any, Any, T]) -> T: ...


def _waits(method: Callable[Concatenate[A, P], Coroutine[Any, Any, T]]) -> Callable[Concatenate[_Waits[A], P], T]:
    """Make a method that calls the same one of ``aio``, and waits for it."""

    def called(self: _Waits[A], /, *args: P.args, **kwargs: P.kwargs) -> T:
        __tracebackhide__ = True  # for pytest: the mistake is to be seen in the test
        return self.call(method(self.aio, *args, **kwargs))

    return update_wrapper(called, method)


class _Part(Generic[A]):
    """A part of a simulator."""

    def __init__(self, centre: "Centre", aio: A) -> None:
        self.centre: Final = centre
        self.aio: Final = aio
        self.call: Final = centre.call

    def __repr__(self) -> str:
        return repr(self.aio)

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{self!r} {_STAYS}")


class Phone(_Part[AsyncPhone]):
    """A handset with a number of its own; ``aio`` is the same for coroutines."""

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
        """All messages that it has shown, in order."""
        return list(self.aio.inbox)

    wait = _waits(AsyncPhone.wait)
    expect_none = _waits(AsyncPhone.expect_none)
    send = _waits(AsyncPhone.send)
    reply = _waits(AsyncPhone.reply)
    switch_off = _waits(AsyncPhone.switch_off)
    switch_on = _waits(AsyncPhone.switch_on)
    lose_power = _waits(AsyncPhone.lose_power)
    move = _waits(AsyncPhone.move)

    def swap_sim(self, into: "Phone") -> None:
        """Have the operator move its number to the SIM in another handset, which is reached by it from then on.

        See ``smsc.AsyncPhone.swap_sim``; raises TypeError for what is no handset.
        """
        if not isinstance(into, Phone):
            raise TypeError(f"swap_sim: expected a handset as smsc.phone() makes it, found {into!r}")
        self.call(self.aio.swap_sim(into.aio))


class Account(_Part[AsyncAccount]):
    """An account of its own, which a program binds with; ``aio`` is the same for coroutines."""

    @property
    def system_id(self) -> str:
        """The system_id to bind with."""
        return self.aio.system_id

    @property
    def password(self) -> str:
        """The password to bind with."""
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
    def pdus(self) -> list[Submission]:
        """Every submission, in order; the latest 100,000 are kept."""
        return self.call(self.aio.pdus())

    submitted = _waits(AsyncAccount.submitted)
    said = _waits(AsyncAccount.said)
    inject = _waits(AsyncAccount.inject)


class Clock(_Part[AsyncClock]):
    """The simulator's clock, which all share and which never goes back; see ``smsc.AsyncClock``."""

    @property
    def now(self) -> float:
        """The network's time, in seconds since the epoch."""
        return self.aio.now

    @property
    def ahead(self) -> float:
        """How far it is ahead of the wall clock, in seconds."""
        return self.aio.ahead

    @property
    def speed(self) -> float:
        """How many times as fast as the wall clock it runs; 0 while it stands still."""
        return self.aio.speed

    @property
    def stopped(self) -> bool:
        """Whether it stands still."""
        return self.aio.stopped

    advance = _waits(AsyncClock.advance)
    step = _waits(AsyncClock.step)
    set_speed = _waits(AsyncClock.set_speed)
    stop = _waits(AsyncClock.stop)
    go = _waits(AsyncClock.go)


class Centre:
    """A running simulator; ``aio`` is the same for coroutines."""

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
        if self._thread.gone:  # it goes on in the process that this one was forked from, or the program has ended
            RUNNING.remove(self)
            return
        self._thread.check("end the simulator with asyncio.to_thread instead")
        RUNNING.remove(self)
        try:
            self._thread.call(self._stack.aclose())
        finally:
            self._thread.stop()

    async def _start(self) -> AsyncCentre:
        return await self._stack.enter_async_context(started(self._config))

    def __repr__(self) -> str:
        return repr(self.aio) if hasattr(self, "aio") else "<mini-smsc, which has not begun>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{self!r} {_STAYS}")

    def call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine of ``aio`` in the simulator's loop, and wait for it."""
        __tracebackhide__ = True
        return self._thread.call(coroutine)

    @property
    def host(self) -> str:
        """The address at which SMPP is spoken."""
        return self.aio.host

    @property
    def port(self) -> int:
        """The TCP port for SMPP, which the system chose."""
        return self.aio.port

    @property
    def tls_port(self) -> int | None:
        """The same for SMPP over TLS; None in a world without ``[smpp.tls]``."""
        return self.aio.tls_port

    @property
    def api_url(self) -> str:
        """The URL of its control API, ``http://127.0.0.1:PORT``, which is served from the first time this is asked.

        It is for a program in another process, and includes what an operator tells of numbers (``/sim-swap/v2``).
        """
        return self.call(self.aio.api_url())

    @property
    def clock(self) -> Clock:
        """Its clock."""
        return Clock(self, self.aio.clock)

    def phone(self, number: str = "", *, cell: str = "", on: bool = True) -> Phone:
        """Add a handset, by default with an unused number; ValueError for a bad or used number, or an unknown cell."""
        return Phone(self, self.call(self.aio.phone(number, cell=cell, on=on)))

    def account(self, /, system_id: str = "", password: str = "", **terms: Unpack[AccountKeys]) -> Account:
        """Open an account, by default with an unused system_id; ``terms`` are keys of ``[[account]]`` (AccountKeys).

        Raises ValueError if a value is bad, or used already.
        """
        return Account(self, self.call(self.aio.account(system_id, password, **terms)))

    @contextmanager
    def fault(self, /, **rule: Unpack[FaultKeys]) -> Iterator[Fault]:
        """Have something go wrong while the ``with`` lasts; the keys are those of ``[[fault]]`` (FaultKeys).

        ``source`` and ``destination`` may be a handset's ``number`` as it is, with its +. Gives the fault, whose
        ``struck`` counts how often it has struck. Raises ValueError for a bad rule.
        """
        added: list[Fault] = []
        adding = self.aio.add_fault(rule, added)
        fault = self._thread.call(adding, instead="write `async with smsc.aio.fault(...)` instead")
        try:
            yield fault
        finally:
            self.call(self.aio.remove_faults(added))

    act = _waits(AsyncCentre.act)
    submitted = _waits(AsyncCentre.submitted)
    rest = _waits(AsyncCentre.rest)

    @property
    def said(self) -> int:
        """The number of the last line of the ladder; 0 if there is none."""
        return self.aio.said

    def ladder(self, whose: Iterable[Phone | Account | str] | None = None, *, after: int = 0) -> str:
        """Return the ladder: what was said by and to ``whose`` and about their messages, or all that was said.

        ``whose`` are handsets, accounts, and names as in ladders; raises TypeError for one alone.
        ``after``, what ``said`` was at some moment, leaves out what came before. It works after the simulator's end.
        """
        them = None if whose is None else [one.aio if isinstance(one, _Part) else one for one in several(whose)]
        if self.aio.loop.is_closed():
            return self.aio.told(them, after)
        return self.call(self.aio.ladder(them, after=after))
