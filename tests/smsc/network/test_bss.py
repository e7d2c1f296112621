"""smsc.network.bss: channels, and who hears a call."""

import pytest

from pdu.gsm.bssmap import ClearCommand, ClearComplete, CompleteLayer3Information, Paging
from pdu.gsm.mm import CMServiceRequest, LocationUpdatingRequest
from pdu.gsm.rr import ChannelRequest, ImmediateAssignment, PagingResponse
from pdu.sms.cp import CpData
from pdu.ss7.map import (
    AbsentSubscriberSM,
    MoForwardSM,
    MtForwardSMRes,
    SMDeliveryFailure,
    SMEnumeratedDeliveryFailureCause,
)
from smsc.network.acts import CannotSend, LosesCoverage, LosesPower, MovesTo, SendsText, SwitchesOff, SwitchesOn
from smsc.network.air import BLOCK, Air, Link
from smsc.network.cell import Camps
from smsc.network.hop import Hop
from smsc.network.operators import Restarts
from smsc.network.timers import CONGESTED_ATTEMPTS, PAGING_ATTEMPTS, RADIO_LINK, RADIO_LINK_TIMEOUT, T3101, T3122
from tests.smsc.network.world import BANK, World, chance, imsi, ladder, mt_forward_sm, shown, submitted


def test_a_call_goes_to_the_handset_that_is_called() -> None:
    world = World(handsets=3)
    world.say("bss1", Paging(imsi(2), (world.cells["cell1"].lai,)))
    world.run(0)
    assert world.ladder().splitlines()[1] == "bss1 -> ms2   PAGING REQUEST"


def test_a_call_in_another_area_is_heard_by_nobody() -> None:
    world = World()
    world.say("bss1", Paging(imsi(), (world.cells["cell2"].lai,)))
    world.run(0)
    assert world.ladder().splitlines()[1] == "bss1          PAGING REQUEST"


def test_a_handset_that_loses_its_power_does_not_keep_its_channel() -> None:
    world = World()
    world.network.latency = {("ms", "bss"): 0.1}
    world.say("msc1", mt_forward_sm())
    world.run(0.25)
    assert len(world.bss1.channels) == 1
    world.does("ms1", LosesPower())
    world.run()
    assert world.at_rest()


def test_a_channel_on_which_nobody_comes_is_free_after_t3101() -> None:
    world = World()
    world.elements["ms1"].deaf_to.add(ImmediateAssignment)
    world.does("ms1", SendsText("Hello", BANK))
    world.run(T3101 - 0.001)
    assert len(world.bss1.channels) == 1
    world.run(0.001)
    assert world.bss1.channels == {}


def test_a_channel_on_which_nobody_came_is_given_to_the_next_handset() -> None:
    world = crowded(World(handsets=2))
    world.elements["ms1"].deaf_to.add(ImmediateAssignment)
    world.does("ms1", SendsText("one", BANK))
    world.does("ms1", LosesPower())
    world.run(T3101)
    world.does("ms2", SendsText("two", BANK))
    world.run(T3122 - 1)
    assert [tpdu.text for tpdu in submitted(world)] == ["two"]


def test_a_channel_that_the_msc_does_not_give_up_is_given_up_by_the_bss() -> None:
    world = World()
    world.elements["bss1"].deaf_to.add(ClearCommand)
    world.say("msc1", mt_forward_sm())
    world.run(2 * RADIO_LINK)
    assert world.bss1.channels == {}
    assert (
        world.ladder().splitlines()[-3:]
        == ladder(
            """
        bss1 -> ms1   CHANNEL RELEASE
        bss1 -> msc1  CLEAR REQUEST
        msc1 -> bss1  CLEAR COMMAND
        """
        ).splitlines()
    )


def test_what_comes_on_no_channel_is_passed_on_to_nobody() -> None:
    world = World()
    for message in (CpData(0, b""), PagingResponse(world.handsets[0].identity)):
        world.say("bss1", message)
    world.run(0)
    assert len(world.ladder().splitlines()) == 2


def test_a_channel_that_is_gone_is_cleared_at_once() -> None:
    world = World()
    world.say("bss1", ClearCommand())
    world.run(0)
    assert world.sc.heard == [ClearComplete()]


def test_a_request_from_where_there_is_no_cell_is_not_heard() -> None:
    world = World()
    world.say("bss2", ChannelRequest(0, 0))
    world.run(0)
    assert world.sc.heard == []


