"""TS 29.002 clauses 17.3, 17.5 and 17.6: the operations, their contexts, timers, results and errors."""

from typing import NamedTuple

from pdu.malformed import Malformed
from pdu.ss7.map.arguments import (
    AlertServiceCentre,
    Argument,
    CancelLocation,
    DeleteSubscriberData,
    ForwardSM,
    InformServiceCentre,
    InsertSubscriberData,
    MoForwardSM,
    MtForwardSM,
    PurgeMS,
    ReadyForSM,
    ReportSMDeliveryStatus,
    SendRoutingInfoForSM,
    UpdateLocation,
)
from pdu.ss7.map.errors import (
    AbsentSubscriber,
    AbsentSubscriberSM,
    CallBarred,
    DataMissing,
    ErrorParameter,
    FacilityNotSupported,
    IllegalEquipment,
    IllegalSubscriber,
    MessageWaitingListFull,
    RoamingNotAllowed,
    SMDeliveryFailure,
    SubscriberBusyForMTSMS,
    SystemFailure,
    TeleserviceNotProvisioned,
    UnexpectedDataValue,
    UnidentifiedSubscriber,
    UnknownSubscriber,
)
from pdu.ss7.map.results import (
    AlertServiceCentreRes,
    CancelLocationRes,
    DeleteSubscriberDataRes,
    ForwardSMRes,
    InsertSubscriberDataRes,
    MoForwardSMRes,
    MtForwardSMRes,
    PurgeMSRes,
    ReadyForSMRes,
    ReportSMDeliveryStatusRes,
    Result,
    SendRoutingInfoForSMRes,
    UpdateLocationRes,
)


class ApplicationContext(NamedTuple):
    """The last two arcs of a MAP application context name: which context, and which version of it."""

    number: int
    version: int


TIMERS = {"s": (3.0, 10.0), "m": (15.0, 30.0), "ml": (60.0, 600.0)}
"""Timer class: the least and the most seconds that an invoker waits for the answer."""


class Operation(NamedTuple):
    """One row of the table of operations; ``result`` is None where none is awaited.

    ``context`` is the number of its application context; code and version are those of the argument.
    """

    argument: type[Argument]
    context: int
    timer: str
    result: type[Result] | None
    errors: tuple[type[ErrorParameter], ...]

    @property
    def name(self) -> str:
        return self.argument.words[0]

    @property
    def code(self) -> int:
        return self.argument.operation

    @property
    def application_context(self) -> ApplicationContext:
        return ApplicationContext(self.context, self.argument.version)


OPERATIONS = (
    Operation(SendRoutingInfoForSM, 20, "m", SendRoutingInfoForSMRes, (
        SystemFailure, DataMissing, UnexpectedDataValue, FacilityNotSupported, UnknownSubscriber,
        TeleserviceNotProvisioned, CallBarred, AbsentSubscriberSM,
    )),
    Operation(MtForwardSM, 25, "ml", MtForwardSMRes, (
        SystemFailure, DataMissing, UnexpectedDataValue, FacilityNotSupported, UnidentifiedSubscriber,
        IllegalSubscriber, IllegalEquipment, SubscriberBusyForMTSMS, SMDeliveryFailure, AbsentSubscriberSM,
    )),
    Operation(ForwardSM, 25, "ml", ForwardSMRes, (
        SystemFailure, DataMissing, UnexpectedDataValue, FacilityNotSupported, UnidentifiedSubscriber,
        IllegalSubscriber, IllegalEquipment, AbsentSubscriber, SubscriberBusyForMTSMS, SMDeliveryFailure,
    )),
    Operation(MoForwardSM, 21, "ml", MoForwardSMRes, (
        SystemFailure, UnexpectedDataValue, FacilityNotSupported, SMDeliveryFailure,
    )),
    Operation(ReportSMDeliveryStatus, 20, "s", ReportSMDeliveryStatusRes, (
        DataMissing, UnexpectedDataValue, UnknownSubscriber, MessageWaitingListFull,
    )),
    Operation(InformServiceCentre, 20, "s", None, ()),
    Operation(AlertServiceCentre, 23, "s", AlertServiceCentreRes, (
        SystemFailure, DataMissing, UnexpectedDataValue,
    )),
    Operation(ReadyForSM, 24, "m", ReadyForSMRes, (
        DataMissing, UnexpectedDataValue, FacilityNotSupported, UnknownSubscriber,
    )),
    Operation(UpdateLocation, 1, "m", UpdateLocationRes, (
        SystemFailure, DataMissing, UnexpectedDataValue, UnknownSubscriber, RoamingNotAllowed,
    )),
    Operation(CancelLocation, 2, "m", CancelLocationRes, (DataMissing, UnexpectedDataValue)),
    Operation(InsertSubscriberData, 16, "m", InsertSubscriberDataRes, (
        DataMissing, UnexpectedDataValue, UnidentifiedSubscriber,
    )),
    Operation(DeleteSubscriberData, 16, "m", DeleteSubscriberDataRes, (
        DataMissing, UnexpectedDataValue, UnidentifiedSubscriber,
    )),
    Operation(PurgeMS, 27, "m", PurgeMSRes, (DataMissing, UnexpectedDataValue, UnknownSubscriber)),
)  # fmt: skip

ERRORS = {error.code: error for row in OPERATIONS for error in row.errors}


def find(code: int, version: int | None = None) -> Operation | None:
    """The operation of that code in that version of its application context, or else in the newest one."""
    rows = {row.application_context.version: row for row in OPERATIONS if row.code == code}
    return rows.get(version or 0) or rows.get(max(rows, default=0))


def decode_argument(code: int, octets: bytes, version: int | None = None) -> Argument:
    """The argument of an Invoke; raises Malformed, also for a code which is not in the table."""
    return _known(code, version).argument.decode(octets)


def decode_result(code: int, octets: bytes, version: int | None = None) -> Result:
    """The result of operation ``code`` (b"" where the component has none); raises Malformed."""
    result = _known(code, version).result
    if result is None:
        raise Malformed("operationCode", None, "an operation with a result", str(code))
    return result.decode(octets)


def decode_error(code: int, octets: bytes) -> ErrorParameter:
    """The parameter of a ReturnError (b"" where the component has none); raises Malformed."""
    if code not in ERRORS:
        raise Malformed("errorCode", None, "an error of the table", str(code))
    return ERRORS[code].decode(octets)


def _known(code: int, version: int | None) -> Operation:
    operation = find(code, version)
    if operation is None:
        raise Malformed("operationCode", None, "an operation of the table", str(code))
    return operation
