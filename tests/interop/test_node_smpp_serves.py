"""Our client with a message centre nobody here wrote: node-smpp (npm ``smpp``) as a server that does as it is told."""

import asyncio
import json
from asyncio.subprocess import PIPE
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

import esme
from esme import Rebind, Retry, Timers
from pdu import CommandStatus
from pdu.values import MessageState
from tests.interop.centre import PATIENCE
from tests.interop.npm import FOLDER

TO = "+447700900123"
SOON = Rebind(first=0.01, longest=0.05)
LONG = "All the world's a stage, and all the men and women merely players; " * 3

Said = dict[str, Any]


class Centre:
    """A message centre around node-smpp: what it hears, and what it is told to say."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self.port = port
        self._process = process
        self._heard: defaultdict[str, asyncio.Queue[Said]] = defaultdict(asyncio.Queue)

    async def hears(self, command: str) -> Said:
        """Wait for the next PDU of this name, which knows its session."""
        async with asyncio.timeout(PATIENCE):
            return await self._heard[command].get()

    def says(self, *pdus: Said, session: int = 1, cuts: list[int] | None = None) -> None:
        """Send these PDUs in one write, or cut into pieces at these octets."""
        self._tell({"session": session, "send": pdus, "cuts": cuts or []})

    def writes(self, octets: bytes, session: int = 1) -> None:
        """Send octets that are no PDU."""
        self._tell({"session": session, "octets": octets.hex()})

    def hangs_up(self, session: int = 1) -> None:
        """Close the connection, without a word."""
        self._tell({"session": session, "do": "destroy"})

    def _tell(self, what: Said) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")

    async def listen(self) -> None:
        """Read what the program says, until it ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            said = json.loads(line)
            pdu = said.get("pdu") or {"command": said["event"]}
            self._heard[pdu["command"]].put_nowait(pdu | {"session": said["session"]})


@asynccontextmanager
async def message_centre(node: str, *silent: str) -> AsyncIterator[Centre]:
    """Run the program, which ends with its input; it does not answer the requests named here."""
    process = await asyncio.create_subprocess_exec(
        node, "scripted.js", *silent, cwd=FOLDER, stdin=PIPE, stdout=PIPE, limit=1 << 20
    )
    assert process.stdin is not None
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        sc = Centre(process, json.loads(await process.stdout.readline())["port"])
    listening = asyncio.create_task(sc.listen())
    try:
        yield sc
    finally:
        process.stdin.close()
        async with asyncio.timeout(PATIENCE):
            await listening
            await process.wait()


@asynccontextmanager
async def conversation(node: str, *silent: str, **parameters: Any) -> AsyncIterator[tuple[esme.Esme, Centre]]:
    """Bind a bank to the program."""
    async with (
        message_centre(node, *silent) as sc,
        esme.connect("127.0.0.1", sc.port, system_id="bank", password="secret", **parameters) as bank,
    ):
        yield bank, sc


def taken(request: Said, message_id: str) -> Said:
    return {"command": "submit_sm_resp", "sequence_number": request["sequence_number"], "message_id": message_id}


def refused(request: Said, status: int) -> Said:
    return {
        "command": "submit_sm_resp",
        "sequence_number": request["sequence_number"],
        "command_status": int(status),
    }


def receipt(message_id: str, number: int = 1, stat: str = "DELIVRD") -> Said:
    text = f"id:{message_id} sub:001 dlvrd:001 submit date:2611280900 done date:2611280901 stat:{stat} err:000 text:Hi"
    return mo(text, number) | {"esm_class": 4}


def mo(text: str, number: int = 1) -> Said:
    return {
        "command": "deliver_sm",
        "sequence_number": number,
        "source_addr_ton": 1,
        "source_addr_npi": 1,
        "source_addr": "447700900123",
        "destination_addr": "60300",
        "data_coding": 1,
        "short_message": text,
    }


async def test_it_submits_and_has_its_receipt(node: str) -> None:
    async with conversation(node) as (bank, sc):
        assert bank.bind_resp.system_id == "node"
        submitting = asyncio.create_task(bank.submit("Hello, {world} €", to=TO, source="Bank", receipt=True))
        request = await sc.hears("submit_sm")
        assert (request["source_addr"], request["destination_addr"]) == ("Bank", TO[1:])
        assert (request["short_message"]["message"], request["registered_delivery"]) == ("Hello, {world} €", 1)
        sc.says(taken(request, "A1B2"), receipt("A1B2"))
        message = await submitting
        assert (await message.delivered(timeout=PATIENCE)).message_state is MessageState.DELIVERED
        assert (await sc.hears("deliver_sm_resp"))["command_status"] == 0
    await sc.hears("unbind")


