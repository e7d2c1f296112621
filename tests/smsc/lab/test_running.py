"""A simulator under a test's control, in its event loop or in a thread, with a client that nobody here wrote."""

import asyncio
import gc
import os
import pickle
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from itertools import repeat
from pathlib import Path
from typing import Any
from weakref import ref

import httpx
import pytest
import smpplib.client  # type: ignore[import-untyped]
import trustme

import esme
import esme.sync
import smsc
from pdu.command_status import CommandStatus
from pdu.lists import SmeAddress
from pdu.operations.cancel_sm import CancelSm
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.query_sm import QuerySm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.values import MessageState
from smsc.config import load
from smsc.lab.account import AsyncAccount
from smsc.lab.blocking import Account, Centre
from smsc.lab.centre import AsyncCentre
from smsc.lab.injecting import NotAnswered, NotBound
from smsc.lab.matching import text
from smsc.lab.phone import AsyncPhone, NotReceived
from smsc.lab.submissions import NotSubmitted
from tests.cancelling import Moment, cancelled_wherever_it_waits

PATIENCE = 60.0  # for what comes at once, unless the machine is very busy


@pytest.fixture
async def centre() -> AsyncIterator[AsyncCentre]:
    async with smsc.running() as centre:
        yield centre


@pytest.fixture(scope="module")
def simulator() -> Iterator[Centre]:
    with smsc.running() as centre:
        yield centre


def test_a_world_with_tls_runs_twice_at_a_time_and_tells_the_ports(tmp_path: Path) -> None:
    ca = trustme.CA()
    certificate = ca.issue_cert("127.0.0.1")
    certificate.private_key_and_cert_chain_pem.write_to_path(tmp_path / "certificate.pem")
    (tmp_path / "world.toml").write_text('[smpp.tls]\ncertificate = "certificate.pem"\n')
    trusting = ssl.create_default_context()
    ca.configure_trust(trusting)
    world = load(tmp_path / "world.toml")
    with smsc.running(world) as one, smsc.running(world) as other, smsc.running() as plain:
        assert len({one.port, one.tls_port, other.port, other.tls_port, None}) == 5
        assert plain.tls_port is None
        for centre in (one, other):
            assert centre.tls_port is not None
            with esme.sync.connect(
                centre.host, centre.tls_port, system_id="bank", password="secret", tls=trusting
            ) as bank:
                assert bank.submit("Hello", to="+447700900123")


def test_what_a_test_names_is_in_smsc() -> None:
    assert [getattr(smsc, name).__name__ for name in smsc.__all__] == smsc.__all__
    assert set(smsc.__all__) <= set(dir(smsc))
    with pytest.raises(AttributeError, match="module 'smsc' has no attribute 'phone'"):
        smsc.phone  # type: ignore[attr-defined]  # noqa: B018 - there is none


def bound(account: AsyncAccount, **options: Any) -> esme.connect:
    host, port = account.environment["SMPP_HOST"], int(account.environment["SMPP_PORT"])
    return esme.connect(host, port, system_id=account.system_id, password=account.password, **options)


def client(account: Account) -> smpplib.client.Client:
    host, port = account.environment["SMPP_HOST"], int(account.environment["SMPP_PORT"])
    connected = smpplib.client.Client(host, port, allow_unknown_opt_params=True)
    connected.connect()
    connected.bind_transceiver(system_id=account.system_id, password=account.password)
    return connected


# A handset


async def test_a_handset_shows_what_a_program_has_sent_it(centre: AsyncCentre) -> None:
    account, phone = await centre.account(), await centre.phone()
    async with bound(account) as bank:
        await bank.submit("Your code is 493021", to=phone.number, source="BANK")
        received = await phone.wait(sender="BANK", timeout=10)
    assert (received.text, received.code, received.sender) == ("Your code is 493021", "493021", "BANK")
    assert isinstance(received.pdu, SubmitSm)
    assert (received.pdu.source_addr, received.segments, str(received)) == ("BANK", 1, "BANK: Your code is 493021")
    assert received.message_id is not None
    ladder = received.ladder.splitlines()
    assert ladder[0].startswith(f"{account.system_id:<{len(phone.name)}} -> sc      submit_sm ")
    assert {line.index(" -> ") for line in ladder if " -> " in line} == {len(phone.name)}
    assert f"message_id={received.message_id}" in ladder[1]


async def test_a_long_text_is_one_message_whoever_cuts_it(centre: AsyncCentre) -> None:
    account, phone = await centre.account(), await centre.phone()
    text = "0123456789" * 40
    async with bound(account) as bank:
        await bank.submit(text, to=phone.number)
        cut_by_esme = await phone.wait(text=text, timeout=10)
        whole = SubmitSm(destination_addr=phone.number[1:], dest_addr_ton=1, message_payload=text.encode())
        await bank.send(whole)
        cut_by_centre = await phone.wait(text=text, timeout=10)
    await phone.send(text, phone.number)
    cut_by_handset = await phone.wait(text=text, timeout=10)
    assert [one.segments for one in (cut_by_esme, cut_by_centre, cut_by_handset)] == [3, 3, 3]
    assert [len(one.pdus) for one in (cut_by_esme, cut_by_centre, cut_by_handset)] == [3, 1, 0]
    assert cut_by_handset.pdu is None
    assert len({cut_by_esme.message_id, cut_by_centre.message_id, cut_by_handset.message_id}) == 3


