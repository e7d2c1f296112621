"""Peers that do not know the rules, or break them: each gets the answer of the specification, and nobody else notices.

All of them meet a service centre that serves somebody else, who must notice nothing. When it stops, it must leave
nothing behind: no exception, no session, no task (see tests.interop.centre).
"""

import asyncio
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

import esme
from pdu import decode
from pdu.command_id import CommandId
from pdu.command_status import CommandStatus
from tests.interop.centre import PATIENCE, Centre, service_centre
from tests.smsc.smpp.peer import BIND, RESET, SUBMIT_SM, Heard, Peer, neighbourhood, pdu, refused, request

LIMIT = 0x11000  # octets of a PDU

# Who may bind


@pytest.mark.parametrize(
    ("fields", "command_status"),
    [
        ({"password": b"guessed\0"}, "ESME_RINVPASWD"),
        ({"password": b"\0"}, "ESME_RINVPASWD"),
        ({"password": b"\xff\xfe\x80\0"}, "ESME_RINVPASWD"),
        ({"password": b"opensesa\0"}, "ESME_RINVPASWD"),  # of another account
        ({"system_id": b"mallory\0"}, "ESME_RINVSYSID"),
        ({"system_id": b"\0"}, "ESME_RINVSYSID"),
        ({"system_id": b"\xff\x1b[2J\nsc -> x\0"}, "ESME_RINVSYSID"),
    ],
)
@pytest.mark.parametrize("how", ["bind_transmitter", "bind_receiver", "bind_transceiver"])
async def test_a_stranger_is_refused_and_may_try_again(how: str, fields: dict[str, bytes], command_status: str) -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        peer.says(pdu(how, 7, **fields))
        assert await peer.hears() == refused(f"{how}_resp", command_status, 7)
        peer.says(pdu("submit_sm", 8))
        assert await peer.hears() == Heard("submit_sm_resp", "ESME_RINVBNDSTS", 8)
        await peer.binds(how)


async def test_a_password_that_is_too_long_is_refused_and_shown_to_nobody() -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        peer.says(pdu("bind_transceiver", 7, password=b"secretsecret\0"))
        assert await peer.hears() == refused("bind_transceiver_resp", "ESME_RINVPASWD", 7)
        assert "bind_transceiver_resp ESME_RINVPASWD" in centre.ladder
        assert "secretsecret" not in centre.ladder
        await peer.binds()


# What may be sent when


@pytest.mark.parametrize("name", ["submit_sm", "deliver_sm", "query_sm", "cancel_sm", "replace_sm", "data_sm"])
async def test_who_has_not_bound_may_not_ask_for_anything(name: str) -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        peer.says(pdu(name, 7))
        assert await peer.hears() == refused(f"{name}_resp", "ESME_RINVBNDSTS", 7)
        await peer.binds()


async def test_a_message_before_the_bind_in_one_write_is_refused_and_the_bind_is_not() -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        peer.says(pdu("submit_sm", 1), pdu("bind_transmitter", 2))
        assert [(await peer.hears())[:3] for _ in range(2)] == [
            ("submit_sm_resp", "ESME_RINVBNDSTS", 1),
            ("bind_transmitter_resp", "ESME_ROK", 2),
        ]


async def test_a_receiver_may_not_submit() -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        await peer.binds("bind_receiver")
        peer.says(pdu("submit_sm", 7))
        assert await peer.hears() == Heard("submit_sm_resp", "ESME_RINVBNDSTS", 7)
        await peer.is_served()


@pytest.mark.parametrize("how", ["bind_transmitter", "bind_receiver", "bind_transceiver"])
async def test_a_second_bind_is_refused_and_the_first_stands(how: str) -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        await peer.binds()
        peer.says(pdu(how, 7), pdu("submit_sm", 8))
        assert await peer.hears() == refused(f"{how}_resp", "ESME_RALYBND", 7)
        assert (await peer.hears())[:3] == ("submit_sm_resp", "ESME_ROK", 8)


async def test_of_two_binds_in_one_write_the_second_is_refused() -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        peer.says(pdu("bind_transceiver", 1), pdu("bind_receiver", 2, system_id=b"shop\0", password=b"opensesa\0"))
        heard = [(await peer.hears())[:3] for _ in range(2)]
        assert sorted(heard) == [("bind_receiver_resp", "ESME_RALYBND", 2), ("bind_transceiver_resp", "ESME_ROK", 1)]
        await peer.is_served()


@pytest.mark.parametrize("command_id", [0x0000000A, 0x000000FF, 0x000102FF, 0x7FFFFFFF])
async def test_an_unknown_command_id_gets_a_generic_nack_and_the_session_lives_on(command_id: int) -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        for number in (7, 9):
            peer.says(request(command_id, number, b"whatever it is"))
            assert await peer.hears() == Heard("generic_nack", "ESME_RINVCMDID", number)
            if number == 7:
                await peer.binds()
        peer.says(pdu("submit_sm", 10))
        assert (await peer.hears())[:3] == ("submit_sm_resp", "ESME_ROK", 10)


