"""Many messages, page by page: each once, in bounded memory, and without holding anybody up."""

import asyncio
import sqlite3
import tracemalloc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from pdu.values import MessageState
from smsc.api.app import create
from smsc.api.desk import Desk
from smsc.api.messages import PIECE, page
from smsc.config import load
from smsc.simulator import Simulator
from tests.smsc.api.conftest import NOW, client_of, stays
from tests.smsc.store.notes import a_message

EVERY = {"to": "", "source": "", "state": "", "text": ""}
MANY = 3000


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Simulator(load().on_port(0).kept_in("sqlite", tmp_path / "messages"), now=NOW) as simulator:
        store = simulator.world.store
        for number in range(MANY):
            message = a_message(f"{number + 1:08X}")
            store.add(message)
            message.finish(MessageState.DELIVERED, NOW)
            message.receipted = True
            store.update(message)
        desk = Desk(simulator)
        await desk.kept.written()
        yield desk
        desk.close()


async def test_a_message_that_can_not_be_read_is_a_mistake_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    async with Simulator(load().on_port(0).kept_in("sqlite", path), now=NOW) as simulator:
        message = a_message("00000001")
        message.finish(MessageState.DELIVERED, NOW)
        message.receipted = True
        simulator.world.store.add(message)
        desk = Desk(simulator)
        await desk.kept.written()
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("UPDATE message SET tlvs = 'none'")
        async with client_of(create(desk)) as client:
            answer = await client.get("/api/v1/messages")
        desk.close()
    assert answer.status_code == 500
    assert answer.json()["detail"].startswith("the store can't be read: message 00000001 can't be read: ")


async def all_of(desk: Desk, limit: int, **wanted: str) -> list[str]:
    query = {**EVERY, **wanted}
    found: list[str] = []
    before: str | None = ""
    while before is not None:
        one = await page(desk, **query, before=before, limit=limit, gone=stays)
        found += [message.message_id for message in one.messages]
        before = one.next
    return found


async def test_every_message_is_on_one_page_the_newest_first(desk: Desk) -> None:
    assert await all_of(desk, 100) == [f"{number:08X}" for number in range(MANY, 0, -1)]
    assert await all_of(desk, 1000, text="nowhere") == []


async def test_a_page_takes_as_much_memory_however_many_there_are(desk: Desk) -> None:
    await page(desk, **EVERY, before="", limit=100, gone=stays)
    tracemalloc.start()
    try:
        await page(desk, **EVERY, before="00000065", limit=100, gone=stays)  # the last: nothing comes after them
        few = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        await page(desk, **EVERY, before="", limit=100, gone=stays)
        many = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert many < 2 * few


@asynccontextmanager
async def others() -> AsyncIterator[Callable[[], int]]:
    """Somebody else who wants to go on; gives how many turns he has had."""
    turns = 0

    async def go_on() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(go_on())
    yield lambda: turns
    other.cancel()


async def test_who_looks_for_what_is_rare_holds_nobody_up(desk: Desk) -> None:
    async with others() as turns:
        assert await all_of(desk, 10, text="nowhere") == []
        assert turns() >= MANY // PIECE


async def test_who_is_shown_long_texts_holds_nobody_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsc.api.messages.AT_ONCE", -1)  # so that each text is a long one
    async with others() as turns:
        shown = await page(desk, **EVERY, before="", limit=100, gone=stays)
        assert (len(shown.messages), turns()) == (100, 100 + 100 // PIECE)
