"""The ladder as ``smsc run`` prints it, to a file on a disk that is full for a while."""

import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import TextIO

import pytest
from rich.console import Console

import esme
from pdu.header import Pdu
from pdu.operations.bind import BindTransceiver
from pdu.operations.data_sm import DataSm
from pdu.values import MessageState
from smsc.commands.screen import Ladder
from smsc.config import load
from smsc.log import configure
from smsc.network.acts import SwitchesOff, SwitchesOn
from smsc.simulator import Simulator
from smsc.trace.trace import Record
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


def shown(pdu: Pdu, *, lost: bool = False) -> str:
    out = StringIO()
    Ladder(Console(file=out, soft_wrap=True)).show(Record(0.0, "bank", "sc", pdu, lost=lost))
    return out.getvalue().partition("s  ")[2]


def test_of_a_long_value_the_beginning_is_shown_and_how_much_is_left_out() -> None:
    text = "Hello, world! " * 100
    assert text in shown(DataSm(message_payload=text.encode("ascii")))
    text = "x" * 65_000
    for lost, end in ((False, ""), (True, " lost=true")):
        line = shown(DataSm(destination_addr="1", message_payload=text.encode("ascii")), lost=lost)
        assert line == (
            f'bank -> sc    data_sm destination_addr=1 message_payload="{text[:1999]}... 63,002 more characters{end}\n'
        )


def test_of_very_many_parameters_the_first_are_shown_and_how_many_are_left_out() -> None:
    line = shown(DataSm(tlvs=((0x1400, b"\x01\x02"),) * 10_000))
    assert len(line) < 5_000
    left_out = 10_000 - line.count(" tlv_0x1400=0x0102")
    assert line.endswith(f" ... {left_out:,} more parameters\n")
    line = shown(DataSm(tlvs=((0x1400, b"x" * 3_000), (0x1401, b"x"))))
    assert line.endswith("78... 4,002 more characters tlv_0x1401=0x78\n")


def test_a_secret_is_hidden_in_a_long_line_too() -> None:
    line = shown(BindTransceiver("bank", "secret", tlvs=((0x1400, b"x" * 5_000),)))
    assert "password=***" in line
    assert "secret" not in line


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
