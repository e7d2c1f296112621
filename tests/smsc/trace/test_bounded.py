"""smsc.trace.bounded: what is remembered of a trace that goes on for ever."""

from smsc.trace.bounded import Bounded


def test_a_new_key_displaces_what_was_noted_longest_ago() -> None:
    paged: Bounded[str, str] = Bounded()
    for number in range(10_000):
        paged[f"ms{number}"] = "a message"
    paged["ms0"] = "another message"
    paged["ms10000"] = "a message"
    assert len(paged) == 10_000
    assert paged["ms0"] == "another message"
    assert "ms1" not in paged
