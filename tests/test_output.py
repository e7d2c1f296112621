"""What becomes of a command that can't print what it has to say; tests/esme/commands has those of an ESME."""

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pdu.commands.console import console
from pdu.commands.saying import complain, saying


@pytest.mark.parametrize(
    "words",
    [
        ("pdu", "text", "Hello"),
        ("smsc", "fault", "stages"),
        ("smsc", "probe", "--list"),
        ("smsc", "password"),
        ("smsc", "run", "--store", "memory", "--port", "0", "--no-api"),
    ],
    ids=" ".join,
)
def test_an_output_that_is_full_is_one_sentence(words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", *words],
            input="secret\n",
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    said = f"{words[0]}: what there is to say can't be written: No space left on device\n"
    assert (ended.returncode, ended.stderr) == (2, said)


@pytest.mark.parametrize(
    "words",
    [
        ("pdu", "explain", "zz"),
        ("smsc", "play", "no-such-scenario"),
        ("smsc", "no-such-command"),
        ("esme", "query", "7", "--system-id", "bank", "--password", "secret", "--port", "0"),
    ],
    ids=" ".join,
)
def test_who_can_not_be_told_what_is_wrong_has_its_exit_status(words: tuple[str, ...]) -> None:
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run([sys.executable, "-m", *words], stderr=full, env=buffered, check=False)
    assert ended.returncode == 2


def test_what_the_system_says_is_not_taken_for_the_output_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", io.StringIO())
    monkeypatch.setattr("sys.stderr", told := io.StringIO())
    for wrong in (OSError(errno.EMFILE, ""), FileNotFoundError(errno.ENOENT, "", "/nowhere")):
        with pytest.raises(SystemExit, match="2"), saying("smsc"):
            raise wrong
    said = [os.strerror(errno.EMFILE), f"/nowhere: {os.strerror(errno.ENOENT)}"]
    assert told.getvalue().splitlines() == [f"smsc: {sentence}" for sentence in said]


def test_what_somebody_wrote_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    complain("smsc: \x1b[2J\u202ex: can't be read")
    assert capsys.readouterr().err == "smsc: \\u001b[2J\\u202ex: can't be read\n"


def test_of_a_very_long_sentence_both_ends_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    complain(f"smsc: {'x' * 1_000_000}: can't be read")
    told = capsys.readouterr().err
    assert told.startswith("smsc: xxx")
    assert " ... 990,021 more characters ... " in told
    assert told.endswith("x: can't be read\n")


@pytest.mark.parametrize("name", ["COLUMNS", "LINES"])
@pytest.mark.parametrize("number", ["0", "-1", "\u00b2", "9" * 5000, ""])
def test_a_terminal_without_a_size_has_one(name: str, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, number)
    out = console()
    assert out.width > 1
    assert out.height > 1
