"""A service centre that runs: a world at the wall's pace, and its SMPP port. For commands, tests and demonstrations."""

import asyncio
from contextlib import AsyncExitStack
from typing import Self

from smsc.acts import Act
from smsc.centre.store import Kept
from smsc.config import WorldConfig
from smsc.ladders import Ladders
from smsc.network.pace import WallPace
from smsc.smpp.outbinds import Callee, Outbinds
from smsc.smpp.server import Server
from smsc.smpp.tls import context
from smsc.store.retention import INTERVAL, ON_DISK
from smsc.store.sqlite import SqliteStore
from smsc.stories import Stories
from smsc.trace import Follower
from smsc.world import World, timers


class Simulator:
    """An async context: inside it, ESMEs can connect to ``server.host``, ``server.port``.

    Entering raises OSError where the port can't be had, and StoreError where the store can't. A store on disk goes on
    with what it holds; ``follower`` is told every record of the trace from then on. ``ladders`` are the keys whose
    values are hidden in the ladders that it keeps; without, it keeps none.
    """

    world: World
    pace: WallPace
    server: Server
    _again: asyncio.TimerHandle

    def __init__(
        self,
        config: WorldConfig,
        *,
        now: float,
        follower: Follower | None = None,
        ladders: frozenset[str] | None = None,
    ) -> None:
        self._config = config
        self._now = now
        self._follower = follower
        self._ladders = ladders
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with self._stack:
            await self._start()
            self._stack = self._stack.pop_all()
        return self

    async def _start(self) -> None:
        config, smpp = self._config, self._config.smpp
        store = None
        first_message_id = int(self._now * 1000)
        if config.store is not None and config.store.path is not None:
            store = SqliteStore(config.store.path, self._kept, config.store.retention(ON_DISK))
            self._stack.push_async_callback(store.close)
            first_message_id = store.next_message_id()
        self.world = World(config, self._now, first_message_id=first_message_id, store=store)
        if self._follower is not None:
            self.world.trace.follow(self._follower)
        if store is not None and self._ladders is not None:
            stories = Stories(self.world.centre.name, self.world.centre.subject)
            self.world.trace.follow(Ladders(stories, store.tell, self._ladders).add)
        self.pace = WallPace(self.world.network)
        self._stack.callback(self.pace.stop)
        self.server = Server(
            self.world.face,
            self.pace,
            host=smpp.host,
            port=smpp.port,
            timers=timers(smpp),
            strangers=smpp.limits,
            tls=context(smpp.tls) if smpp.tls is not None else None,
            tls_port=smpp.tls.port if smpp.tls is not None else 0,
        )
        callees = {
            account.system_id: Callee(*account.outbind, account.outbind_password.get_secret_value())
            for account in config.account
            if account.outbind is not None
        }
        outbinds = Outbinds(self.world.face, self.pace, callees, system_id=smpp.system_id, timers=timers(smpp))
        await self._stack.enter_async_context(outbinds)
        await self._stack.enter_async_context(self.server)
        if store is not None:
            self.world.network.send(self.world.centre, self.world.centre.resume(store.unfinished(), self._now))
            self._look_after(store)
            self._stack.callback(lambda: self._again.cancel())
        self.pace.run()

    def _look_after(self, store: SqliteStore) -> None:
        """Have the store let go of what it has kept for long enough, now and then."""
        store.prune(self.pace.now)
        self._again = asyncio.get_running_loop().call_later(INTERVAL, self._look_after, store)

    def _kept(self, tokens: list[object], why: str) -> None:
        """The store has been to the disk."""
        self.pace.catch_up()
        self.world.network.act(self.world.centre.name, Kept(tokens, why))
        self.pace.run()

    async def __aexit__(self, *exc: object) -> None:
        await self._stack.aclose()

    def act(self, subject: str, act: Act) -> None:
        """Let something happen now to a handset, a node or a link; raises Malformed, which says what could happen."""
        self.pace.catch_up()
        self.world.act(subject, act)
        self.pace.run()

    async def rest(self) -> None:
        """Wait until there is nothing under way in the network but timers."""
        rested = asyncio.Event()
        stop = self.pace.follow(lambda: rested.set() if self.world.network.at_rest else None)
        try:
            if not self.world.network.at_rest:
                await rested.wait()
        finally:
            stop()
