"""What only v3.3 has: an ESME lists its latest messages, gets one in full, and asks for parameters."""

from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.header import Request
from pdu.lists import SmeAddress
from pdu.operations.bind import BindTransmitter
from pdu.operations.param_retrieve import ParamRetrieve
from pdu.operations.query_last_msgs import QueryLastMsgs
from pdu.operations.query_msg_details import QueryMsgDetails, QueryMsgDetailsResp
from pdu.operations.submit_multi import SubmitMulti
from pdu.ss7 import map as m
from pdu.values import InterfaceVersion, MessageState
from tests.smsc.centre.conversation import NUMBER, Conversation

OTHER = "447700900124"


def a_conversation() -> Conversation:
    """The bank, and an old session of its own, ``old``."""
    talk = Conversation("bank", "shop")
    talk.opens("old").say(BindTransmitter("bank", "secret", interface_version=InterfaceVersion.V3_3))
    return talk


def details(talk: Conversation, message_id: str, sm_length: int = 254) -> QueryMsgDetailsResp:
    resp = talk.asks(QueryMsgDetails(message_id, source_addr="7000", sm_length=sm_length), "old")
    assert isinstance(resp, QueryMsgDetailsResp)
    return resp


def test_the_latest_messages_of_an_address_come_first() -> None:
    talk = a_conversation()
    ids = [talk.submits(str(number)) for number in range(3)]
    talk.submits(source_addr="+447700900800")
    talk.submits(source_addr="7000", by="shop")
    resp = talk.asks(QueryLastMsgs(source_addr="7000", number_of_msgs=2), "old")
    assert resp.message_id == (ids[2], ids[1])
    ids = [talk.submits(str(number), source_addr="") for number in range(3)]
    assert talk.asks(QueryLastMsgs(number_of_msgs=100), "old").message_id == tuple(reversed(ids))


def test_a_submit_multi_is_one_of_them() -> None:
    talk = a_conversation()
    both = (SmeAddress(1, 1, NUMBER), SmeAddress(1, 1, OTHER))
    sent = talk.asks(SubmitMulti(source_addr="7000", dest_address=both, short_message=b"Hello"))
    assert talk.asks(QueryLastMsgs(source_addr="7000", number_of_msgs=5), "old").message_id == (sent.message_id,)
    assert details(talk, sent.message_id).dest_address == both


def test_a_message_is_told_as_it_was_submitted() -> None:
    talk = a_conversation()
    talk.msc.answers(m.MtForwardSM, m.AbsentSubscriberSM(1))
    said: dict[str, Any] = {"service_type": "CMT", "priority_flag": 1, "validity_period": "000000010000000R"}
    message_id = talk.submits("Hello", to="+" + NUMBER, **said)
    assert details(talk, message_id, 4) == QueryMsgDetailsResp(
        service_type="CMT",
        source_addr="7000",
        dest_address=(SmeAddress(0, 0, "+" + NUMBER),),
        priority_flag=1,
        validity_period="260101010000000+",
        registered_delivery=1,
        short_message=b"Hell",
        message_id=message_id,
        message_state=MessageState.ENROUTE,
        error_code=m.AbsentSubscriberSM.code,
        sequence_number=2,
    )


def test_its_source_address_is_told_as_it_was_written() -> None:
    talk = a_conversation()
    message_id = talk.submits(source_addr_ton=3, source_addr_npi=9)
    resp = talk.asks(QueryMsgDetails(message_id), "old")
    assert (resp.source_addr_ton, resp.source_addr_npi, resp.source_addr) == (3, 9, "7000")


@pytest.mark.parametrize(
    ("data_coding", "octets"),
    [
        (0, b"\x1be 5"),  # the euro sign has two septets
        (3, "Grüße".encode("latin-1")),
        (4, bytes(range(100))),
        (8, "Быстрая".encode("utf-16-be")),
    ],
)
def test_its_text_is_in_the_octets_of_its_data_coding(data_coding: int, octets: bytes) -> None:
    talk = a_conversation()
    message_id = talk.submits(data_coding=data_coding, short_message=octets)
    assert details(talk, message_id).short_message == octets


@pytest.mark.parametrize("said", [{"data_coding": 0}, {"data_coding": 4}, {"data_coding": 8}])
def test_a_user_data_header_is_told_as_well(said: dict[str, Any]) -> None:
    talk = a_conversation()
    octets = b"\x05\x00\x03\x01\x02\x01Hello!"
    assert details(talk, talk.submits(esm_class=0x40, short_message=octets, **said)).short_message == octets


@pytest.mark.parametrize("said", [{"data_coding": 0}, {"data_coding": 4}, {"data_coding": 8}])
def test_a_header_that_its_esme_has_not_written_is_not_told(said: dict[str, Any]) -> None:
    talk = a_conversation()
    assert details(talk, talk.submits(short_message=b"Hello!", dest_port=5000, **said)).short_message == b"Hello!"
    assert details(talk, talk.submits(short_message=b"x" * 200, **said)).short_message == b"x" * 200


def test_one_that_is_scheduled_says_for_when() -> None:
    talk = a_conversation()
    resp = details(talk, talk.submits(schedule_delivery_time="000000010000000R"))
    assert (resp.schedule_delivery_time, resp.message_state) == ("260101010000000+", MessageState.ENROUTE)


@pytest.mark.parametrize(
    ("pdu", "status"),
    [
        (QueryLastMsgs(number_of_msgs=0), CommandStatus.ESME_RINVNUMMSGS),
        (QueryLastMsgs(number_of_msgs=101), CommandStatus.ESME_RINVNUMMSGS),
        (QueryLastMsgs(source_addr="no address at all", number_of_msgs=1), CommandStatus.ESME_RINVSRCADR),
        (QueryMsgDetails("NONSUCH"), CommandStatus.ESME_RINVMSGID),
        (QueryMsgDetails("00000001", source_addr="7001"), CommandStatus.ESME_RQUERYFAIL),
        (ParamRetrieve("colour"), CommandStatus.ESME_RINVPARAM),
    ],
)
def test_what_cannot_be_told_is_refused(pdu: Request, status: CommandStatus) -> None:
    talk = a_conversation()
    talk.submits()
    assert talk.asks(pdu, "old").command_status == status
