"""What is due, and when."""

from math import inf

from hypothesis import given
from hypothesis import strategies as st

from smsc.agenda import SLACK, Agenda


def test_each_entry_is_due_once_at_the_last_time_it_was_given() -> None:
    agenda = Agenda[str]()
    agenda.enter("1", 10.0)
    agenda.enter("2", 20.0)
    agenda.enter("1", 30.0)
    agenda.enter("1", 30.0)
    assert list(agenda.due(19.0)) == []
    assert list(agenda.due(20.0)) == ["2"]
    assert agenda.next_at() == 30.0
    assert list(agenda.due(30.0)) == ["1"]
    assert list(agenda.due(40.0)) == []
    assert agenda.next_at() is None


def test_what_is_struck_is_never_due_and_takes_no_room_however_many_there_are() -> None:
    agenda = Agenda[str]()
    agenda.enter("waits", 10.0)
    for number in range(10 * SLACK):
        agenda.enter(str(number), 20.0)
        agenda.strike(str(number))
    assert len(agenda) <= SLACK + 2
    assert list(agenda.due(30.0)) == ["waits"]


def test_what_is_put_off_again_and_again_takes_no_room() -> None:
    agenda = Agenda[str]()
    for number in range(10 * SLACK):
        agenda.enter("waits", float(number))
    assert len(agenda) <= SLACK + 2
    assert list(agenda.due(inf)) == ["waits"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.one_of(st.none(), st.integers(0, 9)))))
def test_it_is_as_if_all_were_looked_through(steps: list[tuple[str, int | None]]) -> None:
    agenda, plain = Agenda[str](), dict[str, float]()
    for entry, at in steps:
        if at is None:
            agenda.strike(entry)
            plain.pop(entry, None)
        else:
            agenda.enter(entry, at)
            plain[entry] = at
    assert agenda.next_at() == min(plain.values(), default=None)
    for now in range(10):
        assert sorted(agenda.due(now)) == sorted(entry for entry, at in plain.items() if at == now)
