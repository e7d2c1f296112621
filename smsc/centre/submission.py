"""From submit_sm to a message, or to the command_status that refuses it."""

from collections.abc import Callable, Container, Iterator
from copy import copy
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from pdu import values
from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.operations.broadcast_sm import BroadcastSm
from pdu.operations.replace_sm import ReplaceSm
from pdu.operations.submit_sm import SubmitSm
from pdu.smpp_time import parse
from pdu.sms.address import Address
from pdu.text import gsm7
from pdu.text import user_data as text_of
from pdu.tlv import tag_of
from smsc.centre.failures import HOUR
from smsc.centre.headers import elements
from smsc.centre.message import Message, UserData
from smsc.centre.registered_delivery import heed
from smsc.centre.user_data import fits, for_subunit, parts, parts_for_esme
from smsc.centre.wishes import PartReceipts
from smsc.numbering import address

TRAVELLING: Final = frozenset(
    tag_of(name)
    for name in (
        "callback_num",
        "callback_num_atag",
        "callback_num_pres_ind",
        "dest_addr_np_country",
        "dest_addr_np_information",
        "dest_addr_np_resolution",
        "dest_addr_subunit",
        "dest_network_id",
        "dest_node_id",
        "dest_port",
        "dest_subaddress",
        "its_reply_type",
        "its_session_info",
        "language_indicator",
        "payload_type",
        "privacy_indicator",
        "source_addr_subunit",
        "source_network_id",
        "source_node_id",
        "source_port",
        "source_subaddress",
        "user_message_reference",
        "user_response_code",
        "ussd_service_op",
    )
)  # TLVs of a submission that a delivery may also carry
VALIDITY: Final = 48 * HOUR  # of a message that gives no validity period
_CLOCKS_DIFFER: Final = timedelta(minutes=1)  # a schedule of "now", as in jSMPP's examples, is just past on arrival
_HIGHEST_PRIORITY: Final = 3  # of messages; 4 is one of cell broadcast (v5.0 4.7.19)
_TYPES_OF_ESME: Final = frozenset(
    {
        values.EsmClass.DEFAULT,
        values.EsmClass.SME_DELIVERY_ACKNOWLEDGEMENT,
        values.EsmClass.SME_MANUAL_ACKNOWLEDGEMENT,
    }
)
_LONGEST: Final = 0xFFFF  # octets of a message_payload
_REGISTERED_DELIVERY: Final = 0x1F
# Plain numbers, as every message passes here: looking up an enumeration member takes as long as all the rest.
_ALPHANUMERIC: Final = int(values.Ton.ALPHANUMERIC)
_UDHI: Final = int(values.EsmClass.UDHI)
_EACH: Final = PartReceipts.EACH
_new: Final = Message.__new__

_S = CommandStatus


