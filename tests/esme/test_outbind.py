"""SMPP v5.0 section 4.1.1.7, outbind: an ESME is called, and binds over that connection."""

import asyncio
import errno
import os
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import trustme

import esme
import pdu
from esme import NotListening, serve_outbind
from pdu import BindReceiverResp, CommandStatus
from pdu.matrix import SessionState
from tests.cancelling import Moment, cancelled_wherever_it_waits
from tests.esme.message_centre import Answer, MessageCentre, message


@asynccontextmanager
async def called(
    bank: esme.Esme, script: dict[str, Answer] | None = None, *, tls: ssl.SSLContext | None = None, **outbind: Any
) -> AsyncIterator[MessageCentre]:
    """Make a message centre that calls the bank, and sends outbind."""
    sc = MessageCentre(**script or {})
    await asyncio.get_running_loop().create_connection(sc.connection, *bank.address, ssl=tls)
    sc.says(pdu.Outbind(**{"system_id": "sc", "password": "call me"} | outbind))
    try:
        yield sc
    finally:
        for connection in sc.connections:
            connection.abort()
            await connection.lost


async def test_an_esme_that_is_called_binds_as_a_receiver_and_its_messages_come() -> None:
    async with serve_outbind(system_id="bank", password="secret") as bank, called(bank) as sc:
        await sc.hears("bind_receiver")
        await bank.bound()
        sc.says(message("Hello"))
        assert (await anext(bank)).text == "Hello"
        assert (bank.state, bank.bind_resp.system_id) == (SessionState.BOUND_RX, "sc")
        await bank.unbind()
        assert sc.ladder == [
            'sc -> bank  outbind system_id=sc password="call me"',
            "bank -> sc  bind_receiver system_id=bank password=secret",
            "sc -> bank  bind_receiver_resp ESME_ROK system_id=sc",
            sc.ladder[3],
            "bank -> sc  deliver_sm_resp ESME_ROK",
            "bank -> sc  unbind",
            "sc -> bank  unbind_resp ESME_ROK",
        ]


@pytest.mark.parametrize("moment", Moment)
async def test_one_that_is_cancelled_wherever_it_waits_does_not_listen_any_more(moment: Moment) -> None:
    async def work() -> None:
        async with serve_outbind(system_id="bank", password="secret") as bank, called(bank):
            await bank.bound()

    assert await cancelled_wherever_it_waits(work, moment) > 5


async def test_a_witness_that_raises_at_our_bind_ends_the_call() -> None:
    def witness(_: bool, said: pdu.Pdu) -> None:
        if isinstance(said, pdu.BindReceiver):
            raise ZeroDivisionError("a witness")

    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    async with serve_outbind(system_id="bank", password="secret", witness=witness) as bank, called(bank) as sc:
        await sc.gone()
    assert [str(context["exception"]) for context in reported] == ["a witness"]


async def test_an_esme_that_nobody_has_called_has_been_let_in_by_nobody() -> None:
    async with serve_outbind(system_id="bank") as bank:
        with pytest.raises(ValueError, match="bind_resp: expected an ESME that a message centre has let in"):
            _ = bank.bind_resp


async def test_messages_of_all_calls_are_one_stream_and_a_call_that_ends_is_not_the_end() -> None:
    async with serve_outbind(system_id="bank") as bank:
        for text in ("one", "two"):
            async with called(bank) as sc:
                await sc.hears("bind_receiver")
                sc.says(message(text))
                sc.says(pdu.Unbind())
                await sc.hears("unbind_resp")
        assert [(await anext(bank)).text for _ in range(2)] == ["one", "two"]
    assert [one async for one in bank] == []


async def test_a_handler_serves_the_calls() -> None:
    texts: list[str | None] = []

    async def handler(one: esme.Message) -> int:
        texts.append(one.text)
        return CommandStatus.ESME_RX_P_APPN

    async with serve_outbind(system_id="bank", handler=handler) as bank, called(bank) as sc:
        await sc.hears("bind_receiver")
        sc.says(message("Hello"))
        assert (await sc.hears("deliver_sm_resp")).command_status == CommandStatus.ESME_RX_P_APPN
    assert texts == ["Hello"]


async def test_an_esme_may_answer_the_call_as_a_transceiver_and_submit() -> None:
    async with serve_outbind(system_id="bank", bind="transceiver") as bank:
        waits = asyncio.create_task(bank.submit("Hello", to="+447700900123"))
        async with called(bank) as sc:
            assert await waits == "1"
            assert sc.said()["submit_sm"] == 1


@pytest.mark.parametrize(("system_id", "password"), [("other", "call me"), ("sc", "other"), ("sc", "")])
async def test_who_is_not_who_it_should_be_is_hung_up_on(system_id: str, password: str) -> None:
    async with (
        serve_outbind(system_id="bank", password="secret", mc_system_id="sc", mc_password="call me") as bank,
        called(bank, system_id=system_id, password=password) as sc,
    ):
        await sc.gone()
        assert sc.said()["bind_receiver"] == 0
        async with called(bank) as sc:
            await sc.hears("bind_receiver")


