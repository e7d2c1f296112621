"""A simulator with its API, called without sockets, and through one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import httpx
import pytest
from starlette.types import ASGIApp

from scenarios.stage import Stage
from smsc.api.app import create
from smsc.api.desk import Desk
from smsc.api.serving import Serving
from smsc.config import WorldConfig, load
from smsc.simulator import EVENTS_PER_SECOND, Simulator

API = "/api/v1"
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
        async with client_of(create(desk)) as client:
            yield Served(simulator, desk, client)
        desk.close()


@pytest.fixture
async def client(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of an API that plays scenarios as well."""
    async with client_of(create(served.desk, stage=Stage())) as one:
        yield one


def client_of(app: ASGIApp) -> httpx.AsyncClient:
    """Make a client that calls an application without a socket."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")


@pytest.fixture
async def url(served: Served) -> AsyncIterator[str]:
    """Serve the API of ``served`` to whoever has the ``TOKEN``, and give its address."""
    async with Serving(create(served.desk, token="opensesame"), host="127.0.0.1", port=0) as serving:
        yield f"127.0.0.1:{serving.port}"


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Read a refusal: its status, and why."""
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    return body["status"], body["detail"]


async def sent(served: Served, text: str, to: str = "+447700900124") -> dict[str, Any]:
    """Have ms1 write a text, and wait until ms2 shows it."""
    answer = await served.client.post(f"{API}/phones/ms1/messages", json={"text": text, "to": to})
    assert answer.status_code == 202
    shown = await served.client.get(f"{API}/messages/wait", params={"to": to, "text": text, "timeout": 20})
    assert shown.status_code == 200
    found: dict[str, Any] = shown.json()
    return found


async def stays() -> bool:
    """Say of who has asked whether he is gone: he never is."""
    return False
