"""Which messages a text that a handset shows was made of: found from the parts it has been handed."""

from typing import Generic, TypeVar

from pdu.sms.address import Address
from pdu.sms.tp import SmsDeliver
from pdu.text import udh
from smsc.trace.bounded import Bounded

S = TypeVar("S")

_LongText = tuple[str, Address, int]  # the handset, the sender, and the reference number


class Incoming(Generic[S]):
    """What handsets have been handed; a text in parts is shown with the last of them, and is about all of them."""

    def __init__(self) -> None:
        self._showing: Bounded[str, tuple[list[S], _LongText | None]] = Bounded()  # by handset: all parts
        self._parts: Bounded[_LongText, list[S]] = Bounded()  # the same, while some are missing

    def handed(self, handset: str, tpdu: SmsDeliver, story: S) -> None:
        """Note that a handset is handed a message, or a part of one."""
        place = udh.place(tpdu.tp_udh)
        if place is None:
            self.reported(handset, story)
            return
        key = handset, tpdu.tp_oa, place.reference
        parts = self._parts.setdefault(key, [])
        if story not in parts:
            parts.append(story)
        self._showing[handset] = parts, key

    def reported(self, handset: str, story: S) -> None:
        """Note that a handset is handed what is whole, such as a report."""
        self._showing[handset] = [story], None

    def shows(self, handset: str) -> S | None:
        """Note that a handset shows what it was handed last; returns the story of the last part."""
        parts, key = self._showing.get(handset, ((), None))
        if key is not None:
            self._parts.pop(key, None)
        return parts[-1] if parts else None

    def shown(self, handset: str) -> tuple[S, ...]:
        """Return the stories of all parts of what a handset has shown last."""
        parts, _ = self._showing.get(handset, ((), None))
        return tuple(parts)
