"""node-smpp (npm ``smpp``), a client in another language: it binds, submits, gets its receipts, and comes back.

By default it encodes a text in the GSM 7 bit default alphabet and calls that data_coding 1, which is IA5: we take it at
its word. Programs that need characters in which the two alphabets differ set data_coding 0, as the one below does.
"""

import asyncio
import json
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from pdu.values import MessageState
from smsc.network.acts import SwitchesOff, SwitchesOn
from tests.esme.long_message import LONG
from tests.interop.centre import PATIENCE, Centre, service_centre
from tests.interop.npm import FOLDER

PHONE = "447700900123"  # of ms1
SHORT_CODE = "7000"  # served by the account bank

Said = dict[str, Any]


class Client:
    """A program around node-smpp. ``requests`` are the PDUs that the message centre has sent, in order."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._numbers = iter(range(1, 1 << 31))
        self._answers: dict[int, asyncio.Future[Said]] = {}
        self._changed = asyncio.Event()
        self.requests: list[Said] = []
        self.happened: list[str] = []

    async def connect(self, centre: Centre) -> None:
        """Connect, and wait until that is done."""
        self.happened.clear()
        self._tell({"do": "connect", "host": centre.host, "port": centre.port})
        await self.until(lambda: "connect" in self.happened)

    async def bind(self, mode: str = "transceiver", **pdu: Any) -> Said:
        """Bind as the bank."""
        return await self.ask(f"bind_{mode}", **{"system_id": "bank", "password": "secret"} | pdu)

    async def submit(self, **pdu: Any) -> Said:
        """Send a submit_sm to the handset."""
        told = {"source_addr": SHORT_CODE, "dest_addr_ton": 1, "dest_addr_npi": 1, "destination_addr": PHONE}
        return await self.ask("submit_sm", **told | pdu)

    async def ask(self, command: str, **pdu: Any) -> Said:
        """Send a request, and return its response."""
        number = next(self._numbers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        self._tell({"do": command, "id": number, "pdu": pdu})
        async with asyncio.timeout(PATIENCE):
            return await self._answers[number]

    async def until(self, done: Callable[[], object]) -> None:
        """Wait until this is so."""
        async with asyncio.timeout(PATIENCE):
            while not done():
                self._changed.clear()
                await self._changed.wait()

    async def delivered(self, count: int = 1) -> list[Said]:
        """Wait for so many deliver_sm, since the beginning, and return them."""
        await self.until(lambda: len([pdu for pdu in self.requests if pdu["command"] == "deliver_sm"]) >= count)
        return [pdu for pdu in self.requests if pdu["command"] == "deliver_sm"]

    def _tell(self, what: Said) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")

    async def listen(self) -> None:
        """Read what the program says, until it ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            said = json.loads(line)
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said["pdu"])
            elif "pdu" in said:
                self.requests.append(said["pdu"])
            else:
                self.happened.append(said["event"])
            self._changed.set()


@asynccontextmanager
async def client(node: str) -> AsyncIterator[Client]:
    """Run the program, which ends with its input."""
    process = await asyncio.create_subprocess_exec(node, "client.js", cwd=FOLDER, stdin=PIPE, stdout=PIPE)
    assert process.stdin is not None
    one = Client(process)
    listening = asyncio.create_task(one.listen())
    try:
        yield one
    finally:
        process.stdin.close()
        async with asyncio.timeout(PATIENCE):
            await listening
            await process.wait()


@asynccontextmanager
async def bound(node: str, centre: Centre, mode: str = "transceiver") -> AsyncIterator[Client]:
    """Bind, and unbind at the end."""
    async with client(node) as one:
        await one.connect(centre)
        assert (await one.bind(mode))["command_status"] == 0
        yield one
        assert (await one.ask("unbind"))["command_status"] == 0
        await one.until(lambda: "close" in one.happened)


def text(pdu: Said) -> str:
    """Return the text that node-smpp has read in a deliver_sm."""
    return str(pdu["short_message"]["message"])


@pytest.mark.parametrize("mode", ["transmitter", "receiver", "transceiver"])
async def test_it_binds_and_unbinds(node: str, centre: Centre, mode: str) -> None:
    async with client(node) as one:
        await one.connect(centre)
        response = await one.bind(mode)
        assert (response["command"], response["command_status"]) == (f"bind_{mode}_resp", 0)
        assert (response["system_id"], response["sc_interface_version"]) == ("mini-smsc", 0x50)
        assert (await one.ask("enquire_link"))["command"] == "enquire_link_resp"
        assert (await one.ask("unbind"))["command_status"] == 0


async def test_a_wrong_password_is_refused(node: str, centre: Centre) -> None:
    async with client(node) as one:
        await one.connect(centre)
        assert (await one.bind(password="wrong"))["command_status"] == 0x0D  # ESME_RBINDFAIL, as it binds with v5.0


async def test_a_message_is_shown_and_its_receipt_names_it(node: str, centre: Centre) -> None:
    async with bound(node, centre) as one:
        response = await one.submit(short_message="Hello, {world} €", data_coding=0, registered_delivery=1)
        [shown] = await centre.shown("ms1")
        [receipt] = await one.delivered()
    assert (shown.text, shown.sender.value) == ("Hello, {world} €", SHORT_CODE)
    assert receipt["esm_class"] == 0x04
    assert receipt["receipted_message_id"] == response["message_id"]
    assert receipt["message_state"] == MessageState.DELIVERED
    assert text(receipt).startswith(f"id:{response['message_id']} sub:001 dlvrd:001 ")
    assert " stat:DELIVRD err:000 text:Hello, {world} €" in text(receipt)


