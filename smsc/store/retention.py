"""How long messages are kept once they are settled: in a final state, and owing nobody a receipt.

The message of a submit_multi whose message_id its ESME knows is kept until the others are final as well.
"""

import sqlite3
from dataclasses import dataclass
from typing import Final

from smsc.store import table
from smsc.store.asking import answer

DAY: Final = 86_400.0
OFTEN: Final = 1_000  # messages settled before it is worth looking for old ones
PIECE: Final = 2_000  # messages looked at in one transaction
IN_MEMORY, ON_DISK = 10_000, 1_000_000  # messages kept by default
INTERVAL: Final = 60.0  # seconds between two looks if little happens


@dataclass(frozen=True, slots=True)
class Retention:
    """Keep messages for so many ``seconds``, and at most so many of them: the oldest go first."""

    seconds: float = 7 * DAY
    most: int = ON_DISK


class Pruning:
    """Deletes old messages from a file, a piece at a time, within other transactions.

    message_ids grow, so the oldest messages come first, and a look rarely goes far: messages not settled are skipped,
    and the first that is too new ends it.
    """

    def __init__(self, retention: Retention, db: sqlite3.Connection) -> None:
        self._retention = retention
        self._db = db
        self._after = ""  # the message_id after which the next piece begins
        self._kept = 0  # settled messages
        self._data_version = 0  # of the file when they were counted, as others may delete too; 0: count them anew
        self._count()

    def run(self, now: float, settled: int) -> None:
        """Delete old messages of a piece; ``settled`` more are settled than the last time."""
        self._kept += settled
        if self._kept > self._retention.most or not self._data_version:
            self._count()
        over = self._kept - self._retention.most
        oldest = now - self._retention.seconds
        rows = self._db.execute(table.OLDEST, (self._after, PIECE)).fetchall()
        gone: list[tuple[str]] = []
        for message_id, _, done, needed in rows:
            if done is not None and not needed and (done <= oldest or over > 0):
                gone.append((message_id,))
                over -= 1
        if gone:
            self._db.execute(table.REMEMBER_HIGHEST)
        if gone and len(gone) == len(rows):  # usually the whole piece: one statement costs a quarter
            self._db.execute("DELETE FROM message WHERE message_id BETWEEN ? AND ?", (gone[0][0], gone[-1][0]))
        else:
            self._db.executemany("DELETE FROM message WHERE message_id = ?", gone)
        if gone and answer(self._db, "SELECT EXISTS (SELECT 1 FROM rung)"):
            self._db.executemany("DELETE FROM rung WHERE message_id = ?", gone)
        self._kept -= len(gone)
        further = len(rows) == PIECE and (over > 0 or rows[-1][1] <= oldest)
        self._after = rows[-1][0] if further else ""

    def forget(self, message_ids: list[str]) -> None:
        """Delete those of these messages, or (``""``) of all, that are settled, and their ladders."""
        self._db.execute(table.REMEMBER_HIGHEST)
        for message_id in message_ids:
            gone = self._db.execute(table.FORGET, (message_id,)) if message_id else self._db.execute(table.FORGET_ALL)
            self._kept -= gone.rowcount
        self._db.execute(table.FORGET_LADDERS)

    def taken_back(self) -> None:
        """Forget what was deleted and counted in a transaction that failed, so that all is counted anew."""
        self._after = ""
        self._data_version = 0

    def _count(self) -> None:
        """Count the settled messages, if anybody else has written since the last time."""
        version = answer(self._db, "PRAGMA data_version")
        if version != self._data_version:
            self._kept = answer(self._db, table.COUNT_SETTLED)
            self._data_version = version
