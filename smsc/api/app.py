"""The application: every endpoint of ``/api/v1``, from which OpenAPI is made."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Depends, FastAPI, Response

from smsc.api import page, problems, views
from smsc.api.accounts import accounts
from smsc.api.beginning_anew import begin_anew
from smsc.api.captures import captures
from smsc.api.clock import clock
from smsc.api.desk import Desk
from smsc.api.events import events
from smsc.api.faults import faults
from smsc.api.guard import Guard
from smsc.api.handsets import handsets
from smsc.api.limited import Limited
from smsc.api.messages import messages
from smsc.api.metrics import metrics
from smsc.api.queries import known
from smsc.api.reading import Route
from smsc.api.scenarios import Stage, scenarios
from smsc.api.sim_swap import sim_swap
from smsc.metrics.metrics import Metrics

_ALWAYS: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = dict.fromkeys(
    (
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    problems.DESCRIBED,
)


class _Api(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """Describe the API, with what its answers refer to."""
        if self.openapi_schema is None:
            described = super().openapi()
            described["components"]["schemas"] |= problems.schemas()
            for operations in described["paths"].values():
                for operation in operations.values():
                    for status, answer in operation["responses"].items():
                        if problems.MEDIA_TYPE in answer.get("content", {}):
                            answer["description"] = problems.phrase(int(status))
        return self.openapi_schema or {}


def create(
    desk: Desk,
    *,
    host: str = "127.0.0.1",
    token: str = "",
    measured: Metrics | None = None,
    stage: Stage | None = None,
) -> FastAPI:
    """Make the application of a simulator; with a ``token``, every request has to bear it.

    ``measured`` are the metrics for Prometheus, if they are counted already; ``stage`` has scenarios played.
    """
    app = _Api(
        title="mini-smsc",
        version="1",
        summary="A running service centre and its network: see what they do, and make things happen to them.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(known)],
        responses=dict.fromkeys(_ALWAYS, problems.DESCRIBED),
        redirect_slashes=False,  # DELETE /faults/ lacks a number: it must not become DELETE /faults
    )
    app.add_middleware(Limited)
    app.add_middleware(Guard, host=host, token=token)  # before the other: a stranger's body is not even read
    problems.install(app)
    app.include_router(_health())
    app.include_router(metrics(measured or Metrics(desk.world)), responses=_PROBLEMS)
    for router in (
        messages(desk),
        _reset(desk),
        handsets(desk),
        accounts(desk),
        faults(desk),
        clock(desk),
        events(desk),
        captures(desk),
    ):
        app.include_router(router, prefix="/api/v1", responses=_PROBLEMS)
    if stage is not None:
        app.include_router(scenarios(stage, desk), prefix="/api/v1", responses=_PROBLEMS)
    app.include_router(sim_swap(desk))
    page.install(app)
    return app


def _health() -> APIRouter:
    api = APIRouter(tags=["health"], route_class=Route)

    @api.head("/livez", response_class=Response)
    @api.get("/livez", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    async def livez() -> Response:
        """Say that the process is alive."""
        return Response("ok\n", media_type="text/plain")

    @api.head("/readyz", response_class=Response)
    @api.get("/readyz", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    async def readyz() -> Response:
        """Say that ESMEs can bind. They can as long as this is served."""
        return Response("ok\n", media_type="text/plain")

    return api


def _reset(desk: Desk) -> APIRouter:
    api = APIRouter(tags=["whole"], route_class=Route)

    @api.post("/reset")
    async def reset() -> views.Anew:
        """Forget messages, broadcasts and faults; subscriptions, handsets, nodes and links are as in the world's file.

        Sessions stay bound, what was added stays, and time goes on.
        """
        return views.Anew(under_way=await begin_anew(desk))

    return api
