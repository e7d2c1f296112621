"""replace_sm and replace_if_present_flag change a waiting message, which keeps its place."""

from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.operations.replace_sm import ReplaceSm
from pdu.ss7 import map as m
from pdu.values import MessageState
from smsc.centre.moments import moment
from tests.smsc.centre.conversation import NUMBER, Conversation, absent, texts

LATER, MUCH_LATER = "000000010000000R", "000000020000000R"
OK, FAILED = CommandStatus.ESME_ROK, CommandStatus.ESME_RREPLACEFAIL


def replace(talk: Conversation, message_id: str, text: bytes = b"new", by: str = "bank", **parameters: Any) -> int:
    resp = talk.asks(ReplaceSm(message_id=message_id, short_message=text, **parameters), by)
    status: int = resp.command_status
    return status


def test_a_message_that_waits_gets_another_text() -> None:
    talk = absent()
    message_id = talk.submits("old")
    assert replace(talk, message_id) == OK
    talk.run(600)
    assert texts(talk) == ["old", "new"]
    assert talk.message(message_id).state is MessageState.DELIVERED


def test_registered_delivery_is_the_new_one() -> None:
    talk = absent()
    replace(talk, talk.submits("old", registered_delivery=1))
    talk.run(600)
    assert talk.told() == []


def test_the_submit_date_of_its_receipt_is_that_of_the_replacement() -> None:
    talk = absent()
    message_id = talk.submits("old")
    talk.run(120)
    assert replace(talk, message_id, registered_delivery=1) == OK
    replaced = talk.network.now
    talk.run(600)
    [receipt] = talk.receipts()
    assert receipt.submit_date == moment(replaced).replace(second=0)


def test_a_long_text_in_message_payload_goes_in_parts() -> None:
    talk = absent()
    assert replace(talk, talk.submits("old"), b"", message_payload=b"x" * 200) == OK
    talk.run(600)
    assert [len(text or "") for text in texts(talk)] == [3, 153, 47]


def test_the_place_in_the_queue_stays() -> None:
    talk = absent()
    first = talk.submits("one")
    talk.submits("two")
    replace(talk, first, b"new one")
    talk.run(600)
    assert texts(talk) == ["one", "new one", "two"]


def test_a_validity_period_that_is_given_counts_from_now() -> None:
    talk = absent()
    message_id = talk.submits("old")
    assert replace(talk, message_id, validity_period="000000000200000R", registered_delivery=1) == OK
    talk.run(121)
    assert talk.told() == ["EXPIRED 006"]


def test_a_schedule_that_is_given_puts_the_message_off() -> None:
    talk = absent()
    message_id = talk.submits("old")
    assert replace(talk, message_id, schedule_delivery_time=LATER) == OK
    assert talk.message(message_id).state is MessageState.SCHEDULED
    talk.run(3599)
    assert texts(talk) == ["old"]
    talk.run(2)
    assert texts(talk) == ["old", "new"]


def test_a_scheduled_message_can_be_put_off_further() -> None:
    talk = Conversation()
    message_id = talk.submits("old", schedule_delivery_time=LATER)
    assert replace(talk, message_id, schedule_delivery_time=MUCH_LATER) == OK
    talk.run(3601)
    assert texts(talk) == []
    talk.run(3600)
    assert texts(talk) == ["new"]


def test_a_scheduled_message_keeps_its_time_if_none_is_given() -> None:
    talk = Conversation()
    replace(talk, talk.submits("old", schedule_delivery_time=LATER))
    talk.run(3599)
    assert texts(talk) == []
    talk.run(2)
    assert texts(talk) == ["new"]


def test_a_scheduled_message_can_not_be_given_less_time_than_until_it_goes() -> None:
    talk = Conversation()
    message_id = talk.submits("old", schedule_delivery_time=LATER)
    assert replace(talk, message_id, validity_period="000000000200000R") == CommandStatus.ESME_RINVEXPIRY
    talk.run(3601)
    assert texts(talk) == ["old"]


def test_a_message_in_a_mailbox_gets_another_text_and_keeps_its_place() -> None:
    talk = Conversation()
    first = talk.submits("one", to="7001")
    talk.submits("two", to="7001")
    assert replace(talk, first, b"new one") == OK
    talk.bind("shop")
    assert [pdu.short_message for pdu in talk.deliver_sms("shop")] == [b"new one", b"two"]


@pytest.mark.parametrize("to", [NUMBER, "7001"])
def test_a_submission_takes_the_place_of_the_oldest_like_it_that_waits(to: str) -> None:
    talk = absent()
    first, later = talk.submits("old", to=to), talk.submits("later", to=to)
    assert talk.submits("new", to=to, replace_if_present_flag=1) == first
    assert [talk.message(message_id).text for message_id in (first, later)] == ["new", "later"]


PORTS: dict[str, Any] = {"source_port": 9201, "dest_port": 9200}
PORTS_HEADER, SEGMENT_HEADER = bytes.fromhex("0504 23F0 23F1"), bytes.fromhex("0003 07 02 01")
SEGMENT: dict[str, Any] = {"sar_msg_ref_num": 7, "sar_total_segments": 2, "sar_segment_seqnum": 1}


