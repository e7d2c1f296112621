"""The file of a store: opened, locked, and found to be the same still."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from smsc.store import arrivals
from smsc.store.asking import answer
from smsc.store.layout import StoreError, bring_up_to_date
from smsc.terminal import harmless

try:
    import fcntl
except ModuleNotFoundError:  # Windows
    fcntl = None  # type: ignore[assignment]  # all else goes on without


def really(path: Path) -> Path:
    """Say where a file really is, whichever name somebody has for it; raises StoreError.

    So a file with two names is one store, and none of them means to SQLite what only it knows, such as ``:memory:``.
    """
    try:
        file = path.resolve()
        found = file.stat() if os.path.lexists(file) else None  # since Python 3.13, a circle is found here at first
    except (OSError, RuntimeError, ValueError) as wrong:  # no working folder; links in a circle; a NUL
        reason = wrong.strerror if isinstance(wrong, OSError) else str(wrong)
        raise StoreError(f"{harmless(str(path))}: can't be used as a store: {reason}") from wrong
    if found is not None and stat.S_ISDIR(found.st_mode):
        raise StoreError(f"{file}: can't be used as a store: it is a folder")
    if found is not None and found.st_nlink > 1:  # its log would be that of one name alone, and so would its lock
        raise StoreError(f"{file}: can't be used as a store: it has another name (a hard link); a copy has its own")
    return file


def opened(path: Path) -> sqlite3.Connection:
    """Open or make the file, and bring it up to date; raises StoreError."""
    db = connected(path, "used", check_same_thread=False)
    with closed_unless_sound(db, path, "used"):
        state = answer(db, "PRAGMA quick_check(1)")  # first: what is damaged is not written to
        if state != "ok":
            raise StoreError(f"{path}: is damaged: {' '.join(state.replace('*** in database main ***', '').split())}")
        answer(db, "PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA fullfsync=ON")  # macOS: through the disk's own cache as well
        bring_up_to_date(db, path)
        db.execute("BEGIN IMMEDIATE")
        arrivals.lay_out(db)
        db.execute("COMMIT")
    return db


def connected(path: Path, done: str, *, mode: str = "rwc", **how: Any) -> sqlite3.Connection:
    """Open a file for transactions that are begun by hand; raises StoreError if it can't be.

    To read (``mode`` ro), SQLite makes files beside it. Where it may not, and nobody else writes, it does without.
    """
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    if mode == "ro" and not (os.access(path.resolve().parent, os.W_OK) or _log_of(path.resolve()).exists()):
        uri += "&immutable=1"
    try:
        db: sqlite3.Connection = sqlite3.connect(uri, isolation_level=None, uri=True, **how)
    except sqlite3.Error as wrong:
        raise StoreError(f"{path}: can't be {done} as a store: {wrong}") from wrong
    return db


@contextmanager
def closed_unless_sound(db: sqlite3.Connection, path: Path, done: str) -> Iterator[None]:
    """Close a file that turns out to be no store, which can't be ``done`` then; raises StoreError."""
    try:
        yield
    except (sqlite3.Error, StoreError) as wrong:
        db.close()
        if isinstance(wrong, StoreError):
            raise
        raise StoreError(f"{path}: can't be {done} as a store: {wrong}") from wrong


class Whereabouts:
    """The file and its write-ahead log: SQLite would go on writing to what is removed, and nobody could read that."""

    def __init__(self, path: Path) -> None:
        files = {"the file": path, "its write-ahead log": _log_of(path)}
        self._files = [(name, file, _inode(file)) for name, file in files.items()]

    def missed(self) -> str:
        """Name what is not there any more; nothing if all is."""
        return next((name for name, file, inode in self._files if _inode(file) != inode), "")


def _log_of(path: Path) -> Path:
    """Where SQLite has the write-ahead log of a file."""
    return path.with_name(path.name + "-wal")


def _inode(file: Path) -> int:
    """Say which file it is; 0: none."""
    try:
        return file.stat().st_ino
    except OSError:
        return 0


def locked(path: Path) -> IO[str]:
    """See to it that no other service centre writes here; the system forgets the lock with the process."""
    if fcntl is None:
        raise StoreError(f"{path}: a store on disk needs Linux or macOS (fcntl); --store memory does without")
    try:
        lock = path.with_name(path.name + ".lock").open("w")
    except OSError as wrong:
        raise StoreError(f"{path}: can't be used as a store: {wrong.strerror}") from wrong
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as wrong:
        lock.close()
        if isinstance(wrong, BlockingIOError):
            why = "another smsc is using it; choose another file (--data), or --store memory"
        else:
            why = f"can't be used as a store: it can't be locked: {wrong.strerror}"
        raise StoreError(f"{path}: {why}") from wrong
    return lock
