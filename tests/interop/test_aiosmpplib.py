"""aiosmpplib, an asyncio client nobody here wrote: it binds, submits, gets its receipts, and comes back by itself."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiosmpplib  # type: ignore[import-untyped]
import pytest
from aiosmpplib.retrytimer import SimpleExponentialBackoff  # type: ignore[import-untyped]

from pdu.values import MessageState
from smsc.config import load
from smsc.network.acts import SwitchesOff, SwitchesOn
from smsc.simulator import Simulator
from tests.esme.long_message import LONG
from tests.interop.centre import PATIENCE, Centre, service_centre

PHONE = aiosmpplib.PhoneNumber("447700900123", aiosmpplib.TON.INTERNATIONAL, aiosmpplib.NPI.ISDN)  # of ms1
SHORT_CODE = aiosmpplib.PhoneNumber("7000")  # served by the account bank
RECEIPTED_MESSAGE_ID, MESSAGE_STATE = 0x001E, 0x0427


class Client(aiosmpplib.ESME):  # type: ignore[misc]  # it has no types
    """The client, with its connections closed and its naps ended, which it forgets to do itself."""

    def __init__(self, *told: Any, **more: Any) -> None:
        super().__init__(*told, **more)
        self._writers: list[asyncio.StreamWriter] = []

    async def connect(self) -> None:
        """Connect and bind."""
        try:
            await super().connect()
        finally:
            if self._writer is not None:
                self._writers.append(self._writer)

    async def stop(self) -> None:
        """Unbind."""
        await super().stop()
        for writer in self._writers:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
        for task in asyncio.all_tasks():
            if getattr(task.get_coro(), "__name__", "") == "sleep":
                task.cancel()


class Bank(aiosmpplib.AbstractHook):  # type: ignore[misc]  # it has no types
    """A program around aiosmpplib, which keeps all that was received."""

    def __init__(self, centre: Centre, mode: aiosmpplib.BindMode = aiosmpplib.BindMode.TRANSCEIVER) -> None:
        self._received: list[Any] = []
        self._changed = asyncio.Event()
        self.errors: list[Exception] = []
        self.esme = Client(
            centre.host,
            centre.port,
            "bank",
            "secret",
            bind_mode=mode,
            log_level=logging.CRITICAL,
            hook=self,
            retry_timer=SimpleExponentialBackoff(20, 2),
        )

    async def submit(self, **parameters: Any) -> None:
        """Leave a submit_sm with the client, which sends it once it is bound."""
        await self.esme.broker.enqueue(aiosmpplib.SubmitSm(**{"source": SHORT_CODE, "destination": PHONE} | parameters))

    async def sending(self, *_: Any) -> None:
        """Called before every PDU that goes out."""

    async def received(self, smpp_message: Any, *_: Any) -> None:
        """Called for every PDU that came in."""
        self._received.append(smpp_message)
        self._changed.set()

    async def send_error(self, _: Any, error: Exception, *__: Any) -> None:
        """Called for what could not be sent."""
        self.errors.append(error)
        self._changed.set()

    async def responses(self, kind: type[Any], count: int = 1) -> list[Any]:
        """Wait for so many PDUs of a class, since the beginning, and return them."""
        return await self._until(lambda one: type(one) is kind, count)

    async def receipts(self, count: int = 1) -> list[Any]:
        """Wait for so many receipts."""
        return await self._until(lambda one: type(one) is aiosmpplib.DeliverSm and one.is_receipt(), count)

    async def messages(self, count: int = 1) -> list[Any]:
        """Wait for so many messages from handsets."""
        return await self._until(lambda one: type(one) is aiosmpplib.DeliverSm and not one.is_receipt(), count)

    async def _until(self, wanted: Callable[[Any], bool], count: int) -> list[Any]:
        async with asyncio.timeout(PATIENCE):
            while len(found := list(filter(wanted, self._received))) < count:
                assert not self.errors
                self._changed.clear()
                await self._changed.wait()
        return found


@asynccontextmanager
async def started(centre: Centre, mode: aiosmpplib.BindMode = aiosmpplib.BindMode.TRANSCEIVER) -> AsyncIterator[Bank]:
    """Start the client; at the end stop it, which unbinds."""
    bank = Bank(centre, mode)
    running = asyncio.create_task(bank.esme.start())
    try:
        yield bank
    finally:
        async with asyncio.timeout(PATIENCE):
            await bank.esme.stop()
            await running


def tlv(pdu: Any, tag: int) -> Any:
    """Return the value of a TLV."""
    return next((one.value for one in pdu.optional_params if one.tag == tag), None)


@pytest.mark.parametrize(
    ("mode", "answer"),
    [
        (aiosmpplib.BindMode.TRANSMITTER, aiosmpplib.BindTransmitterResp),
        (aiosmpplib.BindMode.RECEIVER, aiosmpplib.BindReceiverResp),
        (aiosmpplib.BindMode.TRANSCEIVER, aiosmpplib.BindTransceiverResp),
    ],
)
async def test_it_binds_and_unbinds(centre: Centre, mode: aiosmpplib.BindMode, answer: type[Any]) -> None:
    async with started(centre, mode) as bank:
        [response] = await bank.responses(answer)
        assert (response.command_status, response.system_id) == (aiosmpplib.SmppCommandStatus.ESME_ROK, "mini-smsc")
    await centre.said("sc", "unbind_resp ESME_ROK")


async def test_a_message_is_shown_and_its_receipt_names_it(centre: Centre) -> None:
    async with started(centre) as bank:
        await bank.submit(short_message="Hello, {world} €", registered_delivery=1, log_id="no. 1")
        [response] = await bank.responses(aiosmpplib.SubmitSmResp)
        [shown] = await centre.shown("ms1")
        [receipt] = await bank.receipts()
    assert (shown.text, shown.sender.value) == ("Hello, {world} €", SHORT_CODE.number)
    said = receipt.parse_receipt()
    assert (said["id"], said["stat"], said["err"]) == (response.message_id, "DELIVRD", 0)
    assert receipt.log_id == "no. 1", "the client has found which message it is of"
    assert tlv(receipt, RECEIPTED_MESSAGE_ID) == response.message_id
    assert tlv(receipt, MESSAGE_STATE) == MessageState.DELIVERED


async def test_ucs_2_with_an_emoji_is_shown_and_comes_back(centre: Centre) -> None:
    async with started(centre) as bank:
        await bank.submit(short_message="Grüße 🎉 из Москвы", encoding="ucs2")
        [shown] = await centre.shown("ms1")
        centre.text("ms1", "Спасибо 🎉", to=SHORT_CODE.number)
        [answer] = await bank.messages()
    assert shown.text == "Grüße 🎉 из Москвы"
    assert (answer.encoding, answer.short_message) == ("ucs2", "Спасибо 🎉")
    assert answer.source.number == PHONE.number


async def test_a_long_message_as_message_payload_is_shown_whole(centre: Centre) -> None:
    async with started(centre) as bank:
        await bank.submit(message_payload=LONG, registered_delivery=1)
        [shown] = await centre.shown("ms1")
        [receipt] = await bank.receipts()
    assert shown.text == LONG
    assert tlv(receipt, MESSAGE_STATE) == MessageState.DELIVERED


async def test_a_long_message_in_parts_with_headers_is_shown_whole(centre: Centre) -> None:
    async with started(centre) as bank:
        await bank.submit(short_message=LONG, auto_message_payload=False, esm_class=0x40)
        [shown] = await centre.shown("ms1")
    assert shown.text == LONG


async def test_a_handset_that_is_off_gets_its_message_when_it_is_on(centre: Centre) -> None:
    async with started(centre) as bank:
        centre.act("ms1", SwitchesOff())
        await bank.submit(short_message="Hello", registered_delivery=1)
        await bank.responses(aiosmpplib.SubmitSmResp)
        await centre.running.rest()
        centre.act("ms1", SwitchesOn())
        [receipt] = await bank.receipts()
    assert tlv(receipt, MESSAGE_STATE) == MessageState.DELIVERED


async def test_it_comes_back_after_the_service_centre_has_been_restarted() -> None:
    async with Simulator(load().on_port(0), now=time.time()) as running:  # not as a fixture: the client outlives it
        first = Centre(running)
        bank = Bank(first)
        client = asyncio.create_task(bank.esme.start())
        await bank.responses(aiosmpplib.BindTransceiverResp)
    async with service_centre(smpp={"port": first.port}):
        await bank.responses(aiosmpplib.BindTransceiverResp, 2)
        await bank.submit(short_message="Here again", registered_delivery=1)
        [receipt] = await bank.receipts()
        await bank.esme.stop()
        await client
    assert tlv(receipt, MESSAGE_STATE) == MessageState.DELIVERED
