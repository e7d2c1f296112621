"""The ladder of each message, kept beside it in the store on disk: what ``smsc show`` tells of a message's way.

It is kept only while the ladder is shown as well, since every line has to be formatted for it.
"""

from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice, takewhile
from typing import Final

from smsc.trace.bounded import Bounded
from smsc.trace.stories import Stories
from smsc.trace.trace import Record

MOST: Final = 200  # lines of one message, in one run of the service centre

Tell = Callable[[str, float, str], None]  # the message_id, the time, and the line


class Ladders:
    """Follows a trace and has each record about a message kept, once its message_id is known.

    ``hidden`` are the keys whose values are not kept.
    """

    def __init__(self, stories: Stories, tell: Tell, hidden: frozenset[str]) -> None:
        self._stories = stories
        self._tell = tell
        self._hidden = hidden
        self._told: Bounded[str, tuple[int, int]] = Bounded()  # by message_id: how many lines, up to which record

    def add(self, record: Record) -> None:
        """Take the next record."""
        story = self._stories.add(record)
        if story is None:
            return
        lines: dict[int, str] = {}
        for message_id in story.message_ids:
            told, last = self._told.get(message_id, (0, 0))
            # Mostly this record alone; but earlier ones too, if it told the message_id or joined another submission's.
            new = list(islice(_behind(last, story.records), MOST - told))
            for one in reversed(new):
                line = lines.get(one.serial) or lines.setdefault(one.serial, one.shown(self._hidden))
                self._tell(message_id, one.at, line)
            self._told[message_id] = told + len(new), record.serial


def _behind(serial: int, records: deque[Record]) -> Iterator[Record]:
    """Yield the records after a serial, the latest first."""
    return takewhile(lambda record: record.serial > serial, reversed(records))
