"""Mobile terminated transfer: the order of messages, what is tried again and when, and what the HLR is told."""

from itertools import pairwise

import pytest

from pdu.operations.replace_sm import ReplaceSm
from pdu.operations.submit_sm import SubmitSm
from pdu.sms.address import Address
from pdu.ss7 import map as m
from pdu.ss7.map.errors import ErrorParameter
from pdu.values import MessageState
from smsc.centre.failures import Schedule
from smsc.network.causes import AbsentSubscriberDiagnosticSM
from tests.smsc.centre.conversation import ABSENT, HOUR, IMSI, MINUTE, MSC1, NUMBER, ROUTING_INFO, SC, Conversation

FULL = m.SMDeliveryFailure(m.SMEnumeratedDeliveryFailureCause.memoryCapacityExceeded)
NOT_SERVED = m.SMDeliveryFailure(m.SMEnumeratedDeliveryFailureCause.equipmentNotSM_Equipped)


def alert(number: str = NUMBER) -> m.AlertServiceCentre:
    return m.AlertServiceCentre(Address(number), SC)


# The way of a message


def test_a_message_goes_by_the_hlr_to_the_msc_and_its_sender_is_told() -> None:
    talk = Conversation()
    talk.submits("Hello")
    talk.agrees("""
        bank -> sc    submit_sm destination_addr=447700900123 short_message="Hello"
        sc   -> bank  submit_sm_resp ESME_ROK message_id=00000001
        sc   -> hlr   sendRoutingInfoForSM msisdn=447700900123 sm_rp_pri=0 service_centre_address=447700900900
        hlr  -> sc    returnResultLast sendRoutingInfoForSM imsi=234150000000001 network_node_number=447700900921
        sc   -> msc1  mt-ForwardSM SMS-DELIVER sm_rp_da=234150000000001 tp_oa=0.0:7000 tp_ud="Hello"
        msc1 -> sc    returnResultLast mt-ForwardSM
        sc   -> bank  deliver_sm source_addr=447700900123 esm_class=MC_DELIVERY_RECEIPT message_state=DELIVERED
        bank -> sc    deliver_sm_resp ESME_ROK
    """)


def test_messages_of_one_handset_go_in_order_and_in_one_dialogue_which_says_that_more_follow() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None)
    for text in ("one", "two", "three"):
        talk.submits(text, registered_delivery=0)
    assert [deliver.text for deliver in talk.delivered()] == ["one"]
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes())
    talk.run(80)  # the one that nobody answered is tried again
    assert [deliver.text for deliver in talk.delivered()] == ["one", "one", "two", "three"]
    forwards = [heard for heard in talk.msc.heard if isinstance(heard, m.MtForwardSM)]
    assert [forward.more_messages_to_send for forward in forwards[1:]] == [True, True, False]
    assert [forward.sm_rp_da for forward in forwards[1:]] == [m.Imsi(IMSI), m.NoSmRpDa(), m.NoSmRpDa()]
    assert [forward.sm_rp_oa for forward in forwards[2:]] == [m.NoSmRpOa()] * 2  # both addresses were given before
    assert [deliver.tp_mms for deliver in talk.delivered()[1:]] == [False, False, True]  # TP-MMS 1: no more
    assert talk.hlr.heard.count(m.SendRoutingInfoForSM(Address(NUMBER), False, SC)) == 2
    assert len(talk.centre.queues) == 0


def test_a_message_that_was_not_announced_says_for_whom_it_is() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None, m.MtForwardSMRes())
    talk.submits("one", registered_delivery=0)
    talk.submits("two", registered_delivery=0)  # after the MSC has been told that there are no more
    talk.says(talk.msc, m.MtForwardSMRes(), talk.msc.dialogue)
    forwards = [heard for heard in talk.msc.heard if isinstance(heard, m.MtForwardSM)]
    assert [forward.sm_rp_da for forward in forwards] == [m.Imsi(IMSI)] * 2


def test_handsets_do_not_wait_for_each_other() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None, m.MtForwardSMRes())
    talk.submits(to=NUMBER)
    talk.submits(to="447700900124")
    assert talk.told() == ["DELIVRD 000"]
    assert len(talk.centre.queues) == 1


