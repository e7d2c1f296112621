"""One session over one TCP stream: real sockets on loopback, short timers, and no sleeping."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from pdu import (
    BindTransceiver,
    BindTransceiverResp,
    DeliverSm,
    EnquireLink,
    Pdu,
    SubmitSm,
    SubmitSmResp,
    Unbind,
    decode,
)
from pdu.connection import Connection
from pdu.matrix import SessionState, Side
from pdu.session import (
    Answered,
    Closed,
    Event,
    LocalProtocolError,
    RequestReceived,
    ResponseReceived,
    Timers,
    Unanswered,
    Unexpected,
)

FOREVER = float("inf")
PATIENT = Timers(FOREVER, FOREVER, FOREVER, FOREVER)


class End:
    """The owner of a connection: it keeps the batches it gets, and wakes those who wait for something in them."""

    def __init__(self, answer: Callable[[Connection, Event], None] = lambda *_: None) -> None:
        self.answer = answer
        self.batches: list[list[Event]] = []
        self.changed = asyncio.Event()

    def __call__(self, connection: Connection, events: list[Event]) -> None:
        self.batches.append(events)
        for event in events:
            self.answer(connection, event)
        self.changed.set()

    async def until(self, wanted: type[Any], count: int = 1) -> list[Any]:
        """Wait until so many events of a kind have come, and give them."""
        while len(found := [e for batch in self.batches for e in batch if isinstance(e, wanted)]) < count:
            self.changed.clear()
            await self.changed.wait()
        return found


def accept(connection: Connection, event: Event) -> None:
    """Answer as a message centre that accepts whatever comes."""
    if isinstance(event, RequestReceived) and not connection.session.closed:
        kinds: dict[type[Pdu], type[Pdu]] = {BindTransceiver: BindTransceiverResp, SubmitSm: SubmitSmResp}
        response = kinds[type(event.pdu)]()
        response.sequence_number = event.pdu.sequence_number
        connection.send(response)


@asynccontextmanager
async def message_centre(end: End, timers: Timers = PATIENT) -> AsyncIterator[tuple[int, "asyncio.Queue[Connection]"]]:
    """Listen on a free port; the connections made come through the queue."""
    made: asyncio.Queue[Connection] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Connection(Side.MC, end, timers=timers, made=made.put_nowait), "127.0.0.1", 0
    )
    try:
        yield server.sockets[0].getsockname()[1], made
    finally:
        server.close()
        await server.wait_closed()
        assert asyncio.all_tasks() == {asyncio.current_task()}, "a task is left behind"


async def connect(port: int, end: End, timers: Timers = PATIENT) -> Connection:
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(lambda: Connection(Side.ESME, end, timers=timers), "127.0.0.1", port)
    return connection


async def bind(port: int, end: End, timers: Timers = PATIENT) -> Connection:
    connection = await connect(port, end, timers)
    connection.send(BindTransceiver(system_id="bank"))
    await end.until(ResponseReceived)
    return connection


async def read(reader: asyncio.StreamReader) -> Pdu:
    head = await reader.readexactly(4)
    return decode(head + await reader.readexactly(int.from_bytes(head, "big") - 4))


async def test_an_esme_binds_submits_and_unbinds_over_a_socket() -> None:
    mc_end, esme_end = End(accept), End()
    async with message_centre(mc_end) as (port, made):
        esme = await bind(port, esme_end)
        mc = await made.get()
        assert esme.session.state is mc.session.state is SessionState.BOUND_TRX
        esme.send(SubmitSm(short_message=b"Hello"))
        await esme_end.until(ResponseReceived, 2)
        esme.send(Unbind())
        await esme.lost
        await mc.lost
        [closed] = await mc_end.until(Closed)
        assert closed == Closed("the peer unbound", clean=True, by_peer=True)


async def test_a_connection_says_who_is_at_the_other_end() -> None:
    async with message_centre(End(accept)) as (port, _):
        esme = await connect(port, End())
        assert esme.peer == f"127.0.0.1:{port}"
        assert repr(esme) == f"<Connection of the ESME with 127.0.0.1:{port}>"
        esme.abort()
        await esme.lost


async def test_a_connection_not_yet_made_has_nobody_at_the_other_end() -> None:
    connection = Connection(Side.ESME, End())
    assert connection.peer == "nobody"
    connection.abort()
    connection.flush()


async def test_one_read_is_one_batch_and_its_answers_are_one_write() -> None:
    mc_end = End(accept)
    async with message_centre(mc_end) as (port, made):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        mc = await made.get()
        transport = Writes(mc)
        requests = [BindTransceiver(sequence_number=1), EnquireLink(sequence_number=2), EnquireLink(sequence_number=3)]
        writer.write(b"".join(pdu.encode() for pdu in requests))
        answers = [await read(reader) for _ in requests]
        assert [type(event) for event in mc_end.batches[0]] == [RequestReceived, Answered, Answered]
        assert transport.sizes == [sum(len(answer.encode()) for answer in answers)]
        mc.abort()
        await mc.lost
        writer.close()


async def test_what_is_sent_in_one_turn_of_the_loop_is_one_write() -> None:
    async with message_centre(End(accept)) as (port, _):
        end = End()
        esme = await bind(port, end)
        transport = Writes(esme)
        for _ in range(10):
            esme.send(SubmitSm(short_message=b"Hello"))
        assert transport.sizes == []
        await end.until(ResponseReceived, 11)
        assert len(transport.sizes) == 1
        esme.close()
        await esme.lost


async def test_many_responses_are_one_write_in_a_batch_and_outside_of_one() -> None:
    answers = [SubmitSmResp(message_id="a", sequence_number=number) for number in (2, 3)]

    def answer(mc: Connection, event: Event) -> None:
        if isinstance(event, RequestReceived) and isinstance(event.pdu, BindTransceiver):
            accept(mc, event)
        elif isinstance(event, RequestReceived) and event.pdu.sequence_number == 3:
            mc.respond(answers)

    async with message_centre(End(answer)) as (port, made):
        end = End()
        esme, mc = await bind(port, end), await made.get()
        transport = Writes(mc)
        for _ in answers:
            esme.send(SubmitSm())
        assert [event.response for event in (await end.until(ResponseReceived, 3))[1:]] == answers
        mc.respond(answers)
        mc.respond(answers)
        assert [event.pdu for event in await end.until(Unexpected, 4)] == answers * 2
        assert transport.sizes == [len(answers[0].encode()) * count for count in (2, 4)]
        esme.close()
        await esme.lost


class Writes:
    """It stands between a connection and its transport, and notes the size of each write."""

    def __init__(self, connection: Connection) -> None:
        self.sizes: list[int] = []
        self._transport: Any = connection.transport
        connection.transport = self  # type: ignore[assignment]  # it has what the connection calls

    def write(self, octets: bytes) -> None:
        self.sizes.append(len(octets))
        self._transport.write(octets)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


async def test_a_message_centre_stops_reading_from_an_esme_that_does_not_read() -> None:
    end = End(accept)
    async with message_centre(end) as (port, made):
        peer = socket.create_connection(("127.0.0.1", port))
        peer.setblocking(False)
        mc = await made.get()
        transport: Any = mc.transport
        transport.set_write_buffer_limits(high=1)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(peer, BindTransceiver(sequence_number=1).encode())
        await loop.sock_recv(peer, 1024)
        flooding = asyncio.ensure_future(loop.sock_sendall(peer, SubmitSm(sequence_number=2).encode() * 300_000))
        while transport.is_reading():  # noqa: ASYNC110 - a transport tells nobody when it stops
            await asyncio.sleep(0)
        assert not flooding.done()
        drained = asyncio.ensure_future(mc.drain())
        while not transport.is_reading():
            await loop.sock_recv(peer, 65536)
        await drained
        flooding.cancel()
        mc.abort()
        await mc.lost
        await mc.drain()
        peer.close()


async def test_an_esme_goes_on_reading_however_much_it_has_to_write() -> None:
    async with message_centre(End(accept)) as (port, _):
        end = End()
        esme = await bind(port, end)
        transport: Any = esme.transport
        transport.set_write_buffer_limits(high=1)
        for _ in range(3000):
            esme.send(SubmitSm(short_message=b"x" * 254))
        esme.flush()
        assert transport.is_reading()
        await esme.drain()
        assert len(await end.until(ResponseReceived, 3001)) == 3001
        esme.close()
        await esme.lost


async def test_a_connection_that_ended_when_its_last_octets_had_left_may_be_dropped_all_the_same() -> None:
    end = End(accept)
    async with message_centre(end) as (port, made):
        peer = socket.create_connection(("127.0.0.1", port))
        peer.setblocking(False)
        mc, loop = await made.get(), asyncio.get_running_loop()
        await loop.sock_sendall(peer, BindTransceiver(sequence_number=1).encode())
        await end.until(RequestReceived)
        transport: Any = mc.transport
        while not transport.get_write_buffer_size():
            mc.send(DeliverSm(short_message=b"x" * 254), at_once=True)
        mc.close()
        while await loop.sock_recv(peer, 1 << 20):
            pass
        await mc.lost
        mc.abort()
        peer.close()


async def test_a_message_centre_that_is_to_read_nothing_reads_nothing_when_there_is_room_again_either() -> None:
    async with message_centre(End(accept)) as (port, made):
        esme, mc = await bind(port, End()), await made.get()
        transport: Any = mc.transport
        mc.stop_reading()
        mc.pause_writing()
        mc.resume_writing()
        assert not transport.is_reading()
        mc.abort()
        await mc.lost
        await esme.lost


async def test_a_message_centre_that_reads_nothing_of_all_that_it_asks_for_is_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pdu.connection.UNREAD", 5_000_000)
    async with message_centre(End(accept)) as (port, made):
        end = End()
        esme, mc = await bind(port, end), await made.get()
        mc.stop_reading()
        transport: Any = esme.transport
        transport.write(bytes(20_000_000))  # more than the kernel takes for a peer that never reads
        mc.send(EnquireLink())
        [closed] = await end.until(Closed)
        await esme.lost
        mc.abort()
        await mc.lost
    assert closed.by_peer
    assert "octets unread" in closed.reason


async def test_a_silent_peer_is_asked_and_then_closed() -> None:
    end = End()
    timers = Timers(FOREVER, enquire_link_timer=0.02, response_timer=0.02)
    async with message_centre(end, timers) as (port, made):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        mc = await made.get()
        assert await read(reader) == EnquireLink(sequence_number=1)
        await mc.lost
        [closed] = await end.until(Closed)
        assert closed.reason == "enquire_link was not answered"
        assert await reader.read() == b""
        writer.close()


async def test_a_witness_that_raises_at_what_a_timer_says_ends_the_connection() -> None:
    def witness(ours: bool, pdu: Pdu) -> None:
        if ours and isinstance(pdu, EnquireLink):
            raise ZeroDivisionError("a witness")

    loop, end, reported = asyncio.get_running_loop(), End(), list[Any]()
    loop.set_exception_handler(lambda _, context: reported.append(context["exception"]))
    async with message_centre(End(accept)) as (port, _):
        timers = Timers(FOREVER, enquire_link_timer=0.02, response_timer=FOREVER)
        made = lambda: Connection(Side.ESME, end, timers=timers, witness=witness)  # noqa: E731 - no name would say more
        _, esme = await loop.create_connection(made, "127.0.0.1", port)
        esme.send(BindTransceiver(system_id="bank"))
        await asyncio.wait_for(esme.lost, 5)
        assert await end.until(Closed)
    assert [str(error) for error in reported] == ["a witness"]


async def test_a_peer_that_never_binds_is_closed() -> None:
    end = End()
    async with message_centre(end, Timers(session_init_timer=0.02)) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await reader.read() == b""
        [closed] = await end.until(Closed)
        assert closed.reason == "session_init_timer: no bind came"
        writer.close()


async def test_a_connection_that_is_used_keeps_its_one_timer() -> None:
    async with message_centre(End(accept)) as (port, _):
        end = End()
        esme = await bind(port, end, Timers(FOREVER, 60, FOREVER, 30))
        timer = esme._timer
        for count in range(5):
            esme.send(SubmitSm())
            await end.until(ResponseReceived, 2 + count)
        assert esme._timer is timer
        esme.abort()
        await esme.lost
        assert esme._timer is None


async def test_a_timer_that_has_gone_off_early_is_set_again() -> None:
    mc_end = End(accept)
    async with message_centre(mc_end) as (port, _):
        esme = await bind(port, End(), Timers(FOREVER, 0.05, FOREVER, 0.02))
        esme.send(SubmitSm())
        [asked] = await mc_end.until(Answered)
        assert isinstance(asked.request, EnquireLink)
        esme.abort()
        await esme.lost


@pytest.mark.parametrize("told", [ResponseReceived, Unanswered])
async def test_who_has_stood_still_hears_what_has_come_meanwhile_before_anything_is_too_late(
    told: type[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After SIGSTOP, SIGCONT does this: it ends the wait of the loop, which then sees its timers but no socket."""
    end = End()
    loop: Any = asyncio.get_running_loop()
    select, time, stood, timers = loop._selector.select, loop.time, [True], Timers(FOREVER, FOREVER, FOREVER, 10)
    mine, peers = socket.socketpair()
    _, esme = await loop.create_connection(lambda: Connection(Side.ESME, end, timers=timers), sock=mine)
    with peers:
        esme.send(BindTransceiver(system_id="bank"), at_once=True)
        peers.send(BindTransceiverResp(sequence_number=1).encode())
        await end.until(ResponseReceived)
        end.batches.clear()
        esme.send(SubmitSm(), at_once=True)
        if told is ResponseReceived:
            peers.send(SubmitSmResp(sequence_number=2).encode())
        monkeypatch.setattr(loop._selector, "select", lambda wait: [] if stood and stood.pop() else select(wait))
        monkeypatch.setattr(loop, "time", lambda: time() + 100)
        end.changed.clear()
        await end.changed.wait()
        assert [type(event) for batch in end.batches for event in batch] == [told]
        esme.abort()
        await esme.lost


