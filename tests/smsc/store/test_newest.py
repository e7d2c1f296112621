"""Paging through many messages costs what is shown, and not all that have come since."""

from itertools import islice
from pathlib import Path
from typing import Any

import pytest

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
