"""A file of an earlier version is brought up to date with all it holds, or left as it was."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre import alerts, broadcasting
from smsc.centre.broadcast import Area, Cell
from smsc.centre.kept_broadcast import read
from smsc.centre.message import StatusReport, UserData
from smsc.commands.kept import ladder, purged
from smsc.kept_clock import KeptClock
from smsc.store.asking import answer
from smsc.store.file import connected
from smsc.store.layout import STEPS, VERSION, StoreError, bring_up_to_date
from smsc.store.sqlite import SqliteStore
from tests.smsc.store.notes import Notes

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

# Version 4, likewise. If what is written now is no longer this, raise VERSION; this then stays, as an earlier one.
WAITING = bytes.fromhex(
    "00000039 00000004 00000000 00000002"  # header
    "00 00 01 3730303000"  # no service_type; from 7000
    "01 01 34343737303039303031323300"  # to 447700900123
    "00 00 01 00 00 01 00 00 00"  # priority_flag 1, registered_delivery 1
    "02 4869"  # Hi
    "0204 0002 0007"  # user_message_reference 7
)
CAME = bytes.fromhex(
    "00000033 00000004 00000000 00000003"
    "00 00 01 3730303000"
    "01 01 34343737303039303031323300"
    "00 00 00 00 00 00 00 00 00"
    "02 486F"  # Ho
)
VERSION_4 = """
CREATE TABLE message (
    message_id TEXT PRIMARY KEY, account TEXT NOT NULL, source TEXT NOT NULL, destination TEXT NOT NULL,
    submitted REAL NOT NULL, expires REAL NOT NULL, parts BLOB, text TEXT, service_type TEXT NOT NULL,
    protocol_id INTEGER NOT NULL, priority INTEGER NOT NULL, data_coding INTEGER NOT NULL,
    registered_delivery INTEGER NOT NULL, state INTEGER NOT NULL, next_part INTEGER NOT NULL,
    attempts INTEGER NOT NULL, next_attempt REAL NOT NULL, error INTEGER NOT NULL, done REAL,
    receipted INTEGER NOT NULL, asked_as TEXT, esm_class INTEGER NOT NULL, tlvs TEXT NOT NULL,
    set_dpf INTEGER NOT NULL, dpf_is_set INTEGER NOT NULL, session INTEGER NOT NULL, submission TEXT NOT NULL,
    copies TEXT NOT NULL, status_report TEXT, pdu BLOB
) WITHOUT ROWID;
CREATE TABLE arrival (
    number INTEGER PRIMARY KEY, account TEXT NOT NULL, submitted REAL NOT NULL, message_ids TEXT NOT NULL,
    octets BLOB NOT NULL
);
CREATE TABLE note (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE rung (
    message_id TEXT NOT NULL, at REAL NOT NULL, serial INTEGER NOT NULL, line TEXT NOT NULL,
    PRIMARY KEY (message_id, at, serial)
) WITHOUT ROWID;
PRAGMA user_version = 4;
INSERT INTO note VALUES ('broadcast', '0000002D', '{"message_id": "0000002D", "account": "bank",
    "source": ["7000", 0, 1], "service_type": "", "content_type": "000032", "user_message_reference": 7,
    "areas": ["0063656c6c31"], "message_identifier": 50, "serial_number": 16384, "data_coding_scheme": 15,
    "contents": ["c834"], "repetitions": 5, "interval": 3600.0, "starts": 1000.0, "expires": 19000.0, "state": 1,
    "done": null, "started": true}');
INSERT INTO note VALUES ('dpf', '["447700900123", "bank", 0, 1, "7000"]', '0000002A');
INSERT INTO note VALUES ('alert', '["447700900124", "bank", 0, 1, "7000"]', '0000002A');
INSERT INTO note VALUES ('clock', 'ahead', '7200.000');
INSERT INTO note VALUES ('highest', 'message_id', '0000003F');
INSERT INTO rung VALUES ('0000002A', 1000.0, 0, 'bank -> sc    submit_sm short_message="Hi"');
"""
VERSION_4 += f"""
INSERT INTO message VALUES (
    '0000002A', 'bank', '0.1:7000', '1.1:447700900123', 1000.0, 2000.0, NULL, NULL, '', 0, 1, 0, 1, 1, 0, 2, 1500.0, 6,
    NULL, 0, NULL, 0, '[[516, "0007"]]', 1, 1, 12, '', '["0000002B"]', NULL,
    X'{WAITING.hex()}'
);
INSERT INTO message VALUES (
    '0000002B', '', '1.1:447700900123', '0.1:7000', 1000.0, 2000.0, X'0000024869', 'Hi', '', 0, 0, 0, 0, 2, 1, 1, 0.0,
    0, 1001.0, 0, '["1.1:", "1.1:"]', 0, '[]', 0, 0, 0, '', '[]', '[5, 0, 1001.0]', NULL
);
INSERT INTO arrival VALUES (1, 'bank', 1100.0, '["0000002C"]', X'{CAME.hex()}');
"""  # noqa: S608 - octets that stand above


@pytest.fixture
def present(tmp_path: Path) -> Path:
    path = tmp_path / "present"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(VERSION_4)
    return path


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
        return int(answer(db, "PRAGMA user_version"))


async def test_a_file_of_version_1_is_brought_up_to_date_with_its_messages(old: Path) -> None:
    store = SqliteStore(old, Notes())
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
        await SqliteStore(path, Notes()).close()
    assert tables(old) == tables(tmp_path / "new")


async def test_a_file_of_this_version_is_read_as_it_was_written(present: Path) -> None:
    store = SqliteStore(present, Notes())
    waiting, came = store.unfinished()
    assert (waiting.message_id, waiting.source, waiting.text) == ("0000002A", Address("7000", 0, 1), "Hi")
    assert (waiting.asked_as, waiting.error) == ((Address("7000", 0, 1), Address("447700900123")), 6)
    assert (waiting.tlvs, waiting.copies, waiting.dpf_is_set) == (((0x0204, b"\x00\x07"),), ("0000002B",), True)
    assert (came.message_id, came.account, came.text, came.submitted) == ("0000002C", "bank", "Ho", 1100.0)
    done = store.get("0000002B")
    assert done is not None
    assert (done.state, done.text, done.status_report) == (MessageState.DELIVERED, "Hi", StatusReport(5, 0, 1001.0))
    assert store.ladder("0000002A") == [(1000.0, 'bank -> sc    submit_sm short_message="Hi"')]
    assert store.next_message_id() == 0x40
    await store.close()


async def test_so_are_its_notes(present: Path) -> None:
    store = SqliteStore(present, Notes())
    [(_, text)] = store.notes(broadcasting.KIND)
    cell = Cell("bss1", CellGlobalIdentification(LocationAreaIdentification("234", "15", 1), 101))
    broadcast = read(text, {"cell1": cell})
    assert (broadcast.source, broadcast.user_message_reference) == (Address("7000", 0, 1), 7)
    assert (broadcast.areas, broadcast.contents) == ((Area(b"\0cell1", (cell,)),), (b"\xc8\x34",))
    assert (broadcast.state, broadcast.due(5000.0), broadcast.expires) == (MessageState.ENROUTE, 2, 19000.0)
    key = json.loads(dict(store.notes(alerts.PENDING)).popitem()[0])
    assert key == ["447700900123", "bank", 0, 1, "7000"]
    assert dict(store.notes(alerts.WAITING)).popitem()[1] == "0000002A"
    assert KeptClock((store,), 1000.0).begins == 8200.0
    await store.close()


async def test_who_changes_a_table_raises_the_version(present: Path, tmp_path: Path) -> None:
    await SqliteStore(tmp_path / "new", Notes()).close()
    assert (tables(tmp_path / "new"), VERSION) == (tables(present), version(present))


def test_there_is_a_step_from_every_version_to_the_next() -> None:
    assert sorted(STEPS) == list(range(1, VERSION))


def test_a_step_that_fails_leaves_the_file_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables(old)
    monkeypatch.setitem(STEPS, VERSION - 1, (*STEPS[VERSION - 1], "INSERT INTO nowhere VALUES (1)"))
    with pytest.raises(StoreError, match="can't be used as a store: no such table: nowhere"):
        SqliteStore(old, Notes())
    assert (tables(old), version(old)) == (before, 1)


def test_a_file_of_a_later_version_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"PRAGMA user_version={VERSION + 1}")
    octets = path.read_bytes()
    why = f"is of version {VERSION + 1}, and this smsc knows {VERSION}"
    for use in (lambda: SqliteStore(path, Notes()), lambda: ladder(path, "00000001")):
        with pytest.raises(StoreError, match=f"{why}; use the later smsc that wrote it, or choose another file$"):
            use()
    assert path.read_bytes() == octets


@pytest.mark.parametrize("number", [0, 1, VERSION, VERSION + 1])
def test_another_programs_database_is_left_alone(number: int, tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE auth_user (id INTEGER PRIMARY KEY)")
        db.execute(f"PRAGMA user_version={number}")
    octets = path.read_bytes()
    for use in (lambda: SqliteStore(path, Notes()), lambda: ladder(path, "00000001"), lambda: purged(path, 0, 0)):
        with pytest.raises(StoreError, match=f"^{path}: is another program's database; choose another file$"):
            use()
    assert path.read_bytes() == octets


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
