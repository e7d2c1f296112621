"""CAMARA's SIM Swap (version 2): what a bank asks an operator before it sends a one-time code to a number.

It is not part of the control API but stands beside it, so that a program that asks an operator can ask here instead. A
request names its number, as those with two-legged access tokens do; the token is the control API's.
"""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Header
from pydantic import BaseModel, ConfigDict, Field

from pdu.sms.address import Address
from smsc.api import views
from smsc.api.camara import STATUSES, CamaraRoute, ErrorInfo
from smsc.api.desk import Desk
from smsc.api.problems import Refused, unknown

PATH: Final = "/sim-swap/v2"
LONGEST: Final = 2400  # hours: the greatest maxAge, and for how long a change is reported
_HOUR: Final = 3600.0


Correlator = Annotated[str, Header(alias="x-correlator", pattern=r"^[a-zA-Z0-9-_:;./<>{}]{0,256}$")]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    phone_number: Annotated[
        str | None, Field(alias="phoneNumber", pattern=r"^\+[1-9][0-9]{4,14}$", examples=["+447700900123"])
    ] = None


class CreateSimSwapDate(_Asked):
    """Which number is asked about."""


class CreateCheckSimSwap(_Asked):
    """Which number is asked about, and how many hours to look back."""

    max_age: Annotated[int, Field(alias="maxAge", ge=1, le=LONGEST)] = 240


class SimSwapInfo(BaseModel):
    """When a number came to its present SIM: null if that was more than ``monitoredPeriod`` days ago."""

    latest_sim_change: Annotated[views.Time | None, Field(serialization_alias="latestSimChange")]
    monitored_period: Annotated[int, Field(serialization_alias="monitoredPeriod")] = LONGEST // 24


class CheckSimSwapInfo(BaseModel):
    """Whether a number came to its present SIM within that many hours."""

    swapped: bool


def sim_swap(desk: Desk) -> APIRouter:
    """Make the endpoints: the two questions that an operator answers about a number."""
    api = APIRouter(
        prefix=PATH,
        tags=["SIM swap"],
        route_class=CamaraRoute,
        responses={status: {"model": ErrorInfo} for status in STATUSES},
    )

    def changed(asked: _Asked, hours: int) -> float | None:
        """Return when the SIM was changed, if that was within so many hours."""
        if asked.phone_number is None:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "body.phoneNumber: expected a value, but it is missing")
        msisdn = Address(asked.phone_number.removeprefix("+"))
        hlr = desk.world.hlr_with(msisdn)
        if hlr is None:
            raise unknown("number", asked.phone_number)
        at = hlr.register.sim_change(msisdn)
        return at if at is not None and desk.simulator.clock.now - at <= hours * _HOUR else None

    @api.post("/retrieve-date")
    async def retrieve_sim_swap_date(asked: CreateSimSwapDate, _: Correlator = "") -> SimSwapInfo:
        """Say when a number came to its present SIM."""
        at = changed(asked, LONGEST)
        return SimSwapInfo(latest_sim_change=None if at is None else views.time(at))

    @api.post("/check")
    async def check_sim_swap(asked: CreateCheckSimSwap, _: Correlator = "") -> CheckSimSwapInfo:
        """Say whether a number has moved to another SIM within the last ``maxAge`` hours."""
        return CheckSimSwapInfo(swapped=changed(asked, asked.max_age) is not None)

    return api
