"""How many messages a store keeps in each state: counted when somebody asks, on disk outside the event loop."""

import asyncio
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Final

from pdu.values import MessageState
from smsc.centre.store import Store
from smsc.log import get_logger
from smsc.store import table
from smsc.store.sqlite import SqliteStore

log = get_logger(__name__)

SHARE: Final = 20  # counting takes at most this fraction (1/20) of a thread's time: until then, the last count holds


class States:
    """The states of one store's messages."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counted: Counter[int] = Counter()
        self._again_at = 0.0
        self._counting = asyncio.Lock()  # however many ask at once

    async def count(self) -> dict[str, int]:
        """Count the messages by state, all states in the order of their numbers."""
        store, begun = self._store, time.monotonic()
        if not isinstance(store, SqliteStore):
            self._counted = Counter(int(message.state) for message in store.messages())
        else:
            async with self._counting:
                if begun >= self._again_at:
                    await self._count_again(store.path, begun)
        return {state.name: self._counted[state] for state in MessageState}

    async def _count_again(self, path: Path, begun: float) -> None:
        try:
            self._counted = await asyncio.to_thread(_in_file, path)
        except sqlite3.Error as wrong:
            log.warning("messages can't be counted", file=str(path), why=str(wrong))
        self._again_at = begun + SHARE * (time.monotonic() - begun)


def _in_file(path: Path) -> Counter[int]:
    """Count what is on disk; runs in a thread."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        return Counter(dict(db.execute(table.COUNT_STATES).fetchall()))
