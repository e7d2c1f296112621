"""How long messages are kept once they have reached their final state, and owe nobody a receipt.

That of a submit_multi whose message_id its ESME knows is kept until the others have reached theirs as well.
"""

import sqlite3
from dataclasses import dataclass
from typing import Final

from smsc.store import table
from smsc.store.asking import answer

DAY: Final = 86_400.0
OFTEN: Final = 1_000  # messages are done with, before it is worth looking
PIECE: Final = 2_000  # messages that are looked at in one transaction
IN_MEMORY, ON_DISK = 10_000, 1_000_000  # messages, where nothing else is said
INTERVAL: Final = 60.0  # seconds between two looks, if little happens


@dataclass(frozen=True, slots=True)
class Retention:
    """For so many seconds, and of those so many at the most: the oldest go first."""

    seconds: float = 7 * DAY
    most: int = ON_DISK


class Pruning:
    """Deletes from a file what has been kept long enough, a piece at a time, within transactions of others.

    message_ids grow, so that the oldest messages come first and a look rarely goes far: what is not done with is passed
    over, and the first that is too new ends it.
    """

    def __init__(self, retention: Retention, db: sqlite3.Connection) -> None:
        self._retention = retention
        self._after = ""  # the message_id behind which the next piece begins
        self._kept = 0  # messages that are done with
        self._data_version = 0  # of the file when they were counted: others may delete as well; 0: that is to be done
        self._count(db)

    def run(self, db: sqlite3.Connection, now: float, settled: int) -> int:
        """Delete a piece, and say how many; ``settled`` messages more are done with than the last time."""
        self._kept += settled
        if self._kept > self._retention.most or not self._data_version:
            self._count(db)
        over = self._kept - self._retention.most
        oldest = now - self._retention.seconds
        rows = db.execute(table.OLDEST, (self._after, PIECE)).fetchall()
        gone: list[tuple[str]] = []
        for message_id, _, done, needed in rows:
            if done is not None and not needed and (done <= oldest or over > 0):
                gone.append((message_id,))
                over -= 1
        if gone:
            db.execute(table.REMEMBER_HIGHEST)
        if gone and len(gone) == len(rows):  # mostly all of a piece: one statement costs a quarter
            db.execute("DELETE FROM message WHERE message_id BETWEEN ? AND ?", (gone[0][0], gone[-1][0]))
        else:
            db.executemany("DELETE FROM message WHERE message_id = ?", gone)
        if gone and answer(db, "SELECT EXISTS (SELECT 1 FROM rung)"):
            db.executemany("DELETE FROM rung WHERE message_id = ?", gone)
        self._kept -= len(gone)
        further = len(rows) == PIECE and (over > 0 or rows[-1][1] <= oldest)
        self._after = rows[-1][0] if further else ""
        return len(gone)

    def forget(self, db: sqlite3.Connection, message_ids: list[str]) -> None:
        """Delete what is done with of these messages, or (``""``) of all; their ladders as well."""
        db.execute(table.REMEMBER_HIGHEST)
        for message_id in message_ids:
            gone = db.execute(table.FORGET, (message_id,)) if message_id else db.execute(table.FORGET_ALL)
            self._kept -= gone.rowcount
        db.execute(table.FORGET_LADDERS)

    def taken_back(self) -> None:
        """A transaction has not become anything, nor what was done and counted in it: it is all counted anew."""
        self._after = ""
        self._data_version = 0

    def _count(self, db: sqlite3.Connection) -> None:
        """Count what is done with, if anybody else has written since the last time."""
        version = answer(db, "PRAGMA data_version")
        if version != self._data_version:
            self._kept = answer(db, table.COUNT_SETTLED)
            self._data_version = version
