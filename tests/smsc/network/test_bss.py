"""smsc.network.bss: channels, and who hears a call."""

from pdu.gsm.bssmap import ClearCommand, ClearComplete, CompleteLayer3Information, Paging
from pdu.gsm.mm import CMServiceRequest, LocationUpdatingRequest
from pdu.gsm.rr import ChannelRequest, ImmediateAssignment, PagingResponse
from pdu.sms.cp import CpData
from smsc.network.acts import LosesPower, MovesTo, SendsText, SwitchesOn
from smsc.network.cell import Camps
from smsc.network.network import Hop
from smsc.network.timers import RADIO_LINK, T3101
from tests.smsc.network.world import BANK, World, imsi, ladder, mt_forward_sm


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
