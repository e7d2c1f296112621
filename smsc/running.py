"""A service centre that runs: a world at the wall's pace, and its SMPP port. For commands, tests and demonstrations."""

import asyncio
from contextlib import AsyncExitStack
from typing import Self

from smsc.config import WorldConfig
from smsc.network.pace import WallPace
from smsc.smpp.server import Server
from smsc.world import World, timers


class Running:
    """An async context: inside it, ESMEs can connect to ``server.host``, ``server.port``."""

    def __init__(self, config: WorldConfig, *, now: float) -> None:
        self.world = World(config, now, first_message_id=int(now * 1000))
        self._config = config
        self._stack = AsyncExitStack()
        self.pace: WallPace
        self.server: Server

    async def __aenter__(self) -> Self:
        smpp = self._config.smpp
        self.pace = WallPace(self.world.network)
        self.server = Server(self.world.face, self.pace, host=smpp.host, port=smpp.port, timers=timers(smpp))
        self._stack.callback(self.pace.stop)
        await self._stack.enter_async_context(self.server)
        self.pace.run()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._stack.aclose()

    def act(self, name: str, act: object) -> None:
        """Let a person do something to a handset, now."""
        self.pace.catch_up()
        self.world.network.act(name, act)
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