async def test_a_receipt_that_comes_before_its_response_is_not_lost(node: str) -> None:
    async with conversation(node) as (bank, sc):
        submitting = asyncio.create_task(bank.submit("Hello", to=TO, receipt=True))
        request = await sc.hears("submit_sm")
        sc.says(receipt("77"))
        await sc.hears("deliver_sm_resp")
        sc.says(taken(request, "77"))
        assert (await (await submitting).delivered(timeout=PATIENCE)).message_id == "77"


@pytest.mark.parametrize(
    ("receipt_ids", "submitted", "receipted"),
    [("decimal", "0A1B2C3D", "169552957"), ("hexadecimal", "169552957", "A1B2C3D"), ("as-is", "0A1B", "0a1b")],
)
async def test_a_receipt_is_found_under_a_decimal_or_hexadecimal_id(
    node: str, receipt_ids: str, submitted: str, receipted: str
) -> None:
    async with conversation(node, receipt_ids=receipt_ids) as (bank, sc):
        submitting = asyncio.create_task(bank.submit("Hello", to=TO, receipt=True))
        sc.says(taken(await sc.hears("submit_sm"), submitted), receipt(receipted))
        assert (await (await submitting).delivered(timeout=PATIENCE)).message_id == receipted


async def test_a_throttled_submit_is_sent_again(node: str) -> None:
    often = {CommandStatus.ESME_RTHROTTLED: Retry(5, 0.01, 0.05, everybody=True)}
    async with conversation(node, retries=often) as (bank, sc):
        submitting = [asyncio.create_task(bank.submit(text, to=TO)) for text in "ab"]
        for _ in range(2):
            sc.says(refused(await sc.hears("submit_sm"), CommandStatus.ESME_RTHROTTLED))
        for _ in range(2):
            request = await sc.hears("submit_sm")
            sc.says(taken(request, request["short_message"]["message"]))
        assert await asyncio.gather(*submitting) == ["a", "b"]


async def test_silence_ends_with_response_timer_and_a_late_answer_disturbs_nothing(node: str) -> None:
    async with conversation(node, timers=Timers(response_timer=1.0)) as (bank, sc):
        submitting = asyncio.create_task(bank.submit("a", to=TO))
        request = await sc.hears("submit_sm")
        with pytest.raises(esme.NoResponse, match="submit_sm was not answered: no response within 1 s"):
            await submitting
        submitting = asyncio.create_task(bank.submit("b", to=TO))
        sc.says(taken(request, "late"), taken(await sc.hears("submit_sm"), "B"))
        assert await submitting == "B"


async def test_a_generic_nack_refuses_the_request_that_it_names(node: str) -> None:
    async with conversation(node) as (bank, sc):
        first, second = (asyncio.create_task(bank.submit(text, to=TO)) for text in "ab")
        request, other = await sc.hears("submit_sm"), await sc.hears("submit_sm")
        nack = {"command": "generic_nack", "command_status": int(CommandStatus.ESME_RINVCMDID)}
        sc.says(nack | {"sequence_number": request["sequence_number"]}, taken(other, "B"))
        with pytest.raises(esme.Refused, match="submit_sm was refused with ESME_RINVCMDID"):
            await first
        assert await second == "B"


async def test_a_line_that_is_dropped_is_made_again_and_the_answer_that_was_lost_is_told(node: str) -> None:
    async with conversation(node, rebind=SOON, window=1) as (bank, sc):
        asked, waits = (asyncio.create_task(bank.submit(text, to=TO, receipt=True)) for text in "ab")
        await sc.hears("submit_sm")
        sc.hangs_up()
        with pytest.raises(esme.Interrupted, match="before submit_sm was answered"):
            await asked
        request = await sc.hears("submit_sm")
        assert (request["session"], request["short_message"]["message"]) == (2, "b")
        sc.says(taken(request, "B"), session=2)
        message = await waits
        sc.hangs_up(session=2)
        await sc.hears("bind_transceiver")
        assert (await sc.hears("bind_transceiver"))["session"] == 2
        assert (await sc.hears("bind_transceiver"))["session"] == 3
        sc.says(receipt("B"), session=3)
        assert (await message.delivered(timeout=PATIENCE)).message_id == "B"


async def test_a_line_that_is_dropped_inside_a_pdu_says_so(node: str) -> None:
    async with conversation(node) as (bank, sc):
        submitting = asyncio.create_task(bank.submit("a", to=TO))
        await sc.hears("submit_sm")
        sc.writes(bytes((0, 0, 0, 18, 0x80, 0, 0, 4, 0, 0)))
        sc.hangs_up()
        with pytest.raises(esme.Interrupted):
            await submitting


