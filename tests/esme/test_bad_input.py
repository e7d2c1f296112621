"""Whatever goes wrong out there ends in an exception that says what it is, within its timer."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
import trustme

import esme
import pdu
from esme import RETRIES, Timers
from pdu import CommandStatus, SubmitSmResp
from tests.esme.conversation import SOON, TO, conversation, mute_message_centre, next_pdu, nothing
from tests.esme.message_centre import Answer, MessageCentre, receipt

QUICK = Timers(session_init_timer=0.05, response_timer=0.05)

Served = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def something_else(served: Served) -> AsyncIterator[int]:
    """Run a server that is no message centre."""
    over: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        over.add(task)
        with suppress(ConnectionError):
            await served(reader, writer)
            await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
    if over:
        await asyncio.wait(over)


async def silence(*_: object) -> None:
    """Say nothing."""


# No connection


async def test_a_host_where_nothing_listens() -> None:
    async with MessageCentre() as sc:
        port = sc.port
    with pytest.raises(esme.Unreachable, match="nothing listens there"):
        await esme.connect("127.0.0.1", port, system_id="bank")


async def test_a_host_from_which_no_answer_comes() -> None:
    async with something_else(silence) as port:
        with pytest.raises(esme.Unreachable, match="can't be reached: no answer") as unreachable:
            await esme.connect("127.0.0.1", port, system_id="bank", tls=ssl.create_default_context(), timers=QUICK)
    assert unreachable.value.why == "no answer"


# TLS that does not fit


def contexts(ca: trustme.CA, *, mutual: bool = False) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make the TLS contexts: what a message centre presents, and what an ESME trusts."""
    theirs, ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    ca.issue_cert("127.0.0.1").configure_cert(theirs)
    ca.configure_trust(ours)
    if mutual:
        ca.configure_trust(theirs)
        theirs.verify_mode = ssl.CERT_REQUIRED
    return theirs, ours


async def test_tls_where_none_is_spoken() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(pdu.GenericNack(command_status=CommandStatus.ESME_RINVCMDLEN).encode())

    async with something_else(talk) as port:
        with pytest.raises(esme.Unreachable, match="TLS fails: "):
            await esme.connect("127.0.0.1", port, system_id="bank", tls=ssl.create_default_context())


async def test_no_tls_where_it_is_spoken() -> None:
    theirs, _ = contexts(trustme.CA())
    told: list[object] = []  # the other side's asyncio reports that its handshake fails
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    async with MessageCentre().over(theirs) as sc:
        with pytest.raises(esme.EsmeError) as wrong:
            await esme.connect("127.0.0.1", sc.port, system_id="bank")
    assert isinstance(wrong.value, esme.Disconnected)


async def test_a_certificate_of_somebody_else() -> None:
    theirs, _ = contexts(trustme.CA())
    _, ours = contexts(trustme.CA())
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    async with MessageCentre().over(theirs) as sc:
        with pytest.raises(esme.Unreachable, match="its certificate is not trusted: "):
            await esme.connect("127.0.0.1", sc.port, system_id="bank", tls=ours)


async def test_no_certificate_where_one_is_asked_for() -> None:
    theirs, ours = contexts(trustme.CA(), mutual=True)
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    async with MessageCentre().over(theirs) as sc:
        with pytest.raises((esme.Unreachable, esme.Disconnected)):  # with TLS 1.3 it shows after the handshake
            await esme.connect("127.0.0.1", sc.port, system_id="bank", tls=ours, timers=Timers(response_timer=5))


async def test_a_session_over_mutual_tls_is_bound_again_over_it() -> None:
    ca = trustme.CA()
    theirs, ours = contexts(ca, mutual=True)
    ca.issue_cert("bank@example.org").configure_cert(ours)
    async with (
        MessageCentre().over(theirs) as sc,
        esme.connect("127.0.0.1", sc.port, system_id="bank", tls=ours, rebind=SOON) as bank,
    ):
        await sc.hears("bind_transceiver")
        submitted = await bank.submit("Hello", to=TO, receipt=True)
        sc.hang_up()
        await sc.hears("bind_transceiver")
        sc.says(receipt(submitted))
        assert (await submitted.delivered(timeout=30)).message_id == submitted


# A bind that does not succeed


async def test_a_wrong_password() -> None:
    refusal = pdu.BindTransceiverResp(command_status=CommandStatus.ESME_RINVPASWD)
    async with MessageCentre(bind_transceiver=lambda _: [refusal]) as sc:
        with pytest.raises(esme.BindRefused) as refused:
            await esme.connect("127.0.0.1", sc.port, system_id="bank", password="wrong")
    assert (refused.value.name, refused.value.pdu) == ("ESME_RINVPASWD", refusal)


async def test_a_bind_to_which_no_answer_comes() -> None:
    async with something_else(silence) as port:
        with pytest.raises(esme.NoResponse, match="bind_transceiver was not answered"):
            await esme.connect("127.0.0.1", port, system_id="bank", timers=QUICK)


