"""``smsc account``, as a person types it: accounts are opened, and bound ESMEs are handed any text."""

import json
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

import esme
import esme.sync
import smsc
from pdu.command_status import CommandStatus
from pdu.values import InterfaceVersion
from smsc.commands.app import app
from smsc.lab.blocking import Centre


@pytest.fixture(scope="module")
def centre() -> Iterator[Centre]:
    with smsc.running() as centre:
        yield centre


@pytest.fixture(autouse=True)
def _asks_the_simulator(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMSC_API", centre.api_url)
    monkeypatch.setenv("COLUMNS", "200")


def account(*words: str) -> Result:
    return CliRunner().invoke(app, ["account", *words])


def bound(centre: Centre, system_id: str, password: str) -> esme.sync.Esme:
    return esme.sync.connect(centre.host, centre.port, system_id=system_id, password=password)


def test_an_account_is_opened_with_its_terms(centre: Centre) -> None:
    opened = account("add", "me", "mine", "addresses=7009,447700900701", "binds=receiver", "window=2")
    assert opened.exit_code == 0, opened.output
    [mine] = (row for row in map(json.loads, account("list", "--json").stdout.splitlines()) if row["system_id"] == "me")
    assert mine["addresses"] == ["7009", "447700900701"]
    assert "7009, 447700900701" in account("list").stdout
    with pytest.raises(esme.EsmeError, match="ESME_RBINDFAIL"), bound(centre, "me", "mine"):
        pass


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bank", "secret"), "smsc: the name bank is taken\n"),
        (("you", "yours", "window"), "smsc: expected key=value, found 'window'\n"),
        (("you", "yours", "="), "smsc: expected key=value, found '='\n"),
        (("you", "yours", "system_id=we"), "smsc: system_id: expected once\n"),
        (("you", "yours", "window=1", "window=2"), "smsc: window: expected once\n"),
        (("you", "yours", "widow=2"), "smsc: widow: there is no such key; perhaps window is meant\n"),
    ],
)
def test_an_account_that_can_not_be_is_told_in_one_sentence(words: tuple[str, ...], said: str) -> None:
    refused = account("add", *words)
    assert (refused.exit_code, refused.stderr) == (2, said)


def test_whoever_has_bound_is_handed_a_text_and_any_pdu(centre: Centre) -> None:
    with bound(centre, "bank", "secret") as bank:
        answered = account("deliver", "bank", "STOP", "--from", "+12025550143")
        assert (answered.exit_code, answered.stdout) == (0, "deliver_sm_resp ESME_ROK\n")
        message = bank.receive(timeout=10)
        assert message is not None
        assert (message.text, message.source, message.destination) == ("STOP", "+12025550143", "7000")
        pdu = 'deliver_sm source_addr=7 esm_class=0x04 short_message="id:1 stat:DELIVRD" tlv_0x1403=0x3434'
        answered = account("deliver", "bank", pdu, "--json")
        assert json.loads(answered.stdout)["command_status"] == "ESME_ROK"
        vendor = bank.receive(timeout=10)
        assert vendor is not None
        assert vendor.pdu.tlvs == ((0x1403, b"44"),)


def test_a_text_goes_to_an_international_number_as_it_would_from_a_handset(centre: Centre) -> None:
    with bound(centre, "shop", "opensesa") as shop:
        for to in ("447700900800", "+447700900800"):
            assert account("deliver", "shop", "STOP", "--to", to).exit_code == 0
            message = shop.receive(timeout=10)
            assert message is not None
            assert message.destination == "+447700900800"


@pytest.mark.parametrize(
    ("pdu", "said"),
    [
        ("data_sm", "smsc: command_id: expected a PDU of v3.3, found data_sm\n"),
        ("deliver_sm source_port=9200", "smsc: source_port: expected a TLV of v3.3, found 0x020A\n"),
    ],
)
def test_what_the_version_of_a_session_lacks_is_told_in_one_sentence(centre: Centre, pdu: str, said: str) -> None:
    with esme.sync.connect(
        centre.host, centre.port, system_id="bank", password="secret", interface_version=InterfaceVersion.V3_3
    ):
        refused = account("deliver", "bank", pdu)
        assert (refused.exit_code, refused.stderr) == (2, said)


