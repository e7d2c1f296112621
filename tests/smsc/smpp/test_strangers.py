"""Limits for everybody who connects, over real sockets, with a neighbour who must notice nothing."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import structlog

import esme
from pdu.command_id import CommandId
from pdu.operations.bind import BindTransceiver
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.unbind import Unbind
from smsc.simulator import Simulator
from smsc.smpp.strangers import RefusedBinds
from smsc.smpp.terms import Strangers
from tests.smsc.smpp.centre import PHONE, config

BIND = BindTransceiver("bank", "secret", sequence_number=1).encode()
ENQUIRE_LINK = EnquireLink(sequence_number=2).encode()
UNBIND = Unbind(sequence_number=2).encode()


class Log:
    """What is reported; a test can wait for each event."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self._came = asyncio.Event()

    def keep(self, _: object, __: str, entry: Any) -> Any:
        self.entries.append(dict(entry))
        self._came.set()
        raise structlog.DropEvent

    async def until(self, event: str) -> dict[str, Any]:
        """Wait for an event, and return it."""
        async with asyncio.timeout(10):
            while not (found := [entry for entry in self.entries if entry["event"] == event]):
                self._came.clear()
                await self._came.wait()
        return found[0]


@asynccontextmanager
async def running(**limits: Any) -> AsyncIterator[tuple[Simulator, Log]]:
    """Run a service centre with these limits; a neighbour binds first, and submits and gets a receipt at the end."""
    world = config().on_port(0)
    smpp = world.smpp.model_copy(update={"limits": Strangers.model_validate(limits)})
    log, before = Log(), structlog.get_config()
    structlog.configure(processors=[log.keep], wrapper_class=structlog.make_filtering_bound_logger(20))
    try:
        async with Simulator(world.model_copy(update={"smpp": smpp, "latency": {}}), now=time.time()) as centre:
            to_centre = esme.connect("127.0.0.1", centre.server.port, system_id="shop", password="opensesa")
            async with to_centre as neighbour:
                writers.clear()
                yield centre, log
                for writer in writers:
                    writer.close()
                submission = await neighbour.submit(to=PHONE, text="Hello", receipt=True)
                await neighbour.receipt_of(submission, 5)
    finally:
        structlog.configure(**before)


writers: list[asyncio.StreamWriter] = []  # of the peers of a test, to be closed at its end


async def connected(centre: Simulator) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", centre.server.port)
    writers.append(writer)
    return reader, writer


async def bound(centre: Simulator) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await connected(centre)
    writer.write(BIND)
    assert await hears(reader) == (CommandId.bind_transceiver_resp, 0)
    return reader, writer


async def dropped(reader: asyncio.StreamReader) -> bool:
    """Whether the connection ends."""
    try:
        async with asyncio.timeout(10):
            while await reader.read(1 << 16):
                pass
    except ConnectionError:
        pass
    return True


async def hears(reader: asyncio.StreamReader) -> tuple[int, int]:
    """Read a PDU, and return its command_id and command_status."""
    async with asyncio.timeout(10):
        header = await reader.readexactly(16)
        await reader.readexactly(int.from_bytes(header[:4], "big") - 16)
    return int.from_bytes(header[4:8], "big"), int.from_bytes(header[8:12], "big")


async def test_of_those_who_have_not_bound_the_oldest_goes() -> None:
    async with running(unbound=3) as (centre, log):
        silent = [await connected(centre) for _ in range(5)]
        assert [await dropped(reader) for reader, _ in silent[:2]] == [True, True]
        assert "more than 3" in (await log.until("connection dropped"))["why"]
        for reader, writer in silent[2:]:
            writer.write(BIND)
            assert await hears(reader) == (CommandId.bind_transceiver_resp, 0)


async def test_who_has_bound_is_not_counted_among_them() -> None:
    async with running(unbound=1) as (centre, _):
        for _ in range(6):
            await bound(centre)
        assert len(centre.world.face) == 7


async def test_who_is_gone_leaves_room_for_others() -> None:
    async with running(connections=2) as (centre, _):
        for _ in range(4):
            reader, writer = await bound(centre)
            writer.write(UNBIND)
            assert await hears(reader) == (CommandId.unbind_resp, 0)
            assert await dropped(reader)


async def test_when_there_are_too_many_connections_who_has_bound_stays() -> None:
    async with running(connections=3) as (centre, log):
        await bound(centre)
        unbound, _ = await connected(centre)
        newcomer, newcomer_writer = await connected(centre)
        assert await dropped(unbound)
        newcomer_writer.write(BIND)
        assert await hears(newcomer) == (CommandId.bind_transceiver_resp, 0)
        another, _ = await connected(centre)
        assert await dropped(another)  # all others have bound
        assert "more than 3 connections" in (await log.until("connection dropped"))["why"]


async def test_a_pdu_that_is_too_long_ends_the_session() -> None:
    async with running(pdu_size=1024) as (centre, _):
        reader, writer = await connected(centre)
        writer.write((1025).to_bytes(4, "big") + bytes(12))
        assert await hears(reader) == (CommandId.generic_nack, 2)
        assert await dropped(reader)


def deaf(centre: Simulator) -> socket.socket:
    """Open a connection with little room for what it does not read."""
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer.connect(("127.0.0.1", centre.server.port))
    peer.setblocking(False)
    return peer


