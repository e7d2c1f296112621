"""The store on disk: what it has promised is there again after a restart, and what it can't keep it refuses."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre.store import Unreadable
from smsc.store import sqlite
from smsc.store.asking import answer
from smsc.store.file import opened
from smsc.store.layout import StoreError
from smsc.store.retention import Pruning
from smsc.store.sqlite import SqliteStore
from tests.cancelling import Moment, cancelled_wherever_it_waits
from tests.smsc.store.notes import Notes, a_message, add


async def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    notes = Notes()
    store = SqliteStore(tmp_path / "messages", notes)
    for number in range(100):
        add(store, a_message(f"{number:08X}"))
    await notes.until(100)
    assert sorted(notes.kept) == [f"{number:08X}" for number in range(100)]
    await store.close()
    again = SqliteStore(tmp_path / "messages", Notes())
    assert [message.message_id for message in again.unfinished()] == [f"{number:08X}" for number in range(100)]
    assert again.next_message_id() == 100
    await again.close()


async def test_a_message_is_listed_as_it_is_before_that_is_on_disk(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "messages", Notes())
    message = a_message("00000001")
    add(store, message)
    await store.written()
    message.finish(MessageState.DELIVERED, 1_001.0)
    store.update(message)
    assert [one.state for one in store.messages()] == [MessageState.DELIVERED]
    await store.close()


async def test_a_message_that_ends_while_an_earlier_change_is_written_has_ended_for_whoever_asks(
    tmp_path: Path,
) -> None:
    states: list[MessageState] = []
    told = asyncio.Event()

    def kept(tokens: list[object], _why: str) -> None:
        found = store.get("00000001")
        assert found is not None
        states.append(found.state)
        if "end" in tokens:
            told.set()

    store = SqliteStore(tmp_path / "messages", kept)
    message = a_message("00000001")
    add(store, message)
    await store.written()
    message.attempts = 1
    store.update(message)
    store.sync("attempt")
    await asyncio.sleep(0)  # the transaction with the attempt is under way
    message.finish(MessageState.DELIVERED, 1_001.0)
    message.receipted = True
    store.update(message)
    store.sync("end")
    await asyncio.wait_for(told.wait(), 20)
    assert states == [MessageState.ENROUTE, MessageState.DELIVERED, MessageState.DELIVERED]
    await store.close()


async def test_a_message_is_unfinished_until_its_receipt_has_been_taken(tmp_path: Path) -> None:
    notes = Notes()
    store = SqliteStore(tmp_path / "messages", notes)
    messages = [a_message(message_id) for message_id in ("00000001", "00000002")]
    for message in messages:
        add(store, message)
    await notes.until(2)
    for message in messages:
        message.finish(MessageState.DELIVERED, 1001.0)
        store.update(message)
    messages[0].receipted = True
    store.update(messages[0])
    await store.close()
    again = SqliteStore(tmp_path / "messages", Notes())
    assert [message.message_id for message in again.unfinished()] == ["00000002"]
    found = again.get("00000001")
    assert found is not None
    assert found.state is MessageState.DELIVERED
    await again.close()


async def test_a_disk_that_is_full_refuses_what_is_new_and_keeps_trying_what_is_old(tmp_path: Path) -> None:
    notes = Notes()
    store = SqliteStore(tmp_path / "messages", notes)
    add(store, a_message("00000001"))
    await notes.until(1)
    store.limit_pages(1)  # in effect, as many as there are
    add(store, a_message("00000002", parts=5000))
    await notes.until(2)
    assert notes.lost == [("00000002", "database or disk is full")]
    assert store.get("00000002") is None
    store.limit_pages(1 << 30)
    add(store, a_message("00000003"))
    await notes.until(3)
    assert notes.kept == ["00000001", "00000003"]
    await store.close()


async def test_what_has_become_of_older_messages_is_written_once_a_full_disk_has_room(tmp_path: Path) -> None:
    notes = Notes()
    store = SqliteStore(tmp_path / "messages", notes)
    delivered, forgotten = a_message("00000001"), a_message("00000002")
    forgotten.registered_delivery = 0
    forgotten.finish(MessageState.DELIVERED, 1001.0)
    add(store, delivered)
    add(store, forgotten)
    await notes.until(2)
    store.limit_pages(1)  # in effect, as many as there are
    delivered.finish(MessageState.DELIVERED, 1002.0)
    store.update(delivered)
    store.forget("00000002")
    add(store, a_message("00000003", parts=5000))
    await notes.until(3)
    assert notes.lost == [("00000003", "database or disk is full")]
    store.limit_pages(1 << 30)
    await store.close()
    again = SqliteStore(tmp_path / "messages", notes)
    assert [(one.message_id, one.state) for one in again.messages()] == [("00000001", MessageState.DELIVERED)]
    await again.close()


async def test_what_a_full_disk_has_not_taken_is_tried_once_more_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.001)
    store = SqliteStore(tmp_path / "messages", Notes())
    store.limit_pages(1)  # in effect, as many as there are
    store.note("kind", "large", "x" * 100_000)
    await store.written()  # or not, since the disk fails
    store.limit_pages(1 << 30)
    store.note("kind", "late", "x")
    await store.close()
    again = SqliteStore(tmp_path / "messages", Notes())
    assert [key for key, _ in again.notes("kind")] == ["large", "late"]
    again.limit_pages(1)
    again.note("kind", "larger", "x" * 100_000)
    await again.close()  # though the disk is full


@pytest.mark.parametrize("moment", Moment)
async def test_whoever_is_cancelled_at_the_end_has_all_written_and_the_file_closed(
    tmp_path: Path, moment: Moment
) -> None:
    notes = iter("abcde")
    file = tmp_path / "messages"

    async def work() -> None:
        store = SqliteStore(file, Notes())
        store.note("kind", next(notes), "x")
        await store.close()

    waits = await cancelled_wherever_it_waits(work, moment)
    again = SqliteStore(file, Notes())
    assert len(list(again.notes("kind"))) == waits + 1
    await again.close()


async def test_what_a_full_disk_has_refused_is_not_kept_though_it_has_changed_meanwhile(tmp_path: Path) -> None:
    notes = Notes()
    store = SqliteStore(tmp_path / "messages", notes)
    store.limit_pages(1)  # in effect, as many as there are
    message = a_message("00000001", parts=5000)
    add(store, message)
    await asyncio.sleep(0)  # it is being written
    store.update(message)
    await notes.until(1)
    assert notes.lost == [("00000001", "database or disk is full")]
    store.limit_pages(1 << 30)
    add(store, a_message("00000002"))
    await notes.until(2)
    assert [kept.message_id for kept in store.messages()] == ["00000002"]
    await store.close()


CHANGES: dict[str, Callable[[SqliteStore], None]] = {
    "a message comes": lambda store: store.add(a_message("00000002")),
    "one changes": lambda store: store.update(a_message("00000001")),
    "something is noted": lambda store: store.note("kind", "key", "value"),
    "a rung is told": lambda store: store.tell("00000001", 1_000.0, "bank -> sc  submit_sm"),
    "somebody waits": lambda store: store.sync("somebody"),
    "a message is forgotten": lambda store: store.forget("00000001"),
    "it is time to look": lambda store: store.prune(1_000.0),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_whatever_changes_while_a_transaction_is_under_way_is_in_the_next(tmp_path: Path, change: str) -> None:
    store = SqliteStore(tmp_path / "messages", Notes())
    store.add(a_message("00000001"))
    await asyncio.sleep(0)  # it is being written
    CHANGES[change](store)
    await store.written()
    assert sum(store.commits.counts) == 2
    await store.close()


async def test_once_a_full_disk_has_room_all_is_waited_for_again(tmp_path: Path) -> None:
    notes = Notes()
    store = SqliteStore(tmp_path / "messages", notes)
    store.limit_pages(1)  # in effect, as many as there are
    add(store, a_message("00000001", parts=5000))
    await notes.until(1)
    store.limit_pages(1 << 30)
    add(store, a_message("00000002"))
    await notes.until(2)
    store.add(a_message("00000003"))
    await store.written()
    assert store.safe
    await store.close()


async def test_who_has_had_no_memory_once_keeps_the_next_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: object) -> None:
        raise MemoryError

    store = SqliteStore(tmp_path / "messages", notes := Notes())
    with monkeypatch.context() as full:
        full.setattr(Pruning, "run", run)
        store.prune(0)
        add(store, a_message("00000001"))
        await notes.until(1)
    add(store, a_message("00000002"))
    await store.close()
    assert ([token for token, _ in notes.lost], notes.kept) == (["00000001"], ["00000002"])


def test_a_file_that_is_no_database_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    path.write_bytes(b"This is not a database." * 100)
    with pytest.raises(StoreError, match="can't be used as a store: file is not a database"):
        SqliteStore(path, Notes())


def test_every_transaction_is_synced_to_the_disk_itself(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "messages")) as db:
        assert (answer(db, "PRAGMA synchronous"), answer(db, "PRAGMA fullfsync")) == (2, 1)  # FULL, ON


async def test_two_service_centres_may_not_share_a_store(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "messages", Notes())
    with pytest.raises(StoreError, match="another smsc is using it"):
        SqliteStore(tmp_path / "messages", Notes())
    await store.close()


def test_a_folder_that_is_not_there_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file or directory"):
        SqliteStore(tmp_path / "nowhere" / "messages", Notes())


def test_a_store_of_another_version_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE message (message_id TEXT PRIMARY KEY)")
    with pytest.raises(StoreError, match="was written by another version of smsc"):
        SqliteStore(path, Notes())


async def test_what_has_become_of_a_message_is_safe_before_that_is_said(tmp_path: Path) -> None:
    notes = Notes()
    store = SqliteStore(tmp_path / "messages", notes)
    message = a_message("00000001")
    add(store, message)
    await notes.until(1)
    assert [store.safe] == [True]
    message.finish(MessageState.DELETED, 1001.0)
    store.update(message)
    assert not store.safe
    store.sync("it is cancelled")
    await notes.until(2)
    with closing(sqlite3.connect(tmp_path / "messages")) as db:
        assert db.execute("SELECT state FROM message").fetchall() == [(MessageState.DELETED,)]
    await store.close()


async def test_the_latest_messages_of_an_account_and_an_address_come_first(tmp_path: Path) -> None:
    notes = Notes()
    store = SqliteStore(tmp_path / "messages", notes)
    others: dict[str, dict[str, Any]] = {
        "00000003": {"account": "shop"},
        "00000004": {"source": Address("7001", 0, 1)},
        "00000005": {"submission": "00000002"},
    }
    for number in range(1, 7):
        message = a_message(f"{number:08X}")
        for name, value in others.get(message.message_id, {}).items():
            setattr(message, name, value)
        add(store, message)
    await notes.until(6)
    own = Address("7000", 0, 1)
    assert list(store.latest("bank", own, 100)) == ["00000006", "00000002", "00000001"]
    assert list(store.latest("bank", own, 2)) == ["00000006", "00000002"]
    await store.close()


async def test_what_is_noted_beside_messages_is_there_again(tmp_path: Path) -> None:
    notes = Notes()
    store = SqliteStore(tmp_path / "messages", notes)
    store.note("broadcast", "0000002A", "rain")
    store.note("broadcast", "0000002B", "snow")
    store.note("dpf", "0000002A", "one")
    store.sync("first")
    await notes.until(1)
    store.note("broadcast", "0000002A", "storm")
    store.note("broadcast", "0000002B", None)
    await store.close()
    again = SqliteStore(tmp_path / "messages", notes)
    assert list(again.notes("broadcast")) == [("0000002A", "storm")]
    assert list(again.notes("dpf")) == [("0000002A", "one")]
    assert again.next_message_id() == 0x2C  # a broadcast has a message_id too, which is not given twice
    await again.close()


async def test_what_could_not_be_noted_is_tried_again(tmp_path: Path) -> None:
    notes = Notes()
    store = SqliteStore(tmp_path / "messages", notes)
    store.limit_pages(1)  # in effect, as many as there are
    store.note("broadcast", "0000002A", "storm" * 10_000)
    store.note("broadcast", "0000002B", "rain")
    store.sync("full")
    await asyncio.sleep(0)  # it is being written
    store.note("broadcast", "0000002A", "sun")
    await notes.until(1)
    assert notes.lost == [("full", "database or disk is full")]
    store.limit_pages(1 << 30)
    store.sync("again")
    await notes.until(2)
    assert notes.kept == ["again"]
    assert list(store.notes("broadcast")) == [("0000002A", "sun"), ("0000002B", "rain")]
    await store.close()


async def test_a_file_that_can_not_be_read_is_told_to_who_asks(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "messages", Notes())
    with closing(sqlite3.connect(tmp_path / "messages")) as db, db:
        db.execute("DROP TABLE message")
    with pytest.raises(Unreadable, match="no such table: message"):
        store.get("00000001")
    with pytest.raises(Unreadable, match="no such table: message"):
        store.latest("bank", Address("7000"), 1)
    await store.close()


async def test_a_file_that_is_replaced_by_another_takes_nothing_more(tmp_path: Path) -> None:
    notes = Notes()
    store = SqliteStore(tmp_path / "messages", notes)
    (tmp_path / "messages").rename(tmp_path / "elsewhere")
    (tmp_path / "messages").write_bytes(b"")
    add(store, a_message("00000001"))
    await notes.until(1)
    assert notes.lost == [("00000001", "the file has been removed, or another one put in its place")]
    await store.close()


async def test_who_loses_the_write_ahead_log_takes_nothing_more_that_would_be_lost_with_it(tmp_path: Path) -> None:
    notes = Notes()
    store = SqliteStore(tmp_path / "messages", notes)
    add(store, a_message("00000001"))
    await notes.until(1)
    (tmp_path / "messages-wal").unlink()
    add(store, a_message("00000002"))
    await notes.until(2)
    assert notes.kept == ["00000001"]
    assert notes.lost == [("00000002", "its write-ahead log has been removed, or another one put in its place")]
    await store.close()
    store = SqliteStore(tmp_path / "messages", Notes())
    assert [message.message_id for message in store.messages()] == ["00000001"]
    await store.close()


async def test_a_message_that_can_not_be_read_is_told_to_who_asks_and_stops_a_start(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    store = SqliteStore(path, Notes())
    add(store, a_message("00000001"))
    await store.close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE message SET source = 'nobody'")
    store = SqliteStore(path, Notes())
    with pytest.raises(Unreadable, match="message 00000001 can't be read"):
        store.get("00000001")
    with pytest.raises(Unreadable, match="message 00000001 can't be read"):
        next(store.newest())
    with pytest.raises(StoreError, match="can't be used as a store: message 00000001 can't be read"):
        next(store.unfinished())
    await store.close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE message SET copies = 'none', done = 1000, receipted = 1")
    for _ in ("refused", "and let go of"):
        with pytest.raises(StoreError, match="can't be used as a store: malformed JSON"):
            SqliteStore(path, Notes())