def test_every_connection_gets_another_channel() -> None:
    world = World()
    channels = []

    def look(hop: Hop) -> None:
        if isinstance(hop.message, ImmediateAssignment):
            channels.append(hop.message.channel_description)

    world.network.observers.append(look)
    for _ in range(57):
        world.say("msc1", mt_forward_sm())
        world.run(1)
    assert len(set(channels)) == 56
    assert channels[56] == channels[0]


def test_the_msc_learns_in_which_cell_a_handset_was_heard() -> None:
    world = World()
    cells = []

    def look(hop: Hop) -> None:
        if isinstance(hop.message, CompleteLayer3Information):
            cells.append((type(hop.message.layer_3_information), hop.message.cell_identifier))

    world.network.observers.append(look)
    world.does("ms1", MovesTo("cell2"))
    world.does("ms1", SendsText("Hello", BANK))
    cgi = world.cells["cell2"].cgi
    assert cells == [(LocationUpdatingRequest, cgi), (CMServiceRequest, cgi)]


def test_a_handset_that_the_bss_takes_to_be_elsewhere_does_not_ask_for_ever() -> None:
    world = World()
    world.elements["bss1"].deaf_to.add(Camps)
    world.does("ms1", MovesTo("cell2"))
    assert world.ladder().count("LOCATION UPDATING ACCEPT") == 2 * 4
    world.run(3600)
    assert world.at_rest()


def test_a_handset_that_is_switched_on_is_in_its_cell_from_then_on() -> None:
    world = World(handsets=0)
    world.handset(1, on=False)
    world.say("bss1", Paging(imsi(), (world.cells["cell1"].lai,)))
    world.run(0)
    assert "bss1          PAGING REQUEST" in world.ladder()
    world.does("ms1", SwitchesOn())
    assert "LOCATION UPDATING ACCEPT" in world.ladder()


# A crowded cell


def crowded(world: World, sdcch: int = 1) -> World:
    """Leave few channels to cell1, and let the air take its time."""
    world.cells["cell1"].sdcch = sdcch
    world.cells["cell1"].air = Air(BLOCK)
    return world


def test_whoever_finds_no_channel_is_told_to_wait_and_gets_one_later() -> None:
    world = crowded(World(handsets=2))
    world.network.act("ms1", SendsText("one", BANK))
    world.network.act("ms2", SendsText("two", BANK))
    world.run(1)
    assert "bss1 -> ms2   IMMEDIATE ASSIGNMENT REJECT" in world.ladder()
    world.run(T3122)
    assert "bss1 -> ms2   IMMEDIATE ASSIGNMENT" in world.ladder()
    world.run()
    assert [getattr(heard.sm_rp_ui, "text", "") for heard in world.sc.heard if isinstance(heard, MoForwardSM)] == [
        "one",
        "two",
    ]
    assert world.at_rest()


def test_a_channel_is_occupied_for_as_long_as_the_message_is_on_the_air() -> None:
    for text, blocks in (("Hello", 3), ("x" * 160, 10)):
        world = crowded(World())
        world.say("msc1", mt_forward_sm(text=text))
        world.run()
        # the answer to the call, SAPI 3, the message; CP-ACK and RP-ACK up, CP-ACK and the release down, and its end
        assert world.sc.heard_at == pytest.approx(BLOCK * (1 + 1 + blocks - 1 + 2 + 2 + 1), abs=0.001)
        assert isinstance(world.sc.heard[0], MtForwardSMRes)


def test_more_channels_serve_more_handsets_at_a_time() -> None:
    for sdcch in (1, 3, 8):
        world = crowded(World(handsets=10), sdcch)
        for n in range(1, 11):
            world.network.act(f"ms{n}", SendsText("Hello", BANK))
        world.run(1)
        assert len(world.bss1.channels) == sdcch
        assert world.ladder().count("IMMEDIATE ASSIGNMENT REJECT") == 10 - sdcch


def test_a_text_that_never_finds_a_channel_is_given_up() -> None:
    world = crowded(World(), sdcch=0)
    seen = shown(world)
    world.does("ms1", SendsText("Hello", BANK))
    world.run(CONGESTED_ATTEMPTS * T3122)
    assert world.ladder().count("IMMEDIATE ASSIGNMENT REJECT") == CONGESTED_ATTEMPTS
    assert seen == [CannotSend("Hello", BANK)]


