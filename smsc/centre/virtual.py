"""The numbers of ESMEs as the rest of the network reaches them: as handsets served by this service centre itself.

The HLR gives the service centre as the MSC of such a number. So a message from any other service centre comes here, by
mt-ForwardSM, and goes into the mailbox of the account.
"""

from collections.abc import Iterable, Iterator, Mapping

from pdu.sms.address import Address
from pdu.sms.tp import SmsDeliver, SmsDeliverReport
from pdu.ss7 import map as m
from smsc.centre.promises import Promises
from smsc.centre.tpdus import message_of_sms_deliver
from smsc.network.hop import Hop, Send, Services
from smsc.network.timers import SILENCE, Timer


class VirtualHandsets:
    """The ``numbers`` of ESMEs, by the IMSIs under which the HLR has them."""

    def __init__(
        self, name: str, numbers: Mapping[str, Address], message_ids: Iterator[str], promises: Promises
    ) -> None:
        self._numbers = numbers
        self._further: dict[int, Address] = {}  # the numbers for which more was announced, by dialogue
        self._silence = Timer(name, SILENCE, self._silent)
        self._message_ids = message_ids
        self._promises = promises
        self.services: Services = {m.MtForwardSM: self.mt_forward_sm}

    def mt_forward_sm(self, forward: m.MtForwardSM, hop: Hop) -> Iterable[Send]:
        """Take a message for an ESME; the answer means that it is kept, not that the ESME has it."""
        tpdu, who = forward.sm_rp_ui, forward.sm_rp_da
        announced = self._further.pop(hop.conversation, None)
        self._silence.stop(hop.conversation)
        number = self._numbers.get(who.value) if isinstance(who, m.Imsi) else announced
        if number is None:
            yield Send(hop.caller, m.UnidentifiedSubscriber(), hop.conversation)
            return
        if not isinstance(tpdu, SmsDeliver):
            yield Send(hop.caller, m.UnexpectedDataValue(), hop.conversation)
            return
        message = message_of_sms_deliver(tpdu, number, self._message_ids, hop)
        kept = Send(hop.caller, m.MtForwardSMRes(SmsDeliverReport()), hop.conversation)
        lost = Send(hop.caller, m.SystemFailure(), hop.conversation)
        yield from self._promises.give((message,), (kept,), hop.at, lambda: (lost,))
        if forward.more_messages_to_send:
            self._further[hop.conversation] = number
            yield from self._silence.start(hop.conversation, hop.at)

    def _silent(self, dialogue: int, _: float) -> Iterable[Send]:
        """Forget a message that was announced and does not come."""
        self._further.pop(dialogue, None)
        return ()
