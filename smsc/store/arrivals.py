"""What has just come, as it came: one row for all submit_sms of one read, until something becomes of a message.

A row of its own costs a message several times as much, and is written anew whenever the message has changed. So what
came and waits stands among the arrivals that it came with; from its first change on a message has a row, and arrivals
are deleted once all of them have one. Where rows are deleted, no arrivals may be left that those messages stand in, or
they would come back at the next start.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, repeat
from operator import attrgetter
from typing import Final, NamedTuple

from pdu.codec import Frames
from pdu.sms.address import Address
from smsc.centre.message import Message
from smsc.centre.submission import message_of_submit_sm
from smsc.store import table

CREATE: Final = (
    "CREATE TABLE arrival (number INTEGER PRIMARY KEY, account TEXT NOT NULL, submitted REAL NOT NULL,"
    " message_ids TEXT NOT NULL, octets BLOB NOT NULL)"
)
PUT: Final = "INSERT INTO arrival VALUES (?, ?, ?, ?, ?)"
DELETE: Final = "DELETE FROM arrival WHERE number = ?"

_NO_ADDRESS: Final = Address("")  # of the sender: a submit_sm that says none is not kept so
_came_together = attrgetter("account", "submitted")


class Record(NamedTuple):
    """A row: its number, from whom and when they came, their message_ids, and they, one behind the other."""

    number: int
    account: str
    submitted: float
    message_ids: list[str]
    octets: bytes

    def values(self) -> tuple[object, ...]:
        """Give it as PUT takes it."""
        return (self.number, self.account, self.submitted, json.dumps(self.message_ids), self.octets)


class Arrivals:
    """The messages that stand nowhere but among the arrivals, by message_id, the oldest first."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._sizes: Counter[int] = Counter()  # how many messages arrivals were
        self._left: Counter[int] = Counter()  # and how many of these have no row of their own yet
        self._next = 1

    def __contains__(self, message_id: str) -> bool:
        return message_id in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._numbers))

    def __reversed__(self) -> Iterator[str]:
        return reversed(tuple(self._numbers))

    def records(self, messages: Iterable[Message]) -> list[Record]:
        """Lay messages out that have their octets still, and take those from them."""
        records: list[Record] = []
        for (account, submitted), group in groupby(messages, _came_together):
            together = list(group)
            message_ids = [message.message_id for message in together]
            octets = b"".join([message.octets for message in together])
            for message in together:
                message.octets = b""
            records.append(Record(self._next, account, submitted, message_ids, octets))
            self._next += 1
        return records

    def added(self, records: Iterable[Record]) -> None:
        """They are on disk."""
        for record in records:
            self._numbers.update(dict.fromkeys(record.message_ids, record.number))
            self._sizes[record.number] = self._left[record.number] = len(record.message_ids)

    def emptied(self, laid_out: Iterable[str]) -> list[tuple[int]]:
        """The numbers of those arrivals that all have rows once these messages have; each as DELETE takes it."""
        going = Counter(self._numbers[one] for one in laid_out if one in self._numbers)
        return [(number,) for number, count in going.items() if count == self._left[number]]

    def laid_out(self, message_ids: Iterable[str]) -> None:
        """These messages have rows of their own."""
        for message_id in message_ids:
            number = self._numbers.pop(message_id, None)
            if number is not None:
                self._left[number] -= 1
                if not self._left[number]:
                    del self._left[number], self._sizes[number]

    def begun(self) -> list[str]:
        """Those of which others that came with them have rows."""
        begun = {number for number, left in self._left.items() if left < self._sizes[number]}
        return [message_id for message_id, number in self._numbers.items() if number in begun] if begun else []


def lay_out(db: sqlite3.Connection) -> None:
    """Give every message that came a row, if it has none, within a transaction; raises sqlite3.Error."""
    db.executemany(table.PUT, map(table.row, _messages(db)))
    db.execute("DELETE FROM arrival")


def show(db: sqlite3.Connection) -> None:
    """Let this connection find what came in the table of messages as well, and leave the file as it is.

    Raises sqlite3.Error.
    """
    rows = [table.row(message) for message in _messages(db)]
    if rows:
        db.execute("CREATE TEMP TABLE came AS SELECT * FROM message LIMIT 0")
        db.executemany(table.PUT.replace("message", "came"), rows)
        db.execute("CREATE TEMP VIEW message AS SELECT * FROM main.message UNION ALL SELECT * FROM came")


def _messages(db: sqlite3.Connection) -> Iterator[Message]:
    """Make the messages that have no row."""
    for number, account, submitted, message_ids, octets in db.execute("SELECT * FROM arrival ORDER BY number"):
        try:
            submissions, _ = Frames(len(octets)).cut(octets)
            for message_id, one in zip(json.loads(message_ids), submissions, strict=True):
                if not db.execute("SELECT 1 FROM message WHERE message_id = ?", (message_id,)).fetchone():
                    pdu = table.to_submit_sm(one)
                    yield message_of_submit_sm(pdu, account, _NO_ADDRESS, iter((message_id,)), repeat(0), submitted)
        except (ValueError, TypeError) as wrong:
            raise sqlite3.DatabaseError(f"row {number} of arrival can't be read: {wrong}") from wrong