def test_a_handset_that_was_refused_a_channel_does_not_answer_calls_until_it_may_ask_again() -> None:
    world = crowded(World(handsets=2))
    world.network.act("ms1", SendsText("x" * 160, BANK))
    world.say("msc1", mt_forward_sm(2))
    world.run(3600)
    found = world.ladder()
    assert found.count("bss1 -> ms2   PAGING REQUEST") == PAGING_ATTEMPTS
    assert found.count("bss1 -> ms2   IMMEDIATE ASSIGNMENT REJECT") == 1
    assert AbsentSubscriberSM(0) in world.sc.heard


def test_a_crowded_cell_can_be_left() -> None:
    world = crowded(World(), sdcch=0)
    world.does("ms1", SendsText("Hello", BANK))
    world.does("ms1", MovesTo("cell2"))
    assert any(isinstance(heard, MoForwardSM) for heard in world.sc.heard)


def test_a_handset_in_a_crowded_cell_goes_off_without_a_word() -> None:
    world = crowded(World(), sdcch=0)
    world.does("ms1", SendsText("Hello", BANK))
    world.does("ms1", SwitchesOff())
    assert not world.handsets[0].on
    assert "IMSI DETACH" not in world.ladder()


def test_a_cell_that_does_not_say_how_many_channels_it_has_never_has_too_few() -> None:
    world = World(handsets=120)
    world.cells["cell1"].air = Air(BLOCK)
    for n in range(1, 121):
        world.network.act(f"ms{n}", SendsText("Hello", BANK))
    world.run(1)
    channels = [channel.description for channel in world.bss1.channels.values()]
    assert len(set(channels)) == 120
    assert {channel.frequency for channel in channels} == {1, 2, 3}
    world.run()
    assert len(world.sc.heard) == 120


# Loss


def test_a_call_that_is_not_heard_is_repeated() -> None:
    world = World()
    world.cells["cell1"].paging_failure = 1.0
    world.say("msc1", mt_forward_sm())
    world.run(1)
    world.cells["cell1"].paging_failure = 0.0
    world.run()
    assert world.ladder().count("bss1 -> ms1   PAGING REQUEST") == 1
    assert isinstance(world.sc.heard[0], MtForwardSMRes)


def test_bad_air_costs_time_and_hardly_ever_a_message() -> None:
    world = World(handsets=20)
    world.cells["cell1"].air = Air(BLOCK, 0.3, chance(7))
    for n in range(1, 21):
        world.say("msc1", mt_forward_sm(n, "x" * 100))
    world.run(3600)
    arrived = [heard for heard in world.sc.heard if isinstance(heard, MtForwardSMRes)]
    assert len(world.sc.heard) == 20
    assert len(arrived) >= 15
    assert world.at_rest()


def test_a_message_that_does_not_get_through_is_a_failed_data_link() -> None:
    world = World()
    world.say("msc1", mt_forward_sm())
    world.network.latency = {("ms", "bss"): 0.1}
    world.run(0.15)
    world.cells["cell1"].air = Air(BLOCK, 0.999, chance(1))
    [channel] = world.bss1.channels.values()
    channel.link = Link(world.cells["cell1"].air)
    world.run()
    found = world.ladder()
    assert "bss1 -> msc1  SAPI N REJECT" in found
    assert world.sc.heard == [SMDeliveryFailure(SMEnumeratedDeliveryFailureCause.equipmentProtocolError)]
    assert world.at_rest()


def test_the_same_seed_is_the_same_air() -> None:
    def story() -> str:
        world = World(handsets=5)
        world.cells["cell1"].air = Air(BLOCK, 0.4, chance("1 cell1"))
        for n in range(1, 6):
            world.say("msc1", mt_forward_sm(n))
        world.run(3600)
        return world.ladder()

    assert story() == story()


# Coverage


def test_a_handset_out_of_coverage_hears_no_call_and_is_found_again_by_one() -> None:
    world = World()
    world.does("ms1", LosesCoverage())
    world.say("msc1", mt_forward_sm())
    world.run()
    assert world.sc.heard == [AbsentSubscriberSM(0)]
    world.does("ms1", MovesTo("cell1"))
    assert "LOCATION UPDATING" not in world.ladder()  # it is where it was
    world.say("msc1", mt_forward_sm())
    world.run()
    assert isinstance(world.sc.heard[1], MtForwardSMRes)


