"""What all tests share: the process's log is silent, unless a test looks at it."""

import logging
from collections.abc import Iterator

import pytest
import structlog


def pytest_configure() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


@pytest.fixture(autouse=True)
def _the_log_stays_as_it_is() -> Iterator[None]:
    """A command that is called within a test sets the log up for its own process."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)