@pytest.mark.parametrize(
    ("tlvs", "header"),
    [(PORTS, PORTS_HEADER), (SEGMENT, SEGMENT_HEADER), (PORTS | SEGMENT, PORTS_HEADER + SEGMENT_HEADER)],
)
def test_ports_and_the_place_among_segments_stay(tlvs: dict[str, Any], header: bytes) -> None:
    talk = absent()
    assert replace(talk, talk.submits("old", **tlvs)) == OK
    talk.run(600)
    assert texts(talk) == ["old", "new"]
    assert [deliver.tp_udh[1:] for deliver in talk.delivered()] == [header, header]


def test_what_is_for_the_display_stays_so() -> None:
    talk = absent()
    assert replace(talk, talk.submits("old", dest_addr_subunit=1)) == OK
    talk.run(600)
    assert [deliver.tp_dcs for deliver in talk.delivered()] == [0x10, 0x10]


def test_ports_stay_in_every_part_of_a_longer_text_but_its_old_places_do_not() -> None:
    talk = absent()
    message_id = talk.submits("x" * 300, **PORTS)
    assert replace(talk, message_id, b"", message_payload=b"y" * 400) == OK
    talk.run(600)
    _, *parts = talk.delivered()
    assert [part.tp_udh[4:6] for part in parts] == [b"\3\1", b"\3\2", b"\3\3"]
    assert [part.tp_udh[6:] for part in parts] == [PORTS_HEADER] * 3


@pytest.mark.parametrize("parts", [1, 12])
def test_a_long_text_in_a_mailbox_stays_in_order(parts: int) -> None:
    talk = Conversation()
    first = talk.submits("one", to="7001")
    talk.submits("two", to="7001")
    replace(talk, first, b"", message_payload=b"x" * 153 * parts)
    talk.bind("shop")
    numbers = [pdu.short_message[5] for pdu in talk.deliver_sms("shop") if pdu.esm_class]
    assert numbers == (list(range(1, parts + 1)) if parts > 1 else [])


def test_a_message_put_off_leaves_the_mailbox() -> None:
    talk = Conversation()
    message_id = talk.submits("one", to="7001")
    assert replace(talk, message_id, schedule_delivery_time=LATER) == OK
    talk.bind("shop")
    assert talk.deliver_sms("shop") == []
    talk.run(3600)
    assert [pdu.short_message for pdu in talk.deliver_sms("shop")] == [b"new"]


def test_a_delivered_message_can_not_be_replaced() -> None:
    talk = Conversation()
    assert replace(talk, talk.submits()) == FAILED


def test_nor_one_under_way_nor_one_of_another_account() -> None:
    talk = Conversation("bank", "shop")
    talk.msc.answers(m.MtForwardSM, None)
    message_id = talk.submits()
    assert replace(talk, message_id) == FAILED
    assert replace(talk, message_id, by="shop") == CommandStatus.ESME_RINVMSGID


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"source_addr": "7002"}, FAILED),
        ({"registered_delivery": 0x20}, CommandStatus.ESME_RINVREGDLVFLG),
        ({"sm_default_msg_id": 1}, CommandStatus.ESME_RINVDFTMSGID),
        ({"schedule_delivery_time": "251231235859000+"}, CommandStatus.ESME_RINVSCHED),
        ({"validity_period": "251231235959000+"}, CommandStatus.ESME_RINVEXPIRY),
        ({"validity_period": LATER, "schedule_delivery_time": MUCH_LATER}, CommandStatus.ESME_RINVEXPIRY),
        ({"text": b"\x80"}, CommandStatus.ESME_RINVDCS),
        ({"message_payload": b"twice"}, CommandStatus.ESME_RINVMSGLEN),
    ],
)
def test_a_replacement_that_is_wrong_changes_nothing(parameters: dict[str, Any], status: int) -> None:
    talk = absent()
    message_id = talk.submits("old")
    expires = talk.message(message_id).expires
    assert replace(talk, message_id, **parameters) == status
    assert (talk.message(message_id).text, talk.message(message_id).expires) == ("old", expires)


# replace_if_present_flag


def test_a_submission_takes_the_place_of_one_like_it_that_waits() -> None:
    talk = absent()
    first = talk.submits("old", registered_delivery=0)
    second = talk.submits("two", source_addr="7002")
    assert talk.submits("new", replace_if_present_flag=1) == first
    talk.run(600)
    assert texts(talk) == ["old", "new", "two"]
    assert talk.told() == ["DELIVRD 000", "DELIVRD 000"]
    assert talk.message(second).text == "two"


def test_a_submission_with_nothing_to_replace_is_a_new_message() -> None:
    talk = Conversation()
    assert talk.submits("one", replace_if_present_flag=1) != talk.submits("two", replace_if_present_flag=1)
    assert texts(talk) == ["one", "two"]


@pytest.mark.parametrize("other", [{"service_type": "VMN"}, {"source_addr": "7002"}, {"to": "447700900124"}])
def test_another_service_type_or_address_is_another_message(other: dict[str, Any]) -> None:
    talk = absent()
    assert talk.submits("old") != talk.submits("new", replace_if_present_flag=1, **other)


def test_a_submission_for_now_replaces_a_scheduled_one_and_goes_at_once() -> None:
    talk = Conversation()
    message_id = talk.submits("old", schedule_delivery_time=LATER)
    assert talk.submits("new", replace_if_present_flag=1) == message_id
    assert texts(talk) == ["new"]
    talk.run(7200)
    assert texts(talk) == ["new"]


def test_a_flag_that_is_neither_is_refused() -> None:
    assert Conversation().status(replace_if_present_flag=2) == CommandStatus.ESME_RINVREPFLAG