def test_a_handset_out_of_coverage_keeps_its_text_until_it_is_back() -> None:
    world = World()
    world.does("ms1", LosesCoverage())
    world.does("ms1", SendsText("Hello", BANK))
    assert world.sc.heard == []
    world.does("ms1", MovesTo("cell3"))
    assert isinstance(world.sc.heard[0], MoForwardSM)


def test_a_handset_that_loses_coverage_while_it_has_a_channel_is_missed_after_a_while() -> None:
    world = World()
    world.network.latency = {("ms", "bss"): 0.1}
    world.say("msc1", mt_forward_sm())
    world.run(0.15)
    world.does("ms1", LosesCoverage())
    world.run(RADIO_LINK_TIMEOUT + 1)
    assert "bss1 -> msc1  CLEAR REQUEST" in world.ladder()
    assert world.sc.heard == [SMDeliveryFailure(SMEnumeratedDeliveryFailureCause.equipmentProtocolError)]
    world.run()
    assert world.at_rest()


def test_the_channel_of_a_handset_that_lost_coverage_is_given_to_the_next_one() -> None:
    world = crowded(World(handsets=2))
    world.say("msc1", mt_forward_sm())
    world.run(0.5)
    world.does("ms1", LosesCoverage())
    world.run(RADIO_LINK_TIMEOUT)
    world.does("ms2", SendsText("Hello", BANK))
    world.run(T3122 - 1)
    assert [tpdu.text for tpdu in submitted(world)] == ["Hello"]


def test_a_handset_that_loses_coverage_takes_no_channel_but_its_own_with_it() -> None:
    world = World(handsets=2)
    del world.sc.answers[MoForwardSM]
    world.does("ms2", SendsText("Hello", BANK))  # it is silent on its channel until the service centre answers
    world.say("msc1", mt_forward_sm(more=True))
    world.run(0)
    world.does("ms1", LosesCoverage())
    world.run(RADIO_LINK_TIMEOUT + 1)
    released = [line for line in world.ladder().splitlines() if "CHANNEL RELEASE" in line]
    assert released == ["bss1 -> ms1   CHANNEL RELEASE"]


def test_a_handset_that_is_carried_elsewhere_has_its_channel_for_as_long_as_it_is_heard_there() -> None:
    world = World()
    dialogue = world.say("msc1", mt_forward_sm(text="one", more=True))
    world.run(1)
    world.does("ms1", MovesTo("cell3"))
    for text in ("two", "three"):
        world.run(6)
        world.say("msc1", mt_forward_sm(text=text, more=True), dialogue)
    world.run(0)
    assert [message.text for message in world.handsets[0].inbox.messages] == ["one", "two", "three"]
    assert world.ladder().count("PAGING REQUEST") == 1


def test_a_channel_on_which_a_handset_is_heard_now_and_then_is_its_own_for_as_long_as_that_goes_on() -> None:
    world = World()
    dialogue = world.say("msc1", mt_forward_sm(more=True))
    for _ in range(int(2 * RADIO_LINK / 6)):
        world.run(6)
        world.say("msc1", mt_forward_sm(more=True), dialogue)
    world.run(0)
    assert world.ladder().count("PAGING REQUEST") == 1
    assert [channel.ms for channel in world.bss1.channels.values()] == ["ms1"]


def test_a_handset_that_is_switched_on_and_off_out_of_coverage_bothers_nobody() -> None:
    world = World()
    world.does("ms1", LosesCoverage())
    world.does("ms1", SwitchesOff())
    world.does("ms1", SwitchesOn())
    assert "->" not in world.ladder()
    world.does("ms1", MovesTo("cell1"))
    assert world.handsets[0].registered


# A restart


def test_a_bss_that_restarts_has_all_its_channels_again() -> None:
    world = crowded(World(handsets=2))
    world.network.act("ms1", SendsText("x" * 160, BANK))
    world.run(1)
    world.does("bss1", Restarts())
    assert world.bss1.channels == {}
    world.does("ms2", SendsText("Hello", BANK))
    world.run()
    assert any(isinstance(heard, MoForwardSM) for heard in world.sc.heard)
    assert world.at_rest()
