import asyncio
from collections.abc import AsyncIterator

import pytest


@pytest.fixture(autouse=True)
async def nothing_is_left_running() -> AsyncIterator[None]:
    """Every test ends without a task that goes on."""
    yield
    assert asyncio.all_tasks() == {asyncio.current_task()}
