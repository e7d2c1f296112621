"""A message as a row: which field is which column, and how its value is written and read.

The submit_sm that brought a message is kept as its octets, and the fields read from it (see Late) are not in columns
until they are changed: writing them would take several times as long as all the rest of keeping a message.

A new column needs a step in smsc/store/layout.py, which adds it to files written before.
"""

import json
import sqlite3
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, NamedTuple

from pdu.codec import decode
from pdu.operations.submit_sm import SubmitSm
from pdu.sms.address import Address
from pdu.tlv import Tlv
from pdu.values import MessageState
from smsc.centre import submission
from smsc.centre.message import Message, StatusReport, UserData
from smsc.centre.store import Sought


class Column(NamedTuple):
    """A field of Message: its column's declaration, and how to write and read its value."""

    sql: str
    write: Callable[[Any], Any] | None = None
    read: Callable[[Any], Any] | None = None


@lru_cache(1 << 16)  # the same addresses come again and again
def _address(value: Address) -> str:
    return f"{value.ton}.{value.npi}:{value.value}"


def _to_address(text: str) -> Address:
    kind, _, value = text.partition(":")
    ton, _, npi = kind.partition(".")
    return Address(value, int(ton), int(npi))


@lru_cache(1 << 16)
def _addresses(pair: tuple[Address, Address]) -> str:
    return json.dumps([_address(address) for address in pair])


def _to_addresses(text: str) -> tuple[Address, Address]:
    source, destination = json.loads(text)
    return _to_address(source), _to_address(destination)


def _parts(parts: tuple[UserData, ...]) -> bytes:
    """Write parts one after the other: TP-DCS, length of the header, length of the data, header, data."""
    return b"".join(
        bytes((part.tp_dcs, len(part.tp_udh), len(part.tp_ud))) + part.tp_udh + part.tp_ud for part in parts
    )


def _to_parts(octets: bytes) -> tuple[UserData, ...]:
    parts: list[UserData] = []
    at = 0
    while at < len(octets):
        tp_dcs, header, data = octets[at : at + 3]
        middle = at + 3 + header
        parts.append(UserData(tp_dcs, octets[at + 3 : middle], octets[middle : middle + data]))
        at = middle + data
    return tuple(parts)


def _tlvs(tlvs: tuple[Tlv, ...]) -> str:
    return json.dumps([(tag, octets.hex()) for tag, octets in tlvs]) if tlvs else "[]"


def _to_tlvs(text: str) -> tuple[Tlv, ...]:
    return tuple((tag, bytes.fromhex(octets)) for tag, octets in json.loads(text))


def _names(names: tuple[str, ...]) -> str:
    return json.dumps(names) if names else "[]"


