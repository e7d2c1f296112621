"""How one layer's cause of a failure is told in another: TS 23.040 clauses 3.3, 11; TS 24.011 table 8.4; TS 29.002."""

from enum import IntEnum
from typing import Final

from pdu.sms.rp import RpCause
from pdu.ss7.map import (
    CallBarred,
    FacilityNotSupported,
    SMEnumeratedDeliveryFailureCause,
    TeleserviceNotProvisioned,
    UnknownSubscriber,
)


class AbsentSubscriberDiagnosticSM(IntEnum):
    """TS 23.040 clause 3.3.2: why a subscriber is absent."""

    noPagingResponseViaTheMSC = 0  # noqa: N815 - as printed
    imsiDetached = 1  # noqa: N815
    roamingRestriction = 2  # noqa: N815
    deregisteredInTheNonGPRS = 3  # noqa: N815
    msPurgedForNonGPRS = 4  # noqa: N815
    noPagingResponseViaTheSGSN = 5  # noqa: N815
    gprsDetached = 6  # noqa: N815
    deregisteredInTheGPRS = 7  # noqa: N815
    msPurgedForGPRS = 8  # noqa: N815
    unidentifiedSubscriberViaTheMSC = 9  # noqa: N815
    unidentifiedSubscriberViaTheSGSN = 10  # noqa: N815


RP_CAUSE_OF_ERROR: Final[dict[type, int]] = {
    # what the handset is told when its message, or its RP-SMMA, is refused; for every other error, 38
    UnknownSubscriber: RpCause.UNKNOWN_SUBSCRIBER,
    TeleserviceNotProvisioned: RpCause.REQUESTED_FACILITY_NOT_SUBSCRIBED,
    CallBarred: RpCause.CALL_BARRED,
    FacilityNotSupported: RpCause.REQUESTED_FACILITY_NOT_IMPLEMENTED,
}

_Failure = SMEnumeratedDeliveryFailureCause

RP_CAUSE_OF_SM_DELIVERY_FAILURE: Final[dict[int, int]] = {
    # mobile originated; the first three are a handset's own causes, which a service centre has no use for
    _Failure.memoryCapacityExceeded: RpCause.NETWORK_OUT_OF_ORDER,
    _Failure.equipmentProtocolError: RpCause.NETWORK_OUT_OF_ORDER,
    _Failure.equipmentNotSM_Equipped: RpCause.NETWORK_OUT_OF_ORDER,
    _Failure.unknownServiceCentre: RpCause.UNASSIGNED_NUMBER,
    _Failure.sc_Congestion: RpCause.CONGESTION,
    _Failure.invalidSME_Address: RpCause.SHORT_MESSAGE_TRANSFER_REJECTED,
    _Failure.subscriberNotSC_Subscriber: RpCause.UNIDENTIFIED_SUBSCRIBER,
}

SM_DELIVERY_FAILURE_OF_RP_CAUSE: Final[dict[int, int]] = {
    # mobile terminated; every other RP cause, a broken connection and silence are equipmentProtocolError
    RpCause.MEMORY_CAPACITY_EXCEEDED: _Failure.memoryCapacityExceeded,
}
