"""TMSIs: after registration, a handset is called by its TMSI, and its IMSI is hardly ever heard on the air."""

from collections.abc import Callable

import pytest

from pdu.gsm.identity import TMSI, MobileIdentity
from pdu.gsm.mm import IdentityRequest, IdentityResponse, TMSIReallocationComplete
from pdu.gsm.rr import PagingRequest
from pdu.sms.cp import CpData
from pdu.ss7.map import MtForwardSMRes, UpdateLocation, UpdateLocationRes
from smsc.network.acts import LosesPower, MovesTo, SendsText, SwitchesOff, SwitchesOn
from smsc.network.hop import Hop
from smsc.network.msc.tmsis import Tmsis
from smsc.network.operators import Restarts
from smsc.network.timers import SILENCE
from smsc.numbering import dialled
from tests.smsc.network.world import World, imsi, ladder, mt_forward_sm

BANK_NUMBER = dialled("7000")
FIRST, SECOND = "95000001", "95000002"  # the first octet is that of msc1


def named(world: World) -> list[str]:
    """Follow how handsets are named on the air, by IMSI or TMSI."""
    names: list[str] = []

    def see(hop: Hop) -> None:
        message = hop.message
        if isinstance(message, PagingRequest):
            names.append(f"called {message.mobile_identity_1}")
        identity = getattr(message, "mobile_identity", None)
        if isinstance(identity, MobileIdentity) and hop.origin == "ms1":
            names.append(f"says {identity}")

    world.network.observers.append(see)
    return names


def registered(handsets: int = 1) -> World:
    """Make a country whose VLRs give TMSIs, and handsets that have one."""
    world = World(handsets=handsets, tmsi=True)
    for ms in world.handsets:
        world.does(ms.name, SwitchesOff())
        world.does(ms.name, SwitchesOn())
    world.ladder()
    return world


def test_who_registers_gets_a_tmsi_and_says_that_he_has_it() -> None:
    world = World(tmsi=True)
    world.does("ms1", SwitchesOff())
    world.ladder()
    world.does("ms1", SwitchesOn())
    assert world.ladder() == ladder("""
        ms1           switches on
        ms1 -> bss1   CHANNEL REQUEST
        bss1 -> ms1   IMMEDIATE ASSIGNMENT
        ms1 -> bss1   LOCATION UPDATING REQUEST
        bss1 -> msc1  COMPLETE LAYER 3 INFORMATION LOCATION UPDATING REQUEST
        msc1 -> bss1  LOCATION UPDATING ACCEPT
        bss1 -> ms1   LOCATION UPDATING ACCEPT
        ms1 -> bss1   TMSI REALLOCATION COMPLETE
        bss1 -> msc1  TMSI REALLOCATION COMPLETE
        msc1 -> bss1  CLEAR COMMAND
        bss1 -> ms1   CHANNEL RELEASE
        bss1 -> msc1  CLEAR COMPLETE
        """)
    assert world.handsets[0].called == MobileIdentity(FIRST, TMSI)
    assert world.msc1.vlr.visitors[imsi()].tmsi == FIRST


def test_who_has_a_tmsi_is_called_by_it_and_answers_by_it() -> None:
    world = registered()
    names = named(world)
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert isinstance(world.sc.heard[-1], MtForwardSMRes)
    assert names == [f"called 4:{FIRST}", f"says 4:{FIRST}"]


def test_his_text_and_his_detach_are_his_by_his_tmsi() -> None:
    world = registered()
    names = named(world)
    world.does("ms1", SendsText("Hello", BANK_NUMBER))
    world.does("ms1", SwitchesOff())
    assert len(world.sc.heard) == 1
    assert not world.msc1.vlr.visitors[imsi()].attached
    assert names == [f"says 4:{FIRST}"] * 2


def test_each_registration_brings_a_new_one_and_the_former_is_nobodys() -> None:
    world = registered(handsets=2)
    assert [ms.tmsi for ms in world.handsets] == [FIRST, SECOND]
    world.does("ms1", SwitchesOff())
    world.does("ms1", SwitchesOn())
    assert world.handsets[0].tmsi == "95000003"
    assert world.msc1.vlr.tmsis.of(FIRST) is None


def test_a_call_that_is_not_answered_is_repeated_by_the_imsi() -> None:
    world = registered()
    world.handsets[0].tmsi = ""  # the SIM has lost it
    names = named(world)
    world.say("msc1", mt_forward_sm())
    world.run(10)
    assert names == [f"called 4:{FIRST}", f"called {imsi()}", f"says {imsi()}"]
    assert isinstance(world.sc.heard[-1], MtForwardSMRes)


def test_another_vlr_does_not_know_the_tmsi_and_asks_for_the_imsi() -> None:
    world = registered()
    names = named(world)
    world.does("ms1", MovesTo("cell3"))
    seen = world.ladder()
    assert "msc2 -> bss2  IDENTITY REQUEST" in seen
    assert "ms1 -> bss2   IDENTITY RESPONSE" in seen
    assert names == [f"says 4:{FIRST}", f"says {imsi()}"]
    assert world.msc1.vlr.tmsis.of(FIRST) is None
    assert world.msc2.vlr.visitors[imsi()].tmsi == world.handsets[0].tmsi == "2f000001"