def message_of_submit_sm(
    pdu: SubmitSm,
    account: str,
    default_source: Address,
    message_ids: Iterator[str],
    references: Iterator[int],
    now: float,
    routes: Container[str] = (),
    wish: PartReceipts = _EACH,
    octets: bytes = b"",
) -> Message:
    """Check a submit_sm and make the message; raises Malformed.

    ``default_source`` stands for an empty source_addr; ``references`` (0 to 255) number the message if it has to go in
    several parts. ``routes`` are the numbers that ESMEs serve; ``wish`` says which parts, where each is submitted as a
    message, the sender is told of. ``octets`` are the PDU as it came; the message keeps them if it could be made again
    from them, ``account`` and ``now`` alone.
    """
    destination = address(pdu.destination_addr, pdu.dest_addr_ton, pdu.dest_addr_npi)
    if destination is None or destination.ton == _ALPHANUMERIC:
        raise _refused("destination_addr", "a number", pdu.destination_addr, _S.ESME_RINVDSTADR)
    source = address(pdu.source_addr, pdu.source_addr_ton, pdu.source_addr_npi) if pdu.source_addr else default_source
    if source is None:
        raise _refused("source_addr", "a number, or a name of 1 to 11 characters", pdu.source_addr, _S.ESME_RINVSRCADR)
    if pdu.esm_class or pdu.priority_flag or pdu.replace_if_present_flag or pdu.sm_default_msg_id:
        _check(pdu)
    if pdu.registered_delivery:
        check_registered_delivery(pdu.registered_delivery)
    first, expires = now, now + VALIDITY
    if pdu.schedule_delivery_time or pdu.validity_period or pdu.tlvs:
        first, expires = _times(pdu, now)
    message = _new(Message)  # the constructor would also write every field that has its default
    message.message_id = next(message_ids)
    message.account = account
    message.source = source
    message.destination = destination
    message.submitted = now
    message.expires = expires
    message.next_attempt = first
    message.esm_class = esm_class = pdu.esm_class
    message.priority = pdu.priority_flag
    message.registered_delivery = pdu.registered_delivery
    message.service_type = pdu.service_type
    message.protocol_id = pdu.protocol_id
    message.data_coding = pdu.data_coding
    if pdu.tlvs:
        message.tlvs = tuple(tlv for tlv in pdu.tlvs if tlv[0] in TRAVELLING)
        if pdu.set_dpf == 1:
            message.set_dpf = True
    message.pdu = pdu
    message.read = read
    if first > now:
        message.state = values.MessageState.SCHEDULED
    to_esme = destination.value in routes
    if to_esme or pdu.data_coding or esm_class & _UDHI or pdu.tlvs or not fits(pdu.short_message):
        data = user_data(pdu)
        divided = parts_for_esme if to_esme else parts
        cut = divided(data, esm_class, pdu.data_coding, next(references), elements(pdu))
        message.parts = for_subunit(cut, pdu.dest_addr_subunit) if pdu.tlvs and not to_esme else cut
        heed(message, wish)
    elif octets and first == now and pdu.source_addr:
        message.octets = octets
    return message


def _check(pdu: SubmitSm) -> None:
    """Check the parameters that are 0 in most PDUs; raises Malformed."""
    if pdu.esm_class & values.MESSAGE_TYPE not in _TYPES_OF_ESME:
        found = f"0x{pdu.esm_class:02X}"
        raise _refused("esm_class", "a message type an ESME may submit", found, _S.ESME_RINVESMCLASS)
    if pdu.priority_flag > _HIGHEST_PRIORITY:
        raise _refused("priority_flag", f"0 to {_HIGHEST_PRIORITY}", str(pdu.priority_flag), _S.ESME_RINVPRTFLG)
    if pdu.replace_if_present_flag > 1:
        found = str(pdu.replace_if_present_flag)
        raise _refused("replace_if_present_flag", "0 or 1", found, _S.ESME_RINVREPFLAG)
    if pdu.replace_if_present_flag and in_transaction_mode(pdu.esm_class):
        expected = "0 in transaction mode, in which nothing is put in the place of what waits"
        raise _refused("replace_if_present_flag", expected, "1", _S.ESME_RINVREPFLAG)
    check_default(pdu.sm_default_msg_id)


def in_transaction_mode(esm_class: int) -> bool:
    """Whether the response is to tell the outcome of the message."""
    return esm_class & values.MESSAGING_MODE == values.EsmClass.FORWARD


def _times(pdu: SubmitSm, now: float) -> tuple[float, float]:
    """Read the time of a message's first attempt, and of its expiry; raises Malformed."""
    seconds = pdu.qos_time_to_live
    if seconds is not None and pdu.validity_period:
        pdu = copy(pdu)
        pdu.validity_period = ""  # v5.0 4.2.1.1: superseded
    first, expires = times(pdu, now, now, None if seconds is None else now + seconds)
    if first > now and in_transaction_mode(pdu.esm_class):
        expected = "none in transaction mode, in which the response waits for the delivery"
        raise _refused("schedule_delivery_time", expected, pdu.schedule_delivery_time, _S.ESME_RINVSCHED)
    return first, expires


def read(message: Message, name: str) -> Any:
    """Read a field of a message from the submit_sm that brought it."""
    return _READ[name](message, message.pdu)