def test_an_answer_that_refuses_is_exit_status_1(centre: Centre) -> None:
    async def refuse(_: esme.Message) -> int:
        return CommandStatus.ESME_RX_P_APPN

    with esme.sync.connect(centre.host, centre.port, system_id="bank", password="secret", handler=refuse):
        answered = account("deliver", "bank", "Hello")
        assert (answered.exit_code, answered.stdout) == (1, "deliver_sm_resp ESME_RX_P_APPN\n")


def test_many_are_handed_over_at_a_rate_and_their_answers_counted(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    came, slept = list[str | None](), list[float]()

    async def refuse_the_second(message: esme.Message) -> int:
        came.append(message.text)
        return CommandStatus.ESME_RX_P_APPN if message.text == "MO 2" else CommandStatus.ESME_ROK

    bind = esme.sync.connect(centre.host, centre.port, system_id="bank", password="secret", handler=refuse_the_second)
    with bind:
        answered = account("deliver", "bank", "MO {n}", "--count", "3", "--rate", "20", "--json")
        assert answered.exit_code == 1
        found = json.loads(answered.stdout)
        assert found["answers"] == {"ESME_ROK": 2, "ESME_RX_P_APPN": 1}
        assert found["seconds"] >= 2 / 20
        assert account("deliver", "bank", "{n}").exit_code == 0  # for a single message it is a text like any other
        assert account("deliver", "bank", "MO {n}", "--count", "2").stdout.startswith("1 ESME_ROK, 1 ESME_RX_P_APPN in")
        monkeypatch.setattr("smsc.commands.accounts.time", SimpleNamespace(sleep=slept.append, monotonic=lambda: 5.0))
        account("deliver", "bank", "MO", "--count", "3", "--rate", "4")
    assert came == ["MO 1", "MO 2", "MO 3", "{n}", "MO 1", "MO 2", "MO", "MO", "MO"]
    assert slept == [0.0, 0.25, 0.5]


def test_a_rate_may_be_so_low_that_no_second_one_comes(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[float] = []
    monkeypatch.setattr("time.sleep", naps.append)
    with bound(centre, "bank", "secret"):
        assert account("deliver", "bank", "MO {n}", "--count", "2", "--rate", "1e-300").exit_code == 0
    assert naps == [0.0, threading.TIMEOUT_MAX]  # the system knows no longer time


def test_the_answers_before_one_that_can_not_be_handed_over_are_counted_all_the_same(centre: Centre) -> None:
    with esme.sync.connect(centre.host, centre.port, system_id="bank", password="secret"):
        answered = account("deliver", "bank", "deliver_sm priority_flag=25{n}", "--count", "9")
        assert answered.exit_code == 2
        assert answered.stdout.startswith("5 ESME_ROK in")
        assert answered.stderr.startswith("smsc: column 26: priority_flag: expected")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody", "Hello"), "smsc: there is no account 'nobody'\n"),
        (("shop", "Hello"), "smsc: no session of shop receives, so that deliver_sm can't be sent\n"),
        (
            ("shop", "Hello", "--from", "ACME"),
            "smsc: number: expected up to 15 digits, perhaps after a +, found ACME\n",
        ),
        (("shop", "Hello", "--to", "desk"), "smsc: number: expected up to 15 digits, perhaps after a +, found desk\n"),
        (("shop", "submit_sm"), "smsc: pdu: expected a deliver_sm or data_sm, found submit_sm\n"),
        (
            ("shop", "deliver_sm", "--from", "+12025550143"),
            "smsc: expected source and to with a text: a pdu has its own\n",
        ),
        (("shop", "Hello", "--rate", "5"), "smsc: --rate: expected --count beside it, found none\n"),
        (("shop", "deliver_sm sourc_addr=7"), "smsc: column 12: deliver_sm: expected a parameter (source_addr, "),
    ],
)
def test_what_can_not_be_handed_over_is_told_in_one_sentence(words: tuple[str, ...], said: str) -> None:
    refused = account("deliver", *words)
    assert refused.exit_code == 2
    assert refused.stderr.startswith(said)
