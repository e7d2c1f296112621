"""TS 23.040 clause 9.2.2.3: SMS-STATUS-REPORTs, which tell a handset that asked (TP-SRR) what became of its message.

A report is a message like others: kept, queued for the handset, and tried again while that is absent. No standard says
which TP-ST belongs to which failure; the tables are this service centre's choice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pdu.sms.status import TpSt
from pdu.sms.tp import SmsStatusReport
from pdu.ss7 import map as m
from pdu.values import MessageState
from smsc.centre.message import Message, StatusReport, UserData
from smsc.centre.moments import timestamp
from smsc.centre.submission import VALIDITY

_UNDELIVERABLE: Final[dict[int, TpSt]] = {
    # by the MAP error of the last attempt; 0: an ESME refused the message
    0: TpSt.PERMANENT_CONNECTION_REJECTED_BY_SME,
    m.UnknownSubscriber.code: TpSt.PERMANENT_NOT_OBTAINABLE,
    m.UnidentifiedSubscriber.code: TpSt.TEMPORARY_CONGESTION,
    m.IllegalSubscriber.code: TpSt.PERMANENT_NOT_OBTAINABLE,
    m.IllegalEquipment.code: TpSt.PERMANENT_NOT_OBTAINABLE,
    m.TeleserviceNotProvisioned.code: TpSt.PERMANENT_NO_INTERWORKING_AVAILABLE,
    m.CallBarred.code: TpSt.TEMPORARY_SERVICE_REJECTED,
    m.FacilityNotSupported.code: TpSt.PERMANENT_INCOMPATIBLE_DESTINATION,
    m.SMDeliveryFailure.code: TpSt.TEMPORARY_ERROR_IN_SME,
}
_OTHER_ENDS: Final[dict[MessageState, TpSt]] = {
    MessageState.DELIVERED: TpSt.RECEIVED_BY_THE_SME,
    MessageState.EXPIRED: TpSt.PERMANENT_SM_VALIDITY_PERIOD_EXPIRED,
    MessageState.DELETED: TpSt.PERMANENT_SM_DELETED_BY_SC_ADMINISTRATION,
    MessageState.REJECTED: TpSt.PERMANENT_CONNECTION_REJECTED_BY_SME,
}
_STILL_TRYING: Final[dict[int, TpSt]] = {
    # after the first attempt, by its MAP error
    0: TpSt.TRYING_NO_RESPONSE_FROM_SME,
    m.AbsentSubscriberSM.code: TpSt.TRYING_NO_RESPONSE_FROM_SME,
    m.SubscriberBusyForMTSMS.code: TpSt.TRYING_SME_BUSY,
    m.SMDeliveryFailure.code: TpSt.TRYING_ERROR_IN_SME,
    m.CallBarred.code: TpSt.TRYING_SERVICE_REJECTED,
}


@dataclass(slots=True, eq=False)
class ToBeSent:
    """The service centre's message to itself: a report has been made and can go."""

    message: Message


def tp_st(message: Message) -> TpSt:
    """Say what became of a message: its final state or, until it has one, that there will be more attempts."""
    if message.done is None:
        return _STILL_TRYING.get(message.error, TpSt.TRYING_CONGESTION)
    if message.state is MessageState.UNDELIVERABLE:
        return _UNDELIVERABLE.get(message.error, TpSt.TEMPORARY_CONGESTION)
    return _OTHER_ENDS.get(message.state, TpSt.PERMANENT_NOT_OBTAINABLE)


def status_report(message: Message, tp_mr: int, message_ids: Iterator[str], now: float) -> Message:
    """Make the message that tells a message's sender what became of it."""
    return Message(
        message_id=next(message_ids),
        account="",
        source=message.destination,
        destination=message.source,
        submitted=message.submitted,
        expires=now + VALIDITY,
        parts=(UserData(0, b"", b""),),
        status_report=StatusReport(tp_mr, tp_st(message), now),
    )


def sms_status_report(message: Message, report: StatusReport, *, more: bool) -> SmsStatusReport:
    """Make the TPDU of a message that is a report; ``more`` says that other messages follow it."""
    return SmsStatusReport(
        tp_mms=not more,
        tp_mr=report.tp_mr,
        tp_ra=message.source,
        tp_scts=timestamp(message.submitted),
        tp_dt=timestamp(report.tp_dt),
        tp_st=0 if report.tp_st is None else report.tp_st,
    )