def _to_names(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _status_report(report: StatusReport) -> str:
    return json.dumps([report.tp_mr, report.tp_st, report.tp_dt])


def _to_status_report(text: str) -> StatusReport:
    return StatusReport(*json.loads(text))


def to_submit_sm(octets: bytes) -> SubmitSm:
    pdu = decode(octets)
    assert isinstance(pdu, SubmitSm)  # noqa: S101 - nothing else is written there
    return pdu


TEXT: Final = Column("TEXT NOT NULL")
NUMBER: Final = Column("INTEGER NOT NULL")
TIME: Final = Column("REAL NOT NULL")
FLAG: Final = Column("INTEGER NOT NULL", int, bool)
ADDRESS: Final = Column("TEXT NOT NULL", _address, _to_address)

COLUMNS: Final[dict[str, Column]] = {
    "message_id": Column("TEXT PRIMARY KEY"),
    "account": TEXT,
    "source": ADDRESS,
    "destination": ADDRESS,
    "submitted": TIME,
    "expires": TIME,
    "parts": Column("BLOB", _parts, _to_parts),
    "text": Column("TEXT"),
    "service_type": TEXT,
    "protocol_id": NUMBER,
    "priority": NUMBER,
    "data_coding": NUMBER,
    "registered_delivery": NUMBER,
    "state": Column("INTEGER NOT NULL", int, MessageState),
    "next_part": NUMBER,
    "attempts": NUMBER,
    "next_attempt": TIME,
    "error": NUMBER,
    "done": Column("REAL"),
    "receipted": FLAG,
    "asked_as": Column("TEXT", _addresses, _to_addresses),
    "esm_class": NUMBER,
    "tlvs": Column("TEXT NOT NULL", _tlvs, _to_tlvs),
    "set_dpf": FLAG,
    "dpf_is_set": FLAG,
    "session": NUMBER,
    "submission": TEXT,
    "copies": Column("TEXT NOT NULL", _names, _to_names),
    "status_report": Column("TEXT", _status_report, _to_status_report),
    "pdu": Column("BLOB", SubmitSm.encode, to_submit_sm),
}
_LATE: Final = {"parts": "_parts", "text": "_text", "asked_as": "_asked_as"}  # the attributes with their changed values

CREATE: Final = (
    f"CREATE TABLE message ({', '.join(f'{name} {column.sql}' for name, column in COLUMNS.items())}) WITHOUT ROWID"
)
PUT: Final = f"INSERT OR REPLACE INTO message VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - likewise
GET: Final = f"SELECT {', '.join(COLUMNS)} FROM message"  # noqa: S608 - the names are those above
# The highest message_id there is or ever was, so that none is given twice, whatever has been deleted.
HIGHEST: Final = (
    "SELECT max(id) AS highest FROM"
    " (SELECT max(message_id) AS id FROM message UNION SELECT max(key) FROM note WHERE kind = 'broadcast'"
    " UNION SELECT max(value) FROM note WHERE kind = 'highest')"
)
REMEMBER_HIGHEST: Final = (
    f"INSERT OR REPLACE INTO note SELECT 'highest', 'message_id', highest FROM ({HIGHEST})"  # noqa: S608 - as above
    " WHERE highest IS NOT NULL"
)
LATEST: Final = (
    "SELECT message_id FROM"
    " (SELECT message_id, account, source, submission FROM message ORDER BY message_id DESC LIMIT ?)"
    " WHERE account = ? AND source = ? AND submission = '' LIMIT ?"
)
# Whether a message in its final state owes its sender a receipt, as Message.owes_receipt says.
OWES_RECEIPT: Final = (
    "(account <> '' AND NOT receipted AND esm_class & 3 <> 2"
    " AND CASE registered_delivery & 3 WHEN 1 THEN 1 WHEN 2 THEN state <> 2 WHEN 3 THEN state = 2 ELSE 0 END)"
)
# Whether an ESME knows other messages, which are not final yet, by its message_id, as those of a submit_multi.
STANDS_FOR_OTHERS: Final = (
    "(account <> '' AND copies <> '[]' AND EXISTS (SELECT 1 FROM json_each(message.copies) JOIN message AS other"
    " ON other.message_id = json_each.value WHERE other.done IS NULL))"
)
NEEDED: Final = f"({OWES_RECEIPT} OR {STANDS_FOR_OTHERS})"
SETTLED: Final = f"done IS NOT NULL AND NOT {NEEDED}"
OLDEST: Final = (
    f"SELECT message_id, submitted, done, {NEEDED} FROM message"  # noqa: S608 - likewise
    " WHERE message_id > ? ORDER BY message_id LIMIT ?"
)
COUNT_STATES: Final = (  # messages in arrivals are ENROUTE
    "SELECT state, count(*) FROM (SELECT state FROM message UNION ALL SELECT 1 FROM arrival, json_each(message_ids)"
    " WHERE value NOT IN (SELECT message_id FROM message)) GROUP BY state"
)
WAITS: Final = f"SELECT EXISTS (SELECT 1 FROM message WHERE done IS NULL OR {OWES_RECEIPT})"  # noqa: S608 - likewise
COUNT_SETTLED: Final = f"SELECT count(*) FROM message WHERE {SETTLED}"  # noqa: S608 - likewise
LADDER: Final = "SELECT at, line FROM rung WHERE message_id = ? ORDER BY at, serial"
SETTLED_BY: Final = f"SELECT message_id FROM message WHERE done <= ? AND {SETTLED}"  # noqa: S608 - likewise
FORGET: Final = f"DELETE FROM message WHERE message_id = ? AND {SETTLED}"  # noqa: S608 - likewise
FORGET_ALL: Final = f"DELETE FROM message WHERE {SETTLED}"  # noqa: S608 - likewise
FORGET_LADDERS: Final = (
    "DELETE FROM rung WHERE message_id NOT IN (SELECT message_id FROM message UNION SELECT submission FROM message"
    " UNION SELECT value FROM arrival, json_each(message_ids))"
)
# Saves reading all settled messages at a start; whether a message still owes a receipt, it says itself.
MAY_BE_UNFINISHED: Final = "done IS NULL OR (registered_delivery & 3 AND NOT receipted)"

_fields = attrgetter(*(_LATE.get(name, name) for name in COLUMNS))
_WRITERS: Final = tuple((at, column.write) for at, column in enumerate(COLUMNS.values()) if column.write is not None)
_READERS: Final = tuple((name, column.read) for name, column in COLUMNS.items())


def sought(which: Sought) -> tuple[str, list[Any]]:
    """Give a condition for the rows of those that are sought, and its values."""
    conditions: list[str] = ["1"]
    values: list[Any] = []
    if which.to:
        conditions.append("substr(destination, instr(destination, ':') + 1) = ?")
        values.append(which.to)
    if which.source:
        conditions.append("(substr(source, instr(source, ':') + 1) = ? OR account = ?)")
        values += (which.source, which.source)
    if which.state is not None:
        conditions.append("state = ?")
        values.append(int(which.state))
    return " AND ".join(conditions), values


def written(name: str, value: Any) -> Any:
    """Give the value of a field as its column has it."""
    write = COLUMNS[name].write
    return value if write is None else write(value)


def row(message: Message) -> tuple[Any, ...]:
    """Give a message as a row, in the order of COLUMNS."""
    values = list(_fields(message))
    for at, write in _WRITERS:
        if values[at] is not None:
            values[at] = write(values[at])
    return tuple(values)


def message(values: tuple[Any, ...]) -> Message:
    """Make the message of a row; raises sqlite3.DatabaseError for one that can't be read."""
    try:
        fields: dict[str, Any] = {
            name: value if read is None or value is None else read(value)
            for (name, read), value in zip(_READERS, values, strict=True)
        }
    except (ValueError, TypeError) as wrong:
        raise sqlite3.DatabaseError(f"message {values[0]} can't be read: {wrong}") from wrong
    pdu = fields.pop("pdu")
    message = Message(**fields)
    if pdu is not None:
        message.pdu, message.read = pdu, submission.read
    return message
