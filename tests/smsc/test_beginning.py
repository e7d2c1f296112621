"""The command ``smsc`` before it does anything."""

import subprocess
import sys

import pytest

BEGINS = """
import os, runpy, signal, sys

class Interrupting:
    def find_spec(self, name, *_):
        if name == {at!r}:
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # where tests run in the background, nobody hears Ctrl-C
sys.meta_path.insert(0, Interrupting())
sys.argv = ["smsc", "play", "--list"]
runpy.run_module("smsc", run_name="__main__")
"""


@pytest.mark.parametrize("at", ["smsc.commands.app", "typer", "smsc.world.world", "scenarios", "nobody"])
def test_ctrl_c_ends_it_quietly_whatever_it_is_about_to_import(at: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", BEGINS.format(at=at)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0 if at == "nobody" else 130, "")
    assert bool(ran.stdout) is (at == "nobody")
