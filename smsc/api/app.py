"""The application: every endpoint of ``/api/v1`` with its parameters and answers, from which OpenAPI is made."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, FastAPI, Header, Query, Response, WebSocket
from fastapi.responses import StreamingResponse

from smsc import durations
from smsc.api import page, problems, views
from smsc.api.accounts import accounts
from smsc.api.beginning_anew import begin_anew
from smsc.api.bodies import Act, Advance, Sim, Speed, Text
from smsc.api.captures import captures
from smsc.api.desk import Desk
from smsc.api.guard import Guard
from smsc.api.limited import Limited
from smsc.api.metrics import metrics
from smsc.api.problems import Problem, Refused
from smsc.api.queries import known
from smsc.api.scenarios import Stage, scenarios
from smsc.api.sim_swap import sim_swap
from smsc.api.streams import server_sent_events, websocket
from smsc.faults.rule import Rule
from smsc.metrics.metrics import Metrics
from smsc.sections import Phone

LONGEST: Final = 300.0  # seconds for which a client may wait
_PROBLEM: Final[dict[str, Any]] = {"model": Problem, "content": {problems.MEDIA_TYPE: {}}}
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = dict.fromkeys(
    (
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    _PROBLEM,
)

Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]
Number = Annotated[str, Query(max_length=21, description="A number, with or without a +; for a sender, also a name.")]


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
    app = FastAPI(
        title="mini-smsc",
        version="1",
        summary="A running service centre and its network: see what they do, and make things happen to them.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(known)],
        responses={HTTPStatus.BAD_REQUEST: _PROBLEM},
    )
    app.add_middleware(Limited)
    app.add_middleware(Guard, host=host, token=token)  # before the other: a stranger's body is not even read
    problems.install(app)
    app.include_router(_health())
    app.include_router(metrics(measured or Metrics(desk.world)), responses=_PROBLEMS)
    for router in (
        _messages(desk),
        _reset(desk),
        _phones(desk),
        accounts(desk),
        _faults(desk),
        _clock(desk),
        _events(desk),
        captures(desk),
    ):
        app.include_router(router, prefix="/api/v1", responses=_PROBLEMS)
    if stage is not None:
        app.include_router(scenarios(stage, desk), prefix="/api/v1", responses=_PROBLEMS)
    app.include_router(sim_swap(desk))
    page.install(app)
    return app


def _health() -> APIRouter:
    api = APIRouter(tags=["health"])

    @api.get("/livez", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    async def livez() -> Response:
        """Say that the process is alive."""
        return Response("ok\n", media_type="text/plain")

    @api.get("/readyz", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    async def readyz() -> Response:
        """Say that ESMEs can bind. They can as long as this is served."""
        return Response("ok\n", media_type="text/plain")

    return api


def _messages(desk: Desk) -> APIRouter:
    api = APIRouter(tags=["messages"])

    @api.get("/messages")
    async def list_messages(
        to: Number = "",
        source: Number = "",
        state: Annotated[str, Query(max_length=16, examples=["DELIVERED"])] = "",
        text: Annotated[str, Query(max_length=1000, description="Part of the text.")] = "",
        before: Annotated[str, Query(max_length=65, description="``next`` of the previous page.")] = "",
        limit: Limit = 50,
    ) -> views.Page:
        """List the messages of the service centre, the newest first, page by page."""
        return await desk.page(to=to, source=source, state=state, text=text, before=before, limit=limit)

    @api.get("/messages/wait", responses={408: {"model": Problem}})
    async def wait_for_message(
        to: Annotated[str, Query(max_length=21, description="A handset, by its number or name; by default any.")] = "",
        source: Number = "",
        text: Annotated[str, Query(max_length=1000, description="A regular expression to find in the text.")] = "",
        after: Annotated[int, Query(ge=0, description="Only messages after this event.")] = 0,
        timeout: Annotated[float, Query(ge=0, le=LONGEST, description="How many seconds to wait.")] = 10.0,  # noqa: ASYNC109 - the client's
    ) -> views.Received:
        """Wait until a handset shows a message, and return the first: a remembered one, or the next to come."""
        found = await desk.wait(to=to, source=source, text=text, after=after, timeout=timeout)
        if found is None:
            raise Refused(408, f"no such message was shown within {timeout:g} s")
        return found

    @api.get("/messages/{message_id}")
    async def get_message(message_id: str) -> views.MessageWithLadder:
        """Get one message with its ladder."""
        return desk.message(message_id)

    @api.delete("/messages/{message_id}", status_code=204)
    async def delete_message(message_id: str) -> None:
        """Delete a message that is done: in its final state, and without a receipt that is still owed."""
        desk.forget(message_id)
        await desk.stored()

    @api.delete("/messages", status_code=204)
    async def delete_messages() -> None:
        """Delete all messages that are done."""
        desk.forget()
        await desk.stored()

    return api


def _reset(desk: Desk) -> APIRouter:
    api = APIRouter(tags=["whole"])

    @api.post("/reset")
    async def reset() -> views.Anew:
        """Forget messages, broadcasts and faults; subscriptions, handsets, nodes and links are as in the world's file.

        Sessions stay bound, what was added stays, and time goes on.
        """
        return views.Anew(under_way=await begin_anew(desk))

    return api


def _phones(desk: Desk) -> APIRouter:
    api = APIRouter(tags=["handsets"])

    @api.get("/phones")
    async def list_phones() -> list[views.Phone]:
        """List the handsets. Those of `[[phones]]` are not listed; get them by name or number."""
        return desk.phones()

    @api.post("/phones", status_code=201)
    async def add_phone(phone: Phone) -> views.Phone:
        """Add a handset."""
        return desk.add_phone(phone)

    @api.get("/phones/{name}")
    async def get_phone(name: str) -> views.Phone:
        """Get a handset by its name or number."""
        return desk.phone(name)

    @api.get("/phones/{name}/inbox")
    async def list_inbox(name: str) -> list[views.Received]:
        """List what a handset has shown."""
        return desk.inbox(name)

    @api.post("/phones/{name}/messages", status_code=202)
    async def send_text(name: str, text: Text) -> views.Phone:
        """Send a text from a handset."""
        desk.send(name, text.text, text.to)
        return desk.phone(name)

    @api.post("/phones/{name}/sim", status_code=202)
    async def swap_sim(name: str, sim: Sim) -> views.Clock:
        """Move the number of a handset to another SIM. The handset with that SIM must be switched off and on."""
        desk.swap_sim(name, sim.imsi)
        return desk.clock()

    @api.post("/acts", status_code=202)
    async def act(act: Act) -> views.Clock:
        """Make something happen to a handset, a node or a link, or go wrong at a stage, and return the time."""
        desk.act(act.subject, act.act)
        return desk.clock()

    return api


def _faults(desk: Desk) -> APIRouter:
    api = APIRouter(tags=["faults"])

    @api.get("/faults")
    async def list_faults() -> list[views.Fault]:
        """List the faults, in the order in which they strike."""
        return desk.faults()

    @api.post("/faults", status_code=201)
    async def add_fault(rule: Rule) -> views.Fault:
        """Make something go wrong from now on."""
        return desk.add_fault(rule)

    @api.patch("/faults/{number}")
    async def change_fault(number: int, changes: dict[str, str | int | float | bool | None]) -> views.Fault:
        """Change some keys of a fault, or remove them (null). Its counts begin again at 0."""
        return desk.change_fault(number, changes)

    @api.delete("/faults/{number}", status_code=204)
    async def remove_fault(number: int) -> None:
        """Remove a fault."""
        desk.remove_fault(number)

    @api.delete("/faults", status_code=204)
    async def reset_faults() -> None:
        """Remove all faults."""
        desk.simulator.faults.reset()

    return api


def _clock(desk: Desk) -> APIRouter:
    api = APIRouter(tags=["clock"])

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


def _events(desk: Desk) -> APIRouter:
    api = APIRouter(tags=["events"])

    @api.get("/events", response_class=StreamingResponse, responses={200: {"content": {"text/event-stream": {}}}})
    async def stream_events(
        last_event_id: Annotated[str, Header(max_length=20)] = "",
        follow: Annotated[
            bool, Query(description="Whether to follow new events; otherwise only remembered ones are sent.")
        ] = True,
    ) -> StreamingResponse:
        """Stream every event as server-sent events: from now on, or after Last-Event-ID.

        After 0, or the id of an event of an earlier run, all remembered events of this run are sent.
        """
        if last_event_id and not last_event_id.isdecimal():
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "header.last-event-id: expected the id of an event")
        stream: AsyncIterator[str] = server_sent_events(
            desk, int(last_event_id) if last_event_id else None, follow=follow
        )
        return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    @api.websocket("/events/ws")
    async def socket_events(socket: WebSocket, after: int | None = None) -> None:
        await websocket(desk, socket, after)

    return api
