"""A running service centre: a world with its clock and its SMPP ports, for commands, tests and demonstrations."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from functools import partial
from typing import Final, Self

from pdu import ladder
from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.capture.file import Begin
from smsc.centre.message import FINAL
from smsc.centre.store import Kept, Unreadable
from smsc.config import WorldConfig
from smsc.faults import acts as faults
from smsc.faults.effects import STAGES
from smsc.faults.faults import Faults
from smsc.kept_clock import STEP, KeptClock
from smsc.network.operators import SwapsSim
from smsc.network.pace import Clock
from smsc.sections import Sc
from smsc.smpp.outbinds import Outbinds
from smsc.smpp.server import Server
from smsc.smpp.tls import context
from smsc.store.layout import StoreError
from smsc.store.retention import INTERVAL, ON_DISK
from smsc.store.sqlite import SqliteStore
from smsc.trace.ladders import Ladders
from smsc.trace.stories import Stories
from smsc.trace.trace import Follower
from smsc.world import acts
from smsc.world.acts import Act
from smsc.world.world import World

# No run has so many, so its numbers are greater than those of earlier runs: a client that resumes after one of those is
# told all of this run. JavaScript can count so far exactly, until the year 2255.
EVENTS_PER_SECOND: Final = 1_000_000


class Simulator:
    """An async context: inside it, ESMEs can connect to ``server.host``, ``server.port``.

    Entering raises NotListening if a port can't be had, StoreError if a store can't. With a store on disk, what it
    holds goes on; if messages wait there, the clock begins as far ahead of ``now`` as it had been advanced.
    ``follower`` is told every record of the trace from then on. ``ladders`` are the keys whose values are hidden in
    the ladders that are kept; without it, none are kept. ``capture`` makes one more follower,
    for packets.
    """

    world: World
    clock: Clock
    server: Server  # of the first service centre
    servers: dict[str, Server]  # by service centre
    goes_on_from: float | None  # the time to which its clock had been advanced, if messages wait; else None
    _again: asyncio.TimerHandle

    def __init__(
        self,
        config: WorldConfig,
        *,
        now: float,
        follower: Follower | None = None,
        ladders: frozenset[str] | None = None,
        capture: Begin | None = None,
    ) -> None:
        self._config = config
        self._now = now
        self._follower = follower
        self._ladders = ladders
        self._capture = capture
        self._told: Counter[str] = Counter()  # how often each store has told, so that one wait is not taken for another
        self._stack = AsyncExitStack()
        self.resumed: dict[str, MessageState] = {}  # messages of earlier runs with which it goes on, as it found them

    async def __aenter__(self) -> Self:
        async with self._stack:
            await self._start()
            self._stack = self._stack.pop_all()
        return self

    async def _start(self) -> None:
        config = self._config
        async with AsyncExitStack() as opened:
            stores = self._open_stores(opened)
            kept_clock = KeptClock(tuple(stores.values()), self._now)
            self.goes_on_from = kept_clock.begins if kept_clock.begins > self._now + STEP else None
            self._make_world(stores, kept_clock.begins)
            self.clock = Clock(self.world.network, config.clock.speed)
            self._stack.callback(self.clock.close)  # last: what a store has written at its end wakes it once more
            self._stack.push_async_exit(opened.pop_all())
        if stores:
            self.clock.follow(partial(kept_clock.look, self.clock))
            self._stack.callback(kept_clock.end, self.clock)
        for face in self.world.faces.values():
            self.clock.wait_for(face.owed)
        self.clock.wait_for(lambda: [(name, self._told[name]) for name, store in stores.items() if store.awaited])
        self.servers = {sc.name: self._server(sc, port) for sc, port in self._ports()}
        self.server = self.servers[config.sc[0].name]
        for sc in config.sc:
            await self._stack.enter_async_context(self._outbinds(sc))
        for server in self.servers.values():
            await self._stack.enter_async_context(server)
        for name, store in stores.items():
            centre = self.world.centres[name]
            try:
                unfinished = tuple(store.unfinished())
                self.resumed |= {one.message_id: one.state for one in unfinished if one.state not in FINAL}
                self.world.network.send(centre, centre.resume(unfinished, self._now))
            except Unreadable as wrong:
                raise StoreError(f"{store.path}: can't be used as a store: {wrong}") from wrong
        self._look_after(tuple(stores.values()))
        self._stack.callback(lambda: self._again.cancel())
        self.clock.run()

    def _make_world(self, stores: dict[str, SqliteStore], now: float) -> None:
        """Make the world, and all that follows its trace."""
        first_event = int(self._now * EVENTS_PER_SECOND) + 1  # at least 1: after 0 come all
        self._now = now
        first_message_id = max((store.next_message_id() for store in stores.values()), default=int(now * 1000))
        self.world = World(self._config, now, first_message_id=first_message_id, first_event=first_event, stores=stores)
        if self._follower is not None:
            self.world.trace.follow(self._follower)
        if self._capture is not None:
            self.world.trace.follow(self._capture(self.world))
        if self._ladders is not None:
            for name, store in stores.items():
                stories = Stories(name, self.world.centres[name].subject)
                self.world.trace.follow(Ladders(stories, store.tell, self._ladders).add)

    def _look_after(self, stores: tuple[SqliteStore, ...]) -> None:
        """Have the stores drop what they have kept for long enough, every now and then."""
        for store in stores:
            store.prune(self.clock.now)
        self._again = asyncio.get_running_loop().call_later(INTERVAL, self._look_after, stores)

    def _open_stores(self, opened: AsyncExitStack) -> dict[str, SqliteStore]:
        """Open the file of each service centre, if there are files; after the first, with the centre's name in it."""
        stores: dict[str, SqliteStore] = {}
        config = self._config.store
        if config is None or (path := config.file) is None:
            return stores
        for index, sc in enumerate(self._config.sc):
            file = path.with_name(f"{path.stem}.{sc.name}{path.suffix}") if index else path
            store = stores[sc.name] = SqliteStore(file, partial(self._kept, sc.name), config.retention(ON_DISK))
            opened.push_async_callback(store.close)
        return stores

    def _ports(self) -> Iterator[tuple[Sc, int]]:
        """Yield the service centres that can be reached by SMPP, each with its port."""
        first, *others = self._config.sc
        yield first, self._config.smpp.port
        for sc in others:
            if sc.port is not None:
                yield sc, sc.port

    def _server(self, sc: Sc, port: int) -> Server:
        smpp = self._config.smpp
        first = sc is self._config.sc[0]
        return Server(
            self.world.faces[sc.name],
            self.clock,
            host=smpp.host,
            port=port,
            timers=smpp.timers,
            strangers=smpp.limits,
            tls=context(smpp.tls) if smpp.tls is not None and first else None,
            tls_port=smpp.tls.port if smpp.tls is not None and first else 0,
        )

    def _outbinds(self, sc: Sc) -> Outbinds:
        smpp = self._config.smpp
        callees = self.world.books[sc.name].callees
        system_id = sc.system_id or smpp.system_id
        return Outbinds(
            self.world.faces[sc.name],
            self.clock,
            callees,
            system_id=system_id,
            timers=smpp.timers,
            strangers=smpp.limits,
        )

    def _kept(self, centre: str, tokens: list[object], why: str) -> None:
        """Tell a service centre that its store has written to the disk, or why it could not."""
        self._told[centre] += 1
        self.clock.catch_up()
        self.world.network.act(centre, Kept(tokens, why))
        self.clock.run()

    async def __aexit__(self, *exc: object) -> None:
        await self._stack.aclose()

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose; a change to it takes effect at this moment of the network."""
        self.clock.catch_up()
        return self.world.faults

    def obey(self, row: str) -> None:
        """Let happen what a line of a ladder says: ``ms1 switches off``, ``smpp goes wrong loss=true``.

        Raises Malformed, Unreadable or Mistaken, which say what could happen.
        """
        subject, _, what = row.strip().partition(" ")
        line = ladder.parse(what.strip())
        if faults.is_act(line) or (subject in STAGES and not self.world.has_name(subject)):
            faults.obey(self.faults, subject, line)
        else:
            self.act(*acts.read(row, self.world.kind))

    def act(self, subject: str, act: Act) -> None:
        """Let something happen now to a handset, a node or a link; raises Malformed, which says what could happen."""
        self.clock.catch_up()
        self.world.act(subject, act)
        self.clock.run()

    def swap_sim(self, msisdn: Address, imsi: str) -> None:
        """Have the operator of a number move it to another SIM; raises LookupError for a number that is nobody's."""
        hlr = self.world.hlr_with(msisdn)
        if hlr is None:
            raise LookupError(f"{msisdn} is nobody's number")
        self.act(hlr.name, SwapsSim(msisdn, imsi))

    async def rest(self) -> None:
        """Wait until nothing is under way in the network but timers; if time stands still, have it pass."""
        if self.clock.stopped:
            await self.clock.advance_to_rest()
        rested = asyncio.Event()
        stop = self.clock.follow(lambda: rested.set() if self.world.network.at_rest else None)
        try:
            if not self.world.network.at_rest:
                await rested.wait()
        finally:
            stop()
