"""query_sm tells what has become of a message, but only to the account that submitted it."""

from pdu.command_status import CommandStatus
from pdu.operations.bind import BindTransceiver
from pdu.operations.query_sm import QuerySm, QuerySmResp
from pdu.ss7 import map as m
from pdu.values import InterfaceVersion, MessageState, Ton
from tests.smsc.centre.conversation import ABSENT, Conversation


def query(talk: Conversation, message_id: str, by: str = "bank", **parameters: object) -> QuerySmResp:
    return talk.asks(QuerySm(message_id, **parameters), by)  # type: ignore[arg-type, no-any-return]


def test_a_delivered_message_has_a_final_date() -> None:
    talk = Conversation()
    message_id = talk.submits()
    assert query(talk, message_id) == QuerySmResp(
        message_id, "260101000000000+", MessageState.DELIVERED, 0, sequence_number=3
    )


def test_a_message_that_waits_is_enroute_and_says_why() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    resp = query(talk, talk.submits())
    assert (resp.message_state, resp.final_date) == (MessageState.ENROUTE, "")
    assert resp.error_code == m.AbsentSubscriberSM.code


def test_a_message_that_expired_says_when() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    message_id = talk.submits(validity_period="000000000200000R")
    talk.run(180)
    resp = query(talk, message_id)
    assert (resp.message_state, resp.final_date) == (MessageState.EXPIRED, "260101000200000+")


def test_a_message_that_is_scheduled_is_so_to_v5_and_enroute_to_v3_4() -> None:
    talk = Conversation()
    message_id = talk.submits(schedule_delivery_time="000000010000000R")
    assert query(talk, message_id).message_state == MessageState.SCHEDULED
    old = talk.opens("old")
    old.say(BindTransceiver("bank", "secret", interface_version=InterfaceVersion.V3_4))
    assert query(talk, message_id, "old").message_state == MessageState.ENROUTE


def test_a_refusal_tells_no_state_whatever_the_version() -> None:
    talk = Conversation()
    old = talk.opens("old")
    old.say(BindTransceiver("bank", "secret", interface_version=InterfaceVersion.V3_4))
    assert query(talk, "NONSUCH", "old").message_state == QuerySmResp().message_state


def test_an_id_that_nobody_has_is_invalid() -> None:
    assert query(Conversation(), "NONSUCH").command_status == CommandStatus.ESME_RINVMSGID


def test_an_id_of_another_account_is_as_unknown() -> None:
    talk = Conversation("bank", "shop")
    assert query(talk, talk.submits(), "shop").command_status == CommandStatus.ESME_RINVMSGID


def test_the_address_of_the_sender_proves_who_asks() -> None:
    talk = Conversation()
    message_id = talk.submits(source_addr="+447700900800")
    right = query(talk, message_id, source_addr="447700900800", source_addr_ton=Ton.INTERNATIONAL)
    assert right.command_status == CommandStatus.ESME_ROK
    assert query(talk, message_id, source_addr="7000").command_status == CommandStatus.ESME_RQUERYFAIL


def test_a_message_to_another_esme_is_enroute_until_it_is_taken() -> None:
    talk = Conversation()
    message_id = talk.submits(to="7001")
    assert query(talk, message_id).message_state == MessageState.ENROUTE
    talk.bind("shop")
    assert query(talk, message_id).message_state == MessageState.DELIVERED
