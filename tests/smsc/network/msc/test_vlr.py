"""smsc.network.msc.vlr: location updating, as ladders."""

import pytest

from pdu.gsm.bssmap import RADIO_INTERFACE_FAILURE, ClearCommand, ClearRequest
from pdu.gsm.mm import ROAMING_NOT_ALLOWED, LocationUpdatingAccept
from pdu.gsm.rr import ChannelRequest
from pdu.sms.rp import RpCause
from pdu.ss7.map import (
    SHORT_MESSAGE_MO_PP,
    SHORT_MESSAGE_MT_PP,
    AbsentSubscriberSM,
    AlertServiceCentre,
    BearerService,
    CancelLocation,
    DeleteSubscriberData,
    InsertSubscriberData,
    InsertSubscriberDataRes,
    MtForwardSMRes,
    ReadyForSM,
    Teleservice,
    UpdateLocation,
    UpdateLocationRes,
)
from smsc.network.acts import CannotSend, LosesCoverage, LosesPower, MovesTo, SendsText, SwitchesOff, SwitchesOn
from smsc.network.causes import AbsentSubscriberDiagnosticSM
from smsc.network.operators import Provisions, Restarts, Withdraws
from smsc.network.timers import (
    CANCELLATION,
    LOCATION_UPDATING_ATTEMPTS,
    MAP_M,
    REACHABLE_GUARD,
    T3126,
    T3210,
    T3211,
    T3213,
)
from tests.smsc.network.world import BANK, MSC1, MSC2, SC, World, imsi, ladder, msisdn, mt_forward_sm, shown, submitted

ROAMS = ladder(
    """
    ms1           moves to
    ms1 -> bss2   CHANNEL REQUEST
    bss2 -> ms1   IMMEDIATE ASSIGNMENT
    ms1 -> bss2   LOCATION UPDATING REQUEST
    bss2 -> msc2  COMPLETE LAYER 3 INFORMATION LOCATION UPDATING REQUEST
    msc2 -> hlr   updateLocation
    hlr -> msc1   cancelLocation
    hlr -> msc2   insertSubscriberData
    msc1 -> hlr   returnResultLast cancelLocation
    msc2 -> hlr   returnResultLast insertSubscriberData
    hlr -> msc2   returnResultLast updateLocation
    msc2 -> bss2  LOCATION UPDATING ACCEPT
    msc2 -> bss2  CLEAR COMMAND
    bss2 -> ms1   LOCATION UPDATING ACCEPT
    bss2 -> ms1   CHANNEL RELEASE
    bss2 -> msc2  CLEAR COMPLETE
    """
)


def test_a_handset_that_is_switched_off_says_so() -> None:
    world = World()
    world.does("ms1", SwitchesOff())
    assert world.ladder() == ladder(
        """
        ms1           switches off
        ms1 -> bss1   CHANNEL REQUEST
        bss1 -> ms1   IMMEDIATE ASSIGNMENT
        ms1 -> bss1   IMSI DETACH INDICATION
        bss1 -> msc1  COMPLETE LAYER 3 INFORMATION IMSI DETACH INDICATION
        msc1 -> bss1  CLEAR COMMAND
        bss1 -> ms1   CHANNEL RELEASE
        bss1 -> msc1  CLEAR COMPLETE
        """
    )
    assert not world.handsets[0].on
    assert not world.msc1.vlr.visitors[imsi()].attached


