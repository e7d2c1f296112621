"""``/api/v1/scenarios``: ladders that are played, each in a world of its own; the running one sees nothing of it."""

import asyncio
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Protocol, TypeVar

from fastapi import APIRouter, Response

from pdu.aside import aside
from smsc.api.bodies import Chance, Written
from smsc.api.desk import Desk
from smsc.api.problems import Refused, unknown
from smsc.api.reading import Route
from smsc.api.recording import past
from smsc.api.views import Played, Scenario, ScenarioWithText
from smsc.world.past import Past

T = TypeVar("T")


class Stage(Protocol):
    """What plays scenarios: a service centre knows none, and is given this by the command that knows both."""

    def scenarios(self) -> dict[str, Scenario]: ...

    def text(self, name: str) -> str: ...

    def play(self, name: str, text: str, seed: int | None) -> Played: ...

    def record(self, past: Past) -> str: ...


def scenarios(stage: Stage, desk: Desk) -> APIRouter:
    """Make the endpoints; scenarios are played one at a time, and outside the event loop."""
    api = APIRouter(tags=["scenarios"], route_class=Route)
    one_at_a_time = asyncio.Lock()

    def known(name: str) -> Scenario:
        found = stage.scenarios().get(name)
        if found is None:
            raise unknown("scenario", name)
        return found

    async def alone(play: Callable[[], T]) -> T:
        async with one_at_a_time:
            try:
                return await aside(play, "scenario")
            except ValueError as wrong:
                raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, str(wrong)) from wrong

    async def played(name: str, text: str, seed: int | None) -> Played:
        return await alone(partial(stage.play, name, text, seed))

    @api.get("/events/scenario", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    async def record_scenario() -> Response:
        """Get what has happened since the simulator began, or was reset, as a scenario to keep, read and play.

        When it is played, what ESMEs, people and operators did is done again, and the ladder is what comes of it.
        """
        return Response(await alone(partial(stage.record, past(desk))), media_type="text/plain")

    @api.get("/scenarios")
    async def list_scenarios() -> list[Scenario]:
        """List the built-in scenarios, and what each teaches."""
        return list(stage.scenarios().values())

    @api.post("/scenarios/play")
    async def play_text(written: Written) -> Played:
        """Play a scenario of your own, and say how it went."""
        return await played("scenario", written.text, written.seed)

    @api.get("/scenarios/{name}")
    async def get_scenario(name: str) -> ScenarioWithText:
        """Get a scenario as it is written."""
        found = known(name)
        return ScenarioWithText(**found.model_dump(), text=stage.text(found.name))

    @api.post("/scenarios/{name}/play")
    async def play_scenario(name: str, chance: Chance) -> Played:
        """Play a built-in scenario, and say how it went: as written, or where it differed."""
        found = known(name)
        return await played(found.name, stage.text(found.name), chance.seed)

    return api
