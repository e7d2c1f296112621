"""The messages in the store on disk, listed, shown and purged, whether a service centre runs or not."""

import sqlite3
import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from smsc.centre.message import Message
from smsc.centre.store import Sought
from smsc.commands import tables
from smsc.dates import date
from smsc.store import table
from smsc.store.arrivals import BEGUN, lay_out, show
from smsc.store.asking import answer
from smsc.store.file import closed_unless_sound, connected
from smsc.store.layout import VERSION, StoreError, checked
from smsc.store.retention import PIECE

_PATIENCE: Final = 60.0  # seconds to wait for others that write to the file
_PAUSE: Final = 0.01  # seconds in which others that wait for the file get it
_ALONE: Final = "BEGIN IMMEDIATE"  # what is read first has to hold until something is written
_TIMES: Final = frozenset({"submitted", "expires", "next_attempt", "done"})


def listed(path: Path, out: Console, sought: Sought, text: str, limit: int, *, as_json: bool) -> None:
    """Print so many messages that are ``sought`` and have this in their text, the newest first."""
    where, values = table.sought(sought)
    query = f"{table.GET} WHERE {where} ORDER BY message_id DESC"
    with closing(_read(path, query, tuple(values))) as those:
        # Most rows have no text of their own: it is read from the submit_sm (see smsc/store/table.py).
        found = (one for one in those if not text or text.casefold() in one.text.casefold())
        tables.list_messages(out, map(_plain, islice(found, limit)), as_json=as_json)


def shown(path: Path, out: Console, message_id: str, *, as_json: bool) -> bool:
    """Print all that is known of one message, and its ladder if it was kept; False if no message has this id."""
    for message in _read(path, f"{table.GET} WHERE message_id = ?", (message_id,)):
        plain, rungs = _plain(message), _ladder(path, message)
        if as_json:
            plain["ladder"] = [{"at": _moment(at, "milliseconds"), "line": line} for at, line in rungs]
            tables.record(out, plain)
            return True
        tables.fields(out, plain)
        for place, (at, line) in enumerate(rungs):
            if not place:
                out.print(f"\nIts ladder, in seconds from {_moment(at)}:")
            out.print(f"{at - rungs[0][0]:8.3f}s  {line}")
        return True
    return False


def ladder(path: Path, message_id: str) -> list[tuple[float, str]] | None:
    """Read what was said of a message, and when; None if there is none of this id."""
    message = next(_read(path, f"{table.GET} WHERE message_id = ?", (message_id,)), None)
    return None if message is None else _ladder(path, message)


def _ladder(path: Path, message: Message) -> list[tuple[float, str]]:
    """Read what was said of a message; the messages of a submit_multi have one ladder together."""
    with closing(_opened(path, "ro")) as db:
        return db.execute(table.LADDER, (message.known_as,)).fetchall()


def purged(path: Path, older_than: float, now: float) -> int:
    """Delete messages that reached their final state so many seconds ago, and owe no receipt; returns how many.

    If the simulator's clock has been advanced, the store may be later than ``now``. A simulator that is running gets to
    write between any two pieces, as it can accept nothing meanwhile.
    """
    with closing(_opened(path, "rw")) as db, closed_unless_sound(db, path, "purged"):
        with db:
            db.execute(_ALONE)
            lay_out(db, BEGUN)
            latest = answer(db, "SELECT max(done) FROM message")
            now = max(now, latest or 0.0)
            old = db.execute(table.SETTLED_BY, (now - older_than,)).fetchall()
            db.execute(table.REMEMBER_HIGHEST)
        for at in range(0, len(old), PIECE):
            with db:
                db.execute(_ALONE)
                db.executemany("DELETE FROM message WHERE message_id = ?", old[at : at + PIECE])
                db.executemany("DELETE FROM rung WHERE message_id = ?", old[at : at + PIECE])
            time.sleep(_PAUSE)
    return len(old)


def _read(path: Path, query: str, values: tuple[Any, ...]) -> Generator[Message]:
    with closing(_opened(path, "ro")) as db, closed_unless_sound(db, path, "read"):
        yield from map(table.message, db.execute(query, values))


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    """Open a file that exists; raises StoreError.

    For reading (``ro``), every message has its row, and all is as at one moment, whatever is written meanwhile.
    """
    if not path.is_file():
        raise StoreError(f"{path}: there is no such file; `smsc run` makes it")
    db = connected(path, "read", mode=mode, timeout=_PATIENCE)
    with closed_unless_sound(db, path, "read"):
        if mode == "ro":
            db.execute("BEGIN")
        version = checked(db, path)
        if version < VERSION:
            why = f"is of version {version}, and this smsc knows {VERSION}"
            raise StoreError(f"{path}: {why}; `smsc run` brings it up to date")
        if mode == "ro":
            show(db)
    return db


def _plain(message: Message) -> dict[str, Any]:
    """Return a message as plain values, for people and for JSON."""
    plain: dict[str, Any] = {}
    for field in fields(message):
        value = getattr(message, field.name)
        if field.name in _TIMES:
            value = _moment(value) if value else None
        elif field.name == "state":
            value = value.name
        elif field.name == "parts":
            value = [{"tp_dcs": part.tp_dcs, "tp_udh": part.tp_udh.hex(), "tp_ud": part.tp_ud.hex()} for part in value]
        elif field.name == "tlvs":
            value = {f"0x{tag:04X}": octets.hex() for tag, octets in value}
        elif field.name == "asked_as":
            value = [str(address) for address in value]
        elif field.name in ("source", "destination"):
            value = str(value)
        elif field.name == "status_report" and value is not None:
            tp_dt = _moment(value.tp_dt) if value.tp_dt else None
            value = {"tp_mr": value.tp_mr, "tp_st": value.tp_st, "tp_dt": tp_dt}
        plain[field.name] = value
    return plain


def _moment(seconds: float, precision: str = "seconds") -> str:
    return date(seconds).isoformat(timespec=precision)
