"""What came together is stored as it came until something becomes of it; readers of the file find it all the same."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from itertools import count
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from typer.testing import CliRunner

from pdu.operations.submit_sm import SubmitSm
from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre.message import Message
from smsc.centre.submission import message_of_submit_sm
from smsc.commands.app import app
from smsc.metrics.states import States
from smsc.store import reading, table
from smsc.store.arrivals import Arrivals
from smsc.store.layout import StoreError
from smsc.store.retention import Retention
from smsc.store.sqlite import SqliteStore
from tests.smsc.store.coming import NOW, came, deliver, in_file, kept, numbers
from tests.smsc.store.notes import Notes, add


@asynccontextmanager
async def opened(path: Path, retention: Retention | None = None) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(path, Notes(), retention)
    yield store
    await store.close()


async def test_what_came_stands_as_it_came_and_is_there_again_with_all_that_it_says(tmp_path: Path) -> None:
    path, messages = tmp_path / "messages", came(range(1, 6))
    async with opened(path) as store:
        await kept(store, messages)
        assert in_file(path) == (0, [[f"{number:08X}" for number in range(1, 6)]])
    async with opened(path) as again:
        assert [table.row(message) for message in again.unfinished()] == [table.row(message) for message in messages]
        assert again.next_message_id() == 6


async def test_what_came_at_different_times_does_not_stand_together(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    async with opened(path) as store:
        store.add(*came((1, 2)))
        store.add(*came((3,), NOW + 1))
        await store.written()
        assert in_file(path)[1] == [["00000001", "00000002"], ["00000003"]]


def test_an_arrival_has_begun_with_the_first_of_its_messages_and_is_gone_with_the_last() -> None:
    arrivals, messages, others = Arrivals(), came((1, 2)), came((3, 4))
    arrivals.added(arrivals.records([messages, others]))
    assert (*arrivals,) == ("00000001", "00000002", "00000003", "00000004")
    assert (*arrivals.begun(),) == ()
    for message, begun, left in zip(messages, (2, 0), (4, 2), strict=True):
        assert message.octets == b""  # they are in the record
        arrivals.laid_out([message])
        assert (len([*arrivals.begun()]), len([*arrivals])) == (begun, left)


async def test_what_changes_before_it_is_kept_does_not_stand_among_arrivals(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    async with opened(path) as store:
        first, *others = came((1, 2, 3))
        store.add(first, *others)
        first.finish(MessageState.DELIVERED, NOW + 1)
        store.update(first)
        await store.written()
        assert in_file(path) == (1, [["00000002", "00000003"]])


@pytest.mark.parametrize("octets", [b"", b"as they came"])
def test_only_what_its_octets_say_whole_keeps_them(octets: bytes) -> None:
    said: dict[str, Any] = {"source_addr": "7000", "destination_addr": "447700900123", "short_message": b"Hello"}
    changes: tuple[tuple[dict[str, Any], bool], ...] = (
        ({}, True),
        ({"source_addr": ""}, False),
        ({"data_coding": 4}, False),
        ({"short_message": b"Hello" * 40}, False),
        ({"schedule_delivery_time": "000000010000000R"}, False),
    )
    for more, keeps in changes:
        pdu = SubmitSm(**{**said, **more})
        message = message_of_submit_sm(pdu, "bank", Address("7001"), iter("1"), count(), NOW, octets=octets)
        assert message.octets == (octets if keeps else b"")


async def test_who_has_changed_has_a_row_and_arrivals_go_with_their_last(tmp_path: Path) -> None:
    path, messages = tmp_path / "messages", came(range(1, 4))
    async with opened(path) as store:
        await kept(store, messages)
        await deliver(store, messages[:2])
        assert in_file(path) == (2, [[message.message_id for message in messages]])
        await deliver(store, messages[2:])
        assert in_file(path) == (3, [])


async def test_what_is_deleted_does_not_come_back_with_what_came_beside_it(tmp_path: Path) -> None:
    path, messages = tmp_path / "messages", came(range(1, 4))
    async with opened(path) as store:
        await kept(store, messages)
        await deliver(store, messages[:2])
        store.forget("00000001")
        await store.written()
        assert numbers(store.messages()) == [2, 3]
    async with opened(path) as again:
        assert numbers(again.messages()) == [2, 3]
        assert numbers(again.unfinished()) == [3]


async def test_what_came_keeps_its_ladder_when_others_are_deleted(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    async with opened(path) as store:
        await kept(store, came((1,)))
        await kept(store, came((2,), NOW + 1))
        for message_id in ("00000001", "00000002"):
            store.tell(message_id, NOW, "bank -> sc    submit_sm")
        await deliver(store, filter(None, [store.get("00000001")]))
        store.forget()
        await store.written()
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("SELECT message_id FROM rung").fetchall() == [("00000002",)]


async def test_what_was_kept_long_enough_does_not_come_back_either(tmp_path: Path) -> None:
    path, messages = tmp_path / "messages", came(range(1, 4))
    async with opened(path, Retention(seconds=10)) as store:
        await kept(store, messages)
        await deliver(store, messages[:2])
        store.prune(NOW + 60)
        await store.written()
    async with opened(path) as again:
        assert numbers(again.messages()) == [3]


async def test_messages_are_found_wherever_they_stand(tmp_path: Path) -> None:
    path, messages = tmp_path / "messages", came(range(1, 8))
    async with opened(path) as store:
        await kept(store, messages)
        await deliver(store, messages[1::2])
        assert numbers(store.messages()) == [1, 2, 3, 4, 5, 6, 7]
        assert numbers(store.newest()) == [7, 6, 5, 4, 3, 2, 1]
        assert numbers(store.newest("00000005")) == [4, 3, 2, 1]
        assert list(store.latest("bank", Address("7000", 0, 0), 3)) == ["00000007", "00000006", "00000005"]
        assert not list(store.latest("shop", Address("7000", 0, 0), 3))
        states = await States(store).count()
        assert (states["ENROUTE"], states["DELIVERED"]) == (4, 3)


@pytest.mark.parametrize("piece", [1, 2, 3, 100])
async def test_who_goes_through_messages_meets_each_once_though_they_are_laid_out_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(reading, "PIECE", piece)
    messages = came(range(1, 10))
    async with opened(tmp_path / "messages") as store:
        await kept(store, messages[:6])
        await deliver(store, messages[1:3])
        await kept(store, messages[6:])
        newest = store.newest()
        found = [next(newest)]
        await deliver(store, messages[3:])
        assert numbers((*found, *newest)) == [9, 8, 7, 6, 5, 4, 3, 2, 1]
        assert numbers(store.newest("00000004")) == [3, 2, 1]


async def test_after_a_kill_whoever_reads_the_file_sees_them_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    path, killed, messages = tmp_path / "messages", tmp_path / "killed", came((1, 2, 3))
    async with opened(path) as store:
        await kept(store, messages)
        await deliver(store, messages[:1])
        for end in ("", "-wal"):
            copyfile(f"{path}{end}", f"{killed}{end}")
    before = in_file(killed)
    printed = CliRunner().invoke(app, ["messages", "--data", str(killed), "--json"]).output
    found = [json.loads(row) for row in printed.splitlines()]
    assert [(row["message_id"], row["state"], row["text"]) for row in found] == [
        ("00000003", "ENROUTE", "No. 3"),
        ("00000002", "ENROUTE", "No. 2"),
        ("00000001", "DELIVERED", "No. 1"),
    ]
    assert in_file(killed) == before == (1, [["00000001", "00000002", "00000003"]])


async def test_a_purge_from_outside_leaves_nothing_to_come_back_and_the_service_centre_goes_on(tmp_path: Path) -> None:
    path, messages = tmp_path / "messages", came((1, 2, 3))
    async with opened(path) as store:
        await kept(store, messages)
        await deliver(store, messages[:1])
        assert CliRunner().invoke(app, ["purge", "--data", str(path), "--older-than", "0"]).exit_code == 0
        assert in_file(path) == (2, [])
        assert numbers(store.messages()) == [2, 3]
        await deliver(store, messages[1:2])
    async with opened(path) as again:
        assert [(one.message_id, one.state) for one in again.messages()] == [
            ("00000002", MessageState.DELIVERED),
            ("00000003", MessageState.ENROUTE),
        ]


async def test_what_the_disk_refuses_stands_nowhere(tmp_path: Path) -> None:
    path, notes = tmp_path / "messages", Notes()
    store = SqliteStore(path, notes)
    store.limit_pages(1)  # in effect, as many as there are
    for message in came(range(1, 2_000)):
        add(store, message)
    await notes.until(1_999)
    assert len(notes.lost) == 1_999
    assert list(store.messages()) == []
    await store.close()


@pytest.mark.parametrize("damage", ["message_ids = '[1'", "octets = x'00'", "octets = CAST(octets || octets AS BLOB)"])
async def test_arrivals_that_are_damaged_are_told_in_one_sentence(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "messages"
    async with opened(path) as store:
        await kept(store, came((1, 2)))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"UPDATE arrival SET {damage}")  # noqa: S608 - it is one of those above
    with pytest.raises(StoreError, match="can't be used as a store: row 1 of arrival can't be read: "):
        SqliteStore(path, Notes())
    result = CliRunner().invoke(app, ["messages", "--data", str(path)])
    assert (result.exit_code, len(result.output.splitlines())) == (2, 1)


def meanwhile(monkeypatch: pytest.MonkeyPatch, path: Path, message: Message) -> list[bool]:
    """Have another process give a message its row while a command reads the file; return whether each try succeeded."""
    row, tries = table.row, list[bool]()

    def writes(read: Message) -> tuple[Any, ...]:
        with closing(sqlite3.connect(path, timeout=0)) as db, db:
            try:
                db.execute(table.PUT, row(message))
            except sqlite3.OperationalError:
                tries.append(False)
            else:
                tries.append(True)
        return row(read)

    monkeypatch.setattr(table, "row", writes)
    return tries


async def test_whoever_lists_messages_sees_each_once_whatever_is_written_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, messages = tmp_path / "messages", came((1, 2))
    async with opened(path) as store:
        await kept(store, messages)
        tries = meanwhile(monkeypatch, path, messages[0])
        printed = CliRunner().invoke(app, ["messages", "--data", str(path), "--json"]).output
    assert [json.loads(line)["message_id"] for line in printed.splitlines()] == ["00000002", "00000001"]
    assert tries == [True, True]


async def test_a_purge_has_the_file_to_itself_while_it_decides_what_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, messages = tmp_path / "messages", came((1, 2))
    async with opened(path) as store:
        await kept(store, messages)
        await deliver(store, messages[:1])
        tries = meanwhile(monkeypatch, path, messages[1])
        assert CliRunner().invoke(app, ["purge", "--data", str(path), "--older-than", "0"]).exit_code == 0
        monkeypatch.undo()
    assert tries == [False]


async def test_a_purge_leaves_what_came_as_it_came_where_nothing_of_it_goes(tmp_path: Path) -> None:
    path, messages = tmp_path / "messages", came((1, 2))
    async with opened(path) as store:
        await kept(store, messages)
        await kept(store, came((3, 4), NOW + 1))
        await deliver(store, messages[:1])
        assert CliRunner().invoke(app, ["purge", "--data", str(path), "--older-than", "0"]).exit_code == 0
        assert in_file(path) == (1, [["00000003", "00000004"]])
