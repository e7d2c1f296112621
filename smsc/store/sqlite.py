"""Messages on disk: SQLite with a write-ahead log, and group commit.

While a thread syncs one transaction to disk, all that changes meanwhile is gathered for the next one. So a promise
costs the time of a sync, but hardly any throughput: the more arrives, the more messages share a sync.

One gap is left, as in every store and forward: a handset or an ESME may get a message (or a receipt) a second time if
the process was killed between the network's answer and the end of the transaction that keeps it. This concerns what the
MSC confirmed, or had not yet answered, within the last transaction; of a long message, only its last part.
An ESME that had not answered all parts of a long message gets all of them again, since it may answer them in any order.
Nothing is handed over twice for any other reason, and nothing acknowledged is lost.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from heapq import merge
from itertools import chain, count, filterfalse, islice, takewhile
from operator import attrgetter
from pathlib import Path
from typing import Final

from pdu.sms.address import Address
from smsc.centre.message import FINAL, Message
from smsc.centre.store import LOOKS_BACK, Unreadable
from smsc.distribution import Distribution
from smsc.log import get_logger
from smsc.store import table
from smsc.store.arrivals import Arrivals
from smsc.store.asking import answer
from smsc.store.batch import Batch
from smsc.store.file import closed_unless_sound, connected, locked, opened, really
from smsc.store.layout import StoreError
from smsc.store.retention import OFTEN, Pruning, Retention
from smsc.store.writer import Transaction, Writer

log = get_logger(__name__)

PATIENCE: Final = 1.0  # seconds before a transaction that failed is tried again
PIECE: Final = 100  # messages read at once while all are gone through

Kept = Callable[[list[object], str], None]


class SqliteStore:
    """Keeps messages in a file, which only one process at a time may use.

    ``kept`` is called, in the event loop, with the tokens given to ``sync`` once everything changed before is on disk;
    or with the tokens and a reason if it could not be written.
    """

    def __init__(self, path: Path, kept: Kept, retention: Retention | None = None) -> None:
        self._path = path = really(path)
        self.commits = Distribution()  # how long transactions took, in seconds
        self._begun = 0.0
        self._kept = kept
        self._lock = locked(path)
        try:
            self._db = opened(path)
            with closed_unless_sound(self._db, path, "used"):
                pruning = Pruning(retention or Retention(), self._db)
                self._reader = connected(path, "read")
                with closed_unless_sound(self._reader, path, "used"):
                    self._writer = Writer(path, self._db, pruning, self._written)
        except StoreError:
            self._lock.close()
            raise
        self._arrivals = Arrivals()
        self._live: dict[str, Message] = {}
        self._next = Batch()
        self._writing: asyncio.Future[None] | None = None
        self._failing = False
        self._awaited = 0  # tokens with which ``kept`` has not been called yet
        self._settled = 0  # messages settled since old ones were last deleted
        self._prune_at: float | None = None
        self._serials = count()

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    # What the service centre calls

    def add(self, *messages: Message) -> None:
        """Keep new messages, with the next transaction."""
        self._next.added.append(messages)
        live = self._live
        for message in messages:
            live[message.message_id] = message
        if self._writing is None:
            self._begin()

    @property
    def safe(self) -> bool:
        """Whether everything changed is on disk."""
        return self._writing is None

    def sync(self, token: object) -> None:
        """Have ``kept`` called with this token once everything changed so far is on disk."""
        self._next.tokens.append(token)
        self._awaited += 1

    @property
    def awaited(self) -> bool:
        """Whether any token waits for the disk."""
        return self._awaited > 0

    def update(self, message: Message) -> None:
        """Keep the changes to a message, with the next transaction."""
        self._next.changed[message.message_id] = message
        if self._writing is None:
            self._begin()

    def note(self, kind: str, key: str, value: str | None) -> None:
        """Keep a value under a kind and a key; None deletes it."""
        self._next.notes[kind, key] = value
        if self._writing is None:
            self._begin()

    def tell(self, message_id: str, at: float, line: str) -> None:
        """Keep one line of a message's ladder."""
        self._next.rungs.append((message_id, at, next(self._serials), line))
        if self._writing is None:
            self._begin()

    def forget(self, message_id: str = "") -> None:
        """Delete a message if it is settled, with the next transaction; without an id, all that are settled."""
        self._next.forgotten.append(message_id)
        if self._writing is None:
            self._begin()

    def get(self, message_id: str) -> Message | None:
        """Find a message in any state; None if there is none with this id (any more). Raises Unreadable."""
        message = self._live.get(message_id)
        if message is not None:
            return message
        with self._reading():
            found = self._reader.execute(f"{table.GET} WHERE message_id = ?", (message_id,)).fetchall()
            return table.message(found[0]) if found else None

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Turn SQLite's errors while reading into Unreadable, by which requests are refused, and log them."""
        try:
            yield
        except sqlite3.Error as wrong:
            log.error("messages can't be read", file=str(self._path), why=str(wrong))
            raise Unreadable(str(wrong)) from wrong

    def messages(self) -> Iterable[Message]:
        """Give all messages, the oldest first."""
        rows = self._laid_out(f"{table.GET} ORDER BY submitted, message_id")
        return merge(rows, self._came(self._arrivals), key=attrgetter("submitted", "message_id"))

    def newest(self, before: str = "") -> Iterator[Message]:
        """Give all messages, the newest first; if ``before`` is given, only those with a lower message_id.

        They are read a piece at a time, so the caller may take its time; each is as it is when it is given.
        """
        highest = before or "~"
        while piece := self._newest(highest):
            for message in piece:
                yield self._live.get(message.message_id, message)
            highest = piece[-1].message_id

    def _newest(self, highest: str) -> list[Message]:
        """Give the newest messages below a message_id, at most PIECE of them."""
        query = f"{table.GET} WHERE message_id < ? ORDER BY message_id DESC LIMIT ?"
        with self._reading():
            rows = {row[0]: row for row in self._reader.execute(query, (highest, PIECE))}
            lowest = min(rows) if len(rows) == PIECE else ""
            came = filter(self._stands, self._arrivals.below(highest))
            merged = merge(filterfalse(self._stands, rows), came, reverse=True)
            piece = takewhile(lambda message_id: message_id >= lowest, islice(merged, PIECE))
            return [self._live.get(message_id) or table.message(rows[message_id]) for message_id in piece]

    def _laid_out(self, query: str, *values: object) -> Iterator[Message]:
        """Give the messages of rows, each as it is now; skip rows that others gave to messages in arrivals."""
        messages = map(table.message, self._reader.execute(query, values))
        return (self._live.get(one.message_id, one) for one in messages if not self._stands(one.message_id))

    def _came(self, message_ids: Iterable[str]) -> Iterator[Message]:
        """Give the messages with these ids that are still only in an arrival."""
        return (self._live[message_id] for message_id in message_ids if self._stands(message_id))

    def _stands(self, message_id: str) -> bool:
        """Whether a message is only in an arrival."""
        message = self._live.get(message_id)
        return message is not None and message.arrival > 0

    def ladder(self, message_id: str) -> list[tuple[float, str]]:
        """Give the times and lines kept of a message's ladder, of earlier processes and this one, but the very latest.

        Raises Unreadable.
        """
        with self._reading():
            return self._reader.execute(table.LADDER, (message_id,)).fetchall()

    def latest(self, account: str, source: Address, count: int) -> Iterator[str]:
        """Give the message_ids, as known to an account, of the latest messages it sent from an address, latest first.

        Raises Unreadable.
        """
        with self._reading():
            of = (LOOKS_BACK, account, table.written("source", source), count)
            rows = self._reader.execute(table.LATEST, of).fetchall()
        came = self._came(islice(reversed(self._arrivals), LOOKS_BACK))
        own = (one.message_id for one in came if (one.account, one.source) == (account, source))
        return islice(dict.fromkeys(merge((one for (one,) in rows), own, reverse=True)), count)

    def notes(self, kind: str) -> Iterable[tuple[str, str]]:
        """Give the keys and values of a kind that are on disk. Raises Unreadable."""
        with self._reading():
            return self._reader.execute("SELECT key, value FROM note WHERE kind = ? ORDER BY key", (kind,)).fetchall()

    def next_message_id(self) -> int:
        """Give the number after the highest message_id (in hexadecimal) that was ever kept."""
        highest = answer(self._reader, table.HIGHEST)
        return 1 if highest is None else int(highest, 16) + 1

    def waits(self) -> bool:
        """Whether, at the start, any message is unfinished."""
        return bool(answer(self._reader, table.WAITS))

    def unfinished(self) -> Iterator[Message]:
        """Give, once at the start, every message that is not in a final state or still owes a receipt.

        Raises StoreError, before the first of them, if one can't be read.
        """
        query = f"{table.GET} WHERE {table.MAY_BE_UNFINISHED} ORDER BY submitted, message_id"
        try:
            messages = map(table.message, self._reader.execute(query))
            found = [message for message in messages if message.state not in FINAL or message.owes_receipt]
        except sqlite3.Error as wrong:
            raise StoreError(f"{self._path}: can't be used as a store: {wrong}") from wrong
        for message in found:
            message.session = 0  # its session belonged to the process before
            self._live[message.message_id] = message
            yield message

    def prune(self, now: float) -> None:
        """Delete a piece of the old messages, with the next transaction; ``now`` is the network's time."""
        self._prune_at = now
        if self._writing is None:
            self._begin()

    def limit_pages(self, most: int) -> None:
        """Let the file grow to so many pages (usually of 4096 octets) at most; it is then full, as a disk can be."""
        answer(self._db, f"PRAGMA max_page_count={most}")

    async def written(self) -> None:
        """Wait until everything changed is on disk, or the disk fails."""
        while self._writing is not None and not self._failing:
            await asyncio.shield(self._writing)

    async def close(self) -> None:
        """Write what is left to write, and close the file; what the disk has refused is tried once more."""
        await self.written()
        if self._writing is not None:
            await asyncio.shield(self._writing)
            await self.written()
        self._writer.close()
        self._db.close()
        self._reader.close()
        self._lock.close()

    # Group commit

    def _begin(self, delay: float = 0) -> None:
        """Gather what else changes at this moment, or within ``delay`` seconds, and then write."""
        loop = asyncio.get_running_loop()
        self._writing = loop.create_future()
        if delay:
            loop.call_later(delay, self._write)
        else:
            loop.call_soon(self._write)

    def _write(self) -> None:
        """Begin a transaction with everything changed."""
        batch, self._next = self._next, Batch()
        transaction = Transaction(batch, prune_at=self._prune_at, settled=self._settled)
        if transaction.prune_at is not None:
            self._prune_at, self._settled = None, 0
        if batch.forgotten or transaction.prune_at is not None:
            batch.changed = {one.message_id: one for one in self._came(self._arrivals.begun())} | batch.changed
        transaction.records = self._arrivals.records(batch.part())
        transaction.rows = [table.row(message) for message in batch.changed.values()]
        transaction.emptied = self._arrivals.emptied(batch.changed.values())
        self._begun = asyncio.get_running_loop().time()
        self._writer.write(transaction)

    def _written(self, transaction: Transaction, wrong: Exception | None) -> None:
        """End a transaction: call ``kept`` with its tokens, and begin the next one."""
        batch = transaction.batch
        why = "" if wrong is None else str(wrong) or type(wrong).__name__  # a MemoryError has no text
        self.commits.add(asyncio.get_running_loop().time() - self._begun)
        if not why:
            self._recovered()
            self._arrivals.added(transaction.records)
            self._arrivals.laid_out(batch.changed.values())
            self._settle(batch.changed.values())
        else:
            self._failed(batch, why)
        self._awaited -= len(batch.tokens)
        if batch.tokens:
            self._kept(batch.tokens, why)
        writing, self._writing = self._writing, None
        if self._next or self._prune_at is not None:
            self._begin(PATIENCE if self._failing else 0)
        if writing is not None:
            writing.set_result(None)

    def _settle(self, messages: Iterable[Message]) -> None:
        """Drop settled messages, now on disk, from memory; after many of them, have old ones deleted from the file."""
        for message in messages:
            if message.state in FINAL and not message.owes_receipt and message.message_id in self._live:
                del self._live[message.message_id]
                self._settled += 1
                if self._settled >= OFTEN and message.done is not None:
                    self._prune_at = message.done

    def _failed(self, batch: Batch, why: str) -> None:
        """Drop new messages, which are refused; changes to older ones remain to be written."""
        if not self._failing:
            log.error("messages can't be stored", file=str(self._path), why=why)
        self._failing = True
        for message in chain.from_iterable(batch.added):
            del self._live[message.message_id]
            batch.changed.pop(message.message_id, None)
            self._next.changed.pop(message.message_id, None)
        later = self._next
        later.changed = {**batch.changed, **later.changed}
        later.notes = {**batch.notes, **later.notes}
        later.forgotten = [*batch.forgotten, *later.forgotten]

    def _recovered(self) -> None:
        if self._failing:
            log.info("messages can be stored again", file=str(self._path))
        self._failing = False
