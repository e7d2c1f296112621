"""The client on another event loop, which has transports of its own: uvloop."""

import asyncio
import ssl
from collections.abc import Coroutine
from typing import Any

import pytest
import trustme
import uvloop

import esme
import pdu
from pdu import MessageState, SubmitSmResp
from tests.esme.conversation import TO, conversation
from tests.esme.message_centre import MessageCentre, message, receipt


def on_uvloop(coroutine: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(asyncio.wait_for(coroutine, 20))


def test_messages_are_submitted_receipted_and_received() -> None:
    def taken(request: pdu.Pdu) -> list[pdu.Pdu]:
        number = str(request.sequence_number)
        return [SubmitSmResp(message_id=number), receipt(number), message("Hello")]

    async def talk() -> None:
        async with conversation({"submit_sm": taken}, window=3) as (bank, sc):
            assert isinstance(asyncio.get_running_loop(), uvloop.Loop)
            sent = await asyncio.gather(*(bank.submit("Hello", to=TO, receipt=True) for _ in range(20)))
            told = await asyncio.gather(*(one.delivered() for one in sent))
            assert {one.message_state for one in told} == {MessageState.DELIVERED}
            sc.says(pdu.Unbind())
            heard = [one async for one in bank]
        assert [one.text for one in heard if one.receipt is None] == ["Hello"] * 20

    on_uvloop(talk())


def test_a_session_that_breaks_ends_what_waits() -> None:
    async def talk() -> None:
        async with conversation({"submit_sm": lambda _: []}) as (bank, sc):
            waiting = asyncio.create_task(bank.submit("Hello", to=TO))
            await sc.hears("submit_sm")
            sc.hang_up()
            with pytest.raises(esme.Disconnected):
                await waiting

    on_uvloop(talk())


def test_an_unreachable_message_centre_and_one_without_tls_are_told() -> None:
    context = ssl.create_default_context()
    trustme.CA().configure_trust(context)

    async def talk() -> None:
        async with conversation() as (_, sc):
            with pytest.raises(esme.Unreachable):
                await esme.connect("127.0.0.1", sc.port, system_id="bank", tls=context)
            port = sc.port
        with pytest.raises(esme.Unreachable, match="nothing listens there"):
            await esme.connect("127.0.0.1", port, system_id="bank")

    on_uvloop(talk())


def test_sessions_that_break_are_made_again() -> None:
    async def talk() -> None:
        rebind = esme.Rebind(first=0.001, longest=0.01)
        async with conversation(bind=["transmitter", "receiver"], rebind=rebind) as (bank, sc):
            await sc.hears("bind_receiver")
            sent = await bank.submit("Hello", to=TO, receipt=True)
            for session in (0, 1):
                sc.hang_up(session)
            await sc.hears("bind_receiver")
            await bank.bound()
            receivers = [number for number, names in enumerate(sc.sessions) if names[:1] == ["bind_receiver"]]
            sc.says(receipt(sent), session=receivers[-1])
            assert (await sent.delivered()).message_id == sent

    on_uvloop(talk())


def test_a_message_centre_may_call() -> None:
    async def talk() -> None:
        async with esme.serve_outbind(system_id="bank") as bank:
            sc = MessageCentre()
            await asyncio.get_running_loop().create_connection(sc.connection, *bank.address)
            sc.says(pdu.Outbind(system_id="sc"))
            await sc.hears("bind_receiver")
            sc.says(message("Hello"))
            assert (await anext(bank)).text == "Hello"
        await sc.gone()

    on_uvloop(talk())
