"""TS 29.002 clause 23.3: mt-ForwardSM, from the service centre's message to the handset's report.

A message for a handset that is updating its location, or submitting a message, waits until that has ended. One for a
handset to which another message is on its way, or which already has one waiting, is refused
(subscriberBusyForMT-SMS). After moreMessagesToSend the connection is kept, and the next message goes over it.
"""

from collections.abc import Iterable
from typing import Final

from pdu.gsm.bssmap import ClearCommand, Paging
from pdu.gsm.mm import ILLEGAL_ME, ILLEGAL_MS
from pdu.gsm.rr import PagingResponse
from pdu.sms.cp import TRANSACTIONS, CpData
from pdu.sms.rp import RpAck, RpData, RpError
from pdu.ss7.map import (
    AbsentSubscriberSM,
    FacilityNotSupported,
    IllegalEquipment,
    IllegalSubscriber,
    Imsi,
    MtForwardSM,
    MtForwardSMRes,
    NoSmRpOa,
    ServiceCentreAddressOA,
    SMDeliveryFailure,
    SMEnumeratedDeliveryFailureCause,
    SubscriberBusyForMTSMS,
    UnidentifiedSubscriber,
)
from smsc.network.causes import SM_DELIVERY_FAILURE_OF_RP_CAUSE, AbsentSubscriberDiagnosticSM
from smsc.network.hop import Hop, Send, Services
from smsc.network.msc.connections import Connections
from smsc.network.msc.visitor import Procedure, Visitor
from smsc.network.msc.vlr import VLR
from smsc.network.sayings import CP_ACK
from smsc.network.timers import FURTHER, PAGING_ATTEMPTS, T3113, TR1N, Timer

ERROR_OF_REJECT_CAUSE: Final[dict[int, object]] = {ILLEGAL_MS: IllegalSubscriber(), ILLEGAL_ME: IllegalEquipment()}


class Delivery(Procedure):
    """A short message for a visitor, from mt-ForwardSM to its answer."""

    __slots__ = ("addressee", "answer", "dialogue", "idle", "message", "origin", "pages", "terminating", "ti")

    def __init__(self, terminating: "Terminating", addressee: Visitor, message: MtForwardSM, hop: Hop) -> None:
        Procedure.__init__(self, terminating.bss, 0, addressee)  # super() would cost as much as all that follows
        self.terminating = terminating
        self.addressee = addressee
        self.message = message
        self.origin = hop.origin
        self.dialogue = hop.conversation
        self.answer: object = None  # given once the channel is free, so that the next message finds the handset free
        self.idle = False  # answered, with the connection kept for the messages announced
        self.pages = 0
        self.ti = 0

    def begin(self, now: float) -> Iterable[Send]:
        """Call the handset, unless it is known to be off."""
        visitor = self.addressee
        if not self.terminating.vlr.is_attached(visitor, now):
            absent = self._absent(AbsentSubscriberDiagnosticSM.imsiDetached)
            return (*absent, *self.terminating.vlr.missed(visitor, now))
        self.pages += 1
        visitor.procedure = self
        paging = Paging(visitor.imsi, (visitor.lai,))
        if visitor.tmsi and self.pages == 1:  # in case the handset has lost it, the next call uses the IMSI
            paging.tmsi = bytes.fromhex(visitor.tmsi)
        return self.terminating.t3113.start(self, now, (Send(self.bss, paging),))

    def no_paging_response(self, now: float) -> Iterable[Send]:
        """Call again, or report an absence, as T3113 has expired."""
        if self.pages < PAGING_ATTEMPTS:
            return self.begin(now)
        return self._absent(AbsentSubscriberDiagnosticSM.noPagingResponseViaTheMSC)

    def postpone(self) -> None:
        """Call the handset later, as it has opened a connection for something else."""
        self.terminating.t3113.stop(self)
        self.pages = 0

    def transfer(self, now: float) -> tuple[Send, ...]:
        """Send the message to the handset, as RP-DATA."""
        message, visitor = self.message, self.addressee
        visitor.rp_mr = rp_mr = (visitor.rp_mr + 1) & 255
        service_centre = message.sm_rp_oa.value if isinstance(message.sm_rp_oa, ServiceCentreAddressOA) else None
        data = CpData(self.ti, RpData(rp_mr, service_centre, None, message.sm_rp_ui))
        return self.terminating.tr1n.start(self, now, self.terminating.connections.transmit(self, data, now))

    def relayed(self, ti: int, message: object, hop: Hop) -> Iterable[Send]:
        """Take the handset's report, and answer the service centre."""
        terminating = self.terminating
        acknowledgement = Send(self.bss, CP_ACK[ti ^ 8], self.connection)
        if ti != self.ti ^ 8 or not terminating.tr1n.stop(self):
            return (acknowledgement,)  # a repetition, perhaps of the last message's: the first acknowledgement was lost
        if isinstance(message, RpAck):
            answer: object = MtForwardSMRes(message.rp_user_data)
        elif isinstance(message, RpError):
            cause = SM_DELIVERY_FAILURE_OF_RP_CAUSE.get(
                message.rp_cause, SMEnumeratedDeliveryFailureCause.equipmentProtocolError
            )
            answer = SMDeliveryFailure(cause, message.rp_user_data)
        else:
            return terminating.connections.fail(self, hop.at)
        if self.message.more_messages_to_send and isinstance(message, RpAck):  # a failure ends the dialogue
            self.idle = True
            terminating.further[self.dialogue] = self
            sends = acknowledgement, Send(self.origin, answer, self.dialogue)
            return terminating.announced.start(self, hop.at, sends)
        self.answer = answer
        return (acknowledgement, *terminating.connections.clear(self, hop.at))

    def further(self, message: MtForwardSM, hop: Hop) -> Iterable[Send]:
        """Send another message over this connection, in a new transaction; noSM-RP-OA: with the last one's sender."""
        self.terminating.further.pop(self.dialogue, None)
        self.terminating.announced.stop(self)
        if isinstance(message.sm_rp_oa, NoSmRpOa):
            former, more = self.message, message.more_messages_to_send
            message = MtForwardSM(former.sm_rp_da, former.sm_rp_oa, message.sm_rp_ui, more)
        self.message, self.origin, self.dialogue = message, hop.origin, hop.conversation
        self.idle = False
        self.ti = (self.ti + 1) % TRANSACTIONS
        return self.transfer(hop.at)

    def no_further(self) -> None:
        """Note that an announced message does not come: no answer is owed, and the connection is no longer kept."""
        self.terminating.announced.stop(self)
        self.terminating.further.pop(self.dialogue, None)
        self.idle, self.dialogue = False, 0

    def lost(self) -> None:
        """Make the answer a failure, as the handset has not reported; it may have the message all the same."""
        self.terminating.tr1n.stop(self)
        if self.idle:
            self.no_further()
        elif self.answer is None and self.dialogue:
            self.answer = SMDeliveryFailure(SMEnumeratedDeliveryFailureCause.equipmentProtocolError)

    def closed(self) -> Iterable[Send]:
        """Give the answer to mt-ForwardSM, unless it was given before."""
        return () if self.answer is None else (Send(self.origin, self.answer, self.dialogue),)

    def _absent(self, diagnostic: int) -> Iterable[Send]:
        visitor = self.addressee
        visitor.mnrf = True
        if visitor.procedure is self:
            visitor.procedure = None
        here = self.terminating.vlr.visitors.get(visitor.imsi) is visitor  # else elsewhere: not to be waited for
        answer = AbsentSubscriberSM(diagnostic) if here else UnidentifiedSubscriber()
        return (Send(self.origin, answer, self.dialogue),)


