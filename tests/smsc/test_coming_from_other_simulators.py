"""The guide for people who come from another simulator is true: its world can be read, and its commands run."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import esme.sync
import smsc
from smsc.commands.app import app
from smsc.config import parse
from smsc.lab.blocking import Centre

GUIDE = (Path(smsc.__file__).parent / "COMING_FROM_OTHER_SIMULATORS.md").read_text("utf-8")
[WORLD] = re.findall(r"^```toml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
COMMANDS = re.findall(r"`smsc ((?:phone|account|fault|messages) [^`]*)`", GUIDE)


@pytest.fixture(scope="module")
def centre() -> Iterator[Centre]:
    with smsc.running() as centre:
        yield centre


def test_its_world_is_one() -> None:
    world = parse(WORLD, "mine.toml")
    assert [account.system_id for account in world.account] == ["bank", "shop", "news", "smppclient1"]
    assert world.anybody is not None
    assert len(world.answer) == 1
    assert len(world.fault) == 4


def test_there_are_commands_for_what_others_do() -> None:
    assert len(COMMANDS) == 15


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_run(command: str, centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMSC_API", centre.api_url)
    with esme.sync.connect(centre.host, centre.port, system_id="bank", password="secret"):
        ran = CliRunner().invoke(app, shlex.split(command))
        assert ran.exit_code == 0, ran.output
        assert CliRunner().invoke(app, ["fault", "reset"]).exit_code == 0
