"""The real command on a disk that is full, read-only or damaged: a clear error, and nothing dropped silently."""

import asyncio
import os
import resource
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

import esme
from pdu.command_status import CommandStatus
from smsc.commands import given
from smsc.store import table
from tests.smsc.command import Ended, smsc
from tests.smsc.store.lives import Life, a_service_centre, number_of, write_world
from tests.smsc.store.notes import a_message, a_store_of_one_message

PAGE = 4_096


@asynccontextmanager
async def bank_of(life: Life) -> AsyncIterator[esme.Esme]:
    async with esme.connect("127.0.0.1", life.port, system_id="bank", password="secret") as bank:
        yield bank


async def refused(bank: esme.Esme, text: str) -> None:
    with pytest.raises(esme.Refused) as wrong:
        await bank.submit(text, to=number_of(1))
    assert wrong.value.pdu.command_status == CommandStatus.ESME_RSYSERR


async def test_while_the_disk_is_full_submissions_are_refused_and_then_taken_again(tmp_path: Path) -> None:
    """The file may not grow any further; to the process this looks like a full disk."""
    write_world(tmp_path)
    rungs: list[str] = []
    async with a_service_centre(tmp_path, rungs.append) as life, bank_of(life) as bank:
        before = await bank.submit("before", to=number_of(1), receipt=True)
        await bank.receipt_of(before, timeout=20)
        _, hard = resource.prlimit(life.pid, resource.RLIMIT_FSIZE)
        size = (tmp_path / "messages-wal").stat().st_size
        resource.prlimit(life.pid, resource.RLIMIT_FSIZE, (size, hard))
        await refused(bank, "meanwhile")
        await refused(bank, "meanwhile")
        resource.prlimit(life.pid, resource.RLIMIT_FSIZE, (hard, hard))
        after = await bank.submit("after", to=number_of(1), receipt=True)
        await bank.receipt_of(after, timeout=20)
    shown = [line.split("text=")[1].split()[0] for line in rungs if " shows " in line]
    assert shown == ["before", "after"]
    log = (tmp_path / "log").read_text()
    assert log.count("messages can't be stored") == 1
    assert log.count("messages can be stored again") == 1
    with closing(sqlite3.connect(tmp_path / "messages")) as db:
        kept = [table.message(row).text for row in db.execute(f"{table.GET} ORDER BY message_id")]
        assert kept == ["before", "after"]


async def test_a_file_that_is_removed_takes_nothing_more(tmp_path: Path) -> None:
    write_world(tmp_path)
    async with a_service_centre(tmp_path) as life, bank_of(life) as bank:
        await bank.submit("before", to=number_of(1))
        (tmp_path / "messages").unlink()
        await refused(bank, "meanwhile")
    assert "the file has been removed" in (tmp_path / "log").read_text()


@pytest.fixture
def unwritable(tmp_path: Path) -> Path:
    """Give a folder in which nobody can write; its mode would not stop the superuser."""
    if os.geteuid() == 0:
        return Path("/sys")
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o555)
    return folder


def test_a_folder_that_is_read_only_is_one_sentence(unwritable: Path) -> None:
    ended = smsc("run", "--port", "0", "--data", unwritable / "messages")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"smsc: {unwritable}/messages: can't be used as a store: ")
    assert ended.err.count("\n") == 1


def test_who_has_no_home_folder_is_asked_where_messages_are_to_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(given, "DATA", Path("~/.config/mini-smsc/messages.sqlite"))
    said = "smsc: --data: expected, as no home folder is known to keep messages in; or --store memory\n"
    assert smsc("run", "--port", "0") == Ended(2, "", said)
    assert smsc("config", "show").code == 0
    assert list(tmp_path.iterdir()) == []


def garbage(path: Path) -> None:
    path.write_bytes(b"This is not a database. " * 1_000)


def a_damaged_file(path: Path) -> None:
    """Make a file whose beginning is whole, but with a damaged page of messages."""
    with closing(sqlite3.connect(path)) as db, db:
        for number in range(500):
            db.execute("CREATE TABLE IF NOT EXISTS more (id INTEGER PRIMARY KEY, text TEXT)")
            db.execute("INSERT INTO more VALUES (?, ?)", (number, a_message("00000001").text + "x" * 100))
    with path.open("r+b") as file:
        file.seek(5 * PAGE)
        file.write(b"\xa5" * PAGE)


def a_file_cut_short(path: Path) -> None:
    a_damaged_file(path)
    os.truncate(path, 3 * PAGE)


@pytest.mark.parametrize("spoil", [garbage, a_damaged_file, a_file_cut_short])
def test_a_file_that_is_damaged_is_one_sentence(spoil: object, tmp_path: Path) -> None:
    path = tmp_path / "messages"
    assert callable(spoil)
    spoil(path)
    before = path.read_bytes()
    ended = smsc("run", "--port", "0", "--data", path)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"smsc: {path}: ")
    assert ended.err.count("\n") == 1
    assert path.read_bytes()[PAGE:] == before[PAGE:]  # whoever can repair it still can


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        ("UPDATE message SET state = 77", "message 00000001 can't be read: 77 is not a valid MessageState"),
        ("INSERT INTO note VALUES ('broadcast', '00000002', '{}')", "a broadcast can't be read: '{}'"),
    ],
)
def test_what_is_damaged_within_a_file_that_is_whole_is_one_sentence(damage: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "messages"
    asyncio.run(a_store_of_one_message(path))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(damage)
        before = db.execute("SELECT state, done FROM message").fetchall()
    ended = smsc("run", "--port", "0", "--no-api", "--data", path)
    assert (ended.code, ended.out, ended.err) == (2, "", f"smsc: {path}: can't be used as a store: {why}\n")
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT state, done FROM message").fetchall() == before
