"""From submit_sm to a message, or to the command_status that refuses it; and from SMS-SUBMIT likewise."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from pdu import values
from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.operations.submit_sm import SubmitSm
from pdu.smpp_time import parse
from pdu.sms.address import Address
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import SmsSubmit
from pdu.sms.validity import EnhancedValidity, Validity, relative_seconds
from pdu.text import user_data as text_of
from smsc.centre.failures import HOUR
from smsc.centre.message import Message, UserData
from smsc.centre.user_data import parts
from smsc.numbering import address

VALIDITY: Final = 48 * HOUR  # of a message that does not say how long it is to be tried
_HIGHEST_PRIORITY: Final = 4
_REGISTERED_DELIVERY: Final = 0x1F

_S = CommandStatus


def message_of_submit_sm(
    pdu: SubmitSm, account: str, default_source: Address, message_ids: Iterator[str], reference: int, now: float
) -> tuple[Message, float]:
    """Check a submit_sm and make the message, with the time of its first attempt; raises Malformed.

    ``default_source`` stands for a source_addr that is empty; ``reference`` (0 to 255) is for the parts, if the message
    has to go in several.
    """
    destination = address(pdu.destination_addr, pdu.dest_addr_ton, pdu.dest_addr_npi)
    if destination is None or destination.ton == values.Ton.ALPHANUMERIC:
        raise _refused("destination_addr", "a number", pdu.destination_addr, _S.ESME_RINVDSTADR)
    source = address(pdu.source_addr, pdu.source_addr_ton, pdu.source_addr_npi) if pdu.source_addr else default_source
    if source is None:
        raise _refused("source_addr", "a number, or a name of 1 to 11 characters", pdu.source_addr, _S.ESME_RINVSRCADR)
    if pdu.esm_class & values.MESSAGE_TYPE not in _TYPES_OF_ESME:
        raise _refused("esm_class", "a message type an ESME may submit", f"0x{pdu.esm_class:02X}", _S.ESME_RINVESMCLASS)
    if pdu.priority_flag > _HIGHEST_PRIORITY:
        raise _refused("priority_flag", f"0 to {_HIGHEST_PRIORITY}", str(pdu.priority_flag), _S.ESME_RINVPRTFLG)
    if pdu.registered_delivery > _REGISTERED_DELIVERY:
        found = f"0x{pdu.registered_delivery:02X}"
        raise _refused("registered_delivery", "0x00 to 0x1F", found, _S.ESME_RINVREGDLVFLG)
    if pdu.replace_if_present_flag:
        found = str(pdu.replace_if_present_flag)
        raise _refused("replace_if_present_flag", "0, as replacing is not offered yet", found, _S.ESME_RINVSUBREP)
    if pdu.sm_default_msg_id:
        found = str(pdu.sm_default_msg_id)
        raise _refused("sm_default_msg_id", "0, as no messages are predefined", found, _S.ESME_RINVDFTMSGID)
    moment = datetime.fromtimestamp(now, UTC)
    first = _time("schedule_delivery_time", pdu.schedule_delivery_time, moment, now, _S.ESME_RINVSCHED)
    expires = _time("validity_period", pdu.validity_period, moment, now + VALIDITY, _S.ESME_RINVEXPIRY)
    if expires <= first:
        expected, found = "a time after the first attempt", pdu.validity_period or pdu.schedule_delivery_time
        raise _refused("validity_period", expected, found, _S.ESME_RINVEXPIRY)
    octets = _octets(pdu)
    message = Message(
        message_id=next(message_ids),
        account=account,
        source=source,
        destination=destination,
        submitted=now,
        expires=expires,
        parts=parts(octets, pdu.esm_class, pdu.data_coding, reference),
        text=_text(octets, pdu),
        service_type=pdu.service_type,
        protocol_id=pdu.protocol_id,
        priority=pdu.priority_flag,
        data_coding=pdu.data_coding,
        registered_delivery=pdu.registered_delivery,
        asked_as=(
            Address(pdu.source_addr, pdu.source_addr_ton, pdu.source_addr_npi),
            Address(pdu.destination_addr, pdu.dest_addr_ton, pdu.dest_addr_npi),
        ),
    )
    return message, first


def message_of_sms_submit(tpdu: SmsSubmit, source: Address, message_ids: Iterator[str], now: float) -> Message:
    """Make the message of a handset's SMS-SUBMIT."""
    return Message(
        message_id=next(message_ids),
        account="",
        source=source,
        destination=tpdu.tp_da,
        submitted=now,
        expires=_expiry(tpdu.tp_vp, now),
        parts=(UserData(tpdu.tp_dcs, tpdu.tp_udh, tpdu.tp_ud),),
        text=tpdu.text or "",
        protocol_id=tpdu.tp_pid,
    )


_TYPES_OF_ESME: Final = frozenset(
    {
        values.EsmClass.DEFAULT,
        values.EsmClass.SME_DELIVERY_ACKNOWLEDGEMENT,
        values.EsmClass.SME_MANUAL_ACKNOWLEDGEMENT,
    }
)


def _expiry(tp_vp: Validity, now: float) -> float:
    """When TP-VP ends; a value that says nothing, or that is no date, is as none."""
    if isinstance(tp_vp, int):
        return now + relative_seconds(tp_vp)
    if isinstance(tp_vp, Timestamp) and tp_vp.when is not None:
        return tp_vp.when.timestamp()
    seconds = tp_vp.seconds if isinstance(tp_vp, EnhancedValidity) else None
    return now + (VALIDITY if seconds is None else seconds)


def _octets(pdu: SubmitSm) -> bytes:
    payload = pdu.message_payload
    if payload is None:
        return pdu.short_message
    if pdu.short_message:
        expected, found = "short_message or message_payload", "both"
        raise _refused("message_payload", expected, found, _S.ESME_RINVMSGLEN)
    return payload


def _text(octets: bytes, pdu: SubmitSm) -> str:
    try:
        return text_of.text(octets, pdu.data_coding, udhi=bool(pdu.esm_class & values.EsmClass.UDHI))
    except Malformed:
        return ""  # binary: there is no text to repeat in a receipt


def _time(field: str, text: str, moment: datetime, otherwise: float, command_status: int) -> float:
    if not text:
        return otherwise
    at = parse(text, moment, field, command_status)
    if at < moment:
        raise _refused(field, "a time to come", text, command_status)
    return at.timestamp()


def _refused(field: str, expected: str, found: str, command_status: int) -> Malformed:
    return Malformed(field, None, expected, repr(found), command_status)
