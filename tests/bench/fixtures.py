"""What the pytest plugin costs a suite, and whether it is reliable.

Workers of pytest-xdist run many tests, each with a handset and an account of its own, again and again. It is also
measured how long the first test waits for its simulator.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

from rich.console import Console

from tests.bench.options import Options

SUITE: Final = """
import esme
import pytest

@pytest.mark.parametrize("number", range({tests}))
async def test_one_of_many(account, phone, smsc, number):
    async with esme.connect(smsc.host, smsc.port, system_id=account.system_id, password=account.password) as bank:
        await bank.submit(f"Your code is {{100000 + number}}", to=phone.number, source="BANK")
        assert (await phone.aio.wait(timeout=30)).code == str(100000 + number)
    assert len(await account.aio.pdus()) == 1
"""
STARTED: Final = """
import time
import smsc
smsc.running
began = time.process_time()
with smsc.running() as centre:
    centre.account(), centre.phone()
    print(time.process_time() - began)
"""
IMPORTED: Final = "import time; began = time.process_time(); import smsc; print(time.process_time() - began)"

out = Console(highlight=False, width=120)


def main(options: Options) -> None:
    """Measure, and print how it went."""
    tests, runs = (20, 1) if options.quick else (1000, 20)
    for name, program in (("import smsc", IMPORTED), ("the fixture, once that is imported", STARTED)):
        out.print(f"{name}: {1000 * median(_seconds(program) for _ in range(5)):.0f} ms of CPU")
    failed, took = 0, []
    for _ in range(runs):
        began = time.perf_counter()
        failed += run(tests)
        took.append(time.perf_counter() - began)
    out.print(f"{tests} tests by two workers, {runs} times: {failed} failed, {median(took):.1f} s each time")


def run(tests: int) -> int:
    """Run a suite of so many tests, and return how many failed; all of them, if it did not get that far."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_it.py").write_text(SUITE.format(tests=tests), "utf-8")
        Path(folder, "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n", "utf-8")
        spared = ("cacheprovider", "schemathesis", "hypothesispytest", "benchmark")
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *(f"-pno:{plugin}" for plugin in spared)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    passed = re.search(r"(\d+) passed", done.stdout)
    if passed is None or int(passed[1]) != tests:
        out.print(done.stdout[-5000:], markup=False)
    return tests - (int(passed[1]) if passed else 0)


def _seconds(program: str) -> float:
    return float(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout)
