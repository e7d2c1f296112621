"""The connection to the broker, which comes and goes; the service centre never waits for it."""

import asyncio
import logging
import ssl
from contextlib import suppress
from math import inf
from typing import Final, Self

import aiomqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from pdu.host_port import host_port
from pdu.why import NO_WAY, why
from smsc.api import NotServed
from smsc.api.desk import Desk
from smsc.log import get_logger
from smsc.mqtt.client import Client
from smsc.mqtt.hands import Hands
from smsc.mqtt.phones import Phones
from smsc.mqtt.terms import Mqtt, MqttTls
from smsc.mqtt.topics import Topics
from smsc.news.changes import Changes
from smsc.news.outbox import BATCH, Outbox, Publication

log = get_logger(__name__)

PATIENCE: Final = 10.0  # seconds for an answer from the broker
FIRST, LONGEST = 0.5, 30.0  # seconds before another try: doubled each time, up to the latter
GRACE: Final = 2.0  # seconds for what waits when the simulator ends
ORDERS: Final = 1000  # kept until they are done; no person gives more
ROOM: Final = 16 << 20  # octets in them
LARGEST: Final = 8 << 20  # octets of a packet that a broker may send, as of a request to the API
_SILENT: Final = logging.getLogger(f"{__name__}.paho")  # what it would say is logged here, once
_SILENT.disabled = True
VERSIONS: Final = {"3.1.1": aiomqtt.ProtocolVersion.V311, "5": aiomqtt.ProtocolVersion.V5}


class Orders(asyncio.Queue[aiomqtt.Message]):
    """What is asked for and not done yet. What finds no room is counted, and logged once there is room again."""

    def __init__(self, maxsize: int) -> None:
        super().__init__(maxsize)
        self._octets = 0
        self._dropped = 0
        self._why = ""

    def full(self) -> bool:
        return super().full() or self._octets >= ROOM

    def put_nowait(self, item: aiomqtt.Message) -> None:
        if self.full():
            self._dropped += 1
            self._why = f"{self.qsize()} were waiting"
        super().put_nowait(item)
        self._octets += len(item.payload)

    def _get(self) -> aiomqtt.Message:
        if self._dropped:
            log.warning("MQTT: orders were dropped", missed=self._dropped, why=self._why)
            self._dropped = 0
        item = super()._get()
        self._octets -= len(item.payload)
        return item


