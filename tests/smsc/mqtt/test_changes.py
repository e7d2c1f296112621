"""What is published of a message: each state that it reaches, also one that nobody is told of."""

import json

import esme
from smsc.api.desk import Desk
from smsc.config import load
from smsc.mqtt.changes import Changes
from smsc.mqtt.outbox import Outbox, Publication
from smsc.mqtt.topics import Topics
from smsc.network.acts import SwitchesOff
from smsc.simulator import Simulator


async def test_a_message_whose_end_was_put_off_is_told_of_when_it_has_expired() -> None:
    world = load().model_copy(update={"latency": {}}).on_port(0).kept_in("memory")
    async with Simulator(world, now=1_767_225_600.0) as simulator:
        desk, outbox, topics = Desk(simulator), Outbox(10_000), Topics("sc")
        changes = Changes(desk, topics, outbox)
        simulator.act("ms1", SwitchesOff())
        await simulator.rest()
        host, port = simulator.server.host, simulator.server.port
        async with esme.connect(host, port, system_id="bank", password="secret") as bank:
            message_id = await bank.submit("Hello", to="+447700900123", validity="000000000100000R")
            await bank.replace(message_id, "Hello again", validity="000000020000000R")
            await simulator.clock.advance(120)
            await simulator.clock.advance(7200)
        changes.close()
        desk.close()
    said: list[Publication] = []
    while outbox.events:
        said += await outbox.take()
    topic = topics.state_of_message(message_id)
    states = [json.loads(one.payload)["state"] for one in said if one.topic == topic]
    assert states == ["ENROUTE", "EXPIRED"]
