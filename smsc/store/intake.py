"""The quick way to disk: submit_sms of one read are written and being synced while it is decided what becomes of them.

What is decided usually takes longer than the sync, so that their responses need not wait. The event loop writes; so
nobody else may write at that time, and what has to be written besides goes the other way (see Writer).
"""

import os
import sqlite3
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from smsc.store import arrivals
from smsc.store.arrivals import Record
from smsc.store.asking import answer
from smsc.store.file import Whereabouts, closed_unless_sound, connected, log_of
from smsc.store.layout import StoreError
from smsc.store.syncing import Syncing, available

BRIEFLY: Final = 0.0005  # seconds for which the event loop waits for a disk, before a thread waits for it


class Intake:
    """Takes records into a file and syncs them."""

    def __init__(self, path: Path) -> None:
        """Open the file a second time; raises StoreError or OSError."""
        self._whereabouts = Whereabouts(path)
        _sync_folder(path.parent)  # the write-ahead log may have just been made there
        self._syncing = Syncing(log_of(path))
        with ExitStack() as otherwise:
            otherwise.callback(self._syncing.close)
            self._db = connected(path, "used", timeout=0)
            with closed_unless_sound(self._db, path, "used"):
                self._db.execute("PRAGMA synchronous=NORMAL")  # it leaves syncing to us,
                answer(self._db, "PRAGMA wal_autocheckpoint=0")  # and what takes longer to the thread that writes
            otherwise.pop_all()
        self._taken = 0  # records,
        self._begun = 0  # how many of them a sync has begun for,
        self._synced = 0  # and how many are on disk
        self._failed = False  # whether a sync has, after which nothing is sure

    def take(self, record: Record) -> bool:
        """Write a record and begin to sync it; False if that can't be done now: another process may be writing."""
        if self._whereabouts.missed():
            return False
        try:
            self._db.execute(arrivals.PUT, record.values())
        except sqlite3.Error:
            return False
        self._taken += 1
        self.synced()
        return True

    def synced(self, patience: float | None = 0) -> bool:
        """Whether all that was taken is on disk, for which this waits a little; None: until it is, or can't be."""
        if self._failed:
            return False
        try:
            while self._syncing.over(patience):
                self._synced = self._begun
                if self._synced == self._taken:
                    return True
                self._syncing.start()
                self._begun = self._taken
        except OSError:
            self._failed = True
        return False

    def sync(self) -> None:
        """Wait until all that was taken is on disk, while nobody else may write. Raises OSError if it can't be.

        After a power failure, SQLite reads the log up to the first gap. So once a sync has failed, nothing later is
        safe before all of the log has been written again, and synced.
        """
        if not self.synced(None):
            self._syncing.write_again()
            self._syncing.start()
            self._syncing.over(None)
            self._begun = self._synced = self._taken
            self._failed = False

    def limit_pages(self, most: int) -> None:
        """Let the file grow to so many pages at most."""
        answer(self._db, f"PRAGMA max_page_count={most}")

    def close(self) -> None:
        """Close it, once no sync is under way."""
        self._db.close()
        self._syncing.close()


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def intake_of(path: Path) -> Intake | None:
    """Open the quick way to a file, if this system and this file have one."""
    try:
        return Intake(path) if available() else None
    except (StoreError, OSError):
        return None
