"""What all tests share: the log is silent unless a test looks at it, and no hypothesis example has a deadline.

How wide the terminal is where the tests are run, and whether it has colours, is no concern of the commands in them.
"""

import logging
import os
import sys
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings


def pytest_configure() -> None:
    settings.register_profile("unhurried", deadline=None)  # how long one takes depends on how busy the machine is
    settings.load_profile("unhurried")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def pytest_sessionstart() -> None:
    for name in ("COLUMNS", "LINES", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS"):  # which rich and typer go by
        os.environ.pop(name, None)


@pytest.fixture(autouse=True)
def _the_log_stays_as_it_is() -> Iterator[None]:
    """Restore the log after a test: a command called within one sets it up as for a process of its own."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def shallow() -> Iterator[None]:
    """Set the recursion limit back to Python's default; a module imported by another test may have changed it."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000)
    yield
    sys.setrecursionlimit(limit)
