"""The benchmark of kinds of messages runs, and none of them is a trap."""

from tests.bench.kinds import PLAIN, measured, received, sent


def test_no_kind_of_message_costs_many_times_what_a_plain_one_does() -> None:
    found = measured(sent(), rounds=50, repeats=20)
    assert found["UCS-2"] < 6 * found[PLAIN]
    assert found["10 parts"] < 40 * found[PLAIN]
    found = measured(received(), rounds=50, repeats=20)
    assert found["UCS-2"] < 3 * found[PLAIN]
    assert found["receipt with TLVs"] < 8 * found[PLAIN]
