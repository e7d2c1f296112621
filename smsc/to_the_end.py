"""What is begun and must be done, though whoever waits for it is cancelled."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Do something in a task of its own, and wait until it is done; whoever is cancelled meanwhile still waits."""
    task = asyncio.create_task(work)
    try:
        await asyncio.wait((task,))
    finally:
        await asyncio.wait((task,))
    return task.result()
