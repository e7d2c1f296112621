"""What is published: every event of the trace, the states of messages and handsets when they change, and what is shown.

It has the API's schemas (``smsc.api.views``), the same as the API's streams.
"""

from functools import partial

from pdu.values import MessageState
from smsc.agenda import Agenda
from smsc.api import views
from smsc.api.desk import Desk
from smsc.bounded import Bounded
from smsc.centre.message import FINAL
from smsc.mqtt.outbox import Outbox, Publication
from smsc.mqtt.topics import Topics
from smsc.network.acts import Shows
from smsc.stories import Story
from smsc.trace import Record


class Changes:
    """Follows a simulator, and puts what has happened into an outbox."""

    def __init__(self, desk: Desk, topics: Topics, outbox: Outbox) -> None:
        self._desk = desk
        self._topics = topics
        self._outbox = outbox
        self._hlrs = frozenset(hlr.name for hlr in desk.world.hlrs.values())
        self._touched: dict[str, None] = {}  # handsets with which something has happened in this turn
        self._spoken_of: dict[str, None] = {}  # messages about which something was said since they were looked at
        self._phones: dict[str, views.Phone] = {}  # as last published
        self._states: Bounded[str, MessageState] = Bounded()  # of messages, as last published
        self._ends = Agenda[str]()  # when messages on their way expire: perhaps no record says so
        self._stop = (desk.journal.listen(self._said), desk.simulator.clock.follow(self._turn))

    def close(self) -> None:
        """Stop following."""
        for stop in self._stop:
            stop()

    def all_phones(self) -> None:
        """Publish the states of all handsets again: the broker may have lost them."""
        self._phones.clear()
        self._touched.update(dict.fromkeys(self._desk.world.phones))
        self._turn()

    def _said(self, record: Record, story: Story | None) -> None:
        self._look_at_messages()  # before they change again: one turn of a late clock may be a whole delivery
        event = partial(self._desk.told.event, record, story)
        self._outbox.put(Publication(self._topics.event(record, story), event, held=record.held))
        phones = self._desk.world.phones
        for end in (record.origin, record.destination):
            if end in phones:
                self._touched[end] = None
        if record.person and record.destination in self._hlrs:  # subscriptions change, and with them numbers
            self._touched.update(dict.fromkeys(phones))
        if story is not None:
            self._spoken_of.update(dict.fromkeys(story.message_ids))
        if isinstance(record.message, Shows):
            self._shown(record, record.message, story)

    def _shown(self, record: Record, shown: Shows, story: Story | None) -> None:
        received = views.received(record, shown, story, self._desk.hidden)
        number = self._desk.number(record.origin)
        written = received.model_dump_json()
        self._outbox.put(Publication(self._topics.phone(number, "inbox"), written, held=len(written)))

    def _turn(self) -> None:
        """Look at what has changed, once all that happens at this moment has happened."""
        now = self._desk.world.network.now
        self._spoken_of.update(dict.fromkeys(self._ends.due(now)))
        touched, self._touched = self._touched, {}
        for name in touched:
            self._look_at_phone(name)
        self._look_at_messages()

    def _look_at_phone(self, name: str) -> None:
        phone, before = self._desk.phone(name), self._phones.get(name)
        if phone == before:
            return
        self._phones[name] = phone
        topic = self._topics.phone(phone.number or name, "state")
        if before is not None and before.number != phone.number:  # what is retained there is no longer true
            self._outbox.hold(Publication(self._topics.phone(before.number or name, "state"), "", retain=True))
        self._outbox.hold(Publication(topic, phone.model_dump_json(), retain=True))

    def _look_at_messages(self) -> None:
        spoken_of, self._spoken_of = self._spoken_of, {}
        for message_id in spoken_of:
            self._look_at_message(message_id)

    def _look_at_message(self, message_id: str) -> None:
        message = self._desk.kept.get(message_id)
        if message is None:
            self._ends.strike(message_id)
            return
        for copy in message.copies:  # the other destinations of a submit_multi: no record names these messages
            self._look_at_message(copy)
        if message.state in FINAL:
            self._ends.strike(message_id)
        else:
            self._ends.enter(message_id, message.expires)  # which replace_sm may put off
        if message.state is self._states.get(message_id):
            return
        self._states[message_id] = message.state
        written = views.message(message, self._desk.hidden).model_dump_json()
        self._outbox.put(Publication(self._topics.state_of_message(message_id), written, held=len(written)))