async def test_what_is_to_be_written_at_once_takes_with_it_what_was_sent_before() -> None:
    async with message_centre(End(accept)) as (port, _):
        esme = await bind(port, end := End())
        transport = Writes(esme)
        esme.send(SubmitSm())
        esme.send(SubmitSm(), at_once=True)
        assert transport.sizes == [2 * len(SubmitSm().encode())]
        await end.until(ResponseReceived, 3)
        assert len(transport.sizes) == 1
        esme.abort()
        await esme.lost


async def test_an_abort_loses_what_is_outstanding_and_says_so() -> None:
    mc_end, esme_end = End(accept), End()
    async with message_centre(mc_end) as (port, made):
        esme = await bind(port, esme_end)
        esme.abort()
        await esme.lost
        assert await esme_end.until(Closed) == [Closed("the connection is gone", clean=False, by_peer=True)]
        await (await made.get()).lost
        with pytest.raises(LocalProtocolError):
            esme.send(SubmitSm())


async def test_a_reset_is_told_with_its_reason() -> None:
    end = End()
    async with message_centre(end) as (port, made):
        peer = socket.create_connection(("127.0.0.1", port))
        mc = await made.get()
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        peer.close()
        await mc.lost
        [closed] = await end.until(Closed)
        assert closed.reason.startswith("the connection broke: ")