def with_little_room(centre: Simulator) -> None:
    """Have the system buffer little of what is written to those who connect from now on."""
    for server in centre.server._listening:
        for listening in server.sockets:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)


async def flood(peer: socket.socket, octets: bytes) -> None:
    """Bind, send, and never read again, until the other side has had enough."""
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(peer, BIND)
    assert (await loop.sock_recv(peer, 1024))[4:12] == b"\x80\0\0\x09\0\0\0\0"
    try:
        async with asyncio.timeout(60):
            while True:
                await loop.sock_sendall(peer, octets)
    except ConnectionError:
        pass


async def test_who_is_not_bound_is_not_heard_for_ever() -> None:
    async with running() as (centre, log):
        reader, writer = await connected(centre)
        writer.write(ENQUIRE_LINK * 100_000)
        assert await dropped(reader)
        assert (await log.until("session ended"))["why"] == "more than 1,000 PDUs came before it was bound"


async def test_who_never_reads_is_dropped_after_a_while() -> None:
    async with running(unread_timer=0.2) as (centre, log):
        with_little_room(centre)
        with deaf(centre) as peer:
            await flood(peer, ENQUIRE_LINK * 10_000)
        assert (await log.until("connection dropped"))["why"] == "it has read too little for 0.2 s"


async def test_who_leaves_too_much_unread_is_dropped_at_once() -> None:
    async with running(unread=65_536) as (centre, log):
        with_little_room(centre)
        with deaf(centre) as peer:
            await flood(peer, ENQUIRE_LINK * 10_000)
        assert "octets are unread, more than 65536" in (await log.until("connection dropped"))["why"]


async def test_who_reads_slowly_but_reads_loses_nothing() -> None:
    count = 100_000
    async with running() as (centre, _):
        reader, writer = await bound(centre)
        writer.write(ENQUIRE_LINK * count)
        async with asyncio.timeout(60):
            for _ in range(count):
                assert (await reader.readexactly(16))[4:12] == b"\x80\0\0\x15\0\0\0\0"


async def test_a_flood_of_refused_binds_is_ended_by_not_listening() -> None:
    async with running(refused_binds_per_minute=5) as (centre, _):
        reader, writer = await connected(centre)
        wrong = [BindTransceiver("bank", "wrong", sequence_number=number).encode() for number in range(1, 9)]
        statuses = []
        for bind in wrong:
            writer.write(bind)
            statuses.append((await hears(reader))[1])
        assert statuses == [0x0E] * 5 + [0x0D] * 3


async def test_messages_of_a_queue_wait_for_an_esme_that_does_not_read_and_not_in_memory_of_its_session() -> None:
    """At most ten deliver_sm are on their way, however many wait behind them."""
    async with running() as (centre, _):
        _, writer = await bound(centre)
        [visit] = [visit for visit in centre.world.face.visits if visit.name == "bank"]
        bank = esme.connect("127.0.0.1", centre.server.port, system_id="bank", password="secret", bind="transmitter")
        async with bank as transmitter:
            for _ in range(30):
                await transmitter.submit(to=PHONE, text="Hello", receipt=True)
        await asyncio.wait_for(_until(centre, 30), 10)
        assert len(visit.delivering) == 10
        writer.close()


async def _until(centre: Simulator, letters: int) -> None:
    came = asyncio.Event()
    stop = centre.clock.follow(lambda: came.set() if len(centre.world.centre.mailboxes) == letters else None)
    if len(centre.world.centre.mailboxes) != letters:
        await came.wait()
    stop()


def test_only_so_many_addresses_are_remembered() -> None:
    refused = RefusedBinds(1)
    for number in range(20_000):
        refused.count(f"{number}", 0.0)
    assert len(refused) == 10_000
    assert not refused.exceeded("0", 0.0)
    assert refused.exceeded("19999", 0.0)


@pytest.mark.parametrize("host", ["", "192.0.2.1"])
def test_a_session_without_an_address_is_never_counted(host: str) -> None:
    refused = RefusedBinds(1)
    refused.count(host, 0.0)
    assert refused.exceeded(host, 0.0) == bool(host)


@pytest.mark.parametrize(("listens", "address"), [("127.0.0.1", "127.0.0.0/8"), ("::1", "::1/128")])
async def test_an_account_s_networks_are_those_its_connections_come_from(listens: str, address: str) -> None:
    world = config(networks=[address]).on_port(0)
    world = world.model_copy(update={"smpp": world.smpp.model_copy(update={"host": listens})})
    async with Simulator(world, now=time.time()) as centre:
        to_centre = esme.connect(listens, centre.server.port, system_id="bank", password="secret")
        async with to_centre as bank:
            assert (await bank.submit(to=PHONE, text="Hello")).message_ids


@pytest.mark.parametrize(
    ("host", "other", "same"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("no:address", "no:address", True),
    ],
)
def test_who_has_many_ipv6_addresses_is_refused_at_all_of_them(host: str, other: str, same: bool) -> None:
    refused = RefusedBinds(1)
    refused.count(host, 0.0)
    assert refused.exceeded(host, 0.0)
    assert refused.exceeded(other, 0.0) == same
