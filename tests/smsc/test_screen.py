"""The ladder as ``smsc run`` prints it, to a file on a disk that is full for a while."""

import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TextIO

import pytest
from rich.console import Console

import esme
from pdu.values import MessageState
from smsc.commands.screen import Ladder
from smsc.config import load
from smsc.log import configure
from smsc.network.acts import SwitchesOff, SwitchesOn
from smsc.simulator import Simulator
from smsc.trace import Record
from tests.smsc.disk import Disk
from tests.smsc.smpp.centre import Centre


def records() -> Iterable[Record]:
    centre = Centre()
    kept = centre.world.trace.keep()
    for act in (SwitchesOff(), SwitchesOn()):
        centre.world.network.act("ms1", act)
        centre.rest()
    return kept


def test_what_finds_no_room_on_the_disk_is_missing_and_the_rest_is_there_once() -> None:
    disk = Disk()
    ladder = Ladder(Console(file=disk, soft_wrap=True))
    first, second, third, fourth = islice(records(), 4)
    ladder.show(first)
    disk.full = True
    ladder.show(second)
    ladder.show(third)
    disk.full = False
    ladder.show(fourth)
    assert [row.split("s  ")[1] for row in disk.getvalue().splitlines()] == [str(first), str(fourth)]


@pytest.fixture
def full() -> Iterator[TextIO]:
    """Open a file on a full disk."""
    file = Path("/dev/full").open("w")  # noqa: SIM115 - it can't be closed without an error
    yield file
    with suppress(OSError):
        file.close()


async def test_a_full_disk_under_ladder_and_log_holds_up_no_message(
    full: TextIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", full)
    configure("debug")
    follower = Ladder(Console(file=full, soft_wrap=True)).show
    world = load().on_port(0).model_copy(update={"latency": {}})
    async with Simulator(world, now=time.time(), follower=follower) as centre:
        where = centre.server.host, centre.server.port
        for _ in range(2):
            async with esme.connect(*where, system_id="bank", password="secret") as bank:
                message = await bank.submit("Hello", to="+447700900123", receipt=True)
                assert (await message.delivered(timeout=10)).message_state is MessageState.DELIVERED
