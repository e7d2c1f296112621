"""Parts of messages, arriving in any order, put together."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.text.reassembly import Abandoned, Assembled, Doubled, Place, Reason, Reassembly
from pdu.text.segmentation import Sar
from pdu.text.udh import Concatenation8, Concatenation16

ALICE, BOB = ("alice", "bank"), ("bob", "bank")
DAY = 86400.0


def reassembly(most: int = 1000) -> Reassembly[str]:
    return Reassembly(time_limit=DAY, most=most)


def test_the_last_part_completes_the_message() -> None:
    parts = reassembly()
    assert parts.receive(ALICE, Concatenation8(7, 2, 1), "one", 0) == []
    assert len(parts) == 1
    assert parts.receive(ALICE, Concatenation8(7, 2, 2), "two", 1) == [Assembled(ALICE, 7, ("one", "two"))]
    assert len(parts) == 0
    assert parts.next_timer() is None


def test_parts_may_come_in_any_order() -> None:
    parts = reassembly()
    assert parts.receive(ALICE, Concatenation8(7, 3, 3), "three", 0) == []
    assert parts.receive(ALICE, Concatenation8(7, 3, 1), "one", 0) == []
    assert parts.receive(ALICE, Concatenation8(7, 3, 2), "two", 0) == [Assembled(ALICE, 7, ("one", "two", "three"))]


def test_a_concatenation_of_one_is_complete() -> None:
    assert reassembly().receive(ALICE, Concatenation8(7, 1, 1), "one", 0) == [Assembled(ALICE, 7, ("one",))]


def test_a_doubled_part_changes_nothing() -> None:
    parts = reassembly()
    parts.receive(ALICE, Concatenation8(7, 2, 1), "one", 0)
    assert parts.receive(ALICE, Concatenation8(7, 2, 1), "one", 1) == [Doubled(ALICE, 7, 1)]
    assert parts.receive(ALICE, Concatenation8(7, 2, 2), "two", 2) == [Assembled(ALICE, 7, ("one", "two"))]


@pytest.mark.parametrize(
    ("place", "part", "there"),
    [
        (Concatenation8(7, 2, 1), "one", True),
        (Concatenation8(7, 2, 1), "other", False),
        (Concatenation8(7, 3, 1), "one", False),
        (Concatenation8(7, 2, 2), "one", False),
        (Concatenation16(7, 2, 1), "one", False),
    ],
)
def test_a_part_is_there_if_its_sequence_maximum_and_content_are(place: Place, part: str, there: bool) -> None:
    parts = reassembly()
    parts.receive(ALICE, Concatenation8(7, 2, 1), "one", 0)
    assert parts.has(ALICE, place, part) is there
    assert not parts.has(BOB, place, part)
    parts.receive(ALICE, Concatenation8(7, 2, 2), "two", 0)
    assert not parts.has(ALICE, place, part)


@pytest.mark.parametrize("completes", [True, False])
def test_what_has_waited_too_long_is_told_of_whatever_the_part_is_that_comes_then(completes: bool) -> None:
    parts = reassembly()
    parts.receive(BOB, Concatenation8(7, 2, 1), "late", 0)
    parts.receive(ALICE, Concatenation8(7, 2, 1), "one", 1)
    abandoned = Abandoned(BOB, 7, 2, {1: "late"}, Reason.TIME_LIMIT)
    sequence, part = (2, "two") if completes else (1, "one")
    told = parts.receive(ALICE, Concatenation8(7, 2, sequence), part, DAY)
    assert told == [abandoned, Assembled(ALICE, 7, ("one", "two")) if completes else Doubled(ALICE, 7, 1)]


def test_senders_references_and_kinds_of_reference_are_kept_apart() -> None:
    parts = reassembly()
    places: list[tuple[tuple[str, str], list[Place]]] = [
        (ALICE, [Concatenation8(7, 2, 1), Concatenation8(7, 2, 2)]),
        (BOB, [Concatenation8(7, 2, 1), Concatenation8(7, 2, 2)]),
        (ALICE, [Concatenation8(8, 2, 1), Concatenation8(8, 2, 2)]),
        (ALICE, [Concatenation16(7, 2, 1), Concatenation16(7, 2, 2)]),
        (ALICE, [Sar(7, 2, 1), Sar(7, 2, 2)]),
    ]
    for number, (sender, (first, _)) in enumerate(places):
        assert parts.receive(sender, first, f"{number} begins", 0) == []
    assert len(parts) == 5
    for number, (sender, (_, second)) in enumerate(places):
        (event,) = parts.receive(sender, second, f"{number} ends", 0)
        assert isinstance(event, Assembled)
        assert event.parts == (f"{number} begins", f"{number} ends")


# what the specification leaves open


def test_another_maximum_begins_another_message() -> None:
    parts = reassembly()
    parts.receive(ALICE, Concatenation8(7, 2, 1), "old", 0)
    assert parts.receive(ALICE, Concatenation8(7, 3, 2), "new", 1) == [
        Abandoned(ALICE, 7, 2, {1: "old"}, Reason.CONFLICT)
    ]
    assert parts.receive(ALICE, Concatenation8(7, 3, 1), "newer", 2) == []
    assert parts.receive(ALICE, Concatenation8(7, 3, 3), "newest", 3) == [
        Assembled(ALICE, 7, ("newer", "new", "newest"))
    ]


def test_another_content_begins_another_message() -> None:
    parts = reassembly()
    parts.receive(ALICE, Concatenation8(7, 2, 1), "old", 0)
    assert parts.receive(ALICE, Concatenation8(7, 2, 1), "new", 1) == [
        Abandoned(ALICE, 7, 2, {1: "old"}, Reason.CONFLICT)
    ]
    assert parts.receive(ALICE, Concatenation8(7, 2, 2), "end", 2) == [Assembled(ALICE, 7, ("new", "end"))]


def test_a_part_after_completion_begins_another_message() -> None:
    parts = reassembly()
    parts.receive(ALICE, Concatenation8(7, 2, 1), "one", 0)
    parts.receive(ALICE, Concatenation8(7, 2, 2), "two", 0)
    assert parts.receive(ALICE, Concatenation8(7, 2, 2), "two", 1) == []
    assert len(parts) == 1


# time


def test_a_missing_part_is_waited_for_until_the_time_limit() -> None:
    parts = reassembly()
    parts.receive(ALICE, Concatenation8(7, 3, 1), "one", 100)
    parts.receive(ALICE, Concatenation8(7, 3, 3), "three", 5000)  # does not prolong it
    assert parts.next_timer() == 100 + DAY
    assert parts.handle_timer(99 + DAY) == []
    assert parts.handle_timer(100 + DAY) == [Abandoned(ALICE, 7, 3, {1: "one", 3: "three"}, Reason.TIME_LIMIT)]
    assert parts.next_timer() is None


def test_a_late_part_does_not_join_what_is_too_old() -> None:
    parts = reassembly()
    parts.receive(ALICE, Concatenation8(7, 2, 1), "one", 0)
    assert parts.receive(ALICE, Concatenation8(7, 2, 2), "two", DAY) == [
        Abandoned(ALICE, 7, 2, {1: "one"}, Reason.TIME_LIMIT)
    ]
    assert len(parts) == 1


def test_only_what_is_too_old_is_abandoned() -> None:
    parts = reassembly()
    parts.receive(ALICE, Concatenation8(1, 2, 1), "one", 0)
    parts.receive(ALICE, Concatenation8(2, 2, 1), "one", 10)
    parts.receive(ALICE, Concatenation8(3, 2, 1), "one", 20)
    assert [event.reference for event in parts.handle_timer(10 + DAY)] == [1, 2]
    assert parts.next_timer() == 20 + DAY


# memory


def test_the_oldest_makes_room() -> None:
    parts = reassembly(most=2)
    for reference in (1, 2):
        assert parts.receive(ALICE, Concatenation8(reference, 2, 1), "one", reference) == []
    assert parts.receive(ALICE, Concatenation8(3, 2, 1), "one", 3) == [
        Abandoned(ALICE, 1, 2, {1: "one"}, Reason.MEMORY)
    ]
    assert len(parts) == 2


def test_the_oldest_makes_room_for_long_parts() -> None:
    parts: Reassembly[str] = Reassembly(DAY, octets=len, room=10)
    assert parts.receive(ALICE, Concatenation8(1, 2, 1), "12345", 1) == []
    assert parts.receive(ALICE, Concatenation8(2, 3, 1), "1234", 2) == []
    assert parts.receive(ALICE, Concatenation8(2, 3, 1), "1234", 3) == [Doubled(ALICE, 2, 1)]  # and takes no room
    assert parts.receive(ALICE, Concatenation8(3, 2, 1), "12", 4) == [
        Abandoned(ALICE, 1, 2, {1: "12345"}, Reason.MEMORY)
    ]
    assert parts.receive(ALICE, Concatenation8(3, 2, 2), "123", 5) == [Assembled(ALICE, 3, ("12", "123"))]
    assert parts.receive(ALICE, Concatenation8(4, 2, 1), "123456", 6) == []  # what is complete takes no room either
    assert parts.receive(ALICE, Concatenation8(4, 3, 1), "1234567", 7) == [
        Abandoned(ALICE, 4, 2, {1: "123456"}, Reason.CONFLICT),
        Abandoned(ALICE, 2, 3, {1: "1234"}, Reason.MEMORY),
    ]
    assert [one.reference for one in parts.handle_timer(7 + DAY)] == [4]
    assert parts.receive(ALICE, Concatenation8(5, 2, 1), "1234567890", 8 + DAY) == []


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(1, 255), st.integers(1, 255)), max_size=60))
def test_memory_is_bounded_whatever_arrives(places: list[tuple[int, int, int]]) -> None:
    parts = reassembly(most=5)
    for now, (reference, maximum, sequence) in enumerate(places):
        if sequence <= maximum:
            parts.receive(ALICE, Concatenation8(reference, maximum, sequence), f"{now}", now)
        assert len(parts) <= 5


@pytest.mark.parametrize("place", [Concatenation8(7, 2, 0), Concatenation16(7, 2, 3), Sar(7, 0, 0), Sar(7, 2, 3)])
def test_an_impossible_place_is_malformed(place: Place) -> None:
    with pytest.raises(Malformed, match="sequence"):
        reassembly().receive(ALICE, place, "part", 0)


@given(st.integers(1, 20), st.randoms(use_true_random=False), st.data())
def test_shuffled_and_doubled_parts_arrive(maximum: int, random: Random, data: st.DataObject) -> None:
    doubled = data.draw(st.lists(st.integers(1, maximum), max_size=5))
    sequences = [*range(1, maximum + 1), *doubled]
    random.shuffle(sequences)
    parts = reassembly()
    for number, sequence in enumerate(sequences):
        for event in parts.receive(ALICE, Concatenation16(7, maximum, sequence), f"{sequence}", number):
            if isinstance(event, Assembled):
                assert event.parts == tuple(f"{wanted}" for wanted in range(1, maximum + 1))
                return
            assert isinstance(event, Doubled)
    pytest.fail("never complete")
