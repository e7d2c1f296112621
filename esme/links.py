"""SMPP v5.0 section 2.3: the sessions of an ESME, used as one, from the first bind until all have ended for good."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from random import Random
from ssl import SSLContext
from typing import Any, Final

from esme.answer import Answer
from esme.deliveries import Deliveries
from esme.dial import Dial
from esme.errors import Disconnected, EsmeError, NotListening
from esme.link import Link
from esme.own_loop import check, running_loop
from esme.rebind import Rebind
from esme.requests import Requests
from pdu.connection import Connection, listen
from pdu.matrix import SessionState
from pdu.operations.bind import Bind, BindResp
from pdu.session import Closed
from pdu.why import NO_SOCKET, NO_WAY, why

PARTING = 1.0  # seconds for the last octets to leave once the session has ended


class Links:
    """The sessions that ``connect`` binds, or for which message centres call. ``Esme`` says how they end."""

    def __init__(self, requests: Requests, deliveries: Deliveries, random: Random) -> None:
        self.requests = requests
        self.deliveries = deliveries
        self.links: list[Link] = []
        self._random = random
        self._again: tuple[Dial, Rebind] | None = None  # how to bind again, if that is wanted
        self._listener: asyncio.Server | None = None
        self._leaving = False
        self._leavers = 0  # tasks that wait for the end
        self._unbinds: list[Answer | None] | None = None  # once unbind has been sent
        self._partings: list[Closed] = []
        self._cause: Exception | None = None
        self._news = asyncio.Event()
        self.loop: Final = running_loop()
        self._closed: asyncio.Future[Closed] = self.loop.create_future()

    def __str__(self) -> str:
        return ", ".join(map(str, self.links)) or "nobody"

    @property
    def state(self) -> SessionState:
        """The state of the first that is bound, or else of the first."""
        first = next((link for link in self.links if link.bound), self.links[0] if self.links else None)
        return first.state if first is not None else SessionState.CLOSED

    @property
    def bind_resp(self) -> BindResp:
        """The response to a bind; raises ValueError until one has succeeded."""
        for link in self.links:
            if link.bind_resp is not None:
                return link.bind_resp
        raise ValueError("bind_resp: expected an ESME that a message centre has let in")

    @property
    def address(self) -> tuple[str, int]:
        """Where the ESME listens; raises ValueError if it does not."""
        if self._listener is None or not self._listener.sockets:
            raise ValueError("address: expected an ESME that listens")
        host, port = self._listener.sockets[0].getsockname()[:2]
        return str(host), int(port)

    # Beginning

    def link(self, request: Callable[[], Bind], window: int, *, submits: bool) -> Link:
        """Make a session that is not bound yet."""
        return Link(request, window, self.requests, self.deliveries, self._changed, submits=submits)

    async def open(self, links: Iterable[Link], dial: Dial, rebind: Rebind | None) -> None:
        """Bind for the first time; if one session fails, close them all."""
        self._again = (dial, rebind) if rebind is not None else None
        try:
            for link in links:
                if not self._closed.done():  # it may be, as soon as the first is bound
                    self.links.append(link)
                    await link.open(dial)
        except BaseException:
            await self.unbind()
            raise
        self.deliveries.start()

    async def listen(self, answer: Callable[[], Connection], host: str, port: int, tls: SSLContext | None) -> None:
        """Listen for calls from message centres; raises NotListening."""
        try:
            self._listener = await listen(answer, host, port, tls)
        except NO_WAY as error:
            raise NotListening(host, port, why(error)) from error
        if not self._listener.sockets:
            raise NotListening(host, port, NO_SOCKET)
        self.deliveries.start()

    def take(self, link: Link, most: int) -> bool:
        """Take a call from a message centre; False if we are leaving, or have as many as ``most``."""
        if self._leaving or len(self.links) >= most:
            return False
        self.links.append(link)
        return True

    def forget(self, link: Link) -> None:
        """Forget a call that is over."""
        if link in self.links and not self._leaving:
            self.links.remove(link)

    async def bound(self) -> None:
        """Wait until all are bound; raises Disconnected if that will not happen."""
        check(self.loop)
        while not self.links or not all(link.bound for link in self.links):
            if self._closed.done():
                raise Disconnected(self._closed.result().reason) from self._cause
            self._news.clear()
            await self._news.wait()

    # The end

    async def closed(self) -> None:
        """Wait until all have ended for good; raises Disconnected if nobody unbound."""
        check(self.loop)
        await asyncio.wait((self._closed,))
        end = self._closed.result()
        if not end.clean:
            raise Disconnected(end.reason) from self._cause

    async def unbind(self) -> None:
        """Unbind all, and close the connections. Who is cancelled leaves the end to others that wait for it, if any."""
        check(self.loop)
        parted = False
        self._leavers += 1
        try:
            await self._part()
            parted = True
        finally:
            self._leavers -= 1
            if parted or not self._leavers:
                for link in self.links:
                    link.stay_lost()
                    link.abort()
                self._settle()
                await self.deliveries.stop()
        await _done([link.lost for link in self.links])

    async def _part(self) -> None:
        """Go through the end step by step, whether or not another does so, too."""
        self._leaving = True
        self.deliveries.accepting = False
        if self._listener is not None:
            self._listener.close()
        await _done([link.stay_lost() for link in self.links])
        if self._unbinds is None:
            self._unbinds = [link.unbind() for link in self.links if link.bound]
        await _done(self._unbinds)
        for link in self.links:
            link.close("unbind was refused")
        self._settle()
        await asyncio.wait((self._closed,))
        await _done([link.lost for link in self.links], PARTING)

    def _changed(self, link: Link, closed: Closed | None) -> None:
        """Take note that a session is bound, or that a bound one was ``closed``."""
        self._news.set()
        if closed is None:
            return
        if self._leaving:
            self._partings.append(closed)
            self._settle()
        elif self._listener is None and self._again is None:
            self._end(closed)
        elif not self._closed.done():
            self.deliveries.lost()
            if self._again is not None:  # else the message centre will call again
                link.open_again(*self._again, self._random, self._gave_up)

    def _gave_up(self, cause: Exception) -> None:
        """End, because a session can't be bound again."""
        self._cause = cause
        what = str(cause) if isinstance(cause, EsmeError) else repr(cause)
        self._end(Closed(f"it can't be bound again: {what}", clean=False))

    def _end(self, closed: Closed) -> None:
        """End for good: nothing more is sent or received."""
        if self._closed.done():
            return
        self._closed.set_result(closed)
        self._news.set()
        for link in self.links:
            link.stay_lost()
        self.deliveries.accepting = False
        self.requests.end(closed.reason)
        self.deliveries.end(closed)

    def _settle(self) -> None:
        """End, once we are leaving and no session is bound; cleanly if every session ended cleanly."""
        if not any(link.bound for link in self.links):
            self._end(next((closed for closed in self._partings if not closed.clean), Closed("we unbound", clean=True)))


async def _done(futures: "Sequence[asyncio.Future[Any] | None]", patience: float | None = None) -> None:
    """Wait for those that are not None."""
    those = [future for future in futures if future is not None]
    if those:
        await asyncio.wait(those, timeout=patience)
