"""Faults in the network: an element that stands before another and answers in its place, later, or not at all."""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Generic, TypeVar

from pdu.gsm.bssmap import (
    RADIO_INTERFACE_FAILURE,
    RADIO_INTERFACE_MESSAGE_FAILURE,
    ClearRequest,
    Paging,
    SapiNReject,
)
from pdu.gsm.rr import ChannelRelease
from pdu.sms.cp import CpAck, CpData
from pdu.sms.failure_cause import TpFcs
from pdu.sms.rp import RpData
from pdu.sms.tp import SmsDeliver
from pdu.ss7 import map as m
from smsc.faults import effects
from smsc.faults.afterwards import Afterwards
from smsc.faults.directory import Directory
from smsc.faults.effects import OF_HLR, OF_MSC, Place
from smsc.faults.faults import Faults
from smsc.faults.rule import Rule, Seen
from smsc.network.bss import BSS, SAPI_3
from smsc.network.hlr import HLR
from smsc.network.hop import Element, Hop, Send
from smsc.network.ms import MS
from smsc.network.ms.short_messages import refusal
from smsc.network.msc import MSC

E = TypeVar("E", bound=Element)

BSS_ERRORS: Final[dict[str, object]] = {
    effects.RADIO_INTERFACE_FAILURE: ClearRequest(RADIO_INTERFACE_FAILURE),
    effects.SAPI_N_REJECT: SapiNReject(SAPI_3, RADIO_INTERFACE_MESSAGE_FAILURE),
}


@dataclass(slots=True, eq=False)
class Late:
    """The element's timer: a message that was held back arrives."""

    hop: Hop


@dataclass(slots=True, eq=False)
class Back:
    """The element's timer: a subscriber whom a rule has had absent is heard from, and then that is told."""

    msisdn: str
    rule: Rule
    then: Callable[[float], Iterable[Send]]


def _tpdu(message: object) -> SmsDeliver | None:
    """Give the message that a CP-DATA carries to a handset; None for what a handset sends, and for everything else."""
    data = message.cp_user_data if isinstance(message, CpData) else None
    tpdu = data.rp_user_data if isinstance(data, RpData) else None
    return tpdu if isinstance(tpdu, SmsDeliver) else None


def _carried(pdu: str, tpdu: object, destination: str) -> Seen:
    if not isinstance(tpdu, SmsDeliver):
        return Seen(pdu=pdu, destination=destination)
    return Seen(pdu=pdu, source=tpdu.tp_oa.value, destination=destination, text=tpdu.text or "")


