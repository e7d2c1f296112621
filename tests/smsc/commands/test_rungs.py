"""The forms of a ladder: rungs read from the store and from events, as text, JSON and diagrams."""

import pytest

from smsc.commands.rungs import Rung, ladder_of, mermaid, plantuml

LINES = (
    'ms1           sends text text="Hello; #1 <you>" to=7000',
    "ms1  -> bss1  CHANNEL REQUEST establishment_cause=7 random_reference=2",
    "127.0.0.1:4000 -> sc    enquire_link",
    "end  -> sc    enquire_link",
    "ms2           shows text=Hello sender=447700900123",
)
RUNGS = [Rung.of_line(10.0 + at, line) for at, line in enumerate(LINES)]


def test_people_are_before_what_they_do_and_behind_what_they_see() -> None:
    assert [(rung.origin, rung.destination) for rung in RUNGS] == [
        ("", "ms1"), ("ms1", "bss1"), ("127.0.0.1:4000", "sc"), ("end", "sc"), ("ms2", ""),
    ]  # fmt: skip


def test_a_rung_of_the_store_is_that_of_the_api() -> None:
    event = {
        "id": 5,
        "at": "1970-01-01T00:00:11.000Z",
        "origin": "ms1",
        "destination": "bss1",
        "message": "CHANNEL REQUEST",
        "fields": {"establishment_cause": "7", "random_reference": "2"},
        "line": LINES[1],
        "message_ids": [],
    }
    assert Rung.of_event(event) == RUNGS[1]
    assert RUNGS[1].plain() == {
        "at": "1970-01-01T00:00:11.000+00:00",
        **{key: event[key] for key in ("origin", "destination", "message", "fields", "line")},
    }


def test_a_ladder_counts_from_its_beginning() -> None:
    assert list(ladder_of(RUNGS))[1] == f"   1.000s  {LINES[1]}"
    assert list(ladder_of([])) == []


def test_what_is_lost_does_not_arrive_in_a_diagram() -> None:
    lost = Rung.of_line(10.0, "hlr  -> sc    returnError unknownSubscriber lost=true")
    assert list(mermaid([lost]))[-1] == "    hlr-xsc: returnError unknownSubscriber lost=true"


def test_a_diagram_has_its_participants_and_no_character_that_breaks_it() -> None:
    assert list(mermaid(RUNGS)) == [
        "sequenceDiagram",
        "    participant ms1",
        "    participant bss1",
        "    participant p2 as 127.0.0.1:4000",
        "    participant sc",
        "    participant p4 as end",
        "    participant ms2",
        '    Note over ms1: sends text text="Hello#59; #35;1 #lt;you#gt;" to=7000',
        "    ms1->>bss1: CHANNEL REQUEST establishment_cause=7 random_reference=2",
        "    p2->>sc: enquire_link",
        "    p4->>sc: enquire_link",
        "    Note over ms2: shows text=Hello sender=447700900123",
    ]


def test_plantuml_is_told_the_same_and_its_markup_is_text() -> None:
    lines = (
        'bank -> sc    submit_sm short_message="<b>*1* **2** //x/// [[y]] ~ \\\\ & 100%"',
        *LINES[2:],
        "a -> b  x lost=true",
    )
    assert list(plantuml([Rung.of_line(0.0, line) for line in lines])) == [
        "@startuml",
        *(f'participant "{name}"' for name in ("bank", "sc", "127.0.0.1:4000", "end", "ms2", "a", "b")),
        '"bank" -> "sc" : submit_sm short_message="<U+003C>b<U+003E>*1* <U+002A>*2<U+002A>* <U+002F>/x<U+002F><U+002F>/'
        r" <U+005B>[y]] <U+007E> <U+005C><U+005C> <U+0026>\n100<U+0025>" + '"',
        '"127.0.0.1:4000" -> "sc" : enquire_link',
        '"end" -> "sc" : enquire_link',
        'note over "ms2" : shows text=Hello sender=447700900123',
        '"a" ->x "b" : x lost=true',
        "@enduml",
    ]


@pytest.mark.parametrize("length", [10, 61, 500])
def test_a_long_message_goes_in_several_lines(length: int) -> None:
    [_, *_, said] = mermaid([Rung.of_line(0.0, f"bank -> sc    submit_sm short_message={'x' * length}")])
    rows = said.partition(": ")[2].split("<br/>")
    assert "".join(rows).replace(" ", "") == f"submit_smshort_message={'x' * length}"
    assert max(map(len, rows)) <= 60
