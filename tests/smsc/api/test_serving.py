"""The API over real sockets: its port, its streams, and clients that do not read."""

import asyncio
import gc
import json
import logging
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from typing import Any
from weakref import ref

import httpx
import pytest
import websockets
from fastapi import FastAPI, WebSocket
from starlette.types import Message, Receive, Scope, Send

from pdu.header import Unknown
from pdu.operations.enquire_link import EnquireLink
from smsc.api import NotServed, ending, streams
from smsc.api.app import create
from smsc.api.desk import Desk
from smsc.api.ending import Ending
from smsc.api.serving import Serving, free
from smsc.api.streams import BUFFER, PIECE, Reader, server_sent_events
from smsc.config import load
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from smsc.simulator import Simulator
from tests.cancelling import Moment, cancelled_wherever_it_waits
from tests.smsc.api.conftest import FIRST, NOW, TOKEN, Served


@pytest.fixture
def looks_never() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def sends(served: Served, text: str) -> None:
    served.simulator.act("ms1", SendsText(text, dialled("+447700900124")))


async def test_a_websocket_is_told_what_happens(served: Served, url: str) -> None:
    async with websockets.connect(f"ws://{url}/api/v1/events/ws", additional_headers=TOKEN, max_queue=None) as told:
        sends(served, "Hello")
        events = [json.loads(await told.recv()) for _ in range(3)]
    assert (events[0]["message"], events[0]["destination"]) == ("sends text", "ms1")
    async with websockets.connect(
        f"ws://{url}/api/v1/events/ws?after={FIRST}", additional_headers=TOKEN, max_queue=None
    ) as told:
        assert json.loads(await told.recv())["id"] == FIRST + 1


