"""When messages may go."""

from esme.bench.supply import Supply


def test_without_a_rate_as_many_go_as_are_wanted_until_all_are_gone() -> None:
    supply = Supply(count=25)
    supply.start(0)
    assert [supply.take(10, 1.0), supply.take(10, 2.0), supply.take(10, 3.0), supply.take(10, 4.0)] == [
        [(1.0, 10)],
        [(2.0, 10)],
        [(3.0, 5)],
        [],
    ]
    assert supply.over(4.0)


def test_nothing_goes_after_its_time() -> None:
    supply = Supply(seconds=5)
    supply.start(100)
    assert supply.take(1, 104.9) == [(104.9, 1)]
    assert not supply.over(104.9)
    assert supply.take(1, 105) == []
    assert supply.over(105)


def test_it_can_end_before_its_time() -> None:
    supply = Supply(seconds=5)
    supply.start(100)
    supply.stop(102)
    supply.stop(103)
    assert supply.over(102)
    assert supply.take(1, 102) == []


def test_with_a_rate_no_more_go_than_are_due() -> None:
    supply = Supply(rate=10)
    supply.start(0)
    assert supply.take(100, 0.5) == []
    supply.fall_due(0.55)
    assert supply.take(100, 0.55) == [(0.55, 5)]
    supply.fall_due(1.0)
    assert supply.take(3, 1.0) == [(1.0, 3)]
    assert supply.waiting == 2


def test_a_message_counts_from_the_moment_at_which_it_was_due() -> None:
    supply = Supply(rate=10)
    supply.start(0)
    for now in (1.0, 2.0, 3.0):
        supply.fall_due(now)
    assert supply.take(25, 3.5) == [(1.0, 10), (2.0, 10), (3.0, 5)]
    assert supply.take(25, 3.6) == [(3.0, 5)]


def test_nothing_falls_due_after_the_end() -> None:
    supply = Supply(rate=100, seconds=1, count=1000)
    supply.start(0)
    supply.fall_due(7)
    assert supply.waiting == 100
    few = Supply(rate=100, seconds=1, count=30)
    few.start(0)
    few.fall_due(7)
    assert few.waiting == 30


def test_what_fell_due_in_the_last_moment_still_goes_and_what_waited_for_long_does_not() -> None:
    supply = Supply(rate=100, seconds=1)
    supply.start(0)
    supply.fall_due(1.001)
    assert not supply.over(1.001)
    assert supply.take(60, 1.001) == [(1.001, 60)]
    assert supply.take(60, 1.1) == []
    assert supply.over(1.1)
    assert supply.waiting == 40
