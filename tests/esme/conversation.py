"""Conversations of a bound ESME with a message centre, one with a script or one that says nothing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import esme
import pdu
from tests.esme.message_centre import Answer, MessageCentre

SOON = esme.Rebind(first=0.001, longest=0.01)
TO = "+447700900123"


@asynccontextmanager
async def conversation(
    script: dict[str, Answer] | None = None, **parameters: Any
) -> AsyncIterator[tuple[esme.Esme, MessageCentre]]:
    """Bind a bank to a message centre, whose ladder begins after the bind."""
    async with (
        MessageCentre(**script or {}) as sc,
        esme.connect("127.0.0.1", sc.port, system_id="bank", **parameters) as bank,
    ):
        sc.ladder.clear()
        sc.reads = 0
        yield bank, sc


SHORT: Final = esme.Timers(response_timer=0.5)  # and yet long enough for a bind on a busy machine


def nothing(_: Any) -> list[pdu.Pdu]:
    return []


async def bank_has_nothing_to_say(sc: MessageCentre, session: int = -1) -> None:
    """Let the bank send all it has to send over a session: it does so before it answers this enquire_link."""
    sc.says(pdu.EnquireLink(), session=session)
    await sc.hears("enquire_link_resp")


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def mute_message_centre(talk: Talk | None = None) -> AsyncIterator[int]:
    """Run a message centre that lets anybody in and then says nothing by itself, not even that it is there."""
    over = asyncio.Event()

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        bind = await next_pdu(reader)
        writer.write(pdu.BindTransceiverResp(sequence_number=bind.sequence_number).encode())
        if talk is not None:
            await talk(reader, writer)
        with suppress(ConnectionError):
            await reader.read()
        writer.close()
        over.set()

    server = await asyncio.start_server(served, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        await over.wait()


async def next_pdu(reader: asyncio.StreamReader) -> pdu.Pdu:
    length = await reader.readexactly(4)
    return pdu.decode(length + await reader.readexactly(int.from_bytes(length, "big") - 4))
