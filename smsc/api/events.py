"""``/events``: everything that is said in the network, as it is said."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Query, WebSocket
from fastapi.responses import StreamingResponse

from smsc.api.desk import Desk
from smsc.api.problems import Refused
from smsc.api.reading import Route
from smsc.api.streams import server_sent_events, websocket


def events(desk: Desk) -> APIRouter:
    """Make the endpoints."""
    api = APIRouter(tags=["events"], route_class=Route)

    @api.get("/events", response_class=StreamingResponse, responses={200: {"content": {"text/event-stream": {}}}})
    async def stream_events(
        last_event_id: Annotated[str, Header(max_length=20)] = "",
        follow: Annotated[
            bool, Query(description="Whether to follow new events; otherwise only remembered ones are sent.")
        ] = True,
        remembered: Annotated[
            int | None, Query(ge=0, description="How many remembered events to send at most; by default all.")
        ] = None,
    ) -> StreamingResponse:
        """Stream every event as server-sent events: from now on, or after Last-Event-ID.

        After 0, or the id of an event of an earlier run, all remembered events of this run are sent. An event `missed`
        says how many there were that are not sent, in the place of these.
        """
        if last_event_id and not last_event_id.isdecimal():
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "header.last-event-id: expected the id of an event")
        after = int(last_event_id) if last_event_id else None
        stream = server_sent_events(desk, after, most=remembered, follow=follow)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    @api.websocket("/events/ws")
    async def socket_events(socket: WebSocket, after: Annotated[int | None, Query(ge=0)] = None) -> None:
        await websocket(desk, socket, after)

    return api