def test_a_long_message_arrives_as_parts_in_order_in_one_dialogue() -> None:
    talk = Conversation()
    talk.submits("a" * 153 + "b" * 153 + "c")
    parts = talk.delivered()
    assert [part.text for part in parts] == ["a" * 153, "b" * 153, "c"]
    assert [part.tp_udh.hex() for part in parts] == ["0500030003" + n for n in ("01", "02", "03")]
    assert [part.tp_mms for part in parts] == [False, False, True]
    assert talk.told() == ["DELIVRD 000"]


def test_a_long_message_goes_on_with_the_part_that_failed() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes(), m.SubscriberBusyForMTSMS(), m.MtForwardSMRes())
    talk.submits("a" * 153 + "b" * 153)
    talk.run(15)
    assert [part.text for part in talk.delivered()] == ["a" * 153, "b" * 153, "b" * 153]
    assert talk.told() == ["DELIVRD 000"]


# What is retried


@pytest.mark.parametrize(
    ("error", "delays"),
    [
        (m.SubscriberBusyForMTSMS(), (15, 30, 60, 300, 300)),
        (ABSENT, (600, 1800, 3600, 10800, 10800)),
        (FULL, (600, 1800, 3600, 10800, 10800)),
        (m.SystemFailure(), (15, 60, 300, 900, 900)),
        (m.CallBarred(), (15, 60, 300, 900, 900)),
        (m.FacilityNotSupported(), (15, 60, 300, 900, 900)),
    ],
    ids=lambda value: value.words[1] if isinstance(value, ErrorParameter) else "",
)
def test_a_failure_is_tried_again_on_the_schedule_of_its_class(error: ErrorParameter, delays: tuple[int, ...]) -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, error)
    talk.submits()
    talk.run(sum(delays))
    at = talk.attempts()
    assert [later - earlier for earlier, later in pairwise(at)] == list(delays)


def test_the_schedule_is_a_matter_of_configuration() -> None:
    talk = Conversation(schedule=Schedule(busy=(1.0, 2.0)))
    talk.msc.answers(m.MtForwardSM, m.SubscriberBusyForMTSMS())
    talk.submits()
    talk.run(6)
    assert talk.attempts() == [0, 1, 3, 5]


def test_a_message_that_follows_another_in_its_dialogue_has_its_own_first_delay() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT, m.MtForwardSMRes(), ABSENT, m.MtForwardSMRes())
    talk.submits("one")
    talk.submits("two")
    talk.run(10 * MINUTE)
    assert talk.told() == ["DELIVRD 000"]
    talk.run(10 * MINUTE)
    assert talk.told() == ["DELIVRD 000"] * 2


def test_a_network_that_does_not_answer_is_a_failure_which_is_tried_again() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None, m.MtForwardSMRes())
    talk.submits()
    talk.run(60 + 15)
    assert talk.attempts() == [0, 75]
    assert talk.told() == ["DELIVRD 000"]


def test_an_hlr_that_does_not_answer_is_asked_again() -> None:
    talk = Conversation()
    talk.hlr.answers(m.SendRoutingInfoForSM, None, ROUTING_INFO)
    talk.submits()
    talk.run(15 + 15)
    assert talk.attempts() == [0, 30]
    assert talk.told() == ["DELIVRD 000"]


def test_an_answer_that_comes_too_late_is_an_answer_to_nothing() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None)
    talk.submits()
    talk.run(61)
    talk.says(talk.msc, m.MtForwardSMRes(), talk.msc.dialogue)
    assert talk.told() == []


ELSEWHERE = m.SendRoutingInfoForSMRes("234150000000002", MSC1)


def moving() -> Conversation:
    """Have the HLR say, in turn, that the subscriber is here and elsewhere."""
    talk = Conversation()
    talk.hlr.answers(m.SendRoutingInfoForSM, *(ROUTING_INFO, ELSEWHERE) * 10)
    return talk


