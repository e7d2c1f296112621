"""What is done in a thread of its own, for which no loop waits at its end."""

import asyncio
import threading

import pytest

from pdu.aside import Aside


def test_a_loop_ends_though_a_call_that_nobody_waits_for_any_more_goes_on() -> None:
    end, ended = threading.Event(), []

    async def ask() -> None:
        loop, asked = asyncio.get_running_loop(), asyncio.Event()
        loop.set_default_executor(Aside())

        def waits() -> None:
            loop.call_soon_threadsafe(asked.set)
            ended.append(end.wait(20))

        asking = asyncio.create_task(asyncio.to_thread(waits))
        await asked.wait()
        asking.cancel()
        await asyncio.wait((asking,))

    asyncio.run(ask())
    assert not ended  # it goes on
    end.set()


async def test_what_a_call_gives_or_raises_is_told() -> None:
    loop = asyncio.get_running_loop()
    assert await loop.run_in_executor(Aside(), divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        await loop.run_in_executor(Aside(), divmod, 7, 0)
