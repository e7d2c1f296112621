"""SMPP v5.0 section 2.9: the line for the places of the window."""

import asyncio

import pytest

from esme import Disconnected, QueueFull
from esme.pace import Pace
from esme.window import Window


async def settle() -> None:
    """Let every task go as far as it can."""
    for _ in range(3):
        await asyncio.sleep(0)


async def test_the_line_moves_in_its_order() -> None:
    window = Window(1)
    entered: list[int] = []

    async def enter(number: int) -> None:
        await window.enter()
        entered.append(number)

    tasks = [asyncio.create_task(enter(number)) for number in range(3)]
    for number in range(3):
        await settle()
        assert entered == list(range(number + 1))
        window.leave()
    assert window.taken == 0
    await asyncio.gather(*tasks)


async def test_who_is_cancelled_in_line_is_passed_over() -> None:
    window = Window(1)
    await window.enter()
    first, second = (asyncio.create_task(window.enter()) for _ in range(2))
    await settle()
    first.cancel()
    await settle()
    window.leave()
    await second
    assert window.taken == 1


async def test_who_is_cancelled_in_the_moment_of_its_turn_hands_it_on() -> None:
    window = Window(1)
    await window.enter()
    first, second = (asyncio.create_task(window.enter()) for _ in range(2))
    await settle()
    window.leave()
    first.cancel()
    await second
    assert window.taken == 1
    assert first.cancelled()


async def test_what_pushes_in_makes_the_others_wait() -> None:
    window = Window(1)
    await window.enter()
    window.push_in()
    waiting = asyncio.create_task(window.enter())
    await settle()
    window.leave()
    await settle()
    assert not waiting.done()
    window.leave()
    await waiting


async def test_the_end_of_the_session_sends_everybody_home() -> None:
    window = Window(1)
    await window.enter()
    waiting = asyncio.create_task(window.enter())
    await settle()
    window.end("the peer unbound")
    with pytest.raises(Disconnected, match="the session ended: the peer unbound"):
        await waiting


async def test_a_line_that_is_as_long_as_it_may_be_takes_nobody_else() -> None:
    window = Window(1, queue=1)
    await window.enter()
    waiting = asyncio.create_task(window.enter())
    await settle()
    with pytest.raises(QueueFull, match="1 requests are waiting for their turn already"):
        await window.enter()
    waiting.cancel()
    await settle()
    second = asyncio.create_task(window.enter())  # the one that left the line has left room in it
    await settle()
    window.leave()
    await second


async def test_who_was_sent_back_goes_before_those_who_come_for_the_first_time() -> None:
    window = Window(1, queue=1)
    await window.enter()
    first = asyncio.create_task(window.enter())
    await settle()
    back = asyncio.create_task(window.enter(again=True))  # for one that comes again, the line is never too long
    await settle()
    window.leave()
    await back
    assert not first.done()
    window.leave()
    await first


async def test_more_places_let_the_line_move_and_fewer_turn_nobody_out() -> None:
    window = Window(0)
    waiting = [asyncio.create_task(window.enter()) for _ in range(3)]
    await settle()
    window.resize(2)
    await settle()
    assert [task.done() for task in waiting] == [True, True, False]
    window.resize(1)
    window.leave()
    await settle()
    assert not waiting[2].done()
    window.leave()
    await waiting[2]


async def test_after_a_pause_the_line_moves_by_itself() -> None:
    window = Window(2)
    loop = asyncio.get_running_loop()
    began = loop.time()
    window.pause(0.01)
    await asyncio.wait_for(asyncio.gather(window.enter(), window.enter()), 5)
    assert loop.time() - began >= 0.009
    assert window.free_up_to == 2


async def test_a_shorter_pause_does_not_cut_a_longer_one_short() -> None:
    window = Window(1)
    window.pause(3600)
    window.pause(0)
    entering = asyncio.create_task(window.enter())
    await settle()
    assert window.taken == 0
    entering.cancel()


async def test_who_would_have_to_ask_finds_no_place_that_is_free() -> None:
    paused, ended = Window(2), Window(2)
    assert (paused.free_up_to, ended.free_up_to, Window(2, pace=Pace(50)).free_up_to) == (2, 2, 0)
    paused.pause(3600)
    ended.end("for a test")
    assert (paused.free_up_to, ended.free_up_to) == (0, 0)


class Whistle(Pace):
    """A pace that lets through as many as it is told to."""

    def __init__(self) -> None:
        super().__init__(1)
        self.left = 0

    def take(self, now: float) -> float:
        if not self.left:
            return super().take(now) or 3600.0
        self.left -= 1
        return 0.0


async def test_who_is_cancelled_before_its_time_has_come_takes_nothing_of_the_pace() -> None:
    pace = Whistle()
    window = Window(3, pace=pace)
    first, second = (asyncio.create_task(window.enter()) for _ in range(2))
    await settle()
    first.cancel()
    await settle()
    pace.left = 1
    window.resize(3)
    await second
    assert (window.taken, pace.left) == (1, 0)
    window.end("we unbound")


async def test_nobody_comes_in_after_the_end() -> None:
    window = Window(1)
    window.end("we unbound")
    with pytest.raises(Disconnected, match="we unbound"):
        await window.enter()
