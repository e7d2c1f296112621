"""TS 29.002 clause 23.2: mo-ForwardSM, from the handset's request for a connection to the service centre's report.

A handset that has memory again (RP-SMMA) goes the same way; then it is the HLR that answers.
"""

from collections.abc import Iterable, Iterator

from pdu.gsm.bssmap import ClearCommand
from pdu.gsm.mm import (
    IMSI_UNKNOWN_IN_VLR,
    SERVICE_OPTION_NOT_SUPPORTED,
    CMServiceAccept,
    CMServiceReject,
    CMServiceRequest,
)
from pdu.sms.cp import CpData
from pdu.sms.direction import Direction
from pdu.sms.rp import RpAck, RpCause, RpData, RpError, RpSmma
from pdu.sms.tp import Tpdu
from pdu.ss7.map import (
    SHORT_MESSAGE_MO_PP,
    MoForwardSM,
    MoForwardSMRes,
    Msisdn,
    ReadyForSMRes,
    ServiceCentreAddressDA,
    SMDeliveryFailure,
    SubscriberStatus,
)
from smsc.network.causes import RP_CAUSE_OF_ERROR, RP_CAUSE_OF_SM_DELIVERY_FAILURE
from smsc.network.hop import Hop, Send, Services
from smsc.network.msc.connections import Connections
from smsc.network.msc.visitor import Procedure, Visitor
from smsc.network.msc.vlr import VLR
from smsc.network.sayings import CP_ACK
from smsc.network.timers import TR2N, Timer


class Submission(Procedure):
    """A connection on which a visitor's handset submits a short message."""

    __slots__ = ("dialogue", "originating", "originator", "reported", "rp_mr", "ti")

    def __init__(self, originating: "Originating", originator: Visitor, hop: Hop) -> None:
        super().__init__(hop.origin, hop.conversation, originator)
        self.originating = originating
        self.originator = originator
        self.ti = 0
        self.rp_mr = 0
        self.dialogue = 0  # of mo-ForwardSM or readyForSM, while an answer is awaited
        self.reported = False

    def relayed(self, ti: int, message: object, hop: Hop) -> Iterable[Send]:
        """Forward the handset's message to the service centre that it names, or tell the HLR of its memory."""
        if not isinstance(message, RpData | RpSmma):
            return
        yield Send(self.bss, CP_ACK[ti ^ 8], self.connection)
        if self.dialogue or self.reported:  # a repetition: the first acknowledgement was lost
            return
        originating, visitor = self.originating, self.originator
        originating.connections.silence.stop(self)
        self.ti, self.rp_mr = ti ^ 8, message.rp_mr
        if isinstance(message, RpSmma):
            self.dialogue = next(originating.conversations)
            originating.submissions[self.dialogue] = self
            yield from originating.vlr.memory_available(visitor, self.dialogue)
            yield from originating.tr2n.start(self, hop.at)
            return
        teleservices = visitor.teleservice_list
        if teleservices is not None and SHORT_MESSAGE_MO_PP not in teleservices:
            yield from self.refused(RpCause.REQUESTED_FACILITY_NOT_SUBSCRIBED, None, hop.at)
        elif visitor.subscriber_status == SubscriberStatus.operatorDeterminedBarring:
            yield from self.refused(RpCause.OPERATOR_DETERMINED_BARRING, None, hop.at)
        elif message.rp_da is None or visitor.msisdn is None:
            yield from self.refused(RpCause.INVALID_MANDATORY_INFORMATION, None, hop.at)
        else:
            self.dialogue = next(originating.conversations)
            originating.submissions[self.dialogue] = self
            service_centre = ServiceCentreAddressDA(message.rp_da)
            forward = MoForwardSM(service_centre, Msisdn(visitor.msisdn), message.rp_user_data, visitor.imsi)
            yield Send(message.rp_da.value, forward, self.dialogue)
            yield from originating.tr2n.start(self, hop.at)

    def accepted(self, report: Tpdu | bytes | None, now: float) -> Iterable[Send]:
        """Tell the handset that it was accepted; ``report`` is the SMS-SUBMIT-REPORT, None after an RP-SMMA."""
        return self._report(RpAck(self.rp_mr, report, direction=Direction.SC_TO_MS), now)

    def refused(self, rp_cause: int, report: Tpdu | bytes | None, now: float) -> Iterable[Send]:
        """Tell the handset that it was refused; ``report`` is an SMS-SUBMIT-REPORT that says more, or None."""
        return self._report(RpError(self.rp_mr, rp_cause, report, direction=Direction.SC_TO_MS), now)

    def no_answer(self, now: float) -> Iterable[Send]:
        """Refuse the message, as TR2N has expired."""
        self.originating.submissions.pop(self.dialogue, None)
        return self.refused(RpCause.NETWORK_OUT_OF_ORDER, None, now)

    def acknowledged(self, now: float) -> Iterable[Send]:
        """Clear the connection once the handset has the report."""
        if not self.reported:
            return ()
        self.originating.connections.silence.stop(self)
        return self.originating.connections.clear(self, now)

    def lost(self) -> None:
        """Forget the dialogue: its answer no longer matters."""
        self.originating.tr2n.stop(self)
        self.originating.submissions.pop(self.dialogue, None)

    def _report(self, report: RpAck | RpError, now: float) -> Iterable[Send]:
        self.reported = True
        self.originating.tr2n.stop(self)
        return (
            *self.originating.connections.transmit(self, CpData(self.ti, report), now),
            *self.originating.connections.silence.start(self, now),
        )


