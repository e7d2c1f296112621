"""What all tests share: the process's log is silent, unless a test looks at it, and no example has a deadline."""

import logging
import sys
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings


def pytest_configure() -> None:
    settings.register_profile("unhurried", deadline=None)  # how long one takes tells how busy the machine is
    settings.load_profile("unhurried")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


@pytest.fixture(autouse=True)
def _the_log_stays_as_it_is() -> Iterator[None]:
    """A command that is called within a test sets the log up for its own process."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def shallow() -> Iterator[None]:
    """Calls go no deeper than Python lets them at first; some module of another test may have changed that."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000)
    yield
    sys.setrecursionlimit(limit)
