"""A message of higher priority overtakes those that wait for the same handset, but none that has begun."""

import pytest

from pdu.operations.submit_sm import SubmitSm
from pdu.ss7 import map as m
from pdu.ss7.map.errors import ErrorParameter
from pdu.values import EsmClass
from tests.smsc.centre.conversation import ABSENT, NUMBER, Conversation, texts


def test_the_highest_priority_goes_first_and_equals_in_their_order() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT, ABSENT, ABSENT, m.MtForwardSMRes())
    talk.submits("first attempt")
    for text, priority in (("low", 0), ("high", 2), ("middle", 1), ("high too", 2), ("highest", 3)):
        talk.submits(text, priority_flag=priority)
    talk.run(600)
    assert texts(talk)[3:] == ["highest", "high", "high too", "middle", "first attempt", "low"]


def test_it_is_tried_at_once_though_the_handset_is_known_to_be_absent() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT, ABSENT, m.MtForwardSMRes())
    talk.submits("first attempt")
    talk.submits("low")
    assert texts(talk) == ["first attempt"]
    talk.submits("high", priority_flag=1)
    talk.submits("another", priority_flag=1)
    assert texts(talk) == ["first attempt", "high"]
    talk.submits("highest", priority_flag=3)
    assert texts(talk)[2:] == ["highest", "high", "another", "first attempt", "low"]


def test_what_is_under_way_is_not_overtaken() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None, m.MtForwardSMRes())
    for text, priority in (("under way", 0), ("low", 0), ("high", 3)):
        talk.submits(text, priority_flag=priority)
    talk.says(talk.msc, m.MtForwardSMRes(), talk.msc.dialogue)
    assert texts(talk) == ["under way", "high", "low"]


@pytest.mark.parametrize("failure", [ABSENT, m.SubscriberBusyForMTSMS(), m.SystemFailure()])
def test_what_was_under_way_is_overtaken_once_its_attempt_has_failed(failure: ErrorParameter) -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None, ABSENT, m.MtForwardSMRes())
    for text, priority in (("under way", 0), ("low", 0), ("high", 2), ("high too", 2), ("highest", 3)):
        talk.submits(text, priority_flag=priority)
    talk.says(talk.msc, failure, talk.msc.dialogue)
    assert texts(talk) == ["under way", "highest"]  # at once, as if it had come a little later
    talk.run(600)
    assert texts(talk)[2:] == ["highest", "high", "high too", "under way", "low"]


def test_the_parts_of_a_message_that_has_begun_stay_together() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes(), ABSENT, m.MtForwardSMRes())
    talk.submits("x" * 200)
    talk.submits("high", priority_flag=3)
    talk.run(600)
    assert [len(text or "") for text in texts(talk)] == [153, 47, 47, 4]


def test_they_stay_together_also_if_one_was_under_way_as_the_other_message_came_and_fails() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes(), None, m.MtForwardSMRes())
    talk.submits("x" * 200)
    talk.submits("high", priority_flag=3)
    talk.says(talk.msc, ABSENT, talk.msc.dialogue)
    talk.run(600)
    assert [len(text or "") for text in texts(talk)] == [153, 47, 47, 4]


def test_an_esme_is_handed_messages_in_their_order_and_told_of_what_priority_each_is() -> None:
    talk = Conversation("bank")
    for text, priority in (("low", 0), ("highest", 3), ("high", 2)):
        talk.submits(text, to="7001", priority_flag=priority)
    talk.bind("shop")
    handed = [(pdu.short_message, pdu.priority_flag) for pdu in talk.deliver_sms("shop")]
    assert handed == [(b"low", 0), (b"highest", 3), (b"high", 2)]


@pytest.mark.parametrize(("priority", "asked"), [(0, False), (1, True), (3, True)])
def test_the_hlr_is_told_to_try_even_where_nobody_answers(priority: int, asked: bool) -> None:
    talk = Conversation()
    talk.submits(priority_flag=priority)
    [route] = [heard for heard in talk.hlr.heard if isinstance(heard, m.SendRoutingInfoForSM)]
    assert route.sm_rp_pri is asked


def test_the_reply_path_goes_down_to_the_handset() -> None:
    talk = Conversation()
    talk.asks(SubmitSm(destination_addr=NUMBER, esm_class=EsmClass.REPLY_PATH))
    talk.submits()
    assert [deliver.tp_rp for deliver in talk.delivered()] == [True, False]
