"""The world's clock: it follows the wall clock, faster or slower, stands still, and can be advanced."""

import asyncio
from collections.abc import Iterable

import pytest

from smsc.network.hop import Hop, Send
from smsc.network.network import Network
from smsc.network.pace import Clock


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
    clock = Clock(sleeper.network)
    before = asyncio.get_running_loop().time()
    sleeper.sleep(0.02)
    clock.run()
    await sleeper.awake.wait()
    assert asyncio.get_running_loop().time() - before >= 0.019
    assert sleeper.woken == [pytest.approx(1000.02)]
    assert clock.now >= 1000.02


async def test_an_hour_may_take_a_moment() -> None:
    sleeper = Sleeper()
    clock = Clock(sleeper.network, speed=1e6)
    sleeper.sleep(3600)
    clock.run()
    async with asyncio.timeout(20):
        await sleeper.awake.wait()
    assert sleeper.woken == [4600.0]


async def test_a_network_that_is_slower_than_its_clock_holds_nobody_up() -> None:
    class Restless(Sleeper):
        def receive(self, hop: Hop) -> Iterable[Send]:
            super().receive(hop)
            return (Send(self.name, "wake", 0, 0.001),) if len(self.woken) < 100_000 else ()

    restless = Restless()
    clock = Clock(restless.network, speed=1e6)
    restless.sleep(0)
    clock.run()  # each turn is late by the length of the one before, so they get longer and longer
    for _ in range(3):
        await asyncio.sleep(0)
    assert len(restless.woken) < 100_000
    clock.stop()


async def test_while_time_stands_still_nothing_happens_until_it_goes_on() -> None:
    sleeper = Sleeper()
    clock = Clock(sleeper.network)
    clock.stop()
    now = clock.now
    sleeper.sleep(0.001)
    clock.run()
    for _ in range(100):
        await asyncio.sleep(0)
    assert (sleeper.woken, clock.now) == ([], now)
    clock.go()
    async with asyncio.timeout(20):
        await sleeper.awake.wait()


async def test_days_are_advanced_at_once_and_in_order() -> None:
    sleeper = Sleeper()
    clock = Clock(sleeper.network)
    clock.stop()
    now = clock.now
    for hours in (3, 1, 48, 2):
        sleeper.sleep(hours * 3600)
    await clock.advance(47 * 3600)
    assert sleeper.woken == [now + hours * 3600 for hours in (1, 2, 3)]
    assert clock.now == now + 47 * 3600
    await clock.advance(3600)
    assert len(sleeper.woken) == 4


async def test_two_who_advance_at_once_advance_one_after_the_other() -> None:
    sleeper = Sleeper()
    clock = Clock(sleeper.network)
    clock.stop()
    now = clock.now
    sleeper.sleep(10)
    await asyncio.gather(clock.advance(10), clock.advance(10))
    assert clock.now == now + 20


async def test_what_happens_may_cause_more_within_the_same_time() -> None:
    class Chain(Sleeper):
        def receive(self, hop: Hop) -> Iterable[Send]:
            super().receive(hop)
            return (Send(self.name, "wake", 0, 10.0),)

    chain = Chain()
    clock = Clock(chain.network)
    clock.stop()
    chain.sleep(10)
    await clock.advance(105)
    assert [round(at - clock.now, 6) for at in chain.woken] == [round(10 * n - 105, 6) for n in range(1, 11)]


@pytest.mark.parametrize("seconds", [-1.0, float("inf"), float("nan")])
async def test_time_goes_neither_back_nor_on_for_ever(seconds: float) -> None:
    clock = Clock(Network())
    with pytest.raises(ValueError, match="advance: expected seconds from now on"):
        await clock.advance(seconds)
    with pytest.raises(ValueError, match="speed: expected 0"):
        clock.speed = seconds


async def test_time_goes_no_farther_than_a_date_can_be_written() -> None:
    clock = Clock(Network())
    clock.stop()
    with pytest.raises(ValueError, match="advance: expected an end within the year 9999, found 1e\\+12 seconds"):
        await clock.advance(1e12)
    then = clock.now
    await clock.advance(10)
    assert clock.now == then + 10


async def test_who_follows_is_told_of_every_turn_until_it_has_enough() -> None:
    sleeper, turns = Sleeper(), list[float]()
    clock = Clock(sleeper.network)
    stop = clock.follow(lambda: turns.append(clock.now))
    clock.run()
    stop()
    clock.run()
    assert len(turns) == 1


