"""What has just come, as it came: one row for all submit_sms of one read, until something becomes of a message.

A row of its own costs a message several times as much, and is written anew whenever the message has changed. So what
came and waits stands among the arrivals that it came with; from its first change on a message has a row, and arrivals
are deleted once all of them have one. Where rows are deleted, no arrivals may be left that those messages stand in, or
they would come back at the next start.
"""

import json
import sqlite3
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, dropwhile, repeat
from operator import itemgetter
from typing import Final, NamedTuple

from pdu.codec import Frames
from pdu.sms.address import Address
from smsc.centre.message import Message
from smsc.centre.submission import message_of_submit_sm
from smsc.store import table
from smsc.store.asking import answer

CREATE: Final = (
    "CREATE TABLE arrival (number INTEGER PRIMARY KEY, account TEXT NOT NULL, submitted REAL NOT NULL,"
    " message_ids TEXT NOT NULL, octets BLOB NOT NULL)"
)
PUT: Final = "INSERT INTO arrival VALUES (?, ?, ?, ?, ?)"
DELETE: Final = "DELETE FROM arrival WHERE number = ?"
EVERY: Final = "1"
BEGUN: Final = (
    "number IN (SELECT number FROM arrival, json_each(message_ids) WHERE value IN (SELECT message_id FROM message))"
)

_NO_ADDRESS: Final = Address("")  # of the sender: a submit_sm that says none is not kept so


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
    """The arrivals in which messages are left that stand nowhere else; each such message knows its own."""

    def __init__(self) -> None:
        self._together: dict[int, list[str]] = {}  # their message_ids, by number, the oldest first
        self._left: dict[int, int] = {}  # how many of them have no row of their own yet
        self._next = 1

    def __iter__(self) -> Iterator[str]:
        """All message_ids, those that have rows meanwhile as well, the oldest first."""
        return chain.from_iterable(tuple(self._together.values()))

    def __reversed__(self) -> Iterator[str]:
        return chain.from_iterable(map(reversed, reversed(tuple(self._together.values()))))

    def below(self, message_id: str) -> Iterator[str]:
        """All with a lower message_id, the newest first."""
        together = tuple(self._together.values())
        begun = together[: bisect_left(together, message_id, key=itemgetter(0))]
        newest = chain.from_iterable(map(reversed, reversed(begun)))
        return dropwhile(lambda one: one >= message_id, newest)

    def records(self, came: Iterable[Sequence[Message]]) -> list[Record]:
        """Lay messages out that have their octets still, and take those from them; each sequence came together."""
        records: list[Record] = []
        for together in came:
            number, first = self._next, together[0]
            self._next += 1
            message_ids = [message.message_id for message in together]
            octets = b"".join([message.octets for message in together])
            for message in together:
                message.octets = b""
                message.arrival = number
            records.append(Record(number, first.account, first.submitted, message_ids, octets))
        return records

    def added(self, records: Iterable[Record]) -> None:
        """They are on disk."""
        for record in records:
            self._together[record.number] = record.message_ids
            self._left[record.number] = len(record.message_ids)

    def emptied(self, laid_out: Iterable[Message]) -> list[tuple[int]]:
        """The numbers of those arrivals that all have rows once these messages have; each as DELETE takes it."""
        going = Counter(message.arrival for message in laid_out if message.arrival)
        return [(number,) for number, count in going.items() if count == self._left[number]]

    def laid_out(self, messages: Iterable[Message]) -> None:
        """These messages have rows of their own."""
        for message in messages:
            number, message.arrival = message.arrival, 0
            if number:
                self._left[number] -= 1
                if not self._left[number]:
                    del self._left[number], self._together[number]

    def begun(self) -> Iterator[str]:
        """The message_ids, all of them, of arrivals of which some have rows."""
        begun = (together for number, together in self._together.items() if self._left[number] < len(together))
        return chain.from_iterable(begun)


def lay_out(db: sqlite3.Connection, which: str = EVERY) -> None:
    """Give every message that came a row, if it has none, within a transaction; raises sqlite3.Error.

    ``which`` of the arrivals: EVERY one, or those that have BEGUN, as some of their messages have rows.
    """
    db.executemany(table.PUT, map(table.row, _messages(db, which)))
    db.execute(f"DELETE FROM arrival WHERE {which}")  # noqa: S608 - it is one of the two


def show(db: sqlite3.Connection) -> None:
    """Let this connection find what came in the table of messages as well, and leave the file as it is.

    Raises sqlite3.Error.
    """
    rows = [table.row(message) for message in _messages(db, EVERY)]
    if rows:
        db.execute("CREATE TEMP TABLE came AS SELECT * FROM message LIMIT 0")
        db.executemany(table.PUT.replace("message", "came"), rows)
        db.execute("CREATE TEMP VIEW message AS SELECT * FROM main.message UNION ALL SELECT * FROM came")


def _messages(db: sqlite3.Connection, which: str) -> Iterator[Message]:
    """Make the messages that have no row."""
    arrivals = db.execute(f"SELECT * FROM arrival WHERE {which} ORDER BY number")  # noqa: S608 - likewise
    for number, account, submitted, message_ids, octets in arrivals:
        try:
            submissions, _ = Frames(len(octets)).cut(octets)
            for message_id, one in zip(json.loads(message_ids), submissions, strict=True):
                if not answer(db, "SELECT EXISTS (SELECT 1 FROM message WHERE message_id = ?)", message_id):
                    pdu = table.to_submit_sm(one)
                    yield message_of_submit_sm(pdu, account, _NO_ADDRESS, iter((message_id,)), repeat(0), submitted)
        except (ValueError, TypeError) as wrong:
            raise sqlite3.DatabaseError(f"row {number} of arrival can't be read: {wrong}") from wrong
