"""The benchmark of the pytest plugin runs, and what it measures is as quick as it should be."""

from tests.bench.fixtures import IMPORTED, STARTED, _seconds, run


def test_every_test_of_a_suite_is_counted() -> None:
    assert run(20) == 0


def test_a_simulator_is_there_at_once() -> None:
    assert _seconds(IMPORTED) < 0.3
    assert _seconds(STARTED) < 0.5