async def test_a_server_that_hangs_up_at_once() -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with something_else(hang_up) as port:
        with pytest.raises(esme.Disconnected):
            await esme.connect("127.0.0.1", port, system_id="bank")


@pytest.mark.parametrize("octets", [b"HTTP/1.1 400 Bad Request\r\n\r\n", bytes(64), b"\xff" * 64])
async def test_a_server_that_speaks_something_else(octets: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(octets)

    async with something_else(talk) as port:
        with pytest.raises(esme.Disconnected, match="the stream can't be trusted"):
            await esme.connect("127.0.0.1", port, system_id="bank")


# A session that goes wrong


@pytest.mark.parametrize("half", [1, 15, 16, 20])
async def test_a_server_that_hangs_up_inside_a_pdu(half: int) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await next_pdu(reader)
        writer.write(SubmitSmResp(message_id="1234", sequence_number=request.sequence_number).encode()[:half])
        writer.close()

    async with mute_message_centre(talk) as port, esme.connect("127.0.0.1", port, system_id="bank") as bank:
        told = f"submit_sm was answered: the peer closed the connection inside a PDU, after {half} octets"
        with pytest.raises(esme.Interrupted, match=told):
            await bank.submit("Hello", to=TO)


@pytest.mark.parametrize("octets", [b"\0\0\0\7rubbish", b"\xff" * 20])
async def test_rubbish_in_the_middle_of_a_session(octets: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await next_pdu(reader)
        writer.write(octets)

    async with mute_message_centre(talk) as port, esme.connect("127.0.0.1", port, system_id="bank") as bank:
        with pytest.raises(esme.Interrupted, match="the stream can't be trusted"):
            await bank.submit("Hello", to=TO)
        with pytest.raises(esme.Disconnected, match="the stream can't be trusted"):
            await bank.closed()


async def test_a_submit_to_which_no_answer_comes() -> None:
    async with conversation({"submit_sm": nothing}, timers=Timers(response_timer=0.2)) as (bank, _):
        with pytest.raises(esme.NoResponse, match=r"submit_sm was not answered: no response within 0\.2 s") as silent:
            await bank.submit("Hello", to=TO)
    assert isinstance(silent.value, esme.Unanswered)


async def test_a_message_of_which_no_receipt_comes() -> None:
    async with conversation() as (bank, sc):
        message = await bank.submit("Hello", to=TO, receipt=True)
        with pytest.raises(esme.NoReceipt, match=r"no receipt for message 1 within 0\.01 s"):
            await message.delivered(timeout=0.0099999)
        sc.says(receipt(message))  # late is not never
        assert (await message.delivered(timeout=30)).message_id == message


async def test_an_answer_under_an_id_that_is_empty() -> None:
    script: dict[str, Answer] = {"submit_sm": lambda _: [SubmitSmResp(message_id="")]}
    async with conversation(script) as (bank, _):
        message = await bank.submit("Hello", to=TO, receipt=True)
        with pytest.raises(ValueError, match="taken under a message_id"):
            await message.delivered()


# Our own mistakes: nothing is sent


@pytest.mark.parametrize(
    ("term", "wrong", "told"),
    [
        ("window", "10", "window: expected a whole number, found '10'"),
        ("patience", "5", "patience: expected a number of seconds, or None, found '5'"),
        ("rate", "5", "rate: expected a number, or None, found '5'"),
        ("retries", 3, "retries: expected a table such as esme.RETRIES, found 3"),
        ("retries", {0x58: 3}, "retries: expected esme.Retry for ESME_RTHROTTLED, found 3"),
        ("rebind", True, "rebind: expected esme.Rebind, or None, found True"),
        ("timers", {"response_timer": 5}, "timers: expected esme.Timers, found "),
        ("default_alphabet", "latin-1", "default_alphabet: expected a member of esme.DefaultAlphabet, found 'latin-1'"),
        ("reassembly_timer", None, "reassembly_timer: expected a number of seconds, found None"),
        ("handler", 5, "handler: expected a coroutine function, found 5"),
        ("witness", 5, "witness: expected a function of two arguments, found 5"),
        ("random", 5, "random: expected a random.Random, found 5"),
        ("receipt_ids", ["hex"], "receipt_ids: expected a key of pdu.dialects.MESSAGE_IDS, found "),
        ("part_receipts", ["each"], "part_receipts: expected each, first or last, found "),
        ("retries", {"ESME_RTHROTTLED": RETRIES[0x58]}, "retries: expected a command_status as the key, found 'ESME_"),
        ("handler_failed", "ESME_RX_T_APPN", "handler_failed: expected a command_status, found 'ESME_RX_T_APPN'"),
    ],
)
async def test_a_term_that_is_something_else_is_told_before_anybody_is_called(term: str, wrong: Any, told: str) -> None:
    async with MessageCentre() as sc:
        with pytest.raises(TypeError, match=told):
            await esme.connect("127.0.0.1", sc.port, system_id="bank", **{term: wrong})
        assert sc.connections == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"host": None}, "host: expected text, found None"),
        ({"port": "2775"}, "port: expected a whole number, found '2775'"),
        ({"tls": False}, "tls: expected an ssl.SSLContext, or None, found False"),
    ],
)
async def test_a_place_that_is_none_is_neither_called_nor_listened_at(wrong: dict[str, Any], told: str) -> None:
    for opening in (esme.connect, esme.serve_outbind):
        with pytest.raises(TypeError, match=told):
            await opening(**{"system_id": "bank", **wrong}).__aenter__()