class Terminating:
    """The part of an MSC that delivers messages to handsets."""

    def __init__(self, node: str, bss: str, vlr: VLR, connections: Connections) -> None:
        self.bss = bss
        self.connections = connections
        self.further: dict[int, Delivery] = {}  # idle ones, by the dialogue in which more messages were announced
        self.t3113 = Timer(node, T3113, Delivery.no_paging_response)
        self.tr1n = Timer(node, TR1N, connections.fail)
        self.announced = Timer(node, FURTHER, self._not_come)
        self.vlr = vlr
        self.sms = True  # the MSC supports short messages
        self.services: Services = {MtForwardSM: self.mt_forward_sm}
        self.initial_messages: Services = {PagingResponse: self.paging_response}

    def mt_forward_sm(self, message: MtForwardSM, hop: Hop) -> Iterable[Send]:
        """Deliver a message to a visitor; noSM-RP-DA means the one for whom more was announced."""
        if not self.sms:
            return (Send(hop.origin, FacilityNotSupported(), hop.conversation),)
        sm_rp_da = message.sm_rp_da
        if isinstance(sm_rp_da, Imsi):
            visitor = self.vlr.visitors.get(sm_rp_da.value)
        else:
            idle = self.further.get(hop.conversation)
            visitor = None if idle is None else idle.addressee
        if visitor is None:
            return (Send(hop.origin, UnidentifiedSubscriber(), hop.conversation),)
        procedure = visitor.procedure
        if procedure is None:
            return Delivery(self, visitor, message, hop).begin(hop.at)
        if isinstance(procedure, Delivery) and procedure.idle:
            return procedure.further(message, hop)
        if visitor.waiting is not None or isinstance(procedure, Delivery):
            return (Send(hop.origin, SubscriberBusyForMTSMS(), hop.conversation),)
        visitor.waiting = Delivery(self, visitor, message, hop)
        return ()

    def restart(self) -> None:
        """Forget all deliveries under way."""
        self.further.clear()
        for timer in (self.t3113, self.tr1n, self.announced):
            timer.stop_all()

    def _not_come(self, delivery: Delivery, now: float) -> Iterable[Send]:
        delivery.no_further()
        return self.connections.clear(delivery, now)

    def paging_response(self, response: PagingResponse, hop: Hop) -> Iterable[Send]:
        """Send a handset that answers its call the message; if it is too late for that, it is at least present."""
        visitor = self.vlr.visitor(response.mobile_identity)
        if visitor is None:
            return (Send(hop.origin, ClearCommand(), hop.conversation),)
        delivery = visitor.procedure
        if not isinstance(delivery, Delivery) or not self.t3113.stop(delivery):
            return (Send(hop.origin, ClearCommand(), hop.conversation), *self.vlr.present(visitor, hop.at))
        delivery.connection = hop.conversation
        self.connections.procedures[hop.conversation] = delivery
        if visitor.imsi in self.vlr.refused:
            delivery.answer = ERROR_OF_REJECT_CAUSE[self.vlr.refused[visitor.imsi]]
            return self.connections.clear(delivery, hop.at)
        return delivery.transfer(hop.at) + self.vlr.present(visitor, hop.at)
