"""TS 29.002 clauses 17.7.1 and 17.7.6: the arguments of the short-message and location operations."""

from typing import Annotated, ClassVar

from pdu.sms.direction import Direction
from pdu.sms.tp import Tpdu
from pdu.ss7 import asn1, ber
from pdu.ss7.map.data_types import (
    IMSI,
    LMSI,
    SMRPDA,
    SMRPOA,
    AddressString,
    AlertReason,
    BasicServiceList,
    BearerServiceList,
    Boolean,
    CancellationType,
    Identity,
    ISDNAddressString,
    MWStatus,
    Null,
    SMDeliveryNotIntended,
    SMDeliveryOutcome,
    SubscriberStatus,
    TeleserviceList,
    Time,
)
from pdu.ss7.map.signal_info import SignalInfo
from pdu.ss7.sequence import Sequence, sequence

Outcome = Annotated[int, asn1.Enumerated(SMDeliveryOutcome)]
Diagnostic = Annotated[int, asn1.Integer(0, 255)]


class Argument(Sequence):
    """What an Invoke carries: ``operation`` is its code, ``version`` the version of the application context."""

    __slots__ = ()
    words: ClassVar[tuple[str, ...]]
    operation: ClassVar[int]
    version: ClassVar[int] = 3


@sequence
class SendRoutingInfoForSM(Argument):
    """RoutingInfoForSM-Arg: the SMS-GMSC asks the HLR which node serves an MSISDN."""

    words = ("sendRoutingInfoForSM",)
    operation = 45

    msisdn: Annotated[ISDNAddressString, "msisdn [0]"]
    sm_rp_pri: Annotated[Boolean, "sm-RP-PRI [1]"]
    service_centre_address: Annotated[AddressString, "serviceCentreAddress [2]"]
    gprs_support_indicator: Annotated[Null, "gprsSupportIndicator [7]"] = False
    sm_rp_mti: Annotated[int | None, asn1.Integer(0, 10), "sm-RP-MTI [8]"] = None
    sm_rp_smea: Annotated[bytes | None, asn1.OctetString(1, 12), "sm-RP-SMEA [9]"] = None
    sm_delivery_not_intended: Annotated[
        int | None, asn1.Enumerated(SMDeliveryNotIntended), "sm-deliveryNotIntended [10]"
    ] = None
    ip_sm_gw_guidance_indicator: Annotated[Null, "ip-sm-gwGuidanceIndicator [11]"] = False
    imsi: Annotated[IMSI | None, "imsi [12]"] = None
    t4_trigger_indicator: Annotated[Null, "t4-Trigger-Indicator [14]"] = False
    single_attempt_delivery: Annotated[Null, "singleAttemptDelivery [13]"] = False
    smsf_support_indicator: Annotated[Null, "smsf-supportIndicator [16]"] = False


@sequence
class MoForwardSM(Argument):
    """MO-ForwardSM-Arg: the MSC hands a message from a handset to the SMS-IWMSC."""

    words = ("mo-ForwardSM",)
    operation = 46

    sm_rp_da: Annotated[SMRPDA, "sm-RP-DA"]
    sm_rp_oa: Annotated[SMRPOA, "sm-RP-OA"]
    sm_rp_ui: Annotated[Tpdu | bytes, SignalInfo(Direction.MS_TO_SC), "sm-RP-UI"]
    imsi: Annotated[IMSI | None, "imsi"] = None
    sm_delivery_outcome: Annotated[Outcome | None, "sm-DeliveryOutcome [1]"] = None


@sequence
class MtForwardSM(Argument):
    """MT-ForwardSM-Arg: the SMS-GMSC hands a message for a handset to the MSC which serves it."""

    words = ("mt-ForwardSM",)
    operation = 44

    sm_rp_da: Annotated[SMRPDA, "sm-RP-DA"]
    sm_rp_oa: Annotated[SMRPOA, "sm-RP-OA"]
    sm_rp_ui: Annotated[Tpdu | bytes, SignalInfo(Direction.SC_TO_MS), "sm-RP-UI"]
    more_messages_to_send: Annotated[Null, "moreMessagesToSend"] = False
    sm_delivery_timer: Annotated[int | None, asn1.Integer(30, 600), "smDeliveryTimer"] = None
    sm_delivery_start_time: Annotated[Time | None, "smDeliveryStartTime"] = None
    sms_over_ip_only_indicator: Annotated[Null, "smsOverIP-OnlyIndicator [0]"] = False
    maximum_retransmission_time: Annotated[Time | None, "maximumRetransmissionTime [2]"] = None
    sms_gmsc_address: Annotated[ISDNAddressString | None, "smsGmscAddress [3]"] = None


@sequence
class ForwardSM(Argument):
    """ForwardSM-Arg of version 2, which serves both directions: sm-RP-UI is not read as a TPDU."""

    words = ("forwardSM",)
    operation = 46
    version = 2

    sm_rp_da: Annotated[SMRPDA, "sm-RP-DA"]
    sm_rp_oa: Annotated[SMRPOA, "sm-RP-OA"]
    sm_rp_ui: Annotated[Tpdu | bytes, SignalInfo(), "sm-RP-UI"]
    more_messages_to_send: Annotated[Null, "moreMessagesToSend"] = False


