"""Paging through many messages costs what is shown, and not all that have come since."""

from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre.store import Sought
from smsc.store import reading, table
from smsc.store.memory import MemoryStore
from smsc.store.sqlite import SqliteStore
from tests.smsc.store.coming import came, deliver, kept, numbers
from tests.smsc.store.notes import Notes

MANY = 2_000


class Compared(str):
    """A message_id that counts what it is compared with."""

    __slots__ = ()

    times = 0

    def __gt__(self, other: str) -> bool:
        Compared.times += 1
        return super().__gt__(other)

    def __le__(self, other: str) -> bool:
        Compared.times += 1
        return super().__le__(other)


def looked_at(store: MemoryStore | SqliteStore) -> int:
    """Return how many messages are looked at to find the three before the hundredth."""
    Compared.times = 0
    assert numbers(islice(store.newest(Compared("00000064")), 3)) == [99, 98, 97]
    return Compared.times


def test_in_memory_a_page_begins_where_the_one_before_has_ended() -> None:
    store = MemoryStore()
    store.add(*came(range(1, MANY)))
    assert looked_at(store) < 20


async def test_among_arrivals_a_page_begins_where_the_one_before_has_ended(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "messages", Notes())
    for at in range(1, MANY, 10):
        store.add(*came(range(at, at + 10), submitted=at))
    await store.written()
    assert looked_at(store) < 40
    await store.close()


async def test_a_row_behind_many_arrivals_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, made, message = SqliteStore(tmp_path / "messages", Notes()), list[str](), table.message

    def counted(row: tuple[Any, ...]) -> Any:
        made.append(row[0])
        return message(row)

    old = came(range(1, 6))
    await kept(store, old)
    await deliver(store, old)
    await kept(store, came(range(6, 100)))
    monkeypatch.setattr(reading, "PIECE", 10)
    monkeypatch.setattr(table, "message", counted)
    assert numbers(store.newest()) == list(range(99, 0, -1))
    assert made == [one.message_id for one in reversed(old)]
    await store.close()


async def test_those_that_are_sought_are_found_and_hardly_any_other_is_made_of_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, made, message = SqliteStore(tmp_path / "messages", Notes()), list[str](), table.message

    def counted(row: tuple[Any, ...]) -> Any:
        made.append(row[0])
        return message(row)

    old, live = came(range(1, 100)), came(range(100, 110))
    for one in (*old[9::10], live[3]):
        one.destination = Address("447700900124")
    await kept(store, old)
    await deliver(store, old)
    await kept(store, live)
    store.update(live[0])
    await store.written()
    live[0].state = MessageState.DELIVERED  # which its row does not say yet
    monkeypatch.setattr(reading, "WINDOW", 20)
    for sought in (
        Sought(to="447700900124"),
        Sought(to="447700900124", state=MessageState.ENROUTE),
        Sought(source="7001"),
        Sought(source="bank"),
        Sought(source="shop"),
        Sought(state=MessageState.DELIVERED),
        Sought(state=MessageState.EXPIRED),
    ):
        for before in ("", "00000069", "00000033", "00000001"):
            expected = numbers(filter(sought.fits, store.newest(before)))
            assert numbers(filter(sought.fits, store.newest(before, sought))) == expected
    monkeypatch.setattr(table, "message", counted)
    sought = Sought(to="447700900124")
    assert numbers(filter(sought.fits, store.newest("", sought))) == [103, *range(90, 0, -10)]
    assert len(made) <= 9 + 100 // 20
    await store.close()


async def test_among_many_arrivals_those_that_are_sought_are_looked_for_a_piece_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, got = SqliteStore(tmp_path / "messages", Notes()), list[str]()
    old, waiting = came(range(1, 50)), came(range(50, 150))
    waiting[30].destination = Address("447700900124")
    await kept(store, old)
    await deliver(store, old)
    await kept(store, waiting)
    find = store.get

    def counted(message_id: str) -> Any:
        got.append(message_id)
        return find(message_id)

    monkeypatch.setattr(reading, "WINDOW", 20)
    monkeypatch.setattr(store, "get", counted)
    sought = Sought(to="447700900124")
    found = filter(sought.fits, store.newest("", sought))
    assert numbers(islice(found, 1)) == [80]
    assert len(got) == 70  # and no more of its piece
    assert numbers(found) == []
    assert len(got) == 100 + 49 // 20  # of rows, only the last of a piece
    await store.close()


async def test_a_message_that_is_not_on_disk_yet_is_not_listed_among_those_that_are_sought_either(
    tmp_path: Path,
) -> None:
    store, sought = SqliteStore(tmp_path / "messages", Notes()), Sought(state=MessageState.ENROUTE)
    await kept(store, came([1]))
    store.add(*came([2]))
    assert numbers(store.newest()) == [1]
    assert numbers(filter(sought.fits, store.newest("", sought))) == [1]
    await store.written()
    assert numbers(filter(sought.fits, store.newest("", sought))) == [2, 1]
    await store.close()
