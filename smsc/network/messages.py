"""The short messages of a handset: texts on their way out, and what has come in (TS 23.040)."""

from collections import deque
from collections.abc import Iterable
from typing import Final

from pdu.gsm import cbs
from pdu.gsm.cbs import CbsPage
from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.sms.rp import RpAck, RpData, RpError
from pdu.sms.tp import SmsDeliver, SmsStatusReport, SmsSubmit, Tpdu
from pdu.sms.tp.user_data import text
from pdu.text import udh
from pdu.text.dcs import Alphabet
from pdu.text.reassembly import Assembled, Reassembly
from pdu.text.segmentation import segments
from smsc.network.acts import CannotSend, SendsText, Shows, ShowsBroadcast, ShowsReport
from smsc.network.network import Send

TIME_LIMIT: Final = 86400.0  # seconds for which the parts of a text wait for the others
TP_DCS: Final = {Alphabet.GSM7: 0x00, Alphabet.UCS2: 0x08}


class Text:
    """A text on its way out, and the parts of it that the service centre has not accepted yet."""

    __slots__ = ("parts", "text", "to")

    def __init__(self, text: str, to: Address, parts: Iterable[SmsSubmit]) -> None:
        self.text = text
        self.to = to
        self.parts = deque(parts)


class Outbox:
    """The texts that are to be sent, in order, one part after the other."""

    __slots__ = ("_reference", "_rp_mr", "_tp_mr", "texts")

    def __init__(self) -> None:
        self.texts: deque[Text] = deque()
        self._reference = 0  # of concatenated messages
        self._rp_mr = 0
        self._tp_mr = 0

    def add(self, sends: SendsText) -> None:
        """Cut a text into as many messages as it needs, in the GSM alphabet or, where that lacks a character, UCS-2."""
        cut = segments(sends.text, reference=self._reference)
        if len(cut.parts) > 1:
            self._reference = (self._reference + 1) & 255
        parts = []
        for part in cut.parts:
            parts.append(
                SmsSubmit(
                    tp_mr=self._tp_mr,
                    tp_da=sends.to,
                    tp_dcs=TP_DCS[part.encoding.alphabet],
                    tp_udh=part.header,
                    tp_ud=part.octets,
                )
            )
            self._tp_mr = (self._tp_mr + 1) & 255
        self.texts.append(Text(sends.text, sends.to, parts))

    def next(self, service_centre: Address) -> RpData:
        """The next part, for the relay layer."""
        self._rp_mr = (self._rp_mr + 1) & 255
        return RpData(self._rp_mr, None, service_centre, self.texts[0].parts[0])

    def settle(self, report: RpAck | RpError) -> Iterable[Send] | None:
        """The part has been accepted, or refused and with it the text; None if the report is not about it."""
        if report.rp_mr != self._rp_mr:
            return None
        if isinstance(report, RpError):
            return self.give_up(report.rp_cause)
        parts = self.texts[0].parts
        parts.popleft()
        if not parts:
            self.texts.popleft()
        return ()

    def give_up(self, rp_cause: int | None) -> Iterable[Send]:
        """The text cannot be sent, and its owner sees so."""
        given_up = self.texts.popleft()
        return (Send("", CannotSend(given_up.text, given_up.to, rp_cause)),)


class Message:
    """A message that has come in, of one part or more."""

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[SmsDeliver, ...]) -> None:
        self.parts = parts

    @property
    def sender(self) -> Address:
        """TP-Originating-Address."""
        return self.parts[0].tp_oa

    @property
    def text(self) -> str:
        """What a person reads: the hexadecimal digits of what is no text."""
        first = self.parts[0]
        octets = first.tp_ud if len(self.parts) == 1 else b"".join(part.tp_ud for part in self.parts)
        try:
            read = text(first.tp_dcs, first.tp_udh, octets)
        except Malformed:
            read = None
        return octets.hex() if read is None else read


class BroadcastInbox:
    """The pages of cell broadcast messages, by the messages' numbers; those that are whole have been shown."""

    __slots__ = ("_pages",)

    def __init__(self) -> None:
        self._pages: dict[tuple[int, int], dict[int, CbsPage]] = {}

    def add(self, page: CbsPage) -> Iterable[Send]:
        """Keep a page, and show the message if it is the last one missing."""
        number, total = page.place
        pages = self._pages.setdefault((page.message_identifier, page.serial_number), {})
        if number in pages:
            return ()
        pages[number] = page
        if len(pages) < total:
            return ()
        whole = tuple(pages[one] for one in sorted(pages))
        return (Send("", ShowsBroadcast(cbs.text(whole), page.message_identifier)),)


class Inbox:
    """Every message that has come in, in order; the parts of a long one when all are there."""

    __slots__ = ("_reassembly", "messages")

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._reassembly: Reassembly[SmsDeliver] | None = None

    def add(self, tpdu: Tpdu, now: float) -> Iterable[Send]:
        """Keep it, and show it if it completes a text."""
        if isinstance(tpdu, SmsStatusReport):
            return (Send("", ShowsReport(tpdu.tp_ra, tpdu.tp_mr, tpdu.tp_st)),)
        if not isinstance(tpdu, SmsDeliver):
            return ()
        parts = self._whole(tpdu, now) if tpdu.tp_udh else (tpdu,)
        if not parts:
            return ()
        message = Message(parts)
        self.messages.append(message)
        return (Send("", Shows(message.text, message.sender)),)

    def _whole(self, part: SmsDeliver, now: float) -> tuple[SmsDeliver, ...]:
        try:
            place = udh.concatenation(part.user_data_header)
        except Malformed:  # a header that cannot be read is skipped, the text behind it is shown
            place = None
        if place is None:
            return (part,)
        if self._reassembly is None:
            self._reassembly = Reassembly(TIME_LIMIT)
        for event in self._reassembly.receive(part.tp_oa, place, part, now):
            if isinstance(event, Assembled):
                return event.parts
        return ()
