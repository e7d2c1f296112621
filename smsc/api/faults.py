"""``/faults``: what goes wrong on purpose."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError

from smsc.api import views
from smsc.api.desk import Desk
from smsc.api.problems import Refused, unknown
from smsc.api.reading import Route
from smsc.faults.rule import Rule
from smsc.mistakes import sentence


def faults(desk: Desk) -> APIRouter:
    """Make the endpoints."""
    api = APIRouter(tags=["faults"], route_class=Route)

    @api.get("/faults")
    async def list_faults() -> list[views.Fault]:
        """List the faults, in the order in which they strike."""
        return [views.fault(one) for one in desk.world.faults]

    @api.post("/faults", status_code=201)
    async def add_fault(rule: Rule) -> views.Fault:
        """Make something go wrong from now on."""
        return views.fault(desk.simulator.faults.add(rule))

    @api.patch("/faults/{number}")
    async def change_fault(number: int, changes: dict[str, str | int | float | bool | None]) -> views.Fault:
        """Change some keys of a fault, or remove them (null). Its counts begin again at 0."""
        rule = _changed(_rule(desk, number), changes)
        return views.fault(desk.simulator.faults.change(number, rule))

    @api.delete("/faults/{number}", status_code=204)
    async def remove_fault(number: int) -> None:
        """Remove a fault."""
        _rule(desk, number)
        desk.simulator.faults.remove(number)

    @api.delete("/faults", status_code=204)
    async def reset_faults() -> None:
        """Remove all faults."""
        desk.simulator.faults.reset()

    return api


def _rule(desk: Desk, number: int) -> Rule:
    try:
        return desk.world.faults[number].rule
    except KeyError:
        raise unknown("fault", str(number)) from None


def _changed(rule: Rule, changes: dict[str, Any]) -> Rule:
    written = {**rule.model_dump(exclude_unset=True), **changes}
    kept = {key: value for key, value in written.items() if value is not None or key not in Rule.model_fields}
    try:
        return Rule.model_validate(kept)
    except ValidationError as wrong:
        whole = "." if wrong.errors()[0]["loc"] else ": expected "
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"body{whole}{sentence(wrong, written, Rule)}") from None
