"""smsc.network.ms: what a handset does, and what it ignores."""

import pytest

from pdu.gsm.bssmap import ClearCommand
from pdu.gsm.identity import MobileIdentity
from pdu.gsm.mm import (
    CONGESTION,
    NETWORK_FAILURE,
    ROAMING_NOT_ALLOWED,
    CMServiceAccept,
    CMServiceReject,
    IMSIDetachIndication,
    LocationUpdatingAccept,
    LocationUpdatingReject,
)
from pdu.gsm.rr import ChannelRelease, ImmediateAssignment, PagingRequest
from pdu.sms.cp import CpData
from pdu.sms.rp import RpAck
from pdu.ss7.map import MtForwardSMRes
from smsc.network.acts import (
    CannotSend,
    FillsMemory,
    FreesMemory,
    Holds,
    LosesCoverage,
    LosesPower,
    MovesTo,
    ReadsMessages,
    SendsText,
    SwitchesOff,
    SwitchesOn,
)
from smsc.network.timers import T3126, T3220, T3230
from tests.smsc.network.world import BANK, World, imsi, mt_forward_sm, shown


def test_a_handset_that_is_off_hears_nothing() -> None:
    world = World(handsets=0)
    world.handset(1, on=False)
    world.say("ms1", PagingRequest(MobileIdentity(imsi())))
    world.does("ms1", SwitchesOff())
    world.does("ms1", LosesPower())
    assert "ms1 -> " not in world.ladder()


def test_a_handset_does_not_answer_calls_for_others() -> None:
    world = World()
    world.say("ms1", PagingRequest(MobileIdentity(imsi(2))))
    world.run(0)
    assert "ms1 -> " not in world.ladder()


def test_a_handset_answers_a_call_for_two() -> None:
    world = World()
    world.say("ms1", PagingRequest(MobileIdentity(imsi(2)), MobileIdentity(imsi(1))))
    world.run(0)
    assert "ms1 -> bss1   CHANNEL REQUEST" in world.ladder()


def test_a_handset_that_has_a_channel_does_not_listen_to_calls() -> None:
    world = World()
    world.network.latency = {("ms", "bss"): 0.1}
    world.network.act("ms1", SendsText("Hello", BANK))
    world.run(0.05)
    world.say("ms1", PagingRequest(MobileIdentity(imsi())))
    world.run(0)
    assert world.ladder().count("CHANNEL REQUEST") == 0  # it is on its way
    world.run()
    assert world.ladder().count("CHANNEL REQUEST") == 1


def test_what_belongs_to_no_channel_of_its_own_is_nothing_to_a_handset() -> None:
    world = World()
    world.does("ms1", SwitchesOff())
    world.does("ms1", SwitchesOn())
    world.ladder()
    for message in (
        ChannelRelease(),
        CMServiceAccept(),
        CMServiceReject(CONGESTION),
        LocationUpdatingAccept(world.cells["cell3"].lai),
        LocationUpdatingReject(NETWORK_FAILURE),
        CpData(8, RpAck(0)),
    ):
        world.say("ms1", message)
    world.run(0)
    assert "ms1 -> " not in world.ladder()
    assert world.handsets[0].registered


def test_a_handset_that_gets_no_channel_gives_its_text_up() -> None:
    world = World()
    world.elements["ms1"].deaf_to.add(ImmediateAssignment)
    seen = shown(world)
    world.does("ms1", SendsText("Hello", BANK))
    world.run(T3126.seconds)
    assert seen == [CannotSend("Hello", BANK)]


def test_a_handset_that_gets_no_answer_gives_its_text_up() -> None:
    world = World()
    world.elements["ms1"].deaf_to.add(CMServiceAccept)
    seen = shown(world)
    world.does("ms1", SendsText("Hello", BANK))
    world.run(T3230.seconds)
    assert seen == [CannotSend("Hello", BANK)]
    world.run()
    assert world.at_rest()


