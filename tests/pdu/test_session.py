"""SMPP v5.0 chapter 2: sessions, as conversations."""

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu import (
    AlertNotification,
    BindReceiver,
    BindReceiverResp,
    BindTransceiver,
    BindTransceiverResp,
    BindTransmitter,
    BindTransmitterResp,
    BroadcastSm,
    CommandId,
    CommandStatus,
    DataSm,
    DataSmResp,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    Malformed,
    MessageState,
    Outbind,
    Pdu,
    QueryLastMsgs,
    QueryMsgDetailsResp,
    QuerySmResp,
    SmeAddress,
    SubmitSm,
    SubmitSmResp,
    Unbind,
    UnbindResp,
    Unknown,
    decode,
    ladder,
)
from pdu.header import Request, Response
from pdu.matrix import SessionState, Side
from pdu.outstanding import SEQUENCE_NUMBERS
from pdu.session import (
    Answered,
    Closed,
    Event,
    Late,
    LocalProtocolError,
    RequestReceived,
    ResponseReceived,
    Session,
    Timers,
    Unanswered,
    Unexpected,
    Witness,
)
from pdu.values import InterfaceVersion
from tests.pdu.conversation import FOREVER, PATIENT, Conversation, in_state, number, pieces

BROADCAST: dict[str, Any] = {
    "broadcast_area_identifier": (b"\0cell-1",),
    "broadcast_content_type": b"\0\0\1",
    "broadcast_rep_num": 1,
    "broadcast_frequency_interval": b"\x09\0\1",
}
TIMERS = Timers(session_init_timer=30, enquire_link_timer=60, inactivity_timer=FOREVER, response_timer=10)


@pytest.fixture
def bound() -> Conversation:
    return in_state(SessionState.BOUND_TRX)


def octets(text: str) -> bytes:
    """Read octets laid out for people: hexadecimal, with comments after a #."""
    return bytes.fromhex("".join(line.partition("#")[0] for line in text.splitlines()))


def heard(session: Session, text: str, now: float = 0.0) -> list[Event]:
    return session.receive_data(octets(text), now)


def said(session: Session) -> list[Pdu]:
    """Read what a session has to say."""
    data, pdus = session.data_to_send(), []
    while data:
        length = int.from_bytes(data[:4], "big")
        pdus.append(decode(data[:length]))
        data = data[length:]
    return pdus


def text_of(error: pytest.ExceptionInfo[Any]) -> str:
    return str(error.value)


# Binding


def test_an_esme_binds_submits_and_unbinds() -> None:
    conversation = Conversation()
    conversation.bind(SessionState.BOUND_TRX)
    [asked] = conversation.esme_says(SubmitSm(destination_addr="447700900123", short_message=b"Hello"))
    conversation.mc_says(SubmitSmResp(message_id="0A1B2C3D", sequence_number=number(asked)))
    conversation.esme_says(Unbind())
    assert conversation.ladder == [
        "esme -> mc  bind_transceiver",
        "mc -> esme  bind_transceiver_resp ESME_ROK",
        "esme -> mc  submit_sm",
        "mc -> esme  submit_sm_resp ESME_ROK",
        "esme -> mc  unbind",
        "mc -> esme  unbind_resp ESME_ROK",
    ]
    assert conversation.esme.closed
    assert conversation.mc.closed


def test_a_message_centre_asks_an_esme_to_bind() -> None:
    conversation = Conversation()
    call = Outbind(system_id="sc")
    [outbind] = conversation.mc_says(call)
    assert outbind == RequestReceived(call)
    assert conversation.esme.state is conversation.mc.state is SessionState.OUTBOUND
    conversation.bind(SessionState.BOUND_RX)


def test_a_refused_esme_stays_open_and_may_try_again() -> None:
    conversation = Conversation()
    [first] = conversation.esme_says(BindTransceiver(system_id="bank", password="wrong"))
    refused = BindTransceiverResp(sequence_number=number(first), command_status=CommandStatus.ESME_RINVPASWD)
    [answer] = conversation.mc_says(refused)
    assert isinstance(answer, ResponseReceived)
    assert conversation.esme.state is conversation.mc.state is SessionState.OPEN
    conversation.bind(SessionState.BOUND_TRX)


def test_a_bind_answered_by_generic_nack_may_be_tried_again() -> None:
    conversation = Conversation()
    [first] = conversation.esme_says(BindTransceiver(system_id="bank"))
    conversation.mc_says(GenericNack(sequence_number=number(first), command_status=CommandStatus.ESME_RINVCMDID))
    conversation.esme.send(BindTransmitter(system_id="bank"), 0.0)


def test_an_esme_that_refuses_a_pdu_with_the_number_of_its_bind_is_bound_all_the_same() -> None:
    conversation = Conversation()
    [bind] = conversation.esme_says(BindTransceiver(system_id="bank"))
    early = AlertNotification(sequence_number=number(bind))
    conversation.esme.receive_data(early.encode(), 0.0)
    assert said(conversation.esme) == [
        GenericNack(sequence_number=number(bind), command_status=CommandStatus.ESME_RINVBNDSTS)
    ]
    conversation.mc_says(BindTransceiverResp(sequence_number=number(bind)))
    assert conversation.esme.state is SessionState.BOUND_TRX


def test_a_message_centre_may_refuse_a_bind_with_generic_nack() -> None:
    session = Session(Side.MC, 0.0)
    session.receive_data(BindTransmitter(sequence_number=7).encode(), 0.0)
    session.send(GenericNack(sequence_number=7, command_status=CommandStatus.ESME_RINVCMDID), 0.0)
    second = BindTransmitter(sequence_number=8)
    assert session.receive_data(second.encode(), 0.0) == [RequestReceived(second)]


