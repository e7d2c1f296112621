"""For every check of the probe, a message centre that fails it."""

from collections.abc import Callable
from typing import Any, Final

from pdu.command_status import CommandStatus as S
from pdu.header import Pdu, Response
from pdu.lists import SmeAddress
from pdu.operations.bind import BindTransmitterResp
from pdu.operations.broadcast_sm import BroadcastSmResp
from pdu.operations.cancel_broadcast_sm import CancelBroadcastSmResp
from pdu.operations.cancel_sm import CancelSmResp
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.enquire_link import EnquireLinkResp
from pdu.operations.query_broadcast_sm import QueryBroadcastSmResp
from pdu.operations.query_msg_details import QueryMsgDetailsResp
from pdu.operations.query_sm import QuerySmResp
from pdu.operations.replace_sm import ReplaceSmResp
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.values import EsmClass, MessageState
from tests.esme.probe.wrong_centre import Answer, Answers, Session, WrongCentre, hangs_up, nothing, once, yes

Wrong = Callable[[], WrongCentre]

TO: Final = "447700900123"


def centre(*, most: int = 0, since: int = 0, **script: Answer) -> Wrong:
    return lambda: WrongCentre(most=most, since=since, **script)


def mute(*names: str, **script: Answer) -> Wrong:
    """Make one that does not answer these requests."""
    return lambda: WrongCentre(**{**dict.fromkeys(names, nothing), **script})  # type: ignore[arg-type]  # it is no most


def says(make: Callable[[Any], Response]) -> Answer:
    """Answer with this response."""
    return lambda _, request: [make(request)]


YES: Final = centre()
DESTINATION: Final = SmeAddress(1, 1, TO)
V5_0: Final[Answer] = says(lambda _: BindTransmitterResp(sc_interface_version=0x50))
BROADCAST: Final[Answer] = says(lambda _: BroadcastSmResp(message_id="1"))


def renumbered(number: Callable[[int], int]) -> Answer:
    """Answer with another sequence_number."""
    return says(lambda request: EnquireLinkResp(sequence_number=number(request.sequence_number)))


def receipts(*, times: int = 1, always: bool = False, **wrong: Any) -> Wrong:
    """Make one that sends receipts before it answers, with something wrong in each."""

    def taken(session: Session, request: SubmitSm) -> Answers:
        session.centre.taken += 1
        message_id = str(session.centre.taken)
        if request.registered_delivery or always:
            for _ in range(times):
                session.says(receipt(message_id, **wrong))
        yield SubmitSmResp(message_id=message_id)

    return centre(submit_sm=taken)


def receipt(message_id: str, *, stat: str = "DELIVRD", **wrong: Any) -> DeliverSm:
    right: dict[str, Any] = {
        "sequence_number": 1,
        "source_addr": TO,
        "esm_class": EsmClass.MC_DELIVERY_RECEIPT,
        "short_message": f"id:{message_id} stat:{stat} err:000".encode(),
        "receipted_message_id": message_id,
        "message_state": MessageState.DELIVERED,
    }
    return DeliverSm(**right | wrong)


def to_receiver(session: Session, _: SubmitSm) -> Answers:
    """Send the receipt, with its TLVs, to every session except the transmitter."""
    for other in session.centre.sessions:
        if other is not session:
            other.says(receipt("1"))
    return [SubmitSmResp(message_id="1")]


def offended(session: Session, _: Any) -> Answers:
    """Serve nobody from now on."""
    session.centre.script["bind_transmitter"] = nothing
    return ()


def unless_seen(session: Session, request: Pdu) -> Answers:
    return () if request.sequence_number in session.numbers else yes(session, request)


def state(which: MessageState) -> Answer:
    return says(lambda request: QuerySmResp(message_id=request.message_id, message_state=which))