def test_a_subscriber_who_has_moved_on_is_looked_for_at_once() -> None:
    talk = moving()
    talk.msc.answers(m.MtForwardSM, m.UnidentifiedSubscriber(), m.MtForwardSMRes())
    talk.submits()
    assert talk.attempts() == [0, 0]
    assert talk.told() == ["DELIVRD 000"]


def test_a_subscriber_who_is_never_where_the_hlr_says_is_not_looked_for_without_end() -> None:
    talk = moving()
    talk.msc.answers(m.MtForwardSM, m.UnidentifiedSubscriber())
    talk.submits(validity_period="000000000100000R")
    assert talk.attempts() == [0, 0, 0, 0]
    talk.run(60)
    assert talk.attempts()[4:] == [15, 15, 15, 15]
    assert talk.told() == ["UNDELIV 005"]


def test_a_subscriber_who_is_still_said_to_be_where_nobody_knows_him_is_not_looked_for_there_again() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.UnidentifiedSubscriber(), m.MtForwardSMRes())
    talk.submits()
    asked = [type(heard) for heard in talk.hlr.heard]
    assert asked == [m.SendRoutingInfoForSM, m.SendRoutingInfoForSM, m.ReportSMDeliveryStatus]
    assert (talk.attempts(), talk.told()) == ([0, 0], [])
    talk.run(15)
    assert (talk.attempts(), talk.told()) == ([0, 0, 15], ["DELIVRD 000"])


def test_a_subscriber_who_moves_once_for_every_message_is_looked_for_at_once_each_time() -> None:
    talk = moving()
    moved, arrived = m.UnidentifiedSubscriber(), m.MtForwardSMRes()
    talk.msc.answers(m.MtForwardSM, None, *(moved, arrived) * 5)
    for _ in range(5):
        talk.submits()
    talk.run(75)
    assert talk.told() == ["DELIVRD 000"] * 5


# What is said at the end: network-path, section 6


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (m.UnknownSubscriber(), "UNDELIV 001"),
        (m.TeleserviceNotProvisioned(), "UNDELIV 011"),
    ],
    ids=lambda value: value.words[1] if isinstance(value, ErrorParameter) else "",
)
def test_what_the_hlr_refuses_for_good_is_told_at_once(error: ErrorParameter, told: str) -> None:
    talk = Conversation()
    talk.hlr.answers(m.SendRoutingInfoForSM, error)
    talk.submits()
    assert talk.told() == [told]
    assert talk.deliver_sms()[0]["network_error_code"] == bytes((3, 0, error.code))
    assert len(talk.centre.queues) == 0


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (m.IllegalSubscriber(), "UNDELIV 009"),
        (m.IllegalEquipment(), "UNDELIV 012"),
        (NOT_SERVED, "UNDELIV 032"),
    ],
    ids=lambda value: value.words[1] if isinstance(value, ErrorParameter) else "",
)
def test_what_the_msc_refuses_for_good_is_told_at_once(error: ErrorParameter, told: str) -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, error)
    talk.submits()
    assert talk.told() == [told]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (m.UnidentifiedSubscriber(), "UNDELIV 005"),
        (ABSENT, "EXPIRED 006"),
        (m.CallBarred(), "UNDELIV 013"),
        (m.FacilityNotSupported(), "UNDELIV 021"),
        (m.SubscriberBusyForMTSMS(), "EXPIRED 031"),
        (FULL, "EXPIRED 032"),
        (m.SystemFailure(), "EXPIRED 034"),
        (m.DataMissing(), "UNDELIV 035"),
        (m.UnexpectedDataValue(), "UNDELIV 036"),
    ],
    ids=lambda value: value.words[1] if isinstance(value, ErrorParameter) else "",
)
def test_what_is_tried_until_the_end_is_told_by_its_last_failure(error: ErrorParameter, told: str) -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, error)
    message_id = talk.submits(validity_period="000000020000000R")
    talk.run(2 * HOUR - 1)
    assert talk.told() == []
    talk.run(1)
    assert talk.told() == [told]
    assert talk.message(message_id).done == talk.network.now
    assert talk.deliver_sms()[0]["network_error_code"] == bytes((3, 0, error.code))


