from collections.abc import AsyncIterator, Iterator

import pytest

from tests.interop.centre import BlockingCentre, Centre, service_centre, service_centre_in_thread


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    """A service centre in the test's own loop."""
    async with service_centre() as centre:
        yield centre


@pytest.fixture
def blocking_centre() -> Iterator[BlockingCentre]:
    """A service centre in a thread, for clients that block."""
    with service_centre_in_thread() as centre:
        yield centre
