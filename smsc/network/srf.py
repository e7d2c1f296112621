"""TS 23.066: the signalling relay function for number portability, which stands before the HLR of a number range.

Questions about a number pass through here. If it was ported to another operator, that operator's HLR answers, straight
to the node that asked.
"""

from collections.abc import Iterable

from pdu.ss7.map import ReportSMDeliveryStatus, SendRoutingInfoForSM
from smsc.network.hop import Hop, PassedOn, Send
from smsc.network.operators import Ported


class SRF:
    """The signalling relay function of one operator, and its number portability database."""

    kind = "srf"

    def __init__(self, name: str, *, hlr: str) -> None:
        self.name = name
        self.ported: dict[str, str] = {}  # the HLR it was ported to, by MSISDN
        self._hlr = hlr

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Relay a message about a number to the HLR that has it."""
        message = hop.message
        if isinstance(message, SendRoutingInfoForSM | ReportSMDeliveryStatus):
            hlr = self.ported.get(message.msisdn.value, self._hlr)
            return (PassedOn(hlr, message, hop.conversation, calling=hop.caller),)
        return self._ported(message) if isinstance(message, Ported) else ()

    def _ported(self, told: Ported) -> Iterable[Send]:
        msisdn = told.msisdn.value
        former = self.ported.pop(msisdn, self._hlr)
        if told.hlr != self._hlr:
            self.ported[msisdn] = told.hlr
        return () if former == told.hlr else (Send(former, told),)
