"""What the API offers, and that it keeps to its own OpenAPI document, whatever it is asked: judged by schemathesis."""

import asyncio
import json
import re
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
OFFERED = """
GET /livez -> 200
HEAD /livez -> 200
GET /readyz -> 200
HEAD /readyz -> 200
GET /metrics accept="" -> 200
GET /api/v1/messages to="" source="" state="" text="" before="" limit=50 (1 to 1000) -> 200
DELETE /api/v1/messages -> 204
GET /api/v1/messages/wait to="" source="" text="" after=0 (0 to ...) timeout=10.0 (0 to 300) -> 200 408
GET /api/v1/messages/{message_id} -> 200
DELETE /api/v1/messages/{message_id} -> 204
POST /api/v1/reset -> 200
GET /api/v1/phones -> 200
POST /api/v1/phones -> 201
GET /api/v1/phones/{name} -> 200
GET /api/v1/phones/{name}/inbox -> 200
POST /api/v1/phones/{name}/messages -> 202
POST /api/v1/phones/{name}/sim -> 202
POST /api/v1/acts -> 202
GET /api/v1/accounts -> 200
POST /api/v1/accounts -> 201
POST /api/v1/accounts/{system_id}/deliveries -> 200 408
GET /api/v1/sessions -> 200
DELETE /api/v1/sessions/{number} -> 204
GET /api/v1/faults -> 200
POST /api/v1/faults -> 201
DELETE /api/v1/faults -> 204
PATCH /api/v1/faults/{number} -> 200
DELETE /api/v1/faults/{number} -> 204
GET /api/v1/clock -> 200
PATCH /api/v1/clock -> 200
POST /api/v1/clock/advance -> 200
GET /api/v1/events follow=true last-event-id="" -> 200
GET /api/v1/events/scenario -> 200
GET /api/v1/events/pcapng past=false follow=true -> 200
GET /api/v1/messages/{message_id}/pcapng -> 200
GET /api/v1/messages/{message_id}/trace -> 200
GET /api/v1/messages/{message_id}/trace/{event} -> 200
GET /api/v1/scenarios -> 200
POST /api/v1/scenarios/play -> 200
GET /api/v1/scenarios/{name} -> 200
POST /api/v1/scenarios/{name}/play -> 200
POST /sim-swap/v2/retrieve-date x-correlator="" -> 200
POST /sim-swap/v2/check x-correlator="" -> 200
"""  # what programs were once told; only additions are allowed
SHARED = {"400", "401", "403", "404", "409", "413", "421", "422", "500", "503"}  # statuses for what goes wrong
WAITS = "/events|/wait|/advance"  # these take as long as they are told to


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


def test_what_was_offered_once_is_offered_still(schema: Any) -> None:
    described = [
        f"{method.upper()} {path}{''.join(map(wanted, operation.get('parameters', ())))} -> "
        + " ".join(status for status in operation["responses"] if status not in SHARED)
        for path, operations in schema.raw_schema["paths"].items()
        for method, operation in operations.items()
    ]
    offered = [line for line in OFFERED.split("\n") if line]
    assert [line for line in offered if line not in described] == [], "programs rely on these"
    assert [line for line in described if line not in offered] == [], "these are offered from now on: add them above"


def test_a_status_has_the_name_of_rfc_9110_in_every_python(schema: Any) -> None:
    described = schema.raw_schema["paths"]["/api/v1/acts"]["post"]["responses"]
    assert [described[status]["description"] for status in ("404", "413", "422")] == [
        "Not Found",
        "Content Too Large",
        "Unprocessable Content",
    ]


def test_whatever_is_referred_to_is_described_and_nothing_else(schema: Any) -> None:
    referred = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(schema.raw_schema)))
    assert referred == {*schema.raw_schema["components"]["schemas"]}
    assert {"Problem", "Mistake"} < referred


def wanted(parameter: dict[str, Any]) -> str:
    """Describe a parameter that may be left out: its default, and its bounds."""
    schema = parameter["schema"]
    if "default" not in schema:
        return ""
    most = f"{schema['maximum']:g}" if "maximum" in schema else "..."  # pydantic writes 300 or 300.0
    bounds = f" ({schema['minimum']:g} to {most})" if "minimum" in schema else ""
    return f" {parameter['name']}={json.dumps(schema['default'])}{bounds}"


def test_every_answer_is_as_it_is_described(schema: Any) -> None:
    called = 0  # what a schema can't say, such as which names exist, a problem says
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
