"""Mosquitto between the simulator and whoever subscribes."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any, Self

import aiomqtt
import pytest
import trustme

import esme
from smsc.api import views
from smsc.api.desk import Desk
from smsc.config import load
from smsc.metrics.metrics import Metrics
from smsc.mqtt import broker as broker_module
from smsc.mqtt.broker import Broker
from smsc.mqtt.hands import Hands
from smsc.mqtt.phones import Phones
from smsc.mqtt.terms import Mqtt, MqttTls
from smsc.network.acts import SendsText, SwitchesOff
from smsc.network.operators import SwapsSim
from smsc.news.changes import Changes
from smsc.numbering import dialled
from smsc.simulator import Simulator
from tests.programs import need
from tests.smsc.conftest import Reported
from tests.smsc.mqtt.mosquitto import PATIENCE, free_port, mosquitto, subscribed, until


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    world = load().model_copy(update={"latency": {"sc-hlr": 0.01}}).on_port(0).kept_in("memory")
    async with Simulator(world, now=1_767_225_600.0) as simulator:
        yield simulator


@asynccontextmanager
async def published(simulator: Simulator, **terms: Any) -> AsyncIterator[Broker]:
    desk = Desk(simulator)
    async with Broker(Mqtt.model_validate({"host": "127.0.0.1", **terms}), desk) as broker:
        yield broker
    desk.close()


async def connected(broker: Broker) -> None:
    async with asyncio.timeout(PATIENCE):
        await broker.connected.wait()


def sends(simulator: Simulator, text: str = "Hello") -> None:
    simulator.act("ms1", SendsText(text, dialled("+447700900124")))


@pytest.mark.parametrize("version", ["3.1.1", "5"])
async def test_every_hop_is_an_event_and_every_change_is_told(
    simulator: Simulator, tmp_path: Path, version: str
) -> None:
    port, server = free_port(), simulator.server
    async with (
        mosquitto(tmp_path, port),
        subscribed(port, "smsc/sc/#", version) as client,
        published(simulator, port=port, version=version) as broker,
    ):
        await connected(broker)
        async with esme.connect(server.host, server.port, system_id="bank", password="secret") as bank:
            message_id = await bank.submit("Your code is 4930", to="+447700900123")
            said = await until(client, f"smsc/sc/msg/{message_id}/msc1-sc")
            said += await until(client, f"smsc/sc/msg/{message_id}/state")
    assert [payload for topic, payload in said if topic == "smsc/sc/online"] == ["true"]
    hops = [(topic, views.Event.model_validate_json(payload)) for topic, payload in said if "-" in topic]
    assert ("smsc/sc/msg/new/bank-sc", "submit_sm") in [(topic, event.message) for topic, event in hops]
    assert f"smsc/sc/msg/{message_id}/sc-hlr" in dict(hops)
    assert all(event.line and event.id for _, event in hops)
    assert len({event.id for _, event in hops}) == len(hops)  # each once
    states = [json.loads(payload)["state"] for topic, payload in said if topic == f"smsc/sc/msg/{message_id}/state"]
    assert states == ["ENROUTE", "DELIVERED"]
    [inbox] = [payload for topic, payload in said if topic == "smsc/sc/phone/447700900123/inbox"]
    assert views.Received.model_validate_json(inbox).code == "4930"


@pytest.mark.parametrize("qos", [0, 1])
async def test_events_come_at_least_once_if_that_is_asked_for_and_states_always(
    simulator: Simulator, tmp_path: Path, qos: int
) -> None:
    port = free_port()
    events, states = set[int](), set[int]()
    async with (
        mosquitto(tmp_path, port),
        subscribed(port, "smsc/sc/#") as client,
        published(simulator, port=port, qos=qos) as broker,
    ):
        await connected(broker)
        sends(simulator)
        async with asyncio.timeout(PATIENCE):
            async for message in client.messages:
                if "-" in message.topic.value:
                    events.add(message.qos)
                elif message.topic.matches("smsc/sc/phone/+/state"):
                    states.add(message.qos)
                if message.topic.matches("smsc/sc/phone/+/inbox"):
                    break
    assert (events, states) == ({qos}, {1})


async def test_what_could_not_be_published_comes_when_the_broker_is_there_again(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, publish, lost = free_port(), aiomqtt.Client.publish, list[str]()

    async def publish_once_in_vain(client: aiomqtt.Client, topic: str, *args: Any, **more: Any) -> None:
        if "-" in topic and topic not in lost:
            lost.append(topic)
            raise aiomqtt.MqttError("the connection is lost")
        await publish(client, topic, *args, **more)

    monkeypatch.setattr(broker_module, "FIRST", 0.01)
    async with (
        mosquitto(tmp_path, port),
        subscribed(port, "smsc/sc/#") as client,
        published(simulator, port=port) as broker,
    ):
        await connected(broker)
        monkeypatch.setattr(aiomqtt.Client, "publish", publish_once_in_vain)
        sends(simulator)
        said = await until(client, "smsc/sc/phone/+/inbox")
        while not set(lost) <= {topic for topic, _ in said}:
            said += await until(client, "#")
    events = [json.loads(payload)["id"] for topic, payload in said if "-" in topic]
    assert len(events) == len(set(events)) >= len(lost) > 0


class Unanswering:
    """A client whose broker takes what is published and says nothing of it; the connection is lost at ``lost``."""

    def __init__(self) -> None:
        self.published: list[str] = []
        self.lost, self.is_asked = asyncio.Event(), asyncio.Event()

    async def subscribe(self, *_: object, **__: object) -> None:
        pass

    async def publish(self, topic: str, *_: object, **__: object) -> None:
        if topic not in ("smsc/sc/online", "smsc/sc/phone/ms2/state"):
            self.published.append(topic)
            self.is_asked.set()
            await asyncio.Event().wait()

    @property
    def messages(self) -> Self:
        return self

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> aiomqtt.Message:
        await self.lost.wait()
        raise aiomqtt.MqttError("the connection is lost")


@pytest.mark.parametrize("dropped", [0, 3])
async def test_what_is_under_way_when_the_connection_is_lost_is_published_again(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, dropped: int
) -> None:
    client = Unanswering()
    with closing(Desk(simulator)) as desk:
        broker = Broker(Mqtt(host="127.0.0.1"), desk)
        monkeypatch.setattr(broker, "_changes", Changes(desk, broker.topics, broker.outbox), raising=False)
        monkeypatch.setattr(broker, "_phones", Phones(desk, broker.topics, broker.outbox), raising=False)
        sends(simulator)
        waiting = [event.topic for event in broker.outbox._events]
        broker.outbox.untold = dropped
        serving = asyncio.create_task(broker._serve(client))  # type: ignore[arg-type]  # it has all that is needed
        async with asyncio.timeout(PATIENCE):
            await client.is_asked.wait()
        client.lost.set()
        with pytest.raises(aiomqtt.MqttError, match="the connection is lost"):
            await serving
    assert waiting
    assert [event.topic for event in broker.outbox._events][: len(waiting)] == waiting
    assert (broker.outbox.untold, broker.published) == (dropped, 0)


async def test_each_destination_of_a_submit_multi_has_a_state(simulator: Simulator, tmp_path: Path) -> None:
    port, server = free_port(), simulator.server
    states: dict[str, list[str]] = {}
    async with (
        mosquitto(tmp_path, port),
        subscribed(port, "smsc/sc/msg/+/state") as client,
        published(simulator, port=port) as broker,
    ):
        await connected(broker)
        async with esme.connect(server.host, server.port, system_id="bank", password="secret") as bank:
            answered = await bank.submit_multi("Hello", to=["+447700900123", "+447700900124"])
            async with asyncio.timeout(PATIENCE):
                async for message in client.messages:
                    told = json.loads(bytes(message.payload))
                    states.setdefault(told["message_id"], []).append(told["state"])
                    if [state[-1] for state in states.values()] == ["DELIVERED"] * 2:
                        break
    assert answered.message_id in states
    assert list(states.values()) == [["ENROUTE", "DELIVERED"]] * 2


async def test_what_is_so_is_retained_and_what_is_over_is_not(simulator: Simulator, tmp_path: Path) -> None:
    port, topic = free_port(), "smsc/lab/phone/447700900123/state"
    async with mosquitto(tmp_path, port):
        async with published(simulator, port=port, name="lab") as broker:
            await connected(broker)
            async with subscribed(port, topic) as client:
                assert views.Phone.model_validate_json((await until(client, topic))[0][1]).on
                simulator.act("ms1", SendsText("Hello", dialled("7000")))  # it changes nothing
                simulator.act("ms1", SwitchesOff())
                off = views.Phone.model_validate_json((await until(client, topic))[0][1])
                assert (off.on, off.registered) == (False, False)
            async with subscribed(port, "smsc/lab/#") as client:
                retained = dict(await until(client, topic))
                assert [topic for topic in retained if "/msg/" in topic or "/net/" in topic] == []
            async with subscribed(port, "smsc/lab/online") as client:
                assert await until(client, "#") == [("smsc/lab/online", "true")]
        async with subscribed(port, "smsc/lab/online") as client:
            assert await until(client, "#") == [("smsc/lab/online", "false")]


async def test_a_sim_that_is_swapped_leaves_no_number_behind(simulator: Simulator, tmp_path: Path) -> None:
    port = free_port()
    async with mosquitto(tmp_path, port), published(simulator, port=port) as broker:
        await connected(broker)
        async with subscribed(port, "smsc/sc/phone/+/state") as client:
            await until(client, "smsc/sc/phone/447700900123/state")
            simulator.act("hlr", SwapsSim(dialled("+447700900123"), "234150000000099"))
            await until(client, "smsc/sc/phone/ms1/state")
        async with subscribed(port, "smsc/sc/phone/+/state") as client:
            await client.publish("smsc/sc/phone/end/state", "behind all that is retained")
            said = await until(client, "smsc/sc/phone/end/state")
    assert "smsc/sc/phone/ms1/state" in dict(said)
    assert "smsc/sc/phone/447700900123/state" not in dict(said)


async def test_a_handset_is_driven_by_what_is_published(simulator: Simulator, tmp_path: Path) -> None:
    port = free_port()
    async with (
        mosquitto(tmp_path, port),
        published(simulator, port=port) as broker,
        subscribed(port, "smsc/sc/phone/#") as client,
    ):
        await connected(broker)
        body = json.dumps({"to": "+447700900124", "text": "Hello"})
        await client.publish("smsc/sc/phone/447700900123/send", body, qos=1)
        said = await until(client, "smsc/sc/phone/447700900124/inbox")
        assert json.loads(said[-1][1])["sender"] == "+447700900123"
        await client.publish("smsc/sc/phone/ms1/power", "off", qos=1)
        async with asyncio.timeout(PATIENCE):
            while json.loads((await until(client, "smsc/sc/phone/447700900123/state"))[-1][1])["on"]:
                pass


@pytest.mark.parametrize(
    ("leaf", "payload", "retain", "why"),
    [
        ("ms1/send", b"Hello", False, "payload: expected JSON: expected value"),
        (
            "ms1/send",
            b'{"text": "Hello", "to": "1", "txt": "x"}',
            False,
            "payload.txt: expected no such field; perhaps text",
        ),
        ("ms1/send", b'{"text": "Hello"}', False, "payload.to: expected a value, but it is missing"),
        ("ms1/send", b'{"text": "Hello", "to": "home"}', False, "payload.to: expected"),
        ("ms1/send", '{"text": "Hello", "to": "٣٤٥"}'.encode(), False, "payload.to: expected"),
        ("ms9/send", b'{"text": "Hello", "to": "1"}', False, "there is no handset 'ms9'; there are ms1"),
        ("ms1/power", b"\xff", False, "expected on or off"),
        ("ms1/power", b"off", True, "expected a message that is not retained"),
    ],
)
async def test_what_can_t_be_done_is_told_in_one_sentence(
    simulator: Simulator, tmp_path: Path, leaf: str, payload: bytes, retain: bool, why: str
) -> None:
    port, topic = free_port(), f"smsc/sc/phone/{leaf}"
    async with mosquitto(tmp_path, port), subscribed(port, "smsc/sc/problem") as client:
        if retain:  # before the simulator comes: later ones do not come as retained
            await client.publish(topic, payload, qos=1, retain=True)
        async with published(simulator, port=port) as broker:
            await connected(broker)
            if not retain:
                await client.publish(topic, payload, qos=1)
            [(_, said)] = await until(client, "#")
    assert json.loads(said)["detail"].startswith(f"{topic}: {why}")
    assert simulator.world.phones["ms1"].on


async def test_a_mistake_of_the_simulator_does_not_part_it_from_the_broker(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reported: Reported
) -> None:
    port, topic, takes = free_port(), "smsc/sc/phone/ms1/power", Hands.take

    def fails(*_: object, **__: object) -> None:
        monkeypatch.setattr(Hands, "take", takes)
        raise RuntimeError("a mistake")

    monkeypatch.setattr(Hands, "take", fails)
    monkeypatch.setattr(broker_module, "FIRST", 0.01)
    async with (
        mosquitto(tmp_path, port),
        subscribed(port, "smsc/sc/online") as client,
        published(simulator, port=port) as broker,
    ):
        await until(client, "#")
        await client.publish(topic, b"off", qos=1)
        await until(client, "#")  # it is online again
        await connected(broker)
        await client.subscribe("smsc/sc/phone/+/state", qos=1)
        await client.publish(topic, b"off", qos=1)
        while '"on":false' not in (await until(client, "smsc/sc/phone/447700900123/state"))[-1][1]:
            pass
    assert ("MQTT: failed, and begins anew", "RuntimeError('a mistake')") in [
        (entry["event"], entry.get("why")) for entry in reported
    ]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # paho leaves failed connections open
async def test_tls_and_credentials_are_used_and_told_to_nobody(
    simulator: Simulator, tmp_path: Path, reported: Reported
) -> None:
    port, ca = free_port(), trustme.CA()
    server = ca.issue_cert("127.0.0.1")
    server.private_key_pem.write_to_path(tmp_path / "key.pem")
    server.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    need("mosquitto")
    (tmp_path / "users").write_text("lab:opensesame\n", "utf-8")
    hashes = await asyncio.create_subprocess_exec("mosquitto_passwd", "-U", tmp_path / "users")
    assert await asyncio.wait_for(hashes.wait(), PATIENCE) == 0
    who = ("allow_anonymous false", f"password_file {tmp_path}/users")
    rows = (*who, f"certfile {tmp_path}/cert.pem", f"keyfile {tmp_path}/key.pem")
    tls = MqttTls(ca=tmp_path / "ca.pem")
    async with mosquitto(tmp_path, port, *rows):
        async with published(simulator, port=port, tls=tls, username="lab", password="opensesame") as broker:
            await connected(broker)
        async with published(simulator, port=port, tls=tls, username="lab", password="opensesam") as broker:
            await refused(broker, reported, "Not authorized")
        async with published(simulator, port=port, tls=MqttTls(), username="lab", password="opensesame") as broker:
            await refused(broker, reported, "certificate verify failed")
            assert not broker.connected.is_set()


async def refused(broker: Broker, reported: Reported, why: str) -> None:
    async with asyncio.timeout(PATIENCE):
        await broker.away.wait()
    [warned] = [one for one in reported if one["event"] == "MQTT: the broker can't be reached"]
    assert warned["broker"] == f"127.0.0.1:{broker.port}"
    assert why in warned["why"]
    assert "opensesam" not in str(reported)
    reported.clear()


async def test_a_broker_that_comes_late_is_told_what_was_dropped(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reported: Reported
) -> None:
    monkeypatch.setattr(broker_module, "FIRST", 0.05)
    monkeypatch.setattr(broker_module, "LONGEST", 0.05)
    port = free_port()
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(published(simulator, port=port, buffer=7))
        await refused(broker, reported, "refused")
        sends(simulator)
        await simulator.rest()
        assert (broker.outbox.events, broker.outbox.dropped > 10) == (7, True)
        await stack.enter_async_context(mosquitto(tmp_path, port))
        client = await stack.enter_async_context(subscribed(port, "smsc/sc/missed"))
        [(_, said)] = await until(client, "#")
        assert json.loads(said) == {"missed": broker.outbox.dropped}
        with closing(Metrics(simulator.world)) as metrics:
            metrics.broker = broker
            page = (await metrics.page(""))[0].decode()
        assert f"smsc_mqtt_dropped_total {broker.outbox.dropped}.0\n" in page
        assert "smsc_mqtt_connected 1.0\n" in page
        client = await stack.enter_async_context(subscribed(port, "smsc/sc/#"))
        simulator.obey("hlr goes down")
        later = await until(client, "smsc/sc/net/hlr")
        assert "smsc/sc/missed" not in dict(later)  # it is told once


async def test_a_broker_that_takes_nothing_any_more_is_not_waited_for_at_the_end(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker_module, "GRACE", 0.1)
    port = free_port()
    async with mosquitto(tmp_path, port), asyncio.timeout(PATIENCE), published(simulator, port=port) as broker:
        await connected(broker)
        monkeypatch.setattr(aiomqtt.Client, "publish", lambda *_, **__: asyncio.Event().wait())
        sends(simulator)
        await simulator.rest()


async def test_whoever_is_cancelled_at_the_end_is_and_leaves_nothing_that_publishes(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, under_way, leaves = free_port(), asyncio.Event(), asyncio.Event()

    async def publish(*_: object, **__: object) -> None:
        under_way.set()
        await asyncio.Event().wait()

    async def lasts() -> None:
        async with published(simulator, port=port) as broker:
            await connected(broker)
            monkeypatch.setattr(aiomqtt.Client, "publish", publish)
            sends(simulator)
            await under_way.wait()
            leaves.set()

    async with mosquitto(tmp_path, port), asyncio.timeout(PATIENCE):
        task = asyncio.create_task(lasts())
        await leaves.wait()
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait((task,))
    assert task.cancelled()
    assert "MQTT" not in {task.get_name() for task in asyncio.all_tasks()}


async def test_a_broker_that_never_answers_slows_nobody(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker_module, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listening:  # the system accepts the connection, and nobody reads
        port = listening.getsockname()[1]
        async with published(simulator, port=port, buffer=10) as broker, asyncio.timeout(PATIENCE):
            sends(simulator)
            await simulator.rest()
            assert broker.outbox.events == 10
            assert broker.outbox.dropped > 10
            assert not broker.connected.is_set()
            await broker.away.wait()