def test_a_message_that_never_had_its_turn_expires_for_the_reason_that_it_waited_for() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    talk.submits("one")
    second = talk.submits("two", validity_period="000000000100000R")
    talk.run(MINUTE)
    assert talk.told() == ["EXPIRED 006"]
    assert talk.message(second).attempts == 0


def test_one_message_that_is_refused_for_good_does_not_hold_up_those_behind_it() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None, m.IllegalEquipment(), m.MtForwardSMRes())
    talk.submits("one")
    talk.submits("two")
    talk.run(75)
    assert talk.told() == ["UNDELIV 012", "DELIVRD 000"]


# Expiry


def test_a_message_that_does_not_say_how_long_is_tried_for_48_hours() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    message_id = talk.submits()
    talk.run(48 * HOUR - 1)
    assert talk.message(message_id).state is MessageState.ENROUTE
    talk.run(1)
    assert talk.message(message_id).state is MessageState.EXPIRED
    assert len(talk.centre.queues) == 0
    assert talk.network.next_at() is None or talk.network.at_rest


@pytest.mark.parametrize("validity_period", ["000000010000000R", "260101010000000+", "260101020000004+"])
def test_validity_is_relative_or_absolute_and_then_in_its_own_zone(validity_period: str) -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    message_id = talk.submits(validity_period=validity_period)
    talk.run(HOUR - 1)
    assert talk.message(message_id).state is MessageState.ENROUTE
    talk.run(1)
    assert talk.message(message_id).state is MessageState.EXPIRED


@pytest.mark.parametrize("silent", ["hlr", "msc1"])
def test_a_message_behind_one_that_is_under_way_expires_at_its_time(silent: str) -> None:
    talk = Conversation()
    if silent == "hlr":
        talk.hlr.answers(m.SendRoutingInfoForSM, None)
    talk.msc.answers(m.MtForwardSM, None)
    talk.submits("one")
    second = talk.submits("two", validity_period="000000000014000R")
    third = talk.submits("three", validity_period="000000000010000R")
    talk.run(9.9)
    assert talk.told() == []
    talk.run(0.1)
    assert (talk.told(), talk.message(third).attempts) == (["EXPIRED 000"], 0)
    talk.run(4)
    assert talk.told() == ["EXPIRED 000"] * 2
    assert talk.message(second).done == talk.network.now


def test_a_message_expires_in_time_behind_one_that_is_handed_over_before_it() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None)
    talk.submits("one")
    talk.submits("two")
    third = talk.submits("three", validity_period="000000000130000R")
    talk.run(55)
    talk.says(talk.msc, m.MtForwardSMRes(), talk.msc.dialogue)
    talk.run(35)
    assert talk.told() == ["DELIVRD 000", "EXPIRED 000"]
    assert talk.message(third).done == talk.network.now
    talk.says(talk.msc, m.MtForwardSMRes(), talk.msc.dialogue)
    assert talk.told()[-1] == "DELIVRD 000"
    assert len(talk.centre.queues) == 0


def test_what_is_under_way_when_its_time_is_over_may_still_arrive() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None)
    talk.submits("one", validity_period="000000000010000R")
    talk.submits("two", validity_period="000000000005000R")
    talk.run(20)
    talk.says(talk.msc, m.MtForwardSMRes(), talk.msc.dialogue)
    assert talk.told() == ["EXPIRED 000", "DELIVRD 000"]
    talk.run(HOUR)
    assert len(talk.centre.queues) == 0


def test_a_message_that_is_given_less_time_behind_one_that_is_under_way_expires_at_that() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None)
    talk.submits("one")
    second = talk.submits("two")
    pdu = ReplaceSm(message_id=second, source_addr="7000", validity_period="000000000010000R", registered_delivery=1)
    assert talk.asks(pdu).command_status == 0
    talk.run(10)
    assert talk.told() == ["EXPIRED 000"]


# The HLR and its alert


