"""Messages on disk: SQLite with a write-ahead log, and group commit.

While one transaction is being synced to disk, by a thread of its own, all that changes meanwhile is gathered for the
next one. So a promise costs the time of a sync and hardly any throughput: the more arrives, the more share one.

What this leaves open, as every store and forward does: a handset or an ESME may be handed a message (or a receipt) for
a second time after a process was killed between the network's answer and the end of the transaction that keeps it. That
is what the MSC has confirmed, or not yet answered, within the last transaction; of a long message, its last part.
Nothing is handed over twice for any other reason, and nothing acknowledged is lost.
"""

import asyncio
import fcntl
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final

import structlog

from pdu.sms.address import Address
from smsc.centre.message import FINAL, Message
from smsc.centre.store import LOOKS_BACK
from smsc.store import table

log = structlog.get_logger(__name__)

VERSION: Final = 1  # of the table, in the file's user_version
PATIENCE: Final = 1.0  # seconds before a transaction that failed is tried again

Kept = Callable[[list[object], str], None]


class StoreError(Exception):
    """The store can't be opened: which file, and why, in one sentence."""


class SqliteStore:
    """Keeps messages in a file; one process at a time may.

    ``kept`` is called, in the event loop, with what was given to ``sync`` when all that had changed before is on disk;
    or with that and a reason, when it is not.
    """

    def __init__(self, path: Path, kept: Kept) -> None:
        self._path = path
        self._kept = kept
        self._lock = _lock(path)
        try:
            self._db = _open(path)
        except StoreError:
            self._lock.close()
            raise
        self._reader = sqlite3.connect(path)
        self._live: dict[str, Message] = {}
        self._added: list[Message] = []
        self._tokens: list[object] = []
        self._changed: dict[str, Message] = {}
        self._writing: asyncio.Future[None] | None = None
        self._failing = False
        self._thread = ThreadPoolExecutor(1, "smsc-store")

    # What the service centre calls

    def add(self, message: Message) -> None:
        """Keep a new message, as soon as the next transaction."""
        self._added.append(message)
        self._live[message.message_id] = message
        self.update(message)

    def sync(self, token: object) -> bool:
        """Ask whether all that has changed is safe. False: not yet; ``kept`` will tell."""
        if self._writing is None and not self._changed:
            return True
        self._tokens.append(token)
        return False

    def update(self, message: Message) -> None:
        """Keep what has become of a message; soon, and together with all else that changes."""
        self._changed[message.message_id] = message
        if self._writing is None:
            self._writing = asyncio.get_running_loop().create_future()
            asyncio.get_running_loop().call_soon(self._write)

    def get(self, message_id: str) -> Message | None:
        """Find a message, of any state; None if there is none of this id (any more)."""
        message = self._live.get(message_id)
        if message is not None:
            return message
        found = self._reader.execute(f"{table.GET} WHERE message_id = ?", (message_id,)).fetchone()
        return None if found is None else table.message(found)

    def messages(self) -> Iterable[Message]:
        """All messages, the oldest first."""
        return map(table.message, self._reader.execute(f"{table.GET} ORDER BY submitted, message_id"))

    def latest(self, account: str, source: Address, count: int) -> Iterator[str]:
        """The message_ids by which an account knows the latest messages it sent from an address, the latest first."""
        found = self._reader.execute(table.LATEST, (LOOKS_BACK, account, table.written("source", source), count))
        return (message_id for (message_id,) in found)

    def next_message_id(self) -> int:
        """The number behind the highest message_id (in hexadecimal) that is kept."""
        [highest] = self._reader.execute("SELECT max(message_id) FROM message").fetchone()
        return 1 if highest is None else int(highest, 16) + 1

    def unfinished(self) -> Iterator[Message]:
        """Give, once at the start, every message that is not in its final state, or whose receipt nobody has taken."""
        query = f"{table.GET} WHERE {table.MAY_BE_UNFINISHED} ORDER BY submitted, message_id"
        for message in map(table.message, self._reader.execute(query)):
            if message.state not in FINAL or message.owes_receipt:
                message.session = 0  # sessions have not survived
                self._live[message.message_id] = message
                yield message

    def limit_pages(self, most: int) -> None:
        """Let the file grow no further than so many pages (of 4096 octets, mostly); it is full then, as a disk is."""
        self._db.execute(f"PRAGMA max_page_count={most}")

    async def close(self) -> None:
        """Write what there is to write, and let go of the file."""
        while self._writing is not None and not self._failing:
            await asyncio.shield(self._writing)
        self._thread.shutdown()
        self._db.close()
        self._reader.close()
        self._lock.close()

    # Group commit

    def _write(self) -> None:
        """Begin a transaction with all that has changed."""
        added, self._added = self._added, []
        tokens, self._tokens = self._tokens, []
        changed, self._changed = self._changed, {}
        rows = [table.row(message) for message in changed.values()]
        done = asyncio.get_running_loop().run_in_executor(self._thread, self._commit, rows)
        done.add_done_callback(partial(self._written, added, changed, tokens))

    def _commit(self, rows: list[tuple[Any, ...]]) -> None:
        """In the thread: one transaction, synced to disk when this returns."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(table.PUT, rows)
            self._db.execute("COMMIT")
        except sqlite3.Error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _written(
        self, added: list[Message], changed: dict[str, Message], tokens: list[object], done: asyncio.Future[None]
    ) -> None:
        """A transaction has ended: tell whoever waits for it, and begin the next."""
        wrong = done.exception()
        if wrong is None:
            self._recovered()
            for message in changed.values():
                if message.state in FINAL and not message.owes_receipt:
                    self._live.pop(message.message_id, None)
        else:
            self._failed(added, changed, str(wrong))
        if tokens:
            self._kept(tokens, "" if wrong is None else str(wrong))
        writing, self._writing = self._writing, None
        if self._changed or self._tokens:
            self._writing = asyncio.get_running_loop().create_future()
            asyncio.get_running_loop().call_later(PATIENCE if self._failing else 0, self._write)
        if writing is not None:
            writing.set_result(None)

    def _failed(self, added: list[Message], changed: dict[str, Message], why: str) -> None:
        """Refuse what was new; what was older stays to be written."""
        if not self._failing:
            log.error("messages can't be stored", file=str(self._path), why=why)
        self._failing = True
        for message in added:
            del self._live[message.message_id], changed[message.message_id]
        self._changed = {**changed, **self._changed}

    def _recovered(self) -> None:
        if self._failing:
            log.info("messages can be stored again", file=str(self._path))
        self._failing = False


def _open(path: Path) -> sqlite3.Connection:
    """Open or make the file; raises StoreError."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        [version] = db.execute("PRAGMA user_version").fetchone()
        if version not in (0, VERSION):
            raise StoreError(f"{path}: is of version {version}, and this smsc knows {VERSION}")
        db.execute(table.CREATE)
        db.execute(f"PRAGMA user_version={VERSION}")
        columns = [name for _, name, *_ in db.execute("PRAGMA table_info(message)")]
        if columns != list(table.COLUMNS):
            raise StoreError(f"{path}: was written by another version of smsc; choose another file")
        [state] = db.execute("PRAGMA quick_check(1)").fetchone()
        if state != "ok":
            raise StoreError(f"{path}: is damaged: {state}")
    except sqlite3.Error as wrong:
        db.close()
        raise StoreError(f"{path}: can't be used as a store: {wrong}") from wrong
    except StoreError:
        db.close()
        raise
    return db


def _lock(path: Path) -> Any:
    """See to it that no other service centre writes here; the system forgets the lock with the process."""
    try:
        lock = path.with_name(path.name + ".lock").open("w")
    except OSError as wrong:
        raise StoreError(f"{path}: can't be used as a store: {wrong.strerror}") from wrong
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as wrong:
        lock.close()
        raise StoreError(
            f"{path}: another smsc is using it; choose another file (--data), or --store memory"
        ) from wrong
    return lock
