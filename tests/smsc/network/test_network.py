"""smsc.network.network: hops in time, and who sees them."""

from collections.abc import Iterable

import pytest

from smsc.network.hop import Hop, Send, Sight, Unseen
from smsc.network.network import Network
from tests.smsc.network.recorder import Recorder, network


def test_messages_of_one_moment_arrive_in_the_order_in_which_they_were_sent() -> None:
    a, b = Recorder("a"), Recorder("b")
    net, _ = network(a, b)
    net.send(a, [Send("b", 1), Send("b", 2, after=1.0), Send("b", 3)])
    net.act("b", 4)
    net.run_until(0.5)
    net.send(a, [Send("b", 5, after=0.5), Send("b", 6)])
    net.run_until(1.0)
    assert [message for _, _, message in b.heard] == [1, 3, 4, 6, 2, 5]


def test_what_comes_at_one_moment_by_several_ways_arrives_in_the_order_in_which_it_was_sent() -> None:
    a, b, c = Recorder("a"), Recorder("b"), Recorder("c")
    net, _ = network(a, b, c, latency={("recorder", "recorder"): 0.5})
    net.set_latency(("a", "b"), 0.25)
    net.send(c, [Send("b", 1), Send("b", 2)])
    net.act("b", 3, 0.5)
    net.run_until(0.25)
    net.send(a, [Send("b", 4)])
    net.send(b, [Send("b", 5, after=0.25)])
    net.run_until(1)
    assert [(at, message) for at, _, message in b.heard] == [(0.5, number) for number in (1, 2, 3, 4, 5)]


def test_two_moments_at_which_much_arrives_are_kept_apart() -> None:
    a, b = Recorder("a"), Recorder("b")
    net, _ = network(a, b)
    for first in (0, 8):
        net.send(a, [Send("b", number, after=1.0 + number % 2) for number in range(first, first + 8)])
    net.run_until(1.0)
    net.send(a, [Send("b", 16, after=1.0), Send("b", 17), Send("b", 18, after=1.0)])
    net.run_until(3.0)
    at_1 = [*range(0, 16, 2), 17]
    assert [message for _, _, message in b.heard] == [*at_1, *range(1, 16, 2), 16, 18]


def test_what_is_on_its_way_arrives_at_whoever_has_the_name_then() -> None:
    a, b, other, before = Recorder("a"), Recorder("b"), Recorder("b"), Recorder("b")
    net, _ = network(a, b)
    net.send(a, [Send("b", 1, after=1.0), Send("b", 2, after=2.0)])
    net.replace(other)
    net.run_until(1.0)
    net.stand_before("recorder", lambda element: before if element is other else element)
    net.run_until(2.0)
    assert (b.heard, [hop[2] for hop in other.heard], [hop[2] for hop in before.heard]) == ([], [1], [2])


def test_whoever_looks_on_may_let_time_go_on() -> None:
    a, b = Recorder("a"), Recorder("b", Send("a", "answer"))
    net, seen = network(a, b, latency={("recorder", "recorder"): 0.25})
    net.send(a, [Send("b", number) for number in range(3)])
    net.send(a, [Send("a", "timer", after=2.0), Send("a", "late", after=3.0)])
    net.observers.append(lambda hop: net.run_until(1.0 if hop.message != "answer" else 2.0))
    net.run_until(2.5)
    assert [message for _, _, message in b.heard] == [2, 1, 0]  # as time goes on in the observer, the later come first
    assert a.heard == [(2.0, "a", "timer"), (1.25, "b", "answer")]
    assert [hop.message for hop in seen] == [0, 1, 2, "answer"]
    assert (net.now, net.next_at()) == (2.5, 3.0)


def test_what_is_sent_for_the_moment_to_which_time_has_been_let_go_on_arrives() -> None:
    a, b, c = Recorder("a"), Recorder("b", Send("a", "in a second", after=1.0)), Recorder("c", Send("a", "at once"))
    net, _ = network(a, b, c)
    net.observers.append(lambda hop: net.run_until(1.0) if hop.message == "go on" else None)
    net.act("b", "begin")
    net.act("c", "go on")
    net.run_until(0.5)
    assert [(at, message) for at, _, message in a.heard] == [(1.0, "in a second"), (1.0, "at once")]
    assert (net.now, net.next_at()) == (1.0, None)


def test_a_message_over_which_an_element_fails_is_lost_alone() -> None:
    class Fragile(Recorder):
        def receive(self, hop: Hop) -> Iterable[Send]:
            if hop.message == "heavy":
                raise ValueError("too heavy")
            return super().receive(hop)

    a, b = Recorder("a"), Fragile("b")
    net, _ = network(a, b, latency={("recorder", "recorder"): 0.25})
    net.send(a, [Send("b", 1), Send("b", "heavy"), Send("b", 2)])
    with pytest.raises(ValueError, match="too heavy"):
        net.run_until(1)
    net.run_until(1)
    assert [(at, message) for at, _, message in b.heard] == [(0.25, 1), (0.25, 2)]


