"""Finished messages are kept for as long as asked for, and no longer; all others are kept."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.values import MessageState
from smsc.centre.message import Message
from smsc.store import retention, table
from smsc.store.layout import TABLES
from smsc.store.memory import MemoryStore
from smsc.store.retention import Pruning, Retention
from smsc.store.sqlite import SqliteStore
from tests.smsc.store.notes import a_message

DELIVERED, ENROUTE = MessageState.DELIVERED, MessageState.ENROUTE


def settled(number: int, done: float = 1_001.0, *, receipt: bool = False) -> Message:
    """Make a message that has been delivered; its receipt, if it asked for one, has not been taken."""
    message = a_message(f"{number:08X}")
    message.registered_delivery = int(receipt)
    message.finish(DELIVERED, done)
    return message


def kept(store: MemoryStore | SqliteStore) -> list[int]:
    return [int(message.message_id, 16) for message in store.messages()]


# In memory


def test_in_memory_the_oldest_go_when_there_are_too_many() -> None:
    store = MemoryStore(Retention(most=2))
    for message in (settled(1, receipt=True), settled(2), settled(3), a_message("00000004"), settled(5)):
        store.add(message)
        store.update(message)
    assert kept(store) == [1, 3, 4, 5]


def test_in_memory_a_message_is_not_done_with_before_its_receipt_is_taken() -> None:
    store = MemoryStore(Retention(most=1))
    first = settled(1, receipt=True)
    for message in (first, settled(2), settled(3)):
        store.add(message)
        store.update(message)
    assert kept(store) == [1, 3]
    first.receipted = True
    store.update(first)
    assert kept(store) == [1]


def test_in_memory_what_has_gone_may_still_change() -> None:
    store = MemoryStore(Retention(most=1))
    first, second, third = settled(1), settled(2), settled(3)
    for message in (first, second):
        store.add(message)
        store.update(message)
    store.update(first)
    store.add(third)
    store.update(third)
    assert kept(store) == [3]


def a_submit_multi() -> tuple[Message, Message]:
    """Make two messages under the message_id of the first, which has been delivered."""
    first, second = settled(1), a_message("00000002")
    first.copies, second.submission, second.registered_delivery = (second.message_id,), first.message_id, 0
    return first, second


def test_in_memory_a_submission_is_kept_until_all_its_messages_are_done_with() -> None:
    store = MemoryStore(Retention(most=1))
    first, second = a_submit_multi()
    messages = (first, second, settled(3), settled(4))
    store.add(*messages)
    for message in messages:
        store.update(message)
    store.forget()
    assert kept(store) == [1, 2]
    second.finish(DELIVERED, 1_002.0)
    store.update(second)
    assert kept(store) == [2]


def test_in_memory_what_has_been_kept_for_long_enough_goes_with_the_next() -> None:
    store = MemoryStore(Retention(seconds=60))
    for number, done in ((1, 0.0), (2, 10.0), (3, 30.0), (4, 69.0), (5, 71.0)):
        message = settled(number, done)
        store.add(message)
        store.update(message)
    assert kept(store) == [3, 4, 5]


def test_in_memory_what_was_done_with_at_a_busy_time_goes_faster_than_others_come() -> None:
    store = MemoryStore(Retention(seconds=60))
    for number, done in ((1, 0.0), (2, 0.0), (3, 0.0), (4, 0.0), (5, 71.0), (6, 72.0)):
        message = settled(number, done)
        store.add(message)
        store.update(message)
    assert kept(store) == [5, 6]


# On disk


async def a_store(path: Path, retention: Retention, *messages: Message) -> SqliteStore:
    """Open a store and put messages into it, all written to disk."""
    store = SqliteStore(path, lambda _tokens, _why: None, retention)
    for message in messages:
        store.add(message)
    await on_disk(store)
    return store


async def pruned(store: SqliteStore, now: float) -> list[int]:
    """Return what is left after the store has deleted what it no longer keeps."""
    store.prune(now)
    await on_disk(store)
    return kept(store)


async def on_disk(store: SqliteStore) -> None:
    while (writing := store._writing) is not None:
        await asyncio.shield(writing)


async def test_on_disk_what_has_been_kept_for_long_enough_goes(tmp_path: Path) -> None:
    messages = [settled(1), settled(2, receipt=True), a_message("00000003"), settled(4, 1_050.0), settled(5, 1_100.0)]
    store = await a_store(tmp_path / "messages", Retention(seconds=60), *messages)
    assert await pruned(store, 1_060.0) == [1, 2, 3, 4, 5]
    assert await pruned(store, 1_061.0) == [2, 3, 4, 5]
    assert await pruned(store, 1_110.0) == [2, 3, 5]
    await store.close()


async def test_on_disk_a_submission_is_kept_until_all_its_messages_are_done_with(tmp_path: Path) -> None:
    first, second = a_submit_multi()
    store = await a_store(tmp_path / "messages", Retention(seconds=60), first, second, settled(3))
    assert await pruned(store, 2_000.0) == [1, 2]
    store.forget()
    await on_disk(store)
    assert kept(store) == [1, 2]
    second.finish(DELIVERED, 1_002.0)
    store.update(second)
    await on_disk(store)
    assert await pruned(store, 2_000.0) == []
    await store.close()


async def test_on_disk_the_oldest_go_when_there_are_too_many(tmp_path: Path) -> None:
    messages = [settled(1), settled(2, receipt=True), a_message("00000003"), settled(4), settled(5), settled(6)]
    store = await a_store(tmp_path / "messages", Retention(most=2), *messages)
    for _ in range(2):  # what is gone is not counted again
        assert await pruned(store, 1_002.0) == [2, 3, 5, 6]
    await store.close()


async def test_what_has_been_forgotten_is_not_counted(tmp_path: Path) -> None:
    store = await a_store(tmp_path / "messages", Retention(most=3), *map(settled, (1, 2, 3)))
    store.forget("00000001")
    store.add(settled(4))
    await on_disk(store)
    assert await pruned(store, 1_002.0) == [2, 3, 4]
    await store.close()


async def test_those_that_are_too_many_are_found_behind_a_long_piece_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PIECE", 4)
    messages = [settled(number, receipt=number < 7) for number in range(1, 12)]
    store = await a_store(tmp_path / "messages", Retention(most=2), *messages)
    for _ in range(3):
        left = await pruned(store, 1_002.0)
    assert left == [1, 2, 3, 4, 5, 6, 10, 11]
    await store.close()


@pytest.mark.parametrize("piece", [1, 100])
async def test_what_was_deleted_in_a_transaction_that_failed_is_deleted_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(retention, "PIECE", piece)
    run = Pruning.run

    def fails(self: Pruning, *how: Any) -> None:
        run(self, *how)
        raise MemoryError

    store = await a_store(tmp_path / "messages", Retention(most=4), *map(settled, range(1, 7)))
    with monkeypatch.context() as failing:
        failing.setattr(Pruning, "run", fails)
        assert await pruned(store, 1_002.0) == [1, 2, 3, 4, 5, 6]
    for _ in range(2):
        left = await pruned(store, 1_002.0)
    assert left == [3, 4, 5, 6]
    await store.close()


async def test_a_long_file_is_looked_through_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PIECE", 4)
    messages = [settled(number, receipt=number < 7) for number in range(1, 16)]
    store = await a_store(tmp_path / "messages", Retention(seconds=60), *messages)
    assert await pruned(store, 2_000.0) == list(range(1, 16))  # these owe a receipt: it goes on after them
    assert await pruned(store, 2_000.0) == [1, 2, 3, 4, 5, 6, *range(9, 16)]
    assert await pruned(store, 2_000.0) == [1, 2, 3, 4, 5, 6, *range(13, 16)]
    assert await pruned(store, 2_000.0) == [1, 2, 3, 4, 5, 6]
    assert await pruned(store, 2_000.0) == [1, 2, 3, 4, 5, 6]  # from the beginning
    await store.close()


async def test_under_load_it_looks_by_itself(tmp_path: Path) -> None:
    store = await a_store(tmp_path / "messages", Retention(most=10))
    for number in range(retention.OFTEN):
        store.add(settled(number))
        if number % 300 == 0:  # there are several transactions until then
            await on_disk(store)
    await on_disk(store)
    assert kept(store) == list(range(retention.OFTEN - 10, retention.OFTEN))
    await store.close()


async def test_what_somebody_else_deletes_is_counted_no_longer(tmp_path: Path) -> None:
    messages = [settled(number) for number in range(1, 7)]
    store = await a_store(tmp_path / "messages", Retention(most=6), *messages)
    with closing(sqlite3.connect(tmp_path / "messages")) as db, db:
        db.execute("DELETE FROM message WHERE message_id < '00000005'")
    for number in range(7, 10):
        store.add(settled(number))
    await on_disk(store)
    assert await pruned(store, 1_002.0) == [5, 6, 7, 8, 9]
    await store.close()


async def test_what_a_full_disk_has_not_taken_is_not_counted_as_done(tmp_path: Path) -> None:
    file, away = tmp_path / "messages", tmp_path / "away"
    store = await a_store(file, Retention(most=5), *[settled(number) for number in range(1, 5)])
    file.rename(away)
    store.prune(1_002.0)  # it would have counted those four
    await on_disk(store)
    away.rename(file)
    for number in range(5, 11):
        store.add(settled(number))
    await on_disk(store)
    assert await pruned(store, 1_002.0) == [6, 7, 8, 9, 10]
    await store.close()


@pytest.mark.parametrize("way", ["pruned", "forgotten"])
async def test_no_message_id_is_given_twice_though_nothing_is_left(tmp_path: Path, way: str) -> None:
    store = await a_store(tmp_path / "messages", Retention(seconds=60), settled(41), settled(42))
    if way == "pruned":
        store.prune(2_000.0)
    else:
        store.forget()
    await on_disk(store)
    assert kept(store) == []
    await store.close()
    again = await a_store(tmp_path / "messages", Retention())
    assert again.next_message_id() == 43
    await again.close()


async def test_a_message_takes_its_ladder_with_it(tmp_path: Path) -> None:
    store = await a_store(tmp_path / "messages", Retention(seconds=60), settled(1), settled(2, 2_000.0))
    for message_id in ("00000001", "00000002"):
        store.tell(message_id, 1_000.0, "bank -> sc  submit_sm")
    await on_disk(store)
    await pruned(store, 2_000.0)
    with closing(sqlite3.connect(tmp_path / "messages")) as db:
        assert db.execute("SELECT message_id FROM rung").fetchall() == [("00000002",)]
    await store.close()


@given(
    st.sampled_from(["", "bank"]), st.sampled_from(MessageState), st.integers(0, 31), st.integers(0, 3), st.booleans()
)
def test_the_table_and_the_message_agree_on_who_owes_a_receipt(
    account: str, state: MessageState, registered_delivery: int, esm_class: int, receipted: bool
) -> None:
    message = a_message("00000001")
    message.account, message.state, message.done = account, state, 1_001.0
    message.registered_delivery, message.esm_class, message.receipted = registered_delivery, esm_class, receipted
    message.state = state if state not in (ENROUTE, MessageState.SCHEDULED) else DELIVERED
    if message.state in (MessageState.ACCEPTED, MessageState.UNKNOWN):
        message.state = DELIVERED
    with closing(sqlite3.connect(":memory:")) as db:
        for statement in TABLES.values():
            db.execute(statement)
        db.execute(table.PUT, table.row(message))
        [owes] = db.execute(f"SELECT {table.OWES_RECEIPT} FROM message").fetchone()  # noqa: S608 - it is ours
    assert bool(owes) is message.owes_receipt
