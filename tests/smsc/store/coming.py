"""Messages that come together, and how they stand in the file of a store."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Final

from pdu.operations.submit_sm import SubmitSm
from pdu.sms.address import Address
from pdu.values import MessageState
from smsc.centre.message import Message
from smsc.centre.submission import message_of_submit_sm
from smsc.store.sqlite import SqliteStore

NOW: Final = 1_767_225_600.25


def came(numbers: Iterable[int], submitted: float = NOW) -> list[Message]:
    """Make messages as they come in one read."""
    messages = []
    for number in numbers:
        pdu = SubmitSm(source_addr="7000", destination_addr="447700900123", short_message=b"No. %d" % number)
        ids = iter([f"{number:08X}"])
        message = message_of_submit_sm(pdu, "bank", Address("7001", 0, 1), ids, count(), submitted, octets=pdu.encode())
        messages.append(message)
    return messages


async def kept(store: SqliteStore, messages: Sequence[Message]) -> None:
    """Store messages that came together."""
    store.add(*messages)
    await store.written()


async def deliver(store: SqliteStore, messages: Iterable[Message]) -> None:
    for message in messages:
        message.finish(MessageState.DELIVERED, NOW + 1)
        store.update(message)
    await store.written()


def numbers(messages: Iterable[Message]) -> list[int]:
    return [int(message.message_id, 16) for message in messages]


def in_file(path: Path) -> tuple[int, list[list[str]]]:
    """Return how many rows there are, and which message_ids are stored together as arrivals."""
    with closing(sqlite3.connect(path)) as db:
        [rows] = db.execute("SELECT count(*) FROM message").fetchone()
        return rows, [json.loads(ids) for (ids,) in db.execute("SELECT message_ids FROM arrival ORDER BY number")]