class Broker:
    """Publishes what happens while its context lasts; raises NotServed if the files of TLS can't be used."""

    def __init__(self, terms: Mqtt, desk: Desk) -> None:
        self._terms = terms
        self.host, self.port = terms.address
        self.topics = Topics(terms.name or desk.world.centre.name)
        self.outbox = Outbox(terms.buffer)
        self._tls = _context(terms.tls) if terms.tls is not None else None
        self._desk = desk
        self._hands = Hands(desk, self.topics, self.outbox)
        self.published = 0
        self.connected, self.away = asyncio.Event(), asyncio.Event()  # one of them is set once it is known which

    async def __aenter__(self) -> Self:
        self._phones = Phones(self._desk, self.topics, self.outbox)
        self._changes = Changes(self._desk, self.topics, self.outbox)
        self._task = asyncio.create_task(self._stay(), name="MQTT")
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._changes.close()
        self._phones.close()
        self.outbox.close()
        try:
            await asyncio.wait((self._task,), timeout=GRACE if self.connected.is_set() else 0)
        finally:
            self._task.cancel()
            await asyncio.wait((self._task,))

    async def _stay(self) -> None:
        """Connect, and do so again whenever the connection is lost."""
        where = host_port(self.host, self.port)
        loop = asyncio.get_running_loop()
        delay = FIRST
        while not self.outbox.closed.is_set():
            client, connected = self._client(), inf
            try:
                async with client:
                    connected = loop.time()
                    log.info("MQTT connected", broker=where, dropped=self.outbox.dropped)
                    self.away.clear()
                    await self._serve(client)
            except (aiomqtt.MqttError, *NO_WAY) as wrong:
                if not self.away.is_set():
                    log.warning("MQTT: the broker can't be reached", broker=where, why=why(wrong))
                self.away.set()
            except Exception as wrong:  # a mistake of the simulator, which goes on all the same
                log.error("MQTT: failed, and begins anew", broker=where, why=repr(wrong))
            finally:
                self.connected.clear()
                _leave(client)
            if loop.time() - connected > delay:  # else the broker takes us only to lose us at once
                delay = FIRST
            with suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await self.outbox.closed.wait()
            delay = min(2 * delay, LONGEST)

    def _client(self) -> aiomqtt.Client:
        terms = self._terms
        client = Client(
            self.host,
            self.port,
            username=terms.username or None,
            password=terms.password.get_secret_value() or None,
            protocol=VERSIONS[terms.version],
            logger=_SILENT,
            will=aiomqtt.Will(self.topics.online, "false", qos=1, retain=True),
            timeout=PATIENCE,
            keepalive=terms.keepalive,
            tls_context=self._tls,
            queue_type=Orders,
            max_queued_incoming_messages=ORDERS,
            properties=_no_longer_packets() if terms.version == "5" else None,
        )
        client.pending_calls_threshold = BATCH
        client._disconnected.add_done_callback(_why_it_is_lost)
        return client

    async def _serve(self, client: aiomqtt.Client) -> None:
        """Publish and listen until the connection is lost, or the outbox is closed and empty."""
        tasks = (asyncio.create_task(self._publish(client)), asyncio.create_task(self._listen(client)))
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _publish(self, client: aiomqtt.Client) -> None:
        for topic in self.topics.commands:
            await client.subscribe(topic, qos=1)
        await client.publish(self.topics.online, "true", qos=1, retain=True)
        self._phones.all_again()
        self.connected.set()
        while batch := await self.outbox.take():
            unsaid = dict(enumerate(batch))
            try:
                await self._say_what_is_missed(client)
                said = await asyncio.gather(*(self._say(client, unsaid, at) for at in unsaid), return_exceptions=True)
            finally:  # also when this is cancelled, since the connection is lost
                self.outbox.back(unsaid.values())
            for wrong in said:
                if wrong is not None:
                    raise wrong
        await client.publish(self.topics.online, "false", qos=1, retain=True)

    async def _say_what_is_missed(self, client: aiomqtt.Client) -> None:
        if missed := self.outbox.untold:
            log.warning("MQTT: events were dropped", missed=missed)
            await client.publish(self.topics.missed, f'{{"missed":{missed}}}', qos=1)
            self.outbox.told(missed)

    async def _say(self, client: aiomqtt.Client, unsaid: dict[int, Publication], at: int) -> None:
        one = unsaid[at]
        await client.publish(one.topic, one.payload, qos=1 if one.retain else self._terms.qos, retain=one.retain)
        del unsaid[at]
        self.published += 1

    async def _listen(self, client: aiomqtt.Client) -> None:
        async for message in client.messages:
            self._hands.take(message.topic.value, bytes(message.payload), retained=message.retain)


def _why_it_is_lost(lost: asyncio.Future[None]) -> BaseException | None:
    """Ask why a connection is lost: asyncio would report what nobody asks for, as whoever publishes is told first."""
    return None if lost.cancelled() else lost.exception()


def _leave(client: aiomqtt.Client) -> None:
    """Close the connection of a client that has not done so, as it could not read what the broker sent."""
    paho = client._client  # aiomqtt itself has no way to it
    if paho.socket() is not None:
        paho._sock_close()


def _no_longer_packets() -> Properties:
    """Ask the broker to keep longer packets to itself (MQTT 5.0 section 3.1.2.11.4)."""
    properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
    properties.MaximumPacketSize = LARGEST
    return properties


def _context(tls: MqttTls) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=tls.ca)
        if tls.certificate is not None:
            context.load_cert_chain(tls.certificate, tls.key)
    except OSError as wrong:  # also what OpenSSL finds wrong in a file
        files = ", ".join(str(file) for file in (tls.ca, tls.certificate, tls.key) if file is not None)
        why = wrong.strerror or str(wrong)
        raise NotServed(f"mqtt.tls: {files} can't be used: {why}") from wrong
    return context