async def test_responses_that_nobody_asked_for_change_nothing() -> None:
    nonsense = [
        request(command_id | 0x80000000, number, body)
        for command_id in (*(command_id & 0x7FFFFFFF for command_id in CommandId), 0x000000FF)
        for number, body in ((1, b""), (2, b"\0"), (0, b"no NUL"), (0xFFFFFFFF, b"\xff" * 300))
    ]
    async with neighbourhood() as centre, Peer(centre) as peer:
        peer.says(*nonsense)
        await peer.is_served()
        await peer.binds()
        peer.says(*nonsense, pdu("submit_sm", 7))
        assert (await peer.hears())[:3] == ("submit_sm_resp", "ESME_ROK", 7)
        await peer.is_served()


# Streams that can't be trusted


@pytest.mark.parametrize("command_length", [0, 4, 15, LIMIT + 1, 0x7FFFFFFF, 0xFFFFFFFF])
@pytest.mark.parametrize("bound", [True, False])
async def test_an_impossible_command_length_gets_a_generic_nack_and_the_end(command_length: int, bound: bool) -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        if bound:
            await peer.binds()
        peer.says(request(CommandId.submit_sm, 7, b"what follows", command_length), pdu("enquire_link", 8))
        assert await peer.hears() == Heard("generic_nack", "ESME_RINVCMDLEN", 7)
        await peer.hears_the_end()


async def test_a_bind_with_garbage_behind_it_in_one_read_is_answered_and_ended() -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        peer.says(pdu("bind_transceiver", 1), request(CommandId.submit_sm, 7, b"what follows", 15))
        assert (await peer.hears())[:3] == ("bind_transceiver_resp", "ESME_ROK", 1)
        assert await peer.hears() == Heard("generic_nack", "ESME_RINVCMDLEN", 7)
        await peer.hears_the_end()


@pytest.mark.parametrize(
    "greeting",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1:2775\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 300000\r\n\r\n" + bytes(300_000),
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"EHLO localhost\r\n",
        b"\r\n\r\n",
        bytes(1000),
        b"\xff" * 100_000,
    ],
    ids=["HTTP GET", "HTTP POST", "SSH", "SMTP", "empty lines", "zeros", "ones"],
)
async def test_who_speaks_something_else_gets_a_generic_nack_and_the_end(greeting: bytes) -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        peer.says(greeting)
        heard = await peer.hears()
        assert heard[:2] == ("generic_nack", "ESME_RINVCMDLEN")
        await peer.hears_the_end()


async def test_what_came_whole_before_the_garbage_is_answered_before_the_end() -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        await peer.binds("bind_transmitter")
        peer.says(pdu("submit_sm", 7), pdu("submit_sm", 8), b"\0\0\0\0 and garbage")
        assert [(await peer.hears())[:2] for _ in range(3)] == [
            ("submit_sm_resp", "ESME_ROK"),
            ("submit_sm_resp", "ESME_ROK"),
            ("generic_nack", "ESME_RINVCMDLEN"),
        ]
        await peer.hears_the_end()
        assert len(await centre.shown("ms1", 2)) == 2


async def test_what_came_before_unbind_in_one_write_is_answered_before_it() -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        await peer.binds("bind_transmitter")
        peer.says(pdu("submit_sm", 7), pdu("unbind", 8), pdu("submit_sm", 9))
        assert [(await peer.hears())[:3] for _ in range(2)] == [
            ("submit_sm_resp", "ESME_ROK", 7),
            ("unbind_resp", "ESME_ROK", 8),
        ]
        await peer.hears_the_end()


# Bodies that can't be read


async def test_every_truncation_of_a_bind_is_refused_and_the_whole_one_is_not() -> None:
    body = b"".join(BIND.values())
    async with neighbourhood() as centre, Peer(centre) as peer:
        for length in range(len(body)):
            peer.says(request(CommandId.bind_transceiver, length, body[:length]))
            assert await peer.hears() == refused("bind_transceiver_resp", "ESME_RINVCMDLEN", length)
        await peer.binds()


async def test_every_truncation_of_a_submit_sm_is_refused_and_the_whole_one_is_not() -> None:
    body = b"".join(SUBMIT_SM.values())
    short_message = len(body) - len(SUBMIT_SM["short_message"])
    async with neighbourhood() as centre, Peer(centre) as peer:
        await peer.binds("bind_transmitter")
        for length in range(len(body)):
            peer.says(request(CommandId.submit_sm, length, body[:length]))
            status = "ESME_RINVCMDLEN" if length < short_message else "ESME_RINVMSGLEN"
            assert await peer.hears() == Heard("submit_sm_resp", status, length)
        peer.says(pdu("submit_sm", 1000))
        assert (await peer.hears())[:3] == ("submit_sm_resp", "ESME_ROK", 1000)
        assert len(await centre.shown("ms1")) == 1


