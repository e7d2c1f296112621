"""The file of a store: opening it, locking it, and checking that it is still the same file."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from pdu.terminal import harmless
from smsc.store import arrivals
from smsc.store.asking import answer
from smsc.store.layout import StoreError, bring_up_to_date, checked

try:
    import fcntl
except ModuleNotFoundError:  # Windows
    fcntl = None  # type: ignore[assignment]  # everything but a store on disk works without it


def really(path: Path) -> Path:
    """Resolve the path of a file; raises StoreError.

    So a file with two names is one store, and no name has a meaning of SQLite's own, such as ``:memory:``.
    """
    try:
        file = path.resolve()
        found = file.stat() if os.path.lexists(file) else None  # since Python 3.13, only this finds a circle of links
    except (OSError, RuntimeError, ValueError) as wrong:  # no working directory; links in a circle; a NUL
        reason = wrong.strerror if isinstance(wrong, OSError) else str(wrong)
        raise StoreError(f"{harmless(str(path))}: can't be used as a store: {reason}") from wrong
    if found is not None and stat.S_ISDIR(found.st_mode):
        raise StoreError(f"{file}: can't be used as a store: it is a folder")
    if found is not None and found.st_nlink > 1:  # its log and its lock would belong to only one of its names
        raise StoreError(f"{file}: can't be used as a store: it has another name (a hard link); a copy has its own")
    return file


def opened(path: Path) -> sqlite3.Connection:
    """Open the file, or create it for its owner's eyes, and bring it up to date; raises StoreError."""
    with suppress(OSError):  # SQLite says better what is wrong
        os.close(_private(str(path), os.O_RDWR | os.O_CREAT))
    db = connected(path, "used", check_same_thread=False)
    with closed_unless_sound(db, path, "used"):
        state = answer(db, "PRAGMA quick_check(1)")  # first, so that a damaged file is not written to
        if state != "ok":
            raise StoreError(f"{path}: is damaged: {' '.join(state.replace('*** in database main ***', '').split())}")
        checked(db, path)  # nor another program's, or that of a later smsc
        answer(db, "PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA fullfsync=ON")  # macOS: flush the disk's own cache as well
        bring_up_to_date(db, path)
        db.execute("BEGIN IMMEDIATE")
        arrivals.lay_out(db)
        db.execute("COMMIT")
    return db


def connected(path: Path, done: str, *, mode: str = "rwc", **how: Any) -> sqlite3.Connection:
    """Open a file for transactions begun by hand; raises StoreError if it can't be opened.

    To read (``mode`` ro), SQLite makes files beside it; if it may not, and nobody else writes, it does without.
    """
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    if mode == "ro" and not (os.access(path.resolve().parent, os.W_OK) or log_of(path.resolve()).exists()):
        uri += "&immutable=1"
    try:
        db: sqlite3.Connection = sqlite3.connect(uri, isolation_level=None, uri=True, **how)
    except sqlite3.Error as wrong:
        raise StoreError(f"{path}: can't be {done} as a store: {wrong}") from wrong
    return db


@contextmanager
def closed_unless_sound(db: sqlite3.Connection, path: Path, done: str) -> Iterator[None]:
    """Close a file that turns out not to be a store; raises StoreError, which says that it can't be ``done``."""
    try:
        yield
    except (sqlite3.Error, StoreError) as wrong:
        db.close()
        if isinstance(wrong, StoreError):
            raise
        raise StoreError(f"{path}: can't be {done} as a store: {wrong}") from wrong


class Whereabouts:
    """The file and its write-ahead log: SQLite would go on writing to removed files, which nobody could read."""

    def __init__(self, path: Path) -> None:
        files = {"the file": str(path), "its write-ahead log": str(log_of(path))}
        self._files = [(name, file, _inode(file)) for name, file in files.items()]

    def missed(self) -> str:
        """Name the one that is gone or has been replaced; empty if both are still there."""
        for name, file, inode in self._files:
            if _inode(file) != inode:
                return name
        return ""


def log_of(path: Path) -> Path:
    """Give the path of the write-ahead log that SQLite has for a file."""
    return path.with_name(path.name + "-wal")


def _inode(file: str) -> int:
    """Give the number that identifies a file; 0 if there is none."""
    try:
        return os.stat(file).st_ino  # noqa: PTH116 - a Path takes three times as long, at each transaction
    except OSError:
        return 0


def _private(file: str, flags: int) -> int:
    """Open a file; one that is created is its owner's alone, as are the files that SQLite makes beside it."""
    return os.open(file, flags, 0o600)


def locked(path: Path) -> IO[str]:
    """Lock the store against other service centres; the lock ends with the process. Raises StoreError."""
    if fcntl is None:
        raise StoreError(f"{path}: a store on disk needs Linux or macOS (fcntl); --store memory does without")
    try:  # to append: a link that somebody has put there may lead to a file that is worth something
        lock = open(path.with_name(path.name + ".lock"), "a", opener=_private)  # noqa: SIM115 - a Path has no opener
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
