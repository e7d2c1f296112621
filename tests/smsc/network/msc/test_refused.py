"""smsc.network.msc: whom an MSC does not serve, and what the others are then told."""

import pytest

from pdu.gsm.mm import ILLEGAL_ME, ILLEGAL_MS, CMServiceReject
from pdu.ss7.map import FacilityNotSupported, IllegalEquipment, IllegalSubscriber, MoForwardSM, MtForwardSMRes
from smsc.network.acts import CannotSend, MovesTo, SendsText, SwitchesOff, SwitchesOn
from smsc.network.operators import Accepts, RefusesEquipment, RefusesSubscriber, SupportsSms
from tests.smsc.network.world import BANK, World, imsi, mt_forward_sm, shown

REFUSALS = [(RefusesSubscriber, IllegalSubscriber, ILLEGAL_MS), (RefusesEquipment, IllegalEquipment, ILLEGAL_ME)]


@pytest.mark.parametrize(("act", "error", "_cause"), REFUSALS)
def test_a_message_for_who_is_refused_is_answered_once_the_handset_has_shown_itself(
    act: type[RefusesSubscriber] | type[RefusesEquipment], error: type, _cause: int
) -> None:
    world = World()
    world.does("msc1", act(imsi()))
    world.say("msc1", mt_forward_sm())
    world.run()
    assert [type(heard) for heard in world.sc.heard] == [error]
    found = world.ladder()
    assert "PAGING RESPONSE" in found
    assert "CP-DATA" not in found
    assert world.at_rest()


@pytest.mark.parametrize(("act", "_error", "cause"), REFUSALS)
def test_who_is_refused_can_not_send_and_asks_no_more_until_switched_off(
    act: type[RefusesSubscriber] | type[RefusesEquipment], _error: type, cause: int
) -> None:
    world = World()
    world.does("msc1", act(imsi()))
    seen = shown(world)
    rejected: list[int] = []
    world.network.observers.append(
        lambda hop: (
            rejected.append(hop.message.reject_cause)
            if hop.destination == "ms1" and isinstance(hop.message, CMServiceReject)
            else None
        )
    )
    world.does("ms1", SendsText("Hello", BANK))
    assert seen[-1] == CannotSend("Hello", BANK)
    assert rejected == [cause]
    world.ladder()
    world.does("ms1", SendsText("again", BANK))
    assert seen[-1] == CannotSend("again", BANK)
    assert "CHANNEL REQUEST" not in world.ladder()
    world.does("msc1", Accepts(imsi()))
    world.does("ms1", SwitchesOff())
    world.does("ms1", SwitchesOn())
    world.does("ms1", SendsText("now", BANK))
    assert any(isinstance(heard, MoForwardSM) for heard in world.sc.heard)


def test_who_is_refused_is_not_registered() -> None:
    world = World()
    world.does("msc2", RefusesSubscriber(imsi()))
    world.does("ms1", MovesTo("cell3"))
    found = world.ladder()
    assert "bss2 -> ms1   LOCATION UPDATING REJECT" in found
    assert "updateLocation" not in found
    assert not world.handsets[0].registered


def test_an_msc_without_short_messages_says_so_to_both_sides() -> None:
    world = World()
    world.does("msc1", SupportsSms(supported=False))
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert world.sc.heard == [FacilityNotSupported()]
    seen = shown(world)
    world.does("ms1", SendsText("Hello", BANK))
    assert seen[-1] == CannotSend("Hello", BANK)
    assert world.handsets[0].registered
    world.does("msc1", SupportsSms(supported=True))
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert isinstance(world.sc.heard[-1], MtForwardSMRes)
