"""A test of the network that fails shows all that was said in it."""

from collections.abc import Generator, Iterator

import pytest

from tests.smsc.network.world import WORLDS


@pytest.fixture(autouse=True)
def _its_worlds_are_its_own() -> Iterator[None]:
    yield
    WORLDS.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call" and report.failed:
        for world in WORLDS:
            report.sections.append(("ladder", "\n".join(f"{at:8.3f}s {line}" for at, line in world.whole)))
    return report
