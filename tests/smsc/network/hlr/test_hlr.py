"""smsc.network.hlr: what it answers, and how it remembers who waits for whom."""

import pytest

from pdu.sms.address import Address
from pdu.ss7.map import (
    SHORT_MESSAGE_MO_PP,
    AbsentSubscriberSM,
    AlertReason,
    AlertServiceCentre,
    CallBarred,
    CallBarringCause,
    InformServiceCentre,
    InsertSubscriberData,
    InsertSubscriberDataRes,
    MessageWaitingListFull,
    MWStatus,
    PurgeMS,
    PurgeMSRes,
    ReadyForSM,
    ReadyForSMRes,
    ReportSMDeliveryStatus,
    ReportSMDeliveryStatusRes,
    RoamingNotAllowed,
    SendRoutingInfoForSM,
    SendRoutingInfoForSMRes,
    SMDeliveryOutcome,
    TeleserviceNotProvisioned,
    UnknownSubscriber,
    UpdateLocation,
)
from smsc.network.acts import LosesPower, SwitchesOn
from smsc.network.causes import AbsentSubscriberDiagnosticSM as Diagnostic
from smsc.network.hlr import MW_SUBSCRIPTION_LIMIT, LocationChecks, Subscriber
from smsc.network.hlr.subscribers import Subscribers
from smsc.network.operators import Restarts
from tests.smsc.network.world import MSC1, MSC2, SC, World, imsi, ladder, msisdn, mt_forward_sm

OTHER_SC = Address("447700900999")
ROUTING_INFO = SendRoutingInfoForSMRes(imsi(), MSC1)
ABSENT = ReportSMDeliveryStatus(msisdn(), SC, SMDeliveryOutcome.absentSubscriber, Diagnostic.imsiDetached)
FULL = ReportSMDeliveryStatus(msisdn(), SC, SMDeliveryOutcome.memoryCapacityExceeded)
DONE = ReportSMDeliveryStatus(msisdn(), SC, SMDeliveryOutcome.successfulTransfer)


def sri(n: int = 1, *, priority: bool = False) -> SendRoutingInfoForSM:
    return SendRoutingInfoForSM(msisdn(n), priority, SC)


def answers(world: World, *said: object) -> list[object]:
    """Return what the service centre hears when it says all this to the HLR."""
    world.sc.heard.clear()
    for message in said:
        world.say("hlr", message)
        world.run(0)
    return world.sc.heard


def subscriber(world: World) -> Subscriber:
    return world.hlr.subscribers[imsi()]


def test_a_service_centre_learns_where_to_send_a_message() -> None:
    assert answers(World(), sri()) == [ROUTING_INFO]


def test_a_number_that_is_nobodys_is_unknown() -> None:
    assert answers(World(), sri(9)) == [UnknownSubscriber()]


def test_a_subscriber_without_short_messages_gets_none() -> None:
    world = World()
    subscriber(world).teleservice_list = (SHORT_MESSAGE_MO_PP,)
    assert answers(world, sri()) == [TeleserviceNotProvisioned()]


def test_a_barred_subscriber_gets_none() -> None:
    world = World()
    subscriber(world).barred = CallBarringCause.barringServiceActive
    assert answers(world, sri()) == [CallBarred(CallBarringCause.barringServiceActive)]


def test_who_has_never_been_anywhere_is_absent_and_the_service_centre_waits() -> None:
    world = World(handsets=0)
    world.handset(1, on=False)
    assert answers(world, sri()) == [AbsentSubscriberSM(Diagnostic.deregisteredInTheNonGPRS)]
    assert list(subscriber(world).mwd) == [SC]
    world.does("ms1", SwitchesOn())
    assert world.sc.heard[1:] == [AlertServiceCentre(msisdn(), SC)]


def test_an_absent_subscriber_is_remembered_with_who_waits_for_him() -> None:
    world = World()
    assert answers(world, ABSENT) == [ReportSMDeliveryStatusRes(msisdn())]
    assert (subscriber(world).mnrf, subscriber(world).mcef) == (True, False)
    assert subscriber(world).mnrr == Diagnostic.imsiDetached
    assert list(subscriber(world).mwd) == [SC]


def test_who_waits_already_and_is_in_no_hurry_has_to_go_on_waiting() -> None:
    assert answers(World(), ABSENT, sri())[1:] == [AbsentSubscriberSM(Diagnostic.imsiDetached)]


