"""A service centre beside a test, and all that is said in it: for clients nobody here wrote, and hostile peers.

It runs in the test's own loop or, for a client that blocks, in a thread with a loop of its own. In the end it must
have left nothing behind: no exception, no error in the log, no password in the log, no session, no task.
"""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

import structlog
from structlog.typing import EventDict, WrappedLogger

from smsc.account_section import AccountConfig
from smsc.config import WorldConfig, load
from smsc.network.acts import SendsText, Shows
from smsc.numbering import dialled
from smsc.simulator import Simulator
from smsc.trace.trace import Record
from smsc.world.acts import Act

PATIENCE = 15.0  # seconds for each thing awaited
FAULTS = ("error", "critical", "exception")

Wanted = Callable[[Record], bool]
T = TypeVar("T")


class Centre:
    """A running service centre, and the records of all that is said there."""

    def __init__(self, running: Simulator) -> None:
        self.running = running
        self.host, self.port = running.server.host, running.server.port
        self.records: list[Record] = []
        self._changed = asyncio.Event()
        running.world.trace.follow(self._record)

    @property
    def ladder(self) -> str:
        """All that has been said so far."""
        return "\n".join(map(str, self.records))

    def act(self, name: str, act: Act) -> None:
        """Let a person do something to a handset."""
        self.running.act(name, act)

    def text(self, phone: str, text: str, to: str) -> None:
        """Let a handset's owner send a text."""
        self.act(phone, SendsText(text, dialled(to)))

    async def until(self, wanted: Wanted, count: int = 1) -> list[Record]:
        """Wait until there are so many records of a kind, since the beginning, and return them."""
        try:
            async with asyncio.timeout(PATIENCE):
                while len(found := list(filter(wanted, self.records))) < count:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"it never came, among all of this:\n{self.ladder}") from None
        return found

    async def shown(self, phone: str, count: int = 1) -> list[Shows]:
        """Wait until a handset has shown so many messages, and return them."""
        shows = await self.until(lambda r: r.origin == phone and isinstance(r.message, Shows), count)
        return [record.message for record in shows if isinstance(record.message, Shows)]

    async def said(self, origin: str, *words: str, count: int = 1) -> list[Record]:
        """Wait until somebody has said a PDU of these words so often."""
        beginning = " ".join(words)
        return await self.until(lambda r: r.origin == origin and f"  {beginning}" in str(r), count)

    def _record(self, record: Record) -> None:
        self.records.append(record)
        self._changed.set()


@asynccontextmanager
async def service_centre(
    *, smpp: dict[str, float] | None = None, retry: dict[str, tuple[float, ...]] | None = None
) -> AsyncIterator[Centre]:
    """Run the default world, without latency, on a free port of 127.0.0.1; ``smpp`` and ``retry`` as in its file."""
    loop = asyncio.get_running_loop()
    tasks = asyncio.all_tasks()
    with _log() as log:
        loop.set_exception_handler(lambda _, context: log.append(f"error: {context}"))
        running = Simulator(_config(smpp or {}, retry or {}), now=time.time())
        async with running:
            centre = Centre(running)
            yield centre
        loop.set_exception_handler(None)
    passwords = [account.password.get_secret_value() for account in running.world.config.account]
    secrets = passwords + [password.encode("ascii").hex() for password in passwords]
    shown = [*log, *map(str, centre.records)]
    _none("reported as a fault", [line for line in log if line.startswith(FAULTS) or "Traceback" in line])
    _none("a password is shown", [line for line in shown if any(secret in line.lower() for secret in secrets)])
    _none("more than a line is shown", [line for line in shown if not line.isprintable()])
    assert len(running.world.face) == 0, "a session is left behind"
    for _ in range(5):
        await asyncio.sleep(0)  # asyncio may still be busy with a connection that came at the last moment
    _none("a task is left behind", [str(task) for task in asyncio.all_tasks() - tasks - {asyncio.current_task()}])


class BlockingCentre:
    """A service centre in another thread, for a test that blocks."""

    def __init__(self, centre: Centre, loop: asyncio.AbstractEventLoop) -> None:
        self.centre = centre
        self.host, self.port = centre.host, centre.port
        self._loop = loop

    def text(self, phone: str, text: str, to: str) -> None:
        """Let a handset's owner send a text."""

        async def act() -> None:
            self.centre.text(phone, text, to)

        self._wait_for(act())

    def account(self, system_id: str, **terms: Any) -> None:
        """Open an account, with the password of ``bank``."""

        async def add() -> None:
            account = {"system_id": system_id, "password": "secret", **terms}
            self.centre.running.world.add_account(AccountConfig.model_validate(account))

        self._wait_for(add())

    def shown(self, phone: str, count: int = 1) -> list[Shows]:
        """Wait until a handset has shown so many messages, and return them."""
        return self._wait_for(self.centre.shown(phone, count))

    def said(self, origin: str, *words: str, count: int = 1) -> list[Record]:
        """Wait until somebody has said a PDU of these words so often."""
        return self._wait_for(self.centre.said(origin, *words, count=count))

    def _wait_for(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(2 * PATIENCE)


@contextmanager
def service_centre_in_thread(*, smpp: dict[str, float] | None = None) -> Iterator[BlockingCentre]:
    """Run the default world in a thread with a loop of its own."""
    begun: Future[BlockingCentre] = Future()
    ended: Future[None] = Future()
    stop = asyncio.Event()

    async def live() -> None:
        async with service_centre(smpp=smpp) as centre:
            begun.set_result(BlockingCentre(centre, asyncio.get_running_loop()))
            await stop.wait()

    def run() -> None:
        try:
            asyncio.run(live())
            ended.set_result(None)
        except BaseException as wrong:  # the test has to know, whatever it is
            (ended if begun.done() else begun).set_exception(wrong)

    thread = threading.Thread(target=run, name="service centre")
    thread.start()
    try:
        centre = begun.result(PATIENCE)
        try:
            yield centre
        finally:
            centre._loop.call_soon_threadsafe(stop.set)
        ended.result(PATIENCE)
    finally:
        thread.join(PATIENCE)


def _none(what: str, lines: list[str]) -> None:
    assert not lines, f"{what}:\n" + "\n".join(map(repr, lines))


def _config(smpp: dict[str, float], retry: dict[str, tuple[float, ...]]) -> WorldConfig:
    config = load().on_port(0)
    changes = {
        "latency": {},
        "smpp": config.smpp.model_copy(update=smpp),
        "retry": config.retry.model_copy(update=retry),
    }
    return config.model_copy(update=changes)


@contextmanager
def _log() -> Iterator[list[str]]:
    """Collect what the process reports, and what asyncio warns of, instead of showing it."""
    log: list[str] = []

    def keep(_: WrappedLogger, level: str, event: EventDict) -> EventDict:
        log.append(f"{level}: {event}")
        raise structlog.DropEvent

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            log.append(f"error: {record.getMessage()}")

    before, asyncio_warns = structlog.get_config(), Keep(logging.WARNING)
    structlog.configure(
        processors=[structlog.processors.format_exc_info, keep],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    logging.getLogger("asyncio").addHandler(asyncio_warns)
    try:
        yield log
    finally:
        logging.getLogger("asyncio").removeHandler(asyncio_warns)
        structlog.configure(**before)
