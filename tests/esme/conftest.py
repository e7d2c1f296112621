"""What the tests of the client share: it leaves nothing running."""

import asyncio
from collections.abc import AsyncIterator

import pytest


@pytest.fixture(autouse=True)
async def nothing_is_left_running() -> AsyncIterator[None]:
    """See that no task goes on after a test."""
    yield
    assert asyncio.all_tasks() == {asyncio.current_task()}