async def test_of_a_message_to_several_each_handset_has_what_came_to_it(centre: AsyncCentre) -> None:
    account, phones = await centre.account(), [await centre.phone() for _ in range(2)]
    async with bound(account) as bank:
        to = tuple(SmeAddress(1, 1, phone.number[1:]) for phone in phones)
        await bank.send(SubmitMulti(dest_address=to, short_message=b"Hello"))
        received = [await phone.wait(text="Hello", timeout=10) for phone in phones]
    assert [len(one.tpdus) for one in received] == [1, 1]
    assert received[0].pdu is received[1].pdu


async def test_each_message_is_waited_for_once(centre: AsyncCentre) -> None:
    account, phone = await centre.account(), await centre.phone()
    async with bound(account) as bank:
        for text in ("one", "two", "one"):
            await bank.submit(text, to=phone.number)
        assert (await phone.wait(text="two", timeout=10)).text == "two"
        first, second = await phone.wait(text="one", timeout=10), await phone.wait(text="one", timeout=10)
        assert first is not second
    assert [received.text for received in phone.inbox] == ["one", "two", "one"]
    await phone.expect_none(within=0)


async def test_what_does_not_come_is_told_with_what_is_nearest(centre: AsyncCentre) -> None:
    account, phone = await centre.account(), await centre.phone()
    with pytest.raises(NotReceived, match=r"has not received text='Bye' within 0 s$"):
        await phone.wait(text="Bye", timeout=0)
    async with bound(account) as bank:
        await bank.submit("Hello", to=phone.number)
        await centre.rest()
        with pytest.raises(NotReceived, match=r"(?m)^the closest of 1 differs in text: 'Hello' != 'Bye'"):
            await phone.wait(text="Bye", timeout=0)
        for text, source in (("Bye", "7002"), ("Other", "7003")):
            await bank.submit(text, to=phone.number, source=source)
        await centre.rest()
        with pytest.raises(NotReceived, match=r"(?m)^the closest of 3 differs in sender: '7002' != '7000'"):
            await phone.wait(text="Bye", sender="7000", timeout=0)
        with pytest.raises(NotReceived, match=r"(?m)^the closest of 3 differs in text: 'Other' != 'Good bye'"):
            await phone.wait(text="Good bye", timeout=0)
        await phone.wait(text="Bye", timeout=0)
        await phone.wait(text="Other", timeout=0)
        with pytest.raises(NotReceived, match=r"was to receive nothing, and shows: .*: Hello"):
            await phone.expect_none(within=0)
        with pytest.raises(NotReceived, match="each of which was waited for before"):
            await phone.wait(timeout=0)


async def test_a_message_that_waits_for_a_handset_is_told_of(centre: AsyncCentre) -> None:
    account, phone, other = await centre.account(), await centre.phone(), await centre.phone(on=False)
    async with bound(account) as bank:
        await bank.submit("There", to=phone.number)
        await phone.wait(text="There", timeout=10)
        await phone.switch_off()
        for to in (phone.number, other.number):
            await bank.submit("Hello", to=to)
        await centre.rest()
        with pytest.raises(NotReceived, match=r"before\nmessage [0-9A-F]{8} waits: ENROUTE, 1 attempts, 'Hello'$"):
            await phone.wait(timeout=0)
        await phone.switch_on()
        assert (await phone.wait(timeout=10)).text == "Hello"


async def test_a_handset_writes_and_answers(centre: AsyncCentre) -> None:
    account, phone, other = await centre.account(), await centre.phone(), await centre.phone(cell="cell2")
    async with bound(account) as bank:
        with pytest.raises(ValueError, match="has received nothing"):
            await phone.reply("STOP")
        await phone.send("BALANCE", account.number)
        asked = await anext(aiter(bank))
        assert (asked.text, asked.source) == ("BALANCE", phone.number)
        await bank.submit("12.50", to=asked.source)
        await phone.wait(text="12.50", sender=account.number, timeout=10)
        await phone.reply("STOP")
        assert (await anext(aiter(bank))).text == "STOP"
        await bank.submit("Hello", to=phone.number, source="BANK")
        await phone.wait(sender="BANK", timeout=10)
        with pytest.raises(ValueError, match="can't answer 'BANK'"):
            await phone.reply("STOP")
    await phone.send("Hello", other.number)
    assert (await other.wait(timeout=10)).sender == phone.number


async def test_a_handset_is_carried_about(centre: AsyncCentre) -> None:
    account, phone = await centre.account(), await centre.phone()
    with pytest.raises(ValueError, match="'cell9' is no cell: cell1, cell2, cell3, village"):
        await phone.move("cell9")
    with pytest.raises(ValueError, match="'cell9' is no cell"):
        await centre.phone(cell="cell9")
    await phone.move("cell3")
    async with bound(account) as bank:
        await bank.submit("Hello", to=phone.number)
        await phone.wait(timeout=10)
    await phone.lose_power()


