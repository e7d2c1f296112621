"""TS 29.002 clauses 17.7.1 and 17.7.6: the results of the short-message and location operations."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pdu.sms.direction import Direction
from pdu.sms.tp import Tpdu
from pdu.ss7.map.data_types import (
    IMSI,
    LMSI,
    BearerServiceList,
    ISDNAddressString,
    Null,
    TeleserviceList,
)
from pdu.ss7.map.signal_info import SignalInfo
from pdu.ss7.sequence import OptionalSequence, sequence


@dataclass(slots=True)
class Result(OptionalSequence):
    """What a ReturnResultLast carries; ``operation`` is the code of the operation which it answers."""

    words: ClassVar[tuple[str, ...]]
    operation: ClassVar[int]


@sequence
class SendRoutingInfoForSMRes(Result):
    """RoutingInfoForSM-Res."""

    words = ("returnResultLast", "sendRoutingInfoForSM")
    operation = 45

    imsi: Annotated[IMSI, "imsi"]
    network_node_number: Annotated[ISDNAddressString, "locationInfoWithLMSI [0] networkNode-Number [1]"]
    lmsi: Annotated[LMSI | None, "locationInfoWithLMSI [0] lmsi"] = None
    gprs_node_indicator: Annotated[Null, "locationInfoWithLMSI [0] gprsNodeIndicator [5]"] = False


@sequence
class MoForwardSMRes(Result):
    """MO-ForwardSM-Res: sm-RP-UI is an SMS-SUBMIT-REPORT."""

    words = ("returnResultLast", "mo-ForwardSM")
    operation = 46

    sm_rp_ui: Annotated[Tpdu | bytes | None, SignalInfo(Direction.SC_TO_MS), "sm-RP-UI"] = None


@sequence
class MtForwardSMRes(Result):
    """MT-ForwardSM-Res: sm-RP-UI is an SMS-DELIVER-REPORT."""

    words = ("returnResultLast", "mt-ForwardSM")
    operation = 44

    sm_rp_ui: Annotated[Tpdu | bytes | None, SignalInfo(Direction.MS_TO_SC), "sm-RP-UI"] = None


@sequence
class ForwardSMRes(Result):
    """RETURN RESULT TRUE: forwardSM of version 2 is answered, without a parameter."""

    words = ("returnResultLast", "forwardSM")
    operation = 46


@sequence
class ReportSMDeliveryStatusRes(Result):
    """ReportSM-DeliveryStatusRes: storedMSISDN is where the HLR files the messages waiting."""

    words = ("returnResultLast", "reportSM-DeliveryStatus")
    operation = 47

    stored_msisdn: Annotated[ISDNAddressString | None, "storedMSISDN"] = None


@sequence
class AlertServiceCentreRes(Result):
    """RETURN RESULT TRUE: alertServiceCentre is answered, without a parameter."""

    words = ("returnResultLast", "alertServiceCentre")
    operation = 64


@sequence
class ReadyForSMRes(Result):
    """ReadyForSM-Res."""

    words = ("returnResultLast", "readyForSM")
    operation = 66


@sequence
class UpdateLocationRes(Result):
    """UpdateLocationRes."""

    words = ("returnResultLast", "updateLocation")
    operation = 2

    hlr_number: Annotated[ISDNAddressString, "hlr-Number"]
    add_capability: Annotated[Null, "add-Capability"] = False
    paging_area_capability: Annotated[Null, "pagingArea-Capability [0]"] = False


@sequence
class CancelLocationRes(Result):
    """CancelLocationRes."""

    words = ("returnResultLast", "cancelLocation")
    operation = 3


@sequence
class InsertSubscriberDataRes(Result):
    """InsertSubscriberDataRes: the services which the VLR does not support."""

    words = ("returnResultLast", "insertSubscriberData")
    operation = 7

    teleservice_list: Annotated[TeleserviceList | None, "teleserviceList [1]"] = None
    bearer_service_list: Annotated[BearerServiceList | None, "bearerServiceList [2]"] = None


@sequence
class DeleteSubscriberDataRes(Result):
    """DeleteSubscriberDataRes."""

    words = ("returnResultLast", "deleteSubscriberData")
    operation = 8


@sequence
class PurgeMSRes(Result):
    """PurgeMS-Res: freezeTMSI keeps the VLR from giving the TMSI to somebody else."""

    words = ("returnResultLast", "purgeMS")
    operation = 67

    freeze_tmsi: Annotated[Null, "freezeTMSI [0]"] = False
    freeze_p_tmsi: Annotated[Null, "freezeP-TMSI [1]"] = False
