"""The ladder of each message, kept beside it in the store on disk: what ``smsc show`` tells of a message's way.

It is kept only for as long as somebody has the ladder shown, since every line has to be written.
"""

from collections.abc import Callable
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
        self._told: Bounded[str, int] = Bounded()  # by message_id: how many of its lines are kept

    def add(self, record: Record) -> None:
        """Take the next record."""
        story = self._stories.add(record)
        if story is None:
            return
        line = ""
        for message_id in story.message_ids:
            told = self._told.get(message_id)
            if told is None:  # it has come with this one: what was said before is told as well
                self._told[message_id] = len(story.records)
                for earlier in tuple(story.records)[-MOST:]:
                    self._tell(message_id, earlier.at, earlier.shown(self._hidden))
            elif told < MOST:
                self._told[message_id] = told + 1
                line = line or record.shown(self._hidden)
                self._tell(message_id, record.at, line)
