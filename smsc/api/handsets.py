"""``/phones`` and ``/acts``: the handsets, and what happens to them and to everything else."""

from http import HTTPStatus
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query

from pdu.sms.address import Address
from smsc.api import views
from smsc.api.bodies import Act, Sim, Text
from smsc.api.desk import Desk
from smsc.api.problems import Refused, unknown
from smsc.api.reading import Route
from smsc.network.acts import Shows
from smsc.sections import Phone


def handsets(desk: Desk) -> APIRouter:
    """Make the endpoints."""
    api = APIRouter(tags=["handsets"], route_class=Route)

    @api.get("/phones")
    async def list_phones() -> list[views.Phone]:
        """List the handsets. Those of `[[phones]]` and `[anybody]` are not; get them by name or number."""
        return desk.phones()

    @api.post("/phones", status_code=201)
    async def add_phone(phone: Phone) -> views.Phone:
        """Add a handset."""
        _add(desk, phone)
        return desk.phone(phone.name)

    @api.get("/phones/{name}")
    async def get_phone(name: str) -> views.Phone:
        """Get a handset by its name or number."""
        return desk.phone(name)

    @api.get("/phones/{name}/inbox")
    async def list_inbox(
        name: str,
        limit: Annotated[int | None, Query(ge=1, description="How many at most, the latest; by default all.")] = None,
    ) -> list[views.Received]:
        """List what a handset has shown."""
        phone = desk.handset(name).name
        latest = (
            views.received(record, said, of, desk.hidden)
            for record, of in reversed(desk.journal.shown)
            if record.origin == phone and isinstance(said := record.message, Shows)
        )
        return list(islice(latest, None if limit is None else min(limit, len(desk.journal.shown))))[::-1]

    @api.post("/phones/{name}/messages", status_code=202)
    async def send_text(name: str, text: Text) -> views.Phone:
        """Send a text from a handset."""
        desk.send(name, text.text, text.to)
        return desk.phone(name)

    @api.post("/phones/{name}/sim", status_code=202)
    async def swap_sim(name: str, sim: Sim) -> views.Clock:
        """Move the number of a handset to another SIM. The handset with that SIM must be switched off and on."""
        number = desk.phone(name).number.removeprefix("+")
        try:
            desk.simulator.swap_sim(Address(number), sim.imsi)
        except LookupError:
            raise Refused(HTTPStatus.CONFLICT, f"{name} has no number that could be moved") from None
        return desk.clock()

    @api.post("/acts", status_code=202)
    async def act(act: Act) -> views.Clock:
        """Make something happen to a handset, a node or a link, or go wrong at a stage, and return the time."""
        desk.act(act.subject, act.act)
        return desk.clock()

    return api


def _add(desk: Desk, phone: Phone) -> None:
    world = desk.world
    if phone.cell not in world.cells:
        raise unknown("cell", phone.cell, tuple(world.cells))
    if phone.sc not in (None, *world.centres):
        raise unknown("service centre", phone.sc or "", tuple(world.centres))
    try:
        world.add_phone(phone)
    except ValueError as wrong:
        raise Refused(HTTPStatus.CONFLICT, str(wrong)) from wrong
    desk.simulator.clock.run()
