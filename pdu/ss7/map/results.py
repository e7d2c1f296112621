"""TS 29.002 clauses 17.7.1 and 17.7.6: the results of the short-message and location operations."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pdu.sms.direction import Direction
from pdu.sms.tp import Tpdu
from pdu.ss7.map.arguments import (
    AlertServiceCentre,
    Argument,
    CancelLocation,
    DeleteSubscriberData,
    ForwardSM,
    InsertSubscriberData,
    MoForwardSM,
    MtForwardSM,
    PurgeMS,
    ReadyForSM,
    ReportSMDeliveryStatus,
    SendRoutingInfoForSM,
    UpdateLocation,
)
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

    def __init_subclass__(cls, to: type[Argument] | None = None) -> None:
        """Note what it answers; ``sequence`` makes each class a second time, from all that the first one has."""
        if to is not None:
            cls.words = ("returnResultLast", *to.words)
            cls.operation = to.operation


@sequence
class SendRoutingInfoForSMRes(Result, to=SendRoutingInfoForSM):
    """RoutingInfoForSM-Res."""

    imsi: Annotated[IMSI, "imsi"]
    network_node_number: Annotated[ISDNAddressString, "locationInfoWithLMSI [0] networkNode-Number [1]"]
    lmsi: Annotated[LMSI | None, "locationInfoWithLMSI [0] lmsi"] = None
    gprs_node_indicator: Annotated[Null, "locationInfoWithLMSI [0] gprsNodeIndicator [5]"] = False


@sequence
class MoForwardSMRes(Result, to=MoForwardSM):
    """MO-ForwardSM-Res: sm-RP-UI is an SMS-SUBMIT-REPORT."""

    sm_rp_ui: Annotated[Tpdu | bytes | None, SignalInfo(Direction.SC_TO_MS), "sm-RP-UI"] = None


@sequence
class MtForwardSMRes(Result, to=MtForwardSM):
    """MT-ForwardSM-Res: sm-RP-UI is an SMS-DELIVER-REPORT."""

    sm_rp_ui: Annotated[Tpdu | bytes | None, SignalInfo(Direction.MS_TO_SC), "sm-RP-UI"] = None


@sequence
class ForwardSMRes(Result, to=ForwardSM):
    """RETURN RESULT TRUE: forwardSM of version 2 is answered, without a parameter."""


@sequence
class ReportSMDeliveryStatusRes(Result, to=ReportSMDeliveryStatus):
    """ReportSM-DeliveryStatusRes: storedMSISDN is where the HLR files the messages waiting."""

    stored_msisdn: Annotated[ISDNAddressString | None, "storedMSISDN"] = None


@sequence
class AlertServiceCentreRes(Result, to=AlertServiceCentre):
    """RETURN RESULT TRUE: alertServiceCentre is answered, without a parameter."""


@sequence
class ReadyForSMRes(Result, to=ReadyForSM):
    """ReadyForSM-Res."""


@sequence
class UpdateLocationRes(Result, to=UpdateLocation):
    """UpdateLocationRes."""

    hlr_number: Annotated[ISDNAddressString, "hlr-Number"]
    add_capability: Annotated[Null, "add-Capability"] = False
    paging_area_capability: Annotated[Null, "pagingArea-Capability [0]"] = False


@sequence
class CancelLocationRes(Result, to=CancelLocation):
    """CancelLocationRes."""


@sequence
class InsertSubscriberDataRes(Result, to=InsertSubscriberData):
    """InsertSubscriberDataRes: the services which the VLR does not support."""

    teleservice_list: Annotated[TeleserviceList | None, "teleserviceList [1]"] = None
    bearer_service_list: Annotated[BearerServiceList | None, "bearerServiceList [2]"] = None


@sequence
class DeleteSubscriberDataRes(Result, to=DeleteSubscriberData):
    """DeleteSubscriberDataRes."""


@sequence
class PurgeMSRes(Result, to=PurgeMS):
    """PurgeMS-Res: freezeTMSI keeps the VLR from giving the TMSI to somebody else."""

    freeze_tmsi: Annotated[Null, "freezeTMSI [0]"] = False
    freeze_p_tmsi: Annotated[Null, "freezeP-TMSI [1]"] = False
