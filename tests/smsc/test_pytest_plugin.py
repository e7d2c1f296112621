"""The pytest plugin as a suite sees it, in a pytest process of its own."""

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

SPARED: Final = ("cacheprovider", "schemathesis", "hypothesispytest", "benchmark", "anyio")  # plugins for other tests
WITHOUT: Final = [option for plugin in SPARED for option in ("-p", f"no:{plugin}")]
# Each suite runs in a fork of a process that has imported what all of them would import anew, which takes seconds.
FORKING: Final = """
import json, os, sys
import pytest, pytest_asyncio.plugin, smsc.lab.running

for line in sys.stdin:
    folder, said, options = json.loads(line)
    child = os.fork()
    if not child:
        os.chdir(folder)
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1), os.dup2(out, 2), os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.exit(pytest.main(["-q", "-W", "ignore::pytest.PytestAssertRewriteWarning", *options]))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(scope="module")
def forking() -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", FORKING],
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        yield process
        os.killpg(process.pid, signal.SIGKILL)  # with a suite that does not end


class Suites:
    """Runs suites of one file, and returns what pytest prints."""

    def __init__(self, folder: Path, forking: "subprocess.Popen[str]") -> None:
        self.folder = folder
        self._forking = forking

    def run(self, program: str, *options: str, ini: str = "") -> str:
        """Run a suite in a process that has imported pytest and the simulator already."""
        said = self.folder / "said"
        self._write(program, ini)
        assert self._forking.stdin is not None
        assert self._forking.stdout is not None
        print(json.dumps((str(self.folder), str(said), [*WITHOUT, *options])), file=self._forking.stdin, flush=True)
        assert self._forking.stdout.readline()
        return said.read_text("utf-8")

    def run_anew(self, program: str, *options: str) -> str:
        """Run a suite in a process that has imported nothing."""
        self._write(program, "")
        command = [sys.executable, "-m", "pytest", "-q", *WITHOUT, *options]
        done = subprocess.run(command, cwd=self.folder, env=_environment(), capture_output=True, text=True, timeout=100)
        return done.stdout + done.stderr

    def _write(self, program: str, ini: str) -> None:
        (self.folder / "test_it.py").write_text(textwrap.dedent(program), "utf-8")
        (self.folder / "pytest.ini").write_text(f"[pytest]\nasyncio_mode = auto\n{ini}", "utf-8")


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}


@pytest.fixture
def suites(tmp_path: Path, forking: "subprocess.Popen[str]") -> Suites:
    return Suites(tmp_path, forking)


def test_a_suite_has_the_fixtures_without_a_conftest(suites: Suites) -> None:
    said = suites.run_anew(
        """
        import os
        import smsc.pytest_plugin, sys

        def test_nothing_of_the_simulator_is_imported_before_it_is_asked_for():
            assert "smsc.simulator" not in sys.modules

        def test_texts_travel(phone, account, smsc):
            phone.send("Hello", phone.number)
            assert phone.wait(text="Hello").sender == phone.number
            assert smsc.port == int(account.environment["SMPP_PORT"])

        def test_a_program_finds_the_way(smsc_environment, smsc_url, account):
            assert os.environ["SMPP_SYSTEM_ID"] == smsc_environment["SMPP_SYSTEM_ID"] == account.system_id
            assert smsc_url == account.url

        def test_another_has_an_account_and_a_handset_of_its_own(phone, account):
            assert (phone.inbox, account.pdus) == ([], [])
            assert "SMPP_SYSTEM_ID" not in os.environ

        async def test_with_asyncio(phone):
            await phone.aio.send("Hello", phone.number)
            await phone.aio.wait(text="Hello")
        """,
    )
    assert "5 passed" in said, said


def test_a_test_that_fails_shows_its_messages_and_no_other(suites: Suites) -> None:
    said = suites.run(
        """
        def test_one(phone):
            phone.send("of the first", phone.number)
            phone.wait()

        def test_two(phone):
            phone.send("of the second", phone.number)
            phone.wait(text="Hello", timeout=0.01)
        """,
    )
    assert "1 failed, 1 passed" in said, said
    assert "smsc.lab.phone.NotReceived: phone2 (+12015550100) has not received text='Hello' within 0.01 s" in said
    assert "-- messages --" in said
    assert 'phone2            sends text text="of the second"' in said
    assert "of the first" not in said
    frames = said.partition("-- messages --")[0]
    assert "smsc/lab/" not in frames
    assert "concurrent/futures/" not in frames


def test_the_reason_of_a_failure_is_not_out_of_sight_above_a_long_ladder(suites: Suites) -> None:
    program = """
        def test_of_many(phone):
            for number in range(10):
                phone.send(f"the {number}th", phone.number)
            phone.wait(text="the 10th", timeout=1)
        """
    said = suites.run(program).partition("-- messages --")[2].partition("short test summary")[0]
    assert re.search(r"^the last 200 of \d{3} lines; pytest -vv shows all$", said, re.MULTILINE), said
    assert (said.count("\n") < 210, 'shows text="the 9th"' in said) == (True, True)
    assert 'sends text text="the 0th"' in suites.run(program, "-vvv")


def test_who_waits_in_vain_is_shown_his_own_line_and_none_of_the_simulator_s(suites: Suites) -> None:
    said = suites.run(
        """
        def test_of_a_handset(phone):
            phone.wait(timeout=0)

        def test_of_an_account(account):
            account.submitted(timeout=0)

        def test_of_all(smsc):
            smsc.submitted(text="Hello", timeout=0)

        def test_of_one_who_has_not_bound(account):
            account.inject("Hello", timeout=0)

        async def test_with_asyncio(phone):
            await phone.aio.wait(timeout=0)
        """,
    )
    assert "5 failed" in said, said
    shown = re.findall(r"^(\S+\.py):\d+: (\w*)$", said, re.MULTILINE)
    assert shown == [("test_it.py", name) for name in ("NotReceived", *["NotSubmitted"] * 2, "NotBound", "NotReceived")]


def test_of_two_pdus_that_are_not_equal_the_parameters_that_differ_are_shown(suites: Suites) -> None:
    said = suites.run(
        """
        from pdu import DeliverSm, SubmitSm

        def test_of_one_class():
            assert SubmitSm("CMT", destination_addr="447700900123") == SubmitSm("CMT", destination_addr="447700900124")

        def test_of_two_classes():
            assert SubmitSm() == DeliverSm()

        def test_that_they_differ():
            assert SubmitSm("CMT") != SubmitSm("CMT")
        """,
    )
    shown = [line.removeprefix("E").split() for line in said.splitlines() if line.startswith("E ")]
    assert [words[1:] for words in shown[:2]] == [
        ["assert", "SubmitSm", "==", "SubmitSm"],
        ["'447700900123'", "!=", "'447700900124'"],
    ], said
    assert "SubmitSm() == DeliverSm()" in said
    assert "SubmitSm(service_type='CMT') != SubmitSm(service_type='CMT')" in said


def test_a_test_that_stops_the_clock_and_fails_stops_no_other(suites: Suites) -> None:
    said = suites.run(
        """
        import pytest

        @pytest.fixture(scope="module", autouse=True)
        def fast(smsc):
            smsc.clock.set_speed(60)

        def test_that_stops(smsc):
            smsc.clock.stop()
            assert False

        def test_behind_it(smsc):
            assert smsc.clock.speed == 60
            smsc.clock.set_speed(0.001)

        def test_behind_that(smsc):
            assert smsc.clock.speed == 60
        """,
    )
    assert "1 failed, 2 passed" in said, said


def test_a_test_that_fails_tells_how_far_the_clock_has_been_advanced(suites: Suites) -> None:
    said = suites.run(
        """
        def test_that_advances(smsc):
            smsc.clock.advance(days=2)

        def test_behind_it(phone):
            phone.send("Hello", phone.number)
            phone.wait()
            assert False
        """,
    )
    assert "the clock is 2 days, 0:00:00 ahead of the system's" in said, said


def test_a_test_that_fails_shows_what_handsets_of_others_were_told_meanwhile(suites: Suites) -> None:
    said = suites.run(
        """
        import pytest
        import smsc as simulators

        @pytest.fixture(scope="module")
        def handset(smsc):
            handset = smsc.phone()
            handset.send("before", handset.number)
            handset.wait()
            return handset

        @pytest.fixture(scope="module")
        def elsewhere():
            with simulators.running() as centre:
                yield centre

        def test_nothing_yet(handset, elsewhere):
            pass

        def test_of_a_handset_of_the_module(handset):
            handset.send("of the module", handset.number)
            handset.wait()
            assert False

        def test_of_a_simulator_of_the_module(elsewhere):
            phone = elsewhere.phone()
            phone.send("of elsewhere", phone.number)
            phone.wait()
            assert False
        """,
    )
    assert "2 failed, 1 passed" in said, said
    assert (said.count("-- messages --"), said.count("text=before")) == (2, 0)
    first, second = said.split("-- messages --")[1:]
    assert 'sends text text="of the module"' in first
    assert 'sends text text="of elsewhere"' in second
    assert "of the module" not in second


def test_a_test_whose_fixtures_fail_shows_its_messages(suites: Suites) -> None:
    said = suites.run(
        """
        import pytest

        @pytest.fixture
        def told(phone):
            phone.send("at first", phone.number)
            phone.wait(text="else", timeout=0.01)

        @pytest.fixture
        def at_the_end(phone):
            yield
            phone.send("at the end", phone.number)
            phone.wait(text="else", timeout=0.01)

        def test_one(told):
            pass

        def test_two(at_the_end):
            pass
        """,
    )
    assert "1 passed, 2 errors" in said, said
    first, second = said.split("-- messages --")[1:]
    assert 'sends text text="at first"' in first
    assert 'sends text text="at the end"' in second


def test_ctrl_c_in_a_test_that_waits_ends_the_simulator_with_it(suites: Suites) -> None:
    said = suites.run_anew(
        """
        import signal

        signal.signal(signal.SIGINT, signal.default_int_handler)  # which is ignored where tests run in the background

        def test_it(phone, smsc):  # the signal is for the thread of the loop: it wakes nobody who waits
            smsc.aio.loop.call_soon_threadsafe(signal.raise_signal, signal.SIGINT)
            phone.wait(timeout=600)
        """,
    )
    assert "KeyboardInterrupt" in said, said
    assert "no tests ran" in said
    assert "Error" not in said


def test_a_suite_may_have_a_world_of_its_own(suites: Suites) -> None:
    world = Path(__file__).parent.parent.parent / "smsc" / "default_world.toml"
    own = world.read_text("utf-8").replace('"cell1"', '"hall"')
    (suites.folder / "world.toml").write_text(own, "utf-8")
    program = """
        import pytest

        def test_the_cells_are_ours(smsc, phone):
            phone.move("hall")
            with pytest.raises(ValueError, match="no cell"):
                phone.move("cell1")
    """
    said = suites.run(program, "-c", "pytest.ini", "--rootdir", "..", ini="smsc_world = world.toml\n")
    assert "1 passed" in said, said
    said = suites.run(program, ini="smsc_world = other.toml\n")
    assert "other.toml: can't be read: No such file or directory" in said, said


def test_workers_of_xdist_have_a_simulator_each(suites: Suites) -> None:
    said = suites.run_anew(
        """
        import pytest

        @pytest.mark.parametrize("number", range(40))
        def test_one_of_many(account, phone, number):
            phone.send(f"text {number}", phone.number)
            assert phone.wait().text == f"text {number}"
        """,
        "-n",
        "2",
    )
    assert "40 passed" in said, said


def test_what_the_simulator_logs_is_in_the_log_of_a_test_that_fails_and_not_in_its_output(suites: Suites) -> None:
    said = suites.run(
        """
        import esme.sync

        def test_it(account, smsc):
            with esme.sync.connect(smsc.host, smsc.port, system_id=account.system_id, password="wrong"):
                pass
        """,
    )
    assert "1 failed" in said, said
    assert "Captured stdout" not in said
    assert "bind refused" in said.partition("Captured log call")[2]
