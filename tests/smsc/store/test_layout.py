"""A file of an earlier version is brought up to date with all it holds, or left as it was."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre.message import UserData
from smsc.store import layout
from smsc.store.file import connected
from smsc.store.layout import STEPS, VERSION, StoreError, bring_up_to_date
from smsc.store.sqlite import SqliteStore

# Version 1, as it was written: this may not change with the code that is tested with it.
VERSION_1 = """
CREATE TABLE message (
    message_id TEXT PRIMARY KEY, account TEXT NOT NULL, source TEXT NOT NULL, destination TEXT NOT NULL,
    submitted REAL NOT NULL, expires REAL NOT NULL, parts BLOB NOT NULL, text TEXT NOT NULL,
    service_type TEXT NOT NULL, protocol_id INTEGER NOT NULL, priority INTEGER NOT NULL,
    data_coding INTEGER NOT NULL, registered_delivery INTEGER NOT NULL, state INTEGER NOT NULL,
    next_part INTEGER NOT NULL, attempts INTEGER NOT NULL, next_attempt REAL NOT NULL, error INTEGER NOT NULL,
    done REAL, receipted INTEGER NOT NULL, asked_as TEXT NOT NULL, esm_class INTEGER NOT NULL, tlvs TEXT NOT NULL,
    set_dpf INTEGER NOT NULL, dpf_is_set INTEGER NOT NULL, session INTEGER NOT NULL, submission TEXT NOT NULL,
    copies TEXT NOT NULL
) WITHOUT ROWID;
PRAGMA user_version = 1;
INSERT INTO message VALUES (
    '0000002A', 'bank', '0.1:7000', '1.1:447700900123', 1000.0, 2000.0,
    X'00060105000301020158', 'X', '', 0, 1, 8, 1, 1, 1, 2, 1500.0, 6, NULL, 0,
    '["0.0:7000", "1.1:447700900123"]', 64, '[[516, "0007"]]', 1, 1, 12, '', '["0000002B"]'
);
INSERT INTO message VALUES (
    '0000002B', '', '1.1:447700900123', '0.1:7000', 1000.0, 2000.0, X'0000024869', 'Hi', '', 0, 0, 0, 0, 2, 1, 1, 0.0,
    0, 1001.0, 0, '["1.1:", "1.1:"]', 0, '[]', 0, 0, 0, '', '[]'
);
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "messages"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(VERSION_1)
    return path


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the columns of each table: name, type, whether it must have a value, and its place in the key."""
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: [(row[1], row[2], row[3], row[5]) for row in db.execute(f"PRAGMA table_info({table})")]
            for table in names
        }


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return layout.version_of(db)


async def test_a_file_of_version_1_is_brought_up_to_date_with_its_messages(old: Path) -> None:
    store = SqliteStore(old, lambda _tokens, _why: None)
    [message] = store.unfinished()
    assert (message.message_id, message.account, message.state) == ("0000002A", "bank", MessageState.ENROUTE)
    assert message.parts == (UserData(0, b"\x05\x00\x03\x01\x02\x01", b"X"),)
    assert (message.destination, message.next_attempt, message.error) == (Address("447700900123"), 1500.0, 6)
    assert (message.tlvs, message.copies, message.dpf_is_set) == (((0x0204, b"\x00\x07"),), ("0000002B",), True)
    assert store.next_message_id() == 0x2C
    await store.close()
    assert version(old) == VERSION


async def test_its_tables_are_then_those_of_a_file_that_is_new(old: Path, tmp_path: Path) -> None:
    for path in (old, tmp_path / "new"):
        await SqliteStore(path, lambda _tokens, _why: None).close()
    assert tables(old) == tables(tmp_path / "new")


def test_there_is_a_step_from_every_version_to_the_next() -> None:
    assert sorted(STEPS) == list(range(1, VERSION))


def test_a_step_that_fails_leaves_the_file_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables(old)
    monkeypatch.setitem(STEPS, VERSION - 1, (*STEPS[VERSION - 1], "INSERT INTO nowhere VALUES (1)"))
    with pytest.raises(StoreError, match="can't be used as a store: no such table: nowhere"):
        SqliteStore(old, lambda _tokens, _why: None)
    assert (tables(old), version(old)) == (before, 1)


def test_a_file_of_a_later_version_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"PRAGMA user_version={VERSION + 1}")
    with pytest.raises(StoreError, match=f"is of version {VERSION + 1}, and this smsc knows {VERSION}$"):
        SqliteStore(path, lambda _tokens, _why: None)


def test_a_disk_that_is_full_at_the_start_is_told_as_such(tmp_path: Path) -> None:
    class Full(sqlite3.Connection):
        """It does what SQLite does when the write-ahead log can't grow: gives up the transaction, and says why."""

        def execute(self, sql: str, /, *values: Any) -> sqlite3.Cursor:
            if sql != "COMMIT":
                return super().execute(sql, *values)
            super().execute("ROLLBACK")
            raise sqlite3.OperationalError("database or disk is full")

    path = tmp_path / "messages"
    with closing(connected(path, "used", factory=Full)) as db, pytest.raises(sqlite3.OperationalError, match="is full"):
        bring_up_to_date(db, path)
