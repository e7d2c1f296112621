"""The API keeps to what its own OpenAPI says, whatever it is asked: judged by schemathesis."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import ASGIApp, Receive, Scope, Send

from scenarios.stage import Stage
from smsc.api.app import create
from smsc.api.desk import Desk
from smsc.config import load
from smsc.lab.loop import Thread
from smsc.simulator import Simulator

LOCAL = {"Host": "localhost"}
WAITS = "/events|/wait|/advance"  # these may take as long as they are told to


class InThread:
    """An application whose simulator has its own event loop: every call goes there."""

    def __init__(self) -> None:
        self.thread = Thread()
        self.app: ASGIApp = self.thread.call(self._start())

    async def _start(self) -> ASGIApp:
        world = load().model_copy(update={"latency": {}}).on_port(0).kept_in("memory")
        self.simulator = await Simulator(world, now=0.0).__aenter__()
        self.desk = Desk(self.simulator)
        return create(self.desk, stage=Stage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        here = asyncio.get_running_loop()

        async def received() -> Any:
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_of(receive), here))

        async def sent(message: Any) -> None:
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_of(send, message), here))

        there = asyncio.run_coroutine_threadsafe(_of(self.app, scope, received, sent), self.thread.loop)
        await asyncio.wrap_future(there)

    def stop(self) -> None:
        self.desk.close()
        self.thread.call(self.simulator.__aexit__(None, None, None))
        self.thread.stop()


async def _of(call: Any, *values: Any) -> Any:
    return await call(*values)


@pytest.fixture
def schema() -> Iterator[Any]:
    app = InThread()
    yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=LOCAL)
    app.stop()


def test_every_answer_is_as_it_is_described(schema: Any) -> None:
    called = 0  # what a schema can't say, such as which names there are, is told by a problem
    for result in schema.exclude(path_regex=WAITS).get_all_operations():
        operation = result.ok()

        @given(operation.as_strategy())
        @settings(
            max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        def keeps_to_it(case: Any) -> None:
            assume("wait" not in (case.path_parameters or {}).values())  # which is another operation
            case.call_and_validate(headers=LOCAL, excluded_checks=[positive_data_acceptance])

        keeps_to_it()
        called += 1
    assert called >= 20
