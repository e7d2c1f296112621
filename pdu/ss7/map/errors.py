"""TS 29.002 clauses 17.6.6 and 17.7.7: the errors of the short-message and location operations."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Self

from pdu.malformed import Malformed
from pdu.sms.tp import Tpdu
from pdu.ss7 import asn1, ber
from pdu.ss7.ber import Element
from pdu.ss7.map.data_types import (
    IMSI,
    AbsentSubscriberReason,
    AdditionalNetworkResource,
    CallBarringCause,
    NetworkResource,
    Null,
    RoamingNotAllowedCause,
    SMEnumeratedDeliveryFailureCause,
    Time,
    UnknownSubscriberDiagnostic,
)
from pdu.ss7.map.signal_info import SignalInfo
from pdu.ss7.sequence import OptionalSequence, sequence

Diagnostic = Annotated[int, asn1.Integer(0, 255)]


@dataclass(slots=True)
class ErrorParameter(OptionalSequence):
    """What a ReturnError carries: the parameter of an error, whose local error code is ``code``."""

    words: ClassVar[tuple[str, ...]]
    code: ClassVar[int]


@dataclass(slots=True)
class CauseParameter(ErrorParameter):
    """An error whose parameter was, up to version 2, the cause alone: an ENUMERATED, not ``extensible``."""

    extensible: bool = field(default=True, kw_only=True)

    def encode(self) -> bytes:
        """The SEQUENCE, or the cause alone; Malformed where there is more than the cause to lay out."""
        if self.extensible:
            return ErrorParameter.encode(self)
        cause, contents = self.rows[0], self.contents()
        if contents[:1] != b"\x0a" or ber.read(contents, 0, len(contents), cause.name).end != len(contents):
            raise Malformed(cause.name, None, "a cause, and nothing else", contents.hex() or "nothing")
        return contents

    @classmethod
    def decode(cls, octets: bytes, start: int = 0, end: int | None = None) -> Self:
        """The value whose element, if there is one, fills ``start`` to ``end``; raises Malformed."""
        end = len(octets) if end is None else end
        found = ber.only(octets, start, end, cls.__name__) if start < end else Element(cls.tag, start, start, end)
        extensible = found.tag != ber.ENUMERATED
        if extensible:
            ber.expect(found, cls.tag, cls.__name__)
        value = cls.of(octets, found if extensible else Element(cls.tag, start, start, end))
        value.empty = extensible and start < found.contents == found.end
        value.extensible = extensible
        return value


@sequence
class UnknownSubscriber(ErrorParameter):
    """There is no such subscriber."""

    words = ("returnError", "unknownSubscriber")
    code = 1

    unknown_subscriber_diagnostic: Annotated[
        int | None, asn1.Enumerated(UnknownSubscriberDiagnostic), "unknownSubscriberDiagnostic"
    ] = None


@sequence
class UnidentifiedSubscriber(ErrorParameter):
    """The subscriber is not known to this MSC."""

    words = ("returnError", "unidentifiedSubscriber")
    code = 5


@sequence
class AbsentSubscriberSM(ErrorParameter):
    """The subscriber cannot be reached; TS 23.040 says what the diagnostics mean."""

    words = ("returnError", "absentSubscriberSM")
    code = 6

    absent_subscriber_diagnostic_sm: Annotated[Diagnostic | None, "absentSubscriberDiagnosticSM"] = None
    additional_absent_subscriber_diagnostic_sm: Annotated[
        Diagnostic | None, "additionalAbsentSubscriberDiagnosticSM [0]"
    ] = None
    imsi: Annotated[IMSI | None, "imsi [1]"] = None
    requested_retransmission_time: Annotated[Time | None, "requestedRetransmissionTime [2]"] = None
    user_identifier_alert: Annotated[IMSI | None, "userIdentifierAlert [3]"] = None


@sequence
class RoamingNotAllowed(CauseParameter):
    """The subscriber may not roam here."""

    words = ("returnError", "roamingNotAllowed")
    code = 8

    roaming_not_allowed_cause: Annotated[int, asn1.Enumerated(RoamingNotAllowedCause), "roamingNotAllowedCause"]


@sequence
class IllegalSubscriber(ErrorParameter):
    """Authentication failed."""

    words = ("returnError", "illegalSubscriber")
    code = 9


@sequence
class TeleserviceNotProvisioned(ErrorParameter):
    """Short messages are not part of the subscription."""

    words = ("returnError", "teleserviceNotProvisioned")
    code = 11


@sequence
class IllegalEquipment(ErrorParameter):
    """The handset is barred."""

    words = ("returnError", "illegalEquipment")
    code = 12


@sequence
class CallBarred(CauseParameter):
    """The subscriber, or the operator, has barred the service."""

    words = ("returnError", "callBarred")
    code = 13

    call_barring_cause: Annotated[int | None, asn1.Enumerated(CallBarringCause), "callBarringCause"] = None
    unauthorised_message_originator: Annotated[Null, "unauthorisedMessageOriginator [1]"] = False
    anonymous_call_rejection: Annotated[Null, "anonymousCallRejection [2]"] = False


@sequence
class FacilityNotSupported(ErrorParameter):
    """The node has no such service."""

    words = ("returnError", "facilityNotSupported")
    code = 21

    shape_of_location_estimate_not_supported: Annotated[Null, "shapeOfLocationEstimateNotSupported [0]"] = False
    needed_lcs_capability_not_supported_in_serving_node: Annotated[
        Null, "neededLcsCapabilityNotSupportedInServingNode [1]"
    ] = False


@sequence
class AbsentSubscriber(ErrorParameter):
    """The subscriber cannot be reached: version 2 of what absentSubscriberSM says."""

    words = ("returnError", "absentSubscriber")
    code = 27

    absent_subscriber_reason: Annotated[
        int | None, asn1.Enumerated(AbsentSubscriberReason), "absentSubscriberReason [0]"
    ] = None


@sequence
class SubscriberBusyForMTSMS(ErrorParameter):
    """Another short message is on its way to the subscriber."""

    words = ("returnError", "subscriberBusyForMT-SMS")
    code = 31

    gprs_connection_suspended: Annotated[Null, "gprsConnectionSuspended"] = False


@sequence
class SMDeliveryFailure(CauseParameter):
    """The message was refused, by the handset (diagnosticInfo is its SMS-DELIVER-REPORT) or the SC."""

    words = ("returnError", "sm-DeliveryFailure")
    code = 32

    sm_enumerated_delivery_failure_cause: Annotated[
        int, asn1.Enumerated(SMEnumeratedDeliveryFailureCause), "sm-EnumeratedDeliveryFailureCause"
    ]
    diagnostic_info: Annotated[Tpdu | bytes | None, SignalInfo(rp_error=True), "diagnosticInfo"] = None


@sequence
class MessageWaitingListFull(ErrorParameter):
    """The HLR has no room for another service centre."""

    words = ("returnError", "messageWaitingListFull")
    code = 33


@sequence
class SystemFailure(CauseParameter):
    """The network failed."""

    words = ("returnError", "systemFailure")
    code = 34

    network_resource: Annotated[int | None, asn1.Enumerated(NetworkResource), "networkResource"] = None
    additional_network_resource: Annotated[
        int | None, asn1.Enumerated(AdditionalNetworkResource), "additionalNetworkResource [0]"
    ] = None


@sequence
class DataMissing(ErrorParameter):
    """A parameter that is optional, but needed here, is missing."""

    words = ("returnError", "dataMissing")
    code = 35


@sequence
class UnexpectedDataValue(ErrorParameter):
    """A parameter is well-formed, but means nothing here."""

    words = ("returnError", "unexpectedDataValue")
    code = 36

    unexpected_subscriber: Annotated[Null, "unexpectedSubscriber [0]"] = False