def test_a_handset_that_comes_back_where_it_was_needs_no_hlr() -> None:
    world = World()
    world.does("ms1", SwitchesOff())
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
        bss1 -> ms1   LOCATION UPDATING ACCEPT
        bss1 -> ms1   CHANNEL RELEASE
        bss1 -> msc1  CLEAR COMPLETE
        """
    )
    assert world.msc1.vlr.visitors[imsi()].attached


def test_a_handset_that_was_missed_is_told_to_the_hlr() -> None:
    world = World()
    world.does("ms1", SwitchesOff())
    world.say("msc1", mt_forward_sm())
    world.run(0)
    world.does("ms1", SwitchesOn())
    assert "msc1 -> hlr   readyForSM" in world.ladder()
    assert not world.msc1.vlr.visitors[imsi()].mnrf


def test_an_hlr_that_does_not_answer_is_told_of_a_return_again_the_next_time_he_is_heard_of() -> None:
    world = World()
    world.does("ms1", SwitchesOff())
    world.say("msc1", mt_forward_sm())
    world.elements["hlr"].deaf_to = {ReadyForSM}
    world.does("ms1", SwitchesOn())
    world.does("ms1", SendsText("Hello", BANK))
    assert world.ladder().count("msc1 -> hlr   readyForSM") == 1  # it may still answer
    world.run(MAP_M)
    world.does("ms1", SendsText("Hello", BANK))
    assert world.ladder().count("msc1 -> hlr   readyForSM") == 1


def test_a_handset_that_is_new_is_made_known() -> None:
    world = World(handsets=0)
    ms = world.handset(1, on=False)
    world.does("ms1", SwitchesOn())
    assert world.ladder() == ladder(
        """
        ms1           switches on
        ms1 -> bss1   CHANNEL REQUEST
        bss1 -> ms1   IMMEDIATE ASSIGNMENT
        ms1 -> bss1   LOCATION UPDATING REQUEST
        bss1 -> msc1  COMPLETE LAYER 3 INFORMATION LOCATION UPDATING REQUEST
        msc1 -> hlr   updateLocation
        hlr -> msc1   insertSubscriberData
        msc1 -> hlr   returnResultLast insertSubscriberData
        hlr -> msc1   returnResultLast updateLocation
        msc1 -> bss1  LOCATION UPDATING ACCEPT
        msc1 -> bss1  CLEAR COMMAND
        bss1 -> ms1   LOCATION UPDATING ACCEPT
        bss1 -> ms1   CHANNEL RELEASE
        bss1 -> msc1  CLEAR COMPLETE
        """
    )
    assert ms.registered
    visitor = world.msc1.vlr.visitors[imsi()]
    assert (visitor.msisdn, visitor.teleservice_list) == (msisdn(), world.hlr.subscribers[imsi()].teleservice_list)


def test_another_area_of_the_same_msc_is_no_news_for_the_hlr() -> None:
    world = World()
    world.does("ms1", MovesTo("cell2"))
    assert "hlr" not in world.ladder()
    assert world.msc1.vlr.visitors[imsi()].lai == world.cells["cell2"].lai
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert [message.text for message in world.handsets[0].inbox.messages] == ["Hello"]


def test_another_cell_of_the_same_area_is_no_news_at_all() -> None:
    world = World()
    world.does("ms1", MovesTo("cell2"))
    world.ladder()
    world.does("ms1", MovesTo("cell2b"))
    assert world.ladder() == "ms1           moves to"
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert [message.text for message in world.handsets[0].inbox.messages] == ["Hello"]


def test_a_handset_roams_to_another_msc() -> None:
    world = World()
    world.does("ms1", MovesTo("cell3"))
    assert world.ladder() == ROAMS
    assert imsi() not in world.msc1.vlr.visitors
    subscriber = world.hlr.subscribers[imsi()]
    assert (subscriber.msc_number, subscriber.vlr_number) == (MSC2, MSC2)
    world.say(MSC2.value, mt_forward_sm())
    world.run(0)
    assert [message.text for message in world.handsets[0].inbox.messages] == ["Hello"]


def test_a_handset_that_comes_back_to_a_vlr_that_missed_its_going_is_made_known_to_the_hlr() -> None:
    world = World()
    world.elements["msc1"].deaf_to.add(CancelLocation)
    world.does("ms1", MovesTo("cell3"))
    assert imsi() in world.msc1.vlr.visitors
    world.does("ms1", MovesTo("cell1"))
    assert world.hlr.subscribers[imsi()].msc_number == MSC1
    assert imsi() not in world.msc2.vlr.visitors
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert [message.text for message in world.handsets[0].inbox.messages] == ["Hello"]


def test_a_vlr_that_restarts_while_the_hlr_is_asked_knows_nobody_until_he_is_heard_of_again() -> None:
    world = World()
    world.network.latency = {("hlr", "msc"): 1.0}
    world.network.act("ms1", MovesTo("cell3"))
    world.run(0.5)
    world.does("msc2", Restarts())
    world.ladder()
    world.run(1)
    assert world.ladder() == ladder("""
        hlr -> msc1   cancelLocation
        hlr -> msc2   insertSubscriberData
        msc1 -> hlr   returnResultLast cancelLocation
        msc2 -> hlr   returnError unidentifiedSubscriber
        """)
    assert imsi() not in world.msc2.vlr.visitors
    world.run()
    assert imsi() in world.msc2.vlr.visitors
    assert world.at_rest()


def test_a_handset_carried_away_while_off_is_called_where_it_is_not() -> None:
    world = World()
    world.does("ms1", LosesPower())
    world.does("ms1", MovesTo("cell3"))
    world.ladder()
    world.say("msc1", mt_forward_sm())
    world.run()
    assert world.ladder() == ladder(
        """
        sc -> msc1    mt-ForwardSM
        msc1 -> bss1  PAGING
        bss1          PAGING REQUEST
        msc1 -> bss1  PAGING
        bss1          PAGING REQUEST
        msc1 -> sc    returnError absentSubscriberSM
        """
    )
    world.does("ms1", SwitchesOn())
    assert "msc2 -> hlr   updateLocation" in world.ladder()


def test_a_handset_that_moves_while_it_has_a_channel_updates_its_location_afterwards() -> None:
    world = World()
    world.network.latency = {("ms", "bss"): 0.1, ("bss", "ms"): 0.1}
    world.say("msc1", mt_forward_sm())
    world.run(0.35)
    world.network.act("ms1", MovesTo("cell3"))
    world.run()
    found = world.ladder()
    assert found.index("msc1 -> sc    returnResultLast mt-ForwardSM") < found.index("msc2 -> hlr   updateLocation")
    assert world.handsets[0].location == world.cells["cell3"].lai
    assert world.at_rest()


def test_a_delivery_waits_for_the_location_updating_to_end() -> None:
    world = World()
    world.network.latency = {("ms", "bss"): 0.1, ("bss", "ms"): 0.1, ("msc", "bss"): 0.1}
    world.network.act("ms1", MovesTo("cell2"))
    world.run(0.35)
    world.say("msc1", mt_forward_sm())
    world.run()
    found = world.ladder()
    assert found.index("bss1 -> msc1  CLEAR COMPLETE") < found.index("msc1 -> bss1  PAGING")
    assert [message.text for message in world.handsets[0].inbox.messages] == ["Hello"]


def test_a_handset_whose_connection_is_being_cleared_is_told_nothing_more() -> None:
    world = World()
    world.does("ms1", LosesPower())
    world.msc1.vlr.visitors.clear()
    world.elements["hlr"].deaf_to = {UpdateLocation}
    world.elements["bss1"].deaf_to = {ClearCommand}
    world.does("ms1", SwitchesOn())
    world.run(MAP_M - 1)
    [connection] = world.msc1.connections.procedures
    world.ladder()
    world.say("msc1", ClearRequest(RADIO_INTERFACE_FAILURE), connection)
    world.run(2)
    assert world.ladder() == ladder("""
        sc -> msc1    CLEAR REQUEST
        msc1 -> bss1  CLEAR COMMAND
    """)
    assert connection in world.msc1.connections.procedures


def test_a_sim_that_the_hlr_does_not_know_is_rejected_and_asks_no_more() -> None:
    world = World(handsets=0)
    world.handset(1, on=False)
    del world.hlr.subscribers[imsi()]
    world.does("ms1", SwitchesOn())
    found = world.ladder()
    assert "hlr -> msc1   returnError unknownSubscriber" in found
    assert "bss1 -> ms1   LOCATION UPDATING REJECT" in found
    world.run(3600)
    world.does("ms1", MovesTo("cell3"))
    assert "CHANNEL REQUEST" not in world.ladder()
    assert world.at_rest()


def test_a_subscriber_whom_the_hlr_refuses_after_all_is_no_visitor() -> None:
    world = World()
    world.elements["msc2"].deaf_to.add(CancelLocation)
    world.network.set_latency(("msc", "hlr"), 1.0)
    world.does("ms1", MovesTo("cell3"))
    world.run(1.5)  # the VLR has the subscriber's data, and its answer is on the way
    assert imsi() in world.msc2.vlr.visitors
    world.does("hlr", Withdraws(msisdn()))
    world.run(1)
    assert "hlr -> msc2   returnError unknownSubscriber" in world.ladder()
    assert imsi() not in world.msc2.vlr.visitors


@pytest.mark.parametrize("lost", [InsertSubscriberDataRes, UpdateLocationRes])
def test_a_visitor_whom_the_hlr_has_not_confirmed_is_told_to_it_when_next_heard_of(lost: type) -> None:
    world = World()
    world.does("ms1", SwitchesOff())
    world.does("msc1", Restarts())
    subscriber = world.hlr.subscribers[imsi()]
    subscriber.mnrf, subscriber.mwd = True, (SC,)
    deaf = world.elements["hlr" if lost is InsertSubscriberDataRes else "msc1"]
    deaf.deaf_to.add(lost)
    world.does("ms1", SwitchesOn())
    world.run(MAP_M)
    deaf.deaf_to.clear()
    assert "LOCATION UPDATING REJECT" in world.ladder()
    world.run(T3211.seconds)
    assert "hlr -> msc1   returnResultLast updateLocation" in world.ladder()
    assert [type(heard) for heard in world.sc.heard] == [AlertServiceCentre]
    world.run()
    assert world.at_rest()


def test_a_handset_tries_again_when_the_hlr_does_not_answer_and_not_for_ever() -> None:
    world = World(handsets=0)
    world.network.latency = {("ms", "bss"): 0.1}
    world.handset(1, on=False)
    world.elements["hlr"].deaf_to.add(UpdateLocation)
    world.does("ms1", SwitchesOn())
    world.run(T3210.seconds)
    assert "bss1 -> ms1   LOCATION UPDATING REJECT" in world.ladder()  # while it still waits for an answer
    world.run(T3211.seconds)
    assert world.ladder().count("ms1 -> bss1   LOCATION UPDATING REQUEST") == 1
    world.run(3600)
    assert world.ladder().count("ms1 -> bss1   LOCATION UPDATING REQUEST") == LOCATION_UPDATING_ATTEMPTS - 2
    assert world.at_rest()


def test_a_request_for_a_channel_that_is_not_heard_is_said_once_more_before_that_is_a_failure() -> None:
    world = World(handsets=0)
    world.handset(1, on=False)
    world.elements["bss1"].deaf_to.add(ChannelRequest)
    world.does("ms1", SwitchesOn())
    world.run(T3126.seconds + T3213.seconds)
    assert world.ladder().count("ms1 -> bss1   CHANNEL REQUEST") == 2
    world.run(3600)
    assert world.ladder().count("ms1 -> bss1   CHANNEL REQUEST") == 2 * LOCATION_UPDATING_ATTEMPTS - 2
    assert world.at_rest()
    world.does("ms1", MovesTo("cell2"))
    world.elements["bss1"].deaf_to.clear()
    world.run(T3126.seconds)
    world.ladder()
    world.does("ms1", MovesTo("cell1"))
    assert "LOCATION UPDATING ACCEPT" in world.ladder()


def test_a_handset_whose_update_elsewhere_got_no_answer_is_where_the_hlr_has_it_when_it_comes_back() -> None:
    world = World()
    world.elements["msc1"].deaf_to.add(CancelLocation)
    world.elements["ms1"].deaf_to.add(LocationUpdatingAccept)
    world.does("ms1", MovesTo("cell3"))
    assert world.hlr.subscribers[imsi()].msc_number == MSC2
    world.elements["ms1"].deaf_to.clear()
    world.does("ms1", MovesTo("cell1"))
    assert world.hlr.subscribers[imsi()].msc_number == MSC1
    assert list(world.msc1.vlr.visitors) == [imsi()]
    assert not world.msc2.vlr.visitors
    world.run()
    assert world.at_rest()


def test_a_handset_that_loses_power_before_it_is_told_that_it_is_elsewhere_can_be_called_again() -> None:
    world = World()
    world.elements["msc1"].deaf_to.add(CancelLocation)
    world.elements["ms1"].deaf_to.add(LocationUpdatingAccept)
    world.does("ms1", MovesTo("cell3"))
    for act in (LosesPower(), MovesTo("cell1")):
        world.does("ms1", act)
    world.elements["ms1"].deaf_to.clear()
    world.elements["msc1"].deaf_to.clear()
    world.run(CANCELLATION)
    world.does("ms1", SwitchesOn())
    assert world.hlr.subscribers[imsi()].msc_number == MSC1
    assert (list(world.msc1.vlr.visitors), list(world.msc2.vlr.visitors)) == ([imsi()], [])
    world.run()
    assert world.at_rest()


def test_a_handset_that_is_not_wanted_elsewhere_says_nothing_of_where_it_was_before() -> None:
    world = World()
    world.msc2.vlr.refused[imsi()] = ROAMING_NOT_ALLOWED
    world.does("ms1", MovesTo("cell3"))
    world.ladder()
    world.does("ms1", MovesTo("cell1"))
    assert "msc1 -> hlr   updateLocation" in world.ladder()
    assert world.handsets[0].registered


def test_a_handset_in_a_new_area_does_not_wait_for_t3211() -> None:
    world = World()
    world.elements["hlr"].deaf_to.add(UpdateLocation)
    world.does("ms1", MovesTo("cell3"))
    world.run(MAP_M + 1)
    world.ladder()
    world.does("ms1", MovesTo("cell1"))
    assert "ms1 -> bss1   LOCATION UPDATING REQUEST" in world.ladder()


def test_a_handset_that_had_given_up_updating_its_location_tries_again_when_its_owner_writes() -> None:
    world = World(handsets=0)
    handset = world.handset(1, on=False)
    world.elements["hlr"].deaf_to.add(UpdateLocation)
    world.does("ms1", SwitchesOn())
    world.run(3600)
    world.elements["hlr"].deaf_to.clear()
    world.does("ms1", SendsText("Hello", BANK))
    assert handset.registered
    assert [tpdu.text for tpdu in submitted(world)] == ["Hello"]


def test_a_handset_that_had_given_up_updating_its_location_tries_again_when_t3212_expires() -> None:
    world = World(handsets=0, t3212=3600.0)
    handset = world.handset(1, on=False)
    world.elements["hlr"].deaf_to.add(UpdateLocation)
    world.does("ms1", SwitchesOn())
    world.run(1800)
    world.elements["hlr"].deaf_to.clear()
    world.run(3600)
    assert handset.registered


def test_a_handset_that_may_not_roam_here_does_not_ask_for_its_owner() -> None:
    world = World(handsets=0)
    world.handset(1, on=False)
    world.msc1.vlr.refused[imsi()] = ROAMING_NOT_ALLOWED
    world.does("ms1", SwitchesOn())
    world.ladder()
    world.does("ms1", SendsText("Hello", BANK))
    assert "ms1 -> " not in world.ladder()


def test_a_text_written_while_the_handset_was_off_goes_out_when_it_is_on() -> None:
    world = World()
    world.does("ms1", SwitchesOff())
    world.does("ms1", SendsText("Hello", BANK))
    assert world.sc.heard == []
    world.does("ms1", SwitchesOn())
    assert len(world.sc.heard) == 1


def test_data_of_a_known_visitor_are_changed() -> None:
    world = World()
    world.say("msc1", InsertSubscriberData(imsi(), teleservice_list=(SHORT_MESSAGE_MT_PP,)))
    world.run(0)
    assert world.msc1.vlr.visitors[imsi()].teleservice_list == (SHORT_MESSAGE_MT_PP,)
    assert world.msc1.vlr.visitors[imsi()].msisdn == msisdn()


def test_a_service_that_is_deleted_is_one_no_more() -> None:
    world = World()
    world.say("msc1", DeleteSubscriberData(imsi(), (Teleservice(SHORT_MESSAGE_MO_PP), BearerService(b"\x11"))))
    world.run(0)
    assert world.msc1.vlr.visitors[imsi()].teleservice_list == (SHORT_MESSAGE_MT_PP,)
    world.say("msc1", DeleteSubscriberData(imsi(), (Teleservice(SHORT_MESSAGE_MT_PP),)))
    world.run(0)
    assert world.msc1.vlr.visitors[imsi()].teleservice_list == ()
    world.say("msc1", DeleteSubscriberData(imsi(7), (Teleservice(SHORT_MESSAGE_MO_PP),)))
    world.run(0)
    assert "returnError unidentifiedSubscriber" in world.ladder()


def test_who_has_no_teleservice_has_none_where_he_roams_either() -> None:
    world = World()
    world.does("hlr", Provisions(msisdn(), ()))
    seen = shown(world)
    for cell in ("cell1", "cell3"):
        world.does("ms1", MovesTo(cell))
        world.does("ms1", SendsText("Hello", BANK))
    assert seen == [CannotSend("Hello", BANK, RpCause.REQUESTED_FACILITY_NOT_SUBSCRIBED)] * 2
    assert world.sc.heard == []


def test_data_of_a_stranger_are_refused() -> None:
    world = World()
    world.say("msc1", InsertSubscriberData(imsi(7), msisdn(7)))
    world.run(0)
    assert world.ladder().splitlines()[-1] == "msc1 -> sc    returnError unidentifiedSubscriber"


def test_who_is_cancelled_is_unidentified_from_then_on() -> None:
    world = World()
    world.say("msc1", CancelLocation(imsi()))
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert world.ladder().splitlines()[-1] == "msc1 -> sc    returnError unidentifiedSubscriber"


def test_a_waiting_service_centre_is_alerted_when_its_subscriber_has_roamed() -> None:
    world = World()
    world.hlr.subscribers[imsi()].mwd += (SC,)
    world.hlr.subscribers[imsi()].mnrf = True
    world.does("ms1", MovesTo("cell3"))
    assert world.sc.heard == [AlertServiceCentre(msisdn(), SC)]
    subscriber = world.hlr.subscribers[imsi()]
    assert (subscriber.mnrf, subscriber.mwd) == (False, ())


@pytest.mark.parametrize("loses", range(1, len(ROAMS.splitlines())))
def test_whatever_gets_lost_the_handset_is_registered_in_the_end(loses: int) -> None:
    world = World(loses=loses)
    world.does("ms1", MovesTo("cell3"))
    world.run()
    assert world.handsets[0].registered
    assert world.handsets[0].location == world.cells["cell3"].lai
    assert world.hlr.subscribers[imsi()].msc_number == MSC2
    assert world.at_rest()
    world.say(MSC2.value, mt_forward_sm())
    world.run()
    assert [message.text for message in world.handsets[0].inbox.messages] == ["Hello"]


@pytest.mark.parametrize("loses", range(1, 8))
def test_whatever_gets_lost_a_handset_goes_off(loses: int) -> None:
    world = World(loses=loses)
    world.does("ms1", SwitchesOff())
    world.run()
    assert not world.handsets[0].on
    assert world.at_rest()


# Periodic updating

T3212 = 3600.0


def test_a_handset_says_every_now_and_then_that_it_is_there() -> None:
    world = World(t3212=T3212)
    world.run(T3212 - 1)
    assert "ms1 -> " not in world.ladder()
    world.run(1)
    assert world.ladder() == ladder(
        """
        ms1 -> bss1   CHANNEL REQUEST
        bss1 -> ms1   IMMEDIATE ASSIGNMENT
        ms1 -> bss1   LOCATION UPDATING REQUEST
        bss1 -> msc1  COMPLETE LAYER 3 INFORMATION LOCATION UPDATING REQUEST
        msc1 -> bss1  LOCATION UPDATING ACCEPT
        msc1 -> bss1  CLEAR COMMAND
        bss1 -> ms1   LOCATION UPDATING ACCEPT
        bss1 -> ms1   CHANNEL RELEASE
        bss1 -> msc1  CLEAR COMPLETE
        """
    )
    world.run(3 * T3212)
    assert world.ladder().count("ms1 -> bss1   LOCATION UPDATING REQUEST") == 3


def test_whoever_has_just_been_heard_of_says_so_later() -> None:
    world = World(t3212=T3212)
    world.run(T3212 / 2)
    world.say("msc1", mt_forward_sm())
    world.run(T3212 / 2)
    assert "LOCATION UPDATING" not in world.ladder()
    world.run(T3212 / 2)
    assert world.ladder().count("ms1 -> bss1   LOCATION UPDATING REQUEST") == 1


def test_a_handset_that_has_not_been_heard_of_for_too_long_is_not_even_called() -> None:
    world = World(t3212=T3212)
    world.does("ms1", LosesPower())
    world.run(T3212 + REACHABLE_GUARD + 1)
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert world.sc.heard == [AbsentSubscriberSM(AbsentSubscriberDiagnosticSM.imsiDetached)]
    assert "PAGING" not in world.ladder()
    world.does("ms1", SwitchesOn())
    assert "msc1 -> hlr   readyForSM" in world.ladder()
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert isinstance(world.sc.heard[-1], MtForwardSMRes)


def test_a_handset_that_is_silent_for_no_longer_than_it_may_be_is_called() -> None:
    world = World(t3212=360)
    world.run(355)
    for n in (1, 2):
        world.say(f"msc{n}", mt_forward_sm())
        world.run(0)
        world.run(7200)  # it says now and then that it is there
        world.does("ms1", MovesTo("cell3"))
    assert [type(heard) for heard in world.sc.heard] == [MtForwardSMRes] * 2


def test_a_handset_that_was_out_of_coverage_for_too_long_says_so_when_it_is_back() -> None:
    world = World(t3212=T3212)
    world.does("ms1", LosesCoverage())
    world.run(2 * T3212)
    assert "ms1 -> bss1" not in world.ladder()
    world.does("ms1", MovesTo("cell1"))
    assert "ms1 -> bss1   LOCATION UPDATING REQUEST" in world.ladder()


def test_a_handset_that_loses_coverage_on_its_channel_says_later_that_it_is_back() -> None:
    world = World(t3212=T3212, tmsi=True)
    world.does("ms1", LosesPower())
    world.network.set_latency(("ms", "bss"), 1.0)
    world.does("ms1", SwitchesOn())
    world.run(2.5)  # it has been accepted, and its answer is on the way
    world.does("ms1", LosesCoverage())
    world.does("ms1", MovesTo("cell1"))
    world.ladder()
    world.run(T3212 + 5)
    assert world.handsets[0].registered
    assert world.ladder().count("ms1 -> bss1   LOCATION UPDATING REQUEST") == 1


def test_a_handset_that_is_off_does_not_update_its_location() -> None:
    world = World(t3212=T3212)
    world.does("ms1", SwitchesOff())
    world.ladder()
    world.run(3 * T3212)
    assert world.ladder() == ""


def test_who_had_to_be_forgotten_is_found_again_by_periodic_updating() -> None:
    world = World(t3212=T3212)
    world.does("msc1", Restarts())
    world.run(T3212)
    assert "msc1 -> hlr   updateLocation" in world.ladder()
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert isinstance(world.sc.heard[-1], MtForwardSMRes)
