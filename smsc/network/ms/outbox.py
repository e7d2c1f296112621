"""The texts of a handset on their way out, as SMS-SUBMITs (TS 23.040 clause 9.2.2.2)."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from pdu.sms import status
from pdu.sms.address import Address
from pdu.sms.rp import RpAck, RpData, RpError
from pdu.sms.tp import SmsStatusReport, SmsSubmit
from pdu.text.dcs import Alphabet
from pdu.text.segmentation import segments
from smsc.network.acts import CannotSend, ShowsReport
from smsc.network.hop import Send

REPETITIONS: Final = 1  # of a part that gets no answer; TS 23.040 clause 9.2.3.6: 1 to 3
TP_DCS: Final = {Alphabet.GSM7: 0x00, Alphabet.UCS2: 0x08}


@dataclass(slots=True, eq=False)
class Text:
    """A text on its way out, with the parts that the service centre has not accepted yet."""

    text: str
    to: Address
    parts: deque[SmsSubmit]
    service_centre: Address
    tries: int = 0  # how often the first of the parts has been sent


class Outbox:
    """The texts to be sent, in order, one part after the other."""

    __slots__ = ("_reference", "_reported", "_tp_mr", "texts")

    def __init__(self) -> None:
        self.texts: list[Text] = []  # hardly ever more than one: a deque would take more memory than all the rest
        self._reference = 0  # of concatenated messages
        self._reported: dict[int, str] = {}  # texts whose outcome the service centre is to report, by TP-MR
        self._tp_mr = 0

    def add(self, text: str, to: Address, service_centre: Address, *, report: bool = False) -> None:
        """Cut a text into as many messages as needed, in the GSM alphabet or, if that lacks a character, in UCS-2.

        Raises Malformed for a text too long for 255 parts.
        """
        cut = segments(text, reference=self._reference)
        if len(cut.parts) > 1:
            self._reference = (self._reference + 1) & 255
        parts: deque[SmsSubmit] = deque()
        for part in cut.parts:
            parts.append(
                SmsSubmit(
                    tp_srr=report,
                    tp_mr=self._tp_mr,
                    tp_da=to,
                    tp_dcs=TP_DCS[part.encoding.alphabet],
                    tp_udh=part.header,
                    tp_ud=part.octets,
                )
            )
            self._tp_mr = (self._tp_mr + 1) & 255
        self.texts.append(Text(text, to, parts, service_centre))

    def next(self, rp_mr: int) -> RpData:
        """Give the next part, for the relay layer; with TP-RD if it was sent before, as the SC may have it already."""
        text = self.texts[0]
        part = replace(text.parts[0], tp_rd=True) if text.tries else text.parts[0]
        text.tries += 1
        return RpData(rp_mr, None, text.service_centre, part)

    def repeats(self) -> bool:
        """Whether to send the part that got no answer once more."""
        return self.texts[0].tries <= REPETITIONS

    def settle(self, report: RpAck | RpError) -> Iterable[Send]:
        """Handle the answer to a part: it is accepted, or refused and with it the text."""
        if isinstance(report, RpError):
            return self.give_up(report.rp_cause)
        text = self.texts[0]
        part = text.parts.popleft()
        text.tries = 0
        if part.tp_srr:
            self._reported[part.tp_mr] = text.text
        if not text.parts:
            self.texts.pop(0)
        return ()

    def give_up(self, rp_cause: int | None) -> Iterable[Send]:
        """Give up a text that can't be sent, and show its owner."""
        given_up = self.texts.pop(0)
        return (Send("", CannotSend(given_up.text, given_up.to, rp_cause)),)

    def reported(self, report: SmsStatusReport) -> ShowsReport:
        """Show a status report; if the service centre is still trying, another one will follow."""
        text = self._reported.get(report.tp_mr)
        if not status.still_trying(report.tp_st):
            self._reported.pop(report.tp_mr, None)
        return ShowsReport(report.tp_ra, report.tp_mr, report.tp_st, text)