async def test_a_websocket_of_a_stranger_is_refused_as_http_and_is_no_mistake_of_the_simulator(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    for headers, status in (({}, 401), ({**TOKEN, "Origin": "http://example.com"}, 403)):
        with pytest.raises(websockets.InvalidStatus) as refused:
            await websockets.connect(f"ws://{url}/api/v1/events/ws", additional_headers=headers)
        assert refused.value.response.status_code == status
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_server_sent_events_come_as_they_happen(served: Served, url: str) -> None:
    async with (
        httpx.AsyncClient(headers=TOKEN) as client,
        client.stream("GET", f"http://{url}/api/v1/events") as answer,
    ):
        rows = answer.aiter_lines()
        assert await anext(rows) == ": mini-smsc"
        sends(served, "Hello")
        told = [row async for row in _until(rows, "data: ")]
    assert json.loads(told[-1].removeprefix("data: "))["message"] == "sends text"


async def _until(rows: AsyncIterator[str], beginning: str) -> AsyncIterator[str]:
    async for row in rows:
        yield row
        if row.startswith(beginning):
            return


async def test_who_does_not_read_is_told_how_much_he_has_missed(served: Served) -> None:
    reader = Reader(served.desk, None)
    for _ in range(BUFFER + 5):
        served.simulator.world.trace.smpp(0, "bank", "sc", served.simulator.world.centre.store)  # type: ignore[arg-type]  # nobody looks
    taken, missed = 0, 0
    while reader.waits:
        said, missed = reader.take()
        taken += len(said)
    reader.close()
    assert (taken, missed) == (BUFFER, 5)
    assert served.desk.journal._listeners == []


async def test_of_long_pdus_fewer_wait_for_who_does_not_read_and_fewer_are_written_at_a_time(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "OCTETS", 250_000)
    monkeypatch.setattr(streams, "LONG", 100_000)
    trace = served.simulator.world.trace
    reader = Reader(served.desk, None)
    for _ in range(2):  # once they are read, there is room again
        for _ in range(10):
            trace.smpp(0, "bank", "sc", Unknown(command_id=0x1234, body=bytes(60_000)))
        taken = [reader.take() for _ in range(3)]
        assert [(len(said), missed) for said, missed in taken] == [(2, 0), (2, 0), (1, 5)]
    reader.close()


async def test_what_is_remembered_takes_no_room_from_what_comes(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "OCTETS", 100_000)
    trace = served.simulator.world.trace
    for _ in range(3):
        trace.smpp(0, "bank", "sc", Unknown(command_id=0x1234, body=bytes(60_000)))
    reader = Reader(served.desk, 0)
    for _ in range(3):
        trace.smpp(0, "bank", "sc", Unknown(command_id=0x1234, body=bytes(60_000)))
    said, missed = reader.take()
    reader.close()
    assert (len(said), missed) == (5, 1)


@pytest.mark.usefixtures("looks_never")
async def test_of_who_reads_no_more_nothing_is_left_for_the_collector_to_find(served: Served) -> None:
    reader = Reader(served.desk, 0)
    served.simulator.world.trace.smpp(0, "bank", "sc", EnquireLink())
    waited = reader.waits
    reader.close()
    assert (waited, reader.waits) == (True, False)
    kept = ref(reader)
    del reader
    assert kept() is None


async def test_a_stream_says_how_much_was_missed(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "BUFFER", 5)
    stream = server_sent_events(served.desk, None, follow=True)
    assert await anext(stream) == ": mini-smsc\n\n"
    waits = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    for _ in range(20):
        served.simulator.world.trace.smpp(0, "bank", "sc", EnquireLink())
    assert (await waits).count("data: ") == 5
    assert await anext(stream) == 'event: missed\ndata: {"missed":15}\n\n'


async def test_who_begins_with_what_is_remembered_misses_nothing_that_comes_meanwhile(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "BUFFER", 5)
    trace = served.simulator.world.trace
    for _ in range(20):
        trace.smpp(0, "bank", "sc", EnquireLink())
    reader = Reader(served.desk, FIRST + 1)
    for _ in range(5):
        trace.smpp(0, "bank", "sc", EnquireLink())
    said, missed = reader.take()
    reader.close()
    assert ([record.serial for record, _ in said], missed) == ([*range(FIRST + 2, FIRST + 25)], 0)


async def test_who_comes_too_late_is_told_how_many_events_are_no_longer_remembered(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smsc.lab.journal.KEPT", 5)
    for _ in range(20):
        served.simulator.world.trace.smpp(0, "bank", "sc", EnquireLink())
    for after, missed in {0: 15, FIRST - 1: 15, FIRST: 14, FIRST + 13: 1, FIRST + 14: 0, FIRST + 18: 0}.items():
        stream = server_sent_events(served.desk, after, follow=False)
        said = "".join([row async for row in stream])
        assert re.findall(r'^event: missed\ndata: {"missed":(.*)}$', said, re.MULTILINE) == [f"{missed}"] * (missed > 0)
        assert said.count("id: ") == min(5, FIRST + 19 - after)


async def test_a_websocket_that_comes_too_late_is_told_how_many_events_are_no_longer_remembered(
    served: Served, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smsc.lab.journal.KEPT", 5)
    for _ in range(20):
        served.simulator.world.trace.smpp(0, "bank", "sc", EnquireLink())
    async with websockets.connect(f"ws://{url}/api/v1/events/ws?after=0", additional_headers=TOKEN) as told:
        assert json.loads(await told.recv()) == {"missed": 15}
        assert json.loads(await told.recv())["id"] == FIRST + 15


async def test_who_wants_but_the_latest_events_is_told_how_many_there_were_before(served: Served) -> None:
    for _ in range(20):
        served.simulator.world.trace.smpp(0, "bank", "sc", EnquireLink())
    for after, most, told, missed in ((0, 5, 5, 15), (FIRST + 4, 5, 5, 10), (FIRST + 16, 5, 3, 0), (0, 0, 0, 20)):
        reader = Reader(served.desk, after, most=most, follow=False)
        assert ([one.serial for one, _ in reader.take()[0]], reader.left_out) == (
            list(range(FIRST + 20 - told, FIRST + 20)),
            missed,
        )
    served.desk.forget_the_past()
    served.simulator.world.trace.smpp(0, "bank", "sc", EnquireLink())
    for after in (0, FIRST + 3, FIRST + 19):
        reader = Reader(served.desk, after, most=5, follow=False)
        assert (len(reader.take()[0]), reader.left_out) == (1, 0)  # what was before a reset is nobody's


@pytest.mark.parametrize("later", [0.5, -3600.0], ids=["its clock went on", "its clock was set back"])
async def test_who_was_last_told_by_an_earlier_run_misses_nothing_of_this_one(later: float) -> None:
    """That holds however many events there were, and have been since."""
    quick = load().on_port(0).kept_in("memory")
    last = 0
    for now, events in ((NOW, 3), (NOW + later, 5)):
        async with Simulator(quick, now=now) as simulator:
            with closing(Desk(simulator)) as desk:
                for _ in range(events):
                    simulator.world.trace.smpp(0, "bank", "sc", EnquireLink())
                reader = Reader(desk, last, follow=False)
                told, last = reader.take()[0], desk.journal.records[-1][0].serial
        assert len(told) == events


async def test_who_reads_what_is_remembered_holds_nobody_up(served: Served) -> None:
    for _ in range(10 * PIECE):
        served.simulator.world.trace.smpp(0, "bank", "sc", EnquireLink())
    turns = 0

    async def another() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(another())
    rows = [row async for row in server_sent_events(served.desk, 0, follow=False)]
    other.cancel()
    assert "".join(rows).count("data: ") == 10 * PIECE
    assert turns >= 9


async def test_for_who_hangs_up_nothing_more_is_looked_through(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    served.simulator.act("ms1", SendsText("Hello", dialled("+447700900124")))
    await served.simulator.rest()
    [message] = served.desk.kept.newest()
    begun, ended = asyncio.Event(), asyncio.Event()

    def without_end(*_: object) -> Iterator[Any]:
        begun.set()
        try:
            while True:
                yield message
        finally:
            ended.set()

    monkeypatch.setattr(served.desk.kept, "newest", without_end)
    async with Serving(create(served.desk), host="127.0.0.1", port=0) as serving:
        _, writer = await asyncio.open_connection("127.0.0.1", serving.port)
        writer.write(b"GET /api/v1/messages?text=nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await asyncio.wait_for(begun.wait(), 20)
        assert not ended.is_set()
        writer.close()
        await asyncio.wait_for(ended.wait(), 20)


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise NotImplementedError


async def test_a_program_that_serves_with_uvicorn_too_has_its_own_requests_in_its_log_and_no_others(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    log, noted = logging.getLogger("uvicorn.access"), logging.NullHandler()
    log.addHandler(noted)
    try:
        with caplog.at_level(logging.INFO):
            async with Serving(create(served.desk), host="127.0.0.1", port=0) as serving, httpx.AsyncClient() as client:
                await client.get(f"http://127.0.0.1:{serving.port}/api/v1/openapi.json")
        assert [record for record in caplog.records if record.name == log.name] == []
        assert (log.handlers, log.propagate) == ([noted], True)
    finally:
        log.removeHandler(noted)


async def test_a_port_that_is_taken_gives_way_to_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with Serving(_nothing, host="127.0.0.1", port=port) as serving:
            assert port < serving.port < port + 20
        with pytest.raises(OSError, match="in use"):
            free("127.0.0.1", port, tries=1)


async def test_at_the_end_the_port_is_free_again() -> None:
    async with Serving(_nothing, host="127.0.0.1", port=0) as serving:
        pass
    with free("127.0.0.1", serving.port, tries=1):
        pass


async def test_a_client_that_goes_leaves_nothing_behind(served: Served, url: str) -> None:
    async with websockets.connect(f"ws://{url}/api/v1/events/ws", additional_headers=TOKEN, max_queue=None):
        sends(served, "Hello")
        await served.simulator.rest()
        assert len(served.desk.journal._listeners) == 1
    gone = served.desk.journal.until(lambda: served.desk.journal._listeners == [] or None, 20)
    sends(served, "Hello")
    assert await gone


@pytest.mark.parametrize(
    ("path", "by"), [("messages/wait?timeout=100", "read"), ("events", "listen"), ("events/pcapng", "listen")]
)
async def test_who_waits_when_the_simulator_ends_is_told_so_at_once(
    served: Served, path: str, by: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    listened, listen = asyncio.Event(), getattr(served.desk.journal, by)

    def listens(*who: Any) -> Any:
        listened.set()
        return listen(*who)

    monkeypatch.setattr(served.desk.journal, by, listens)
    async with httpx.AsyncClient(timeout=20) as client:
        async with Serving(create(served.desk), host="127.0.0.1", port=0) as serving:
            waits = asyncio.create_task(client.get(f"http://127.0.0.1:{serving.port}/api/v1/{path}"))
            await asyncio.wait_for(listened.wait(), 20)
        answer = await waits
    assert (answer.status_code, caplog.records) == (503 if "wait" in path else 200, [])
    if "wait" in path:
        assert answer.json()["detail"] == "the simulator ends: what was asked for may not have been done"
    assert not any((served.desk.journal._listeners, *served.desk.journal._readers.values()))


@pytest.mark.parametrize("moment", Moment)
async def test_a_websocket_that_is_cancelled_wherever_it_waits_leaves_nothing(served: Served, moment: Moment) -> None:
    sends(served, "Hello")

    async def work() -> None:
        connects, told = iter([{"type": "websocket.connect"}]), asyncio.Event()

        async def receive() -> Message:
            for message in connects:
                return message
            await told.wait()
            return {"type": "websocket.disconnect", "code": 1000}

        async def send(message: Message) -> None:
            await asyncio.sleep(0)
            if message["type"] == "websocket.send":
                told.set()

        await streams.websocket(served.desk, WebSocket({"type": "websocket"}, receive, send), after=0)

    async def then() -> None:
        assert not served.desk.journal._listeners

    assert await cancelled_wherever_it_waits(work, moment, then) > 3


@pytest.mark.parametrize("moment", Moment)
async def test_one_that_is_cancelled_wherever_it_waits_leaves_its_port(served: Served, moment: Moment) -> None:
    async def work() -> None:
        async with Serving(create(served.desk), host="127.0.0.1", port=0):
            pass

    assert await cancelled_wherever_it_waits(work, moment) > 1


async def test_who_does_not_read_is_not_waited_for_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "PATIENCE", 0.001)
    full = asyncio.Event()
    sent: list[Message] = []

    async def streams(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": b"some", "more_body": True})

    async def receive() -> Message:
        raise NotImplementedError

    async def send(message: Message) -> None:
        sent.append(message)
        if message["type"] == "http.response.body":
            full.set()
            await asyncio.Event().wait()

    stands = Ending(streams)
    answers = asyncio.create_task(stands({"type": "http"}, receive, send))
    await full.wait()
    stands.end()
    async with asyncio.timeout(20):
        await answers
    assert sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}


def found(*addresses: str, zone: int = 0) -> list[Any]:
    return [
        (socket.AF_INET6, socket.SOCK_STREAM, 0, "", (one, 2780, 0, zone))  # 0: as on Windows
        if ":" in one
        else (socket.AF_INET, socket.SOCK_STREAM, 0, "", (one, 2780))
        for one in addresses
    ]


@pytest.mark.parametrize(
    ("addresses", "zone", "bound"),
    [
        (("::1",), 0, (socket.AF_INET6, ("::1", 2780, 0, 0))),
        (("::1", "127.0.0.1"), 0, (socket.AF_INET, ("127.0.0.1", 2780))),
        (("fe80::1",), 3, (socket.AF_INET6, ("fe80::1", 2780, 0, 3))),
    ],
)
def test_a_name_is_listened_on_by_ipv4_or_else_ipv6_with_its_zone(
    addresses: tuple[str, ...], zone: int, bound: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bind(self: socket.socket, address: object) -> None:
        assert (self.family, address) == bound
        assert self.proto == socket.IPPROTO_TCP  # by which asyncio knows that it may set TCP_NODELAY

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found(*addresses, zone=zone))
    monkeypatch.setattr(socket.socket, "bind", bind, raising=False)
    free("sc.example", 2780, tries=1).close()


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="no socket here has both IPv4 and IPv6")
@pytest.mark.parametrize(("host", "alone"), [("::", False), ("::1", True)])
def test_every_address_is_of_ipv4_too_on_every_system(host: str, alone: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    class Alone(socket.socket):
        """As on Windows."""

        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            self.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)

    monkeypatch.setattr(socket, "socket", Alone)
    monkeypatch.setattr(socket, "has_dualstack_ipv6", lambda: True)
    with free(host, 0) as listening:
        assert bool(listening.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY)) is alone


async def test_a_host_that_nobody_knows_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def getaddrinfo(host: str, *_: object, **__: object) -> None:
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(NotServed, match=r"^the control API can't listen on sc\.example:2780: no such host is known$"):
        await Serving(FastAPI(), host="sc.example", port=2780).__aenter__()
    assert asked == ["sc.example"]


async def test_an_answer_does_not_wait_for_the_client_s_delayed_acknowledgement() -> None:
    """With Nagle's algorithm, the body, which is written after the head, would take 40 ms."""
    nodelay: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def met(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nodelay.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async with await asyncio.start_server(met, sock=free("127.0.0.1", 0)) as server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        assert await nodelay
        writer.close()
