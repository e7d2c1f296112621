"""smsc.network.hlr.provisioning: what an operator changes while the network runs, and who hears of it."""

import pytest

from pdu.ss7.map import (
    AbsentSubscriberSM,
    AlertServiceCentre,
    CallBarred,
    CallBarringCause,
    CancelLocation,
    SendRoutingInfoForSM,
    SendRoutingInfoForSMRes,
    TeleserviceNotProvisioned,
    UnknownSubscriber,
)
from smsc.network.acts import CannotSend, MovesTo, SendsText, SwitchesOff, SwitchesOn
from smsc.network.causes import AbsentSubscriberDiagnosticSM as Diagnostic
from smsc.network.operators import Bars, Provisions, Subscribes, SwapsSim, Unbars, Withdraws
from smsc.network.timers import CANCELLATION
from smsc.numbering import dialled
from tests.smsc.network.world import MSC1, SC, World, answer, imsi, ladder, msisdn, mt_forward_sm, shown, submitted

TELEPHONY, MT, MO = b"\x11", b"\x21", b"\x22"
ROUTING_INFO = SendRoutingInfoForSMRes(imsi(), MSC1)
ABSENT = AbsentSubscriberSM(Diagnostic.deregisteredInTheNonGPRS)


def cannot_send(world: World) -> list[int | None]:
    texts = shown(world)
    world.does("ms1", SendsText("Hello", dialled("7000")))
    return [one.rp_cause for one in texts if isinstance(one, CannotSend)]


def test_who_is_barred_by_his_operator_can_neither_receive_nor_send() -> None:
    world = World()
    world.does("hlr", Bars(msisdn()))
    assert world.ladder() == ladder("""
        hlr           bars
        hlr -> msc1   insertSubscriberData
        msc1 -> hlr   returnResultLast insertSubscriberData
        """)
    assert answer(world) == CallBarred(CallBarringCause.operatorBarring)
    assert cannot_send(world) == [8]
    world.does("hlr", Unbars(msisdn()))
    assert answer(world) == ROUTING_INFO
    assert cannot_send(world) == []


def test_who_bars_what_comes_in_can_still_send() -> None:
    world = World()
    world.does("hlr", Bars(msisdn(), "subscriber"))
    assert answer(world) == CallBarred(CallBarringCause.barringServiceActive)
    assert cannot_send(world) == []
    assert len(submitted(world)) == 1


def test_who_is_barred_stays_so_where_he_goes() -> None:
    world = World()
    world.does("ms1", SwitchesOff())
    world.does("hlr", Bars(msisdn()))
    world.msc1.vlr.visitors.clear()
    world.does("ms1", SwitchesOn())
    assert cannot_send(world) == [8]


def test_a_teleservice_that_is_taken_away_is_missed_at_once() -> None:
    world = World()
    world.does("hlr", Provisions(msisdn(), (TELEPHONY,)))
    assert answer(world) == TeleserviceNotProvisioned()
    assert cannot_send(world) == [50]
    world.does("hlr", Provisions(msisdn(), (TELEPHONY, MT, MO)))
    assert answer(world) == ROUTING_INFO
    assert cannot_send(world) == []


def test_what_is_taken_away_is_deleted_and_what_is_given_inserted() -> None:
    world = World()
    world.does("hlr", Provisions(msisdn(), (MT,)))
    assert world.ladder() == ladder("""
        hlr           provisions
        hlr -> msc1   deleteSubscriberData
        msc1 -> hlr   returnResultLast deleteSubscriberData
        """)
    assert world.msc1.vlr.visitors[imsi()].teleservice_list == (MT,)
    assert answer(world) == ROUTING_INFO
    assert cannot_send(world) == [50]
    world.ladder()
    world.does("hlr", Provisions(msisdn(), (MT, MO)))
    assert world.ladder() == ladder("""
        hlr           provisions
        hlr -> msc1   insertSubscriberData
        msc1 -> hlr   returnResultLast insertSubscriberData
        """)
    assert cannot_send(world) == []


def test_who_has_no_service_left_is_told_so() -> None:
    world = World()
    world.does("hlr", Provisions(msisdn(), ()))
    assert answer(world) == TeleserviceNotProvisioned()
    assert cannot_send(world) == [50]
    world.does("ms1", SwitchesOff())
    world.does("ms1", SwitchesOn())
    assert answer(world) == TeleserviceNotProvisioned()


def test_a_sim_that_the_network_does_not_want_can_send_nothing_and_its_owner_sees_so() -> None:
    world = World()
    world.does("hlr", Withdraws(msisdn()))
    texts = shown(world)
    for text in ("one", "two", "three"):
        world.does("ms1", SendsText(text, dialled("7000")))
    assert texts == [CannotSend(text, dialled("7000")) for text in ("one", "two", "three")]
    world.does("hlr", Subscribes(msisdn(), imsi()))
    world.does("ms1", SwitchesOff())
    world.does("ms1", SwitchesOn())
    assert cannot_send(world) == []
    assert len(submitted(world)) == 1


def test_a_subscription_that_is_withdrawn_is_forgotten_by_the_vlr() -> None:
    world = World()
    world.does("hlr", Withdraws(msisdn()))
    assert world.ladder() == ladder("""
        hlr           withdraws
        hlr -> msc1   cancelLocation
        msc1 -> hlr   returnResultLast cancelLocation
        """)
    assert answer(world) == UnknownSubscriber()
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert "unidentifiedSubscriber" in world.ladder()


