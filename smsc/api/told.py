"""Events as clients are told them: written once, for all that follow at the same time."""

from typing import Final

from smsc.api import views
from smsc.trace.stories import Story
from smsc.trace.trace import Record

REMEMBERED: Final = 1_000  # events: for a client further behind than that they are written again
CHARACTERS: Final = 16 << 20  # in them, however long a PDU is


class Told:
    """Events as JSON; the values of ``hidden`` keys are not shown. A message may have more ids later."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self._hidden = hidden
        self._events: dict[tuple[int, int], str] = {}  # by serial, and how many ids were known
        self._size = 0  # characters

    def event(self, record: Record, story: Story | None) -> str:
        """Write an event, unless that has been done already."""
        key = record.serial, len(story.message_ids) if story is not None else 0
        told = self._events.get(key)
        if told is None:
            told = self._events[key] = views.event(record, story, self._hidden).model_dump_json()
            self._size += len(told)
            while len(self._events) > REMEMBERED or self._size > CHARACTERS:
                self._size -= len(self._events.pop(next(iter(self._events))))
        return told