def test_who_waits_already_and_is_in_a_hurry_may_try() -> None:
    assert answers(World(), ABSENT, sri(priority=True))[1:] == [
        InformServiceCentre(msisdn(), MWStatus(sc_address_not_included=False, mnrf_set=True), Diagnostic.imsiDetached),
        ROUTING_INFO,
    ]


def test_who_does_not_wait_yet_may_try_and_is_told_that_it_will_be_in_vain() -> None:
    world = World()
    subscriber(world).mnrf = True
    subscriber(world).mwd += (OTHER_SC,)
    assert answers(world, sri()) == [
        InformServiceCentre(msisdn(), MWStatus(sc_address_not_included=True, mnrf_set=True)),
        ROUTING_INFO,
    ]


def test_who_waits_for_memory_may_try_and_is_told_so() -> None:
    world = World()
    assert answers(world, FULL, sri())[1:] == [
        InformServiceCentre(msisdn(), MWStatus(sc_address_not_included=False, mcef_set=True)),
        ROUTING_INFO,
    ]
    assert (subscriber(world).mnrf, subscriber(world).mcef) == (False, True)


def test_whose_memory_is_full_is_absent_no_more() -> None:
    world = World()
    assert answers(world, ABSENT, FULL, sri())[2:] == [
        InformServiceCentre(msisdn(), MWStatus(sc_address_not_included=False, mcef_set=True)),
        ROUTING_INFO,
    ]
    assert (subscriber(world).mnrf, subscriber(world).mnrr, subscriber(world).mcef) == (False, None, True)


def test_why_somebody_was_absent_is_forgotten_when_he_is_back_though_his_memory_is_full() -> None:
    world = World()
    answers(world, FULL, ABSENT, ReadyForSM(imsi(), AlertReason.ms_Present))
    assert (subscriber(world).mnrf, subscriber(world).mnrr, subscriber(world).mcef) == (False, None, True)


def test_a_report_about_nobody_is_refused() -> None:
    report = ReportSMDeliveryStatus(msisdn(9), SC, SMDeliveryOutcome.absentSubscriber)
    assert answers(World(), report) == [UnknownSubscriber()]


def test_only_so_many_service_centres_may_wait() -> None:
    world = World()
    for n in range(MW_SUBSCRIPTION_LIMIT):
        subscriber(world).mwd += (Address(f"44770090{n:04}"),)
    assert answers(world, ABSENT) == [MessageWaitingListFull()]
    assert not subscriber(world).mnrf


def test_who_comes_back_is_announced_once_to_everybody_who_waits() -> None:
    world = World()
    subscriber(world).mwd += (SC,)
    subscriber(world).mnrf = True
    assert answers(world, ReadyForSM(imsi(), AlertReason.ms_Present)) == [
        ReadyForSMRes(),
        AlertServiceCentre(msisdn(), SC),
    ]
    assert (subscriber(world).mnrf, subscriber(world).mwd, subscriber(world).mnrr) == (False, (), None)
    assert answers(world, ReadyForSM(imsi(), AlertReason.ms_Present)) == [ReadyForSMRes()]


def test_who_comes_back_with_a_full_memory_is_not_announced() -> None:
    world = World()
    assert answers(world, ABSENT, FULL, ReadyForSM(imsi(), AlertReason.ms_Present))[2:] == [ReadyForSMRes()]
    assert (subscriber(world).mnrf, subscriber(world).mcef) == (False, True)
    assert answers(world, ReadyForSM(imsi(), AlertReason.memoryAvailable)) == [
        ReadyForSMRes(),
        AlertServiceCentre(msisdn(), SC),
    ]
    assert not subscriber(world).mcef


def test_nobody_is_ready_whom_nobody_knows() -> None:
    assert answers(World(), ReadyForSM(imsi(9), AlertReason.ms_Present)) == [UnknownSubscriber()]


def test_a_success_of_one_service_centre_is_announced_to_the_others() -> None:
    world = World()
    subscriber(world).mwd = (OTHER_SC, SC)
    subscriber(world).mcef = True
    assert answers(world, DONE) == [ReportSMDeliveryStatusRes(msisdn())]
    assert f"hlr -> {OTHER_SC} alertServiceCentre" in world.ladder()
    assert (subscriber(world).mcef, subscriber(world).mwd) == (False, ())


