"""A simulator with its API, called without sockets, and through one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import httpx
import pytest

from smsc.api.app import create
from smsc.api.desk import Desk
from smsc.api.serving import Serving
from smsc.config import WorldConfig, load
from smsc.simulator import EVENTS_PER_SECOND, Simulator

NOW = 1_767_225_600.0  # 2026-01-01
FIRST = int(NOW * EVENTS_PER_SECOND) + 1  # the id of the first event
TOKEN = {"Authorization": "Bearer opensesame"}  # for ``url``


class Served(NamedTuple):
    """A running simulator, and a client of its API."""

    simulator: Simulator
    desk: Desk
    client: httpx.AsyncClient


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    async with serves(load()) as one:
        yield one


@asynccontextmanager
async def serves(world: WorldConfig) -> AsyncIterator[Served]:
    """Run a world in memory, in which nothing takes any time, with its API."""
    quick = world.model_copy(update={"latency": {}}).on_port(0).kept_in("memory")
    async with Simulator(quick, now=NOW) as simulator:
        desk = Desk(simulator)
        transport = httpx.ASGITransport(create(desk))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            yield Served(simulator, desk, client)
        desk.close()


@pytest.fixture
async def url(served: Served) -> AsyncIterator[str]:
    """Serve the API of ``served`` to whoever has the ``TOKEN``, and give its address."""
    async with Serving(create(served.desk, token="opensesame"), host="127.0.0.1", port=0) as serving:
        yield f"127.0.0.1:{serving.port}"
