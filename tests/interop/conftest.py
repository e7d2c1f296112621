"""Service centres for programs that others wrote, and node with its package."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.interop.centre import BlockingCentre, Centre, service_centre, service_centre_in_thread
from tests.interop.npm import node_smpp
from tests.programs import lack, need


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    """Run a service centre in the test's own loop."""
    async with service_centre() as centre:
        yield centre


@pytest.fixture
def blocking_centre() -> Iterator[BlockingCentre]:
    """Run a service centre in a thread, for clients that block."""
    with service_centre_in_thread() as centre:
        yield centre


@pytest.fixture(scope="session")
def node() -> str:
    """Return node, with the package installed beside the programs."""
    need("node")
    need("npm")
    try:
        return node_smpp()
    except LookupError as missing:
        lack(str(missing))
