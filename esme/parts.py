"""TS 23.040 clause 9.2.3.24.1 and SMPP's sar_* TLVs, from the ESME's end: the parts of a long message, put together."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from esme.address import written
from esme.inbox import ROOM
from esme.message import Delivered, Message, user_octets
from pdu.held import held
from pdu.malformed import Malformed
from pdu.text import udh
from pdu.text.data_coding import DefaultAlphabet
from pdu.text.reassembly import Abandoned, Assembled, Place, Reassembly
from pdu.text.segmentation import Sar
from pdu.values import EsmClass


@dataclass(slots=True)
class _Part:
    """A part, compared by what stays the same when it is delivered again; its sequence_number does not."""

    octets: bytes
    data_coding: int
    pdu: Delivered = field(compare=False)
    taken: bool = field(compare=False)  # within the whole message: it is kept in case the last part comes again


class Parts:
    """The parts of incomplete messages: of at most ``most`` messages and ``ROOM``, each kept ``time_limit`` seconds.

    It returns whole messages and, for those given up, what has come: a message that says what is missing. A
    ``time_limit`` of 0 leaves parts as they come.
    """

    def __init__(self, time_limit: float, most: int, default_alphabet: DefaultAlphabet) -> None:
        self._wanted = time_limit > 0
        self._default_alphabet = default_alphabet
        self._reassembly: Reassembly[_Part] = Reassembly(
            time_limit, most, octets=lambda part: held(part.pdu), room=ROOM
        )

    def place(self, pdu: Delivered) -> Place | None:
        """Which part of a long message this is, by its header or its TLVs; None if it is a message of its own."""
        if not self._wanted:
            return None
        if pdu.esm_class & EsmClass.UDHI:
            place = _in_header(pdu)
            if place is not None:
                return place if place.maximum > 1 else None
        if not pdu.tlvs:
            return None
        reference, total, sequence = pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum
        if reference is None or total is None or sequence is None or total == 1 or not 1 <= sequence <= total:
            return None
        return Sar(reference, total, sequence)

    def take(self, pdu: Delivered, place: Place, now: float, *, taken: bool = False) -> list[Message]:
        """Keep a part; return the message that it completes, and those that are given up for it."""
        found: list[Message] = []
        for event in self._reassembly.receive(_ends(pdu), place, _part(pdu, taken), now):
            if isinstance(event, Assembled):
                found.append(self._message(event.parts))
            elif isinstance(event, Abandoned):
                found += self._given_up(event)
        return found

    def take_back(self, message: Message, last: Delivered, now: float, *, taken: bool) -> list[Message]:
        """Keep the parts of a whole message except the last, since only that will be delivered again.

        If the message was ``taken`` all the same, its parts are given up without a word.
        """
        found: list[Message] = []
        for pdu in message.parts:
            place = self.place(pdu)
            if place is not None and place != self.place(last):
                found += self.take(pdu, place, now, taken=taken)
        return found

    def awaits(self, pdu: Delivered, place: Place) -> bool:
        """Whether other parts of the message that this part may belong to have come."""
        return self._reassembly.awaits(_ends(pdu), place)

    def again(self, pdu: Delivered, place: Place, before: Delivered) -> bool:
        """Whether a part is the same as one that came before."""
        return (
            user_octets(pdu) == user_octets(before)  # which usually decides, and costs nothing
            and _part(pdu) == _part(before)
            and (_ends(pdu), place) == (_ends(before), self.place(before))
        )

    def overdue(self, now: float) -> list[Message]:
        """Give up the messages whose parts have waited long enough; at infinity, all of them."""
        return [message for event in self._reassembly.handle_timer(now) for message in self._given_up(event)]

    def next_timer(self) -> float | None:
        """When something will be overdue; None while nothing is incomplete."""
        return self._reassembly.next_timer()

    def _message(self, parts: Iterable[_Part], missing: tuple[int, ...] = ()) -> Message:
        pdus = tuple(part.pdu for part in parts)
        return Message(pdus[0], self._default_alphabet, parts=pdus, missing=missing)

    def _given_up(self, abandoned: Abandoned[_Part]) -> Iterable[Message]:
        there = abandoned.parts
        if not all(part.taken for part in there.values()):
            missing = tuple(number for number in range(1, abandoned.maximum + 1) if number not in there)
            yield self._message([there[number] for number in sorted(there)], missing)


def _ends(pdu: Delivered) -> tuple[str, str]:
    return written(pdu.source_addr, pdu.source_addr_ton), written(pdu.destination_addr, pdu.dest_addr_ton)


def _part(pdu: Delivered, taken: bool = False) -> _Part:
    return _Part(user_octets(pdu), pdu.data_coding, pdu, taken)


def _in_header(pdu: Delivered) -> udh.Concatenation | None:
    try:
        return udh.concatenation(udh.decode(udh.split(user_octets(pdu))[0]))
    except Malformed:
        return None
