"""Output that nobody reads, for a while or ever, or that can't be written: it delays neither messages nor the end."""

import asyncio
import errno
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO, NamedTuple, cast

import pytest

import esme
from pdu.values import MessageState
from smsc.outlet import ROOM, Outlet
from tests.smsc.command import PATIENCE
from tests.smsc.worlds import DEFAULT

PHONES = [f"+44770090012{n}" for n in (3, 4, 5, 6)]
NOBODY = ["+447700900199"]
DELIVERED, UNDELIVERABLE = MessageState.DELIVERED, MessageState.UNDELIVERABLE
LINE = b"bank -> sc    submit_sm\n"


def outlet(below: Any, told: SimpleQueue[OSError | None] | None = None) -> Outlet:
    """Make an outlet that says in its own words what it leaves out."""
    seen: SimpleQueue[OSError | None] = SimpleQueue() if told is None else told
    return Outlet(below, lambda lines, why: f"{lines} left out: {why}\n", lambda _, wrong: seen.put(wrong))


@contextmanager
def pipe() -> Iterator[tuple[BinaryIO, io.FileIO]]:
    """Make a pipe that is unbuffered at its writing end."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as read, io.FileIO(writing, "wb") as written:
        yield read, written


def test_what_nobody_reads_is_left_out_once_there_is_no_room_and_who_reads_on_is_told_how_many_lines_that_is() -> None:
    lines = 2 * ROOM // len(LINE)
    with pipe() as (read, written):
        with outlet(written) as out:
            for _ in range(lines):
                assert out.write(LINE) == len(LINE)
            rows = iter(read.readline, b"")
            there, gap = next((n, row) for n, row in enumerate(rows) if row != LINE)
            assert gap.decode() == f"{lines - there} left out: nobody reads\n"
            assert there * len(LINE) > ROOM
            out.write(b"the next\n")
        written.close()
        assert list(rows) == [b"the next\n"]


def test_what_waits_at_the_end_is_written_before() -> None:
    with pipe() as (read, written):
        with outlet(written) as out:
            out.write(LINE)
        written.close()
        assert read.read() == LINE


class Reader(io.BytesIO):
    """A reader that takes half of what has room each time it is allowed to, and says when it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: SimpleQueue[None] = SimpleQueue()
        self.allowed: SimpleQueue[None] = SimpleQueue()

    def write(self, octets: Any) -> int:
        self.asked.put(None)
        self.allowed.get(timeout=PATIENCE)
        return super().write(octets[: ROOM // 2])


def test_while_some_of_it_waits_lines_are_left_out_and_told_of_in_one_place() -> None:
    reader = Reader()
    with outlet(reader) as out:
        out.write(LINE * (ROOM // len(LINE) + 1))
        reader.asked.get(timeout=PATIENCE)
        out.write(b"left out\n")
        reader.allowed.put(None)
        reader.asked.get(timeout=PATIENCE)  # there is room again
        out.write(b"left out as well\n")
        for _ in range(4):
            reader.allowed.put(None)
    assert reader.getvalue().endswith(LINE + b"2 left out: nobody reads\n")


class Disk(io.BytesIO):
    """A file on a disk that is full at first."""

    full = True

    def write(self, octets: Any) -> int:
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(octets[: ROOM // 2])  # as much as there is room for at once


def test_what_a_full_disk_does_not_take_waits_for_room_and_of_what_is_too_much_the_number_of_lines_is_told() -> None:
    disk, told = Disk(), SimpleQueue[OSError | None]()
    much = ROOM * b"-" + b"\n"
    with outlet(disk, told) as out:
        out.write(LINE)
        wrong = told.get(timeout=PATIENCE)
        assert wrong is not None
        assert wrong.errno == errno.ENOSPC
        out.write(much)
        out.write(LINE)
        disk.full = False
        assert told.get(timeout=PATIENCE) is None
    assert disk.getvalue() == LINE + much + b"1 left out: No space left on device\n"


# smsc run


class Running(NamedTuple):
    """``smsc run``, with only the beginning of its stdout read, and nothing of its stderr."""

    process: subprocess.Popen[bytes]
    port: int
    out: BinaryIO
    err: BinaryIO | None


@contextmanager
def running(
    tmp_path: Path, pair: Callable[[], tuple[int, int]] = os.pipe, err: int = subprocess.PIPE
) -> Iterator[Running]:
    """Run a world in which messages take no time; its output comes through a ``pair`` of descriptors."""
    world = tmp_path / "world.toml"
    world.write_text(re.sub(r"\[latency\]\n(.+\n)*", "", DEFAULT), "utf-8")
    reading, writing = pair()
    command = [
        sys.executable,
        "-m",
        "smsc",
        "run",
        "--port",
        "0",
        "--store",
        "memory",
        "--no-api",
        "--config",
        str(world),
    ]
    with (
        os.fdopen(reading, "rb") as out,
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=writing, stderr=err) as process,
    ):
        os.close(writing)
        try:
            said = next(row for row in iter(out.readline, b"") if b"SMPP on" in row)
            [port] = re.findall(rb":(\d+)\.", said)
            yield Running(process, int(port), cast("BinaryIO", out), cast("BinaryIO | None", process.stderr))
        finally:
            process.kill()


async def outcomes(port: int, number: int, to: Sequence[str]) -> set[MessageState | None]:
    """Submit many messages, and return what became of them."""

    async def outcome(destination: str) -> MessageState | None:
        message = await bank.submit("Hello " * 20, to=destination, receipt=True)
        return (await message.delivered(timeout=PATIENCE)).message_state

    async with esme.connect("127.0.0.1", port, system_id="bank", password="secret") as bank:
        return set(await asyncio.gather(*(outcome(to[n % len(to)]) for n in range(number))))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_who_does_not_read_the_ladder_holds_up_neither_messages_nor_the_end(
    tmp_path: Path, number: signal.Signals
) -> None:
    with running(tmp_path) as simulator:
        assert await outcomes(simulator.port, 300, PHONES) == {DELIVERED}
        simulator.process.send_signal(number)
        assert simulator.process.wait(PATIENCE) == 0


async def test_who_reads_the_ladder_late_is_told_how_many_lines_are_left_out(tmp_path: Path) -> None:
    text = "Hello " * 600  # of longer ones only the beginning would be shown
    with running(tmp_path) as simulator:
        async with esme.connect("127.0.0.1", simulator.port, system_id="bank", password="secret") as bank:
            await asyncio.gather(*(bank.data(text, to="7001") for _ in range(2 * ROOM // len(text))))
        gap = next(row for row in iter(simulator.out.readline, b"") if row.startswith(b"#"))
        assert re.fullmatch(rb"# \d+ lines are left out here: nobody reads\n", gap)
        simulator.process.terminate()
        assert simulator.process.wait(PATIENCE) == 0


async def test_who_does_not_read_the_log_holds_up_no_message_and_may_read_it_late(tmp_path: Path) -> None:
    many = 1000  # lines, more than a pipe holds
    with running(tmp_path) as simulator:
        assert simulator.err is not None
        assert await outcomes(simulator.port, many, NOBODY) == {UNDELIVERABLE}
        rows = (json.loads(row) for row in iter(simulator.err.readline, b""))
        events = [next(rows)["event"] for _ in range(many + 2)]
        assert events == ["bound", *(many * ["given up"]), "session ended"]


async def test_where_ladder_and_log_go_into_one_pipe_each_line_is_whole(tmp_path: Path) -> None:
    many = 500
    with running(tmp_path, err=subprocess.STDOUT) as simulator:
        assert await outcomes(simulator.port, many, NOBODY) == {UNDELIVERABLE}
        rows = (json.loads(row) for row in iter(simulator.out.readline, b"") if b"{" in row)
        events = [next(rows)["event"] for _ in range(many + 2)]
        assert events == ["bound", *(many * ["given up"]), "session ended"]


async def test_a_terminal_that_is_gone_is_told_in_the_log_and_holds_up_no_message(tmp_path: Path) -> None:
    with running(tmp_path, pty.openpty) as simulator:
        simulator.out.close()
        assert simulator.err is not None
        assert await outcomes(simulator.port, 1, PHONES) == {DELIVERED}
        told = next(row for row in map(json.loads, simulator.err) if row["event"] == "the ladder can't be written")
        assert told["why"] == os.strerror(errno.EIO)
        simulator.process.terminate()
        assert simulator.process.wait(PATIENCE) == 0
