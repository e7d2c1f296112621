"""The file of a store: which one it is, and one sentence if it can't be opened."""

import asyncio
import errno
import fcntl
import os
import resource
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from smsc.commands.kept import ladder, purged
from smsc.store.layout import StoreError
from smsc.store.sqlite import SqliteStore
from tests.smsc.store.notes import Notes, a_store_of_one_message


async def test_a_file_is_one_store_by_whichever_name(tmp_path: Path) -> None:
    (tmp_path / "other").symlink_to("messages")
    store = SqliteStore(tmp_path / "messages", Notes())
    with pytest.raises(StoreError, match="another smsc is using it"):
        SqliteStore(tmp_path / "other", Notes())
    await store.close()


async def test_a_file_with_two_names_of_its_own_is_no_store(tmp_path: Path) -> None:
    await SqliteStore(tmp_path / "messages", Notes()).close()
    (tmp_path / "other").hardlink_to(tmp_path / "messages")
    for name in ("messages", "other"):
        with pytest.raises(StoreError, match="it has another name \\(a hard link\\)"):
            SqliteStore(tmp_path / name, Notes())


@pytest.mark.parametrize("name", [":memory:", "file:messages?mode=memory", "file:messages", "50%25 #1?.db"])
def test_what_only_sqlite_understands_is_a_name_of_a_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asyncio.run(a_store_of_one_message(Path(name)))
    assert purged(Path(name), 0, 0) == 0
    assert {file.name for file in tmp_path.iterdir()} == {name, f"{name}.lock"}


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "it is a folder"), (".", "it is a folder"), ("/", "it is a folder"), ("circle", "."), ("a\0b", "null")],
)
def test_what_can_be_no_file_is_one_sentence(
    name: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("circle").symlink_to("circle")
    with pytest.raises(StoreError, match=f"can't be used as a store: .*{why}"):
        SqliteStore(Path(name), Notes())
    assert [file.name for file in tmp_path.iterdir()] == ["circle"]


def test_a_folder_whose_files_can_not_be_locked_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(StoreError, match=f"it can't be locked: {os.strerror(errno.ENOLCK)}"):
        SqliteStore(tmp_path / "messages", Notes())


def test_a_store_is_read_where_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "messages"
    asyncio.run(a_store_of_one_message(path))
    monkeypatch.setattr(os, "access", lambda *_: False)  # the superuser may write in any folder, whatever its mode
    found = ladder(path, "00000001"), ladder(path, "00000002")
    assert found == ([], None)
    assert {file.name for file in tmp_path.iterdir()} == {"messages", "messages.lock"}


@pytest.fixture
def files() -> Iterator[int]:
    """Give the first free file descriptor; restore the limit on open files afterwards."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with Path(os.devnull).open() as last:
        first_free = last.fileno()
    yield first_free
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def test_a_process_that_has_no_files_left_is_told_in_one_sentence(files: int, tmp_path: Path) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for more in range(20):
        resource.setrlimit(resource.RLIMIT_NOFILE, (files + more, hard))
        try:
            await SqliteStore(tmp_path / "messages", Notes()).close()
        except StoreError:
            assert more < 19
        else:
            assert more > 2
            break


async def test_a_user_who_has_no_threads_left_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as full:
        full.setattr(Thread, "start", start)
        with pytest.raises(StoreError, match="as a store: can't start new thread"):
            SqliteStore(tmp_path / "messages", Notes())
    await SqliteStore(tmp_path / "messages", Notes()).close()  # nobody holds it any more


def modes(folder: Path) -> dict[str, int]:
    return {found.name: stat.S_IMODE(found.stat().st_mode) for found in folder.iterdir()}


async def test_what_people_write_is_its_owner_s_alone(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "messages", Notes())
    try:
        assert modes(tmp_path) == dict.fromkeys(
            ("messages", "messages-wal", "messages-shm", "messages.lock"), stat.S_IRUSR | stat.S_IWUSR
        )
    finally:
        await store.close()


async def test_a_file_that_its_owner_lets_others_read_stays_so(tmp_path: Path) -> None:
    (tmp_path / "messages").touch(0o640)
    (tmp_path / "messages").chmod(0o640)
    store = SqliteStore(tmp_path / "messages", Notes())
    try:
        found = modes(tmp_path)
        assert (found["messages"], found["messages-wal"]) == (0o640, 0o640)
    finally:
        await store.close()


async def test_a_link_in_place_of_the_lock_does_not_empty_the_file_that_it_leads_to(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("worth something")
    (tmp_path / "messages.lock").symlink_to(other)
    await SqliteStore(tmp_path / "messages", Notes()).close()
    assert other.read_text() == "worth something"