WRONGS: Final[dict[str, Wrong]] = {
    # binds
    "bind_transmitter": centre(bind_transmitter=says(lambda _: BindTransmitterResp(sequence_number=7))),
    "bind_receiver": mute("bind_receiver"),
    "bind_transceiver": centre(bind_transceiver=says(lambda _: BindTransmitterResp())),
    "v3_3": centre(bind_transmitter=V5_0),
    "v3_4": centre(bind_transmitter=says(lambda _: BindTransmitterResp(congestion_state=1))),
    "v5_0": centre(bind_transmitter=says(lambda _: EnquireLinkResp())),
    "sc_interface_version": centre(bind_transmitter=says(lambda _: BindTransmitterResp(sc_interface_version=0x40))),
    "wrong_password": YES,
    "unknown_system_id": YES,
    "second_bind": YES,
    "submit_before_bind": YES,
    "receiver_submits": YES,
    "two_sessions": centre(bind_receiver=hangs_up),
    # link
    "enquire_link_transmitter": mute("enquire_link"),
    "enquire_link_receiver": centre(enquire_link=renumbered(lambda number: number + 1)),
    "enquire_link_transceiver": centre(enquire_link=hangs_up),
    "unbind": mute("unbind"),
    "submit_after_unbind": YES,
    "unknown_command": YES,
    "unknown_command_unbound": centre(unknown=hangs_up),
    "stray_response": centre(response=hangs_up),
    "stray_nack": centre(response=hangs_up),
    # framing
    "octet_by_octet": centre(most=10),
    "cut_in_header": centre(most=10, since=1),
    "cut_in_body": centre(most=20, since=1),
    "glued": centre(enquire_link=once),
    "glued_and_cut": centre(enquire_link=once),
    "window": centre(enquire_link=once),
    "highest_number": centre(enquire_link=renumbered(lambda number: number & 0xFFFF)),
    "numbers_in_any_order": centre(enquire_link=renumbered(lambda _: 2)),
    "number_again": centre(enquire_link=unless_seen),
    # receipts
    "receipt": receipts(esm_class=0),
    "receipt_id": receipts(short_message=b"", receipted_message_id="another"),
    "receipt_tlvs": receipts(message_state=None),
    "receipt_text": receipts(short_message=b"your message has arrived"),
    "receipt_agrees": receipts(stat="UNDELIV"),
    "receipt_source": receipts(source_addr="1"),
    "receipt_of_receipt": receipts(registered_delivery=1),
    "none_unasked": receipts(always=True),
    "none_on_success": receipts(always=True),
    "receipt_once": receipts(times=2),
    "receipt_to_receiver": receipts(),
    "receipt_of_v3_3": centre(submit_sm=to_receiver),
    # operations
    "submit_sm": centre(submit_sm=says(lambda _: SubmitSmResp())),
    "message_ids_differ": centre(submit_sm=says(lambda _: SubmitSmResp(message_id="1"))),
    "ucs2": mute("submit_sm"),
    "user_data_header": centre(submit_sm=hangs_up),
    "no_destination": YES,
    "schedule_refused": YES,
    "validity_refused": YES,
    "data_sm": YES,  # without a message_id, as below
    "submit_multi": YES,
    "submit_multi_to_nobody": YES,
    "query_sm": YES,
    "scheduled": centre(query_sm=state(MessageState.DELIVERED)),
    "query_unknown": YES,
    "cancel_sm": centre(cancel_sm=says(lambda _: CancelSmResp(command_status=S.ESME_RCANCELFAIL))),
    "cancelled": centre(query_sm=state(MessageState.DELIVERED)),
    "cancel_unknown": YES,
    "replace_sm": centre(replace_sm=says(lambda _: ReplaceSmResp(command_status=S.ESME_RREPLACEFAIL))),
    "replace_unknown": YES,
    "deliver_sm_from_esme": YES,
    # tlvs
    "vendor_tlv": centre(submit_sm=says(lambda _: SubmitSmResp(command_status=S.ESME_RTLVNOTALLWD))),
    "reserved_tlv": centre(submit_sm=says(lambda _: SubmitSmResp(command_status=S.ESME_RINVTLVSTREAM))),
    "message_payload": centre(submit_sm=hangs_up),
    "user_message_reference": mute("submit_sm"),
    "sar": centre(submit_sm=says(lambda _: CancelSmResp())),
    **dict.fromkeys(("ports", "callback", "subaddresses", "bearers", "on_the_handset"), centre(submit_sm=hangs_up)),
    **dict.fromkeys(("about_the_text", "more_to_come", "interactive"), centre(submit_sm=hangs_up)),
    "two_texts": YES,
    # versions
    "broadcast_sm": centre(bind_transmitter=V5_0),
    "query_broadcast_sm": centre(
        bind_transmitter=V5_0,
        broadcast_sm=BROADCAST,
        query_broadcast_sm=says(lambda _: QueryBroadcastSmResp(command_status=S.ESME_RBCASTQUERYFAIL)),
    ),
    "cancel_broadcast_sm": centre(
        bind_transmitter=V5_0,
        broadcast_sm=BROADCAST,
        cancel_broadcast_sm=says(lambda _: CancelBroadcastSmResp(command_status=S.ESME_RBCASTCANCELFAIL)),
    ),
    "v3_3_without_tlvs": centre(submit_sm=says(lambda _: SubmitSmResp(message_id="1", tlvs=((0x1400, b""),)))),
    "v3_4_without_tlvs_of_v5_0": centre(submit_sm=says(lambda _: SubmitSmResp(message_id="1", congestion_state=1))),
    "query_last_msgs": YES,
    "query_msg_details": centre(query_msg_details=says(lambda _: QueryMsgDetailsResp(dest_address=(DESTINATION,)))),
    "param_retrieve": mute("param_retrieve"),
    # hostile
    **dict.fromkeys(("length_0", "length_15", "length_2_gib", "http", "zeros", "ones"), YES),
    **dict.fromkeys(("text_cut", "field_cut", "no_nul", "tlv_cut", "tlv_overrun", "tlv_length"), YES),
    **dict.fromkeys(("long_destination", "long_password", "bind_cut"), YES),
    "gone_within_pdu": centre(cut=offended),
    "flood": centre(enquire_link=once),
    "bind_and_garbage": centre(broken=hangs_up),
}