def test_a_vlr_that_gives_none_has_a_handset_forget_that_of_elsewhere_and_reaches_it() -> None:
    world = registered()
    world.msc2.vlr.tmsis = Tmsis("msc2", wanted=False)
    world.does("ms1", MovesTo("cell3"))
    assert world.handsets[0].tmsi == ""
    world.say("msc2", mt_forward_sm())
    world.run(0)
    assert [message.text for message in world.handsets[0].inbox.messages] == ["Hello"]
    world.does("ms1", SendsText("Hello", BANK_NUMBER))
    world.does("ms1", SwitchesOff())
    assert "CM SERVICE REJECT" not in world.ladder()
    assert not world.msc2.vlr.visitors[imsi()].attached


def test_a_tmsi_of_elsewhere_is_not_that_of_whoever_is_called_so_here() -> None:
    world = registered(handsets=2)
    world.does("ms1", MovesTo("cell3"))
    world.handsets[0].tmsi = world.handsets[1].tmsi  # as another VLR may have given it
    world.does("ms1", MovesTo("cell1"))
    assert "msc1 -> bss1  IDENTITY REQUEST" in world.ladder()
    assert {visitor.imsi for visitor in world.msc1.vlr.visitors.values()} == {imsi(1), imsi(2)}
    assert world.handsets[0].tmsi != world.handsets[1].tmsi


def test_after_a_restart_of_its_msc_a_handset_registers_by_its_imsi_and_its_text_goes_out() -> None:
    world = registered()
    world.does("msc1", Restarts())
    names = named(world)
    world.does("ms1", SendsText("Hello", BANK_NUMBER))
    world.run(60)
    assert len(world.sc.heard) == 1
    assert names == [f"says 4:{FIRST}", f"says {imsi()}", f"says 4:{SECOND}"]


def test_a_handset_whose_last_word_is_lost_has_its_tmsi_all_the_same() -> None:
    world = World(tmsi=True)
    world.does("ms1", LosesPower())
    world.elements["msc1"].deaf_to = {TMSIReallocationComplete}
    world.does("ms1", SwitchesOn())
    world.run(SILENCE + 10)
    assert world.handsets[0].tmsi == FIRST
    world.say("msc1", mt_forward_sm())
    world.run(10)
    assert isinstance(world.sc.heard[-1], MtForwardSMRes)


def waits_for_the_hlr(world: World) -> None:
    world.elements["hlr"].deaf_to = {UpdateLocation}
    world.msc1.vlr.visitors.clear()
    world.does("ms1", SwitchesOff())
    world.does("ms1", SwitchesOn())


def waits_for_a_text(world: World) -> None:
    world.elements["msc1"].deaf_to = {CpData}
    world.does("ms1", SendsText("Hello", BANK_NUMBER))


@pytest.mark.parametrize("waits", [waits_for_the_hlr, waits_for_a_text])
def test_an_identity_that_nobody_asked_for_and_a_tmsi_that_nobody_gave_are_passed_over(
    waits: Callable[[World], None],
) -> None:
    world = World(tmsi=True)
    waits(world)
    [connection] = world.msc1.connections.procedures
    world.ladder()
    for message in (IdentityResponse(MobileIdentity(imsi())), TMSIReallocationComplete()):
        world.say("msc1", message, connection)
    world.run(0)
    assert world.ladder() == ladder("""
        sc -> msc1    IDENTITY RESPONSE
        sc -> msc1    TMSI REALLOCATION COMPLETE
    """)


def test_who_is_asked_for_his_imsi_and_says_something_else_is_not_registered() -> None:
    world = registered()
    world.msc1.vlr.tmsis.forget(world.msc1.vlr.visitors[imsi()])
    world.elements["ms1"].deaf_to = {IdentityRequest}
    world.does("ms1", MovesTo("cell2"))
    [connection] = world.msc1.connections.procedures
    world.ladder()
    world.say("msc1", IdentityResponse(MobileIdentity(FIRST, TMSI)), connection)
    world.run(0)
    assert world.ladder() == ladder("""
        sc -> msc1    IDENTITY RESPONSE
        msc1 -> bss1  CLEAR COMMAND
        bss1 -> ms1   CHANNEL RELEASE
        bss1 -> msc1  CLEAR COMPLETE
    """)


def test_whom_the_hlr_says_nothing_of_is_not_registered() -> None:
    world = World(tmsi=True)
    world.does("ms1", LosesPower())
    world.msc1.vlr.visitors.clear()
    world.elements["hlr"].deaf_to = {UpdateLocation}
    dialogues: list[int] = []
    world.network.observers.append(
        lambda hop: dialogues.append(hop.conversation) if isinstance(hop.message, UpdateLocation) else None
    )
    world.does("ms1", SwitchesOn())
    world.ladder()
    world.say("msc1", UpdateLocationRes(world.hlr.number), dialogues[0])
    world.run(0)
    assert "LOCATION UPDATING REJECT" in world.ladder()


def test_an_answer_by_a_tmsi_that_is_nobodys_leads_nowhere() -> None:
    world = registered()
    world.msc1.vlr.tmsis.forget(world.msc1.vlr.visitors[imsi()])
    names = named(world)
    world.does("ms1", SwitchesOff())
    assert world.msc1.vlr.visitors[imsi()].attached
    assert names == [f"says 4:{FIRST}"]


def test_a_vlr_that_gives_none_is_as_it_was() -> None:
    world = World()
    names = named(world)
    world.does("ms1", SwitchesOff())
    world.does("ms1", SwitchesOn())
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert names == [f"says {imsi()}"] * 2 + [f"called {imsi()}", f"says {imsi()}"]