async def test_what_a_handset_is_told_to_do_is_done_when_the_network_knows_of_it() -> None:
    async with smsc.running(load()) as centre:  # with latencies
        await centre.clock.stop()
        phone = await centre.phone()

        async def told(what: str, doing: Awaitable[None]) -> list[str]:
            """Do something, and return what was then said on the air; the handset speaks first, the network last."""
            said = centre.said
            await doing
            begun, *told = (await centre.ladder([phone], after=said)).splitlines()
            assert begun.split(maxsplit=1) == [phone.name, what]
            return [re.sub(r"^\S+ +-> \S+ +| \w+=.*", "", line) for line in told]

        moved = await told("moves to cell=cell3", phone.move("cell3"))
        assert {"LOCATION UPDATING REQUEST", "LOCATION UPDATING ACCEPT"} <= set(moved)
        assert moved[-1] == "CHANNEL RELEASE"
        off = await told("switches off", phone.switch_off())
        assert ("IMSI DETACH INDICATION" in off, off[-1]) == (True, "CHANNEL RELEASE")
        on = await told("switches on", phone.switch_on())
        assert ("LOCATION UPDATING ACCEPT" in on, on[-1]) == (True, "CHANNEL RELEASE")
        lost = await told("moves to cell=cell1", centre.act(phone.name, "moves to cell=cell1"))
        assert lost[-1] == "CHANNEL RELEASE"


async def test_a_code_rings_in_the_handset_of_who_has_had_the_sim_swapped(centre: AsyncCentre) -> None:
    account, owner, thief = await centre.account(), await centre.phone(), await centre.phone()
    await owner.swap_sim(thief)
    assert thief.number == owner.number
    async with bound(account) as bank:
        await bank.submit("Your code is 493021", to=owner.number)
        assert (await thief.wait(timeout=10)).code == "493021"
    assert owner.inbox == []
    async with httpx.AsyncClient(base_url=await centre.api_url()) as operator:
        answer = await operator.post("/sim-swap/v2/check", json={"phoneNumber": owner.number, "maxAge": 24})
    assert answer.json() == {"swapped": True}
    assert await centre.api_url() == str(operator.base_url)
    await centre.act("hlr", f"withdraws msisdn={owner.number}")
    with pytest.raises(LookupError, match=f"{owner.number.removeprefix('+')} is nobody's number"):
        await owner.swap_sim(thief)


async def test_what_can_happen_in_the_network_happens(centre: AsyncCentre) -> None:
    account, phone = await centre.account(), await centre.phone()
    await centre.act(phone.name, "loses coverage")
    async with bound(account) as bank:
        message = await bank.submit("Hello", to=phone.number, receipt=True)
        await centre.rest()
        assert phone.inbox == []
        await centre.act(phone.name, "moves to cell=cell1")
        assert (await message.delivered(timeout=10)).message_state == MessageState.DELIVERED
    with pytest.raises(ValueError, match="act: expected an act, perhaps goes down, found go down"):
        await centre.act("hlr", "go down")
    with pytest.raises(ValueError, match=r"name: expected one of: ms1, .* or a link such as sc-hlr, found 'hlr9'"):
        await centre.act("hlr9", "goes down")
    with pytest.raises(ValueError, match="column 6: expected a closing quote"):
        await centre.act("hlr", 'goes down="')


# An account


async def test_what_a_program_submits_is_looked_at(centre: AsyncCentre) -> None:
    account, other, phone = await centre.account(), await centre.account(), await centre.phone()
    async with bound(account) as bank:
        await bank.submit("Hello", to=phone.number, receipt=True)
        pdu = await account.submitted(text="Hello", to=phone.number, registered_delivery=1)
        assert isinstance(pdu, SubmitSm)
        assert await account.pdus() == [pdu]
        assert await centre.submitted(text="Hello") is pdu
        with pytest.raises(
            NotSubmitted, match=r"(?m)^the closest of 1 PDUs is a submit_sm that differs in data_coding: 0 != 8"
        ):
            await account.submitted(text="Hello", data_coding=8, timeout=0)
        _, writer = await asyncio.open_connection(centre.host, centre.port)  # a session of nobody
        with pytest.raises(
            NotSubmitted, match=r"^nobody has submitted anything within 0 s\nno session of esme2 is bound$"
        ):
            await other.submitted(timeout=0)
        writer.close()
    async with bound(other):
        with pytest.raises(NotSubmitted, match=r"^nobody has submitted text='Hello' within 0 s$"):
            await other.submitted(text="Hello", timeout=0)


async def test_no_submission_of_another_and_no_delivery_is_taken_for_the_one_that_is_waited_for(
    centre: AsyncCentre,
) -> None:
    account, phone = await centre.account(), await centre.phone()
    other = await centre.account(deliver_with="data_sm")
    async with bound(account) as bank, bound(other) as shop:
        waiting = [
            asyncio.create_task(wait(text="Hello", timeout=10)) for wait in (account.submitted, centre.submitted)
        ]
        await asyncio.sleep(0)
        await phone.send("Hello", other.number)
        assert (await anext(aiter(shop))).text == "Hello"
        await shop.submit("Hello", to=phone.number)
        await bank.submit("Hello", to=phone.number)
        assert [await one for one in waiting] == [*await account.pdus(), *await other.pdus()]


async def test_no_submission_is_forgotten_however_much_has_been_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsc.lab.journal.KEPT", 10)
    async with smsc.running() as centre:
        account = await centre.account()
        async with bound(account) as bank:
            for said in ("One", "Two"):
                await bank.submit(said, to=(await centre.phone()).number)
                await centre.rest()
        assert [text(pdu) for pdu in await account.pdus()] == ["One", "Two"]
        assert text(await account.submitted(text="One")) == "One"


