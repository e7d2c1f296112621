"""What is published about a message: each state that it reaches, even one that nobody is told of."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import pytest

import esme
from smsc.api.desk import Desk
from smsc.config import load
from smsc.mqtt.topics import Topics
from smsc.network.acts import SwitchesOff
from smsc.news import outbox as outbox_module
from smsc.news.changes import Changes
from smsc.news.changes import Topics as Told
from smsc.news.outbox import Outbox
from smsc.simulator import Simulator
from smsc.trace import bounded
from smsc.webhook.caller import Kinds


class Published(NamedTuple):
    """A simulator in which nothing takes time, and what it publishes."""

    simulator: Simulator
    outbox: Outbox
    changes: Changes

    def bank(self) -> esme.connect:
        server = self.simulator.server
        return esme.connect(server.host, server.port, system_id="bank", password="secret")

    async def states(self) -> list[str]:
        told = []
        while self.outbox.events:
            states = [one for one in await self.outbox.take() if fnmatch(one.topic, "smsc/sc/msg/*/state")]
            told += [json.loads(one.payload)["state"] for one in states]
        return told


START, TOPICS = 1_767_225_600.0, Topics("sc")


@asynccontextmanager
async def publishing(
    kept_in: Path | None = None, now: float = START, topics: Told = TOPICS
) -> AsyncIterator[Published]:
    world = load().model_copy(update={"latency": {}}).on_port(0)
    world = world.kept_in("sqlite", kept_in) if kept_in is not None else world.kept_in("memory")
    async with Simulator(world, now=now) as simulator:
        outbox = Outbox(10_000)
        with closing(Desk(simulator)) as desk, closing(Changes(desk, topics, outbox)) as changes:
            yield Published(simulator, outbox, changes)


@pytest.fixture
async def published() -> AsyncIterator[Published]:
    async with publishing() as published:
        yield published


async def test_a_message_that_is_delivered_in_one_turn_of_the_clock_was_on_its_way_before(published: Published) -> None:
    async with published.bank() as bank:
        message = await bank.submit("Hello", to="+447700900123", receipt=True)
        await message.delivered(timeout=30)
    assert await published.states() == ["ENROUTE", "DELIVERED"]


async def test_a_message_whose_end_was_put_off_is_told_of_when_it_has_expired(published: Published) -> None:
    simulator = published.simulator
    simulator.act("ms1", SwitchesOff())
    await simulator.rest()
    async with published.bank() as bank:
        message_id = await bank.submit("Hello", to="+447700900123", validity="000000000100000R")
        await bank.replace(message_id, "Hello again", validity="000000020000000R")
        await simulator.clock.advance(120)
        await simulator.clock.advance(7200)
    assert await published.states() == ["ENROUTE", "EXPIRED"]


@pytest.mark.parametrize("away", [10.0, 7200.0])
async def test_a_message_of_an_earlier_run_that_expires_is_told_of_and_not_again_that_it_was_on_its_way(
    tmp_path: Path, away: float
) -> None:
    store = tmp_path / "messages.sqlite"
    async with publishing(store) as before, before.bank() as bank:
        before.simulator.act("ms1", SwitchesOff())
        await bank.submit("Hello", to="+447700900123", validity="000000000100000R")
        assert await before.states() == ["ENROUTE"]
    async with publishing(store, START + away) as after:
        states = await after.states()  # before anything else happens
        after.simulator.act("ms1", SwitchesOff())
        await after.simulator.clock.advance(120)
        assert (states, await after.states()) == (([], ["EXPIRED"]) if away < 100 else (["EXPIRED"], []))


async def test_however_many_messages_are_on_their_way_each_is_told_of_once(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "_MOST", 1)
    simulator = published.simulator
    for phone in ("ms1", "ms2"):
        simulator.act(phone, SwitchesOff())
    await simulator.rest()
    async with published.bank() as bank:
        for number in ("+447700900123", "+447700900124"):
            await bank.submit("Hello", to=number)
        await simulator.clock.advance(3600)
    assert await published.states() == ["ENROUTE", "ENROUTE"]


@pytest.mark.parametrize("kind", ["message.state", "phone.inbox"])
async def test_what_waits_counts_by_its_length(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(outbox_module, "OCTETS", 1)
    async with publishing(topics=Kinds((kind,))) as published, published.bank() as bank:
        for _ in range(2):
            await bank.submit("Hello", to="+447700900123")
        await published.simulator.rest()
        assert (published.outbox.events, published.outbox.dropped > 0) == (1, True)


async def test_of_messages_that_have_ended_only_some_are_remembered(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "_MOST", 1)
    async with published.bank() as bank:
        for _ in range(3):
            await bank.submit("Hello", to="+447700900123")
        await published.simulator.rest()
    assert await published.states() == 3 * ["ENROUTE", "DELIVERED"]
    assert (len(published.changes._on_their_way), len(published.changes._ended)) == (0, 1)
