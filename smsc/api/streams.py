"""Events as they come, for whoever stays: server-sent events (WHATWG HTML 9.2) and WebSocket (RFC 6455).

Who reads too slowly loses no event in silence: behind what was left out comes an event ``missed`` that counts it.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

from fastapi import WebSocket, WebSocketDisconnect

from smsc.api import views
from smsc.api.desk import Desk, seen
from smsc.stories import Story
from smsc.trace import Record

BUFFER: Final = 10_000  # events that wait for one reader
HEARTBEAT: Final = 15.0  # seconds without an event, after which a comment shows that the stream is alive


class Reader:
    """One who reads events: what waits for him, and what he has missed."""

    def __init__(self, desk: Desk, after: int | None) -> None:
        self._desk = desk
        self._news = asyncio.Event()
        self._missed = 0
        self._waiting: deque[views.Event | tuple[Record, Story | None]] = deque()
        if after is not None:
            self._waiting.extend(seen(desk, after))
        self.close = desk.journal.listen(self._add)

    def _add(self, record: Record, story: Story | None) -> None:
        if len(self._waiting) >= BUFFER:
            self._missed += 1
            return
        self._waiting.append((record, story))
        self._news.set()

    def take(self) -> tuple[list[views.Event], int]:
        """Take what waits, and how many were missed before it all could be kept."""
        waiting, self._waiting = self._waiting, deque()
        missed, self._missed = self._missed, 0
        self._news.clear()
        hidden = self._desk.hidden
        return [one if isinstance(one, views.Event) else views.event(*one, hidden) for one in waiting], missed

    async def news(self, patience: float) -> bool:
        """Wait for something to take; False if nothing has come."""
        if self._waiting:
            return True
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._news.wait()
        return bool(self._waiting)


async def server_sent_events(desk: Desk, after: int | None, *, follow: bool) -> AsyncIterator[str]:
    """Give the events as they go over the line, each with its id."""
    reader = Reader(desk, after)
    try:
        yield ": mini-smsc\n\n"
        while True:
            events, missed = reader.take()
            for event in events:
                yield f"id: {event.id}\ndata: {event.model_dump_json()}\n\n"
            if missed:
                yield f'event: missed\ndata: {{"missed":{missed}}}\n\n'
            if not follow:
                return
            if not await reader.news(HEARTBEAT):
                yield ": nothing new\n\n"
    finally:
        reader.close()


async def websocket(desk: Desk, socket: WebSocket, after: int | None) -> None:
    """Send events to a WebSocket until it closes; what it says is not listened to."""
    await socket.accept()
    reader = Reader(desk, after)
    gone = asyncio.create_task(_until_closed(socket))
    try:
        while not gone.done():
            events, missed = reader.take()
            for event in events:
                await socket.send_text(event.model_dump_json())
            if missed:
                await socket.send_json({"missed": missed})
            news = asyncio.create_task(reader.news(HEARTBEAT))
            await asyncio.wait((news, gone), return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
    except (WebSocketDisconnect, RuntimeError):  # the latter is how starlette tells of one that is closed already
        return
    finally:
        reader.close()
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone


async def _until_closed(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