def test_a_new_subscription_is_there_once_its_handset_registers() -> None:
    world = World()
    world.handset(2, on=False)
    world.does("hlr", Subscribes(msisdn(9), imsi(2)))
    asked = SendRoutingInfoForSM(msisdn(9), False, SC)
    assert answer(world, asked) == ABSENT
    assert answer(world, SendRoutingInfoForSM(msisdn(2), False, SC)) == UnknownSubscriber()
    world.does("ms2", SwitchesOn())
    assert answer(world, asked) == SendRoutingInfoForSMRes(imsi(2), MSC1)


def test_a_number_on_a_new_sim_is_absent_until_that_registers_and_then_whoever_waits_is_told() -> None:
    world = World(handsets=2)
    world.does("ms2", SwitchesOff())
    world.does("hlr", SwapsSim(msisdn(), imsi(2)))
    assert "cancelLocation" in world.ladder()
    assert answer(world) == ABSENT
    assert answer(world, SendRoutingInfoForSM(msisdn(2), False, SC)) == UnknownSubscriber()
    world.does("ms2", SwitchesOn())
    assert world.sc.heard[-1] == AlertServiceCentre(msisdn(), SC)
    assert answer(world) == SendRoutingInfoForSMRes(imsi(2), MSC1)


def test_the_former_sim_learns_that_it_is_nobodys_when_it_speaks_next() -> None:
    world = World(handsets=2)
    world.does("hlr", SwapsSim(msisdn(), imsi(2)))
    world.ladder()
    world.does("ms1", SendsText("Hello", dialled("7000")))
    world.run()
    assert "returnError unknownSubscriber" in world.ladder()
    assert not world.handsets[0].registered


def test_who_waits_for_a_number_waits_for_its_new_sim() -> None:
    world = World(handsets=2)
    subscriber = world.hlr.subscribers[imsi()]
    subscriber.mwd += (SC,)
    world.does("hlr", SwapsSim(msisdn(), imsi(2)))
    assert world.hlr.subscribers[imsi(2)].mwd == (SC,)
    assert imsi() not in world.hlr.subscribers


def test_a_sim_that_is_swapped_while_its_handset_registers_is_nobodys() -> None:
    world = World()
    world.handset(2, on=False)
    world.hlr.subscribers[imsi()].mwd += (SC,)
    world.network.set_latency(("msc", "hlr"), 1.0)
    world.does("ms1", MovesTo("cell3"))
    world.run(1.5)  # the HLR has told the VLR who he is, and its answer is on the way
    world.does("hlr", SwapsSim(msisdn(), imsi(2)))
    world.ladder()
    world.run(1)
    assert "hlr -> msc2   returnError unknownSubscriber" in world.ladder()
    assert AlertServiceCentre not in {type(heard) for heard in world.sc.heard}
    assert world.hlr.subscribers[imsi(2)].mwd == (SC,)
    world.run()
    assert world.at_rest()


@pytest.mark.parametrize("act", [Bars(msisdn(9)), Unbars(msisdn(9)), Provisions(msisdn(9), (MT,)), Withdraws(msisdn(9)),
                                 SwapsSim(msisdn(9), imsi(8)), SwapsSim(msisdn(), imsi())])  # fmt: skip
def test_what_is_about_nobody_changes_nothing(act: object) -> None:
    world = World()
    world.does("hlr", act)
    assert len(world.ladder().splitlines()) == 1
    assert answer(world) == ROUTING_INFO


def test_a_vlr_that_has_not_heard_that_a_sim_is_nobodys_is_told_again() -> None:
    world = World()
    world.elements["msc1"].deaf_to.add(CancelLocation)
    world.does("hlr", Withdraws(msisdn()))
    world.run(CANCELLATION)
    assert world.ladder().count("hlr -> msc1   cancelLocation") == 2
    world.elements["msc1"].deaf_to.clear()
    world.run(CANCELLATION)
    assert world.ladder() == "hlr -> msc1   cancelLocation\nmsc1 -> hlr   returnResultLast cancelLocation"
    world.run()
    assert world.at_rest()


@pytest.mark.parametrize("act", [Subscribes(msisdn(2), imsi()), SwapsSim(msisdn(2), imsi())])
def test_a_vlr_that_has_a_sim_from_before_is_told_at_once_when_that_has_a_number_again(act: object) -> None:
    world = World(handsets=2)
    world.elements["msc1"].deaf_to.add(CancelLocation)
    world.does("hlr", Withdraws(msisdn()))
    world.elements["msc1"].deaf_to.clear()
    world.does("hlr", act)
    for again in (SwitchesOff(), SwitchesOn()):
        world.does("ms1", again)
    assert answer(world, SendRoutingInfoForSM(msisdn(2), False, SC)) == ROUTING_INFO
    world.run()
    assert world.at_rest()


def test_a_subscriber_who_is_nowhere_is_given_and_refused_services_and_no_vlr_is_told() -> None:
    world = World(handsets=0)
    world.handset(1, on=False)
    for act in (Provisions(msisdn(), ()), Provisions(msisdn(), (MT,)), Bars(msisdn(), "operator")):
        world.does("hlr", act)
    assert "->" not in world.ladder()
    assert isinstance(answer(world), CallBarred)
