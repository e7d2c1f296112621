"""New messages as they came: one row, an arrival, for all submit_sms of one read, until a message changes.

A row for each message would cost several times as much, and is written anew at each change. So a message that waits is
only in the arrival it came with; at its first change it gets a row, and an arrival is deleted once all its messages
have rows. When rows of messages are deleted, no arrival that has them may be left, or they would come back at the next
start.
"""

import json
import sqlite3
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, dropwhile, repeat
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple

from pdu.codec import Frames
from pdu.malformed import Malformed
from pdu.operations.submit_sm import SubmitSm
from pdu.session import RequestReceived
from pdu.sms.address import Address
from smsc.centre.message import Message
from smsc.centre.submission import message_of_submit_sm
from smsc.log import get_logger
from smsc.store import table
from smsc.store.asking import answer

log = get_logger(__name__)

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

_octets: Final = attrgetter("octets")
_NO_ADDRESS: Final = Address("")  # default source: a submit_sm without a source_addr is not kept in an arrival


class Record(NamedTuple):
    """A row: its number, the account, when its submit_sms came, their message_ids, and their octets, joined."""

    number: int
    account: str
    submitted: float
    message_ids: list[str]
    octets: bytes

    def values(self) -> tuple[object, ...]:
        """Give the values that PUT takes."""
        message_ids = '","'.join(self.message_ids)  # there is nothing in them that JSON would escape
        return (self.number, self.account, self.submitted, f'["{message_ids}"]', self.octets)


class Arrivals:
    """The arrivals that still have messages without a row; each such message knows its arrival's number."""

    def __init__(self) -> None:
        self._together: dict[int, list[str]] = {}  # their message_ids, by number, the oldest first
        self._left: dict[int, int] = {}  # how many of these have no row yet
        self._next = 1

    def __iter__(self) -> Iterator[str]:
        """Give all message_ids, also those that have rows by now, the oldest first."""
        return chain.from_iterable(tuple(self._together.values()))

    def __reversed__(self) -> Iterator[str]:
        return chain.from_iterable(map(reversed, reversed(tuple(self._together.values()))))

    def below(self, message_id: str) -> Iterator[str]:
        """Give all lower message_ids, the newest first."""
        together = tuple(self._together.values())
        begun = together[: bisect_left(together, message_id, key=itemgetter(0))]
        newest = chain.from_iterable(map(reversed, reversed(begun)))
        return dropwhile(lambda one: one >= message_id, newest)

    def record(self, account: str, submitted: float, message_ids: list[str], octets: Iterable[bytes]) -> Record:
        """Make a record, with the next number."""
        number = self._next
        self._next += 1
        return Record(number, account, submitted, message_ids, b"".join(octets))

    def records(self, came: Iterable[Sequence[Message]]) -> list[Record]:
        """Move the octets of messages into records, one for each sequence that came together."""
        records: list[Record] = []
        for together in came:
            first = together[0]
            message_ids = [message.message_id for message in together]
            octets = [message.octets for message in together]
            record = self.record(first.account, first.submitted, message_ids, octets)
            stand_in(record, together)
            records.append(record)
        return records

    def added(self, records: Iterable[Record]) -> None:
        """Note records that are on disk."""
        for record in records:
            self._together[record.number] = record.message_ids
            self._left[record.number] = len(record.message_ids)

    def void(self, messages: Iterable[Message]) -> list[int]:
        """Forget the arrivals of messages that are lost, and give their numbers."""
        numbers = list(dict.fromkeys(message.arrival for message in messages))
        for number in numbers:
            del self._together[number], self._left[number]
        return numbers

    def emptied(self, laid_out: Iterable[Message]) -> list[tuple[int]]:
        """Give, as DELETE takes them, the numbers of the arrivals left empty once these messages have rows."""
        going = Counter(message.arrival for message in laid_out if message.arrival)
        return [(number,) for number, count in going.items() if count == self._left[number]]

    def laid_out(self, messages: Iterable[Message]) -> None:
        """Note messages that now have rows."""
        for message in messages:
            number, message.arrival = message.arrival, 0
            if number:
                self._left[number] -= 1
                if not self._left[number]:
                    del self._left[number], self._together[number]

    def begun(self) -> Iterator[str]:
        """Give all message_ids of arrivals of which some messages have rows."""
        begun = (together for number, together in self._together.items() if self._left[number] < len(together))
        return chain.from_iterable(begun)


def stand_in(record: Record, messages: Iterable[Message]) -> None:
    """Have messages know that a record says all of them."""
    number = record.number
    for message in messages:
        message.octets = b""
        message.arrival = number


def says(record: Record, messages: Sequence[Message]) -> bool:
    """Whether a record that was made before these messages says all of them, and nothing else."""
    return len(messages) == len(record.message_ids) and all(map(_octets, messages))


def may_be_said(submission: RequestReceived) -> bool:
    """Whether a submit_sm is likely to be accepted, and its message then to be said by its octets, as most are."""
    pdu = submission.pdu
    return isinstance(pdu, SubmitSm) and not (pdu.data_coding or pdu.esm_class or pdu.tlvs)


def lay_out(db: sqlite3.Connection, which: str = EVERY) -> None:
    """Give the messages of arrivals rows, if they have none, within a transaction; raises sqlite3.Error.

    ``which`` arrivals: EVERY one, or those BEGUN, of which some messages have rows.
    """
    db.executemany(table.PUT, map(table.row, _messages(db, which)))
    db.execute(f"DELETE FROM arrival WHERE {which}")  # noqa: S608 - EVERY or BEGUN


def show(db: sqlite3.Connection) -> None:
    """Show this connection the messages of arrivals in the message table too, without changing the file.

    Raises sqlite3.Error.
    """
    rows = [table.row(message) for message in _messages(db, EVERY)]
    if rows:
        db.execute("CREATE TEMP TABLE came AS SELECT * FROM message LIMIT 0")
        db.executemany(table.PUT.replace("message", "came"), rows)
        db.execute("CREATE TEMP VIEW message AS SELECT * FROM main.message UNION ALL SELECT * FROM came")


def _messages(db: sqlite3.Connection, which: str) -> Iterator[Message]:
    """Make the messages of arrivals that have no row; raises sqlite3.Error.

    An arrival may have been written before it was decided on (see Intake). What should not have come into one was then
    refused, or was never answered; it is left out.
    """
    arrivals = db.execute(f"SELECT * FROM arrival WHERE {which} ORDER BY number")  # noqa: S608 - likewise
    for number, account, submitted, message_ids, octets in arrivals:
        try:
            submissions, _ = Frames(len(octets)).cut(octets)
            for message_id, one in zip(json.loads(message_ids), submissions, strict=True):
                if not answer(db, "SELECT EXISTS (SELECT 1 FROM message WHERE message_id = ?)", message_id):
                    message = _message(one, message_id, account, submitted)
                    if message is not None:
                        yield message
        except (ValueError, TypeError) as wrong:
            raise sqlite3.DatabaseError(f"row {number} of arrival can't be read: {wrong}") from wrong


def _message(octets: bytes, message_id: str, account: str, submitted: float) -> Message | None:
    """Make the message that octets say all of; None if they do not."""
    pdu, ids = table.to_submit_sm(octets), iter((message_id,))
    try:
        message = message_of_submit_sm(pdu, account, _NO_ADDRESS, ids, repeat(0), submitted, octets=octets)
    except Malformed as wrong:
        log.warning("left out, as it was not accepted", message_id=message_id, why=str(wrong))
        return None
    return message if message.octets else None
