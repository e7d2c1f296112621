"""Events as they come, for clients that stay: server-sent events (WHATWG HTML 9.2) and WebSocket (RFC 6455).

Who reads too slowly, or comes too late, loses no event in silence: in their place comes an event ``missed`` that counts
them.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from itertools import islice
from typing import Final

from fastapi import WebSocket, WebSocketDisconnect

from smsc.api.desk import Desk
from smsc.lab.journal import Journal
from smsc.trace.stories import OCTETS, Story
from smsc.trace.trace import Record

BUFFER: Final = 10_000  # events that may wait for one reader
PIECE: Final = 100  # events to write before others have their turn
LONG: Final = 1 << 20  # octets of their PDUs, after which others have their turn as well
HEARTBEAT: Final = 15.0  # seconds without an event, after which a comment shows that the stream is alive

Said = tuple[Record, Story | None]


class Reader:
    """A reader of what is said: what waits for it, and how much has not found room since it last read.

    There is room for ``BUFFER`` events, or fewer if their PDUs are so long that they hold ``OCTETS``.

    It begins after event ``after``, as far back as is remembered but with ``most`` events at most, or else with what
    comes; ``left_out`` counts those in between. Without ``follow`` it reads no new events. Events of an earlier run
    have smaller numbers than those of this one or, if the machine's clock was set back, greater ones than there are
    yet: neither hides any event of this run.
    """

    def __init__(self, desk: Desk, after: int | None, *, most: int | None = None, follow: bool = True) -> None:
        self._news = asyncio.Event()
        self._missed = 0
        self._waiting: deque[Said] = deque()
        self.left_out = 0
        if after is not None:
            self._begin(desk.journal, after, most)
        self._octets = deque(record.held for record, _ in self._waiting)  # how many each event's PDU holds
        self._held = sum(self._octets)
        self._room, self._octets_room = BUFFER + len(self._waiting), OCTETS + self._held
        self._stop = desk.journal.listen(self._add) if follow else lambda: None

    def _begin(self, journal: Journal, after: int, most: int | None) -> None:
        """Take what is remembered, from its end, so that who has little to read need not wait for all of it."""
        remembered = journal.records
        if not remembered:
            return
        first, last = remembered[0][0].serial - journal.forgotten, remembered[-1][0].serial
        behind = after if first <= after <= last else first - 1  # else of an earlier run
        for said in islice(reversed(remembered), len(remembered) if most is None else min(most, len(remembered))):
            if said[0].serial <= behind:
                break
            self._waiting.appendleft(said)
        self.left_out = last - behind - len(self._waiting)

    def close(self) -> None:
        """Stop reading, and drop what waits.

        The garbage collector, which runs rarely, might not find it for a long time after its request has ended.
        """
        self._stop()
        self._stop = lambda: None
        self._waiting.clear()
        self._octets.clear()

    def _add(self, record: Record, story: Story | None) -> None:
        if self._missed or len(self._waiting) >= self._room or self._held >= self._octets_room:
            self._missed += 1
            return
        self._waiting.append((record, story))
        octets = record.held
        self._octets.append(octets)
        self._held += octets
        self._news.set()

    def take(self) -> tuple[list[Said], int]:
        """Take some of what waits; with the last of it, how many were missed after that."""
        waiting = self._waiting
        taken: list[Said] = []
        octets = 0
        while waiting and len(taken) < PIECE and octets < LONG:
            taken.append(waiting.popleft())
            octets += self._octets.popleft()
        self._held -= octets
        if waiting:
            return taken, 0
        missed, self._missed = self._missed, 0
        self._news.clear()
        return taken, missed

    @property
    def waits(self) -> bool:
        """Whether there is more to take."""
        return bool(self._waiting)

    async def news(self) -> bool:
        """Wait for something to take, so that others have their turn; returns False if nothing has come for a while."""
        if self._waiting:
            await asyncio.sleep(0)
            return True
        with suppress(TimeoutError):
            async with asyncio.timeout(HEARTBEAT):
                await self._news.wait()
        return bool(self._waiting)


async def server_sent_events(
    desk: Desk, after: int | None, *, most: int | None = None, follow: bool
) -> AsyncIterator[str]:
    """Yield the events as they are sent, each with its id."""
    reader = Reader(desk, after, most=most, follow=follow)
    try:
        yield ": mini-smsc\n\n"
        if reader.left_out:
            yield _missed(reader.left_out)
        while True:
            events, missed = reader.take()
            if events:
                yield "".join(
                    [f"id: {record.serial}\ndata: {desk.told.event(record, of)}\n\n" for record, of in events]
                )
            if missed:
                yield _missed(missed)
            if not follow and not reader.waits:
                return
            if not await reader.news():
                yield ": nothing new\n\n"
    finally:
        reader.close()


def _missed(count: int) -> str:
    return f'event: missed\ndata: {{"missed":{count}}}\n\n'


async def websocket(desk: Desk, socket: WebSocket, after: int | None) -> None:
    """Send events to a WebSocket until it closes; what it says is ignored."""
    await socket.accept()
    reader = Reader(desk, after)
    gone = asyncio.create_task(_until_closed(socket))
    try:
        if reader.left_out:
            await socket.send_json({"missed": reader.left_out})
        while not gone.done():
            events, missed = reader.take()
            for said in events:
                await socket.send_text(desk.told.event(*said))
            if missed:
                await socket.send_json({"missed": missed})
            news = asyncio.create_task(reader.news())
            try:
                await asyncio.wait((news, gone), return_when=asyncio.FIRST_COMPLETED)
            finally:
                news.cancel()
    except (WebSocketDisconnect, RuntimeError):  # the latter is starlette's for one that is closed already
        return
    finally:
        reader.close()
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)


async def _until_closed(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
