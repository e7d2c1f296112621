"""What the ESME is told of a message that has reached its final state: a deliver_sm with text and TLVs."""

from typing import Final

from pdu.dialects import APPENDIX_B, Dialect
from pdu.malformed import Malformed
from pdu.operations.deliver_sm import DeliverSm
from pdu.receipt import STATS, Receipt
from pdu.text import gsm7
from pdu.values import DpfResult, EsmClass, MessageState, NetworkType
from smsc.centre.message import Message
from smsc.centre.moments import moment

_USER_MESSAGE_REFERENCE: Final = 0x0204
_DELIVERED: Final = MessageState.DELIVERED


def receipt(message: Message, dialect: Dialect = APPENDIX_B) -> DeliverSm:
    """Make the delivery receipt of a message in its final state; it comes from where the message went to."""
    done = message.done if message.done is not None else message.submitted
    return _report(message, EsmClass.MC_DELIVERY_RECEIPT, done, dialect)


def notification(message: Message, now: float, dialect: Dialect = APPENDIX_B) -> DeliverSm:
    """Make the intermediate notification of a message that could not be delivered yet."""
    return _report(message, EsmClass.INTERMEDIATE_DELIVERY_NOTIFICATION, now, dialect)


def _report(message: Message, esm_class: EsmClass, done: float, dialect: Dialect) -> DeliverSm:
    source, destination = message.asked_as
    message_id, state = message.known_as, message.state
    delivered = state is _DELIVERED
    text = Receipt(
        id=message_id,
        sub=1,
        dlvrd=int(delivered),
        submit_date=moment(message.submitted),
        done_date=moment(done),
        stat=STATS[state],
        err=f"{message.error:03}",
        text=message.text,
    )
    pdu = DeliverSm(
        service_type=message.service_type,
        source_addr_ton=destination.ton,
        source_addr_npi=destination.npi,
        source_addr=destination.value,
        dest_addr_ton=source.ton,
        dest_addr_npi=source.npi,
        destination_addr=source.value,
        esm_class=esm_class,
        short_message=_septets(text.encode(dialect)),
        tlvs=tuple(tlv for tlv in message.tlvs if tlv[0] == _USER_MESSAGE_REFERENCE) if message.tlvs else (),
    )
    if "receipted_message_id" in dialect.tlvs:
        pdu.receipted_message_id = message_id
    if "message_state" in dialect.tlvs:
        pdu.message_state = state
    if "network_error_code" in dialect.tlvs and message.error:
        pdu.network_error_code = bytes((NetworkType.GSM, 0, message.error))
    if message.set_dpf and not delivered:
        pdu.dpf_result = DpfResult.SET if message.dpf_is_set else DpfResult.NOT_SET
    return pdu


def _septets(text: str) -> bytes:
    """The repeated text is a help for people; what the receipt's alphabet lacks becomes a question mark."""
    try:
        return gsm7.encode(text)
    except Malformed:
        return gsm7.encode("".join(character if gsm7.holds(character) else "?" for character in text))
