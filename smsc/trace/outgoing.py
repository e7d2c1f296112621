"""Which of its texts a handset is sending: found from what it is heard to say, for the stories of those texts."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Generic, TypeVar

from pdu.sms.rp import RpAck, RpData
from pdu.sms.tp import SmsSubmit
from pdu.text import udh
from smsc.trace.bounded import Bounded

S = TypeVar("S")


@dataclass(slots=True, eq=False)
class Text(Generic[S]):
    """A text with its story; of the part sent latest, its RP-MR, and whether it is the last of the text."""

    written: str
    story: S
    rp_mr: int | None = None
    last: bool = False


class Outgoing(Generic[S]):
    """The texts that handsets have yet to send, in order.

    What is heard does not tell all. A text is done when its last part is acknowledged; but a handset that does not hear
    of it sends that part again, and one that forgets its texts, or has nobody to reply to, goes on with a later one.
    """

    def __init__(self) -> None:
        self._texts: dict[str, list[Text[S]]] = defaultdict(list)
        self._accepted: Bounded[str, Text[S]] = Bounded()  # the text that each has sent last

    def writes(self, handset: str, text: str, story: S) -> None:
        """Note that a handset's owner has written one more text."""
        self._texts[handset].append(Text(text, story))

    def next(self, handset: str) -> S | None:
        """Return the story of the text for which a handset wants a channel, as far as is known."""
        texts = self._texts.get(handset)
        return texts[0].story if texts else None

    def submits(self, handset: str, data: RpData, tpdu: SmsSubmit) -> S | None:
        """Note that a part is sent, perhaps not for the first time; returns its story."""
        texts, place = self._texts[handset], udh.place(tpdu.tp_udh)
        if place is None or place.sequence == 1:
            self._begin(handset, tpdu.text or "", whole=place is None)
        if not texts:
            return None
        text = texts[0]
        text.rp_mr, text.last = data.rp_mr, place is None or place.sequence == place.maximum
        return text.story

    def _begin(self, handset: str, said: str, *, whole: bool) -> None:
        """Drop the texts written before the one that this is, or begins."""

        def is_it(text: Text[S]) -> bool:
            return text.written == said if whole else text.written.startswith(said)

        texts, accepted = self._texts[handset], self._accepted.get(handset)
        at = next((at for at, text in enumerate(texts) if is_it(text)), None)
        if at is not None:
            del texts[:at]
        elif accepted is not None and is_it(accepted):
            texts.insert(0, accepted)

    def acknowledged(self, handset: str, report: RpAck) -> None:
        """Note that the network has a part: if it was the last of its text, the next text follows."""
        texts = self._texts.get(handset)
        if texts and texts[0].last and texts[0].rp_mr == report.rp_mr:
            self._accepted[handset] = texts.pop(0)

    def given_up(self, handset: str, text: str) -> S | None:
        """Note that a handset's owner sees that a text can't be sent; returns its story."""
        texts = self._texts.get(handset, [])
        for at, one in enumerate(texts):
            if one.written == text:
                del texts[at]
                return one.story
        return None
