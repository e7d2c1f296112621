import fcntl
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.interop.centre import BlockingCentre, Centre, service_centre, service_centre_in_thread
from tests.programs import need

NODE_SMPP = Path(__file__).parent / "node_smpp"


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


@pytest.fixture(scope="session")
def node() -> str:
    """Give node, with the package installed beside the programs; several test processes install it once."""
    found, npm = need("node"), need("npm")
    with (NODE_SMPP / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        installed = NODE_SMPP / "node_modules" / ".package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < (NODE_SMPP / "package.json").stat().st_mtime:
            command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
            run = subprocess.run(command, cwd=NODE_SMPP, capture_output=True, text=True, timeout=100, check=False)
            if run.returncode:
                missing = f"npm can't install smpp: {run.stderr.strip()}"
                if os.environ.get("CI") == "true":
                    pytest.fail(missing, pytrace=False)
                pytest.skip(missing)
    return found
