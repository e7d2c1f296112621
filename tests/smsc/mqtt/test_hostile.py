"""Brokers, and people at a broker, that send what no client should have to keep."""

import asyncio
import gc
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import aiomqtt
import pytest

from smsc.api.desk import Desk
from smsc.config import load
from smsc.mqtt import broker as broker_module
from smsc.mqtt.broker import LARGEST, Broker, Orders
from smsc.mqtt.hands import Hands
from smsc.mqtt.terms import Mqtt
from smsc.mqtt.topics import Topics
from smsc.news.outbox import Outbox
from smsc.simulator import Simulator
from tests.smsc.conftest import Reported
from tests.smsc.mqtt.mosquitto import PATIENCE

CONNACK = bytes.fromhex("20 03  00 00 00")  # accepted, without properties
CONNECT, PUBLISH, SUBSCRIBE = 1, 3, 8

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def packet(reader: asyncio.StreamReader) -> tuple[int, int, bytes]:
    """Read the type of a packet, its QoS, and what is in it."""
    [first] = await reader.readexactly(1)
    length, shift, more = 0, 0, 0x80
    while more:
        [octet] = await reader.readexactly(1)
        length, shift, more = length | (octet & 0x7F) << shift, shift + 7, octet & 0x80
    return first >> 4, first >> 1 & 3, await reader.readexactly(length)


async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Do all that a good broker does, until the simulator has said that it is there."""
    while True:
        kind, qos, body = await packet(reader)
        if kind == CONNECT:
            writer.write(CONNACK)
        elif kind == SUBSCRIBE:
            writer.write(bytes((0x90, 4)) + body[:2] + bytes((0, 1)))
        elif kind == PUBLISH and qos:
            behind = 2 + int.from_bytes(body[:2])
            writer.write(bytes((0x40, 2)) + body[behind : behind + 2])
            return


def publish(topic: bytes, payload: bytes) -> bytes:
    """Lay out a PUBLISH of up to 127 octets."""
    body = len(topic).to_bytes(2) + topic + b"\0" + payload
    return bytes((0x30, len(body))) + body


@asynccontextmanager
async def hostile(talk: Talk) -> AsyncIterator[Broker]:
    """Run a simulator that publishes to a broker which talks like this to everybody who comes."""
    tasks: list[asyncio.Task[None] | None] = []

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.append(asyncio.current_task())
        with suppress(asyncio.IncompleteReadError, ConnectionError):  # the simulator leaves when it likes
            await talk(reader, writer)
        writer.close()

    server = await asyncio.start_server(served, "127.0.0.1", 0)
    terms = Mqtt(host="127.0.0.1", port=server.sockets[0].getsockname()[1])
    world = load().on_port(0).kept_in("memory")
    async with server, Simulator(world, now=1_767_225_600.0) as simulator:
        desk = Desk(simulator)
        async with Broker(terms, desk) as broker:
            yield broker
        desk.close()
    for task in tasks:
        if task is not None:
            task.cancel()


@pytest.mark.parametrize(
    "said",
    [
        publish(b"", b"{}"),
        publish(b"smsc/\xff\xfe", b"{}"),
    ],
    ids=["no topic", "a topic that is no text"],
)
async def test_a_broker_that_sends_what_can_not_be_read_is_left(said: bytes) -> None:
    left: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await welcome(reader, writer)
        writer.write(said)
        with suppress(ConnectionError):
            while await reader.read(1 << 16):
                pass
        if not left.done():
            left.set_result(None)

    async with hostile(talk), asyncio.timeout(PATIENCE):
        await left


async def test_a_broker_is_told_how_long_a_packet_may_be() -> None:
    said: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def talk(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        said.set_result((await packet(reader))[2])

    async with hostile(talk), asyncio.timeout(PATIENCE):
        assert b"\x27" + LARGEST.to_bytes(4) in await said


@pytest.mark.parametrize("packets", [1, 2, 3], ids=["CONNECT", "SUBSCRIBE", "another SUBSCRIBE"])
async def test_a_broker_that_takes_us_and_leaves_is_known_to_be_away_at_once_and_told_of_once(
    monkeypatch: pytest.MonkeyPatch, reported: Reported, packets: int
) -> None:
    monkeypatch.setattr(broker_module, "PATIENCE", 2 * PATIENCE)
    unheard: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unheard.append(context))

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(packets):
            kind, _, body = await packet(reader)
            writer.write(CONNACK if kind == CONNECT else bytes((0x90, 4)) + body[:2] + bytes((0, 1)))

    async with asyncio.timeout(PATIENCE), hostile(talk) as broker:
        await broker.away.wait()
    gc.collect()  # asyncio reports at the end of a future what nobody has asked it for
    assert unheard == []
    assert [one["event"] for one in reported if one["log_level"] == "warning"] == ["MQTT: the broker can't be reached"]


async def test_a_broker_that_takes_everybody_and_loses_them_at_once_is_tried_less_and_less_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(broker_module, "FIRST", 0.1)
    loop = asyncio.get_running_loop()
    came: list[float] = []
    often: asyncio.Future[None] = loop.create_future()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(loop.time())
        await packet(reader)
        writer.write(CONNACK)
        if len(came) == 4:
            often.set_result(None)

    async with hostile(talk), asyncio.timeout(PATIENCE):
        await often
    assert came[-1] - came[0] >= 0.1 + 0.2 + 0.4


def order(octets: int) -> aiomqtt.Message:
    return aiomqtt.Message("smsc/sc/phone/1/send", bytes(octets), 0, False, 0, None)


async def test_of_long_orders_fewer_wait() -> None:
    orders = Orders(1000)
    for _ in range(2):
        orders.put_nowait(order(LARGEST))
    with pytest.raises(asyncio.QueueFull):
        orders.put_nowait(order(1))
    await orders.get()
    orders.put_nowait(order(1))
    assert orders.qsize() == 2


async def test_of_a_long_topic_the_beginning_is_told() -> None:
    async with Simulator(load().on_port(0).kept_in("memory"), now=1_767_225_600.0) as simulator:
        desk, topics, outbox = Desk(simulator), Topics("sc"), Outbox(10)
        Hands(desk, topics, outbox).take(f"smsc/sc/phone/{'1' * 60_000}/power", b"on", retained=False)
        [told] = await outbox.take()
        desk.close()
    detail = json.loads(told.payload)["detail"]
    assert detail.startswith("smsc/sc/phone/1111")
    assert "... 59,520 more characters: there is no handset '1111" in detail
    assert len(detail) < 1_200
