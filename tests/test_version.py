"""``--version`` of each command."""

import os
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
COMMANDS = ["smsc", "esme", "pdu"]


def said(*words: str, path: str = "") -> tuple[int, str, str]:
    environment = {**os.environ, "PYTHONPATH": path}
    ended = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, env=environment)
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_its_package_and_the_version_in_one_line(command: str) -> None:
    assert said("-m", command, "--version") == (0, f"{PROJECT['name']} {PROJECT['version']}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_run_without_being_installed_says_that_it_has_no_version(
    command: str, tmp_path: Path
) -> None:
    for installed in Path(sysconfig.get_path("purelib")).iterdir():
        if "mini_smsc" not in installed.name:
            (tmp_path / installed.name).symlink_to(installed)
    code, output, error = said("-S", "-m", command, "--version", path=f"{ROOT}{os.pathsep}{tmp_path}")
    assert (code, output) == (2, "")
    assert error == "--version: mini-smsc is not installed here, and only what is installed has a version\n"