async def test_the_latest_submissions_of_each_account_are_remembered(
    centre: AsyncCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that submits for weeks uses no more memory for it, and other accounts are not affected."""
    monkeypatch.setattr("smsc.lab.submissions.KEPT", 3)
    monkeypatch.setattr("smsc.lab.submissions.KEPT_OTHERS", 3)
    busy, quiet = await centre.account(), await centre.account()
    to = (await centre.phone()).number
    async with bound(busy) as program, bound(quiet) as other:
        await program.submit("0", to=to)
        await other.submit("Hello", to=to)
        for said in "1234":
            await program.submit(said, to=to)
        for message_id in "1234":
            with pytest.raises(esme.Refused):
                await program.query(message_id)
        await busy.inject("Hello")  # whose answer is no request; the unbind is one
    nearest = r"^nobody has said query_sm with message_id='2' within 0 s\nthe closest of 2 PDUs "
    with pytest.raises(NotSubmitted, match=nearest):
        await busy.said(QuerySm, message_id="2", timeout=0)
    assert [text(pdu) for pdu in await busy.pdus()] == ["2", "3", "4"]
    assert [text(pdu) for pdu in await quiet.pdus()] == ["Hello"]
    assert text(await centre.submitted()) == "4"  # the latest of all
    with pytest.raises(NotSubmitted, match=r"^nobody has submitted text='1' within 0 s\nthe closest of 4 PDUs "):
        await centre.submitted(text="1", timeout=0)


async def test_a_condition_that_fails_fails_the_test_and_not_the_program(centre: AsyncCentre) -> None:
    account, phone = await centre.account(), await centre.phone()
    async with bound(account) as program:
        looks = asyncio.create_task(account.submitted(text=lambda text: text < 3))
        await asyncio.sleep(0)
        await program.submit("Hello", to=phone.number)
        with pytest.raises(TypeError, match="not supported"):
            await looks
        assert (await phone.wait()).text == "Hello"
        await program.submit("Hello again", to=phone.number)


@pytest.mark.parametrize("default_alphabet", esme.DefaultAlphabet)
async def test_a_text_is_the_same_for_a_test_whatever_the_account_means_by_data_coding_0(
    centre: AsyncCentre, default_alphabet: esme.DefaultAlphabet
) -> None:
    account, phone = await centre.account(default_alphabet=default_alphabet.value), await centre.phone()
    async with bound(account, default_alphabet=default_alphabet) as bank:
        sent = await bank.submit("{é@_}", to=phone.number, receipt=True)
        assert (await account.submitted(text="{é@_}", timeout=10)).sequence_number
        assert (await phone.wait(text="{é@_}", timeout=10)).segments == 1
        receipt = await sent.delivered(timeout=10)
        assert receipt.receipt is not None
        assert receipt.receipt.text in ("{é@_}", "{?@_}")  # ASCII has no é
        for answer in ("{é@_} Δ€", "{é@_} Δ€" * 30, "x" * 200 + "Δ"):
            await account.inject(answer, source=phone.number)
            assert await _next_text(bank) == answer
            await phone.send(answer, account.number)
            assert await _next_text(bank) == answer


async def _next_text(bank: esme.Esme) -> str | None:
    async with asyncio.timeout(10):
        while True:
            message = await anext(bank)
            if message.receipt is None:
                return message.text


async def test_whatever_a_program_asks_for_can_be_waited_for(centre: AsyncCentre) -> None:
    account, phone = await centre.account(), await centre.phone(on=False)
    async with bound(account) as bank:
        [message_id] = (await bank.submit("Hello", to=phone.number)).message_ids
        looks = asyncio.create_task(account.said(CancelSm, message_id=message_id))
        await bank.query(message_id)
        await bank.cancel(message_id)
        assert (await looks).words == ("cancel_sm",)
        assert (await account.said(QuerySm)).message_id == message_id
        nearest = r"nobody has said cancel_sm with message_id='1' within 0 s\nthe closest of 1 PDUs is a cancel_sm"
        with pytest.raises(NotSubmitted, match=nearest):
            await account.said(CancelSm, message_id="1", timeout=0)
        with pytest.raises(TypeError, match="said: expected a class of requests, such as CancelSm, found 'CancelSm'"):
            await account.said("CancelSm")  # type: ignore[arg-type]  # its name
        with pytest.raises(TypeError, match="SubmitSm: expected a request that submits nothing"):
            await account.said(SubmitSm)
    assert [pdu.words for pdu in await account.pdus()] == [("submit_sm",)]


async def test_a_program_answers_what_is_injected(centre: AsyncCentre) -> None:
    account = await centre.account()
    with pytest.raises(NotBound, match="no session of esme1 receives"):
        await account.inject("Hello", source="+447700900123")

    async def refuse(_: esme.Message) -> int:
        return CommandStatus.ESME_RX_P_APPN

    async with bound(account) as bank:
        answer = await account.inject("Hello", source="+447700900123")
        assert answer.command_status == CommandStatus.ESME_ROK
        message = await anext(aiter(bank))
        assert (message.text, message.source, message.destination) == ("Hello", "+447700900123", account.number)
        assert isinstance(message.pdu, DeliverSm)
        assert (message.pdu.source_addr_npi, message.pdu.dest_addr_npi) == (1, 1)
        await account.inject("Hello", source="7001")
        assert (await anext(aiter(bank))).source == "7001"
        await account.inject("x" * 200, source="+447700900123")
        assert (await anext(aiter(bank))).text == "x" * 200
        await account.inject(deliver_sm=DeliverSm(esm_class=4, short_message=b"id:1 stat:DELIVRD"))
        with pytest.raises(ValueError, match="either a text or a deliver_sm"):
            await account.inject()
        with pytest.raises(ValueError, match=r"number: expected up to 15 digits, perhaps after a [+], found ACME"):
            await account.inject("Hello", source="ACME")
    async with bound(account, handler=refuse):
        answer = await account.inject("Hello")
        assert answer.command_status == CommandStatus.ESME_RX_P_APPN


@pytest.mark.parametrize("refused", [0, 1])
def test_a_part_that_is_refused_is_the_answer_to_a_long_text(simulator: Centre, refused: int) -> None:
    account = simulator.account()
    answers = iter(CommandStatus.ESME_RX_P_APPN if part == refused else CommandStatus.ESME_ROK for part in range(2))
    with client(account) as program:
        program.set_message_received_handler(lambda **_: int(next(answers)))
        reading = threading.Thread(target=lambda: (program.read_once(), program.read_once()))
        reading.start()
        answer = account.inject("x" * 200, source="7001")
        reading.join()
        program.unbind()
    assert answer.command_status == CommandStatus.ESME_RX_P_APPN


async def test_a_program_that_does_not_answer_is_told_of(centre: AsyncCentre) -> None:
    account, never = await centre.account(), asyncio.Event()

    async def wait(_: esme.Message) -> None:
        await never.wait()

    async with bound(account, handler=wait):
        with pytest.raises(NotAnswered, match="esme1 has not answered deliver_sm within 0 s"):
            await account.inject("Hello", timeout=0)
        never.set()


async def test_an_account_has_the_terms_of_a_world(centre: AsyncCentre) -> None:
    account = await centre.account("bounded", "letmein", window=1, addresses=("7100",))
    assert account.url == f"smpp://bounded:letmein@127.0.0.1:{centre.port}"
    assert account.number == "7100"
    odd = await centre.account("a:b", "p@/%", addresses=())
    assert odd.url == f"smpp://a%3Ab:p%40%2F%25@127.0.0.1:{centre.port}"
    with pytest.raises(ValueError, match="windows"):
        await centre.account(windows=1)  # type: ignore[call-arg]  # the checker says it before
    with pytest.raises(ValueError, match="the name bank is taken"):
        await centre.account("bank")


async def test_an_account_is_handed_what_is_for_it_as_it_wishes_where_no_other_wishes_anything() -> None:
    async with smsc.running(load().model_copy(update={"account": (), "latency": {}})) as centre:
        account, phone = await centre.account(deliver_with="data_sm"), await centre.phone()
        async with bound(account) as program:
            await phone.send("BALANCE", account.number)
            assert isinstance((await anext(program)).pdu, DataSm)
            with pytest.raises(NotSubmitted, match=r"^nobody has submitted text='BALANCE' within 0 s$"):
                await centre.submitted(text="BALANCE", timeout=0)  # it was handed over, not submitted


# Faults


async def test_what_a_test_asks_for_has_a_name_and_a_number_that_nobody_has() -> None:
    world = load()
    other = world.phone[0].model_copy(update={"name": "phone1", "msisdn": "12005550100", "imsi": "001010000000001"})
    bank = world.account[0].model_copy(update={"system_id": "esme2", "addresses": ("600000",)})
    async with smsc.running(world.model_copy(update={"phone": (other,), "account": (bank,)})) as centre:
        await centre.account("esme1")
        phone, account = await centre.phone(), await centre.account()
    assert (phone.name, phone.number, phone.imsi) == ("phone2", "+12015550100", "001010000000002")
    assert (account.system_id, account.number) == ("esme3", "600002")


async def test_what_a_handset_has_shown_is_kept_for_as_long_as_a_test_has_it_in_hand(centre: AsyncCentre) -> None:
    writer, reader = await centre.phone(), await centre.phone()
    await writer.send("Hello", to=reader.number)
    await reader.wait(text="Hello")
    kept = ref(reader)
    del reader
    gc.collect()
    assert kept() is None
    assert (await centre.phone()).name == "phone3"


async def test_something_goes_wrong_for_as_long_as_a_test_wants(centre: AsyncCentre) -> None:
    account, phone = await centre.account(), await centre.phone()
    async with bound(account) as bank:
        async with centre.fault(stage="smpp", account=account.system_id, command_status="ESME_RTHROTTLED") as fault:
            with pytest.raises(esme.Refused, match="ESME_RTHROTTLED"):
                await bank.submit("Hello", to=phone.number)
        assert fault.struck == 1
        said = f"stage=smpp account={account.system_id} command_status=ESME_RTHROTTLED"
        assert repr(fault) == f"<fault {said}, struck 1 of 1>"
        await bank.submit("Hello", to=phone.number)
        await phone.wait(text="Hello", timeout=10)
    with pytest.raises(ValueError, match="one of command_status, delay"):
        async with centre.fault(stage="smpp"):
            pass


@pytest.mark.parametrize("moment", Moment)
async def test_a_fault_goes_right_again_wherever_it_is_cancelled(simulator: Centre, moment: Moment) -> None:
    async def work() -> None:
        async with simulator.aio.fault(stage="smpp", silence=True):
            assert len(list(simulator.aio._simulator.world.faults)) == 1

    async def then() -> None:
        assert not list(simulator.aio._simulator.world.faults)

    assert await cancelled_wherever_it_waits(work, moment, then) > 1


def test_a_receipt_tells_what_a_test_wants(simulator: Centre) -> None:
    account, phone = simulator.account(), simulator.phone()
    with (
        simulator.fault(stage="hlr", destination=phone.number, error="unknownSubscriber") as fault,
        client(account) as one,
    ):
        one.send_message(
            destination_addr=phone.number[1:], dest_addr_ton=1, short_message=b"Hello", registered_delivery=1
        )
        account.submitted(text="Hello")
        simulator.rest()
        assert (fault.seen, fault.struck) == (1, 1)
        assert "stat:UNDELIV err:001" in simulator.ladder([account])
        one.unbind()
    assert not list(simulator.aio._simulator.world.faults)


# The clock


async def test_two_days_go_by_while_a_program_is_bound(centre: AsyncCentre) -> None:
    account, phone = await centre.account(), await centre.phone()
    await phone.lose_power()
    async with bound(account) as bank:
        before = centre.clock.now
        message_id = await bank.submit("Hello", to=phone.number, receipt=True)
        await centre.clock.advance(timedelta(hours=25), days=1)
        assert centre.clock.now >= before + 49 * 3600
        receipt = await bank.receipt_of(message_id, timeout=20)
        assert receipt.message_state is MessageState.EXPIRED
        with pytest.raises(ValueError, match="advance: expected seconds from now on"):
            await centre.clock.advance(hours=-1)
        with pytest.raises(ValueError, match="expected a duration such as 48h, 1h30m or 90s, found 'soon'"):
            await centre.clock.advance("soon")


async def submit(bank: esme.Esme, phone: AsyncPhone, validity_period: str) -> str:
    pdu = SubmitSm(
        dest_addr_ton=1,
        destination_addr=phone.number.removeprefix("+"),
        registered_delivery=1,
        validity_period=validity_period,
        short_message=b"Hello",
    )
    response = await bank.send(pdu)
    assert isinstance(response, SubmitSmResp)
    return response.message_id


async def test_what_comes_during_an_advance_comes_in_the_order_of_the_networks_time(centre: AsyncCentre) -> None:
    account = await centre.account()
    phones = [await centre.phone() for _ in range(5)]
    for phone in phones:
        await phone.lose_power()
    took: list[tuple[str, float]] = []

    async def take(message: esme.Message) -> None:
        took.append((message.receipt.id if message.receipt is not None else "", centre.clock.now))

    async with bound(account, handler=take) as bank:
        await centre.clock.stop()
        start = centre.clock.now
        ids = [
            await submit(bank, phone, f"0000000{hours}0000000R")
            for phone, hours in zip(phones, (5, 4, 3, 2, 1), strict=True)
        ]
        await centre.clock.advance("6h")
    assert [message_id for message_id, _ in took] == ids[::-1]
    assert [round((at - start) / 3600) for _, at in took] == [1, 2, 3, 4, 5]


async def test_a_program_that_does_not_answer_is_waited_for_so_long_and_no_longer(centre: AsyncCentre) -> None:
    account, phone, never = await centre.account(), await centre.phone(), asyncio.Event()

    async def wait(_: esme.Message) -> None:
        await never.wait()

    async with bound(account, handler=wait) as bank:
        await bank.submit("Hello", to=phone.number, receipt=True)
        async with asyncio.timeout(20):
            await centre.clock.advance("48h", patience=0.01)
        never.set()


def test_the_clock_is_stopped_and_goes_on(simulator: Centre) -> None:
    clock = simulator.clock
    assert (clock.speed, clock.stopped) == (1, False)
    clock.stop()
    now = clock.now
    clock.advance("1m")
    assert (clock.now, clock.stopped) == (now + 60, True)
    assert 0 < clock.ahead <= 60
    clock.advance(1, days=1, hours=2, minutes=3, seconds=4)
    assert clock.now == now + 60 + 93_785
    assert re.fullmatch(r"<clock 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00, stopped>", repr(clock))
    phone = simulator.phone()
    phone.send("Hello", to=phone.number)
    simulator.rest()
    phone.wait(text="Hello", timeout=0)
    assert clock.step()
    with pytest.raises(ValueError, match="speed: expected 0"):
        clock.set_speed(-1)
    clock.go()
    assert (clock.speed, clock.stopped) == (1, False)
    clock.set_speed(60)
    assert repr(clock).endswith(", speed 60>")


# In a thread


def test_a_program_without_asyncio_is_tested_without_asyncio(simulator: Centre) -> None:
    account, phone = simulator.account(), simulator.phone()
    with client(account) as connected:
        number = phone.number.removeprefix("+")
        connected.send_message(destination_addr=number, dest_addr_ton=1, short_message=b"Your code is 4930")
        assert phone.wait(timeout=10).code == "4930"
        assert account.submitted(text="Your code is 4930").sequence_number == account.pdus[0].sequence_number
        phone.expect_none(within=0)
        connected.unbind()
    assert [received.text for received in phone.inbox] == ["Your code is 4930"]
    assert re.search(rf"^{account.system_id} +-> sc +submit_sm ", simulator.ladder([account]), re.MULTILINE)
    assert re.search(rf"^{phone.name} +shows text=", simulator.ladder([account]), re.MULTILINE)
    assert re.search(rf"^{account.system_id} +-> sc +unbind$", simulator.ladder([account]), re.MULTILINE)
    other = simulator.account()
    assert simulator.ladder([other]) == ""
    assert "shows text=" in simulator.ladder()


def test_whose_ladder_it_is_may_be_told_by_handsets_accounts_and_names(simulator: Centre) -> None:
    phone = simulator.phone()
    phone.send("Hello", to=phone.number)
    simulator.rest()
    shown = simulator.ladder([phone])
    assert "shows text=Hello" in shown
    assert simulator.ladder([phone.name]) == shown
    assert simulator.call(simulator.aio.ladder([phone.aio])) == shown
    for alone in (phone, phone.name):
        with pytest.raises(TypeError, match="whose: expected several handsets or accounts, found "):
            simulator.ladder(alone)  # type: ignore[arg-type]  # a checker takes a name for several
    with pytest.raises(TypeError, match=f"found '{phone.name}' alone"):
        simulator.call(simulator.aio.ladder(phone.name))


def test_what_has_not_begun_can_be_shown() -> None:
    assert repr(Centre()) == "<mini-smsc, which has not begun>"


def test_a_number_is_stolen_without_asyncio(simulator: Centre) -> None:
    owner, thief, friend = simulator.phone(), simulator.phone(), simulator.phone()
    owner.swap_sim(thief)
    friend.send("Are you there?", owner.number)
    assert thief.wait(timeout=10).text == "Are you there?"
    simulator.act(thief.name, "loses power")
    told = httpx.post(f"{simulator.api_url}/sim-swap/v2/retrieve-date", json={"phoneNumber": owner.number}).json()
    assert told["latestSimChange"] is not None


async def test_a_test_with_asyncio_uses_a_simulator_in_a_thread(simulator: Centre) -> None:
    account, phone = await simulator.aio.account(), await simulator.aio.phone()
    async with bound(account) as bank:
        await bank.submit("Hello", to=phone.number)
        assert (await phone.wait(timeout=10)).text == "Hello"


async def test_a_call_that_would_hold_up_an_event_loop_says_so(simulator: Centre) -> None:
    with pytest.raises(RuntimeError, match=r"hold up the event loop .*: await the same one of .aio instead"):
        simulator.phone()
    with (
        pytest.raises(
            RuntimeError, match=r"hold up the event loop .*: write `async with smsc.aio.fault\(...\)` instead"
        ),
        simulator.fault(stage="smpp", silence=True),
    ):
        pass


async def test_a_simulator_in_a_thread_is_not_begun_within_a_coroutine() -> None:
    before = threading.active_count()
    with pytest.raises(RuntimeError, match=r"hold up the event loop it is in: write `async with` instead"):
        smsc.running().__enter__()
    assert threading.active_count() == before


def test_a_simulator_that_a_coroutine_may_not_end_goes_on() -> None:
    with smsc.running() as one:
        simulators = smsc.running()
        centre = simulators.__enter__()

        async def end() -> None:
            with pytest.raises(
                RuntimeError, match=r"hold up the event loop .*: end the simulator with asyncio.to_thread"
            ):
                simulators.__exit__(None, None, None)
            assert (await centre.aio.phone()).number
            await asyncio.to_thread(simulators.__exit__, None, None, None)

        asyncio.run(end())
        assert centre.aio.loop.is_closed()
        assert one.phone().number


def test_who_has_no_loop_of_asyncio_is_told_what_is_needed(simulator: Centre) -> None:
    for without in (smsc.running().__aenter__(), simulator.aio.phone()):  # stepped by hand, as trio steps its tasks
        with pytest.raises(RuntimeError, match=r"no event loop of asyncio runs here: use `with smsc.running\(\)`"):
            without.send(None)


def test_a_program_that_has_a_loop_under_its_feet_and_is_no_coroutine_may_wait() -> None:
    loop, shown = asyncio.new_event_loop(), list[str]()

    def program() -> None:  # like a test that Playwright's greenlet returns to
        with smsc.running() as centre:
            phone = centre.phone()
            phone.send("Hello", phone.number)
            shown.append(phone.wait(timeout=10).text)
        loop.stop()

    loop.call_soon(program)
    loop.run_forever()
    loop.close()
    assert shown == ["Hello"]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # Python 3.12's: there are threads, as intended
def test_a_process_that_is_forked_has_no_part_in_the_simulator() -> None:
    with smsc.running() as centre:
        phone = centre.phone()
        out, into = os.pipe()
        child = os.fork()
        if not child:  # so that what pytest set up is not torn down here too
            try:
                phone.wait()
            except RuntimeError as error:
                os.write(into, str(error).encode())
            centre.__exit__(None, None, None)
            os._exit(0)
        os.close(into)
        with os.fdopen(out) as said:
            assert said.read() == "the simulator is in the process that this one was forked from: ask it there"
        assert os.waitpid(child, 0)[1] == 0
        phone.send("Hello", phone.number)
        assert phone.wait(timeout=10).text == "Hello"


def test_a_function_that_looks_at_what_comes_may_not_wait_itself(simulator: Centre) -> None:
    account, looked = simulator.account(), threading.Event()

    def looks(text: str) -> bool:
        with pytest.raises(RuntimeError, match=r"hold up the event loop it is in: await the same one of \.aio instead"):
            simulator.rest()
        looked.set()
        return text == "as it comes"

    with client(account) as program:
        program.send_message(short_message=b"before", destination_addr="447700900123")
        account.submitted(text="before")

        def submit() -> None:
            assert looked.wait(PATIENCE)
            program.send_message(short_message=b"as it comes", destination_addr="447700900123")

        submitting = threading.Thread(target=submit, daemon=True)
        submitting.start()
        account.submitted(text=looks, timeout=PATIENCE)
        submitting.join()
        program.read_once()
        program.unbind()


def test_what_is_sent_to_another_process_says_what_to_do(simulator: Centre) -> None:
    for one in (simulator, simulator.phone(), simulator.account(), simulator.clock):
        with pytest.raises(TypeError, match="sent to another process: send what that needs, such as port"):
            pickle.dumps(one)


def test_a_test_that_has_frozen_the_clock_of_its_program_does_not_wait_for_ever(
    simulator: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = simulator.phone()
    monkeypatch.setattr("time.monotonic", repeat(time.monotonic()).__next__)  # as freezegun does
    with pytest.raises(NotReceived):
        phone.wait(timeout=0.01)
    phone.expect_none(within=0.01)


def test_what_has_ended_says_so() -> None:
    with smsc.running() as centre:
        account, phone = centre.account("stall", "letmein"), centre.phone(on=False)
        phone.switch_on()
        said = centre.said
        phone.lose_power()
    assert (repr(centre), account.password) == (f"<mini-smsc at 127.0.0.1:{centre.port}>", "letmein")
    assert re.fullmatch(rf"(?s){phone.name} +switches on\n.*{phone.name} +loses power", centre.ladder([phone]))
    assert re.fullmatch(rf"{phone.name} +loses power", centre.ladder(after=said))
    with pytest.raises(RuntimeError, match="the simulator has ended"):
        phone.wait()
    with pytest.raises(RuntimeError, match="the simulator has ended"):
        asyncio.run(phone.aio.wait())


def test_who_waits_when_it_ends_is_told_so() -> None:
    told: list[str] = []
    looked = threading.Semaphore(0)

    def ask(wait: Callable[[], object]) -> threading.Thread:
        def asking() -> None:
            with pytest.raises(RuntimeError) as wrong:
                wait()
            told.append(str(wrong.value))

        return threading.Thread(target=asking, daemon=True)

    with smsc.running() as centre:
        phone = centre.phone()
        phone.send("Hello", phone.number)
        centre.rest()
        threads = [
            ask(lambda: phone.wait(text=lambda _: looked.release(), timeout=PATIENCE)),
            ask(lambda: asyncio.run(phone.aio.wait(text=lambda _: looked.release(), timeout=PATIENCE))),
        ]
        for thread in threads:
            thread.start()
            assert looked.acquire(timeout=PATIENCE)
        threads.append(ask(lambda: phone.wait(timeout=PATIENCE)))
        _start_at_the_end(centre.aio.loop, threads[-1])
    for thread in threads:
        thread.join(PATIENCE)
    assert told == ["the simulator has ended: its `with smsc.running()` is over"] * 3


def _start_at_the_end(loop: asyncio.AbstractEventLoop, thread: threading.Thread) -> None:
    """Have a thread make its call when the loop has stopped and is not yet closed."""
    shutdown = loop.shutdown_asyncgens

    async def shut_down() -> None:
        thread.start()
        thread.join(0.1)
        await shutdown()

    loop.shutdown_asyncgens = shut_down  # type: ignore[method-assign]  # of this loop alone


def test_the_name_of_a_file_is_no_world() -> None:
    before = threading.active_count()
    with (
        pytest.raises(TypeError, match=r"config: expected a world, which smsc\.config\.load .* found 'world.toml'"),
        smsc.running("world.toml"),  # type: ignore[arg-type]  # a name
    ):
        pass
    assert threading.active_count() == before


def test_it_may_run_twice_at_once_and_again() -> None:
    simulators = smsc.running()
    with simulators as one:
        with simulators as other:
            assert one.port != other.port
            phone = other.phone()
        assert one.phone().number == phone.number
    with simulators as again:
        assert again.phone().number == phone.number


async def test_it_may_run_twice_at_once_in_one_loop() -> None:
    simulators = smsc.running()
    async with simulators as one, simulators as other:
        assert one.port != other.port
        assert (await one.phone()).number == (await other.phone()).number


def test_at_the_end_nothing_is_left() -> None:
    before = set(threading.enumerate())
    with smsc.running() as centre:
        [thread] = set(threading.enumerate()) - before
        stranger = socket.create_connection((centre.host, centre.port))
    with stranger:
        assert stranger.recv(1) == b""
    assert not thread.is_alive()
    with smsc.running() as centre, pytest.raises(ValueError, match="no cell"):
        centre.phone(cell="nowhere")


async def test_at_the_end_nothing_is_left_in_the_loop_either() -> None:
    before = asyncio.all_tasks()
    async with smsc.running() as centre:
        reader, writer = await asyncio.open_connection(centre.host, centre.port)
    assert await reader.read() == b""
    writer.close()
    assert asyncio.all_tasks() == before


def test_a_program_that_never_ends_its_simulator_ends_all_the_same() -> None:
    program = "import smsc; smsc.running().__enter__().phone(); print('over')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "over\n")


def test_a_simulator_that_is_ended_once_the_program_has_ended_holds_nobody_up() -> None:
    program = """
import sys, smsc
class World:
    def __init__(self):
        self.running = smsc.running()
        self.centre = self.running.__enter__()
    def __del__(self):
        try:
            self.centre.phone()
        except RuntimeError as error:
            sys.stdout.write(str(error))
        self.running.__exit__(None, None, None)
world = World()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "the program has ended, and its simulator with it", "")