async def test_a_clock_that_is_closed_wakes_nobody() -> None:
    sleeper, later = Sleeper(), asyncio.Event()
    clock = Clock(sleeper.network, speed=0)
    sleeper.sleep(0.001)
    clock.go()
    clock.close()
    asyncio.get_running_loop().call_later(0.002, later.set)
    await later.wait()
    assert sleeper.woken == []


async def test_a_clock_that_goes_on_goes_at_the_speed_that_it_had() -> None:
    clock = Clock(Network())
    clock.speed = 60
    clock.stop()
    assert clock.stopped
    clock.go()
    assert clock.speed == 60
    clock.speed = 0
    clock.go()
    assert (clock.speed, clock.stopped) == (60, False)


async def test_a_clock_that_has_never_gone_goes_at_the_walls_pace() -> None:
    clock = Clock(Network(now=1000.0), speed=0)
    assert (clock.stopped, clock.now) == (True, 1000.0)
    clock.go()
    assert clock.speed == 1


async def test_time_goes_by_step_by_step() -> None:
    sleeper = Sleeper()
    clock = Clock(sleeper.network, speed=0)
    for seconds in (10, 10, 3600):
        sleeper.sleep(seconds)
    assert await clock.step()
    assert (sleeper.woken, clock.now) == ([1010.0, 1010.0], 1010.0)
    assert await clock.step()
    assert clock.now == 4600.0
    assert not await clock.step()
    assert clock.now == 4600.0


async def test_time_goes_by_until_nothing_but_timers_is_under_way() -> None:
    sleeper, other = Sleeper(), Sleeper()
    other.name, network = "other", sleeper.network
    network.add(other)
    network.send(other, (Send("sleeper", "hello", 0, 0.5),))
    sleeper.sleep(3600)
    clock = Clock(network, speed=0)
    await clock.advance_to_rest()
    assert (sleeper.woken, clock.now) == ([1000.5], 1000.5)


class Outsider:
    """Somebody outside, who owes answers and gives them when told to."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.owes: set[int] = set()
        self.asked = asyncio.Event()
        clock.wait_for(self.waited_for)

    def waited_for(self) -> set[int]:
        if self.owes:
            self.asked.set()
        return self.owes

    def answer(self) -> None:
        self.owes = set()
        self.asked.clear()
        self.clock.run()


async def test_an_advance_waits_for_an_answer_from_outside() -> None:
    sleeper = Sleeper()
    clock = Clock(sleeper.network, speed=0)
    outsider = Outsider(clock)
    sleeper.sleep(10)
    outsider.owes = {1}
    advance = asyncio.create_task(clock.advance(3600))
    await outsider.asked.wait()
    assert (sleeper.woken, clock.now) == ([], 1000.0)
    sleeper.sleep(5)  # what the answer leads to
    outsider.answer()
    await advance
    assert (sleeper.woken, clock.now) == ([1005.0, 1010.0], 4600.0)


async def test_time_stands_still_while_an_answer_is_waited_for_though_the_clock_is_going() -> None:
    sleeper = Sleeper()
    clock = Clock(sleeper.network, speed=1e6)
    outsider = Outsider(clock)
    outsider.owes = {1}
    advance = asyncio.create_task(clock.advance(10))
    await outsider.asked.wait()
    before = clock.now
    clock.run()
    assert clock.now == before
    outsider.answer()
    await advance
    assert clock.now >= before + 10


async def test_no_answer_is_waited_for_twice() -> None:
    sleeper = Sleeper()
    clock = Clock(sleeper.network, speed=0)
    outsider = Outsider(clock)
    outsider.owes = {1, 2}
    for seconds in range(1, 200):
        sleeper.sleep(seconds)
    async with asyncio.timeout(20):
        await clock.advance(3600, patience=0.01)
    assert len(sleeper.woken) == 199


async def test_an_advance_that_is_given_up_leaves_a_clock_that_goes() -> None:
    sleeper = Sleeper()
    clock = Clock(sleeper.network)
    outsider = Outsider(clock)
    outsider.owes = {1}
    sleeper.sleep(0.001)
    advance = asyncio.create_task(clock.advance(3600))
    await outsider.asked.wait()
    advance.cancel()
    with pytest.raises(asyncio.CancelledError):
        await advance
    async with asyncio.timeout(20):
        await sleeper.awake.wait()
    assert clock.now < 2000
