"""The load itself: sessions bind, submit until their supply is used up, and wait for what is still on its way."""

import asyncio
import time
from array import array
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from esme.bench.ledger import Ledger
from esme.bench.mix import Shape
from esme.bench.outcome import Outcome, Sample, outcome
from esme.bench.session import Session
from esme.bench.supply import Supply
from esme.bind import connect
from esme.errors import NoResponse, Unreachable
from pdu import reach
from pdu.why import NO_WAY, why

SAMPLE = 0.25  # seconds between looks at the counters
PACE = 0.005  # seconds within which a message that is due is sent
LOOK = 0.05  # seconds within which the end is noticed
PARTING = 1.0  # seconds for unbind_resp

Watcher = Callable[[Sample], None]


@dataclass(frozen=True, slots=True)
class Task:
    """The size of a load: how many sessions, with which window each, for ``seconds`` or ``count`` submit_sm.

    ``rate`` is in submit_sm per second over all sessions, 0 for as fast as the windows allow. ``patience`` is how many
    seconds a response may take and, once all is submitted, how many may pass in which nothing that is missing comes.
    """

    sessions: int = 1
    window: int = 10
    seconds: float = 0.0
    count: int = 0
    rate: float = 0.0
    patience: float = 10.0
    receipt_ids: str = "as-is"


async def load(
    opening: connect,
    messages: Sequence[Sequence[Shape]],
    task: Task,
    *,
    watch: Watcher | None = None,
    stop: asyncio.Event | None = None,
) -> Outcome:
    """Bind every session as ``opening`` says, submit these messages again and again, and return the outcome.

    ``watch`` is called with a sample several times a second. ``stop`` ends the load early, still with an outcome,
    within ``patience`` of then. Raises Unreachable, BindRefused, Disconnected or NoResponse if a session can't be
    bound, and CancelledError if it is stopped before all are; what goes wrong later is counted.
    """
    stop = stop or asyncio.Event()
    supply = Supply(rate=task.rate, count=task.count, seconds=task.seconds)
    ledger = Ledger(task.receipt_ids)
    sessions: list[Session] = []

    async def binds(session: Session) -> None:
        await _bound(opening, session, task.patience)
        sessions.append(session)

    try:
        for number in range(task.sessions):
            start = number * len(messages) // task.sessions  # so that not all submit to one handset at a time
            turned = [*messages[start:], *messages[:start]]
            await _unless(stop, binds(Session(opening.request(), task.window, turned, supply, ledger)))
        run = _Run(task, supply, ledger, sessions, watch)
        await run.through(stop)
        return outcome(sessions, supply, ledger, run.began, run.samples)
    finally:
        await _leave(sessions)


async def _bound(opening: connect, session: Session, patience: float) -> None:
    try:
        async with asyncio.timeout(patience):
            await reach.connect(lambda: session, opening.host, opening.port, opening.tls, opening.tls_server_name)
    except NO_WAY as error:
        raise Unreachable(opening.host, opening.port, why(error)) from error
    try:
        await asyncio.wait((session.bound,), timeout=patience)
        if not session.bound.done():
            raise NoResponse(session.bind, f"no response within {patience:g} s")
        session.bound.result()
    except BaseException:
        session.abort()
        raise


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do some work, or cancel it if we are told to stop before it is done."""
    working, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((working, stopped), return_when=asyncio.FIRST_COMPLETED)
    finally:
        working.cancel()
        stopped.cancel()
        await asyncio.wait((working, stopped))
    working.result()


async def _leave(sessions: Sequence[Session]) -> None:
    """Unbind them all, without waiting long for the answers."""
    for session in sessions:
        session.leave()
    try:
        if sessions:
            await asyncio.wait([session.gone for session in sessions], timeout=PARTING)
    finally:
        for session in sessions:
            session.abort()


class _Run:
    """The time from the first submit_sm to the last response or receipt."""

    def __init__(
        self, task: Task, supply: Supply, ledger: Ledger, sessions: Sequence[Session], watch: Watcher | None
    ) -> None:
        self.samples: list[Sample] = []
        self.began = 0.0
        self._task = task
        self._supply = supply
        self._ledger = ledger
        self._sessions = sessions
        self._watch = watch
        self._seen = [0] * len(sessions)  # how many latencies of each session are in a sample already

    async def through(self, stop: asyncio.Event) -> None:
        """Submit until all is submitted and answered, or nothing comes any more."""
        supply = self._supply
        now = self.began = time.perf_counter()
        supply.start(now)
        for session in self._sessions:
            session.fill(self._task.window, now)
        due, waits_since, missing, ends = now + SAMPLE, now, 0, inf
        while not self._over(now):
            if now >= due:  # before the wait: the last sample, behind the loop, is later than this one
                self._sample(now)
                due = now + SAMPLE
            await asyncio.sleep(PACE if supply.paced else LOOK)
            now = time.perf_counter()
            if stop.is_set():
                supply.stop(now)
                ends = min(ends, now + self._task.patience)
            if supply.paced:
                supply.fall_due(now)
            self._hand_out(now)
            if not supply.over(now) or self._missing() != missing:
                waits_since, missing = now, self._missing()
            elif now - waits_since > self._task.patience:
                break
            if now > ends:
                break
        for session in self._sessions:
            session.give_up(now)
        self._sample(now)

    def _hand_out(self, now: float) -> None:
        """Give every session its share of what may go, and what one has no room for to others that have."""
        for session in self._sessions:
            session.give_up(now - self._task.patience)
        if not self._supply.paced:
            for session in self._sessions:
                session.fill(self._task.window, now)
            return
        share, before = -(-self._supply.waiting // len(self._sessions)), -1
        while self._supply.taken != before:
            before = self._supply.taken
            for session in self._sessions:
                session.fill(share, now)

    def _missing(self) -> int:
        """Count what may still come; a session that has ended brings no more responses."""
        unanswered = sum(len(session.unanswered) for session in self._sessions if session.end is None)
        return unanswered + self._ledger.missing

    def _over(self, now: float) -> bool:
        if all(session.end is not None for session in self._sessions):
            return True
        return self._supply.over(now) and not self._missing()

    def _sample(self, now: float) -> None:
        fresh = array("d")
        for at, session in enumerate(self._sessions):
            fresh += session.latencies[self._seen[at] :]
            self._seen[at] = len(session.latencies)
        sample = Sample(
            at=now - self.began,
            submitted=self._supply.taken,
            answered=sum(self._seen),
            receipts=len(self._ledger.latencies),
            refused=sum(session.statuses.total() for session in self._sessions),
            unanswered=sum(len(session.unanswered) for session in self._sessions),
            latencies=fresh,
        )
        self.samples.append(sample)
        if self._watch is not None:
            self._watch(sample)