class Originating:
    """The part of an MSC that takes messages from handsets."""

    def __init__(self, node: str, vlr: VLR, connections: Connections, conversations: Iterator[int]) -> None:
        self.connections = connections
        self.conversations = conversations
        self.submissions: dict[int, Submission] = {}  # by the dialogue of mo-ForwardSM or readyForSM
        self.tr2n = Timer(node, TR2N, Submission.no_answer)
        self.vlr = vlr
        self.sms = True  # the MSC supports short messages
        self.services: Services = {MoForwardSMRes: self.mo_forward_sm_res}
        self.initial_messages: Services = {CMServiceRequest: self.cm_service_request}

    def cm_service_request(self, request: CMServiceRequest, hop: Hop) -> Iterable[Send]:
        """Give a visitor's handset a connection, or refuse it."""
        imsi = self.vlr.imsi(request.mobile_identity)
        visitor = self.vlr.visitors.get(imsi or "")
        cause = self.vlr.refused.get(imsi or "", None if self.sms else SERVICE_OPTION_NOT_SUPPORTED)
        if visitor is None or cause is not None:
            yield Send(hop.origin, CMServiceReject(cause or IMSI_UNKNOWN_IN_VLR), hop.conversation)
            yield Send(hop.origin, ClearCommand(), hop.conversation)
            return
        submission = Submission(self, visitor, hop)
        yield from self.connections.open(submission, visitor, hop.at)
        yield Send(hop.origin, CMServiceAccept(), hop.conversation)
        yield from self.connections.silence.start(submission, hop.at)
        yield from self.vlr.present(visitor, hop.at)

    def restart(self) -> None:
        """Forget all submissions under way."""
        self.submissions.clear()
        self.tr2n.stop_all()

    def mo_forward_sm_res(self, result: MoForwardSMRes, hop: Hop) -> Iterable[Send]:
        """Handle the service centre's answer that it has a message."""
        submission = self.submissions.pop(hop.conversation, None)
        return submission.accepted(result.sm_rp_ui, hop.at) if submission else ()

    def ready_for_sm_res(self, _: ReadyForSMRes, hop: Hop) -> Iterable[Send] | None:
        """Handle the HLR's answer that it knows a handset has memory again; None if it answers something else."""
        submission = self.submissions.pop(hop.conversation, None)
        return submission.accepted(None, hop.at) if submission else None

    def return_error(self, error: object, hop: Hop) -> Iterable[Send] | None:
        """Handle a service centre's or the HLR's refusal; None if the error answers something else."""
        submission = self.submissions.pop(hop.conversation, None)
        if submission is None:
            return None
        if isinstance(error, SMDeliveryFailure):
            cause = RP_CAUSE_OF_SM_DELIVERY_FAILURE.get(error.sm_enumerated_delivery_failure_cause)
            report = error.diagnostic_info
        else:
            cause, report = RP_CAUSE_OF_ERROR.get(type(error)), None
        return submission.refused(cause or RpCause.NETWORK_OUT_OF_ORDER, report, hop.at)