@sequence
class ReportSMDeliveryStatus(Argument):
    """ReportSM-DeliveryStatusArg: the SMS-GMSC tells the HLR how a delivery ended."""

    words = ("reportSM-DeliveryStatus",)
    operation = 47

    msisdn: Annotated[ISDNAddressString, "msisdn"]
    service_centre_address: Annotated[AddressString, "serviceCentreAddress"]
    sm_delivery_outcome: Annotated[Outcome, "sm-DeliveryOutcome"]
    absent_subscriber_diagnostic_sm: Annotated[Diagnostic | None, "absentSubscriberDiagnosticSM [0]"] = None
    gprs_support_indicator: Annotated[Null, "gprsSupportIndicator [2]"] = False
    delivery_outcome_indicator: Annotated[Null, "deliveryOutcomeIndicator [3]"] = False
    additional_sm_delivery_outcome: Annotated[Outcome | None, "additionalSM-DeliveryOutcome [4]"] = None
    additional_absent_subscriber_diagnostic_sm: Annotated[
        Diagnostic | None, "additionalAbsentSubscriberDiagnosticSM [5]"
    ] = None
    imsi: Annotated[IMSI | None, "imsi [9]"] = None
    single_attempt_delivery: Annotated[Null, "singleAttemptDelivery [10]"] = False


@sequence
class InformServiceCentre(Argument):
    """InformServiceCentreArg: the HLR tells the SMS-GMSC what its Messages Waiting Data hold."""

    words = ("informServiceCentre",)
    operation = 63

    stored_msisdn: Annotated[ISDNAddressString | None, "storedMSISDN"] = None
    mw_status: Annotated[MWStatus | None, asn1.BitString(MWStatus, 6, 16), "mw-Status"] = None
    absent_subscriber_diagnostic_sm: Annotated[Diagnostic | None, "absentSubscriberDiagnosticSM"] = None
    additional_absent_subscriber_diagnostic_sm: Annotated[
        Diagnostic | None, "additionalAbsentSubscriberDiagnosticSM [0]"
    ] = None


@sequence
class AlertServiceCentre(Argument):
    """AlertServiceCentreArg: the HLR tells the SMS-IWMSC that a subscriber can be reached again."""

    words = ("alertServiceCentre",)
    operation = 64
    version = 2

    msisdn: Annotated[ISDNAddressString, "msisdn"]
    service_centre_address: Annotated[AddressString, "serviceCentreAddress"]
    imsi: Annotated[IMSI | None, "imsi"] = None


@sequence
class ReadyForSM(Argument):
    """ReadyForSM-Arg: the VLR tells the HLR that a subscriber is back, or has memory again."""

    words = ("readyForSM",)
    operation = 66

    imsi: Annotated[IMSI, "imsi [0]"]
    alert_reason: Annotated[int, asn1.Enumerated(AlertReason), "alertReason"]
    alert_reason_indicator: Annotated[Null, "alertReasonIndicator"] = False
    additional_alert_reason_indicator: Annotated[Null, "additionalAlertReasonIndicator [1]"] = False


@sequence
class UpdateLocation(Argument):
    """UpdateLocationArg: the VLR tells the HLR where a subscriber is."""

    words = ("updateLocation",)
    operation = 2

    imsi: Annotated[IMSI, "imsi"]
    msc_number: Annotated[ISDNAddressString, "msc-Number [1]"]
    vlr_number: Annotated[ISDNAddressString, "vlr-Number"]
    lmsi: Annotated[LMSI | None, "lmsi [10]"] = None


@sequence
class CancelLocation(Argument):
    """CancelLocationArg: the HLR tells a VLR that a subscriber is elsewhere, or no longer one."""

    words = ("cancelLocation",)
    operation = 3
    tag = ber.context(3, constructed=True)

    imsi: Annotated[Identity, "identity"]
    cancellation_type: Annotated[int | None, asn1.Enumerated(CancellationType), "cancellationType"] = None


@sequence
class InsertSubscriberData(Argument):
    """InsertSubscriberDataArg: the HLR gives a VLR what it needs to know of a subscriber."""

    words = ("insertSubscriberData",)
    operation = 7

    imsi: Annotated[IMSI | None, "imsi [0]"] = None
    msisdn: Annotated[ISDNAddressString | None, "msisdn [1]"] = None
    category: Annotated[int | None, asn1.OneOctet(), "category [2]"] = None
    subscriber_status: Annotated[int | None, asn1.Enumerated(SubscriberStatus), "subscriberStatus [3]"] = None
    bearer_service_list: Annotated[BearerServiceList | None, "bearerServiceList [4]"] = None
    teleservice_list: Annotated[TeleserviceList | None, "teleserviceList [6]"] = None


@sequence
class DeleteSubscriberData(Argument):
    """DeleteSubscriberDataArg: the HLR removes services from what a VLR knows of a subscriber."""

    words = ("deleteSubscriberData",)
    operation = 8

    imsi: Annotated[IMSI, "imsi [0]"]
    basic_service_list: Annotated[BasicServiceList | None, "basicServiceList [1]"] = None


@sequence
class PurgeMS(Argument):
    """PurgeMS-Arg: a VLR has forgotten a subscriber from whom it had not heard for long."""

    words = ("purgeMS",)
    operation = 67
    tag = ber.context(3, constructed=True)

    imsi: Annotated[IMSI, "imsi"]
    vlr_number: Annotated[ISDNAddressString | None, "vlr-Number [0]"] = None
    sgsn_number: Annotated[ISDNAddressString | None, "sgsn-Number [1]"] = None
