"""TS 23.040 clause 9.2.2: a message as the TPDUs that deliver it to a handset."""

from typing import Final

from pdu.sms.tp import SmsDeliver, SmsStatusReport
from pdu.values import EsmClass
from smsc.centre.message import Message, UserData
from smsc.centre.moments import timestamp
from smsc.centre.status_reports import sms_status_report

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