async def test_who_calls_and_says_nothing_is_hung_up_on_after_session_init_timer() -> None:
    timers = esme.Timers(session_init_timer=0.02)
    async with serve_outbind(system_id="bank", timers=timers) as bank:
        reader, writer = await asyncio.open_connection(*bank.address)
        assert await asyncio.wait_for(reader.read(), 30) == b""
        writer.close()


async def test_of_too_many_calls_the_last_is_hung_up_on() -> None:
    async with serve_outbind(system_id="bank", most=1) as bank, called(bank) as sc:
        await sc.hears("bind_receiver")
        async with called(bank) as second:
            await second.gone()
        await bank.bound()


async def test_when_a_call_is_over_another_may_come() -> None:
    async with serve_outbind(system_id="bank", most=1) as bank:
        for _ in range(3):
            bound = asyncio.create_task(bank.bound())
            await asyncio.sleep(0)
            assert (bank.state, bound.done()) == (SessionState.CLOSED, False)
            async with called(bank) as sc:
                await bound
                sc.says(pdu.Unbind())
                await sc.hears("unbind_resp")
            while bank.state is not SessionState.CLOSED:  # noqa: ASYNC110 - nothing announces it
                await asyncio.sleep(0)


async def test_a_bind_that_is_refused_ends_the_call_and_nothing_else() -> None:
    script: dict[str, Answer] = {
        "bind_receiver": lambda _: [BindReceiverResp(command_status=CommandStatus.ESME_RBINDFAIL)]
    }
    async with serve_outbind(system_id="bank") as bank:
        async with called(bank, script) as sc:
            await sc.gone()
        async with called(bank) as sc:
            await sc.hears("bind_receiver")


async def test_an_esme_may_leave_while_its_bind_is_unanswered() -> None:
    async with serve_outbind(system_id="bank") as bank, called(bank, {"bind_receiver": lambda _: []}) as sc:
        await sc.hears("bind_receiver")
        await asyncio.wait_for(bank.unbind(), 30)
        await sc.gone()


async def test_who_has_called_and_said_nothing_is_hung_up_on_by_an_esme_that_leaves() -> None:
    silent = MessageCentre()
    async with serve_outbind(system_id="bank") as bank:
        await asyncio.get_running_loop().create_connection(silent.connection, *bank.address)
        async with called(bank) as sc:
            await sc.hears("bind_receiver")
    await silent.gone()
    assert silent.ladder == []


async def test_an_esme_is_called_over_tls_by_who_shows_the_right_certificate() -> None:
    ca = trustme.CA()
    ours, theirs = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    ca.issue_cert("127.0.0.1").configure_cert(ours)
    ca.issue_cert("sc@example.org").configure_cert(theirs)
    for context in (ours, theirs):
        ca.configure_trust(context)
    ours.verify_mode = ssl.CERT_REQUIRED
    async with serve_outbind(system_id="bank", tls=ours) as bank, called(bank, tls=theirs) as sc:
        await sc.hears("bind_receiver")
        sc.says(message("Hello"))
        assert (await anext(bank)).text == "Hello"


async def test_a_port_that_is_taken_is_one_sentence() -> None:
    async with serve_outbind(system_id="bank") as bank:
        host, port = bank.address
        with pytest.raises(NotListening, match=f"127.0.0.1:{port} can't be listened at: "):
            async with serve_outbind(host, port, system_id="bank"):
                pass


async def test_a_host_that_no_host_is_called_is_one_sentence() -> None:
    with pytest.raises(NotListening, match=r"a\.\.b:2775 can't be listened at: no such host is known"):
        async with serve_outbind("a..b", 2775, system_id="bank"):
            pass


async def test_a_system_that_has_no_ipv6_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.EAFNOSUPPORT, os.strerror(errno.EAFNOSUPPORT))

    monkeypatch.setattr(socket, "socket", none)
    with pytest.raises(NotListening, match=r"\[::1\]:2775 can't be listened at: .*the system gives no socket for it"):
        async with serve_outbind("::1", 2775, system_id="bank"):
            pass


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"bind": "transmitter"}, "bind: expected receiver or transceiver, found 'transmitter'"),
        ({"window": 0}, "window: expected at least 1, found 0"),
        ({"reassembly_timer": -1}, "reassembly_timer: expected at least 0 seconds, found -1"),
        ({"patience": -1}, "patience: expected at least 0 seconds, or None for ever, found -1"),
        ({"inbox": 0}, "inbox: expected at least 1, found 0"),
        ({"most": 0}, "most: expected at least 1, found 0"),
        ({"mc_system_id": b"sc"}, "mc_system_id: expected text, found b'sc'"),
        ({"mc_password": "a secret of many characters"}, "mc_password: expected .*, found something else, not shown"),
        ({"mc_password": 7}, "mc_password: expected text, found something else, not shown here"),
    ],
)
async def test_what_makes_no_sense_is_refused_before_anybody_calls(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        await serve_outbind(system_id="bank", **wrong).__aenter__()


async def test_who_does_not_listen_has_no_address() -> None:
    async with MessageCentre() as sc, esme.connect("127.0.0.1", sc.port, system_id="bank") as bank:
        with pytest.raises(ValueError, match="address: expected an ESME that listens"):
            _ = bank.address
