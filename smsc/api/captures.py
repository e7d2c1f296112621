"""What is said, as packets for Wireshark; for one message also as events, and those octet by octet."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from smsc.api import views
from smsc.api.desk import Desk
from smsc.api.octets import explained
from smsc.api.problems import Refused
from smsc.api.reading import Route
from smsc.api.streams import Reader
from smsc.capture import PCAPNG
from smsc.capture.capture import Capture
from smsc.capture.places import of_world
from smsc.trace.stories import Story

_PACKETS: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {PCAPNG: {}}}}


def captures(desk: Desk) -> APIRouter:
    """Make the endpoints."""
    api = APIRouter(tags=["captures"], route_class=Route)

    @api.get("/events/pcapng", response_class=StreamingResponse, responses=_PACKETS)
    async def stream_packets(
        past: Annotated[bool, Query(description="Whether to begin with the remembered events.")] = False,
        follow: Annotated[bool, Query(description="Whether to follow new events.")] = True,
    ) -> StreamingResponse:
        """Stream every event as packets, in a file for Wireshark; by default from now on."""
        desk.show_texts("packets")
        packets = _stream(desk, past=past, follow=follow)
        return StreamingResponse(packets, media_type=PCAPNG, headers={"Cache-Control": "no-store"})

    @api.get("/messages/{message_id}/pcapng", response_class=Response, responses=_PACKETS)
    async def capture_message(message_id: str) -> Response:
        """Get the way of one message as packets."""
        desk.show_texts("packets")
        blocks: list[bytes] = []
        capture = Capture(of_world(desk.world), blocks.append, desk.hidden)
        for record in _story(desk, message_id).records:
            capture.add(record)
        return Response(b"".join(blocks), media_type=PCAPNG)

    @api.get("/messages/{message_id}/trace")
    async def trace_message(message_id: str) -> list[views.Event]:
        """Get the way of one message as events."""
        story = _story(desk, message_id)
        return [views.event(record, story, desk.hidden) for record in story.records]

    @api.get("/messages/{message_id}/trace/{event}")
    async def explain_event(message_id: str, event: int) -> views.Explained:
        """Explain the octets of one event of a message, field by field; for MAP, those of the TPDU that it carries."""
        desk.show_texts("packets")
        record = next((one for one in _story(desk, message_id).records if one.serial == event), None)
        found = explained(record) if record is not None else None
        if found is None:
            raise Refused(HTTPStatus.NOT_FOUND, f"event {event} is none of message {message_id!r} that has octets")
        return found

    return api


def _story(desk: Desk, message_id: str) -> Story:
    """Find what is remembered of a message."""
    story = desk.journal.stories.find(desk.message(message_id))
    if story is None:
        raise Refused(
            HTTPStatus.NOT_FOUND, f"the way of message {message_id!r} is not remembered: it was another run's"
        )
    return story


async def _stream(desk: Desk, *, past: bool, follow: bool) -> AsyncIterator[bytes]:
    """Yield the blocks of a capture as they come. A reader that is too slow is told how much it has missed."""
    blocks: list[bytes] = []
    capture = Capture(of_world(desk.world), blocks.append, desk.hidden)
    reader = Reader(desk, 0 if past else None, follow=follow)
    if reader.left_out:
        capture.note(f"{reader.left_out} messages before these are no longer remembered")
    try:
        while True:
            said, missed = reader.take()
            for record, _ in said:
                capture.add(record)
            if missed:
                capture.note(f"{missed} messages were missed: they came faster than they were read")
            yield b"".join(blocks)
            blocks.clear()
            if not follow and not reader.waits:
                return
            await reader.news()  # if none come, no octets are sent: so a reader that has gone is noticed
    finally:
        reader.close()
