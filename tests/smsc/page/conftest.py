"""A simulator with its page in a real browser, whose console stays empty.

Chromium is started once, for all tests of a process: they share an event loop, and each has a context of its own.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

import esme
from scenarios.stage import Stage
from smsc.api.app import create
from smsc.api.serving import Serving
from smsc.config import load
from smsc.world.acts import read
from tests.programs import need
from tests.smsc.api.conftest import Served, serves

CONTAINED = ("--no-sandbox", "--disable-dev-shm-usage")  # root has no sandbox, and a container little shared memory
PATIENCE = 30_000  # milliseconds for what takes less than a second on an idle machine
HASTE = "setTimeout = ((wait) => (done, time) => wait(done, time / 10))(setTimeout)"  # the page looks 10 times a second
REFUSED = "Failed to load resource: "  # Chromium says that of every unsuccessful answer
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


class Seen(NamedTuple):
    """The page, and the simulator behind it."""

    page: Page
    simulator: Served
    url: str

    async def at(self, address: str) -> Page:
        """Go to a view."""
        await self.page.goto(f"{self.url}/#{address}")
        return self.page

    async def happens(self, act: str = 'ms1  sends text text="Hello" to=447700900124') -> None:
        """Let something happen, and all that comes of it."""
        self.simulator.simulator.act(*read(act))
        await self.simulator.simulator.rest()


_chromium: list[Browser] = []


@pytest_asyncio.fixture(scope="session", loop_scope="session", autouse=True)
async def chromium() -> AsyncIterator[None]:
    """Run Chromium for ``browser``."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=need("chromium"), args=[*CONTAINED, *QUIET])
        _chromium.append(running)
        yield
        _chromium.clear()
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def served() -> AsyncIterator[Served]:
    async with serves(load()) as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def seen(served: Served) -> AsyncIterator[Seen]:
    app = create(served.desk, stage=Stage())
    async with Serving(app, host="127.0.0.1", port=0) as serving, browser() as page:
        yield Seen(page, served, f"http://127.0.0.1:{serving.port}")


@asynccontextmanager
async def browser() -> AsyncIterator[Page]:
    """Open the browser as somebody new, who has been nowhere."""
    wrong: list[str] = []
    [running] = _chromium
    async with await running.new_context() as context:
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        await page.add_init_script(HASTE)
        page.on("console", lambda said: wrong.append(said.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        yield page
    assert [said for said in wrong if not said.startswith(REFUSED)] == []


def bound(seen: Seen) -> esme.connect:
    server = seen.simulator.simulator.server
    return esme.connect(server.host, server.port, system_id="bank", password="secret")


async def another_look(page: Page) -> None:
    """Wait until a look that has not begun yet has ended."""
    for _ in range(3):  # with which each look begins
        async with page.expect_response("**/clock"):
            pass
