"""What the tests of the service centre share."""

import logging
from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
import structlog

Reported = list[MutableMapping[str, Any]]


@pytest.fixture
def reported() -> Iterator[Reported]:
    """Collect what the process reports while the test runs, as structlog has it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
    with structlog.testing.capture_logs() as entries:
        yield entries
