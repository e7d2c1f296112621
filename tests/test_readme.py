"""The README tells the truth: its programs run, and its ladder is what comes."""

import asyncio
import re
import shlex
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from scenarios.player import Player
from scenarios.script import parse, read
from smsc import Account, Centre, Phone, running
from smsc.commands.app import app
from smsc.config import load
from smsc.simulator import Simulator
from tests.interop.centre import service_centre
from tests.readme import README, blocks

ROOT = Path(__file__).parent.parent


def test_the_ladder_of_the_readme_is_what_comes() -> None:
    [ladder] = blocks("ladder")
    script = read(ROOT / "scenarios" / "submit_and_receipt.ladder")
    came = Player(script).play().rungs
    shown = parse(ladder).steps
    assert [(step.origin, step.destination, step.words) for step in shown] == [
        (rung.origin, rung.destination, " ".join(rung.line.words)) for rung in came
    ]
    for step, rung in zip(shown, came, strict=True):
        assert set(step.line.fields) <= set(rung.line.fields)


async def test_the_program_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    program: dict[str, Any] = {"__name__": "readme"}
    exec(blocks("python")[0], program)  # noqa: S102 - the README's own program
    async with Simulator(load().on_port(0), now=time.time()) as centre:
        await program["main"](centre.server.host, centre.server.port)
    told = r"id:\S+ sub:001 dlvrd:001 submit date:\d{10} done date:\d{10} stat:DELIVRD err:000 text:Hello\n"
    assert re.fullmatch(told, capsys.readouterr().out)


async def test_the_program_of_the_readme_that_stays_bound_answers_a_handset() -> None:
    program: dict[str, Any] = {"__name__": "readme"}
    exec(blocks("python")[1], program)  # noqa: S102 - likewise
    async with service_centre() as centre:
        echo = asyncio.create_task(program["echo"](centre.host, centre.port))
        await centre.said("sc", "bind_receiver_resp")
        centre.text("ms1", "Hello", to="7000")
        [shown] = await centre.shown("ms1")
        assert (shown.text, shown.sender.value) == ("You wrote: Hello", "7000")
        echo.cancel()
        with pytest.raises(asyncio.CancelledError):
            await echo


async def test_the_test_of_the_readme_passes(account: Account, phone: Phone, smsc: Centre) -> None:
    program: dict[str, Any] = {"__name__": "readme"}
    exec(blocks("python")[2], program)  # noqa: S102 - likewise
    await asyncio.wait_for(program["test_the_code_arrives"](account, phone, smsc), 20)


def test_the_test_of_the_readme_without_asyncio_passes() -> None:
    program: dict[str, Any] = {}
    exec(blocks("python")[3], program)  # noqa: S102 - likewise
    with running() as centre:  # of its own: its clock goes ahead
        program["test_what_becomes_of_texts"](centre.account(), centre.phone(), centre)


def test_every_command_of_the_readme_exists() -> None:
    commands = [
        row.split("#")[0] for block in blocks("sh") for row in block.splitlines() if row.startswith(".venv/bin/smsc ")
    ]
    assert len(commands) >= 5
    for command in commands:
        result = CliRunner().invoke(app, [*shlex.split(command)[1:], "--help"])
        assert result.exit_code == 0, result.output


def test_every_file_that_the_guide_for_contributors_names_exists() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = [
        name for name in re.findall("`([^`]+)`", guide) if re.fullmatch(r"[\w.]+(/[\w.]+)*(/|\.(py|md|toml))", name)
    ]
    named += [f"{module.replace('.', '/')}.py" for module in re.findall(r"python -m ([\w.]+)", guide)]
    assert len(named) > 30
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_file_that_the_readme_links_to_exists() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