def test_a_text_that_no_network_would_take_is_not_sent_at_all() -> None:
    world = World()
    seen = shown(world)
    world.does("ms1", SendsText("x" * 153 * 256, BANK))
    assert seen == [CannotSend("x" * 153 * 256, BANK)]


def test_a_handset_that_is_switched_off_waits_for_its_channel_to_end() -> None:
    world = World()
    world.network.latency = {("ms", "bss"): 0.1}
    world.say("msc1", mt_forward_sm())
    world.run(0.05)
    world.network.act("ms1", SwitchesOff())
    world.run()
    found = world.ladder()
    assert found.index("returnResultLast mt-ForwardSM") < found.index("IMSI DETACH INDICATION")
    assert not world.handsets[0].on
    assert isinstance(world.sc.heard[0], MtForwardSMRes)


def test_a_handset_goes_off_even_if_nobody_releases_its_channel() -> None:
    world = World()
    world.elements["bss1"].deaf_to.update((IMSIDetachIndication, ClearCommand))
    world.does("ms1", SwitchesOff())
    world.run(T3220.seconds)
    assert not world.handsets[0].on


def test_a_handset_that_is_switched_on_before_it_is_off_comes_back() -> None:
    world = World()
    world.network.latency = {("ms", "bss"): 0.1}
    world.network.act("ms1", SwitchesOff())
    world.run(0.05)
    world.network.act("ms1", SwitchesOn())
    world.run()
    found = world.ladder()
    assert found.index("IMSI DETACH INDICATION") < found.index("LOCATION UPDATING REQUEST")
    assert world.handsets[0].registered
    assert world.msc1.vlr.visitors[imsi()].attached


@pytest.mark.parametrize("last", [SwitchesOff(), LosesPower()])
def test_what_its_owner_does_last_is_what_a_handset_is(last: object) -> None:
    world = World()
    world.network.latency = {("ms", "bss"): 0.1}
    for act in (SwitchesOff(), SwitchesOn(), last):
        world.network.act("ms1", act)
    world.run()
    assert not world.handsets[0].on


@pytest.mark.parametrize("off", [SwitchesOff(), LosesPower()])
def test_a_handset_out_of_range_can_be_switched_off(off: object) -> None:
    world = World()
    world.does("ms1", LosesCoverage())
    world.does("ms1", off)
    world.does("ms1", MovesTo("cell1"))
    assert not world.handsets[0].on
    assert "ms1 -> " not in world.ladder()


def test_a_handset_out_of_range_still_has_its_messages_and_its_memory() -> None:
    world = World()
    world.say("msc1", mt_forward_sm())
    world.run(0)
    world.does("ms1", FillsMemory())
    world.say("msc1", mt_forward_sm(text="World"))
    world.run(0)
    world.does("ms1", LosesCoverage())
    seen = shown(world)
    world.does("ms1", ReadsMessages())
    assert seen == [Holds("Hello", BANK)]
    world.does("ms1", FreesMemory())
    world.ladder()
    world.does("ms1", MovesTo("cell1"))
    assert "ms1 -> bss1   CP-DATA RP-SMMA" in world.ladder()


def test_a_handset_that_may_not_roam_here_asks_again_elsewhere() -> None:
    world = World()
    handset = world.handsets[0]
    world.network.latency = {("ms", "bss"): 0.1, ("bss", "ms"): 0.1, ("bss", "msc"): 10.0}
    world.network.act("ms1", MovesTo("cell2"))
    world.run(1)
    [channel] = world.bss1.channels
    world.say("ms1", LocationUpdatingReject(ROAMING_NOT_ALLOWED), channel)
    world.say("ms1", ChannelRelease(), channel)
    world.run()
    assert world.ladder().count("LOCATION UPDATING REQUEST") == 2  # the same one on both links
    assert not handset.registered
    world.does("ms1", MovesTo("cell3"))
    world.run()
    assert handset.registered
