"""TS 23.040 clause 9.2: the six TPDUs of the short message transfer layer."""

from typing import TypeAlias

from pdu.malformed import Malformed
from pdu.sms.direction import Direction
from pdu.sms.octets import take_octet
from pdu.sms.tp.command import SmsCommand, TpCt
from pdu.sms.tp.deliver import SmsDeliver
from pdu.sms.tp.deliver_report import SmsDeliverReport
from pdu.sms.tp.parameter_indicator import within
from pdu.sms.tp.status_report import SmsStatusReport
from pdu.sms.tp.submit import SmsSubmit
from pdu.sms.tp.submit_report import SmsSubmitReport

__all__ = [
    "Direction",
    "SmsCommand",
    "SmsDeliver",
    "SmsDeliverReport",
    "SmsStatusReport",
    "SmsSubmit",
    "SmsSubmitReport",
    "TpCt",
    "Tpdu",
    "decode",
]

Tpdu: TypeAlias = SmsDeliver | SmsDeliverReport | SmsSubmit | SmsSubmitReport | SmsStatusReport | SmsCommand


def decode(octets: bytes, direction: Direction, rp_error: bool | None = None) -> Tpdu:
    """The TPDU in ``octets``.

    ``rp_error`` says whether it came in an RP-ERROR (in MAP: in an sm-DeliveryFailure): a report then begins with
    TP-FCS. None leaves it to the octets. Malformed when they are no TPDU, or go on behind it.
    """
    within(octets, 0)
    match direction, take_octet("tp_mti", octets, 0) & 3:
        case Direction.SC_TO_MS, 0:
            return SmsDeliver.decode(octets)
        case Direction.MS_TO_SC, 0:
            return SmsDeliverReport.decode(octets, rp_error)
        case Direction.SC_TO_MS, 1:
            return SmsSubmitReport.decode(octets, rp_error)
        case Direction.MS_TO_SC, 1:
            return SmsSubmit.decode(octets)
        case Direction.SC_TO_MS, 2:
            return SmsStatusReport.decode(octets)
        case Direction.MS_TO_SC, 2:
            return SmsCommand.decode(octets)
    raise Malformed("tp_mti", 0, "0, 1 or 2", "3")
