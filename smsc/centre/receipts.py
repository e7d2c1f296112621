"""Delivery receipts and intermediate notifications: deliver_sms that tell an ESME, in text and TLVs, of its message."""

from functools import lru_cache
from typing import Final

from pdu.dialects import TEXT_LENGTH, Dialect, Form
from pdu.malformed import Malformed
from pdu.operations.deliver_sm import DeliverSm
from pdu.receipt import STATS, Receipt
from pdu.text import gsm7
from pdu.text.data_coding import DefaultAlphabet
from pdu.tlv import TLVS, Tlv, encode_value, tag_of
from pdu.values import DpfResult, EsmClass, MessageState, NetworkType
from smsc.centre.message import Message
from smsc.centre.moments import moment
from smsc.centre.user_data import fits
from smsc.centre.wishes import NO_WISHES, Wishes

_USER_MESSAGE_REFERENCE: Final = tag_of("user_message_reference")
_RECEIPTED_MESSAGE_ID: Final = TLVS[0x001E]
_DELIVERED: Final = MessageState.DELIVERED
_USUAL: Final = DefaultAlphabet.GSM7_UNPACKED
_UDHI: Final = int(EsmClass.UDHI)
_DELIVERY_RECEIPT: Final = EsmClass.MC_DELIVERY_RECEIPT


def receipt(message: Message, wishes: Wishes = NO_WISHES) -> DeliverSm:
    """Make the delivery receipt of a message in its final state."""
    done = message.done if message.done is not None else message.submitted
    return _report(message, _DELIVERY_RECEIPT, done, wishes)


def notification(message: Message, now: float, wishes: Wishes) -> DeliverSm:
    """Make the intermediate notification of a message that could not be delivered yet."""
    return _report(message, EsmClass.INTERMEDIATE_DELIVERY_NOTIFICATION, now, wishes)


def _report(message: Message, esm_class: int, done: float, wishes: Wishes) -> DeliverSm:
    dialect, alphabet = wishes.receipt_dialect, wishes.default_alphabet
    data_coding = 0 if alphabet is _USUAL else alphabet.data_coding
    source, destination = message.asked_as
    message_id, state = message.known_as, message.state
    form, laid_out, identified, tlvs = _form(dialect, int(message.submitted), int(done), state, message.error)
    if identified:
        tlvs = ((_RECEIPTED_MESSAGE_ID.tag, encode_value(_RECEIPTED_MESSAGE_ID, message_id)), *tlvs)
    if message.tlvs:
        tlvs = (*[tlv for tlv in message.tlvs if tlv[0] == _USER_MESSAGE_REFERENCE], *tlvs)
    if wishes.receipt_tlvs:
        tlvs = (*tlvs, *wishes.receipt_tlvs)
    if data_coding:  # characters the alphabet lacks become question marks, as in _septets
        text = dialect.fill(form, message_id, message.text).encode(alphabet.value, "replace")
    elif laid_out is None:
        text = _septets(dialect.fill(form, message_id, message.text))
    else:
        repeated = _repeated(message)
        text = laid_out % {b"id": _septets(dialect.identify(message_id)), b"text": repeated}
    source_addr, source_addr_ton, source_addr_npi = destination  # a receipt comes from where the message went
    destination_addr, dest_addr_ton, dest_addr_npi = source
    pdu = DeliverSm(
        message.service_type,
        source_addr_ton,
        source_addr_npi,
        source_addr,
        dest_addr_ton,
        dest_addr_npi,
        destination_addr,
        esm_class,
        data_coding=data_coding,
        short_message=text,
        tlvs=tlvs,
    )
    if message.set_dpf and state is not _DELIVERED:
        pdu.dpf_result = DpfResult.SET if message.dpf_is_set else DpfResult.NOT_SET
    return pdu


@lru_cache(1 << 10)
def _form(
    dialect: Dialect, submitted: int, done: int, state: MessageState, error: int
) -> tuple[Form, bytes | None, bool, tuple[Tlv, ...]]:
    """Make what is the same in many receipts.

    That is the form of the text, without the id and the repeated text, and its septets; whether there is a
    receipted_message_id; and the TLVs that follow it.
    """
    text = Receipt(
        id="",
        sub=1,
        dlvrd=int(state is _DELIVERED),
        submit_date=moment(submitted),
        done_date=moment(done),
        stat=STATS[state],
        err=f"{error:03}",
        text="",
    )
    network_error = bytes((NetworkType.GSM, 0, error)) if error else None
    tlvs = DeliverSm(
        message_state=state if "message_state" in dialect.tlvs else None,
        network_error_code=network_error if "network_error_code" in dialect.tlvs else None,
    ).tlvs
    form = text.form(dialect)
    return form, _laid_out(form), "receipted_message_id" in dialect.tlvs, tlvs


_PLACES: Final = {"id": b"%(id)b", "text": b"%(text)b", "": b""}


def _laid_out(form: Form) -> bytes | None:
    """Lay a form out as septets with places for id and text; None if the dialect formats any of its fields."""
    if any(spec for _, _, spec in form):
        return None
    return b"".join(_septets(before).replace(b"%", b"%%") + _PLACES[name] for before, name, _ in form)


def _repeated(message: Message) -> bytes:
    """Give the beginning of a message's text in septets; text that came in septets is not decoded."""
    pdu = message.pdu
    if pdu is not None and message.text_as_brought and not (pdu.data_coding or pdu.esm_class & _UDHI or pdu.tlvs):
        octets = pdu.short_message
        if fits(octets):
            return octets[:TEXT_LENGTH]
    return _septets(message.text[:TEXT_LENGTH])


def _septets(text: str) -> bytes:
    """Encode a receipt's text, which is for people to read; characters the alphabet lacks become question marks."""
    try:
        return gsm7.encode(text)
    except Malformed:
        return gsm7.encode("".join(character if gsm7.holds(character) else "?" for character in text))
