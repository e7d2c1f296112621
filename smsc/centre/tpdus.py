"""TS 23.040 clause 9.2.2: messages as the TPDUs that deliver them to handsets, and as the TPDUs that bring them."""

from collections.abc import Iterator
from typing import Final

from pdu.sms.address import Address
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import SmsDeliver, SmsStatusReport, SmsSubmit
from pdu.sms.validity import EnhancedValidity, Validity, relative_seconds
from pdu.values import EsmClass
from smsc.centre.message import Message, StatusReport, UserData
from smsc.centre.moments import timestamp
from smsc.centre.status_reports import sms_status_report
from smsc.centre.submission import VALIDITY
from smsc.network.hop import Hop

_REPLY_PATH: Final = int(EsmClass.REPLY_PATH)


def tpdu(message: Message, part: UserData, *, more: bool) -> SmsDeliver | SmsStatusReport:
    """Make the TPDU of a part of a message; ``more`` says that others follow, of this message or another."""
    report = message.status_report
    if report is not None and report.tp_st is not None:
        return sms_status_report(message, report, more=more)
    return SmsDeliver(
        tp_mms=not more,
        tp_rp=bool(message.esm_class & _REPLY_PATH),
        tp_sri=report is not None,
        tp_oa=message.source,
        tp_pid=message.protocol_id,
        tp_dcs=part.tp_dcs,
        tp_scts=timestamp(message.submitted),
        tp_udh=part.tp_udh,
        tp_ud=part.tp_ud,
    )


def message_of_sms_submit(tpdu: SmsSubmit, source: Address, message_ids: Iterator[str], hop: Hop) -> Message:
    """Make the message of a handset's SMS-SUBMIT, which ``hop`` brought."""
    message = _message(tpdu, source, tpdu.tp_da, message_ids, hop)
    message.expires = _expiry(tpdu.tp_vp, hop.at)
    if tpdu.tp_srr:
        message.status_report = StatusReport(tpdu.tp_mr)
    return message


def message_of_sms_deliver(tpdu: SmsDeliver, destination: Address, message_ids: Iterator[str], hop: Hop) -> Message:
    """Make the message of another service centre's SMS-DELIVER, which ``hop`` brought."""
    return _message(tpdu, tpdu.tp_oa, destination, message_ids, hop)


def _message(
    tpdu: SmsSubmit | SmsDeliver, source: Address, destination: Address, message_ids: Iterator[str], hop: Hop
) -> Message:
    return Message(
        message_id=next(message_ids),
        account="",
        source=source,
        destination=destination,
        submitted=hop.at,
        expires=hop.at + VALIDITY,
        parts=(UserData(tpdu.tp_dcs, tpdu.tp_udh, tpdu.tp_ud),),
        text=tpdu.text or "",
        session=hop.conversation,
        protocol_id=tpdu.tp_pid,
        esm_class=_REPLY_PATH if tpdu.tp_rp else 0,
    )


def _expiry(tp_vp: Validity, now: float) -> float:
    """Give when TP-VP ends; a value without a period, or an invalid date, counts as none."""
    if isinstance(tp_vp, int):
        return now + relative_seconds(tp_vp)
    if isinstance(tp_vp, Timestamp) and tp_vp.when is not None:
        return tp_vp.when.timestamp()
    seconds = tp_vp.seconds if isinstance(tp_vp, EnhancedValidity) else None
    return now + (VALIDITY if seconds is None else seconds)
