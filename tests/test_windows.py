"""What Windows does not have is missed by nothing but a store on disk: here it is taken away, and Python with it."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WITHOUT = """
import asyncio, signal, sys, time

def add_signal_handler(*_):
    raise NotImplementedError

signal.signal(signal.SIGINT, signal.default_int_handler)  # where tests run in the background, nobody hears Ctrl-C
sys.modules["fcntl"] = None
del signal.SIGHUP, signal.SIGTTIN, time.clock_gettime
asyncio.BaseEventLoop.add_signal_handler = asyncio.SelectorEventLoop.add_signal_handler = add_signal_handler
"""
PATIENCE = 100.0


@contextmanager
def begun(program: str) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", WITHOUT + program], stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()  # if it has not ended by now, it never does


def command(*words: str | Path) -> str:
    return f"sys.argv = {['smsc', *map(str, words)]}\nfrom smsc.__main__ import main\nmain()"


def test_a_simulator_in_a_program_is_bound_to_and_delivers() -> None:
    program = """
import esme.sync, smsc
with smsc.running() as centre:
    account, phone = centre.account(), centre.phone()
    opening = esme.sync.connect(centre.host, centre.port, system_id=account.system_id, password=account.password)
    with opening as bank:
        bank.submit("Hello", to=phone.number)
        print(phone.wait().text)
"""
    with begun(program) as process:
        said, wrong = process.communicate(timeout=PATIENCE)
    assert (said, wrong, process.returncode) == ("Hello\n", "", 0)


def test_a_port_of_the_control_api_is_not_shared_with_whoever_has_it_already() -> None:
    program = """
import os, socket
from smsc.api.serving import free
os.name = "nt"  # there, SO_REUSEADDR means what SO_REUSEPORT means elsewhere
with free("127.0.0.1", 0) as listening:
    print(listening.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))
"""
    with begun(program) as process:
        said, wrong = process.communicate(timeout=PATIENCE)
    assert (said, wrong, process.returncode) == ("0\n", "", 0)


def test_a_store_on_disk_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "messages.sqlite"
    with begun(command("run", "--port", "0", "--no-api", "--data", file)) as process:
        _, wrong = process.communicate(timeout=PATIENCE)
    needs = "a store on disk needs Linux or macOS (fcntl); --store memory does without"
    assert (wrong, process.returncode) == (f"smsc: {file}: {needs}\n", 2)


def test_the_simulator_runs_without_one_until_ctrl_c() -> None:
    with begun(command("run", "--port", "0", "--no-api", "--store", "memory")) as process:
        assert process.stdout is not None
        assert next(row for row in process.stdout if row.startswith("SMPP on"))
        process.send_signal(signal.SIGINT)
        _, wrong = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in wrong
    assert process.returncode != 0