class Struck(Generic[E]):
    """Stands before an element, from the first fault for its stage on; ``place`` is that of the faults that strike."""

    place: ClassVar[Place]

    def __init__(self, element: E, faults: Faults, directory: Directory, afterwards: Afterwards) -> None:
        self.name = element.name
        self.kind = element.kind
        self.element = element
        self._faults = faults
        self._directory = directory
        self._afterwards = afterwards
        self._mute: set[int] = set()  # conversations whose answer gets lost
        self._absent: dict[str, Back] = {}  # who stays absent, by MSISDN, and what ends that

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Let a message through, or have a fault strike it."""
        message = hop.message
        if isinstance(message, Late):
            late = copy(message.hop)
            late.at = hop.at
            return self._through(late)
        if isinstance(message, Back):
            if self._absent.get(message.msisdn) is not message:
                return ()  # another fault has him absent meanwhile
            del self._absent[message.msisdn]
            return message.then(hop.at)
        seen = self._seen(hop)
        if seen is None:
            return self._through(hop)
        if self._absent and self._stays_absent(seen.destination):
            return self._answer(effects.ABSENT, hop)
        rule = self._struck_by(seen)
        if rule is None:
            return self._through(hop)
        if rule.error is not None:
            absence = () if rule.absence is None else self._absence(rule, seen.destination, hop)
            return (*self._answer(rule.error, hop), *absence)
        if rule.silence:
            return ()
        if rule.loss:
            return self._lose(hop)
        return (Send(self.name, Late(hop), 0, rule.seconds(self._faults.chance)),)

    def _stays_absent(self, msisdn: str) -> bool:
        """Whether a subscriber was said to be absent and is not back, for as long as that fault is set."""
        back = self._absent.get(msisdn)
        return back is not None and any(fault.rule is back.rule for fault in self._faults)

    def _absence(self, rule: Rule, msisdn: str, hop: Hop) -> Iterable[Send]:
        """Begin the absence of a subscriber whom a rule has struck."""
        if not msisdn:
            return ()  # nobody's number, so nobody who could be heard from
        back = self._absent[msisdn] = Back(msisdn, rule, self._misses(hop))
        return (Send(self.name, back, 0, rule.seconds(self._faults.chance)),)

    def _misses(self, hop: Hop) -> Callable[[float], Iterable[Send]]:
        """Have the element wait for whom a message is for; give what it does when he is back."""
        raise NotImplementedError

    def _seen(self, hop: Hop) -> Seen | None:
        """Give what faults see of a message; None if none is for it."""
        raise NotImplementedError

    def _struck_by(self, seen: Seen) -> Rule | None:
        return self._faults.struck_by(self.place, seen)

    def _through(self, hop: Hop) -> Iterable[Send]:
        sends = self.element.receive(hop)
        if not self._mute:
            return sends
        sends = tuple(sends)
        lost = [send for send in sends if send.conversation in self._mute and self._may_get_lost(send)]
        self._speak_again(lost)
        return [self._afterwards.lost(self, send) if send in lost else send for send in sends]

    def _may_get_lost(self, send: Send) -> bool:
        """Whether a message is an answer, and not a timer."""
        return send.to != self.name

    def _speak_again(self, lost: Iterable[Send]) -> None:
        """Stop losing messages of these conversations: an answer is sent all at once, so all of it is lost."""
        self._mute.difference_update(send.conversation for send in lost)

    def _lose(self, hop: Hop) -> Iterable[Send]:
        """Let a message through, and let the answer get lost."""
        self._mute.add(hop.conversation)
        return self._through(hop)

    def _answer(self, error: str, hop: Hop) -> Iterable[Send]:
        """Answer with an error in the element's place."""
        raise NotImplementedError