def test_an_absence_is_reported_and_the_alert_leads_to_delivery_at_once() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT, m.MtForwardSMRes())
    talk.submits(registered_delivery=0)
    talk.agrees("""
        bank -> sc    submit_sm
        sc   -> bank  submit_sm_resp ESME_ROK
        sc   -> hlr   sendRoutingInfoForSM
        hlr  -> sc    returnResultLast sendRoutingInfoForSM
        sc   -> msc1  mt-ForwardSM SMS-DELIVER
        msc1 -> sc    returnError absentSubscriberSM absent_subscriber_diagnostic_sm=imsiDetached
        sc   -> hlr   reportSM-DeliveryStatus absent_subscriber_diagnostic_sm=imsiDetached
        hlr  -> sc    returnResultLast reportSM-DeliveryStatus
    """)
    talk.run(42)
    talk.says(talk.hlr, alert())
    talk.agrees("""
    42s hlr  -> sc    alertServiceCentre msisdn=447700900123
        sc   -> hlr   returnResultLast alertServiceCentre
        sc   -> hlr   sendRoutingInfoForSM
        hlr  -> sc    returnResultLast sendRoutingInfoForSM
        sc   -> msc1  mt-ForwardSM SMS-DELIVER tp_ud="Hello"
        msc1 -> sc    returnResultLast mt-ForwardSM
    """)
    talk.run(HOUR)
    talk.agrees("")


def test_a_full_memory_is_reported() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, FULL)
    talk.submits()
    [report] = [heard for heard in talk.hlr.heard if isinstance(heard, m.ReportSMDeliveryStatus)]
    assert report.sm_delivery_outcome == m.SMDeliveryOutcome.memoryCapacityExceeded


def test_a_busy_subscriber_and_a_fault_are_not_reported() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.SubscriberBusyForMTSMS(), m.SystemFailure())
    talk.submits()
    talk.run(MINUTE)
    assert not any(isinstance(heard, m.ReportSMDeliveryStatus) for heard in talk.hlr.heard)


def test_whom_no_msc_knows_is_reported_as_absent_once_asking_anew_has_not_helped() -> None:
    talk = moving()
    talk.msc.answers(m.MtForwardSM, *[m.UnidentifiedSubscriber()] * 4, None)
    talk.submits()
    [report] = [heard for heard in talk.hlr.heard if isinstance(heard, m.ReportSMDeliveryStatus)]
    assert report.sm_delivery_outcome == m.SMDeliveryOutcome.absentSubscriber
    assert report.absent_subscriber_diagnostic_sm == AbsentSubscriberDiagnosticSM.unidentifiedSubscriberViaTheMSC
    assert sum(isinstance(heard, m.SendRoutingInfoForSM) for heard in talk.hlr.heard) == 4


def test_what_the_hlr_says_that_it_knows_is_not_reported_again() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    waits = m.InformServiceCentre(
        Address(NUMBER), m.MWStatus(sc_address_not_included=False, mnrf_set=True, mcef_set=False)
    )
    talk.hlr.answers(m.SendRoutingInfoForSM, ROUTING_INFO, (waits, ROUTING_INFO))
    talk.submits()
    talk.run(10 * MINUTE)
    assert talk.attempts() == [0, 600]
    assert sum(isinstance(heard, m.ReportSMDeliveryStatus) for heard in talk.hlr.heard) == 1


def test_another_diagnostic_is_reported_though_the_hlr_knows_of_the_absence() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.AbsentSubscriberSM(1), m.AbsentSubscriberSM(0))
    waits = m.InformServiceCentre(
        Address(NUMBER), m.MWStatus(sc_address_not_included=False, mnrf_set=True, mcef_set=False)
    )
    talk.hlr.answers(m.SendRoutingInfoForSM, ROUTING_INFO, (waits, ROUTING_INFO))
    talk.submits()
    talk.run(10 * MINUTE)
    reports = [heard for heard in talk.hlr.heard if isinstance(heard, m.ReportSMDeliveryStatus)]
    assert [report.absent_subscriber_diagnostic_sm for report in reports] == [1, 0]


