"""Messages for a store, and what it tells of them."""

import asyncio
from pathlib import Path

from pdu.sms.address import Address
from smsc.centre.message import Message, UserData
from smsc.store.sqlite import SqliteStore


class Notes:
    """What the store told: which messages were kept, which were not, and when."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.lost: list[tuple[str, str]] = []
        self._told = asyncio.Event()

    def __call__(self, tokens: list[object], why: str) -> None:
        for token in map(str, tokens):
            if why:
                self.lost.append((token, why))
            else:
                self.kept.append(token)
        self._told.set()

    async def until(self, number: int) -> None:
        while len(self.kept) + len(self.lost) < number:
            self._told.clear()
            await asyncio.wait_for(self._told.wait(), 20)


def add(store: SqliteStore, message: Message) -> None:
    """Store a message, with its message_id as the token."""
    store.add(message)
    assert not store.safe
    store.sync(message.message_id)


def a_message(message_id: str, parts: int = 1) -> Message:
    return Message(
        message_id=message_id,
        account="bank",
        source=Address("7000", 0, 1),
        destination=Address("447700900123"),
        submitted=1000.0,
        expires=2000.0,
        parts=(UserData(0, b"", b"Hello"),) * parts,
        registered_delivery=1,
    )


async def a_store_of_one_message(path: Path) -> None:
    store = SqliteStore(path, Notes())
    add(store, a_message("00000001"))
    await store.close()
