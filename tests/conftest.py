"""What all tests share: the log is silent unless a test looks at it, and no hypothesis example has a deadline.

Commands in tests learn nothing of the terminal where these are run, its width, its colours, and the simulator that is
asked there; and what they talk to is on this machine, behind no proxy.

Python is compiled once, whatever the image of a container says of that: the programs that tests start are many.
"""

import gc
import logging
import os
import sys
from collections.abc import Generator, Iterator

import pytest
import structlog
from hypothesis import settings

TERMINAL = ("COLUMNS", "LINES", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS")  # what rich and typer go by


def pytest_configure() -> None:
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    settings.register_profile("unhurried", deadline=None)  # how long one takes depends on how busy the machine is
    settings.load_profile("unhurried")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def pytest_sessionstart() -> None:
    for name in [*os.environ]:
        if name in TERMINAL or name.startswith(("SMSC_", "ESME_")):
            del os.environ[name]
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "localhost,127.0.0.1"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for garbage neither while tests are collected nor, later, among them: they stay until the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


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
