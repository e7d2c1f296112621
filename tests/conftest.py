"""What all tests share: the process's log is silent, unless a test looks at it."""

import logging

import structlog


def pytest_configure() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