async def test_a_session_that_is_not_in_use_can_t_be_ended() -> None:
    with pytest.raises(RuntimeError, match="this connect is not in use: it has not begun, or has ended already"):
        await esme.connect(system_id="bank").__aexit__(None, None, None)


@pytest.mark.parametrize("wrong", [True, {"transceiver": 1}, iter(["transceiver"]), [["transceiver"]], b"transceiver"])
async def test_kinds_of_sessions_that_are_none_are_told(wrong: Any) -> None:
    with pytest.raises(ValueError, match="bind: expected one or more of transceiver, transmitter, receiver, found "):
        await esme.connect(system_id="bank", bind=wrong)


@pytest.mark.parametrize("wrong", [-1, 0x100000000, True])
async def test_a_status_that_no_response_can_carry_is_told_before_a_handler_fails(wrong: int) -> None:
    with pytest.raises(ValueError, match=f"handler_failed: expected a command_status, 0 to 0xFFFFFFFF, found {wrong}"):
        await esme.connect(system_id="bank", handler_failed=wrong)


@pytest.mark.parametrize(
    ("wrong", "error", "told"),
    [
        (float("nan"), ValueError, "timeout: expected a number of seconds, found nan"),
        ("5", TypeError, "timeout: expected a number of seconds, found '5'"),
        (timedelta(seconds=5), TypeError, "timeout: expected a number of seconds, found datetime.timedelta"),
    ],
)
async def test_a_timeout_that_is_no_number_does_not_reach_the_timers_of_all(
    wrong: Any, error: type[Exception], told: str
) -> None:
    async with conversation() as (bank, _):
        message = await bank.submit("Hello", to=TO, receipt=True)
        with pytest.raises(error, match=told):
            await message.delivered(timeout=wrong)
        with pytest.raises(error, match=told):
            await bank.receipt_of(message, timeout=wrong)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"to": 447700900123}, "an address: expected text or esme.Address, found 447700900123"),
        ({"to": [TO]}, "an address: expected text or esme.Address, found "),
        ({"source": 60300}, "an address: expected text or esme.Address, found 60300"),
        ({"source": 0}, "an address: expected text or esme.Address, found 0"),
        ({"source": {}}, "an address: expected text or esme.Address, found {}"),
        ({"text": b"Hello"}, "text: expected text, found b'Hello'"),
        ({"validity": 300}, "validity_period: expected a datetime, a timedelta or 16 characters, found 300"),
    ],
)
async def test_what_is_no_text_where_one_is_expected_is_not_sent(wrong: dict[str, Any], told: str) -> None:
    async with conversation() as (bank, sc):
        with pytest.raises(TypeError, match=told):
            await bank.submit(**{"text": "Hello", "to": TO, **wrong})
        assert "submit_sm" not in sc.said()


@pytest.mark.parametrize("alone", [TO, esme.Address("447700900123"), pdu.DistributionList("123"), 447700900123, None])
async def test_one_address_is_not_taken_apart_into_many(alone: Any) -> None:
    async with conversation() as (bank, sc):
        with pytest.raises(TypeError, match=re.escape(f"to: expected several addresses, found {alone!r} alone")):
            await bank.submit_multi("Hello", to=alone)
        assert "submit_multi" not in sc.said()


async def test_what_is_no_text_is_told_by_every_operation() -> None:
    wrong: Any = b"Hello"
    areas: Any = None
    async with conversation() as (bank, _):
        for asking, told in (
            (bank.submit_multi(wrong, to=[TO]), "text: expected text, found b'Hello'"),
            (bank.submit_multi("Hello", to=[[TO]]), "an address: expected text or esme.Address, found "),  # type: ignore[list-item]  # the point
            (bank.data(wrong, to=TO), "text: expected text, found b'Hello'"),
            (bank.data("Hello", to=[TO]), "an address: expected text or esme.Address, found "),  # type: ignore[arg-type]  # the point
            (bank.query("7", source=[TO]), "an address: expected text or esme.Address, found "),  # type: ignore[arg-type]  # the point
            (bank.replace("7", wrong), "text: expected text, found b'Hello'"),
            (bank.replace("7", "Hello", data_coding="ucs2"), "data_coding: expected a number, found 'ucs2'"),  # type: ignore[arg-type]  # the point
            (
                bank.broadcast("Hello", areas=areas, content_type=b"", repetitions=1, frequency_interval=b""),
                "areas: expected the octets of each area, found None",
            ),
            (bank.receipt_of(wrong), "message_id: expected text, found b'Hello'"),
        ):
            with pytest.raises(TypeError, match=told):
                await asking
