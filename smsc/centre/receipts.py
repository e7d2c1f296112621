"""What the ESME is told of a message that has reached its final state: a deliver_sm with text and TLVs."""

from datetime import UTC, datetime
from typing import Final

from pdu.malformed import Malformed
from pdu.operations.deliver_sm import DeliverSm
from pdu.receipt import STATS, Receipt
from pdu.text import gsm7
from pdu.values import EsmClass, MessageState, NetworkType
from smsc.centre.message import Message

_TEXT: Final = 20  # characters of the message that appendix B repeats


def receipt(message: Message) -> DeliverSm:
    """Make the delivery receipt; it comes from where the message went to."""
    source, destination = message.asked_as
    done = message.done if message.done is not None else message.submitted
    text = Receipt(
        id=message.message_id,
        sub=1,
        dlvrd=int(message.state is MessageState.DELIVERED),
        submit_date=datetime.fromtimestamp(message.submitted, UTC),
        done_date=datetime.fromtimestamp(done, UTC),
        stat=STATS[message.state],
        err=f"{message.error:03}",
        text=message.text[:_TEXT],
    )
    return DeliverSm(
        service_type=message.service_type,
        source_addr_ton=destination.ton,
        source_addr_npi=destination.npi,
        source_addr=destination.value,
        dest_addr_ton=source.ton,
        dest_addr_npi=source.npi,
        destination_addr=source.value,
        esm_class=EsmClass.MC_DELIVERY_RECEIPT,
        short_message=_septets(text.encode()),
        receipted_message_id=message.message_id,
        message_state=message.state,
        network_error_code=bytes((NetworkType.GSM, 0, message.error)) if message.error else None,
    )


def _septets(text: str) -> bytes:
    """The repeated text is a help for people; what the receipt's alphabet lacks becomes a question mark."""
    try:
        return gsm7.encode(text)
    except Malformed:
        return gsm7.encode("".join(character if gsm7.holds(character) else "?" for character in text))
