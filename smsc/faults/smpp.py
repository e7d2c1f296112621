"""Faults at the service centre's SMPP face: a request is refused, held back, left unanswered, or its line is cut."""

from functools import partial
from typing import Final

from pdu.header import Pdu
from pdu.lists import SmeAddress
from pdu.operations.bind import Bind
from pdu.operations.data_sm import DataSmResp
from pdu.operations.replace_sm import ReplaceSm
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.operations.submit_sm import SubmitSmResp
from pdu.session import refusal
from pdu.text import user_data
from pdu.text.data_coding import DefaultAlphabet
from pdu.values import FINAL_RECEIPT, EsmClass
from smsc.faults.afterwards import Afterwards
from smsc.faults.effects import ENQUIRE_LINK, Place
from smsc.faults.faults import Faults
from smsc.faults.rule import Rule, Seen
from smsc.faults.session import CUT_OFF, StruckSession, struck
from smsc.network.hop import Send
from smsc.network.network import Network
from smsc.smpp.alphabet import USUAL
from smsc.smpp.sessions import Visit

_HAVE_IDS: Final = (SubmitSmResp, SubmitMultiResp, DataSmResp)


class Requests:
    """Called by a face for every request, while there are faults for requests or their responses."""

    def __init__(self, faults: Faults, network: Network, centre: str, afterwards: Afterwards) -> None:
        self._faults = faults
        self._network = network
        self._centre = centre
        self._afterwards = afterwards
        self.of_links = False  # whether enquire_link may be struck

    def __call__(self, visit: Visit, pdu: Pdu) -> bool:
        """Have a fault strike a request; False if the face is to handle it all the same."""
        session = visit.line.session
        if session.closed or (isinstance(session, StruckSession) and session.half_open):
            return True  # an earlier request of the same read has cut the line
        if self.of_links and isinstance(pdu, Bind):
            self.watch(visit)
        account, esme = pdu.system_id if isinstance(pdu, Bind) else visit.name, visit.esme
        # only a replace_sm comes as its ESME sent it (see smsc.smpp.alphabet.heard)
        seen = _seen(account, pdu, esme.alphabet if esme is not None and isinstance(pdu, ReplaceSm) else USUAL)
        message_id = getattr(pdu, "message_id", "")
        others: tuple[Place, ...] = ("response",) if getattr(pdu, "registered_delivery", 0) & FINAL_RECEIPT else ()
        rule = self._faults.struck_by("request", seen, *others, message_id=message_id, log=visit.log)
        return rule is not None and self._strike(rule, visit, pdu)

    def watch(self, visit: Visit) -> None:
        """Have faults strike the enquire_links of a session from now on."""
        struck(visit, self._afterwards).passes_over = partial(self._passes_over, visit)

    def _passes_over(self, visit: Visit) -> bool:
        return self._faults.struck_by("link", Seen(visit.name, ENQUIRE_LINK), log=visit.log) is not None

    def _strike(self, rule: Rule, visit: Visit, pdu: Pdu) -> bool:
        esme = visit.esme
        if rule.disconnect == "before":
            visit.line.close(CUT_OFF)
        elif rule.disconnect == "half-open":
            struck(visit, self._afterwards).go_half_open()
        elif (status := rule.status) is not None:
            response = refusal(pdu.command_id, status)
            response.sequence_number = pdu.sequence_number
            if rule.message_id is not None and isinstance(response, _HAVE_IDS):
                response.message_id = rule.message_id
            visit.line.send(response)
        elif rule.effect not in ("delay", "silence"):
            struck(visit, self._afterwards).strike_response(pdu.sequence_number, rule)
            return False
        elif esme is not None:
            esme.asked(visit, pdu)
            if not rule.silence:
                seconds = rule.seconds(self._faults.chance)
                self._network.send(esme, (Send(self._centre, pdu, visit.number, seconds),))
        return True


def _seen(account: str, pdu: Pdu, alphabet: DefaultAlphabet) -> Seen:
    if isinstance(pdu, Bind):
        return Seen(account, pdu.words[0])
    source, destination = getattr(pdu, "source_addr", ""), getattr(pdu, "destination_addr", "")
    numbers = source.removeprefix("+"), destination.removeprefix("+")
    several = pdu.dest_address if isinstance(pdu, SubmitMulti) else ()
    others = tuple(one.destination_addr.removeprefix("+") for one in several if isinstance(one, SmeAddress))
    return Seen(account, pdu.words[0], *numbers, _text(pdu, alphabet), pdu.tlvs, others)


def _text(pdu: Pdu, alphabet: DefaultAlphabet) -> str:
    octets = getattr(pdu, "short_message", b"") or getattr(pdu, "message_payload", None) or b""
    if not octets:
        return ""
    udhi = bool(getattr(pdu, "esm_class", 0) & EsmClass.UDHI)
    try:
        return user_data.text(octets, getattr(pdu, "data_coding", 0), alphabet, udhi=udhi) or ""
    except ValueError:  # Malformed: these octets are not text
        return ""