@pytest.mark.parametrize(
    ("field", "octets", "command_status"),
    [
        ("service_type", b"ABCDEF\0", "ESME_RINVSERTYP"),
        ("source_addr", b"1" * 21 + b"\0", "ESME_RINVSRCADR"),
        ("destination_addr", b"1" * 21 + b"\0", "ESME_RINVDSTADR"),
        ("destination_addr", b"\0", "ESME_RINVDSTADR"),
        ("destination_addr", b"\x1b[31m\0", "ESME_RINVDSTADR"),
        ("schedule_delivery_time", b"tomorrow\0", "ESME_RINVSCHED"),
        ("schedule_delivery_time", b"999999999999999+\0", "ESME_RINVSCHED"),
        ("validity_period", b"000000000000000X\0", "ESME_RINVEXPIRY"),
        ("sm_length", b"\xff", "ESME_RINVMSGLEN"),
        ("short_message", b"Hello\x04\x24\xff\xff", "ESME_RINVTLVSTREAM"),  # a TLV of 65535 octets, of which none comes
    ],
)
async def test_a_field_that_cannot_be_is_refused_by_the_status_it_has(
    field: str, octets: bytes, command_status: str
) -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        await peer.binds("bind_transmitter")
        peer.says(pdu("submit_sm", 7, **{field: octets}))
        assert await peer.hears() == Heard("submit_sm_resp", command_status, 7)
        await peer.is_served()


async def test_octets_changed_at_random_are_answered_each() -> None:
    body, chance = b"".join(SUBMIT_SM.values()), random.Random(7)  # noqa: S311 - to be repeated
    async with neighbourhood() as centre, Peer(centre) as peer:
        await peer.binds("bind_transmitter")
        for number in range(500):
            changed = bytearray(body)
            for _ in range(chance.randint(1, 4)):
                changed[chance.randrange(len(body))] = chance.randrange(256)
            peer.says(request(CommandId.submit_sm, number, bytes(changed)))
            heard = await peer.hears()
            assert (heard.name, heard.sequence_number) == ("submit_sm_resp", number)
        await peer.is_served()


# Peers that come and go


async def test_a_peer_that_dies_at_any_octet_of_a_bind_or_a_message_leaves_nothing() -> None:
    octets = pdu("bind_transceiver", 1) + pdu("submit_sm", 2)
    async with neighbourhood() as centre:
        for length in range(len(octets)):
            async with Peer(centre) as peer:
                peer.says(octets[:length])
                if length % 2:
                    peer.dies()
                    continue
                peer.hangs_up()
                if length >= len(pdu("bind_transceiver", 1)):
                    assert (await peer.hears()).command_status == "ESME_ROK"
                await peer.hears_the_end()
        assert not [
            record for record in centre.records if str(record).startswith("bank") and "submit_sm" in str(record)
        ]


@pytest.mark.parametrize("reset", [False, True])
async def test_a_port_scanner_is_nobody(reset: bool) -> None:
    async with neighbourhood() as centre:
        for _ in range(50):
            scanner = socket.create_connection((centre.host, centre.port))
            if reset:
                scanner.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            scanner.close()


@pytest.mark.parametrize("turns", range(4))
async def test_who_comes_while_the_service_centre_stops_is_let_go(turns: int) -> None:
    async with service_centre() as centre:
        late = [socket.create_connection((centre.host, centre.port), PATIENCE) for _ in range(10)]
        for _ in range(turns):
            await asyncio.sleep(0)
    for peer in late:
        with suppress(ConnectionResetError):
            assert peer.recv(1) == b""
        peer.close()


async def test_who_never_binds_is_let_go_by_the_session_init_timer() -> None:
    async with neighbourhood(smpp={"session_init_timer": 1.0}) as centre, Peer(centre) as mute, Peer(centre) as chatty:
        chatty.says(pdu("enquire_link", 1), pdu("submit_sm", 2), b"\0\0\0\x10")
        assert (await chatty.hears()).name == "enquire_link_resp"
        assert await chatty.hears() == Heard("submit_sm_resp", "ESME_RINVBNDSTS", 2)
        await mute.hears_the_end()
        await chatty.hears_the_end()


async def test_who_guesses_passwords_does_not_gain_time_by_it() -> None:
    async with neighbourhood(smpp={"session_init_timer": 1.0}) as centre, Peer(centre) as peer:
        peer.says(pdu("bind_transceiver", 1, password=b"guess\0"))
        assert (await peer.hears()).command_status == "ESME_RINVPASWD"
        await peer.hears_the_end()


