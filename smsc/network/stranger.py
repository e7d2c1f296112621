"""A stranger with access to the signalling network who poses as an MSC: the reason for home routing and checks.

He asks for numbers, as a service centre would, and claims subscribers, as a VLR would, and reads what he is then sent.
"""

from collections.abc import Iterable, Iterator

from pdu.sms.address import Address
from pdu.sms.tp import SmsDeliver, SmsDeliverReport
from pdu.sms.tp.user_data import text
from pdu.ss7 import map as m
from smsc.network.acts import Shows
from smsc.network.hop import Hop, Send, Services
from smsc.network.operators import Asks, Claims
from smsc.network.translation import Translation


class Stranger:
    """The stranger's node; ``hlr_of_number`` and ``hlr_of_imsi`` are public knowledge."""

    kind = "stranger"

    def __init__(
        self,
        name: str,
        number: Address,
        *,
        hlr_of_number: Translation,
        hlr_of_imsi: Translation,
        conversations: Iterator[int],
    ) -> None:
        self.name = name
        self.number = number
        self._hlr_of_number = hlr_of_number
        self._hlr_of_imsi = hlr_of_imsi
        self._conversations = conversations
        self._services: Services = {
            Asks: self.asks,
            Claims: self.claims,
            m.InsertSubscriberData: self.insert_subscriber_data,
            m.CancelLocation: self.cancel_location,
            m.MtForwardSM: self.mt_forward_sm,
        }

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Serve one message."""
        service = self._services.get(type(hop.message))
        return service(hop.message, hop) if service else ()

    def asks(self, act: Asks, _: Hop) -> Iterable[Send]:
        """Ask the HLR of a number for its IMSI and where it is."""
        asked = m.SendRoutingInfoForSM(act.msisdn, sm_rp_pri=True, service_centre_address=self.number)
        return (Send(self._hlr_of_number(act.msisdn.value), asked, next(self._conversations)),)

    def claims(self, act: Claims, _: Hop) -> Iterable[Send]:
        """Tell the HLR that a subscriber is here."""
        claim = m.UpdateLocation(act.imsi, self.number, self.number)
        return (Send(self._hlr_of_imsi(act.imsi), claim, next(self._conversations)),)

    def insert_subscriber_data(self, _: m.InsertSubscriberData, hop: Hop) -> Iterable[Send]:
        return (Send(hop.origin, m.InsertSubscriberDataRes(), hop.conversation),)

    def cancel_location(self, _: m.CancelLocation, hop: Hop) -> Iterable[Send]:
        return (Send(hop.origin, m.CancelLocationRes(), hop.conversation),)

    def mt_forward_sm(self, message: m.MtForwardSM, hop: Hop) -> Iterable[Send]:
        """Read the message, and answer as a handset would have, so that nobody notices."""
        yield Send(hop.origin, m.MtForwardSMRes(SmsDeliverReport()), hop.conversation)
        tpdu = message.sm_rp_ui
        if isinstance(tpdu, SmsDeliver):
            read = text(tpdu.tp_dcs, tpdu.tp_udh, tpdu.tp_ud)
            yield Send("", Shows(tpdu.tp_ud.hex() if read is None else read, tpdu.tp_oa))
