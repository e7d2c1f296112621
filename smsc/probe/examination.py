"""An examination: it listens, and does its checks on whatever sessions a client opens.

A session is given the next check that its kind of bind allows, one after the other; sessions that are open at the same
time share the checks. A check that ends with its session is tried once more on the next.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from itertools import count
from ssl import SSLContext
from types import TracebackType
from typing import Final, Self

from pdu.host_port import host_port
from pdu.matrix import SessionState
from pdu.verdict import Finding, Verdict
from smsc.probe.check import NEEDS, UNBOUND, Check
from smsc.probe.line import Closed, Left, Line, Silent
from smsc.probe.talk import Talk
from smsc.probe.terms import Terms
from smsc.probe.watch import Watch
from smsc.smpp.listening import listen
from smsc.smpp.tls import Handshake, warn

_ATTEMPTS: Final = 2


class NobodyCame(Exception):
    """No client bound in time."""


class Examination:
    """``async with Examination(...) as examination`` listens, and ends with all sessions closed.

    ``tell`` is called with each finding as it is made, ``fails`` with the peer of a TLS handshake that fails, and why.
    Raises NotListening if the port can't be had.
    """

    def __init__(
        self,
        checks: Iterable[Check],
        terms: Terms,
        tell: Callable[[Finding], None],
        *,
        host: str,
        port: int,
        tls: SSLContext | None = None,
        fails: Callable[[str, str], None] = warn,
    ) -> None:
        self.host, self.port = host, port
        self._tls = tls
        self._fails = fails
        self._checks = list(checks)
        self._pending = list(self._checks)
        self._terms = terms
        self._tell = tell
        self._watch = Watch()
        self._ids = count(1)
        self._broken_off: dict[str, Finding] = {}  # findings of checks that were broken off, by name
        self._attempts: Counter[str] = Counter()
        self._running = 0
        self._changed = asyncio.Event()
        self._binds = asyncio.Condition()
        self._bound = False
        self._ended = False
        self._done: set[str] = set()  # the names of checks whose findings have been told
        self._sessions: set[asyncio.Task[None]] = set()
        self._handshakes: set[Handshake] = set()

    async def __aenter__(self) -> Self:
        made = self._stream if self._tls is None else partial(self._handshake, self._tls)
        self._server = await listen(made, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.close()
        handshakes = tuple(self._handshakes)
        for handshake in handshakes:
            handshake.abort()
        try:
            for handshake in handshakes:
                await handshake.ended()
        finally:  # one that has just succeeded has become a session
            for session in self._sessions:
                session.cancel()
        if self._sessions:
            await asyncio.wait(self._sessions)
        await self._server.wait_closed()

    async def over(self) -> None:
        """Wait until all checks are done, or nothing happens any more; raises NobodyCame."""
        while (self._pending or self._running) and not self._ended:
            self._changed.clear()
            try:
                async with asyncio.timeout(self._terms.wait):
                    await self._changed.wait()
            except TimeoutError:
                if not self._running:
                    break
        if not self._bound and not self._done:
            when = "until it was ended" if self._ended else f"within {self._terms.wait:g} s"
            raise NobodyCame(f"no client has bound to {host_port(self.host, self.port)} {when}")
        self._ended = True
        for check in self._checks:
            if check.name not in self._done:
                why = NEEDS[check.needs] if check in self._pending else "it was broken off"
                self._tell(self._broken_off.get(check.name) or check.found(Verdict.NOT_JUDGED, why))
        for finding in self._watch.findings():
            self._tell(finding)

    def end(self) -> None:
        """End it now: what is not done is not judged."""
        self._ended = True
        self._changed.set()

    # One session

    def _stream(self) -> asyncio.Protocol:
        return asyncio.StreamReaderProtocol(asyncio.StreamReader(), self._session)

    def _handshake(self, tls: SSLContext) -> asyncio.Protocol:
        def goes(handshake: Handshake) -> None:
            self._handshakes.discard(handshake)

        patience = self._terms.patience
        return Handshake(tls, self._stream, came=self._handshakes.add, went=goes, failed=self._fails, patience=patience)

    async def _session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - asyncio makes one for each connection
        self._sessions.add(task)
        line = Line(reader, writer, self._terms, self._watch, self._ids)
        try:
            await self._examine(line, Talk(line, self._binds))
        except (Closed, Left, Silent):
            pass  # it has gone, or never bound
        except asyncio.CancelledError:
            pass  # only when we end; asyncio would report it as an error
        finally:
            self._sessions.discard(task)
            await line.close()

    async def _examine(self, line: Line, talk: Talk) -> None:
        """Let the client in, and do the checks that there are for its session; then serve it until it goes."""
        if (check := self._next(SessionState.OPEN)) is not None:
            await self._judge(check, talk)
            return
        await line.admits(await talk.opens())
        self._bound = True
        self._changed.set()
        while (check := self._next(line.state)) is not None:
            if not await self._judge(check, talk):
                return
        while not self._pending or any(check.needs is not UNBOUND for check in self._pending):
            await line.deals_with(await line.hears())

    def _next(self, state: SessionState) -> Check | None:
        """Take the next check for a session; one that needs an unbound session comes when nothing else is left."""
        for check in self._pending:
            if state in check.needs and (check.needs is not UNBOUND or len(self._pending) == 1):
                self._pending.remove(check)
                return check
        return None

    async def _judge(self, check: Check, talk: Talk) -> bool:
        """Do a check; returns whether the session can go on."""
        self._running += 1
        try:
            finding, judgement = await check.judge(talk)
        finally:
            self._running -= 1
        self._attempts[check.name] += 1
        over = isinstance(judgement, Closed | Left)
        if over and self._attempts[check.name] < _ATTEMPTS:
            self._broken_off[check.name] = finding
            self._pending = [one for one in self._checks if one in self._pending or one is check]
        elif not self._ended:
            self._done.add(check.name)
            self._tell(finding)
        self._changed.set()
        return not over and not talk.line.over