def test_a_bind_is_answered_by_the_response_with_its_number() -> None:
    session = Session(Side.MC, 0.0)
    session.receive_data(BindTransmitter(sequence_number=7).encode(), 0.0)
    session.send(BindTransmitterResp(sequence_number=8), 0.0)
    assert session.state is SessionState.OPEN


def test_an_esme_does_not_bind_while_its_bind_is_unanswered() -> None:
    session = Session(Side.ESME, 0.0)
    session.send(BindTransmitter(), 0.0)
    with pytest.raises(LocalProtocolError, match="bind_receiver may not be sent while bind_transmitter is unanswered"):
        session.send(BindReceiver(), 0.0)


@pytest.mark.parametrize(
    "octets",
    [
        "00000010 00000999 00000000 00000001",
        "00000010 00000004 00000000 00000001",
        "00000010 00000015 00000000 00000001",
        "00000010 80000004 00000000 00000001",
    ],
    ids=["an unknown PDU", "a submit_sm without a body", "enquire_link", "a response to nothing"],
)
def test_who_is_not_bound_is_heard_for_a_thousand_pdus(octets: str) -> None:
    session = Session(Side.MC, 0.0)
    heard = session.receive_data(bytes.fromhex(octets) * 600, 1.0) + session.receive_data(
        bytes.fromhex(octets) * 16_000, 2.0
    )
    *told, end = heard
    assert end == Closed("more than 1,000 PDUs came before it was bound", clean=False)
    assert len(told) == 1_001
    assert session.closed


def test_who_is_bound_may_send_any_number(bound: Conversation) -> None:
    bound.mc.receive_data(bytes.fromhex("00000010 00000999 00000000 00000001") * 1_100, 1.0)
    assert bound.mc.state.bound


def test_a_second_bind_before_the_first_is_answered_is_refused() -> None:
    session = Session(Side.MC, 0.0)
    first, second = BindTransmitter(sequence_number=1), BindReceiver(sequence_number=2)
    events = session.receive_data(first.encode() + second.encode(), 0.0)
    assert events[0] == RequestReceived(first)
    assert said(session) == [BindReceiverResp(command_status=CommandStatus.ESME_RALYBND, sequence_number=2)]


def test_an_esme_whose_bind_is_not_answered_yet_may_check_the_link() -> None:
    session = Session(Side.MC, 0.0)
    session.receive_data(BindTransmitter(sequence_number=1).encode() + EnquireLink(sequence_number=2).encode(), 0.0)
    assert said(session) == [EnquireLinkResp(sequence_number=2)]


def test_a_message_centre_passes_over_no_tlv_of_a_wrong_length() -> None:
    session = in_state(SessionState.BOUND_TRX, 0x34).mc
    [event] = heard(session, "00000027 00000004 00000000 00000007" + "00" * 17 + "060f 0002 0002")  # a TLV of v5.0
    assert isinstance(event, Answered)
    assert event.response.command_status == CommandStatus.ESME_RINVTLVLEN


def test_a_second_bind_of_a_bound_esme_is_refused_and_changes_nothing(bound: Conversation) -> None:
    bound.mc.receive_data(BindTransmitter(sequence_number=9).encode(), 0.0)
    [refused] = said(bound.mc)
    assert (refused.command_status, refused.sequence_number) == (CommandStatus.ESME_RALYBND, 9)
    assert bound.mc.state is SessionState.BOUND_TRX


def test_a_response_to_another_kind_of_bind_binds_nobody() -> None:
    conversation = Conversation()
    [received] = conversation.esme_says(BindTransceiver())
    [event] = conversation.mc_says(BindReceiverResp(sequence_number=number(received)))
    assert isinstance(event, Unexpected)
    assert conversation.esme.state is SessionState.OPEN


@pytest.mark.parametrize(
    ("esme_speaks", "mc_speaks", "spoken"),
    [
        (0x50, 0x50, InterfaceVersion.V5_0),
        (0x50, 0x34, InterfaceVersion.V3_4),
        (0x34, 0x50, InterfaceVersion.V3_4),
        (0x34, None, InterfaceVersion.V3_4),
        (0x50, 0x33, InterfaceVersion.V3_3),
        (0x00, None, InterfaceVersion.V3_3),
        (0x33, None, InterfaceVersion.V3_3),
    ],
)
def test_a_session_speaks_the_lower_of_the_two_versions(
    esme_speaks: int, mc_speaks: int | None, spoken: InterfaceVersion
) -> None:
    conversation = Conversation()
    assert conversation.esme.interface_version is None
    conversation.bind(SessionState.BOUND_TX, esme_speaks, mc_speaks)
    assert conversation.esme.interface_version is conversation.mc.interface_version is spoken


# Versions


@pytest.mark.parametrize(
    ("speaks", "pdu"),
    [
        (0x33, SubmitSm(source_port=1)),
        (0x33, DataSm(message_payload=b"Hello")),
        (0x34, SubmitSm(billing_identification=b"\x80")),
        (0x34, SubmitSm(short_message=bytes(255))),
        (0x34, BroadcastSm(**BROADCAST)),
        (0x50, QueryLastMsgs()),
    ],
    ids=["a TLV", "data_sm", "a TLV of v5.0", "255 octets", "broadcast_sm", "query_last_msgs"],
)
def test_what_its_version_lacks_is_not_sent(speaks: int, pdu: Pdu) -> None:
    conversation = Conversation()
    conversation.bind(SessionState.BOUND_TX, speaks, None if speaks == 0x33 else speaks)
    with pytest.raises(Malformed, match=r"of v\d\.\d"):
        conversation.esme.send(pdu, 0.0)
    assert conversation.esme.data_to_send() == b""
    assert conversation.esme.outstanding == {}