def test_nobody_moves_whom_nobody_knows() -> None:
    assert answers(World(), UpdateLocation(imsi(9), MSC2, MSC2)) == [UnknownSubscriber()]


def test_a_vlr_that_does_not_take_the_data_is_waited_for_no_longer_than_a_timer() -> None:
    world = World()
    dialogue = world.say("hlr", UpdateLocation(imsi(), MSC2, MSC2))
    world.run()
    assert world.at_rest()
    world.sc.heard.clear()
    world.say("hlr", InsertSubscriberDataRes(), dialogue)
    world.run()
    assert world.sc.heard == []


@pytest.mark.parametrize("message", [ABSENT, FULL])
def test_a_service_centre_waits_once_however_often_it_says_so(message: object) -> None:
    world = World()
    answers(world, message, message)
    assert list(subscriber(world).mwd) == [SC]


def test_an_absent_handset_its_return_the_alert_and_the_message() -> None:
    world = World()
    world.does("ms1", LosesPower())
    world.say("msc1", mt_forward_sm())
    world.run()
    world.say("hlr", ABSENT)
    world.run()
    world.ladder()
    world.does("ms1", SwitchesOn())
    assert world.ladder() == ladder(
        """
        ms1           switches on
        ms1 -> bss1   CHANNEL REQUEST
        bss1 -> ms1   IMMEDIATE ASSIGNMENT
        ms1 -> bss1   LOCATION UPDATING REQUEST
        bss1 -> msc1  COMPLETE LAYER 3 INFORMATION LOCATION UPDATING REQUEST
        msc1 -> bss1  LOCATION UPDATING ACCEPT
        msc1 -> bss1  CLEAR COMMAND
        msc1 -> hlr   readyForSM
        bss1 -> ms1   LOCATION UPDATING ACCEPT
        bss1 -> ms1   CHANNEL RELEASE
        bss1 -> msc1  CLEAR COMPLETE
        hlr -> msc1   returnResultLast readyForSM
        hlr -> sc     alertServiceCentre
        sc -> hlr     returnResultLast alertServiceCentre
        """
    )


# Subscriptions


def test_a_number_has_one_sim_and_a_sim_one_number() -> None:
    subscribers = Subscribers()
    subscribers.add(Subscriber(imsi(1), msisdn(1)))
    moved = subscribers.add(Subscriber(imsi(2), msisdn(1)))
    assert (subscribers.of(msisdn(1)), subscribers.with_imsi(imsi(1))) == (moved, None)
    renumbered = subscribers.add(Subscriber(imsi(2), msisdn(2)))
    assert (subscribers.with_imsi(imsi(2)), subscribers.of(msisdn(1))) == (renumbered, None)
    assert subscribers.of(msisdn(2)) is renumbered


def test_a_subscriber_who_was_just_heard_from_is_not_far_away() -> None:
    far = [Address(number) for number in ("12025550101", "12025550102")]
    world = World()
    world.hlr._checks = LocationChecks(travel_time=3600.0)
    said = [ReadyForSM(imsi(), AlertReason.ms_Present), *(UpdateLocation(imsi(), one, one) for one in (far[0], *far))]
    answers = []
    for message, wait in zip(said, (1800, 1800, 1800, 0), strict=True):
        world.say("hlr", message)
        world.run(wait)
        answers.append(type(world.sc.heard[-1]))
    assert answers == [ReadyForSMRes, RoamingNotAllowed, InsertSubscriberData, RoamingNotAllowed]


def test_a_subscriber_who_is_forgotten_by_his_vlr_stays_so_whatever_others_forget() -> None:
    world = World()
    world.hlr.subscribers[imsi()].vlr_number = MSC1
    for vlr, is_his in ((MSC1, True), (MSC2, False)):
        world.say("hlr", PurgeMS(imsi(), vlr))
        world.run(0)
        assert world.sc.heard[-1] == PurgeMSRes(freeze_tmsi=is_his)
    assert world.hlr.subscribers[imsi()].purged


def test_a_handset_that_registers_where_it_is_known_to_be_is_not_cancelled_there() -> None:
    world = World()
    world.does("msc1", Restarts())
    world.does("ms1", LosesPower())
    world.does("ms1", SwitchesOn())
    told = world.ladder()
    assert "msc1 -> hlr   updateLocation" in told
    assert "cancelLocation" not in told
