"""Whoever installs this has its types: a checker of types reads them in a program that is elsewhere."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.readme import blocks

PROGRAM = """
import re
from datetime import timedelta
from typing import Literal, assert_type

import pytest

import esme
import esme.sync
import pdu
import smsc
from pdu.session import Event, RequestReceived, ResponseReceived


async def test_the_code_arrives(account: smsc.Account, phone: smsc.Phone, centre: smsc.Centre) -> None:
    async with esme.connect(centre.host, centre.port, system_id=account.system_id, password=account.password) as bank:
        message = await bank.submit("Your code is 493021", to=phone.number, source="BANK", receipt=True)
        assert_type((await message.delivered(timeout=10)).message_state, pdu.MessageState | None)
    assert_type((await phone.aio.wait(sender="BANK")).code, str | None)


def test_what_is_wrong_without_asyncio(account: smsc.Acount) -> None:  # no such name
    with esme.sync.connect("127.0.0.1", 2775, system_id="bank", password="secret") as bank:
        bank.submit(b"Hello", to="+447700900123")  # a text is no octets
        bank.deliver("Hello", to="+447700900123")  # no such operation
    pdu.SubmitSm(destination_addr=447700900123)  # an address is a str


def test_a_refusal(bank: esme.sync.Esme, phone: smsc.Phone) -> None:
    try:
        bank.submit("Hello", to=phone.number)
    except esme.Refused as refused:
        assert_type(refused.command_status, int)
        assert_type((refused.pdu, refused.request), tuple[pdu.Response, pdu.Request])
        assert refused.command_status == pdu.CommandStatus.ESME_RTHROTTLED
        assert pdu.CommandStatus.ESME_RTHROTTLED != refused.command_status
        assert_type(pdu.CommandStatus(0x58).sentence, str)


def say(sent: bool, one: pdu.Pdu) -> None:
    match one:
        case pdu.SubmitSmResp(message_id, command_status=pdu.CommandStatus.ESME_ROK):
            assert_type(message_id, str)
        case pdu.Bind(system_id, _):
            assert_type((sent, system_id), tuple[bool, str])
        case _:
            pass


def test_what_a_program_names(bank: esme.sync.Esme, message: esme.Message) -> None:
    state: esme.SessionState = bank.state
    receipt: esme.Receipt | None = message.receipt
    witness: esme.Witness = say
    until: esme.Time = timedelta(hours=1)
    assert all((state.bound, receipt, witness, bank.submit("Hello", to="7000", validity=until)))


async def test_a_request_has_its_response(bank: esme.Esme, blocking: esme.sync.Esme) -> None:
    assert_type(await bank.send(pdu.SubmitSm()), pdu.SubmitSmResp)
    assert_type(blocking.send(pdu.QuerySm()), pdu.QuerySmResp)


async def forward(event: Event, bank: esme.Esme) -> pdu.Pdu | None:
    match event:
        case RequestReceived(request):
            try:
                return await bank.send(request)
            except (esme.Refused, esme.BadResponse) as wrong:
                return wrong.pdu
        case ResponseReceived(request, response):
            assert_type((request, response), tuple[pdu.Request, pdu.Response])
        case _:
            pass
    return None


def test_what_a_program_asks_for(account: smsc.Account, phone: smsc.Phone) -> None:
    assert_type(account.submitted(text="Hello", data_coding=0), pdu.SubmitSm | pdu.DataSm | pdu.SubmitMulti)
    assert account.pdus[0].data_coding == 0
    assert account.said(pdu.CancelSm, message_id=re.compile("0+1")).message_id == "00000001"
    account.submitted(source=1.5)  # no parameter has such a value


async def test_what_it_asks_for(account: smsc.AsyncAccount) -> None:
    assert (await account.said(pdu.QuerySm, message_id=lambda one: len(one) == 8, timeout=1)).source_addr == ""


