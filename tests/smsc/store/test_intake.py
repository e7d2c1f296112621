"""What comes is on its way to the disk before it is decided on; it counts once it is decided, and on the disk."""

import asyncio
import errno
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from itertools import count
from pathlib import Path
from random import Random
from shutil import copyfile
from threading import Event

import pytest

from pdu.malformed import Malformed
from pdu.operations.submit_sm import SubmitSm
from pdu.session import RequestReceived
from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre.message import Message
from smsc.centre.submission import message_of_submit_sm
from smsc.store import file, intake, sqlite, syncing, table, writer
from smsc.store.sqlite import SqliteStore
from smsc.store.syncing import Syncing, available
from tests.smsc.store.coming import NOW, in_file, numbers
from tests.smsc.store.notes import Notes, a_message, add

EIO = OSError(errno.EIO, "Input/output error")


class Disk:
    """A disk that syncs a file at once, while it is ``quick``, or when told to; what it does next may go ``wrong``."""

    def __init__(self) -> None:
        self.quick = True
        self.wrong: list[OSError] = []
        self.started = 0
        self.written_again: Callable[[], None] = lambda: None
        self.go_on = Event()
        self._under_way = False

    def start(self) -> None:
        self.started += 1
        self._under_way = True

    def over(self, patience: float | None = 0) -> bool:
        if not self._under_way:
            return True
        if not self.quick and not self.go_on.wait(20 if patience is None else 0):
            return False
        self._under_way = False
        self._may_go_wrong()
        return True

    def write_again(self) -> None:
        self._may_go_wrong()
        self.written_again()

    def _may_go_wrong(self) -> None:
        if self.wrong:
            raise self.wrong.pop(0)

    def close(self) -> None:
        assert not self._under_way


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(intake, "Syncing", lambda _path: disk)
    monkeypatch.setattr(intake, "available", lambda: True)
    monkeypatch.setattr(sqlite, "ENOUGH", 1)
    return disk


@asynccontextmanager
async def opened(path: Path, notes: Notes | None = None) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(path, notes or Notes())
    yield store
    await store.close()


def came(*texts: bytes, destination_addr: str = "447700900123") -> list[RequestReceived]:
    """What one read has brought."""
    pdus = [SubmitSm(source_addr="7000", destination_addr=destination_addr, short_message=text) for text in texts]
    return [RequestReceived(pdu, pdu.encode()) for pdu in pdus]


REFUSED = came(b"to nobody", destination_addr="")


def expected(store: SqliteStore, submissions: Sequence[RequestReceived], ids: Iterator[str]) -> list[Message]:
    """Announce what came, and decide on it as the service centre does."""
    given = store.expect("bank", NOW, submissions, ids)
    messages = []
    for pdu, octets in submissions:
        assert isinstance(pdu, SubmitSm)
        try:
            messages.append(message_of_submit_sm(pdu, "bank", Address("7001"), given, count(), NOW, octets=octets))
        except Malformed:
            continue
    return messages


def ids(first: int = 1) -> Iterator[str]:
    return (f"{number:08X}" for number in count(first))


def restored(path: Path) -> list[str]:
    """Return the texts of the messages that are found in the file after a kill."""
    copy = path.with_name("killed")
    for end in ("", "-wal"):
        copyfile(f"{path}{end}", f"{copy}{end}")
    return kept_in(copy)


def kept_in(path: Path) -> list[str]:
    with closing(file.opened(path)) as db:
        return [table.message(row).text for row in db.execute(f"{table.GET} ORDER BY message_id")]


async def test_what_comes_is_written_before_it_is_decided_on(disk: Disk, tmp_path: Path) -> None:
    path = tmp_path / "messages"
    async with opened(path) as store:
        store.expect("bank", NOW, came(b"one", b"two"), ids())
        assert in_file(path) == (0, [["00000001", "00000002"]])
        assert disk.started == 1


