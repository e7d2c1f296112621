"""The terminal of a running simulator: a handset does what a person types there."""

import asyncio
import io
import os
import pty
import re
import sys
import time

import pytest

import esme
from smsc.config import load
from smsc.network.acts import Shows
from smsc.prompt import HELP, Prompt
from smsc.simulator import Simulator
from smsc.trace.trace import Record
from tests.smsc.command import PATIENCE
from tests.smsc.command import Simulator as Running


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        (
            "ms9 switches off",
            "ms5, sc, hlr, msc1, bss1, msc2, bss2; or a link such as sc-hlr, found 'ms9'",
        ),
        ("help", HELP),
        ("?", HELP),
        ("ms0", "or a link such as sc-hlr, found 'ms0'"),
        (
            "msc1 explodes",
            "act: expected one of: restarts, refuses subscriber, refuses equipment, accepts, supports sms, goes",
        ),
        ("sc-hlr goes down", "sc-hlr: expected one of: breaks, is mended, loses, takes, found goes down"),
        ("sc-hlr break", "act: expected an act, perhaps breaks, found break"),
        ("smpp goes worng", "expected goes wrong or goes right, found goes worng"),
        ("smpp goes wrong los=true", "los: there is no such key; perhaps loss is meant"),
        ("smpp goes wrong status=1", "status: there is no such key; perhaps command_status is meant"),
        ("smpp goes right loss=true", "expected a fault of stage smpp that says just this, found none"),
        ("bank", "name: expected one of: ms1, ms2, ms3, ms4, ms5, sc, hlr, msc1, bss1, msc2, bss2; or a link"),
        ("bank help", "or a link such as sc-hlr, found the account bank"),
        ("bank switches off", "or a link such as sc-hlr, found the account bank"),
        ("nobody explodes", "or a link such as sc-hlr, found 'nobody'"),
        ("ms1 moves to cell=attic", "cell: expected one of: cell1, cell2, cell3, village, found 'attic'"),
        ("ms1 sends text text=Hello to=nobody", "expected up to 15 digits"),
        ('ms1 sends text text="never ends', "expected"),
    ],
)
async def test_what_can_not_be_done_is_said(row: str, answer: str) -> None:
    async with Simulator(load().on_port(0), now=time.time()) as centre:
        assert answer in Prompt(centre, print).obey(row)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ms1", ["  ms1 switches on", "  ms1 moves to cell=...", "  ms1 sends text text=... to=..."]),
        ("hlr", ["  hlr goes wrong error=... or delay=... or silence=... or loss=...", "  hlr bars msisdn=..."]),
        ("receipt", ["  receipt goes right"]),
        ("sc-hlr", ["  sc-hlr breaks", "  sc-hlr takes seconds=..."]),
    ],
)
async def test_a_name_alone_is_answered_with_all_that_can_happen_to_it(name: str, said: list[str]) -> None:
    async with Simulator(load().on_port(0), now=time.time()) as centre:
        rows = Prompt(centre, print).obey(name).splitlines()
    assert set(said) <= set(rows)
    assert all(row.startswith(f"  {name} ") for row in rows)


async def test_what_is_typed_and_what_is_pasted_is_done() -> None:
    async with Simulator(load().on_port(0), now=time.time()) as centre:
        master, slave = pty.openpty()
        said: list[str] = []
        texts: list[str] = []
        with os.fdopen(slave) as terminal:
            prompt = Prompt(centre, said.append, terminal)
            prompt.start(asyncio.get_running_loop())
            arrived = _awaits(centre, texts, 3)
            os.write(
                master, b"ms1 sends text text=one to=447700900124\n\nms1 sends text text=two to=447700900124\nms3 "
            )
            os.write(master, 'sends text text="drei äöü" to=447700900124\nnobody switches off\n'.encode())
            await asyncio.wait_for(arrived.wait(), 10)
            prompt.stop(asyncio.get_running_loop())
            prompt.stop(asyncio.get_running_loop())
        os.close(master)
    assert sorted(texts) == ["drei äöü", "one", "two"]
    assert said[0] == HELP
    assert "found 'nobody'" in said[1]


async def test_what_is_no_terminal_is_left_alone() -> None:
    async with Simulator(load().on_port(0), now=time.time()) as centre:
        said: list[str] = []
        prompt = Prompt(centre, said.append, io.StringIO("ms1 switches off\n"))
        prompt.start(asyncio.get_running_loop())
        prompt.stop(asyncio.get_running_loop())
        assert said == []


SHELL = """
import fcntl, os, signal, subprocess, sys, termios

terminal, *command = sys.argv[1:]
fcntl.ioctl(int(terminal), termios.TIOCSCTTY)
job = subprocess.Popen(command, stdin=int(terminal), process_group=0)
sys.stdin.readline()
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
os.tcsetpgrp(int(terminal), job.pid)
sys.stdin.readline()
job.terminate()
sys.exit(job.wait())
"""


async def test_in_the_background_it_leaves_the_terminal_to_others_and_serves_and_listens_in_the_foreground() -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "smsc", "run", "--port", "0", "--store", "memory", "--no-api"]
    shell = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SHELL, str(slave), *command),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        pass_fds=(slave,),
        start_new_session=True,
    )
    assert shell.stdin is not None
    assert shell.stdout is not None
    simulator = Running(shell)
    said = await asyncio.wait_for(simulator.reads_until("SMPP on"), PATIENCE)
    await asyncio.wait_for(simulator.reads_until("or help to see this again"), PATIENCE)
    os.write(master, b"ms9 switches off\n")  # to a background process, input for the shell
    port = int(re.findall(r":(\d+)", said)[0])
    async with esme.connect("127.0.0.1", port, system_id="bank", password="secret"):
        shell.stdin.write(b"fg\n")
        await asyncio.wait_for(simulator.reads_until("found 'ms9'"), PATIENCE)
    shell.stdin.write(b"kill\n")
    await shell.communicate()
    assert shell.returncode == 0
    os.close(slave)
    os.close(master)


def _awaits(centre: Simulator, texts: list[str], number: int) -> asyncio.Event:
    """Note what handsets show, until there are so many texts."""
    arrived = asyncio.Event()

    def look(record: Record) -> None:
        if isinstance(record.message, Shows):
            texts.append(record.message.text)
            if len(texts) == number:
                arrived.set()

    centre.world.trace.follow(look)
    return arrived
