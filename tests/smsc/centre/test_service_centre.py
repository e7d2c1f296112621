"""The service centre between its three worlds: ESMEs, handsets, and the signalling network."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.operations.query_broadcast_sm import QueryBroadcastSm
from pdu.sms.address import Address
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import SmsDeliver, SmsSubmit, SmsSubmitReport
from pdu.sms.validity import EnhancedValidity
from pdu.ss7 import map as m
from pdu.text import gsm7
from pdu.values import MessageState, Ton
from smsc.centre import repetitions
from smsc.centre.message import FINAL
from smsc.store.memory import MemoryStore
from tests.smsc.centre.conversation import HOUR, IMSI, NUMBER, SC, START, Conversation
from tests.smsc.conftest import Reported

SCTS = Timestamp(bytes.fromhex("62101000000000"))
OTHER = "447700900124"


# From handsets


def test_a_handset_is_told_that_its_message_is_safe_before_it_goes_on() -> None:
    talk = Conversation()
    talk.dials(Address("7000", 0, 1), "BALANCE")
    talk.agrees("""
        msc1 -> sc    mo-ForwardSM SMS-SUBMIT sm_rp_oa=447700900123 tp_da=0.1:7000 tp_ud="BALANCE"
        sc   -> msc1  returnResultLast mo-ForwardSM SMS-SUBMIT-REPORT tp_scts=2026-01-01T00:00:00+00:00
        sc   -> bank  deliver_sm source_addr=447700900123 destination_addr=7000 short_message="BALANCE"
        bank -> sc    deliver_sm_resp ESME_ROK
    """)


def test_a_handset_writes_to_another() -> None:
    talk = Conversation()
    talk.dials(Address(OTHER), "Hello")
    [deliver] = talk.delivered()
    assert (deliver.tp_oa, deliver.text) == (Address(NUMBER), "Hello")


@pytest.mark.parametrize("number", ["447700900199", "7777"])
def test_a_message_to_a_number_that_nobody_has_is_taken_and_ends_undeliverable(number: str) -> None:
    talk = Conversation()
    talk.hlr.answers(m.SendRoutingInfoForSM, m.UnknownSubscriber())
    talk.dials(Address(number, Ton.INTERNATIONAL if len(number) > 7 else Ton.UNKNOWN))
    assert any(isinstance(heard, m.MoForwardSMRes) for heard in talk.msc.heard)
    [message] = talk.centre.store.messages()
    assert (message.state, message.error) == (MessageState.UNDELIVERABLE, 1)
    assert talk.deliver_sms() == []


def test_an_answer_to_a_name_is_refused_since_nobody_can_be_reached_by_a_name() -> None:
    talk = Conversation()
    talk.dials(Address("ACME", Ton.ALPHANUMERIC, 0), "STOP")
    [refused] = talk.msc.heard
    assert isinstance(refused, m.SMDeliveryFailure)
    assert refused.sm_enumerated_delivery_failure_cause == m.SMEnumeratedDeliveryFailureCause.invalidSME_Address
    assert list(talk.centre.store.messages()) == []


def test_what_is_no_sms_submit_is_refused() -> None:
    talk = Conversation()
    forward = m.MoForwardSM(
        m.ServiceCentreAddressDA(SC), m.Msisdn(Address(NUMBER)), SmsDeliver(tp_oa=Address("1"), tp_scts=SCTS), IMSI
    )
    talk.says(talk.msc, forward)
    assert [type(heard) for heard in talk.msc.heard] == [m.UnexpectedDataValue]


@pytest.mark.parametrize(
    ("tp_vp", "hours"),
    [
        (11, 1),  # (11 + 1) * 5 minutes
        (Timestamp.of(datetime(2026, 1, 1, 3, tzinfo=timezone(timedelta(hours=1)))), 2),
        (EnhancedValidity.in_seconds(180), 0.05),
        (Timestamp(bytes(7)), 48),  # not a date
    ],
)
def test_a_handsets_validity_is_kept(tp_vp: int | Timestamp | EnhancedValidity, hours: float) -> None:
    talk = Conversation()
    talk.hlr.answers(m.SendRoutingInfoForSM, m.AbsentSubscriberSM())
    talk.dials(Address(OTHER), tp_vp=tp_vp)
    [message] = talk.centre.store.messages()
    assert message.expires == START + hours * HOUR
    talk.run(hours * HOUR)
    assert message.state is MessageState.EXPIRED


def test_the_report_to_a_handset_carries_the_time_that_the_receiver_will_see() -> None:
    talk = Conversation()
    talk.dials(Address(OTHER))
    [taken] = [heard for heard in talk.msc.heard if isinstance(heard, m.MoForwardSMRes)]
    assert isinstance(taken.sm_rp_ui, SmsSubmitReport)
    assert taken.sm_rp_ui.tp_scts == talk.delivered()[0].tp_scts


def test_a_message_that_a_handset_repeats_is_taken_once_and_answered_as_before() -> None:
    talk = Conversation()
    talk.dials(Address(OTHER), tp_mr=5)
    talk.run(40)
    talk.dials(Address(OTHER), tp_mr=5, tp_rd=True)
    first, second = [heard for heard in talk.msc.heard if isinstance(heard, m.MoForwardSMRes)]
    assert first == second
    assert len(talk.delivered()) == 1


@pytest.mark.parametrize(
    ("to", "parameters"),
    [
        (OTHER, {"tp_mr": 5}),  # not said to be a repetition
        (OTHER, {"tp_mr": 6, "tp_rd": True}),
        ("447700900188", {"tp_mr": 5, "tp_rd": True}),
    ],
)
def test_another_message_of_a_handset_is_no_repetition(to: str, parameters: dict[str, Any]) -> None:
    talk = Conversation()
    talk.dials(Address(OTHER), tp_mr=5)
    talk.dials(Address(to), **parameters)
    assert len(tuple(talk.centre.store.messages())) == 2


def test_a_repetition_of_what_has_been_cleared_away_is_taken() -> None:
    talk = Conversation()
    talk.dials(Address(OTHER), tp_mr=5)
    tuple(talk.centre.clear(talk.network.now))
    talk.dials(Address(OTHER), tp_mr=5, tp_rd=True)
    assert len(talk.delivered()) == 2


def test_whoever_submits_nothing_for_long_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repetitions, "MOST", 2)
    kept, submit = repetitions.Repetitions(), SmsSubmit(tp_mr=5, tp_rd=True, tp_da=Address(OTHER))
    for number in ("1", "2", "1", "3"):
        kept.add(submit, Address(number), 0.0)
    assert [kept.former(submit, Address(number)) for number in ("1", "2", "3")] == [0.0, None, 0.0]


def test_an_8_bit_message_of_a_handset_reaches_the_esme_with_its_header() -> None:
    talk = Conversation()
    header = bytes.fromhex("05 00 03 2A 02 01")
    submit = SmsSubmit(tp_da=Address("7000", 0, 1), tp_dcs=0x04, tp_udh=header, tp_ud=b"\x00\xff")
    talk.says(talk.msc, m.MoForwardSM(m.ServiceCentreAddressDA(SC), m.Msisdn(Address(NUMBER)), submit, IMSI))
    [pdu] = talk.deliver_sms()
    assert (pdu.esm_class, pdu.data_coding, pdu.short_message) == (0x40, 4, header + b"\x00\xff")


def test_emoji_of_a_handset_reach_the_esme_as_ucs2() -> None:
    talk = Conversation()
    octets = "👋🏽".encode("utf-16-be")
    submit = SmsSubmit(tp_da=Address("7000", 0, 1), tp_dcs=0x08, tp_ud=octets)
    talk.says(talk.msc, m.MoForwardSM(m.ServiceCentreAddressDA(SC), m.Msisdn(Address(NUMBER)), submit, IMSI))
    [pdu] = talk.deliver_sms()
    assert (pdu.data_coding, pdu.short_message) == (8, octets)


@pytest.mark.parametrize(("tp_dcs", "data_coding"), [(0x10, 0xF0), (0x12, 0xF2), (0x15, 0xF5), (0x18, 8), (0x1B, 8)])
def test_a_message_with_a_class_reaches_an_esme_in_a_coding_that_smpp_has(tp_dcs: int, data_coding: int) -> None:
    talk = Conversation()
    submit = SmsSubmit(tp_da=Address("7000", 0, 1), tp_dcs=tp_dcs, tp_ud=b"\0H\0i")
    talk.says(talk.msc, m.MoForwardSM(m.ServiceCentreAddressDA(SC), m.Msisdn(Address(NUMBER)), submit, IMSI))
    assert [pdu.data_coding for pdu in talk.deliver_sms()] == [data_coding]


# From ESMEs


def test_an_operation_that_is_not_offered_is_refused_as_such() -> None:
    talk = Conversation()
    talk.bank.say(QueryBroadcastSm(message_id="1"))
    talk.run()
    assert talk.bank.heard[-1].words == ("query_broadcast_sm_resp",)
    assert talk.bank.heard[-1].command_status != CommandStatus.ESME_ROK


def test_an_esme_writes_to_a_number_that_another_serves() -> None:
    talk = Conversation("bank", "shop")
    talk.submits("Hello", "+447700900800")
    assert [pdu.short_message for pdu in talk.deliver_sms("shop")] == [b"Hello"]
    assert talk.hlr.heard == []


def test_an_esme_writes_to_itself() -> None:
    talk = Conversation()
    talk.submits("Note", "7000")
    assert [pdu.esm_class for pdu in talk.deliver_sms()] == [0, 4]


def test_message_ids_are_given_in_order() -> None:
    talk = Conversation()
    assert [talk.submits() for _ in range(3)] == ["00000001", "00000002", "00000003"]


# The same message again


def ladder_of_a_day() -> list[str]:
    talk = Conversation("bank", "shop")
    talk.msc.answers(
        m.MtForwardSM, m.AbsentSubscriberSM(1), m.MtForwardSMRes(), m.SubscriberBusyForMTSMS(), m.MtForwardSMRes()
    )
    for number in range(5):
        talk.submits(f"Hello {number}")
        talk.submits(f"Hello {number}", "7001")
        talk.dials(Address("7000", 0, 1), str(number))
    talk.run(24 * HOUR)
    return list(map(str, talk.trace))


def test_the_same_story_is_the_same_ladder_line_for_line() -> None:
    first = ladder_of_a_day()
    assert len(first) > 60
    assert ladder_of_a_day() == first


# What the process reports


def test_a_refusal_is_reported_with_its_reason_and_who_it_was(reported: Reported) -> None:
    talk = Conversation()
    reported.clear()
    talk.status(priority_flag=9)
    [entry] = reported
    assert entry["system_id"] == "bank"
    assert isinstance(entry["session"], int)
    assert entry["status"] == "ESME_RINVPRTFLG"
    assert entry["why"].startswith("priority_flag: expected 0 to 3")


def test_a_message_that_is_given_up_is_reported_by_its_id(reported: Reported) -> None:
    talk = Conversation()
    talk.hlr.answers(m.SendRoutingInfoForSM, m.UnknownSubscriber())
    reported.clear()
    message_id = talk.submits()
    [entry] = reported
    assert (entry["message_id"], entry["system_id"], entry["state"]) == (message_id, "bank", "UNDELIVERABLE")
    assert (entry["destination_addr"], entry["err"], entry["error"]) == (NUMBER, 1, "unknownSubscriber")


def test_a_failed_attempt_is_reported_with_its_cause_and_the_time_of_the_next(reported: Reported) -> None:
    talk = Conversation()
    talk.hlr.answers(m.SendRoutingInfoForSM, m.AbsentSubscriberSM())
    reported.clear()
    message_id = talk.submits()
    [entry] = reported
    assert (entry["event"], entry["message_id"], entry["system_id"]) == ("not delivered yet", message_id, "bank")
    assert (entry["destination_addr"], entry["error"], entry["attempts"]) == (NUMBER, "absentSubscriberSM", 1)
    assert datetime.fromisoformat(entry["next_attempt"]).timestamp() - talk.network.now == 600


def test_the_text_of_a_message_is_in_no_report(reported: Reported) -> None:
    talk = Conversation()
    talk.hlr.answers(m.SendRoutingInfoForSM, m.UnknownSubscriber())
    talk.submits("Your code is 493021")
    talk.status(short_message=gsm7.encode("Your code is 493021"), priority_flag=9)
    assert reported
    assert "493021" not in str(reported)


# A restart


def test_after_a_restart_messages_go_in_their_order_and_a_long_one_goes_on_with_its_next_part() -> None:
    store = MemoryStore()
    talk = Conversation(store=store)
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes(), m.AbsentSubscriberSM(1))
    talk.submits("a" * 160 + "b")
    talk.run(1)
    for text in ("second", "third"):
        talk.submits(text)
        talk.run(1)
    talk.submits("urgent", priority_flag=1)
    unfinished = [message for message in store.messages() if message.state not in FINAL]
    assert [message.next_part for message in unfinished] == [1, 0, 0, 0]
    again = Conversation(store=store)
    again.network.send(again.centre, again.centre.resume(unfinished, again.network.now))
    again.run(3600)
    assert [delivered.text for delivered in again.delivered()] == ["aaaaaaab", "urgent", "second", "third"]
    assert again.told() == ["DELIVRD 000"] * 4


@pytest.mark.parametrize("to", [NUMBER, "7001"])
def test_what_has_expired_while_nothing_ran_is_not_delivered_any_more(to: str) -> None:
    store = MemoryStore()
    talk = Conversation(store=store)
    talk.msc.answers(m.MtForwardSM, m.AbsentSubscriberSM(1))
    message = talk.message(talk.submits(to=to, validity_period="000000010000000R"))
    again = Conversation("bank", "shop", store=store)
    again.run(2 * HOUR)
    again.network.send(again.centre, again.centre.resume((message,), again.network.now))
    again.run(HOUR)
    assert again.told() == [f"EXPIRED {message.error:03}"]
    assert (again.attempts(), again.deliver_sms("shop")) == ([], [])
    assert not again.centre.waiting["bank"]
