"""What a handset has shown to its owner, as a test sees it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from pdu.operations.data_sm import DataSm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm
from pdu.sms.cp import CpData
from pdu.sms.rp import RpData
from pdu.sms.tp import SmsDeliver
from smsc.lab.code import code
from smsc.trace.stories import Story
from smsc.trace.trace import Record, ladder

Submission: TypeAlias = SubmitSm | DataSm | SubmitMulti
SUBMISSIONS: Final[tuple[type[Submission], ...]] = (SubmitSm, DataSm, SubmitMulti)


@dataclass(frozen=True, slots=True)
class Received:
    """One message on the screen of a handset, with all its parts.

    ``sender`` is a number, with its + if it is international, or a name. ``at`` is when, by the simulator's clock, in
    seconds since the epoch. ``stories`` are those of its parts: one, unless an ESME cut it into segments.
    """

    text: str
    sender: str
    at: float
    handset: str = ""
    stories: tuple[Story, ...] = field(default=(), repr=False, compare=False)

    @property
    def code(self) -> str | None:
        """The one-time code in the text; None if there is none."""
        return code(self.text)

    @property
    def message_id(self) -> str | None:
        """The message_id at the service centre of it, or of its first part; None if it is not known."""
        return next((message_id for story in self.stories for message_id in story.message_ids), None)

    @property
    def segments(self) -> int:
        """How many short messages it took; one sent again because nobody knew that it had arrived counts once."""
        return len({(tpdu.tp_udh, tpdu.tp_ud) for tpdu in self.tpdus})

    @property
    def pdus(self) -> tuple[Submission, ...]:
        """The PDUs by which an ESME submitted it, one for each segment; none if a handset sent it."""
        return tuple(record.message for record in self._records() if isinstance(record.message, SUBMISSIONS))

    @property
    def pdu(self) -> Submission | None:
        """The PDU that submitted it, or its first segment."""
        return next(iter(self.pdus), None)

    @property
    def tpdus(self) -> tuple[SmsDeliver, ...]:
        """The SMS-DELIVERs by which it came to the handset."""
        return tuple(self._delivered())

    @property
    def ladder(self) -> str:
        """Its way through the network, a line for each message."""
        return ladder(sorted(self._records(), key=lambda record: record.serial))

    def __str__(self) -> str:
        return f"{self.sender}: {self.text}"

    def _records(self) -> Iterator[Record]:
        for story in self.stories:
            yield from tuple(story.records)  # which may grow meanwhile, in another thread

    def _delivered(self) -> Iterator[SmsDeliver]:
        for record in self._records():
            said = record.message
            if isinstance(said, CpData) and record.destination == self.handset and not record.lost:
                relayed = said.cp_user_data
                if isinstance(relayed, RpData) and isinstance(relayed.rp_user_data, SmsDeliver):
                    yield relayed.rp_user_data
