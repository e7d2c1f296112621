"""What becomes of a command that can't print what it has to say; tests/esme/commands has those of an ESME."""

import subprocess
import sys
from pathlib import Path

import pytest


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
