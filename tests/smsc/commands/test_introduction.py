"""What ``smsc run`` says first, where that depends on who can reach it."""

import time
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from smsc.commands.introduction import exposed, introduce
from smsc.commands.opening import opened
from smsc.config import WorldConfig, load
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from smsc.simulator import Simulator


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_this_machine_passwords_may_be_public(host: str) -> None:
    assert exposed(load().on_host(host)) == ""


def test_who_lets_other_machines_in_is_told_which_passwords_are_public() -> None:
    world = load().on_host("0.0.0.0")  # noqa: S104 - nobody listens there
    assert exposed(world).startswith("Other machines can bind as bank, shop, news, with passwords that are public")
    world = opened(world, ["bank:private", "shop:secret2", "post:private"])
    assert exposed(world).startswith("Other machines can bind as news, with")
    assert exposed(opened(world, ["news:other"])) == ""


async def introduced(config: WorldConfig) -> str:
    """Start a simulator, and return what it says first; then advance its clock, while a text waits for the bank."""
    said = StringIO()
    async with Simulator(config.on_port(0), now=time.time()) as centre:
        introduce(config, centre, Console(file=said), api=None, broker=None)
        centre.world.act("ms1", SendsText("Hello", dialled("7000")))
        await centre.clock.advance(7200)
    return said.getvalue()


async def test_a_clock_that_was_advanced_is_told_to_go_on_where_messages_wait(tmp_path: Path) -> None:
    config = load().kept_in("sqlite", tmp_path / "messages.sqlite")
    assert "goes on" not in await introduced(config)
    assert "The clock goes on from " in await introduced(config)


async def test_a_clock_that_goes_fast_is_not_told_to_go_on() -> None:
    assert "goes on" not in await introduced(load().kept_in("memory").at_speed(1e6))