class StruckHLR(Struck[HLR]):
    """Stands before an HLR, and refuses to say where a subscriber is."""

    place = "hlr"

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Let through what the HLR leaves to an SMS router: it is struck once, when the router asks."""
        if isinstance(hop.message, m.SendRoutingInfoForSM) and self.element.passes_on(hop.caller):
            return self._through(hop)
        return super().receive(hop)

    def _seen(self, hop: Hop) -> Seen | None:
        asked = hop.message
        return Seen(destination=asked.msisdn.value) if isinstance(asked, m.SendRoutingInfoForSM) else None

    def _misses(self, hop: Hop) -> Callable[[float], Iterable[Send]]:
        hlr, asked = self.element, hop.message
        assert isinstance(asked, m.SendRoutingInfoForSM)  # noqa: S101 - nothing else is seen here
        subscriber = hlr.register.of(asked.msisdn)
        if subscriber is None:
            return lambda _: ()
        hlr.misses(subscriber, asked.service_centre_address)
        return lambda now: hlr.is_back(subscriber, now) if hlr.register.of(asked.msisdn) is subscriber else ()

    def _answer(self, error: str, hop: Hop) -> Iterable[Send]:
        return (Send(hop.caller, OF_HLR[error], hop.conversation),)


class StruckMSC(Struck[MSC]):
    """Stands before an MSC, and refuses messages for its subscribers."""

    place = "msc"

    def _seen(self, hop: Hop) -> Seen | None:
        forward = hop.message
        if not isinstance(forward, m.MtForwardSM):
            return None
        return _carried("", forward.sm_rp_ui, self._directory.of_imsi(self._imsi(forward, hop)))

    def _imsi(self, forward: m.MtForwardSM, hop: Hop) -> str:
        to = forward.sm_rp_da
        return to.value if isinstance(to, m.Imsi) else self.element.announced(hop.conversation)

    def _misses(self, hop: Hop) -> Callable[[float], Iterable[Send]]:
        vlr, forward = self.element.vlr, hop.message
        assert isinstance(forward, m.MtForwardSM)  # noqa: S101 - nothing else is seen here
        visitor = vlr.visitors.get(self._imsi(forward, hop))

        def is_back(now: float) -> Iterable[Send]:
            if visitor is None or not visitor.attached or vlr.visitors.get(visitor.imsi) is not visitor:
                return ()
            return vlr.present(visitor, now)

        return is_back

    def _answer(self, error: str, hop: Hop) -> Iterable[Send]:
        """Set the MNRF of a subscriber said to be absent: the HLR is told once he is heard from, and then alerts."""
        answer, forward = OF_MSC[error], hop.message
        assert isinstance(forward, m.MtForwardSM)  # noqa: S101 - nothing else is seen here
        visitor = self.element.vlr.visitors.get(self._imsi(forward, hop))
        if isinstance(answer, m.AbsentSubscriberSM) and visitor is not None:
            visitor.mnrf = True
        return (Send(hop.caller, answer, hop.conversation),)


class StruckBSS(Struck[BSS]):
    """Stands before a BSS, and loses what it is to transmit, or says that it can't transmit it."""

    place = "bss"

    def _seen(self, hop: Hop) -> Seen | None:
        if isinstance(hop.message, Paging):
            return Seen(pdu="PAGING", destination=self._directory.of_imsi(hop.message.imsi))
        tpdu = _tpdu(hop.message)
        if tpdu is None:
            return None
        channel = self.element.channels.get(hop.conversation)
        return _carried("CP-DATA", tpdu, "" if channel is None else self._directory.of_handset(channel.ms))

    def _struck_by(self, seen: Seen) -> Rule | None:
        if seen.pdu == "CP-DATA":
            return self._faults.struck_by("bss", seen, "channel")
        return super()._struck_by(seen)

    def _lose(self, hop: Hop) -> Iterable[Send]:
        """Let a message be transmitted, and get lost on the air."""
        away = {self.name, hop.origin, ""}  # what the BSS sends to itself, to the MSC, and to the world outside
        sends = self.element.receive(hop)
        return [send if send.to in away else self._afterwards.lost(self, send) for send in sends]

    def _answer(self, error: str, hop: Hop) -> Iterable[Send]:
        return (Send(hop.origin, BSS_ERRORS[error], hop.conversation),)


class StruckMS(Struck[MS]):
    """Stands before a handset, and refuses messages, or loses the handset's reports."""

    place = "ms"

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Lose reports, however often they are sent, until the channel is released."""
        if isinstance(hop.message, ChannelRelease):
            self._mute.discard(hop.conversation)
        return super().receive(hop)

    def _seen(self, hop: Hop) -> Seen | None:
        tpdu = _tpdu(hop.message)
        return None if tpdu is None else _carried("CP-DATA", tpdu, self._directory.of_imsi(self.element.imsi))

    def _may_get_lost(self, send: Send) -> bool:
        return isinstance(send.message, CpData)

    def _speak_again(self, lost: Iterable[Send]) -> None:
        """Do nothing: answers get lost until the channel is released."""

    def _answer(self, error: str, hop: Hop) -> Iterable[Send]:
        """Refuse a message in the place of the handset."""
        data = hop.message
        assert isinstance(data, CpData)  # noqa: S101 - nothing else is seen here
        assert isinstance(data.cp_user_data, RpData)  # noqa: S101 - likewise
        ti = data.ti ^ 8
        refused = CpData(ti, refusal(data.cp_user_data, TpFcs[error]))
        return (Send(hop.origin, CpAck(ti), hop.conversation), Send(hop.origin, refused, hop.conversation))


STANDS_BEFORE: Final[dict[str, type[Struck[Any]]]] = {
    "hlr": StruckHLR,
    "msc": StruckMSC,
    "bss": StruckBSS,
    "ms": StruckMS,
}
