"""The tables of the file, and the steps that bring a file of an earlier version up to date.

The file holds its version, as user_version. To change a table, or what a value means, add a step from the version
before, and raise VERSION; tests/smsc/store/test_layout.py has a file of this version as it was written. A file of a
later version is left alone, as is another program's.
"""

import sqlite3
from pathlib import Path
from typing import Final

from smsc.log import get_logger
from smsc.store import arrivals, table
from smsc.store.asking import answer

log = get_logger(__name__)

VERSION: Final = 4

NOTE: Final = (
    "CREATE TABLE note (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key))"
    " WITHOUT ROWID"
)
RUNG: Final = (
    "CREATE TABLE rung (message_id TEXT NOT NULL, at REAL NOT NULL, serial INTEGER NOT NULL, line TEXT NOT NULL,"
    " PRIMARY KEY (message_id, at, serial)) WITHOUT ROWID"
)
TABLES: Final = {"message": table.CREATE, "arrival": arrivals.CREATE, "note": NOTE, "rung": RUNG}

STEPS: Final[dict[int, tuple[str, ...]]] = {
    1: ("ALTER TABLE message ADD COLUMN status_report TEXT", NOTE, RUNG),
    2: (
        "ALTER TABLE message RENAME TO message_2",
        table.CREATE,  # columns for what the submit_sm says may now be NULL
        "INSERT INTO message SELECT *, NULL FROM message_2",
        "DROP TABLE message_2",
    ),
    3: (arrivals.CREATE,),
}  # from each version to the next


class StoreError(Exception):
    """The store can't be opened; the text says in one sentence which file, and why."""


def bring_up_to_date(db: sqlite3.Connection, path: Path) -> None:
    """Make the tables, or change those of an earlier version; raises StoreError.

    It is all or nothing: a file closed before the COMMIT is as it was.
    """
    version = checked(db, path)
    db.execute("BEGIN IMMEDIATE")
    for statement in TABLES.values() if not version else _steps(version):
        db.execute(statement)
    if _columns(db) != list(table.COLUMNS):
        raise _strange(path)
    db.execute(f"PRAGMA user_version={VERSION}")
    db.execute("COMMIT")
    if 0 < version < VERSION:
        log.info("store brought up to date", file=str(path), version=version, now=VERSION)


def checked(db: sqlite3.Connection, path: Path) -> int:
    """Read the version of a file, 0 for a new one; raises StoreError if it is no store, or one of a later smsc."""
    version = int(answer(db, "PRAGMA user_version"))
    names = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if names and names.isdisjoint(TABLES):
        raise StoreError(f"{path}: is another program's database; choose another file")
    if names and not version:
        raise _strange(path)
    if version > VERSION:
        why = f"is of version {version}, and this smsc knows {VERSION}"
        raise StoreError(f"{path}: {why}; use the later smsc that wrote it, or choose another file")
    return version


def _steps(version: int) -> list[str]:
    return [statement for step in range(version, VERSION) for statement in STEPS[step]]


def _columns(db: sqlite3.Connection) -> list[str]:
    return [name for _, name, *_ in db.execute("PRAGMA table_info(message)")]


def _strange(path: Path) -> StoreError:
    return StoreError(f"{path}: was written by another version of smsc; choose another file")
