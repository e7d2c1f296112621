"""The ladder of each message, kept beside it in the store on disk: what ``smsc show`` tells of a message's way.

It is kept only for as long as somebody has the ladder shown, since every line has to be written.
"""

from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice, takewhile
from typing import Final

from smsc.bounded import Bounded
from smsc.stories import Stories
from smsc.trace import Record

MOST: Final = 200  # lines of one message, in one life of the service centre

Tell = Callable[[str, float, str], None]  # by which message_id, when, and which line


class Ladders:
    """Follows a trace, and has each record kept that is about a message, once its message_id is known.

    ``hidden`` are the keys whose values are not.
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
            # Mostly that is this record alone; but a message_id, or another submission, may have come with it.
            new = list(islice(_behind(last, story.records), MOST - told))
            for one in reversed(new):
                line = lines.get(one.serial) or lines.setdefault(one.serial, one.shown(self._hidden))
                self._tell(message_id, one.at, line)
            self._told[message_id] = told + len(new), record.serial


def _behind(serial: int, records: deque[Record]) -> Iterator[Record]:
    """Give the records behind one, the latest first."""
    return takewhile(lambda record: record.serial > serial, reversed(records))
