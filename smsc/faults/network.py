"""Faults before HLRs and MSCs: an element that stands before another one, and answers in its place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from pdu.sms.tp import SmsDeliver
from pdu.ss7 import map as m
from smsc.faults.faults import Faults
from smsc.faults.rule import ERRORS, Seen, Stage
from smsc.network.network import Element, Hop, Send

STAGE_OF: Final[dict[str, Stage]] = {"hlr": "hlr", "msc": "msc"}  # by the kind of the element
_STRUCK: Final = {"hlr": m.SendRoutingInfoForSM, "msc": m.MtForwardSM}


@dataclass(slots=True, eq=False)
class Late:
    """The element's own timer: what has been held back arrives."""

    hop: Hop


class Struck:
    """Stands before an HLR or an MSC from the first fault for it on. ``msisdn`` finds the number of an IMSI."""

    def __init__(self, element: Element, faults: Faults, msisdn: Callable[[str], str]) -> None:
        self.name = element.name
        self.kind = element.kind
        self.element = element
        self._stage: Stage = STAGE_OF[element.kind]
        self._struck = _STRUCK[element.kind]
        self._faults = faults
        self._msisdn = msisdn

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Let a message through, or have it go wrong."""
        message = hop.message
        if isinstance(message, Late):
            return self.element.receive(message.hop._replace(at=hop.at))
        if type(message) is not self._struck:
            return self.element.receive(hop)
        rule = self._faults.struck_by(self._stage, self._seen(message))
        if rule is None:
            return self.element.receive(hop)
        if rule.error is not None:
            return (Send(hop.caller, ERRORS[self._stage][rule.error], hop.conversation),)
        return (Send(self.name, Late(hop), 0, rule.delay),) if rule.delay is not None else ()

    def _seen(self, message: object) -> Seen:
        if isinstance(message, m.SendRoutingInfoForSM):
            return Seen(destination=message.msisdn.value)
        assert isinstance(message, m.MtForwardSM)  # noqa: S101 - there are no others
        tpdu, to = message.sm_rp_ui, message.sm_rp_da
        destination = self._msisdn(to.value) if isinstance(to, m.Imsi) else ""
        if not isinstance(tpdu, SmsDeliver):
            return Seen(destination=destination)
        return Seen(source=tpdu.tp_oa.value, destination=destination, text=tpdu.text or "")