async def test_rubbish_ends_the_session_and_the_next_one_is_good(node: str) -> None:
    async with conversation(node, rebind=SOON) as (bank, sc):
        await sc.hears("bind_transceiver")
        sc.writes(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        assert (await sc.hears("generic_nack"))["session"] == 1
        assert (await sc.hears("bind_transceiver"))["session"] == 2
        submitting = asyncio.create_task(bank.submit("a", to=TO))
        sc.says(taken(await sc.hears("submit_sm"), "A"), session=2)
        assert await submitting == "A"


async def test_pdus_come_glued_and_split_at_any_octet(node: str) -> None:
    async with conversation(node) as (bank, sc):
        for cut in range(1, 40):
            submitting = [asyncio.create_task(bank.submit(text, to=TO)) for text in "ab"]
            first, second = await sc.hears("submit_sm"), await sc.hears("submit_sm")
            sc.says(taken(first, "A"), mo("Hello", cut), taken(second, "B"), cuts=[cut, cut + 1, cut + 30])
            assert await asyncio.gather(*submitting) == ["A", "B"]
            assert (await anext(bank)).text == "Hello"
            assert (await sc.hears("deliver_sm_resp"))["sequence_number"] == cut


async def test_fifty_messages_at_once_are_read_and_acknowledged_in_their_order(node: str) -> None:
    async with conversation(node) as (bank, sc):
        sc.says(*(mo(f"number {number}", number) for number in range(1, 51)))
        assert [(await anext(bank)).text for _ in range(50)] == [f"number {number}" for number in range(1, 51)]
        answers = [await sc.hears("deliver_sm_resp") for _ in range(50)]
        assert [answer["sequence_number"] for answer in answers] == list(range(1, 51))
        assert {answer["command_status"] for answer in answers} == {0}


async def test_a_handler_acknowledges_fifty_messages_each_as_it_likes(node: str) -> None:
    async def handler(one: esme.Message) -> int:
        return CommandStatus.ESME_RX_R_APPN if one.text == "number 7" else CommandStatus.ESME_ROK

    async with conversation(node, handler=handler) as (_, sc):
        sc.says(*(mo(f"number {number}", number) for number in range(1, 51)))
        answers = [await sc.hears("deliver_sm_resp") for _ in range(50)]
    refusals = [answer["sequence_number"] for answer in answers if answer["command_status"]]
    assert refusals == [7]


async def test_an_alert_comes_among_the_messages(node: str) -> None:
    alert = {
        "command": "alert_notification",
        "sequence_number": 1,
        "source_addr_ton": 1,
        "source_addr": "447700900123",
        "esme_addr": "60300",
        "ms_availability_status": 0,
    }
    async with conversation(node) as (bank, sc):
        sc.says(alert, mo("Hello", 2))
        first, second = await anext(bank), await anext(bank)
        assert (first.alert, first.source, first.destination) == (True, "+447700900123", "60300")
        assert first.pdu["ms_availability_status"] == 0
        assert second.text == "Hello"


async def test_parts_with_headers_are_one_message(node: str) -> None:
    parts = [LONG[at : at + 153] for at in range(0, len(LONG), 153)]
    async with conversation(node) as (bank, sc):
        for number, part in enumerate(parts, 1):
            udh = bytes((5, 0, 3, 42, len(parts), number)).hex()
            sc.says(mo("", number) | {"esm_class": 0x40, "short_message": {"udh": udh, "message": part}})
        assert (await anext(bank)).text == LONG


async def test_a_link_that_does_not_answer_any_more_is_left_for_another(node: str) -> None:
    timers = Timers(enquire_link_timer=0.2, response_timer=2.0)
    async with conversation(node, "enquire_link", timers=timers, rebind=SOON) as (_, sc):
        assert (await sc.hears("enquire_link"))["session"] == 1
        assert (await sc.hears("close"))["session"] == 1
        assert [(await sc.hears("bind_transceiver"))["session"] for _ in range(2)] == [1, 2]


async def test_a_bind_to_which_no_answer_comes_ends_with_response_timer(node: str) -> None:
    async with message_centre(node, "bind_transceiver") as sc:
        with pytest.raises(esme.NoResponse, match=r"bind_transceiver was not answered: no response within 0\.5 s"):
            await esme.connect("127.0.0.1", sc.port, system_id="bank", timers=Timers(response_timer=0.5))
        await sc.hears("close")


async def test_a_transmitter_and_a_receiver_are_one(node: str) -> None:
    async with conversation(node, bind=["transmitter", "receiver"]) as (bank, sc):
        submitting = asyncio.create_task(bank.submit("Hello", to=TO, receipt=True))
        request = await sc.hears("submit_sm")
        assert request["session"] == 1
        sc.says(taken(request, "7"), session=1)
        message = await submitting
        sc.says(receipt("7"), session=2)
        assert (await message.delivered(timeout=PATIENCE)).message_id == "7"
    assert {(await sc.hears("unbind"))["session"] for _ in range(2)} == {1, 2}
