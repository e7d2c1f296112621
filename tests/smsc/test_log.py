"""How the process reports: for eyes on a terminal, for programs elsewhere."""

import io
import json

import pytest
import structlog

from smsc.log import configure


class Terminal(io.StringIO):
    """Somebody looks at it."""

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