@pytest.mark.usefixtures("disk")
async def test_a_disk_that_is_done_by_then_makes_it_safe_at_once(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    async with opened(path) as store:
        messages = expected(store, came(b"one", b"two"), ids())
        store.add(*messages)
        assert store.safe
        assert numbers(store.messages()) == [1, 2]
        assert {message.octets for message in messages} == {b""}
        messages[0].finish(MessageState.DELIVERED, NOW + 1)
        store.update(messages[0])
        await store.written()
        assert in_file(path) == (1, [["00000001", "00000002"]])
        messages[1].finish(MessageState.DELIVERED, NOW + 1)
        store.update(messages[1])
        await store.written()
        assert in_file(path) == (2, [])
    async with opened(path) as again:
        assert [one.text for one in again.messages()] == ["one", "two"]


async def test_a_slow_disk_is_waited_for_while_others_go_on(disk: Disk, tmp_path: Path) -> None:
    disk.quick, notes = False, Notes()
    async with opened(tmp_path / "messages", notes) as store:
        store.add(*expected(store, came(b"one", b"two"), ids()))
        assert not store.safe
        store.sync("one and two")
        for _ in range(3):
            await asyncio.sleep(0)  # the loop goes on, and the thread that writes waits
        assert store.expect("bank", NOW, came(b"three"), others := ids(3)) is others
        add(store, a_message("00000003"))
        assert notes.kept == []
        disk.go_on.set()
        await notes.until(2)
        assert notes.kept == ["one and two", "00000003"]


async def test_who_comes_in_the_same_turn_is_synced_together(disk: Disk, tmp_path: Path) -> None:
    disk.quick, notes = False, Notes()
    async with opened(tmp_path / "messages", notes) as store:
        for name, first in (("bank", 1), ("shop", 3), ("news", 5)):
            store.add(*expected(store, came(b"one", b"two"), ids(first)))
            store.sync(name)
        assert disk.started == 1
        disk.quick = True
        await notes.until(3)
        assert notes.kept == ["bank", "shop", "news"]
        assert disk.started == 2
        assert store.safe


@pytest.mark.usefixtures("disk")
async def test_what_is_refused_is_not_kept_and_what_is_not_said_by_its_octets_is_kept_another_way(
    tmp_path: Path,
) -> None:
    path, notes = tmp_path / "messages", Notes()
    async with opened(path, notes) as store:
        later = came(b"later")
        later[0].pdu.schedule_delivery_time = "000000010000000R"  # type: ignore[attr-defined]  # it is a submit_sm
        messages = expected(store, (*came(b"one"), *REFUSED, *later), ids())
        store.add(*messages)
        assert not store.safe
        store.sync("kept")
        await notes.until(1)
        assert in_file(path) == (1, [["00000001"]])
        assert restored(path) == ["one", "later"]


@pytest.mark.usefixtures("disk")
async def test_what_its_octets_do_not_say_is_kept_another_way_together_with_what_came_with_it(tmp_path: Path) -> None:
    path, later = tmp_path / "messages", came(b"later")
    later[0].pdu.schedule_delivery_time = "000000010000000R"  # type: ignore[attr-defined]  # it is a submit_sm
    async with opened(path) as store:
        store.add(*expected(store, (*came(b"one"), *later), ids()))
        await store.written()
        assert in_file(path) == (1, [["00000001"]])


@pytest.mark.usefixtures("disk")
async def test_where_all_are_refused_nothing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    async with opened(path) as store:
        store.add(*expected(store, (*REFUSED, *REFUSED), ids()))
        await store.written()
        assert in_file(path) == (0, [])


@pytest.mark.usefixtures("disk")
async def test_after_a_kill_before_the_decision_only_what_would_have_been_accepted_is_there(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    async with opened(path) as store:
        anonymous = SubmitSm(destination_addr="447700900123", short_message=b"from a number that the account has")
        submissions = (*came(b"one"), *REFUSED, RequestReceived(anonymous, anonymous.encode()), *came(b"two"))
        store.expect("bank", NOW, submissions, ids())
        assert restored(path) == ["one", "two"]


@pytest.mark.usefixtures("disk")
async def test_after_a_surprise_what_is_likely_to_go_another_way_is_not_written_beforehand(tmp_path: Path) -> None:
    path, unlike = tmp_path / "messages", came(b"\x04\x2f")
    unlike[0].pdu.data_coding = 8  # type: ignore[attr-defined]  # it is a submit_sm
    async with opened(path) as store:
        store.add(*expected(store, (*came(b"one"), *unlike), ids()))
        await store.written()
        assert in_file(path) == (1, [["00000001"]])
        assert store.expect("bank", NOW, (*came(b"three"), *unlike), given := ids(3)) is given
        store.add(*expected(store, came(b"three", b"four"), ids(3)))
        assert store.safe


async def test_a_few_are_written_once_they_are_decided_on(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "ENOUGH", 3)
    path, notes = tmp_path / "messages", Notes()
    async with opened(path, notes) as store:
        store.add(*expected(store, came(b"one", b"two"), ids()))
        assert not store.safe
        assert disk.started == 0
        store.sync("kept")
        await asyncio.sleep(0)  # no thread is needed
        assert notes.kept == ["kept"]
        assert disk.started == 1
        assert in_file(path) == (0, [["00000001", "00000002"]])


async def test_many_small_reads_are_written_together(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "ENOUGH", 3)
    path = tmp_path / "messages"
    async with opened(path) as store:
        for first in (1, 3):
            store.add(*expected(store, came(b"one", b"two"), ids(first)))
        await store.written()
        assert disk.started == 0
        assert in_file(path) == (0, [["00000001", "00000002"], ["00000003", "00000004"]])


async def test_what_the_quick_way_takes_no_more_goes_the_other(disk: Disk, tmp_path: Path) -> None:
    path, notes = tmp_path / "messages", Notes()
    async with opened(path, notes) as store:
        disk.quick = False
        store.add(*expected(store, came(b"one"), ids()))
        store.sync("one")
        await asyncio.sleep(0)
        for number in range(2, 5):  # while the thread waits for the disk
            store.add(*expected(store, came(b"%d" % number), ids(number)))
            store.sync(str(number))
        takes = iter((True, False))
        take = writer.Writer.take
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(writer.Writer, "take", lambda self, record: next(takes) and take(self, record))
            disk.go_on.set()
            await notes.until(4)
        assert notes.kept == ["one", "2", "3", "4"]
        assert in_file(path)[1] == [["00000001"], ["00000002"], ["00000003"], ["00000004"]]


async def test_a_sync_that_fails_loses_what_came_until_the_next_that_succeeds(disk: Disk, tmp_path: Path) -> None:
    path, notes = tmp_path / "messages", Notes()
    async with opened(path, notes) as store:
        disk.wrong = [EIO, EIO]  # a second one when it is tried again
        message, *_ = messages = expected(store, came(b"one", b"two"), ids())
        store.add(*messages)
        store.sync("lost")
        await notes.until(1)
        assert notes.lost == [("lost", "[Errno 5] Input/output error")]
        assert store.get(message.message_id) is None
        assert (
            store.expect("bank", NOW, came(b"three"), given := ids(3)) is given
        )  # the disk fails still, for all we know
        store.add(*expected(store, came(b"three"), ids(3)))
        store.sync("kept")
        await notes.until(2)
        assert notes.kept == ["kept"]
        assert restored(path) == ["three"]
        store.add(*expected(store, came(b"four", b"five"), ids(4)))
        assert store.safe


async def test_after_a_sync_that_fails_the_log_is_written_again_before_anything_is_promised(
    disk: Disk, tmp_path: Path
) -> None:
    path, notes = tmp_path / "messages", Notes()
    told: list[list[str]] = []

    def written_again() -> None:
        told.append(list(notes.kept))
        with (
            closing(sqlite3.connect(path, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")  # what another process wrote meanwhile would be lost

    disk.written_again = written_again
    async with opened(path, notes) as store:
        disk.wrong = [EIO]
        store.add(*expected(store, came(b"one", b"two"), ids()))
        store.sync("one and two")
        await notes.until(1)
        assert (told, notes.kept) == ([[]], ["one and two"])
        store.add(*expected(store, came(b"three"), ids(3)))
        assert store.safe
    assert kept_in(path) == ["one", "two", "three"]
    assert len(told) == 1


async def test_so_it_is_if_nothing_of_what_failed_is_true(disk: Disk, tmp_path: Path) -> None:
    told: list[str] = []
    disk.written_again = lambda: told.append("written again")
    async with opened(tmp_path / "messages", notes := Notes()) as store:
        disk.wrong = [EIO]
        store.add(*expected(store, [*came(b"one"), *REFUSED], ids()))
        store.sync("one")
        await notes.until(1)
        assert (told, notes.kept) == (["written again"], ["one"])


@pytest.mark.parametrize("enough", [1, 3])
async def test_what_could_not_be_synced_is_taken_back_though_nothing_else_comes(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, enough: int
) -> None:
    monkeypatch.setattr(sqlite, "ENOUGH", enough)
    path = tmp_path / "messages"
    async with opened(path, notes := Notes()) as store:
        disk.wrong = [EIO, EIO]
        store.add(*expected(store, came(b"one", b"two"), ids()))
        store.sync("lost")
        await notes.until(1)
    assert kept_in(path) == []


@pytest.mark.usefixtures("disk")
async def test_what_waits_for_a_transaction_that_fails_is_lost_with_it_and_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        monkeypatch.undo()
        raise sqlite3.OperationalError("disk I/O error")

    path = tmp_path / "messages"
    async with opened(path, notes := Notes()) as store:
        monkeypatch.setattr(writer.Writer, "_put", fails)
        add(store, a_message("00000001"))
        store.add(*expected(store, came(b"two", b"three"), ids(2)))
        store.sync("two and three")
        await notes.until(2)
        assert notes.lost == [("00000001", "disk I/O error"), ("two and three", "disk I/O error")]
    assert kept_in(path) == []


async def test_nothing_is_written_beforehand_to_a_file_that_has_been_removed(disk: Disk, tmp_path: Path) -> None:
    path, notes = tmp_path / "messages", Notes()
    async with opened(path, notes) as store:
        path.unlink()
        store.add(*expected(store, came(b"one", b"two"), ids()))
        assert disk.started == 0
        store.sync("lost")
        await notes.until(1)
        assert notes.lost == [("lost", "the file has been removed, or another one put in its place")]


async def test_while_another_process_writes_nothing_is_written_beforehand(disk: Disk, tmp_path: Path) -> None:
    path, notes = tmp_path / "messages", Notes()
    async with opened(path, notes) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            messages = expected(store, came(b"one", b"two"), ids())
            assert disk.started == 0
            store.add(*messages)
            store.sync("kept")
        await notes.until(1)
        assert in_file(path) == (0, [["00000001", "00000002"]])


async def test_the_log_does_not_grow_for_ever(disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, given = tmp_path / "messages", ids()
    monkeypatch.setattr(writer, "TURN", 5)
    async with opened(path) as store:
        sizes = []
        for _ in range(400):
            store.add(*expected(store, came(*[b"Hello" * 20] * 50), given))
            await store.written()
            sizes.append(path.with_name("messages-wal").stat().st_size)
        assert max(sizes) < 5 << 20
        assert disk.started == 400 - 400 // 6
        assert len(list(store.messages())) == 20_000


async def test_without_the_quick_way_all_is_kept_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "available", lambda: False)
    path, notes = tmp_path / "messages", Notes()
    async with opened(path, notes) as store:
        store.add(*expected(store, came(b"one", b"two"), ids()))
        assert not store.safe
        store.sync("kept")
        await notes.until(1)
        assert restored(path) == ["one", "two"]


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_happens_a_kill_finds_all_that_was_promised_and_nothing_that_was_refused(
    disk: Disk, tmp_path: Path, seed: int
) -> None:
    """Reads, refusals, slow and failing syncs, changes and other messages, in any order."""
    chance = Random(seed)  # noqa: S311 - to be repeated
    path, notes, given = tmp_path / "messages", Notes(), ids()
    promised: dict[str, set[str]] = {}
    async with opened(path, notes) as store:
        for step in range(25):
            disk.quick = chance.random() < 0.7
            disk.go_on.clear()
            if chance.random() < 0.05:
                disk.wrong = [EIO] * chance.randint(1, 4)
            for read in range(chance.randint(1, 3)):
                texts = [b"%d.%d.%d" % (step, read, at) for at in range(chance.randint(1, 4))]
                submissions = [*came(*texts), *(REFUSED if chance.random() < 0.2 else ())]
                messages = expected(store, submissions, given)
                store.add(*messages)
                token = f"{step}.{read}"
                promised[token] = {message.text for message in messages}
                if store.safe:
                    notes.kept.append(token)
                else:
                    store.sync(token)
            if chance.random() < 0.3:
                add(store, message := a_message(next(given)))
                promised[message.message_id] = set()
            live = list(store.messages())
            if live and chance.random() < 0.3:
                changed = chance.choice(live)
                changed.attempts += 1
                store.update(changed)
            if chance.random() < 0.5:
                disk.go_on.set()
                await store.written()
            else:
                await asyncio.sleep(0)
            found = set(restored(path))
            kept = set().union(*(promised[token] for token in notes.kept))
            assert kept <= found
            assert "to nobody" not in found
        disk.go_on.set()
        disk.wrong.clear()
        await notes.until(len(promised))
    found = set(kept_in(path)) - {"Hello", ""}
    assert found == set().union(*(promised[token] for token in notes.kept))


# The sync itself


@pytest.mark.skipif(not available(), reason="this system's C library has no aio_fsync")
def test_a_file_is_synced_while_python_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"octets")
    syncing = Syncing(path)
    for _ in range(3):
        syncing.start()
        assert syncing.over(20)
        assert syncing.over()
    syncing.close()


@pytest.mark.skipif(not available(), reason="this system's C library has no aio_fsync")
def test_a_file_that_is_written_again_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "PIECE", 3)
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    os.utime(path, (0, 0))
    with closing(Syncing(path)) as one:
        one.write_again()
    assert path.read_bytes() == b"0123456789"
    assert path.stat().st_mtime > 0


@pytest.mark.skipif(not available(), reason="this system's C library has no aio_fsync")
def test_a_sync_that_can_not_be_done_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    monkeypatch.setattr(os, "open", lambda *_: writing)
    syncing = Syncing(tmp_path)
    syncing.start()
    with pytest.raises(OSError, match="Invalid argument"):  # a pipe has nothing to sync
        syncing.over(None)
    assert syncing.over()
    syncing.close()
    os.close(reading)