def _asked_as(message: Message, pdu: SubmitSm) -> tuple[Address, Address]:
    """Give source and destination as the ESME wrote them."""
    source = _written(pdu.source_addr, pdu.source_addr_ton, pdu.source_addr_npi) if pdu.source_addr else message.source
    return source, Address(pdu.destination_addr, pdu.dest_addr_ton, pdu.dest_addr_npi)


_written = lru_cache(1 << 12)(Address)  # many messages come from few numbers


_READ: Final[dict[str, Callable[[Message, Any], Any]]] = {
    "parts": lambda _, pdu: (UserData(0, b"", pdu.short_message),),  # anything but septets has been cut at once
    "text": lambda _, pdu: text(user_data(pdu) if pdu.tlvs else pdu.short_message, pdu.esm_class, pdu.data_coding),
    "asked_as": _asked_as,
}


def check_registered_delivery(registered_delivery: int) -> None:
    """Refuse bits that have no meaning; raises Malformed."""
    if registered_delivery > _REGISTERED_DELIVERY:
        found = f"0x{registered_delivery:02X}"
        raise _refused("registered_delivery", "0x00 to 0x1F", found, _S.ESME_RINVREGDLVFLG)


def check_default(sm_default_msg_id: int) -> None:
    """Refuse a predefined message, as there are none; raises Malformed."""
    if sm_default_msg_id:
        found = str(sm_default_msg_id)
        raise _refused("sm_default_msg_id", "0, as no messages are predefined", found, _S.ESME_RINVDFTMSGID)


def times(
    pdu: SubmitSm | ReplaceSm | BroadcastSm, now: float, first: float, expires: float | None
) -> tuple[float, float]:
    """Read the times of first attempt and expiry, by default ``first`` and ``expires``; raises Malformed."""
    if not pdu.schedule_delivery_time and not pdu.validity_period and expires is None:
        return first, first + VALIDITY
    moment = datetime.fromtimestamp(now, UTC)
    schedule = pdu.schedule_delivery_time
    first = max(now, _time("schedule_delivery_time", schedule, moment, first, _S.ESME_RINVSCHED, _CLOCKS_DIFFER))
    otherwise = first + VALIDITY if expires is None else expires
    expires = _time("validity_period", pdu.validity_period, moment, otherwise, _S.ESME_RINVEXPIRY)
    if expires <= max(first, moment.timestamp()):  # rounded to microseconds, which may make it later than now
        raise _refused("validity_period", "a time after the first attempt", pdu.validity_period, _S.ESME_RINVEXPIRY)
    return first, expires


def user_data(pdu: SubmitSm | ReplaceSm) -> bytes:
    """Give the user data, from short_message or message_payload; raises Malformed."""
    payload = pdu.message_payload
    if payload is None:
        return pdu.short_message
    if len(payload) > _LONGEST:  # possible once the septets of an account that packs them are unpacked
        expected, found = f"at most {_LONGEST} octets", str(len(payload))
        raise _refused("message_payload", expected, found, _S.ESME_RINVMSGLEN)
    if pdu.short_message:
        expected, found = "short_message or message_payload", "both"
        raise _refused("message_payload", expected, found, _S.ESME_RINVMSGLEN)
    return payload


def text(octets: bytes, esm_class: int, data_coding: int) -> str:
    """Read the text of user data; empty if they are not text."""
    if not (data_coding or esm_class & _UDHI) and fits(octets):
        return gsm7.decode(octets)
    try:
        return text_of.text(octets, data_coding, udhi=bool(esm_class & values.EsmClass.UDHI))
    except Malformed:
        return ""  # binary: there is no text to repeat in a receipt


def _time(
    field: str, text: str, moment: datetime, otherwise: float, command_status: int, late: timedelta = timedelta()
) -> float:
    """Read a time, which may be past by no more than ``late``; raises Malformed."""
    if not text:
        return otherwise
    at = parse(text, moment, field, command_status)
    if at < moment - late:
        raise _refused(field, "a time to come", text, command_status)
    return at.timestamp()


def _refused(field: str, expected: str, found: str, command_status: int) -> Malformed:
    return Malformed(field, None, expected, repr(found), command_status)
