"""The programs outside Python that tests need: which, from which Debian package, and what for.

``python -m tests.programs`` installs the missing ones where that goes (as root on a Debian-like system), and says by
name which tests will be skipped where it does not. With CI=true a missing program is a failure, never a skip.
"""

import os
import shutil
import subprocess
import sys
from typing import Final, NamedTuple, NoReturn

import pytest


class Program(NamedTuple):
    """A program: its Debian package, and what the tests use it for."""

    package: str
    purpose: str


PROGRAMS: Final = {
    "tshark": Program("tshark", "dissecting every PDU, TPDU, MAP message and capture that the tests make"),
    "bearerbox": Program("kannel", "a gateway that binds, sends, and gets its delivery reports"),
    "smsbox": Program("kannel", "Kannel's sendsms interface"),
    "node": Program("nodejs", "a client and a message centre in another language: node-smpp"),
    "npm": Program("npm", "installing node-smpp"),
    "chromium": Program("chromium", "the page of the simulator, as a person sees and uses it"),
    "mosquitto": Program("mosquitto", "an MQTT broker"),
}


def in_ci() -> bool:
    """Whether the tests run where nothing may be missing."""
    return os.environ.get("CI") == "true"


def need(name: str) -> str:
    """Give the path of a program; without it the test is skipped, or fails where CI=true."""
    found = shutil.which(name)
    if found is None:
        lack(f"{name} is not installed: apt-get install {PROGRAMS[name].package}")
    return found


def lack(missing: str) -> NoReturn:
    """Skip the test, as something is missing; where CI=true, it fails."""
    if in_ci():
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)


def main() -> int:
    """Install what is missing, or say so."""
    missing = {name: program for name, program in PROGRAMS.items() if shutil.which(name) is None}
    if not missing:
        return 0
    packages = sorted({program.package for program in missing.values()})
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        print(f"installing {', '.join(packages)}")
        update = ["apt-get", "update", "-qq"]
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        for command in (update, install):
            done = subprocess.run(command, env=environment, capture_output=True, text=True)
            if done.returncode:
                print(f"{' '.join(command)} failed:\n{done.stderr}", file=sys.stderr)
                break
        missing = {name: program for name, program in missing.items() if shutil.which(name) is None}
    for name, program in missing.items():
        print(f"without {name} (apt-get install {program.package}) tests are skipped: {program.purpose}")
    return 1 if missing and in_ci() else 0


if __name__ == "__main__":
    sys.exit(main())
