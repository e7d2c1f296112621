"""``/clock``: the network's time."""

from http import HTTPStatus

from fastapi import APIRouter

from smsc import durations
from smsc.api import views
from smsc.api.bodies import Advance, Speed
from smsc.api.desk import Desk
from smsc.api.problems import Refused
from smsc.api.reading import Route


def clock(desk: Desk) -> APIRouter:
    """Make the endpoints."""
    api = APIRouter(tags=["clock"], route_class=Route)

    @api.get("/clock")
    async def get_clock() -> views.Clock:
        """Get the network's time."""
        return desk.clock()

    @api.patch("/clock")
    async def set_speed(speed: Speed) -> views.Clock:
        """Make the clock faster or slower, or stop it."""
        desk.simulator.clock.speed = speed.speed
        return desk.clock()

    @api.post("/clock/advance")
    async def advance(advance: Advance) -> views.Clock:
        """Let time go by at once, with everything that happens in it."""
        try:
            await desk.simulator.clock.advance(durations.seconds(advance.by))
        except ValueError as wrong:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"body.by: {wrong}") from wrong
        return desk.clock()

    return api