async def test_ucs_2_with_an_emoji_is_shown_and_comes_back(node: str, centre: Centre) -> None:
    async with bound(node, centre) as one:
        assert (await one.submit(short_message="Grüße 🎉 из Москвы"))["command_status"] == 0
        [shown] = await centre.shown("ms1")
        centre.text("ms1", "Спасибо 🎉", to=SHORT_CODE)
        [answer] = await one.delivered()
    assert shown.text == "Grüße 🎉 из Москвы"
    assert (answer["data_coding"], text(answer)) == (8, "Спасибо 🎉")
    assert answer["source_addr"] == PHONE


async def test_a_long_message_as_message_payload_is_shown_whole(node: str, centre: Centre) -> None:
    async with bound(node, centre) as one:
        await one.submit(message_payload=LONG, registered_delivery=1)
        [shown] = await centre.shown("ms1")
        [receipt] = await one.delivered()
    assert shown.text == LONG
    assert receipt["message_state"] == MessageState.DELIVERED


async def test_a_long_message_in_parts_with_headers_is_shown_whole(node: str, centre: Centre) -> None:
    parts = [LONG[at : at + 153] for at in range(0, len(LONG), 153)]
    async with bound(node, centre) as one:
        for number, part in enumerate(parts, 1):
            header = bytes((5, 0, 3, 0x2A, len(parts), number))
            await one.submit(udh=header.hex(), message=part, esm_class=0x40)
        [shown] = await centre.shown("ms1")
    assert shown.text == LONG


async def test_a_handset_that_is_off_gets_its_message_when_it_is_on(node: str, centre: Centre) -> None:
    async with bound(node, centre) as one:
        centre.act("ms1", SwitchesOff())
        await centre.running.rest()
        await one.submit(short_message="Hello", registered_delivery=1)
        await centre.running.rest()
        assert not one.requests
        centre.act("ms1", SwitchesOn())
        [receipt] = await one.delivered()
    assert receipt["message_state"] == MessageState.DELIVERED


async def test_messages_that_wait_are_asked_for_changed_and_taken_back(node: str, centre: Centre) -> None:
    async with bound(node, centre) as one:
        centre.act("ms1", SwitchesOff())
        await centre.running.rest()
        first = (await one.submit(short_message="first"))["message_id"]
        second = (await one.submit(short_message="second"))["message_id"]
        await centre.running.rest()
        asked = await one.ask("query_sm", message_id=first, source_addr=SHORT_CODE)
        assert (asked["message_id"], asked["message_state"]) == (first, MessageState.ENROUTE)
        changed = await one.ask("replace_sm", message_id=first, source_addr=SHORT_CODE, short_message="changed")
        cancelled = await one.ask("cancel_sm", message_id=second, source_addr=SHORT_CODE)
        assert (changed["command_status"], cancelled["command_status"]) == (0, 0)
        asked = await one.ask("query_sm", message_id=second, source_addr=SHORT_CODE)
        assert (asked["message_state"], asked["error_code"]) == (MessageState.DELETED, 0)
        third = (await one.submit(short_message="third", registered_delivery=1))["message_id"]
        centre.act("ms1", SwitchesOn())
        [receipt] = await one.delivered()
        assert receipt["receipted_message_id"] == third
    assert [shown.text for shown in await centre.shown("ms1", 2)] == ["changed", "third"]


async def test_one_submit_multi_reaches_two_handsets_and_a_third_is_named(node: str, centre: Centre) -> None:
    everybody = [
        {"dest_addr_ton": 1, "dest_addr_npi": 1, "destination_addr": number}
        for number in (PHONE, "447700900124", "not a number")
    ]
    async with bound(node, centre) as one:
        response = await one.ask(
            "submit_multi", source_addr=SHORT_CODE, dest_address=everybody, short_message="To all of you"
        )
        assert response["command_status"] == 0
        [refused] = response["unsuccess_sme"]
        assert (refused["destination_addr"], refused["error_status_code"]) == ("not a number", 0x0B)  # ESME_RINVDSTADR
        for phone in ("ms1", "ms2"):
            assert [shown.text for shown in await centre.shown(phone)] == ["To all of you"]


async def test_data_sm_carries_a_text_as_message_payload(node: str, centre: Centre) -> None:
    address = {"source_addr": SHORT_CODE, "dest_addr_ton": 1, "dest_addr_npi": 1, "destination_addr": PHONE}
    async with bound(node, centre) as one:
        response = await one.ask(
            "data_sm", **address, message_payload="By data_sm", data_coding=0, registered_delivery=1
        )
        assert response["command_status"] == 0
        [shown] = await centre.shown("ms1")
        await one.until(lambda: [pdu for pdu in one.requests if pdu.get("receipted_message_id")])
        [receipt] = one.requests
    assert shown.text == "By data_sm"
    assert receipt["receipted_message_id"] == response["message_id"]


async def test_it_comes_back_after_the_service_centre_has_been_restarted(node: str) -> None:
    async with client(node) as one:
        async with service_centre() as first:
            await one.connect(first)
            await one.bind()
            port = first.port
        await one.until(lambda: "close" in one.happened)
        assert [pdu["command"] for pdu in one.requests] == ["unbind"]
        async with service_centre(smpp={"port": port}) as second:
            await one.connect(second)
            await one.bind()
            await one.submit(short_message="Here again", registered_delivery=1)
            [receipt] = await one.delivered()
            assert receipt["message_state"] == MessageState.DELIVERED
            await one.ask("unbind")
