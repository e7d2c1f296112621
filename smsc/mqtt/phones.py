"""The states of handsets, which the broker retains: each is published when it changes."""

from smsc.api import views
from smsc.api.desk import Desk
from smsc.mqtt.topics import Topics
from smsc.news.outbox import Outbox, Publication
from smsc.trace.stories import Story
from smsc.trace.trace import Record


class Phones:
    """Follows the handsets of a simulator, and puts their states into an outbox."""

    def __init__(self, desk: Desk, topics: Topics, outbox: Outbox) -> None:
        self._desk = desk
        self._topics = topics
        self._outbox = outbox
        self._hlrs = frozenset(hlr.name for hlr in desk.world.hlrs.values())
        self._touched: dict[str, None] = {}  # handsets with which something has happened in this turn
        self._published: dict[str, views.Phone] = {}
        self._stop = (desk.journal.listen(self._said), desk.simulator.clock.follow(self._turn))

    def close(self) -> None:
        """Stop following."""
        for stop in self._stop:
            stop()

    def all_again(self) -> None:
        """Publish the states of all handsets again: the broker may have lost them."""
        self._published.clear()
        self._touched.update(dict.fromkeys(self._desk.world.phones))
        self._turn()

    def _said(self, record: Record, _: Story | None) -> None:
        phones = self._desk.world.phones
        for end in (record.origin, record.destination):
            if end in phones:
                self._touched[end] = None
        if record.person and record.destination in self._hlrs:  # subscriptions change, and with them numbers
            self._touched.update(dict.fromkeys(phones))

    def _turn(self) -> None:
        """Look at those touched, once all that happens at this moment has happened."""
        touched, self._touched = self._touched, {}
        for name in touched:
            self._look_at(name)

    def _look_at(self, name: str) -> None:
        phone, before = self._desk.phone(name), self._published.get(name)
        if phone == before:
            return
        self._published[name] = phone
        topic = self._topics.phone(phone.number or name, "state")
        if before is not None and before.number != phone.number:  # what is retained there is no longer true
            self._outbox.hold(Publication(self._topics.phone(before.number or name, "state"), "", retain=True))
        self._outbox.hold(Publication(topic, phone.model_dump_json(), retain=True))
