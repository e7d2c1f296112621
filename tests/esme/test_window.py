import asyncio

import pytest

from esme import Disconnected
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