def test_what_a_handset_shows(phone: smsc.Phone) -> None:
    received = phone.wait(text=lambda text: text.startswith("Your code"), sender=re.compile("BANK|TELLER"))
    assert_type(received, smsc.Received)
    assert_type(received.pdu, pdu.SubmitSm | pdu.DataSm | pdu.SubmitMulti | None)
    phone.wait(text=493021)  # a text is a str
    phone.wait(text=lambda text: text.isnumber())  # no such method of a str


def test_what_goes_wrong(centre: smsc.Centre, stage: Literal["hlr", "msc"]) -> None:
    with centre.fault(stage=stage, destination=centre.phone().number, error="systemFailure", times=2) as fault:
        assert_type(fault, smsc.Fault)
        assert_type(fault.struck, int)
    with centre.fault(stage="smpp", command_status=0x400):
        pass
    with centre.fault(stage="mcs", loss=True):  # no such stage
        pass
    with centre.fault(stage="msc", lost=True):  # no such key
        pass
    assert_type(centre.account(default_alphabet="latin-1", addresses=["7000"], versions=["3.4"]), smsc.Account)
    centre.account("bank", windows=1)  # no such key
    centre.account("bank", addresses="7000")  # several addresses are no str


def test_what_stays_as_it_is(phone: smsc.Phone, account: smsc.AsyncAccount, bank: esme.sync.Esme) -> None:
    phone.aio.name = "ms1"  # read only
    account.password = "letmein"  # read only
    bank.aio = bank.aio  # read only


@pytest.mark.parametrize("rule", [{"stage": "hlr", "error": "systemFailure"}, {"stage": "ms", "silence": True}])
def test_each_of_these(rule: smsc.FaultKeys, centre: smsc.Centre) -> None:
    with centre.fault(**rule):
        pass
    terms: smsc.AccountKeys = {"window": 1, "binds": ("receiver",)}
    centre.account(**terms)
    wrong: smsc.FaultKeys = {"stage": "hlr", "silent": True}  # no such key
    assert wrong


async def test_what_goes_wrong_there(centre: smsc.AsyncCentre) -> None:
    async with centre.fault(stage="receipt", before_response=True, delay=1.5) as fault:
        assert_type(fault, smsc.Fault)
    async with centre.fault(stage="receipt", before_response="yes"):  # true or false
        pass
    assert_type(await centre.account(window=1, outbind="127.0.0.1:2776"), smsc.AsyncAccount)
"""
MISTAKES = [("program.py", number) for number, line in enumerate(PROGRAM.splitlines(), 1) if line.count("  # ")]
ANNOTATED = "(account: smsc.Account, phone: smsc.Phone, smsc: smsc.Centre) -> None:"  # as the README says
Told = tuple[set[tuple[str, int]], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the program, and those of the README."""
    (tmp_path / "program.py").write_text(PROGRAM)
    for number, block in enumerate(blocks("python")):
        annotated = block.replace("(account, phone, smsc):", ANNOTATED)
        (tmp_path / f"readme{number}.py").write_text(f"import smsc\n{annotated}")
    return tmp_path


def mypy(folder: Path) -> Told:
    """Give the files and lines in which the checker finds mistakes, and all that it says."""
    command = (sys.executable, "-m", "mypy", "--strict", "--no-error-summary", ".")
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100)
    places = [line.split(":") for line in ran.stdout.splitlines()]
    return {(file, int(number)) for file, number, *_ in places}, ran.stdout + ran.stderr


def pyright(folder: Path) -> Told:
    """Give the same of pyright, in its strict mode."""
    config = {"typeCheckingMode": "strict", "pythonVersion": "3.11", "reportUnusedImport": False}
    (folder / "pyrightconfig.json").write_text(json.dumps(config))
    command = (sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable)
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100)
    told = json.loads(ran.stdout)["generalDiagnostics"]
    return {(Path(one["file"]).name, one["range"]["start"]["line"] + 1) for one in told}, ran.stdout + ran.stderr


@pytest.mark.parametrize("checker", [mypy, pyright])
def test_a_program_of_another_is_checked_against_our_types(checker: Callable[[Path], Told], folder: Path) -> None:
    found, told = checker(folder)
    assert sorted(found) == MISTAKES, told
