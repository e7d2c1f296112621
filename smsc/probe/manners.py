"""How a well-behaved message centre answers a client's requests, unless a check answers otherwise."""

from collections.abc import Iterator
from typing import Final

from pdu.command_status import CommandStatus as S
from pdu.header import Pdu, Response, Unknown, response_id
from pdu.matrix import UNANSWERED
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.generic_nack import GenericNack
from pdu.operations.query_sm import QuerySm, QuerySmResp
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.receipt import STATS, Receipt
from pdu.session import refusal
from pdu.table import CLASSES
from pdu.values import FINAL_RECEIPT, EsmClass, MessageState

Submission = SubmitSm | SubmitMulti | DataSm
SUBMISSIONS: Final = (SubmitSm, SubmitMulti, DataSm)

_TAKEN: Final[dict[type, type[SubmitSmResp | SubmitMultiResp | DataSmResp]]] = {
    SubmitSm: SubmitSmResp,
    SubmitMulti: SubmitMultiResp,
    DataSm: DataSmResp,
}
_NOT_HERE: Final = S.ESME_RINVCMDID  # a client is not judged by broadcasts, nor by what v3.3 alone had


def taken(pdu: Submission, message_id: str) -> Response:
    """Make the response that takes a message, under this message_id."""
    response = _TAKEN[type(pdu)](message_id=message_id)
    response.sequence_number = pdu.sequence_number
    return response


def refused(pdu: Pdu, status: int) -> Response:
    """Make the response that refuses a request: its own, or generic_nack if it has none."""
    response = GenericNack(command_status=status) if isinstance(pdu, Unknown) else refusal(pdu.command_id, status)
    response.sequence_number = pdu.sequence_number
    return response


def answered(pdu: Pdu) -> Iterator[Response]:
    """Answer a request that is not a submission."""
    if pdu.command_id in UNANSWERED:
        return
    cls = CLASSES.get(response_id(pdu.command_id))
    if isinstance(pdu, QuerySm):
        response: Response = QuerySmResp(message_id=pdu.message_id, message_state=MessageState.DELIVERED)
    elif cls is None or not cls.words[0].startswith(("enquire_link", "unbind", "cancel_sm", "replace_sm")):
        yield refused(pdu, _NOT_HERE)
        return
    else:
        response = cls()  # type: ignore[assignment]  # CLASSES has a Response under a response's id
    response.sequence_number = pdu.sequence_number
    yield response


def receipt_of(pdu: Submission, message_id: str) -> DeliverSm | None:
    """Make the receipt that a message asks for, which says DELIVERED; None if it asks for none."""
    if pdu.registered_delivery & FINAL_RECEIPT not in (1, 3) or isinstance(pdu, SubmitMulti):
        return None
    text = Receipt(id=message_id, sub=1, dlvrd=1, stat=STATS[MessageState.DELIVERED], err="000", text="")
    return DeliverSm(
        source_addr_ton=pdu.dest_addr_ton,
        source_addr_npi=pdu.dest_addr_npi,
        source_addr=pdu.destination_addr[:20],
        dest_addr_ton=pdu.source_addr_ton,
        dest_addr_npi=pdu.source_addr_npi,
        destination_addr=pdu.source_addr[:20],
        esm_class=EsmClass.MC_DELIVERY_RECEIPT,
        short_message=text.encode().encode("ascii"),
        receipted_message_id=message_id,
        message_state=MessageState.DELIVERED,
    )
