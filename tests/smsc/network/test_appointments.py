"""smsc.network.appointments: many runs, each with a time of its own, and few messages."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsc.network.appointments import Appointments
from smsc.network.hop import Hop, Send
from smsc.network.network import Network


class Diary:
    """An element that has appointments, and does as the test says."""

    name = "diary"
    kind = "diary"

    def __init__(self) -> None:
        self.network = Network()
        self.network.add(self)
        self.messages = 0
        self.came: list[tuple[str, float]] = []
        self.appointments = Appointments[str](self.name, self._come)

    def receive(self, hop: Hop) -> Iterable[Send]:
        assert isinstance(hop.message, Appointments)
        self.messages += 1
        return hop.message.ring(hop)

    def make(self, run: str, at: float) -> None:
        self.network.send(self, self.appointments.make(run, at, self.network.now))

    def _come(self, run: str, now: float) -> Iterable[Send]:
        self.came.append((run, now))
        return ()


def test_each_run_comes_at_its_time() -> None:
    diary = Diary()
    diary.make("late", 20.0)
    diary.make("early", 10.0)
    diary.make("as early", 10.0)
    diary.network.run_until(100.0)
    assert diary.came == [("early", 10.0), ("as early", 10.0), ("late", 20.0)]
    assert diary.network.next_at() is None


def test_what_is_made_for_the_past_comes_at_once() -> None:
    diary = Diary()
    diary.network.run_until(50.0)
    diary.make("missed", 10.0)
    diary.network.run_until(50.0)
    assert diary.came == [("missed", 50.0)]


def test_a_thousand_runs_that_are_called_off_cost_one_message() -> None:
    diary = Diary()
    for n in range(1000):
        diary.make(str(n), 1000.0 + n)
        diary.appointments.call_off(str(n))
    diary.network.run_until(1e6)
    assert (diary.came, diary.messages) == ([], 1)


def test_a_run_may_be_put_off_again_and_again_for_few_messages() -> None:
    diary = Diary()
    for n in range(1000):
        diary.make("a", 1000.0 + n)
    diary.network.run_until(1e6)
    assert (diary.came, diary.messages) == ([("a", 1999.0)], 2)


def test_a_message_that_is_needed_no_more_leads_to_no_other() -> None:
    diary = Diary()
    for run, at in (("late", 20.0), ("early", 10.0), ("later", 30.0), ("latest", 40.0)):
        diary.make(run, at)
    diary.network.run_until(100.0)
    assert [run for run, _ in diary.came] == ["early", "late", "later", "latest"]
    assert diary.messages == 5  # one for each, and the one for 20 s that was already under way


@given(st.lists(st.tuples(st.floats(0, 100), st.sampled_from("abc"), st.one_of(st.none(), st.floats(0, 200)))))
def test_a_run_comes_when_it_was_to_come_last_whatever_the_fractions(
    steps: list[tuple[float, str, float | None]],
) -> None:
    diary = Diary()
    due: dict[str, float] = {}
    expected: list[tuple[str, float]] = []
    now = 0.0
    for pause, run, after in [*steps, (1000.0, "a", None)]:
        now += pause
        expected += sorted((one, at) for one, at in due.items() if at <= now)
        due = {one: at for one, at in due.items() if at > now}
        diary.network.run_until(now)
        if after is None:
            diary.appointments.call_off(run)
            due.pop(run, None)
        else:
            diary.make(run, now + after)
            due[run] = now + after
            if not after:
                expected.append((run, due.pop(run)))
                diary.network.run_until(now)
    for run in "abc":
        assert [at for one, at in diary.came if one == run] == pytest.approx([at for one, at in expected if one == run])
