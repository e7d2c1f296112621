"""The tree of topics, made for subscribing: ``smsc/+/msg/+/sc-hlr`` is one hop of every message.

    smsc/<name>/online                  true, or false: retained, and the last will
    smsc/<name>/msg/<id>/<hop>          an event about a message; <id> is ``new`` while it has none
    smsc/<name>/msg/<id>/state          a message whose state has changed
    smsc/<name>/net/<hop>               an event that is about no message
    smsc/<name>/phone/<msisdn>/state    a handset: retained
    smsc/<name>/phone/<msisdn>/inbox    what a handset shows
    smsc/<name>/phone/<msisdn>/send     to be published to: {"to": "7000", "text": "BALANCE"}
    smsc/<name>/phone/<msisdn>/power    likewise: on, or off
    smsc/<name>/missed                  how many events were dropped, as the broker was away or slow
    smsc/<name>/problem                 what is wrong with something that was published to us

A hop is ``sc-hlr``. If somebody outside does or sees something, it is one name: of a handset, a node, an ESME, or a
stage at which faults strike.
"""

from typing import Final

from smsc.trace.stories import Story
from smsc.trace.trace import Record

NEW: Final = "new"
_TAKEN: Final = {ord(character): f"%{ord(character):02X}" for character in "%/+#\0"}  # not allowed in a level


class Topics:
    """The topics of one simulator."""

    def __init__(self, name: str) -> None:
        self.root = f"smsc/{_level(name)}"
        self.online = f"{self.root}/online"
        self.missed = f"{self.root}/missed"
        self.problem = f"{self.root}/problem"
        self.commands = (f"{self.root}/phone/+/send", f"{self.root}/phone/+/power")

    def event(self, record: Record, story: Story | None) -> str:
        """Return the topic of an event."""
        hop = "-".join(_level(end) for end in (record.origin, record.destination) if end)
        if story is None:
            return f"{self.root}/net/{hop}"
        return f"{self.root}/msg/{_level(story.message_ids[0]) if story.message_ids else NEW}/{hop}"

    def state_of_message(self, message_id: str) -> str:
        """Return the topic of a message's state."""
        return f"{self.root}/msg/{_level(message_id)}/state"

    def inbox(self, number: str) -> str:
        """Return the topic of what a handset shows."""
        return self.phone(number, "inbox")

    def phone(self, number: str, leaf: str) -> str:
        """Return a topic of a handset, by its number (or its name, if it has none)."""
        return f"{self.root}/phone/{_level(number.removeprefix('+'))}/{leaf}"

    def command(self, topic: str) -> tuple[str, str]:
        """Read which handset is to do what; the reverse of ``phone``."""
        number, _, leaf = topic.removeprefix(f"{self.root}/phone/").partition("/")
        return number, leaf


def _level(text: str) -> str:
    return text.translate(_TAKEN)