@pytest.mark.parametrize(
    ("speaks", "pdu"),
    [
        (0x33, QueryLastMsgs()),
        (0x34, SubmitSm(source_port=1, short_message=bytes(254))),
        (0x50, SubmitSm(billing_identification=b"\x80", short_message=bytes(255))),
        (0x50, BroadcastSm(**BROADCAST)),
    ],
)
def test_what_its_version_has_is_sent(speaks: int, pdu: Request) -> None:
    conversation = Conversation()
    conversation.bind(SessionState.BOUND_TX, speaks, None if speaks == 0x33 else speaks)
    [received] = conversation.esme_says(pdu)
    assert received == RequestReceived(pdu, pdu.encode())


def test_an_esme_of_v3_3_is_told_no_version_when_it_binds() -> None:
    conversation = Conversation()
    [bind] = conversation.esme_says(BindTransmitter(interface_version=0x33))
    with pytest.raises(Malformed, match="sc_interface_version"):
        conversation.mc.send(BindTransmitterResp(sc_interface_version=0x34, sequence_number=number(bind)), 0.0)
    assert conversation.mc.state is SessionState.OPEN


@pytest.mark.parametrize("interface_version", [0x00, 0x33])
def test_whoever_binds_as_transceiver_knows_its_response_whatever_version_it_claims(interface_version: int) -> None:
    conversation = Conversation()
    conversation.bind(SessionState.BOUND_TRX, interface_version)
    assert conversation.mc.interface_version is InterfaceVersion.V3_3


def test_a_request_that_the_version_lacks_may_be_answered() -> None:
    session = in_state(SessionState.BOUND_TX, 0x33).mc
    data_sm = DataSm(sequence_number=5)
    assert session.receive_data(data_sm.encode(), 0.0) == [RequestReceived(data_sm, data_sm.encode())]
    session.send(DataSmResp(message_id="a", sequence_number=5), 0.0)
    with pytest.raises(Malformed, match=r"a TLV of v3\.3"):
        session.send(DataSmResp(message_id="a", dpf_result=1, sequence_number=5), 0.0)


def test_a_refusal_uses_a_status_that_the_peer_knows() -> None:
    conversation = Conversation()
    conversation.bind(SessionState.BOUND_TX, 0x33)
    octets = SubmitSm(sequence_number=5).encode() + b"\0"
    conversation.mc.receive_data(len(octets).to_bytes(4, "big") + octets[4:], 0.0)
    assert said(conversation.mc)[0].command_status == CommandStatus.ESME_RINVCMDLEN


RECEIPT_OF_A_CARRIER = (
    "00000044 00000005 00000000 00000007"  # deliver_sm
    "00 00 00 3700 00 00 3800 04 00 00 00 00 00 00 00 00 00"  # up to a short_message of no octets
    "001e 0004 34443100"  # receipted_message_id
    "060d 0007 31323730303100"  # source_network_id
    "060f 0005 3237303031"  # source_node_id, which v5.0 has be 6 octets
    "0427 0001 02"  # message_state
)


def test_an_esme_passes_over_what_its_version_does_not_have_whatever_it_holds() -> None:
    [event] = heard(in_state(SessionState.BOUND_TRX, 0x34).esme, RECEIPT_OF_A_CARRIER)
    assert isinstance(event, RequestReceived)
    assert (event.pdu["receipted_message_id"], event.pdu["message_state"]) == ("4D1", MessageState.DELIVERED)
    assert (0x060F, b"27001") in event.pdu.tlvs
    assert str(ladder.line(event.pdu)).endswith("source_node_id=0x3237303031 message_state=DELIVERED")


@pytest.mark.parametrize("version", [0x34, 0x50])
def test_a_tlv_of_the_version_has_the_length_that_it_is_to_have(version: int) -> None:
    octets = "00000027 00000005 00000000 00000007" + "00" * 17 + "0427 0002 0002"  # message_state
    [event] = heard(in_state(SessionState.BOUND_TRX, version).esme, octets)
    assert isinstance(event, Answered)
    assert event.response.command_status == CommandStatus.ESME_RINVTLVLEN


def test_an_esme_of_v5_0_knows_the_tlvs_of_v5_0() -> None:
    [event] = heard(in_state(SessionState.BOUND_TRX, 0x50).esme, RECEIPT_OF_A_CARRIER)
    assert isinstance(event, Answered)
    assert "source_node_id" in event.why


# Sending


def test_an_unbound_esme_may_not_submit() -> None:
    session = Session(Side.ESME, 0.0)
    with pytest.raises(LocalProtocolError) as error:
        session.send(SubmitSm(), 0.0)
    assert text_of(error) == "submit_sm may not be sent by the ESME in state OPEN"


def test_a_pdu_that_cannot_be_laid_out_is_not_sent_and_takes_no_number(bound: Conversation) -> None:
    with pytest.raises(Malformed, match=r"^destination_addr: expected C-Octet String, at most 21 octets "):
        bound.esme.send(SubmitSm(destination_addr="4" * 99), 0.0)
    assert bound.esme.data_to_send() == b""
    assert bound.esme.outstanding == {}
    assert bound.esme.send(SubmitSm(), 0.0) == 2


def test_everything_sent_is_handed_over_once_in_one_piece(bound: Conversation) -> None:
    bound.esme.send(SubmitSm(), 0.0)
    bound.esme.send(EnquireLink(), 0.0)
    assert [pdu.words[0] for pdu in said(bound.esme)] == ["submit_sm", "enquire_link"]
    assert bound.esme.data_to_send() == b""


def test_the_window_is_the_requests_outstanding(bound: Conversation) -> None:
    events = bound.esme_says(SubmitSm(), SubmitSm(), SubmitSm())
    assert list(bound.esme.outstanding) == [2, 3, 4]
    bound.mc_says(SubmitSmResp(sequence_number=number(events[1])))
    assert list(bound.esme.outstanding) == [2, 4]


