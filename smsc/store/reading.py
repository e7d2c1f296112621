"""Reading what a store on disk keeps: messages in memory, in arrivals and in rows, seen as one.

A message that is not settled is in memory, whatever the file has of it; one without a row is only in its arrival.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from heapq import merge
from itertools import filterfalse, islice, takewhile
from operator import attrgetter
from pathlib import Path
from typing import Final

from pdu.sms.address import Address
from smsc.centre.message import FINAL, Message
from smsc.centre.store import LOOKS_BACK, Sought, Unreadable
from smsc.log import get_logger
from smsc.store import table
from smsc.store.arrivals import Arrivals
from smsc.store.asking import answer
from smsc.store.layout import StoreError

log = get_logger(__name__)

PIECE: Final = 100  # messages read at once while all are gone through
WINDOW: Final = 1_000  # of which those are read that are sought


class Reading:
    """The half of a store that reads: from its file, by a connection of its own, and from what is in memory."""

    def __init__(self, path: Path, reader: sqlite3.Connection) -> None:
        self.path = path
        self._reader = reader
        self._live: dict[str, Message] = {}  # those that are not settled, or whose changes are not on disk yet
        self._arrivals = Arrivals()

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
            log.error("messages can't be read", file=str(self.path), why=str(wrong))
            raise Unreadable(str(wrong)) from wrong

    def messages(self) -> Iterable[Message]:
        """Give all messages, the oldest first."""
        rows = self._laid_out(f"{table.GET} ORDER BY submitted, message_id")
        return merge(rows, self._came(self._arrivals), key=attrgetter("submitted", "message_id"))

    def newest(self, before: str = "", sought: Sought | None = None) -> Iterator[Message]:
        """Give all messages, the newest first; if ``before`` is given, only those with a lower message_id.

        They are read a piece at a time, so the caller may take its time; each is as it is when it is given. If only
        some are ``sought``, most of the others are left out: making a message of a row takes long.
        """
        highest = before or "~"
        if sought not in (None, Sought()):
            while found := self._sought(highest, sought):
                yield from filter(None, map(self.get, found))
                highest = found[-1]
            return
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

    def _sought(self, highest: str, sought: Sought) -> list[str]:
        """Give the ids of those of the next WINDOW messages that may be sought, and of the last, whatever it is."""
        last = "SELECT message_id FROM message WHERE message_id < ? ORDER BY message_id DESC LIMIT 1 OFFSET ?"
        window = "SELECT message_id FROM message WHERE message_id >= ? AND message_id < ?"
        which, values = table.sought(sought)
        with self._reading():
            came = list(islice(filter(self._stands, self._arrivals.below(highest)), WINDOW))
            [lowest] = self._reader.execute(last, (highest, WINDOW - 1)).fetchone() or ("",)
            if len(came) == WINDOW:
                lowest = max(lowest, came[-1])
            those = f"{window} AND (message_id = ? OR {which})"
            found = {one for (one,) in self._reader.execute(those, (lowest, highest, lowest, *values))}
            if self._live:  # they may be sought even if their rows are not
                found.update(one for (one,) in self._reader.execute(window, (lowest, highest)) if one in self._live)
        found.update(takewhile(lambda one: one >= lowest, came))
        return sorted(found, reverse=True)

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
            raise StoreError(f"{self.path}: can't be used as a store: {wrong}") from wrong
        for message in found:
            self._live[message.message_id] = message
            yield message