async def test_who_is_bound_and_silent_is_asked_and_let_go() -> None:
    timers = {"enquire_link_timer": 2.5, "response_timer": 2.0}  # the neighbour's time, however busy the machine
    async with neighbourhood(smpp=timers) as centre, Peer(centre) as peer:
        await peer.binds()
        assert (await peer.hears()).name == "enquire_link"
        await peer.hears_the_end()


# Receivers that do not answer


async def test_what_a_receiver_never_answers_goes_to_the_next_in_order() -> None:
    texts = [f"Message {number}" for number in range(15)]
    async with neighbourhood() as centre:
        async with Peer(centre) as peer:
            await peer.binds("bind_receiver")
            for text in texts:
                centre.text("ms1", text, to="7000")
            heard = [await peer.hears() for _ in range(10)]
            assert [pdu.name for pdu in heard] == ["deliver_sm"] * 10
            assert texts[9].encode("ascii") in heard[9].body
            await peer.is_served()  # and no more than ten are on their way to it
        async with esme.connect(centre.host, centre.port, system_id="bank", password="secret") as bank:
            assert [(await anext(bank)).text for _ in texts] == texts


async def test_what_a_receiver_does_not_answer_in_time_goes_to_another() -> None:
    async with neighbourhood(smpp={"response_timer": 0.3}) as centre, Peer(centre) as peer:
        await peer.binds("bind_receiver")
        centre.text("ms1", "BALANCE", to="7000")
        assert (await peer.hears()).name == "deliver_sm"
        async with esme.connect(centre.host, centre.port, system_id="bank", password="secret") as bank:
            assert (await asyncio.wait_for(anext(bank), PATIENCE)).text == "BALANCE"
            await peer.is_served()


async def test_what_a_receiver_refuses_by_generic_nack_does_no_harm() -> None:
    async with neighbourhood() as centre, Peer(centre) as peer:
        await peer.binds("bind_receiver")
        centre.text("ms1", "BALANCE", to="7000")
        delivered = await peer.hears()
        peer.says(pdu("generic_nack", delivered.sequence_number))
        await peer.is_served()


# Peers that do not read


async def test_ten_thousand_enquire_links_in_one_write_are_answered_when_they_are_read() -> None:
    loop = asyncio.get_running_loop()
    async with neighbourhood() as centre:
        with _connected(centre) as peer:
            await _binds(peer)
            flood = b"".join(pdu("enquire_link", number) for number in range(1, 10_001))
            answers = b"".join(pdu("enquire_link_resp", number) for number in range(1, 10_001))
            flooding = asyncio.ensure_future(loop.sock_sendall(peer, flood))
            await _is_served(centre)
            read = b""
            while len(read) < len(answers):
                read += await asyncio.wait_for(loop.sock_recv(peer, 1 << 16), PATIENCE)
            assert read == answers
            await flooding


async def test_who_never_reads_is_not_read_from_either() -> None:
    loop = asyncio.get_running_loop()
    async with neighbourhood() as centre:
        with _connected(centre) as peer:
            transport = await _transport(centre, peer)
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
            await _binds(peer)
            flooding = asyncio.ensure_future(loop.sock_sendall(peer, pdu("enquire_link", 1) * 1_000_000))
            async with asyncio.timeout(PATIENCE):
                while transport.is_reading():  # noqa: ASYNC110 - nothing else says that it stops
                    await asyncio.sleep(0)
            await _is_served(centre)
            assert not transport.is_reading()
            assert not flooding.done()
            assert transport.get_write_buffer_size() < 1 << 19  # what may be unwritten, and the answers to one read
            flooding.cancel()


@contextmanager
def _connected(centre: Centre) -> Iterator[socket.socket]:
    """Open a connection with little room for what it does not read."""
    with socket.socket() as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.connect((centre.host, centre.port))
        peer.setblocking(False)
        yield peer


async def _binds(peer: socket.socket) -> None:
    """Bind, so as to be heard for long, but get no receipts."""
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(peer, pdu("bind_transmitter", 1))
    assert decode(await loop.sock_recv(peer, 1024)).command_status == CommandStatus.ESME_ROK


async def _transport(centre: Centre, peer: socket.socket) -> Any:
    """Find the transport at the other end of a connection."""
    host, port = peer.getsockname()
    connections = centre.running.server._connections
    while not (found := [one for one in connections if one.peer == f"{host}:{port}"]):  # noqa: ASYNC110 - the same
        await asyncio.sleep(0)
    return found[0].transport


async def _is_served(centre: Centre) -> None:
    """See that somebody else is served."""
    async with esme.connect(centre.host, centre.port, system_id="bank", password="secret") as bank:
        message_id = await bank.submit("Hello", to="+447700900124", receipt=True)
        await bank.receipt_of(message_id, PATIENCE)
