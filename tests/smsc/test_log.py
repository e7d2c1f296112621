"""How the process reports: for eyes on a terminal, for programs elsewhere."""

import asyncio
import errno
import io
import json
import os
import subprocess
import sys
from contextlib import closing

import pytest
import structlog

from smsc.log import LoopLog, configure, left_out
from tests.smsc.disk import Disk


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    configure("info")
    structlog.get_logger().info("bound", system_id="bank", session=7)
    [line] = terminal.getvalue().splitlines()
    for word in ("bound", "system_id", "bank", "session", "7"):
        assert word in line
    assert not line.startswith("{")


def test_what_a_stranger_writes_does_not_steer_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    configure("info")
    structlog.get_logger().info("bind refused", system_id="\x1b[2J\x9bm")
    assert r"\u001b[2J\u009bm" in terminal.getvalue()


def test_a_program_is_told_in_json_one_object_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", file := io.StringIO())
    configure("info")
    structlog.get_logger().bind(system_id="bank").info("bound", session=7)
    structlog.get_logger().warning("refused", why='it says "no"\n')
    bound, refused = map(json.loads, file.getvalue().splitlines())
    assert (bound["event"], bound["level"], bound["system_id"], bound["session"]) == ("bound", "info", "bank", 7)
    assert (refused["event"], refused["level"], refused["why"]) == ("refused", "warning", 'it says "no"\n')


def test_what_is_below_the_level_is_not_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", file := io.StringIO())
    configure("warning")
    structlog.get_logger().info("bound")
    assert file.getvalue() == ""


def test_a_full_disk_loses_lines_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", disk := Disk())
    configure("info")
    log = structlog.get_logger()
    disk.full = True
    log.info("bound")
    disk.full = False
    log.info("session ended")
    [row] = map(json.loads, disk.getvalue().splitlines())
    assert row["event"] == "session ended"


def test_lines_that_are_left_out_are_told_as_all_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    configure("error")
    row = json.loads(left_out(812, "nobody reads"))
    assert (row["event"], row["lines"], row["why"]) == ("lines are left out here", 812, "nobody reads")


LIBRARY = """
import logging
from smsc.log import configure

configure()
log = logging.getLogger("uvicorn.error")
log.info("Started server process")
log.warning("Invalid HTTP request received.")
for wrong in (UnicodeDecodeError("utf-8", b"\\xff", 0, 1, "invalid start byte"), ZeroDivisionError()):
    try:
        raise wrong
    except ValueError:
        log.exception("Invalid UTF-8 sequence received from client.")
    except ZeroDivisionError:
        log.exception("Exception in ASGI application")
"""


def test_what_libraries_say_is_told_as_all_is_and_with_a_traceback_only_if_it_is_a_mistake() -> None:
    done = subprocess.run([sys.executable, "-c", LIBRARY], capture_output=True, text=True, timeout=60, check=True)
    request, octets, mistake = map(json.loads, done.stderr.splitlines())
    assert (request["event"], request["level"]) == ("Invalid HTTP request received.", "warning")
    assert octets["why"] == "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"
    assert "exception" not in octets
    assert mistake["exception"].startswith("Traceback ")
    assert mistake["exception"].endswith("ZeroDivisionError")


REFUSED = """
import esme.sync
import smsc

{before}
with smsc.running() as centre:
    try:
        with esme.sync.connect(centre.host, centre.port, system_id="ba\\x1b\\nnk", password="wrong"):
            pass
    except esme.EsmeError:
        pass
"""


def ran(before: str = "") -> subprocess.CompletedProcess[str]:
    """Run a program with a simulator that refuses a bind."""
    program = [sys.executable, "-c", REFUSED.format(before=before)]
    return subprocess.run(program, capture_output=True, text=True, timeout=60, check=True)


def test_a_simulator_in_a_program_that_has_set_no_log_up_warns_on_stderr_and_says_nothing_on_stdout() -> None:
    done = ran()
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("bind refused ")
    assert r"system_id=ba\u001b\nnk" in line


def test_a_program_that_logs_by_the_standard_library_has_it_there_under_the_names_of_the_modules() -> None:
    done = ran("import logging; logging.basicConfig(level=logging.INFO, format='%(levelname)s %(name)s: %(message)s')")
    assert done.stdout == ""
    assert "WARNING smsc.smpp.sessions: bind refused session=1 " in done.stderr
    assert "INFO smsc.smpp.sessions: session ended " in done.stderr


def test_a_program_that_has_set_structlog_up_has_it_there() -> None:
    said = "structlog.processors.KeyValueRenderer(key_order=['event', 'system_id'])"
    done = ran(f"import structlog; structlog.configure(processors=[{said}])")
    assert r"event='bind refused' system_id='ba\x1b\nnk'" in done.stdout  # as structlog does by default
    assert done.stderr == ""


def test_connections_that_can_not_be_taken_are_one_line_as_long_as_that_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", file := io.StringIO())
    configure("info")
    full = OSError(errno.EMFILE, os.strerror(errno.EMFILE))
    with closing(asyncio.new_event_loop()) as loop:
        loop.set_exception_handler(LoopLog())
        for now in (100.0, 100.0, 101.1, 102.2, 160.0):  # asyncio tries again after a second
            monkeypatch.setattr(loop, "time", lambda now=now: now)
            loop.call_exception_handler({"message": "out of system resource", "exception": full, "socket": None})
    why = {"event": "connections can't be taken", "why": "Too many open files", "level": "error"}
    assert [json.loads(line) | why == json.loads(line) for line in file.getvalue().splitlines()] == [True, True]