@pytest.mark.parametrize(("known", "reported"), [(1, []), (0, [1])])
def test_a_diagnostic_is_reported_that_is_not_the_one_the_hlr_has(known: int, reported: list[int]) -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.AbsentSubscriberSM(1))
    waits = m.InformServiceCentre(Address(NUMBER), m.MWStatus(sc_address_not_included=False, mnrf_set=True), known)
    talk.hlr.answers(m.SendRoutingInfoForSM, (waits, ROUTING_INFO))
    talk.submits()
    reports = [heard for heard in talk.hlr.heard if isinstance(heard, m.ReportSMDeliveryStatus)]
    assert [report.absent_subscriber_diagnostic_sm for report in reports] == reported


def test_a_full_memory_that_the_hlr_knows_of_is_not_reported_again_after_an_absence() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.AbsentSubscriberSM(1), FULL)
    waits = m.InformServiceCentre(Address(NUMBER), m.MWStatus(sc_address_not_included=False, mcef_set=True))
    talk.hlr.answers(m.SendRoutingInfoForSM, ROUTING_INFO, (waits, ROUTING_INFO))
    talk.submits()
    talk.run(10 * MINUTE)
    reports = [heard for heard in talk.hlr.heard if isinstance(heard, m.ReportSMDeliveryStatus)]
    assert [report.sm_delivery_outcome for report in reports] == [m.SMDeliveryOutcome.absentSubscriber]


def test_an_absence_that_the_hlr_itself_tells_is_not_reported_to_it() -> None:
    talk = Conversation()
    talk.hlr.answers(m.SendRoutingInfoForSM, ABSENT)
    talk.submits()
    talk.run(HOUR)
    assert not any(isinstance(heard, m.ReportSMDeliveryStatus) for heard in talk.hlr.heard)
    assert talk.attempts() == [0, 600, 2400]


def test_the_schedule_insists_after_an_absence_and_who_is_alerted_need_not() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    talk.submits()
    talk.run(10 * MINUTE)
    talk.says(talk.hlr, alert())
    asked = [heard.sm_rp_pri for heard in talk.hlr.heard if isinstance(heard, m.SendRoutingInfoForSM)]
    assert asked == [False, True, False]


@pytest.mark.parametrize(("mnrf_set", "mcef_set"), [(True, False), (False, True)])
def test_a_delivery_while_others_wait_is_reported_so_that_the_hlr_alerts_them(mnrf_set: bool, mcef_set: bool) -> None:
    talk = Conversation()
    others = m.InformServiceCentre(
        Address(NUMBER), m.MWStatus(sc_address_not_included=True, mnrf_set=mnrf_set, mcef_set=mcef_set)
    )
    talk.hlr.answers(m.SendRoutingInfoForSM, (others, ROUTING_INFO))
    talk.submits()
    [report] = [heard for heard in talk.hlr.heard if isinstance(heard, m.ReportSMDeliveryStatus)]
    assert report.sm_delivery_outcome == m.SMDeliveryOutcome.successfulTransfer


def test_an_alert_that_overtakes_a_failure_makes_it_be_reported_anew() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT, None)
    waits = m.InformServiceCentre(
        Address(NUMBER), m.MWStatus(sc_address_not_included=False, mnrf_set=True, mcef_set=False)
    )
    talk.hlr.answers(m.SendRoutingInfoForSM, ROUTING_INFO, (waits, ROUTING_INFO))
    talk.submits()
    talk.run(10 * MINUTE)
    talk.says(talk.hlr, alert())  # while the MSC is still paging
    talk.says(talk.msc, ABSENT, talk.msc.dialogue)
    assert sum(isinstance(heard, m.ReportSMDeliveryStatus) for heard in talk.hlr.heard) == 2


def test_an_alert_for_somebody_nothing_waits_for_is_answered_and_that_is_all() -> None:
    talk = Conversation()
    talk.says(talk.hlr, alert("447700900199"))
    talk.agrees("""
        hlr -> sc   alertServiceCentre msisdn=447700900199
        sc  -> hlr  returnResultLast alertServiceCentre
    """)


def test_a_message_with_priority_asks_for_a_route_though_the_subscriber_is_absent() -> None:
    talk = Conversation()
    talk.bank.say(SubmitSm(destination_addr=NUMBER, priority_flag=1, short_message=b"!"))
    talk.run(0)
    [asked] = talk.hlr.heard
    assert asked.sm_rp_pri is True
