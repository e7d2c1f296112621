"""Messages by state: those on disk are counted outside the event loop, and not all the time."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from smsc.config import load
from smsc.metrics import states
from smsc.metrics.states import SHARE, States
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from smsc.simulator import Simulator
from smsc.store.sqlite import SqliteStore
from tests.smsc.conftest import Reported


@pytest.fixture
async def simulator(tmp_path: Path) -> AsyncIterator[Simulator]:
    world = load().model_copy(update={"latency": {}}).on_port(0).kept_in("sqlite", tmp_path / "messages")
    async with Simulator(world, now=1e9) as simulator:
        yield simulator


def kept(simulator: Simulator) -> SqliteStore:
    assert isinstance(simulator.world.store, SqliteStore)
    return simulator.world.store


async def one_more(simulator: Simulator) -> None:
    """Have one more message delivered and written to disk."""
    simulator.act("ms1", SendsText("Hello", dialled("+447700900124")))
    await simulator.rest()
    await kept(simulator).written()


async def test_counting_takes_one_part_in_so_many_of_the_time_and_no_more(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    took = 0.5  # seconds
    clock = iter([100, 100 + took, 100 + SHARE * took - 0.1, 100 + SHARE * took, 200])
    monkeypatch.setattr(states, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    counts, found = States(kept(simulator)), []
    for _ in range(3):
        await one_more(simulator)
        found.append((await counts.count())["DELIVERED"])
    assert found == [1, 1, 3]


async def test_many_who_ask_at_once_are_told_what_is_counted_once(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[Path] = []
    in_file = states._in_file

    def noted(path: Path) -> Counter[int]:
        counted.append(path)
        return in_file(path)

    monkeypatch.setattr(states, "_in_file", noted)
    await one_more(simulator)
    counts = States(kept(simulator))
    found = await asyncio.gather(*(counts.count() for _ in range(50)))
    assert [one["DELIVERED"] for one in found] == [1] * 50
    assert len(counted) == 1


async def test_where_messages_can_not_be_counted_that_is_reported_and_what_was_counted_counts(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, reported: Reported
) -> None:
    monkeypatch.setattr(states, "SHARE", 0)
    store, counts = kept(simulator), States(kept(simulator))
    await one_more(simulator)
    before = await counts.count()
    gone = store.path.rename(store.path.with_name("elsewhere"))
    assert await counts.count() == before
    gone.rename(store.path)
    said = [(entry["file"], entry["why"]) for entry in reported if entry["event"] == "messages can't be counted"]
    assert said == [(str(store.path), "unable to open database file")]
