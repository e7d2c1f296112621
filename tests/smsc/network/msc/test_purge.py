"""TS 23.012 and TS 29.002: a visitor whose handset is long off is forgotten, and the HLR is told (purgeMS)."""

from pdu.ss7.map import AbsentSubscriberSM, AlertServiceCentre, PurgeMS, SendRoutingInfoForSMRes
from smsc.network.acts import LosesPower, MovesTo, SwitchesOff, SwitchesOn
from smsc.network.causes import AbsentSubscriberDiagnosticSM as Diagnostic
from tests.smsc.network.world import MSC1, MSC2, SC, World, answer, imsi, ladder, msisdn, mt_forward_sm

HOUR = 3600.0
PURGED = AbsentSubscriberSM(Diagnostic.msPurgedForNonGPRS)


def test_who_is_off_for_long_is_forgotten_and_the_hlr_told() -> None:
    world = World(purge_time=24 * HOUR)
    world.does("ms1", SwitchesOff())
    world.run(23 * HOUR)
    assert imsi() in world.msc1.vlr.visitors
    world.ladder()
    world.run(2 * HOUR)
    assert world.ladder() == ladder("""
        msc1 -> hlr   purgeMS
        hlr -> msc1   returnResultLast purgeMS
        """)
    assert imsi() not in world.msc1.vlr.visitors
    assert answer(world) == PURGED


def test_who_comes_back_in_time_is_not_forgotten() -> None:
    world = World(purge_time=24 * HOUR)
    world.does("ms1", SwitchesOff())
    world.run(23 * HOUR)
    world.does("ms1", SwitchesOn())
    world.run(48 * HOUR)
    assert "purgeMS" not in world.ladder()
    assert answer(world) == SendRoutingInfoForSMRes(imsi(), MSC1)


def test_who_has_been_elsewhere_and_is_here_again_is_not_forgotten_for_having_been_off() -> None:
    world = World(purge_time=24 * HOUR)
    world.does("ms1", SwitchesOff())
    world.does("ms1", MovesTo("cell3"))
    world.does("ms1", SwitchesOn())
    world.does("ms1", MovesTo("cell1"))
    world.run(48 * HOUR)
    assert "purgeMS" not in world.ladder()
    assert answer(world) == SendRoutingInfoForSMRes(imsi(), MSC1)


def test_who_has_been_forgotten_is_there_again_once_he_is_heard_of_and_whoever_waits_is_told() -> None:
    world = World(purge_time=HOUR)
    world.does("ms1", SwitchesOff())
    world.run(2 * HOUR)
    assert answer(world) == PURGED
    world.does("ms1", SwitchesOn())
    assert world.sc.heard[-1] == AlertServiceCentre(msisdn(), SC)
    assert answer(world) == SendRoutingInfoForSMRes(imsi(), MSC1)


def test_who_went_off_without_a_word_is_forgotten_from_when_he_is_missed() -> None:
    world = World(t3212=HOUR, purge_time=24 * HOUR)
    world.does("ms1", LosesPower())
    world.run(3 * HOUR)
    world.say("msc1", mt_forward_sm())
    world.run(25 * HOUR)
    assert world.ladder().endswith(
        ladder("""
        msc1 -> hlr   purgeMS
        hlr -> msc1   returnResultLast purgeMS
        """)
    )


def test_a_vlr_whose_visitor_has_gone_elsewhere_changes_nothing_by_its_purge() -> None:
    world = World()
    world.say("hlr", PurgeMS(imsi(), MSC2))
    world.run(0)
    assert answer(world) == SendRoutingInfoForSMRes(imsi(), MSC1)
    world.say("hlr", PurgeMS(imsi(7), MSC2))
    world.run(0)
    assert "returnError unknownSubscriber" in world.ladder()


def test_without_a_purge_time_nobody_is_forgotten() -> None:
    world = World()
    world.does("ms1", SwitchesOff())
    world.run(1000 * HOUR)
    assert imsi() in world.msc1.vlr.visitors
