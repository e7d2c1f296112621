"""The two ways to the file: through a thread, one transaction after another, and the quick way of the intake.

The thread syncs each transaction to disk before it tells the event loop; meanwhile nothing goes the quick way.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, Final

from smsc.store import arrivals, table
from smsc.store.arrivals import Record
from smsc.store.asking import answer
from smsc.store.batch import Batch
from smsc.store.file import Whereabouts
from smsc.store.intake import Intake, intake_of
from smsc.store.layout import StoreError
from smsc.store.retention import Pruning

_NOTE: Final = "INSERT OR REPLACE INTO note VALUES (?, ?, ?)"
_NOTE_NO_LONGER: Final = "DELETE FROM note WHERE kind = ? AND key = ?"
_RUNG: Final = "INSERT OR REPLACE INTO rung VALUES (?, ?, ?, ?)"


@dataclass(slots=True, eq=False)
class Transaction:
    """A batch in the form the file takes; ``prune_at`` is the time now if old messages are to be deleted."""

    batch: Batch
    records: list[Record] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    emptied: list[tuple[int]] = field(default_factory=list)
    prune_at: float | None = None
    settled: int = 0  # messages settled since old ones were last deleted

    @property
    def writes(self) -> bool:
        """Whether anything is to be written, and not only to be waited for."""
        return bool(self.records) or not self.only_records

    @property
    def only_records(self) -> bool:
        """Whether nothing but records is to be written, if anything is."""
        batch = self.batch
        others = self.rows or self.emptied or batch.notes or batch.rungs or batch.forgotten
        return not others and self.prune_at is None


TURN: Final = 200  # records taken the quick way before the thread has its turn: only it moves the log into the file

Written = Callable[[Transaction, Exception | None], None]


class Writer:
    """Writes to an open file; after each transaction, ``written`` is called in the event loop, with any exception.

    An executor of the standard library would do, but its futures take longer than the rest of a transaction.
    """

    def __init__(self, path: Path, db: sqlite3.Connection, pruning: Pruning, written: Written) -> None:
        self._whereabouts = Whereabouts(path)
        self._db = db
        self._pruning = pruning
        self._written = written
        self._intake: Intake | None = None
        self._taken = 0  # records since the last transaction
        self._busy = False  # with a transaction
        self._loop = asyncio.get_running_loop()
        self._waiting: SimpleQueue[Transaction | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="smsc-store", daemon=True)
        try:
            self._thread.start()
        except RuntimeError as wrong:  # the user may have no more threads
            raise StoreError(f"{path}: can't be used as a store: {wrong}") from wrong
        self._intake = intake_of(path)

    @property
    def takes(self) -> bool:
        """Whether a record can be taken now."""
        return self._intake is not None and not self._busy and self._taken < TURN

    def take(self, record: Record) -> bool:
        """Write a record at once, and begin to sync it; False if another process is writing, or the disk refuses it."""
        taken = self._intake is not None and self._intake.take(record)
        self._taken += taken
        return taken

    def synced(self, patience: float = 0) -> bool:
        """Whether all records taken are on disk, for which this waits so many seconds at the most."""
        return self._intake is not None and self._intake.synced(patience)

    def write(self, transaction: Transaction) -> None:
        """Queue a transaction to be written."""
        self._busy, self._taken = True, 0
        self._waiting.put(transaction)

    def limit_pages(self, most: int) -> None:
        """Let the file grow to so many pages at most."""
        answer(self._db, f"PRAGMA max_page_count={most}")
        if self._intake is not None:
            self._intake.limit_pages(most)

    def close(self) -> None:
        """End the thread, once everything queued has been written."""
        self._waiting.put(None)
        self._thread.join()
        if self._intake is not None:
            self._intake.close()

    def _run(self) -> None:
        for transaction in iter(self._waiting.get, None):
            wrong: Exception | None = None
            try:
                self._commit(transaction)
            except Exception as failed:
                wrong = failed
                self._pruning.taken_back()
            self._loop.call_soon_threadsafe(self._done, transaction, wrong)

    def _done(self, transaction: Transaction, wrong: Exception | None) -> None:
        self._busy = False
        self._written(transaction, wrong)

    def _commit(self, transaction: Transaction) -> None:
        """Commit one transaction, which is synced to disk when this returns; raises whatever fails."""
        if missed := self._whereabouts.missed():
            raise sqlite3.OperationalError(f"{missed} has been removed, or another one put in its place")
        db = self._db
        try:
            db.execute("BEGIN IMMEDIATE")
            if self._intake is not None:
                self._intake.sync()
            self._put(db, transaction)
            db.execute("COMMIT")
        except Exception:  # not only SQLite's: a MemoryError, say
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise

    def _put(self, db: sqlite3.Connection, transaction: Transaction) -> None:
        batch = transaction.batch
        db.executemany(arrivals.PUT, map(Record.values, transaction.records))
        if transaction.rows:
            db.executemany(table.PUT, transaction.rows)
        if transaction.emptied:
            db.executemany(arrivals.DELETE, transaction.emptied)
        if None in batch.notes.values():  # the note may be a broadcast's, with the highest message_id
            db.execute(table.REMEMBER_HIGHEST)
        for (kind, key), value in batch.notes.items():
            if value is None:
                db.execute(_NOTE_NO_LONGER, (kind, key))
            else:
                db.execute(_NOTE, (kind, key, value))
        if batch.rungs:
            db.executemany(_RUNG, batch.rungs)
        if batch.forgotten:
            self._pruning.forget(batch.forgotten)
        if transaction.prune_at is not None:
            self._pruning.run(transaction.prune_at, transaction.settled)
