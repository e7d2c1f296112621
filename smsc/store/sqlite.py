"""Messages on disk: SQLite with a write-ahead log, and group commit.

While a thread syncs one transaction to disk, all that changes meanwhile is gathered for the next one. So a promise
costs the time of a sync, but hardly any throughput: the more arrives, the more messages share a sync. What comes when
the thread has nothing to do goes a quicker way, on which it is often synced before it is decided on (see Intake).

One gap is left, as in every store and forward: a handset or an ESME may get a message (or a receipt) a second time if
the process was killed between the network's answer and the end of the transaction that keeps it. This concerns what the
MSC confirmed, or had not yet answered, within the last transaction; of a long message, only its last part.
An ESME that had not answered all parts of a long message gets all of them again, since it may answer them in any order.
Nothing is handed over twice for any other reason, and nothing acknowledged is lost.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, count, islice, takewhile
from pathlib import Path
from typing import Final

from pdu.session import RequestReceived
from smsc.centre.message import FINAL, Message
from smsc.distribution import Distribution
from smsc.log import get_logger
from smsc.store import arrivals, table
from smsc.store.arrivals import Record
from smsc.store.batch import Batch
from smsc.store.file import closed_unless_sound, connected, locked, opened, really
from smsc.store.intake import BRIEFLY
from smsc.store.layout import StoreError
from smsc.store.reading import Reading
from smsc.store.retention import OFTEN, Pruning, Retention
from smsc.store.writer import Transaction, Writer
from smsc.to_the_end import to_the_end

log = get_logger(__name__)

ENOUGH: Final = 32  # submit_sms of one read: deciding on as many takes about as long as a sync
PATIENCE: Final = 1.0  # seconds before a transaction that failed is tried again

Kept = Callable[[list[object], str], None]


class SqliteStore(Reading):
    """Keeps messages in a file, which only one process at a time may use.

    ``kept`` is called, in the event loop, with the tokens given to ``sync`` once everything changed before is on disk;
    or with the tokens and a reason if it could not be written.
    """

    def __init__(self, path: Path, kept: Kept, retention: Retention | None = None) -> None:
        path = really(path)
        self.commits = Distribution()  # how long transactions took, in seconds
        self._begun = 0.0
        self._kept = kept
        self._lock = locked(path)
        try:
            self._db = opened(path)
            with closed_unless_sound(self._db, path, "used"):
                pruning = Pruning(retention or Retention(), self._db)
                reader = connected(path, "read")
                with closed_unless_sound(reader, path, "used"):
                    self._writer = Writer(path, self._db, pruning, self._written)
        except StoreError:
            self._lock.close()
            raise
        super().__init__(path, reader)
        self._expected: Record | None = None  # written, and nothing has been decided on
        self._surprising: set[str] = set()  # accounts of which not all was accepted and said by its octets
        self._next = Batch()
        self._writing: asyncio.Future[None] | None = None
        self._failing = False
        self._awaited = 0  # tokens with which ``kept`` has not been called yet
        self._settled = 0  # messages settled since old ones were last deleted
        self._prune_at: float | None = None
        self._serials = count()

    # What the service centre calls

    def expect(
        self, account: str, submitted: float, submissions: Sequence[RequestReceived], message_ids: Iterator[str]
    ) -> Iterator[str]:
        """Have submit_sms written as they came, while it is decided what becomes of them (see Intake)."""
        if len(submissions) < ENOUGH or self._failing or not self._writer.takes:
            return message_ids
        if account in self._surprising and not all(map(arrivals.may_be_said, submissions)):
            return message_ids
        given = list(islice(message_ids, len(submissions)))
        record = self._arrivals.record(account, submitted, given, [octets for _, octets in submissions])
        self._begun = asyncio.get_running_loop().time()
        if self._writer.take(record):
            self._expected = record
        return iter(given)

    def add(self, *messages: Message) -> None:
        """Keep new messages, with the next transaction, unless all that was expected is on disk by now."""
        expected, self._expected = self._expected, None
        if expected is not None and arrivals.says(expected, messages):
            self._live.update(zip(expected.message_ids, messages, strict=True))
            arrivals.stand_in(expected, messages)
            self._arrivals.added((expected,))
            if self._writing is None and self._writer.synced(BRIEFLY):
                self.commits.add(asyncio.get_running_loop().time() - self._begun)
                return
            self._next.taken.append(messages)
        else:
            live = self._live
            for message in messages:
                live[message.message_id] = message
            self._next.added.append(messages)
            if expected is not None:
                self._next.void.append(expected.number)
                self._surprising.add(expected.account)
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

    def prune(self, now: float) -> None:
        """Delete a piece of the old messages, with the next transaction; ``now`` is the network's time."""
        self._prune_at = now
        if self._writing is None:
            self._begin()

    def limit_pages(self, most: int) -> None:
        """Let the file grow to so many pages (usually of 4096 octets) at most; it is then full, as a disk can be."""
        self._writer.limit_pages(most)

    async def written(self) -> None:
        """Wait until everything changed is on disk, or the disk fails."""
        while self._writing is not None and not self._failing:
            await asyncio.shield(self._writing)

    async def close(self) -> None:
        """Write what is left to write, and close the file, even if cancelled; what the disk refused is tried again."""
        await to_the_end(self._close())

    async def _close(self) -> None:
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
        came = list(batch.part())
        transaction.records = self._arrivals.records(came)
        transaction.rows = [table.row(message) for message in batch.changed.values()]
        transaction.emptied = self._arrivals.emptied(batch.changed.values())
        transaction.emptied += [(number,) for number in batch.void]
        self._begun = asyncio.get_running_loop().time()
        if transaction.only_records and self._writer.takes:
            self._take(transaction, came)
        if transaction.writes or not self._writer.synced(BRIEFLY):
            self._writer.write(transaction)
        else:
            self._written(transaction, None)

    def _take(self, transaction: Transaction, came: list[list[Message]]) -> None:
        """Have records written at once; many small ones are written sooner together, by the thread."""
        records = transaction.records
        if len(records) == 1 or all(len(record.message_ids) >= ENOUGH for record in records):
            taken = list(takewhile(self._writer.take, records))
            self._arrivals.added(taken)
            transaction.batch.taken += came[: len(taken)]
            del records[: len(taken)]

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
        """Drop settled messages, now on disk, from memory; after many of them, have old ones deleted from the file.

        One that has changed since is on disk as it was before, and is dropped after the next transaction.
        """
        later = self._next.changed
        for message in messages:
            if message.message_id in later:
                continue
            if message.state in FINAL and not message.owes_receipt and message.message_id in self._live:
                del self._live[message.message_id]
                self._settled += 1
                if self._settled >= OFTEN and message.done is not None:
                    self._prune_at = message.done

    def _failed(self, batch: Batch, why: str) -> None:
        """Drop new messages, which are refused; changes to older ones remain to be written."""
        if not self._failing:
            log.error("messages can't be stored", file=str(self.path), why=why)
        self._failing = True
        for message in chain.from_iterable((*batch.added, *batch.taken)):
            self._live.pop(message.message_id, None)
            batch.changed.pop(message.message_id, None)
            self._next.changed.pop(message.message_id, None)
        later = self._next
        later.void += (*batch.void, *self._arrivals.void(chain.from_iterable(batch.taken)))
        later.changed = {**batch.changed, **later.changed}
        later.notes = {**batch.notes, **later.notes}
        later.forgotten = [*batch.forgotten, *later.forgotten]

    def _recovered(self) -> None:
        if self._failing:
            log.info("messages can be stored again", file=str(self.path))
        self._failing = False
