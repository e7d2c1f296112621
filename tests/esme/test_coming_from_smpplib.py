"""The guide for people who come from smpplib is true: the programs of both sides run, and do the same."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import smpplib.gsm  # type: ignore[import-untyped]

import esme
import esme.sync
from esme import submission
from pdu.header import Pdu
from pdu.ladder import line
from smsc.lab.blocking import Account, Centre, Phone

GUIDE = (Path(esme.__file__).parent / "COMING_FROM_SMPPLIB.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
SIDES = ("smpplib", "esme")
LONG = "Happy birthday 🎉 " * 6

Ran = Callable[[int], str]


@pytest.fixture(params=SIDES)
def ran(
    request: pytest.FixtureRequest, account: Account, phone: Phone, smsc: Centre, capsys: pytest.CaptureFixture[str]
) -> Ran:
    """Make a function that runs one side's program of a task, and returns what it prints."""

    def run(task: int) -> str:
        block = BLOCKS[(task - 1) * len(SIDES) + SIDES.index(request.param)]
        assert f"import {request.param}" in block
        names: dict[str, Any] = {
            "__name__": "guide",
            "HOST": smsc.host,
            "PORT": smsc.port,
            "SYSTEM_ID": account.system_id,
            "PASSWORD": account.password,
            "NUMBER": phone.number.removeprefix("+"),
        }
        exec(block, names)  # noqa: S102 - the guide's own program
        return capsys.readouterr().out

    return run


def test_there_are_two_programs_for_each_of_five_tasks() -> None:
    assert len(BLOCKS) == 10
    assert len(re.findall(r"^## \d\. ", GUIDE, re.MULTILINE)) == 5


def test_1_a_text_is_submitted(ran: Ran, phone: Phone) -> None:
    assert ran(1) == "1\n"
    assert phone.wait(sender="Bank").text == "Grüße aus London"


def test_2_a_long_text_with_an_emoji_is_submitted(ran: Ran, phone: Phone) -> None:
    assert ran(2) == "2\n"
    assert phone.wait(sender="Bank").text == LONG


def test_3_the_delivery_receipt_is_waited_for(ran: Ran) -> None:
    assert ran(3) == "True\n"


def test_4_messages_are_received(ran: Ran, phone: Phone, account: Account) -> None:
    phone.send("BALANCE", account.number)
    assert ran(4) == "True BALANCE\n"


def test_5_many_messages_are_submitted_and_one_is_refused(ran: Ran, smsc: Centre, account: Account) -> None:
    with smsc.fault(stage="smpp", account=account.system_id, text="Message 7$", command_status="ESME_RSUBMITFAIL"):
        assert ran(5) == "29 ['Message 7']\n"


def test_every_pdu_is_shown_as_it_goes_over_the_line(account: Account, phone: Phone, smsc: Centre) -> None:
    assert "`witness=lambda sent, pdu: print(sent, line(pdu))`, with `from pdu.ladder import line`" in GUIDE
    seen: list[tuple[bool, str]] = []

    def see(sent: bool, pdu: Pdu) -> None:
        seen.append((sent, str(line(pdu)).partition(" ")[0]))

    system_id, password = account.system_id, account.password
    with esme.sync.connect(smsc.host, smsc.port, system_id=system_id, password=password, witness=see) as bank:
        bank.submit("Hello", to=phone.number)
    assert seen[:4] == [
        (True, "bind_transceiver"),
        (False, "bind_transceiver_resp"),
        (True, "submit_sm"),
        (False, "submit_sm_resp"),
    ]


def test_smpplib_cuts_an_emoji_in_two_and_esme_does_not() -> None:
    text = "x" * 66 + "🎉 and more"
    parts = smpplib.gsm.make_parts(text)[0]
    with pytest.raises(UnicodeDecodeError):
        parts[0][6:].decode("utf-16-be")
    ours = submission.requests(text, to="1")
    assert "".join(part.short_message[6:].decode("utf-16-be") for part in ours) == text
