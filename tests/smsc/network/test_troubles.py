"""smsc.network.troubles: what happens to nodes and links, and what gets lost through it."""

import pytest

from smsc.network.acts import SwitchesOff, SwitchesOn
from smsc.network.hop import Lost, Send
from smsc.network.operators import Restarts
from smsc.network.troubles import Breaks, ComesUp, GoesDown, IsMended, Loses, Takes
from tests.smsc.network.recorder import Recorder, network
from tests.smsc.network.world import World, imsi, ladder, mt_forward_sm, shown

HEARD = list(range(100))


def heard(recorder: Recorder) -> list[object]:
    return [message for _, _, message in recorder.heard]


def test_a_node_that_is_down_hears_nothing_and_comes_up_as_it_was() -> None:
    world = World()
    for act in (GoesDown(), ComesUp()):
        world.network.act("hlr", act)
        world.does("ms1", SwitchesOff() if isinstance(act, GoesDown) else SwitchesOn())
        world.run()
    world.say("msc1", mt_forward_sm())
    texts = shown(world)
    world.run()
    assert len(texts) == 1
    assert imsi() in world.hlr.subscribers


def test_a_node_that_goes_down_is_seen_to_and_what_it_is_told_is_seen_and_lost() -> None:
    world = World()
    world.network.act("msc1", GoesDown())
    world.say("msc1", mt_forward_sm())
    world.run()
    assert world.ladder() == ladder("""
        msc1          goes down
        sc -> msc1    mt-ForwardSM lost
        """)


def test_a_node_that_is_down_says_nothing_but_its_timers_run() -> None:
    world = World()
    world.elements["ms1"].deaf_to = {type(None)}
    world.say("msc1", mt_forward_sm())
    world.network.act("msc1", GoesDown())
    world.run(1000)
    assert not [line for line in world.ladder().splitlines() if line.startswith("msc1 ->")][1:]
    assert world.network.next_at() is None


@pytest.mark.parametrize("link", ["a-b", "b-a", "recorder-recorder"])
def test_a_broken_link_carries_nothing_until_it_is_mended(link: str) -> None:
    a, b = Recorder("a"), Recorder("b")
    net, seen = network(a, b)
    net.act(link, Breaks())
    net.run_until(0)
    net.send(a, [Send("b", 1)])
    net.send(b, [Send("a", 2)])
    net.run_until(0)
    assert (heard(a), heard(b)) == ([], [])
    net.act(link, IsMended())
    net.run_until(0)
    net.send(a, [Send("b", 3)])
    net.send(b, [Send("a", 4)])
    net.run_until(0)
    assert (heard(a), heard(b)) == ([4], [3])
    assert [hop.message for hop in seen] == [Breaks(), Lost("b", 1), Lost("a", 2), IsMended(), 3, 4]


@pytest.mark.parametrize("after", [0.0, 1.0])
def test_of_what_happens_to_a_link_in_one_moment_the_last_holds(after: float) -> None:
    a, b = Recorder("a"), Recorder("b")
    net, _ = network(a, b)
    for trouble in (IsMended(), Breaks()):
        net.act("a-b", trouble, after)
    net.run_until(after)
    net.send(a, [Send("b", 1)])
    net.run_until(after)
    assert heard(b) == []


def test_a_link_loses_a_share_and_with_the_same_seed_the_same_messages() -> None:
    def arrived() -> list[object]:
        a, b = Recorder("a"), Recorder("b")
        net, _ = network(a, b)
        net.act("a-b", Loses(0.3))
        net.run_until(0)
        net.send(a, [Send("b", number) for number in HEARD])
        net.run_until(0)
        return heard(b)

    first = arrived()
    assert 50 < len(first) < 90
    assert arrived() == first


def test_a_link_of_its_own_goes_before_that_of_its_kinds() -> None:
    a, b, c = Recorder("a"), Recorder("b"), Recorder("c")
    net, _ = network(a, b, c)
    net.act("recorder-recorder", Breaks())
    net.act("a-b", Loses(0.001))
    net.run_until(0)
    net.send(a, [Send("b", 1), Send("c", 2)])
    net.run_until(0)
    assert (heard(b), heard(c)) == ([1], [])


def test_a_link_takes_longer_from_now_on() -> None:
    a, b, c = Recorder("a"), Recorder("b"), Recorder("c")
    net, _ = network(a, b, c, latency={("recorder", "recorder"): 0.25})
    net.send(a, [Send("b", 1)])
    net.act("a-b", Takes(2.0))
    net.run_until(0)
    net.send(a, [Send("b", 2), Send("c", 3)])
    net.send(b, [Send("a", 5)])
    net.act("recorder-recorder", Takes(0.5))
    net.run_until(0.1)
    net.send(c, [Send("b", 4)])
    net.run_until(9)
    assert [(at, message) for at, _, message in b.heard] == [(0.25, 1), (0.6, 4), (2.0, 2)]
    assert [at for at, _, _ in a.heard] == [2.0]
    assert [at for at, _, _ in c.heard] == [0.25]


@pytest.mark.parametrize("latency", [{("recorder", "recorder"): 0.25}, {}])
@pytest.mark.parametrize("link", ["a-b", "b-a", "recorder-recorder"])
def test_a_link_that_is_mended_takes_as_long_as_at_first(link: str, latency: dict[tuple[str, str], float]) -> None:
    a, b = Recorder("a"), Recorder("b")
    net, _ = network(a, b, latency=latency)
    for act in (Takes(2.0), IsMended()):
        net.act(link, act)
        net.run_until(0)
    net.send(a, [Send("b", 1)])
    net.send(b, [Send("a", 2)])
    net.run_until(9)
    assert {at for one in (a, b) for at, _, _ in one.heard} == {latency.get(("recorder", "recorder"), 0.0)}
    assert net.latency == latency


def test_a_link_of_kinds_is_mended_where_an_element_has_the_name_of_its_kind() -> None:
    class Teller(Recorder):
        kind = "teller"

    net, _ = network(Recorder("recorder"), Teller("a"))
    for act in (Takes(2.0), IsMended()):
        net.act("teller-recorder", act)
        net.run_until(0)
    assert net.latency == {}


def test_what_is_no_link_is_told() -> None:
    net, _ = network(Recorder("a"))
    with pytest.raises(LookupError, match="'a-x' is no link"):
        net.link("a-x")


def test_a_name_with_a_dash_can_be_the_end_of_a_link() -> None:
    net, _ = network(Recorder("a-1"), Recorder("b"))
    assert net.link("a-1-b") == ("a-1", "b")
    assert net.link("b-a-1") == ("b", "a-1")


def test_an_msc_that_restarts_has_forgotten_everybody_until_they_speak() -> None:
    world = World()
    world.say("msc1", mt_forward_sm())
    world.run(0)
    world.does("msc1", Restarts())
    world.run()
    assert not world.msc1.vlr.visitors
    world.ladder()
    world.say("msc1", mt_forward_sm())
    world.run(0)
    assert world.ladder() == ladder("""
        sc -> msc1    mt-ForwardSM
        msc1 -> sc    returnError unidentifiedSubscriber
        """)
    for act in (SwitchesOff(), SwitchesOn()):
        world.does("ms1", act)
    world.say("msc1", mt_forward_sm())
    texts = shown(world)
    world.run(0)
    assert len(texts) == 1