def test_an_answer_of_the_same_moment_comes_after_what_was_sent_before() -> None:
    a, b = Recorder("a"), Recorder("b", Send("a", "answer"))
    net, _ = network(a, b)
    net.send(a, [Send("b", 1), Send("a", 2)])
    net.run_until(0)
    assert [message for _, _, message in a.heard] == [2, "answer"]


def test_a_message_takes_the_time_of_its_link() -> None:
    a, b = Recorder("a"), Recorder("b")
    net, _ = network(a, b, latency={("recorder", "recorder"): 0.25})
    net.send(a, [Send("b", 1), Send("b", 2, after=1.0)])
    net.run_until(10)
    assert [at for at, _, _ in b.heard] == [0.25, 1.25]


def test_a_timer_takes_no_time_on_a_link_and_nobody_sees_it() -> None:
    a = Recorder("a")
    net, seen = network(a, latency={("recorder", "recorder"): 0.25})
    net.send(a, [Send("a", "timer", after=1.0)])
    net.run_until(10)
    assert a.heard == [(1.0, "a", "timer")]
    assert seen == []


def test_nothing_arrives_before_its_time() -> None:
    a, b = Recorder("a"), Recorder("b")
    net, _ = network(a, b)
    net.send(a, [Send("b", 1, after=2.0)])
    net.run_until(1.999)
    assert (b.heard, net.next_at(), net.now) == ([], 2.0, 1.999)
    net.run_until(1.0)
    assert net.now == 1.999
    net.run_until(2.0)
    assert (len(b.heard), net.next_at()) == (1, None)


def test_what_is_due_at_once_is_due_now() -> None:
    a, b = Recorder("a"), Recorder("b")
    net, _ = network(a, b)
    net.run_until(5.0)
    net.send(a, [Send("b", 1)])
    assert net.next_at() == 5.0


def test_an_element_answers_to_its_titles_under_its_name() -> None:
    a, b = Recorder("a"), Recorder("b")
    net = Network()
    net.add(a)
    net.add(b, "447700900921")
    net.send(a, [Send("447700900921", 1)])
    seen: list[Hop] = []
    net.observers.append(seen.append)
    net.run_until(0)
    assert [hop.destination for hop in seen] == ["b"]
    assert [element.name for element in net] == ["a", "b"]
    assert "447700900921" in net
    assert net["447700900921"] is b


def test_two_elements_do_not_answer_to_one_name() -> None:
    net, _ = network(Recorder("a"))
    with pytest.raises(ValueError, match="two elements answer to 'a'"):
        net.add(Recorder("a"))


def test_a_title_that_is_nobodys_is_seen_and_lost() -> None:
    a = Recorder("a")
    net, seen = network(a)
    net.send(a, [Send("447700900999", 1)])
    net.run_until(0)
    assert [(hop.origin, hop.destination) for hop in seen] == [("a", "447700900999")]


def test_a_name_that_is_nobodys_is_a_mistake_of_who_built_the_world() -> None:
    a = Recorder("a")
    net, _ = network(a)
    with pytest.raises(LookupError, match="a sends int to 'b'"):
        net.send(a, [Send("b", 1)])


def test_a_person_sees_what_a_handset_shows_and_does_not_answer() -> None:
    a = Recorder("a", Send("", "shows"))
    net, seen = network(a)
    net.act("a", "does")
    net.run_until(0)
    assert [(hop.origin, hop.destination, hop.message) for hop in seen] == [("", "a", "does"), ("a", "", "shows")]


def test_what_a_person_sees_is_made_only_if_somebody_looks() -> None:
    made: list[str] = []

    class Text(Sight):
        def make(self) -> str:
            made.append("text")
            return "text"

    a = Recorder("a")
    net, seen = network(a)
    for _ in range(2):
        net.send(a, [Send("", Text())])
        net.run_until(0)
        net.observers.clear()
    assert made == ["text"]
    assert [hop.message for hop in seen] == ["text"]


def test_physics_is_not_seen() -> None:
    a, b = Recorder("a"), Recorder("b")
    net, seen = network(a, b)
    net.send(a, [Send("b", Unseen())])
    net.run_until(0)
    assert len(b.heard) == 1
    assert seen == []


def test_a_network_is_at_rest_when_only_timers_run() -> None:
    a, b = Recorder("a"), Recorder("b")
    net, _ = network(a, b)
    net.send(a, [Send("a", "timer", after=1.0)])
    assert net.at_rest
    net.send(a, [Send("b", 1)])
    assert not net.at_rest
