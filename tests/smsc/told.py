"""A world in virtual time that is told record by record: the story of which message each belongs to."""

from pdu.header import Pdu
from pdu.operations.bind import BindTransceiver
from pdu.sms.tp import SmsSubmit
from pdu.ss7.map import MoForwardSM
from scenarios.comparison import START
from scenarios.esme import MemoryLine
from smsc.config import WorldConfig, load
from smsc.trace.stories import Stories, Story
from smsc.trace.trace import Record
from smsc.world.world import World

MS1, MS2 = "447700900123", "447700900124"


class Told:
    """A world, and the story of each of its records."""

    def __init__(self, config: WorldConfig | None = None, size: int = 100) -> None:
        self.world = World(config or load(), START)
        self.stories = Stories("sc", self.world.centre.subject, size)
        self.told: list[tuple[Record, Story | None]] = []
        self.world.trace.follow(self._add)
        self.line = MemoryLine(self.world.network, self.world.face, "bank")
        self.says(BindTransceiver("bank", "secret"))

    def _add(self, record: Record) -> None:
        self.told.append((record, self.stories.add(record)))

    def says(self, *pdus: Pdu) -> None:
        for pdu in pdus:
            self.line.say(pdu)
        self.rest()

    def does(self, name: str, act: object) -> None:
        self.world.network.act(name, act)
        self.rest()

    def rest(self, seconds: float = 60.0) -> None:
        self.world.network.run_until(self.world.network.now + seconds)

    def of(self, message_id: str) -> list[str]:
        """Return the hops in the story of a message."""
        records = self.stories[message_id].records
        return [f"{record.origin}>{record.destination} {record.message.words[-1]}" for record in records]  # type: ignore[attr-defined]  # all have words

    def submitted(self) -> list[tuple[Story | None, str | None]]:
        """Return the texts that handsets have sent to the service centre, part by part, each with its story."""
        forwards = [(story, record.message) for record, story in self.told if isinstance(record.message, MoForwardSM)]
        return [(story, said.sm_rp_ui.text) for story, said in forwards if isinstance(said.sm_rp_ui, SmsSubmit)]

    def texts(self) -> dict[int, set[str]]:
        """Return which texts there are in the story of each number."""
        texts: dict[int, set[str]] = {}
        for record, story in self.told:
            if story is not None and (written := dict(record.said().fields).get("text")):
                texts.setdefault(story.number, set()).add(written)
        for story, text in self.submitted():
            texts.setdefault(story.number if story else 0, set()).add(text or "")
        return texts

    def others(self) -> set[str]:
        """Return what is about no message."""
        return {record.message.words[0] for record, story in self.told if story is None}  # type: ignore[attr-defined]  # all have words