async def test_an_end_of_the_stream_inside_a_pdu_is_told() -> None:
    end = End()
    async with message_centre(end) as (port, made):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        mc = await made.get()
        writer.write(bytes.fromhex("0000002A 00000009"))
        writer.write_eof()
        await mc.lost
        assert await end.until(Closed) == [
            Closed("the peer closed the connection inside a PDU, after 8 octets of it", clean=False, by_peer=True)
        ]
        writer.close()


async def test_garbage_gets_its_nack_before_the_door_closes() -> None:
    async with message_centre(End()) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        assert (await read(reader)).words == ("generic_nack",)
        assert await reader.read() == b""
        writer.close()


async def test_an_owner_may_close_in_the_middle_of_a_batch_and_hears_of_it_after() -> None:
    def close_at_once(connection: Connection, event: Event) -> None:
        if isinstance(event, RequestReceived):
            connection.close("we do not serve")

    end = End(close_at_once)
    async with message_centre(end) as (port, made):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        mc = await made.get()
        writer.write(BindTransceiver(sequence_number=1).encode() + EnquireLink(sequence_number=2).encode())
        await mc.lost
        kinds = [[type(event) for event in batch] for batch in end.batches]
        assert kinds == [[RequestReceived, Answered], [Closed]]
        writer.close()


async def test_a_peer_that_does_not_read_our_last_words_is_dropped_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pdu.connection.LINGER", 0.02)
    async with message_centre(End(accept)) as (port, made):
        peer = socket.create_connection(("127.0.0.1", port))
        mc = await made.get()
        transport: Any = mc.transport
        transport.write(bytes(10_000_000))  # more than the kernel takes for a peer that never reads
        mc.close()
        assert transport.get_write_buffer_size() > 0
        await mc.lost
        peer.close()