def test_sequence_numbers_wrap_to_one_and_pass_over_those_outstanding(bound: Conversation) -> None:
    session = bound.esme
    session._sequence_number = SEQUENCE_NUMBERS - 1
    assert [session.send(SubmitSm(), 0.0) for _ in range(3)] == [0x7FFFFFFF, 1, 2]
    session._sequence_number = SEQUENCE_NUMBERS - 1
    assert session.send(SubmitSm(), 0.0) == 3


@pytest.mark.parametrize(
    ("state", "pdu"),
    [(SessionState.OPEN, Outbind(system_id="sc")), (SessionState.BOUND_RX, AlertNotification(esme_addr="7000"))],
    ids=["outbind", "alert_notification"],
)
def test_outbind_and_alert_notification_wait_for_nothing(state: SessionState, pdu: Request) -> None:
    conversation = in_state(state)
    assert [type(event) for event in conversation.mc_says(pdu)] == [RequestReceived]
    assert conversation.mc.outstanding == {}


@pytest.mark.parametrize("sequence_number", [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
def test_any_sequence_number_is_echoed(bound: Conversation, sequence_number: int) -> None:
    bound.mc.receive_data(EnquireLink(sequence_number=sequence_number).encode(), 0.0)
    assert said(bound.mc) == [EnquireLinkResp(sequence_number=sequence_number)]


# Responses


def test_responses_find_their_requests_in_any_order(bound: Conversation) -> None:
    first, second = SubmitSm(destination_addr="1"), SubmitSm(destination_addr="2")
    bound.esme_says(first, second)
    answers = [SubmitSmResp(message_id="b", sequence_number=3), SubmitSmResp(message_id="a", sequence_number=2)]
    assert bound.mc_says(*answers) == [ResponseReceived(second, answers[0]), ResponseReceived(first, answers[1])]


def test_generic_nack_answers_the_request_with_its_number(bound: Conversation) -> None:
    request = SubmitSm()
    bound.esme_says(request)
    nack = GenericNack(sequence_number=request.sequence_number, command_status=CommandStatus.ESME_RINVCMDLEN)
    assert bound.mc_says(nack) == [ResponseReceived(request, nack)]


@pytest.mark.parametrize(
    "response",
    [SubmitSmResp(sequence_number=99), GenericNack(sequence_number=0), DeliverSmResp(sequence_number=2)],
    ids=["a number never given", "generic_nack for number 0", "the response of another operation"],
)
def test_a_response_to_nothing_asked_changes_nothing(bound: Conversation, response: Pdu) -> None:
    bound.esme_says(SubmitSm())
    assert bound.esme.receive_data(response.encode(), 0.0) == [Unexpected(response)]
    assert list(bound.esme.outstanding) == [2]


def test_a_response_is_taken_once(bound: Conversation) -> None:
    bound.esme_says(SubmitSm())
    twice = SubmitSmResp(message_id="a", sequence_number=2)
    assert [type(event) for event in bound.mc_says(twice, twice)] == [ResponseReceived, Unexpected]


def test_a_late_response_finds_the_request_that_was_given_up() -> None:
    conversation = Conversation(timers=TIMERS)
    conversation.bind(SessionState.BOUND_TRX)
    request = SubmitSm()
    conversation.esme_says(request)
    assert conversation.esme.handle_timer(10.0) == [Unanswered(request, "no response within 10 s")]
    response = SubmitSmResp(message_id="a", sequence_number=2)
    assert conversation.esme.receive_data(response.encode(), 11.0) == [Late(request, response)]
    assert conversation.esme.receive_data(response.encode(), 12.0) == [Unexpected(response)]


def test_only_so_many_requests_given_up_are_remembered() -> None:
    conversation = Conversation(timers=TIMERS)
    conversation.bind(SessionState.BOUND_TRX)
    conversation.esme_says(*(SubmitSm() for _ in range(1025)))
    conversation.esme.handle_timer(10.0)
    assert isinstance(conversation.mc_says(SubmitSmResp(sequence_number=2))[0], Unexpected)
    assert isinstance(conversation.mc_says(SubmitSmResp(sequence_number=3))[0], Late)


def test_an_error_without_a_body_is_a_response_like_any_other(bound: Conversation) -> None:
    request = SubmitSm()
    bound.esme_says(request)
    events = heard(
        bound.esme,
        """
        00000010  # command_length
        80000004  # submit_sm_resp
        00000058  # ESME_RTHROTTLED
        00000002  # sequence_number
        """,
    )
    response = SubmitSmResp(command_status=CommandStatus.ESME_RTHROTTLED, sequence_number=2)
    assert events == [ResponseReceived(request, response)]


def test_a_response_that_cannot_be_read_still_answers_and_says_why(bound: Conversation) -> None:
    request = SubmitSm()
    bound.esme_says(request)
    [event] = heard(
        bound.esme,
        """
        00000013  # command_length
        80000004  # submit_sm_resp
        00000000  # ESME_ROK
        00000002  # sequence_number
        616263    # message_id, its NUL missing
        """,
    )
    assert isinstance(event, ResponseReceived)
    assert event.response == SubmitSmResp(sequence_number=2, body=b"abc")
    assert "message_id" in event.why
    assert "the end of the PDU" in event.why


def test_a_bind_response_without_a_body_binds() -> None:
    session = Session(Side.ESME, 0.0)
    session.send(BindTransceiver(), 0.0)
    [event] = heard(session, "00000010 80000009 00000000 00000001")
    assert isinstance(event, ResponseReceived)
    assert "system_id" in event.why
    assert session.state is SessionState.BOUND_TRX


# What the session answers by itself


def test_enquire_link_is_answered_in_every_state() -> None:
    for state in (SessionState.OPEN, SessionState.OUTBOUND, SessionState.BOUND_TX, SessionState.BOUND_RX):
        conversation = in_state(state)
        [answered] = conversation.esme_says(EnquireLink())
        assert isinstance(answered, Answered)
        assert answered.why == ""
        assert conversation.ladder == ["esme -> mc  enquire_link", "mc -> esme  enquire_link_resp ESME_ROK"]


def test_unbind_is_answered_and_ends_both_sides_cleanly(bound: Conversation) -> None:
    bound.mc.send(Unbind(), 0.0)
    esme_events, mc_events = bound.settle()
    assert esme_events[-1] == Closed("the peer unbound", clean=True, by_peer=True)
    assert mc_events[-1] == Closed("we unbound", clean=True)


def test_what_came_before_unbind_may_be_answered_before_unbind_resp(bound: Conversation) -> None:
    bound.esme.send(SubmitSm(), 0.0)
    bound.esme.send(Unbind(), 0.0)
    asked, answered, closed = bound.mc.receive_data(bound.esme.data_to_send(), 0.0)
    assert isinstance(answered, Answered)
    assert isinstance(closed, Closed)
    bound.mc.send(SubmitSmResp(message_id="a", sequence_number=number(asked)), 0.0)
    assert [pdu.words[0] for pdu in said(bound.mc)] == ["submit_sm_resp", "unbind_resp"]


def test_after_the_last_word_nothing_more_is_sent(bound: Conversation) -> None:
    [asked] = bound.esme_says(SubmitSm())
    bound.esme_says(Unbind())
    with pytest.raises(LocalProtocolError, match="submit_sm_resp comes too late: the session is over"):
        bound.mc.send(SubmitSmResp(sequence_number=number(asked)), 0.0)


# Many responses at once


def responses() -> list[Response]:
    return [
        SubmitSmResp(message_id="a", sequence_number=2),
        SubmitSmResp(command_status=CommandStatus.ESME_RTHROTTLED, sequence_number=3),
        EnquireLinkResp(sequence_number=4),
        SubmitSmResp(message_id="b", sequence_number=5, network_error_code=b"\1\0\7"),
        QuerySmResp(message_id="a", message_state=MessageState.ENROUTE, sequence_number=6),
    ]


@pytest.mark.parametrize("witnessed", [False, True])
def test_many_responses_are_said_as_each_alone_would_be(bound: Conversation, witnessed: bool) -> None:
    sent: list[Pdu] = []
    bound.mc.witness = (lambda _, pdu: sent.append(pdu)) if witnessed else None
    bound.mc.respond(responses(), 0.0)
    assert said(bound.mc) == responses()
    assert sent == (responses() if witnessed else [])


def test_many_responses_keep_a_session_active(bound: Conversation) -> None:
    bound.mc.timers = Timers(FOREVER, FOREVER, inactivity_timer=120, response_timer=FOREVER)
    bound.mc.respond(responses(), now=100.0)
    assert bound.mc.handle_timer(219.0) == []
    assert [type(event) for event in bound.mc.handle_timer(220.0)] == [Closed]


def test_of_many_responses_those_before_the_one_that_its_version_lacks_are_said() -> None:
    conversation = Conversation()
    conversation.bind(SessionState.BOUND_TX, esme_speaks=0x33)
    told = [SubmitSmResp(message_id="a", sequence_number=2), *responses()[3:]]
    with pytest.raises(Malformed, match=r"network_error_code: expected a TLV of v3\.3, found 0x0423"):
        conversation.mc.respond(told, 0.0)
    assert said(conversation.mc) == told[:1]


def test_a_response_too_long_for_its_version_is_found_among_many() -> None:
    conversation = Conversation()
    conversation.bind(SessionState.BOUND_TX, esme_speaks=0x33)
    to = (SmeAddress(1, 1, "447700900123"),)
    details = QueryMsgDetailsResp(dest_address=to, short_message=bytes(255), sequence_number=2)
    with pytest.raises(Malformed, match=r"short_message: expected at most 254, the limit of v3\.3, found 255"):
        conversation.mc.respond([details], 0.0)


def test_after_the_last_word_many_responses_are_too_late_as_well(bound: Conversation) -> None:
    bound.esme_says(Unbind())
    with pytest.raises(LocalProtocolError, match="submit_sm_resp comes too late: the session is over"):
        bound.mc.respond(responses(), 0.0)


def test_a_refused_unbind_ends_nothing(bound: Conversation) -> None:
    bound.esme.send(Unbind(), 0.0)
    refused = UnbindResp(command_status=CommandStatus.ESME_RSYSERR, sequence_number=2)
    [event] = bound.esme.receive_data(refused.encode(), 0.0)
    assert isinstance(event, ResponseReceived)
    assert bound.esme.state is SessionState.BOUND_TRX


def test_two_unbinds_that_cross_end_the_session_once(bound: Conversation) -> None:
    bound.esme.send(Unbind(), 0.0)
    bound.mc.send(Unbind(), 0.0)
    esme_events, mc_events = bound.settle()
    assert [type(event) for event in esme_events] == [Answered, Unanswered, Closed]
    assert [type(event) for event in mc_events] == [Answered, Unanswered, Closed]


def test_an_unknown_command_id_gets_generic_nack(bound: Conversation) -> None:
    [event] = heard(bound.mc, "00000011 0000000A 00000000 00000005 FF")
    assert isinstance(event, Answered)
    assert event.request == Unknown(command_id=0x0A, sequence_number=5, body=b"\xff")
    assert event.why == "command_id 0x0000000A is unknown"
    assert said(bound.mc) == [GenericNack(command_status=CommandStatus.ESME_RINVCMDID, sequence_number=5)]


def test_an_unknown_response_is_only_told(bound: Conversation) -> None:
    [event] = heard(bound.mc, "00000010 8000000A 00000000 00000005")
    assert event == Unexpected(Unknown(command_id=0x8000000A, sequence_number=5))
    assert said(bound.mc) == []


def test_a_malformed_body_gets_its_own_response_and_the_status_of_its_fault(bound: Conversation) -> None:
    heard(
        bound.mc,
        """
        00000028  # command_length
        00000004  # submit_sm
        00000000
        00000007  # sequence_number
        00        # service_type
        01 01     # source_addr_ton, source_addr_npi
        3434373730303930303132333434373730303930  # source_addr: 21 octets and no NUL among them
        31
        """,
    )
    [refused] = said(bound.mc)
    assert refused == SubmitSmResp(command_status=CommandStatus.ESME_RINVSRCADR, sequence_number=7)
    assert bound.mc.state is SessionState.BOUND_TRX


def test_a_malformed_body_in_the_wrong_state_is_refused_for_the_state() -> None:
    session = Session(Side.MC, 0.0)
    heard(session, "00000010 00000004 00000000 00000007")
    assert said(session) == [SubmitSmResp(command_status=CommandStatus.ESME_RINVBNDSTS, sequence_number=7)]


def test_a_malformed_pdu_without_a_response_gets_generic_nack() -> None:
    session = Session(Side.ESME, 0.0)
    [event] = heard(session, "00000010 0000000B 00000000 00000007")
    assert isinstance(event, Answered)
    assert isinstance(said(session)[0], GenericNack)
    assert session.state is SessionState.OPEN


@pytest.mark.parametrize("length", ["00000000", "0000000F", "00011001", "F0000011", "FFFFFFFF"])
def test_a_command_length_that_cannot_be_ends_the_session(bound: Conversation, length: str) -> None:
    events = heard(bound.mc, f"{length} 00000004 00000000 0000002A")
    assert isinstance(events[-1], Closed)
    assert not events[-1].clean
    assert said(bound.mc) == [GenericNack(command_status=CommandStatus.ESME_RINVCMDLEN, sequence_number=42)]
    assert heard(bound.mc, "00000010 00000015 00000000 00000001") == []


def test_an_http_request_gets_one_nack_and_the_door() -> None:
    session = Session(Side.MC, 0.0)
    *_, closed = session.receive_data(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 0.0)
    assert isinstance(closed, Closed)
    assert "1195725856" in closed.reason  # "GET " as a command_length
    [nack] = said(session)
    assert nack.command_status == CommandStatus.ESME_RINVCMDLEN


def test_the_pdus_before_a_broken_one_are_served(bound: Conversation) -> None:
    submit = SubmitSm(sequence_number=1)
    events = bound.mc.receive_data(submit.encode() + bytes(16), 0.0)
    assert events[0] == RequestReceived(submit, submit.encode())
    bound.mc.send(SubmitSmResp(message_id="a", sequence_number=1), 0.0)
    assert [pdu.words[0] for pdu in said(bound.mc)] == ["submit_sm_resp", "generic_nack"]


# The end of the stream


def test_an_end_inside_a_pdu_says_how_far_it_came(bound: Conversation) -> None:
    request = DeliverSm()
    bound.mc_says(request)
    assert bound.mc.receive_data(SubmitSm().encode()[:20], 0.0) == []
    reason = "the peer closed the connection inside a PDU, after 20 octets of it"
    assert bound.mc.receive_eof() == [Unanswered(request, reason), Closed(reason, clean=False, by_peer=True)]
    assert bound.mc.receive_eof() == []


def test_an_end_without_unbind_is_not_clean(bound: Conversation) -> None:
    assert bound.mc.receive_eof() == [Closed("the peer closed the connection", clean=False, by_peer=True)]


def test_an_end_before_any_bind_is_clean() -> None:
    assert Session(Side.MC, 0.0).receive_eof() == [Closed("the peer closed the connection", clean=True, by_peer=True)]


def test_an_end_inside_the_first_pdu_is_not_clean() -> None:
    session = Session(Side.MC, 0.0)
    session.receive_data(BindTransmitter(sequence_number=1).encode()[:18], 0.0)
    reason = "the peer closed the connection inside a PDU, after 18 octets of it"
    assert session.receive_eof() == [Closed(reason, clean=False, by_peer=True)]


def test_closing_reports_what_is_outstanding_once(bound: Conversation) -> None:
    request = SubmitSm()
    bound.esme_says(request)
    assert bound.esme.close("enough") == [Unanswered(request, "enough"), Closed("enough", clean=False)]
    assert bound.esme.close() == []
    with pytest.raises(LocalProtocolError):
        bound.esme.send(SubmitSm(), 0.0)


# Timers: each runs in the states that table 2-2 gives it


def test_session_init_timer_ends_a_session_that_never_binds() -> None:
    session = Session(Side.MC, 100.0, timers=TIMERS)
    assert session.next_timer() == 130.0
    assert session.handle_timer(129.9) == []
    assert session.handle_timer(130.0) == [Closed("session_init_timer: no bind came", clean=False)]
    assert session.next_timer() == FOREVER
    assert session.handle_timer(131.0) == []


def test_a_session_that_is_over_checks_its_link_no_more() -> None:
    session = Session(Side.MC, 0.0, timers=TIMERS)
    session.close()
    assert session.handle_timer(1000.0) == []
    assert session.data_to_send() == b""


def test_inactivity_timer_runs_from_the_bind_on() -> None:
    session = Session(Side.MC, 0.0, timers=Timers(30, FOREVER, 20, 10))
    assert session.next_timer() == 30.0
    session.receive_data(BindTransceiver(sequence_number=1).encode(), 15.0)
    session.send(BindTransceiverResp(sequence_number=1), 25.0)
    assert session.handle_timer(44.9) == []
    assert session.handle_timer(45.0) == [Closed("inactivity_timer: no message came or went", clean=False)]


def test_session_init_timer_starts_again_with_outbind() -> None:
    session = Session(Side.MC, 0.0, timers=TIMERS)
    session.send(Outbind(), 20.0)
    assert session.next_timer() == 50.0


def test_session_init_timer_stops_when_the_bind_comes_however_long_its_answer_takes() -> None:
    session = Session(Side.MC, 0.0, timers=TIMERS)
    session.receive_data(BindTransceiver(sequence_number=1).encode(), 1.0)
    assert session.next_timer() == 61.0  # enquire_link_timer


def test_enquire_link_timer_asks_a_silent_peer_and_closes_when_it_stays_silent() -> None:
    conversation = Conversation(timers=TIMERS)
    conversation.bind(SessionState.BOUND_RX)
    session = conversation.mc
    assert session.next_timer() == 60.0
    assert session.handle_timer(60.0) == []
    assert said(session) == [EnquireLink(sequence_number=1)]
    assert session.next_timer() == 70.0
    unanswered, closed = session.handle_timer(70.0)
    assert isinstance(unanswered, Unanswered)
    assert closed == Closed("enquire_link was not answered", clean=False)


def test_enquire_link_timer_waits_for_silence() -> None:
    conversation = Conversation(timers=TIMERS)
    conversation.bind(SessionState.BOUND_RX)
    conversation.mc.receive_data(EnquireLink(sequence_number=1).encode(), 59.0)
    assert conversation.mc.next_timer() == 119.0


def test_any_pdu_proves_the_link_while_enquire_link_waits() -> None:
    conversation = Conversation(timers=TIMERS)
    conversation.bind(SessionState.BOUND_TRX)
    session = conversation.mc
    session.handle_timer(60.0)
    session.receive_data(SubmitSm(sequence_number=5).encode(), 65.0)
    [unanswered] = session.handle_timer(70.0)
    assert isinstance(unanswered, Unanswered)
    assert session.state is SessionState.BOUND_TRX


def test_a_pdu_proves_the_link_though_another_enquire_link_has_gone_out_since() -> None:
    conversation = Conversation(timers=Timers(enquire_link_timer=10, response_timer=30))
    conversation.bind(SessionState.BOUND_TRX)
    session = conversation.mc
    session.handle_timer(10.0)
    session.receive_data(SubmitSm(sequence_number=5).encode(), 12.0)
    session.handle_timer(22.0)
    assert [pdu.sequence_number for pdu in said(session) if isinstance(pdu, EnquireLink)] == [1, 2]
    session.receive_data(SubmitSm(sequence_number=6).encode(), 29.0)
    session.handle_timer(39.0)
    [unanswered] = session.handle_timer(40.0)  # the first; what was heard came after it, and before the third
    assert isinstance(unanswered, Unanswered)
    *_, closed = session.handle_timer(69.0)
    assert closed == Closed("enquire_link was not answered", clean=False)


def test_inactivity_timer_counts_messages_and_not_link_checks() -> None:
    conversation = Conversation(timers=Timers(30, FOREVER, 120, 10))
    conversation.bind(SessionState.BOUND_TRX)
    session = conversation.mc
    session.receive_data(SubmitSm(sequence_number=5).encode(), 50.0)
    assert session.next_timer() == 170.0
    session.send(SubmitSmResp(sequence_number=5), 51.0)
    session.receive_data(EnquireLink(sequence_number=6).encode(), 100.0)
    assert session.next_timer() == 171.0
    session.send(DeliverSm(sequence_number=1), 160.0)
    session.receive_data(DeliverSmResp(sequence_number=1).encode(), 165.0)
    assert session.next_timer() == 285.0
    session.send(DeliverSm(sequence_number=2), 166.0)
    session.receive_data(GenericNack(sequence_number=2).encode(), 168.0)
    assert session.next_timer() == 288.0
    session.send(EnquireLink(sequence_number=3), 170.0)
    session.receive_data(EnquireLinkResp(sequence_number=3).encode(), 175.0)
    assert session.handle_timer(288.0) == [Closed("inactivity_timer: no message came or went", clean=False)]


def test_response_timer_gives_up_one_request_after_the_other() -> None:
    conversation = Conversation(timers=TIMERS)
    conversation.bind(SessionState.BOUND_TX)
    session, first, second = conversation.esme, SubmitSm(), SubmitSm()
    session.send(first, 1.0)
    session.send(second, 2.0)
    assert session.next_timer() == 11.0
    assert session.handle_timer(11.0) == [Unanswered(first, "no response within 10 s")]
    assert session.next_timer() == 12.0
    assert session.handle_timer(20.0) == [Unanswered(second, "no response within 10 s")]


@pytest.mark.parametrize("request_", [BindTransceiver(), Unbind()], ids=["bind_transceiver", "unbind"])
def test_a_bind_or_unbind_without_an_answer_ends_the_session(request_: Pdu) -> None:
    conversation = Conversation(timers=TIMERS)
    if isinstance(request_, Unbind):
        conversation.bind(SessionState.BOUND_TX)
    conversation.esme.send(request_, 0.0)
    *_, closed = conversation.esme.handle_timer(10.0)
    assert closed == Closed(f"{request_.words[0]} was not answered", clean=False)


@pytest.mark.parametrize("seconds", [0, -1.0, float("nan")])
def test_a_timer_that_is_no_time_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="enquire_link_timer: expected more than 0 seconds, or infinity for never"):
        Timers(enquire_link_timer=seconds)


def test_a_timer_that_is_no_number_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^response_timer: expected a number of seconds, found '5'$"):
        Timers(response_timer="5")  # type: ignore[arg-type]  # a text


def test_a_patient_session_waits_for_ever() -> None:
    assert Session(Side.MC, 0.0, timers=PATIENT).next_timer() == FOREVER


# Whatever comes

COMMAND_IDS = st.sampled_from([0x00, 0x0A, 0x8000000A, *map(int, CommandId)])


@st.composite
def streams(draw: st.DrawFn) -> bytes:
    """Draw PDUs with any body and a header that is nearly right, and now and then plain noise."""
    stream = b""
    for _ in range(draw(st.integers(1, 6))):
        body = draw(st.binary(max_size=40))
        length = draw(st.one_of(st.just(16 + len(body)), st.integers(0, 60)))
        for part in (length, draw(COMMAND_IDS), draw(st.integers(0, 0x100)), draw(st.integers(0, 5))):
            stream += part.to_bytes(4, "big")
        stream += body
    return draw(st.one_of(st.just(stream), st.binary(max_size=80)))


def told(event: Event) -> Event:
    """Leave out the number of the nack to a broken command_length: it is echoed only if the header came with it."""
    if isinstance(event, Answered) and event.why.startswith("command_length"):
        event.request.sequence_number = event.response.sequence_number = 0
    return event


@settings(max_examples=300)
@given(
    stream=streams(),
    cuts=st.lists(st.integers(0, 200), max_size=8),
    state=st.sampled_from([*SessionState][:5]),
    version=st.sampled_from([0x33, 0x34, 0x50]),
)
def test_a_stream_means_the_same_however_it_is_cut(
    stream: bytes, cuts: list[int], state: SessionState, version: int
) -> None:
    whole, cut = in_state(state, version), in_state(state, version)
    expected = [told(event) for event in whole.mc.receive_data(stream, 1.0)]
    found = [told(event) for piece in pieces(stream, cuts) for event in cut.mc.receive_data(piece, 1.0)]
    assert found == expected
    assert cut.mc.state is whole.mc.state


@settings(max_examples=300)
@given(
    stream=streams() | st.binary(max_size=200),
    state=st.sampled_from([*SessionState][:5]),
    version=st.sampled_from([0x33, 0x34, 0x50]),
    mc=st.booleans(),
)
def test_nothing_that_comes_makes_a_session_raise(stream: bytes, state: SessionState, version: int, mc: bool) -> None:
    conversation = in_state(state, version)
    session = conversation.mc if mc else conversation.esme
    session.receive_data(stream, 0.0)
    session.data_to_send()
    session.receive_eof()


def test_the_session_needs_no_asyncio() -> None:
    program = "import sys, pdu.session; sys.exit('asyncio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# Several PDUs in one read


def test_nothing_is_heard_that_comes_behind_an_unbind(bound: Conversation) -> None:
    events = bound.mc.receive_data(Unbind(sequence_number=5).encode() + SubmitSm(sequence_number=6).encode(), 0.0)
    assert [type(event) for event in events] == [Answered, Closed]
    assert decode(bound.mc.data_to_send()) == UnbindResp(sequence_number=5)


def test_a_request_right_behind_the_bind_s_response_comes_with_its_octets() -> None:
    conversation = Conversation()
    bind = conversation.esme.send(BindTransceiver(system_id="bank"), 0.0)
    deliver = DeliverSm(sequence_number=1)
    octets = BindTransceiverResp(system_id="sc", sequence_number=bind).encode() + deliver.encode()
    events = conversation.esme.receive_data(octets, 0.0)
    assert events[1:] == [RequestReceived(deliver, deliver.encode())]


# A witness that raises


def raises_at(command_id: int, number: int) -> Witness:
    def witness(_: bool, pdu: Pdu) -> None:
        if (pdu.command_id, pdu.sequence_number) == (command_id, number):
            raise ZeroDivisionError("a witness")

    return witness


def test_a_response_that_came_before_a_witness_raised_is_told_at_the_end(bound: Conversation) -> None:
    first, second = (bound.esme.send(SubmitSm(destination_addr="1"), 0.0) for _ in range(2))
    bound.esme.witness = raises_at(CommandId.submit_sm_resp, second)
    came = (
        SubmitSmResp(message_id="a", sequence_number=first),
        DeliverSm(sequence_number=7),  # can't be answered any more: it comes again
        SubmitSmResp(message_id="b", sequence_number=second),
    )
    with pytest.raises(ZeroDivisionError):
        bound.esme.receive_data(b"".join(pdu.encode() for pdu in came), 0.0)
    answered, unanswered, closed = bound.esme.close("gone")
    assert isinstance(answered, ResponseReceived)
    assert answered.response == came[0]
    assert isinstance(unanswered, Unanswered)
    assert unanswered.request.sequence_number == second
    assert isinstance(closed, Closed)
    assert bound.esme.close("gone") == []


def test_a_request_that_was_given_up_before_a_witness_raised_is_told_at_the_end() -> None:
    bound = in_state(SessionState.BOUND_TRX)
    bound.esme.timers = Timers(FOREVER, enquire_link_timer=10, inactivity_timer=FOREVER, response_timer=10)
    number = bound.esme.send(SubmitSm(destination_addr="1"), 0.0)
    bound.esme.witness = raises_at(CommandId.enquire_link, number + 1)
    with pytest.raises(ZeroDivisionError):
        bound.esme.handle_timer(10.0)
    unanswered, *_, closed = bound.esme.close("gone")
    assert isinstance(unanswered, Unanswered)
    assert unanswered.request.sequence_number == number
    assert isinstance(closed, Closed)


def test_a_request_that_was_given_up_is_told_once() -> None:
    bound = in_state(SessionState.BOUND_TRX)
    bound.esme.timers = Timers(FOREVER, enquire_link_timer=10, inactivity_timer=FOREVER, response_timer=10)
    bound.esme.send(SubmitSm(destination_addr="1"), 0.0)
    [unanswered] = bound.esme.handle_timer(10.0)
    assert isinstance(unanswered, Unanswered)
    told = bound.esme.close("gone")
    assert unanswered not in told
    assert isinstance(told[-1], Closed)
