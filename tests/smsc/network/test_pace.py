"""The world's clock: it follows the wall's, faster or slower, stands still, and can be advanced."""

import asyncio
from collections.abc import Iterable

import pytest

from smsc.network.network import Hop, Network, Send
from smsc.network.pace import WallPace


class Sleeper:
    """An element that is woken, and says when."""

    name = "sleeper"
    kind = "ms"

    def __init__(self) -> None:
        self.network = Network(now=1000.0)
        self.network.add(self)
        self.woken: list[float] = []
        self.awake = asyncio.Event()

    def sleep(self, seconds: float) -> None:
        self.network.send(self, (Send(self.name, "wake", 0, seconds),))

    def receive(self, hop: Hop) -> Iterable[Send]:
        self.woken.append(hop.at)
        self.awake.set()
        return ()


async def test_time_goes_by_as_it_does_on_the_wall() -> None:
    sleeper = Sleeper()
    pace = WallPace(sleeper.network)
    before = asyncio.get_running_loop().time()
    sleeper.sleep(0.02)
    pace.run()
    await sleeper.awake.wait()
    assert asyncio.get_running_loop().time() - before >= 0.019
    assert sleeper.woken == [pytest.approx(1000.02)]
    assert pace.now >= 1000.02


async def test_an_hour_may_take_a_moment() -> None:
    sleeper = Sleeper()
    pace = WallPace(sleeper.network, speed=1e6)
    sleeper.sleep(3600)
    pace.run()
    async with asyncio.timeout(20):
        await sleeper.awake.wait()
    assert sleeper.woken == [4600.0]


async def test_while_time_stands_still_nothing_happens_until_it_goes_on() -> None:
    sleeper = Sleeper()
    pace = WallPace(sleeper.network)
    pace.speed = 0
    now = pace.now
    sleeper.sleep(0.001)
    pace.run()
    for _ in range(100):
        await asyncio.sleep(0)
    assert (sleeper.woken, pace.now) == ([], now)
    pace.speed = 1
    async with asyncio.timeout(20):
        await sleeper.awake.wait()


async def test_days_are_advanced_at_once_and_in_order() -> None:
    sleeper = Sleeper()
    pace = WallPace(sleeper.network)
    pace.speed = 0
    now = pace.now
    for hours in (3, 1, 48, 2):
        sleeper.sleep(hours * 3600)
    await pace.advance(47 * 3600)
    assert sleeper.woken == [now + hours * 3600 for hours in (1, 2, 3)]
    assert pace.now == now + 47 * 3600
    await pace.advance(3600)
    assert len(sleeper.woken) == 4


async def test_two_who_advance_at_once_advance_one_after_the_other() -> None:
    sleeper = Sleeper()
    pace = WallPace(sleeper.network)
    pace.speed = 0
    now = pace.now
    sleeper.sleep(10)
    await asyncio.gather(pace.advance(10), pace.advance(10))
    assert pace.now == now + 20


async def test_what_happens_may_cause_more_within_the_same_time() -> None:
    class Chain(Sleeper):
        def receive(self, hop: Hop) -> Iterable[Send]:
            super().receive(hop)
            return (Send(self.name, "wake", 0, 10.0),)

    chain = Chain()
    pace = WallPace(chain.network)
    pace.speed = 0
    chain.sleep(10)
    await pace.advance(105)
    assert [round(at - pace.now, 6) for at in chain.woken] == [round(10 * n - 105, 6) for n in range(1, 11)]


@pytest.mark.parametrize("seconds", [-1.0, float("inf"), float("nan")])
async def test_time_goes_neither_back_nor_on_for_ever(seconds: float) -> None:
    pace = WallPace(Network())
    with pytest.raises(ValueError, match="advance: expected seconds from now on"):
        await pace.advance(seconds)
    with pytest.raises(ValueError, match="speed: expected 0"):
        pace.speed = seconds


async def test_who_follows_is_told_of_every_turn_until_it_has_enough() -> None:
    sleeper, turns = Sleeper(), list[float]()
    pace = WallPace(sleeper.network)
    stop = pace.follow(lambda: turns.append(pace.now))
    pace.run()
    stop()
    pace.run()
    pace.stop()
    assert len(turns) == 1
