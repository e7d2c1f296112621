"""smsc.network.resets: an MSC or a BSS that restarts says so, and the other gives up what both knew."""

import pytest

from pdu.gsm.bssmap import ClearCommand, Reset, ResetAcknowledge
from pdu.gsm.rr import PagingResponse
from pdu.sms.cp import CpData
from pdu.ss7.map import SMDeliveryFailure, SMEnumeratedDeliveryFailureCause
from smsc.network.acts import MovesTo, SendsText
from smsc.network.operators import Restarts
from smsc.network.timers import T4, T16
from tests.smsc.network.world import BANK, World, ladder, mt_forward_sm, submitted


def talking() -> World:
    """Make a world in which a message is on its way to a handset, which has heard nothing yet."""
    world = World()
    world.network.latency = {("msc", "bss"): 0.1, ("bss", "msc"): 0.1}
    world.say("msc1", mt_forward_sm())
    world.run(0.25)
    assert world.msc1.connections.procedures
    assert world.bss1.channels
    world.ladder()
    return world


def test_an_msc_learns_at_once_that_its_bss_has_restarted() -> None:
    world = talking()
    world.network.act("bss1", Restarts())
    world.run(0.3)
    assert world.ladder() == ladder("""
        bss1          restarts
        msc1 -> bss1  CP-DATA RP-DATA SMS-DELIVER
        bss1 -> msc1  RESET
        msc1 -> sc    returnError sm-DeliveryFailure
        msc1 -> bss1  RESET ACKNOWLEDGE
        """)
    assert world.sc.heard == [SMDeliveryFailure(SMEnumeratedDeliveryFailureCause.equipmentProtocolError)]
    assert not world.msc1.connections.procedures
    world.run()
    assert world.at_rest()


def test_what_waited_for_a_connection_that_the_bss_has_lost_begins() -> None:
    world = World()
    world.network.latency = {("msc", "bss"): 0.1, ("bss", "msc"): 0.1}
    world.network.act("ms1", MovesTo("cell2"))
    world.run(0.15)
    world.say("msc1", mt_forward_sm())
    world.network.act("bss1", Restarts())
    world.run(0.25)
    assert world.ladder().endswith(
        ladder("""
            bss1 -> msc1  RESET
            bss1 -> msc1  CLEAR COMPLETE
            msc1 -> bss1  PAGING
            msc1 -> bss1  RESET ACKNOWLEDGE
            bss1 -> ms1   PAGING REQUEST
            """)
    )
    world.run()
    assert world.at_rest()


def test_a_bss_gives_up_the_channels_of_an_msc_that_has_restarted() -> None:
    world = talking()
    world.network.act("msc1", Restarts())
    world.run(0.3)
    assert world.ladder() == ladder("""
        msc1          restarts
        msc1 -> bss1  CP-DATA RP-DATA SMS-DELIVER
        bss1 -> ms1   CP-DATA RP-DATA SMS-DELIVER
        ms1 -> bss1   CP-ACK
        ms1 -> bss1   CP-DATA RP-ACK SMS-DELIVER-REPORT
        ms1           shows
        msc1 -> bss1  RESET
        bss1 -> ms1   CHANNEL RELEASE
        bss1 -> msc1  CP-ACK
        bss1 -> msc1  CP-DATA RP-ACK SMS-DELIVER-REPORT
        bss1 -> msc1  RESET ACKNOWLEDGE
        """)
    assert not world.bss1.channels
    world.run()
    assert world.at_rest()


def test_a_bss_keeps_a_channel_that_has_no_connection_yet_when_its_msc_has_restarted() -> None:
    world = World()
    world.network.latency = {("bss", "ms"): 1.0}
    world.network.act("ms1", SendsText("Hello", BANK))
    world.run(0.5)
    world.does("msc1", Restarts())
    assert [channel.ms for channel in world.bss1.channels.values()] == ["ms1"]
    world.run()
    assert [tpdu.text for tpdu in submitted(world)] == ["Hello"]
    assert world.at_rest()


@pytest.mark.parametrize(
    "unheard", [PagingResponse, CpData, ClearCommand], ids=["T3113", "TC1N and TR1N", "the timer of CLEAR COMMAND"]
)
def test_of_what_an_msc_waited_for_before_it_restarted_it_says_nothing(unheard: type) -> None:
    world = World()
    for element in ("bss1", "ms1"):
        world.elements[element].deaf_to.add(unheard)
    world.say("msc1", mt_forward_sm())
    world.run(0)
    world.does("msc1", Restarts())
    world.ladder()
    world.run()
    assert "msc1" not in world.ladder()
    assert world.at_rest()


def test_a_reset_is_said_until_it_is_acknowledged() -> None:
    for node, other, seconds in (("bss1", "msc1", T4), ("msc1", "bss1", T16)):
        for lost in (Reset, ResetAcknowledge):
            world = talking()
            deaf = other if lost is Reset else node
            world.elements[deaf].deaf_to.add(lost)
            world.does(node, Restarts())
            world.run(seconds + 1)
            assert world.ladder().count(f"{node} -> {other}  RESET") == 2
            world.elements[deaf].deaf_to.clear()
            world.run()
            assert world.ladder().count(f"{node} -> {other}  RESET\n") == 1
            assert world.at_rest()


def test_what_began_before_a_reset_is_said_again_is_given_up_by_who_says_it() -> None:
    world = World()
    world.network.latency = {("msc", "bss"): 0.1, ("bss", "msc"): 0.1}
    world.elements["msc1"].deaf_to.add(Reset)
    world.network.act("bss1", Restarts())
    world.run(T4 - 0.25)
    world.elements["msc1"].deaf_to.clear()
    world.say("msc1", mt_forward_sm())
    world.run(0.2)
    assert world.bss1.channels
    world.ladder()
    world.run(0.1)
    assert world.ladder() == ladder("""
        bss1 -> msc1  COMPLETE LAYER 3 INFORMATION PAGING RESPONSE
        bss1 -> ms1   CHANNEL RELEASE
        """)
    assert not world.bss1.channels
    world.run()
    assert world.at_rest()
