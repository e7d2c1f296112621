"""What is published about a message: each state that it reaches, even one that nobody is told of."""

import json
from collections.abc import AsyncIterator
from fnmatch import fnmatch
from typing import NamedTuple

import pytest

import esme
from smsc.api.desk import Desk
from smsc.config import load
from smsc.mqtt.topics import Topics
from smsc.network.acts import SwitchesOff
from smsc.news.changes import Changes
from smsc.news.outbox import Outbox
from smsc.simulator import Simulator


class Published(NamedTuple):
    """A simulator in which nothing takes time, and what it publishes."""

    simulator: Simulator
    outbox: Outbox

    def bank(self) -> esme.connect:
        server = self.simulator.server
        return esme.connect(server.host, server.port, system_id="bank", password="secret")

    async def states(self) -> list[str]:
        told = []
        while self.outbox.events:
            states = [one for one in await self.outbox.take() if fnmatch(one.topic, "smsc/sc/msg/*/state")]
            told += [json.loads(one.payload)["state"] for one in states]
        return told


@pytest.fixture
async def published() -> AsyncIterator[Published]:
    world = load().model_copy(update={"latency": {}}).on_port(0).kept_in("memory")
    async with Simulator(world, now=1_767_225_600.0) as simulator:
        desk, outbox = Desk(simulator), Outbox(10_000)
        changes = Changes(desk, Topics("sc"), outbox)
        yield Published(simulator, outbox)
        changes.close()
        desk.close()


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
