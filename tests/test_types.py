"""Whoever installs this has its types: a checker of types reads them in a program that is elsewhere."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import esme
import esme.sync
import pdu
import smsc


async def test_the_code_arrives(account: smsc.Account, phone: smsc.Phone, centre: smsc.Centre) -> None:
    async with esme.connect(centre.host, centre.port, system_id=account.system_id, password=account.password) as bank:
        message = await bank.submit("Your code is 493021", to=phone.number, source="BANK", receipt=True)
        state: pdu.MessageState | None = (await message.delivered(timeout=10)).message_state
    code: str | None = (await phone.aio.wait(sender="BANK")).code
    assert (state, code) == (pdu.MessageState.DELIVERED, "493021")


def test_the_same_without_asyncio(account: smsc.Acount) -> None:  # no such name
    with esme.sync.connect("127.0.0.1", 2775, system_id="bank", password="secret") as bank:
        bank.submit(b"Hello", to="+447700900123")  # a text is no octets
        bank.deliver("Hello", to="+447700900123")  # no such operation
    pdu.SubmitSm(destination_addr=447700900123)  # an address is a str
"""


def test_a_program_of_another_is_checked_against_our_types(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    command = (sys.executable, "-m", "mypy", "--strict", "--no-error-summary", program.name)
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=100)
    mistakes = [number for number, line in enumerate(PROGRAM.splitlines(), 1) if line.count("  # ")]
    assert [int(line.split(":")[1]) for line in ran.stdout.splitlines()] == mistakes, ran.stdout + ran.stderr
    assert ran.returncode == 1
