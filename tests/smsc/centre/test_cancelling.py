"""cancel_sm cancels what waits, wherever it waits, and nothing else."""

import gc
import sys
from types import FrameType
from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.operations.cancel_sm import CancelSm
from pdu.sms.address import Address
from pdu.ss7 import map as m
from pdu.values import MessageState
from smsc.network.hop import Hop
from tests.smsc.centre.conversation import ABSENT, NUMBER, Conversation

LATER = "000000010000000R"
OK, FAILED = CommandStatus.ESME_ROK, CommandStatus.ESME_RCANCELFAIL


def cancel(talk: Conversation, message_id: str = "", by: str = "bank", **parameters: Any) -> int:
    status: int = talk.asks(CancelSm(message_id=message_id, **parameters), by).command_status
    return status


def absent(*bound: str) -> Conversation:
    talk = Conversation(*bound)
    talk.msc.answers(m.MtForwardSM, ABSENT)
    return talk


def test_a_message_that_waits_for_a_handset_is_deleted_and_its_receipt_says_so() -> None:
    talk = absent()
    message_id = talk.submits()
    assert cancel(talk, message_id) == OK
    assert talk.message(message_id).state is MessageState.DELETED
    assert talk.told() == ["DELETED 006"]


def test_a_message_that_was_cancelled_is_not_tried_again() -> None:
    talk = absent()
    cancel(talk, talk.submits())
    talk.says(talk.hlr, m.AlertServiceCentre(Address(NUMBER), talk.centre.number))
    talk.run(3 * 86400)
    assert len(talk.attempts()) == 1
    assert len(talk.centre.queues) == 0


def test_the_message_behind_a_cancelled_one_moves_up() -> None:
    talk = absent()
    first, second = talk.submits("one"), talk.submits("two")
    cancel(talk, first)
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes())
    talk.run(600)
    assert [deliver.text for deliver in talk.delivered()] == ["one", "two"]
    assert talk.message(second).state is MessageState.DELIVERED


def test_a_scheduled_message_is_deleted_before_its_time() -> None:
    talk = Conversation()
    message_id = talk.submits(schedule_delivery_time=LATER)
    assert cancel(talk, message_id) == OK
    talk.run(7200)
    assert talk.delivered() == []
    assert talk.told() == ["DELETED 000"]


def test_a_message_in_a_mailbox_is_deleted_before_anybody_binds() -> None:
    talk = Conversation()
    message_id = talk.submits(to="7001")
    assert cancel(talk, message_id) == OK
    talk.submits(to="7001")
    assert cancel(talk, source_addr="7000", destination_addr="7001") == OK
    talk.bind("shop")
    assert talk.deliver_sms("shop") == []


def test_what_an_esme_has_been_handed_is_under_way() -> None:
    talk = Conversation()
    talk.bind("shop", answer=lambda _: None)
    assert cancel(talk, talk.submits(to="7001")) == FAILED


def test_what_is_on_its_way_to_a_handset_is_not_taken_back() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None)
    assert cancel(talk, talk.submits()) == FAILED


def test_what_waits_behind_it_is() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None)
    talk.submits("one")
    assert cancel(talk, talk.submits("two")) == OK


def test_a_message_of_which_a_part_has_arrived_is_not_taken_back() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes(), ABSENT)
    assert cancel(talk, talk.submits("x" * 200)) == FAILED


def test_a_message_in_its_final_state_stays_in_it() -> None:
    talk = Conversation()
    message_id = talk.submits()
    assert cancel(talk, message_id) == FAILED
    assert talk.message(message_id).state is MessageState.DELIVERED


def test_nobody_cancels_what_is_not_theirs() -> None:
    talk = absent("bank", "shop")
    assert cancel(talk, talk.submits(), "shop") == CommandStatus.ESME_RINVMSGID


def test_a_source_address_that_is_given_has_to_be_the_messages() -> None:
    talk = absent()
    message_id = talk.submits()
    assert cancel(talk, message_id, source_addr="7002") == FAILED
    assert cancel(talk, message_id, source_addr="7000") == OK


def test_a_destination_that_is_given_has_to_be_the_messages() -> None:
    talk = absent()
    message_id = talk.submits()
    for other in ("447700900124", "nobody"):
        assert cancel(talk, message_id, destination_addr=other) == FAILED
    assert cancel(talk, message_id, destination_addr=f"+{NUMBER}") == OK
    assert talk.message(message_id).state is MessageState.DELETED


def test_without_an_id_all_between_two_addresses_are_meant() -> None:
    talk = absent()
    ours = [talk.submits("one"), talk.submits("two"), talk.submits(schedule_delivery_time=LATER)]
    others = [talk.submits(source_addr="7002"), talk.submits(to="447700900124")]
    assert cancel(talk, source_addr="7000", destination_addr=NUMBER) == OK
    assert {talk.message(one).state for one in ours} == {MessageState.DELETED}
    assert {talk.message(one).state for one in others} == {MessageState.ENROUTE}


def test_a_service_type_says_which_of_them() -> None:
    talk = absent()
    voice_mail, text = talk.submits(service_type="VMN"), talk.submits()
    assert cancel(talk, service_type="VMN", source_addr="7000", destination_addr=NUMBER) == OK
    assert talk.message(voice_mail).state is MessageState.DELETED
    assert talk.message(text).state is MessageState.ENROUTE


def test_an_empty_source_is_the_account_s_own() -> None:
    talk = absent()
    message_id = talk.submits(source_addr="")
    assert cancel(talk, destination_addr=NUMBER) == OK
    assert talk.message(message_id).state is MessageState.DELETED


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({}, CommandStatus.ESME_RINVDSTADR),
        ({"destination_addr": NUMBER}, FAILED),
        ({"destination_addr": NUMBER, "source_addr": "x" * 20}, CommandStatus.ESME_RINVSRCADR),
    ],
)
def test_what_means_no_message_is_refused(parameters: dict[str, Any], status: int) -> None:
    assert cancel(Conversation(), **parameters) == status


def calls(cancelled: int) -> int:
    """Count the function calls that it takes to cancel so many messages, all of which wait for one ESME."""
    talk = absent()
    for _ in range(cancelled):
        talk.submits(to="7001")
    called = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal called
        called += event == "call"

    sys.setprofile(count)
    try:
        assert cancel(talk, source_addr="7000", destination_addr="7001") == OK
    finally:
        sys.setprofile(None)
    return called


def test_to_take_many_messages_back_costs_each_of_them_the_same() -> None:
    assert calls(400) < 5 * calls(100)


@pytest.mark.parametrize("parameters", [{}, {"schedule_delivery_time": LATER}], ids=["absent handset", "scheduled"])
def test_what_was_taken_back_leaves_no_timer_behind(parameters: dict[str, str]) -> None:
    talk = absent()
    for _ in range(20):
        assert cancel(talk, talk.submits(**parameters)) == OK
    hops = [
        one for one in gc.get_objects() if issubclass(type(one), Hop)
    ]  # isinstance() would ask a dead weakref.proxy
    under_way = [hop for hop in hops if getattr(hop, "element", 0) is talk.centre]
    assert len([hop for hop in under_way if hop.after > 60]) <= 1
