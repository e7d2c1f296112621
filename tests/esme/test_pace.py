"""No more requests per second than an account allows."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

import esme
from esme.pace import COARSE, Pace
from tests.esme.conversation import TO, conversation


def test_a_pace_of_ten_per_second_lets_one_go_every_tenth_of_a_second() -> None:
    pace = Pace(10)
    assert pace.take(100.0) == 0.0
    assert pace.take(100.0) == pytest.approx(0.1)
    assert pace.take(100.04) == pytest.approx(0.06)
    assert pace.take(100.11) == 0.0
    assert pace.take(500.0) == 0.0
    assert pace.take(500.0) == pytest.approx(0.1)


def test_a_loop_that_is_a_little_late_makes_up_for_it_if_the_pace_is_high() -> None:
    pace = Pace(1000)

    def gone(now: float) -> int:
        count = 0
        while pace.take(now) == 0.0:
            count += 1
        return count

    assert [gone(100.0), gone(100.0), gone(100.005), gone(100.1)] == pytest.approx([10, 0, 5, 10], abs=1)


@given(st.floats(0.1, 5000), st.lists(st.floats(0, 0.3), max_size=200))
def test_in_no_second_do_more_go_than_the_pace_allows(rate: float, steps: list[float]) -> None:
    pace, now, went = Pace(rate), 0.0, []
    for step in steps:
        now += step
        while pace.take(now) == 0.0:
            went.append(now)
    for first in went:
        in_this_second = [at for at in went if first <= at < first + 1]
        assert len(in_this_second) <= rate * (1 + COARSE) + 1.001


@pytest.mark.parametrize("rate", [0, -1, float("inf"), float("nan")])
async def test_a_pace_is_a_number_of_requests(rate: float) -> None:
    with pytest.raises(ValueError, match="rate: expected more than 0 requests per second"):
        await esme.connect("127.0.0.1", 9, system_id="bank", rate=rate)


async def test_requests_go_at_the_pace_of_the_account_in_their_order() -> None:
    async with conversation(rate=200) as (bank, sc):
        loop = asyncio.get_running_loop()
        began = loop.time()
        await asyncio.gather(*(bank.submit(text, to=TO) for text in "abcdef"))
        assert loop.time() - began >= 5 / 200 - COARSE
        assert [(await sc.hears("submit_sm")).short_message for _ in range(6)] == [b"a", b"b", b"c", b"d", b"e", b"f"]
