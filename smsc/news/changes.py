"""What is told: every event of the trace, the states of messages when they change, and what handsets show.

It has the API's schemas (``smsc.api.views``), the same as the API's streams.
"""

from collections.abc import Callable, MutableMapping
from functools import partial
from typing import Protocol

from pdu.values import MessageState
from smsc.agenda import Agenda
from smsc.api import views
from smsc.api.desk import Desk
from smsc.centre.message import FINAL
from smsc.network.acts import Shows
from smsc.news.outbox import Outbox, Publication
from smsc.trace.bounded import Bounded
from smsc.trace.stories import Story
from smsc.trace.trace import Record


class Topics(Protocol):
    """Under which topic each piece of news is told; "" for what is not to be told."""

    def event(self, record: Record, story: Story | None, /) -> str:
        """Return the topic of an event."""
        ...

    def state_of_message(self, message_id: str, /) -> str:
        """Return the topic of a message's state."""
        ...

    def inbox(self, number: str, /) -> str:
        """Return the topic of what a handset shows, by its number (or its name, if it has none)."""
        ...


class Changes:
    """Follows a simulator, and puts what has happened into an outbox."""

    def __init__(self, desk: Desk, topics: Topics, outbox: Outbox) -> None:
        self._desk = desk
        self._topics = topics
        self._outbox = outbox
        self._spoken_of: dict[str, None] = {}  # messages about which something was said since they were looked at
        self._on_their_way = dict(desk.simulator.resumed)  # messages, with the state last told, if by an earlier run;
        self._ended: Bounded[str, MessageState] = Bounded()  # and those that have reached their final state
        self._ends = Agenda[str]()  # when messages on their way expire: perhaps no record says so
        self._stop: tuple[Callable[[], None], ...] = (
            desk.journal.listen(self._said),
            desk.simulator.clock.follow(self._turn),
        )
        self._spoken_of.update(dict.fromkeys(self._on_their_way))  # some may have expired before this run
        self._look_at_messages()

    def close(self) -> None:
        """Stop following, if that has not been done yet."""
        stops, self._stop = self._stop, ()
        for stop in stops:
            stop()

    def _said(self, record: Record, story: Story | None) -> None:
        self._look_at_messages()  # before they change again: one turn of a late clock may be a whole delivery
        if topic := self._topics.event(record, story):
            event = partial(self._desk.told.event, record, story)
            self._outbox.put(Publication(topic, event, at=record.at, held=record.held))
        if story is not None:
            self._spoken_of.update(dict.fromkeys(story.message_ids))
        if isinstance(record.message, Shows):
            self._shown(record, record.message, story)

    def _shown(self, record: Record, shown: Shows, story: Story | None) -> None:
        if topic := self._topics.inbox(self._desk.number(record.origin)):
            written = views.received(record, shown, story, self._desk.hidden).model_dump_json()
            self._outbox.put(Publication(topic, written, at=record.at, held=len(written)))

    def _turn(self) -> None:
        """Look at what has changed, once all that happens at this moment has happened."""
        self._spoken_of.update(dict.fromkeys(self._ends.due(self._desk.world.network.now)))
        self._look_at_messages()

    def _look_at_messages(self) -> None:
        spoken_of, self._spoken_of = self._spoken_of, {}
        for message_id in spoken_of:
            self._look_at_message(message_id)

    def _look_at_message(self, message_id: str) -> None:
        message = self._desk.kept.get(message_id)
        if message is None:
            self._ends.strike(message_id)
            self._on_their_way.pop(message_id, None)
            return
        for copy in message.copies:  # the other destinations of a submit_multi: no record names these messages
            self._look_at_message(copy)
        known: MutableMapping[str, MessageState] = self._on_their_way
        if message.state in FINAL:
            self._ends.strike(message_id)
            self._on_their_way.pop(message_id, None)
            known = self._ended
        else:
            self._ends.enter(message_id, message.expires)  # which replace_sm may put off
        if message.state is known.get(message_id):
            return
        known[message_id] = message.state
        if topic := self._topics.state_of_message(message_id):
            written = views.message(message, self._desk.hidden).model_dump_json()
            self._outbox.put(Publication(topic, written, at=self._desk.world.network.now, held=len(written)))
