"""smsc.network.timers: many runs of a timer, and few messages."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsc.network.hop import Hop, Send
from smsc.network.network import Network
from smsc.network.timers import Alarm, Timer, Wait

SHORT, LONG = Wait("short", 1.0), Wait("long", 10.0)


class Clockwork:
    """An element that has a timer of ten seconds and an alarm, and does as the test says."""

    name = "clockwork"
    kind = "clockwork"

    def __init__(self) -> None:
        self.network = Network()
        self.network.add(self)
        self.messages = 0
        self.expired: list[tuple[object, float]] = []
        self.timer = Timer[str](self.name, 10.0, self._expired)
        self.alarm = Alarm(self.name)

    def receive(self, hop: Hop) -> Iterable[Send]:
        assert isinstance(hop.message, Timer | Alarm)
        self.messages += 1
        return hop.message.ring(hop) if isinstance(hop.message, Timer) else hop.message.ring(hop, self._expired)

    def start(self, run: str) -> None:
        self.network.send(self, self.timer.start(run, self.network.now))

    def wait(self, wait: Wait) -> None:
        self.network.send(self, self.alarm.start(wait, self.network.now))

    def _expired(self, run: object, now: float) -> Iterable[Send]:
        self.expired.append((run, now))
        return ()


def test_each_run_expires_when_its_time_is_over() -> None:
    clockwork = Clockwork()
    for at, run in enumerate("abc"):
        clockwork.network.run_until(at)
        clockwork.start(run)
    clockwork.network.run_until(100)
    assert clockwork.expired == [("a", 10.0), ("b", 11.0), ("c", 12.0)]
    assert len(clockwork.timer) == 0


def test_a_run_that_was_stopped_does_not_expire() -> None:
    clockwork = Clockwork()
    clockwork.start("a")
    assert clockwork.timer.stop("a")
    assert not clockwork.timer.stop("a")
    clockwork.network.run_until(100)
    assert clockwork.expired == []
    assert clockwork.network.next_at() is None


def test_a_run_that_was_started_again_expires_later() -> None:
    clockwork = Clockwork()
    clockwork.start("a")
    clockwork.network.run_until(7)
    clockwork.start("a")
    clockwork.network.run_until(100)
    assert clockwork.expired == [("a", 17.0)]


def test_a_thousand_runs_that_are_stopped_cost_one_message() -> None:
    clockwork = Clockwork()
    for n in range(1000):
        clockwork.start(str(n))
        clockwork.timer.stop(str(n))
    clockwork.network.run_until(100)
    assert clockwork.messages == 1


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=20))
def test_every_run_expires_on_time_whatever_the_fractions(starts: list[float]) -> None:
    clockwork = Clockwork()
    for n, at in enumerate(sorted(starts)):
        clockwork.network.run_until(at)
        clockwork.start(str(n))
    clockwork.network.run_until(2e6)
    assert clockwork.expired == [(str(n), at + 10.0) for n, at in enumerate(sorted(starts))]


def test_an_alarm_waits_for_one_thing_at_a_time() -> None:
    clockwork = Clockwork()
    clockwork.wait(LONG)
    clockwork.wait(SHORT)
    assert clockwork.alarm.wait is SHORT
    clockwork.network.run_until(100)
    assert clockwork.expired == [(SHORT, 1.0)]
    assert clockwork.alarm.wait is None


def test_an_alarm_that_was_stopped_does_not_ring() -> None:
    clockwork = Clockwork()
    clockwork.wait(SHORT)
    clockwork.alarm.stop()
    clockwork.network.run_until(100)
    assert clockwork.expired == []


def test_an_alarm_may_be_put_off_again_and_again_for_few_messages() -> None:
    clockwork = Clockwork()
    for at in range(1000):
        clockwork.network.run_until(at / 1000)
        clockwork.wait(LONG)
    clockwork.network.run_until(100)
    assert clockwork.expired == [(LONG, 10.999)]
    assert clockwork.messages == 2


@given(st.lists(st.tuples(st.floats(0, 20), st.sampled_from((SHORT, LONG)), st.booleans()), max_size=20))
def test_an_alarm_rings_for_whatever_was_waited_for_last(steps: list[tuple[float, Wait, bool]]) -> None:
    clockwork = Clockwork()
    expected: list[tuple[object, float]] = []
    due: tuple[Wait, float] | None = None
    now = 0.0
    for pause, wait, stops in [*steps, (1000.0, SHORT, True)]:
        now += pause
        if due is not None and due[1] <= now:
            expected.append(due)
            due = None
        clockwork.network.run_until(now)
        if stops:
            clockwork.alarm.stop()
            due = None
        else:
            clockwork.wait(wait)
            due = (wait, now + wait.seconds)
    assert [wait for wait, _ in clockwork.expired] == [wait for wait, _ in expected]
    assert [at for _, at in clockwork.expired] == pytest.approx([at for _, at in expected])
