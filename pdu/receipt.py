"""SMPP v3.4 appendix B: the text of a delivery receipt.

    id:0A1B2C3D sub:001 dlvrd:001 submit date:2411210930 done date:2411210931 stat:DELIVRD err:000 text:Hello

No version makes this text binding, and carriers differ: ``dialects`` writes as they do. So reading is liberal: fields
in any order and number, any case, seconds in the dates, extra spaces, commas or semicolons between them, a stat without
its key, a carrier's own keys. What is missing is None.
"""

import re
import string
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pdu.dialects import APPENDIX_B, Dialect, Form, candidates
from pdu.values import MessageState

__all__ = ["STATES", "STATS", "Receipt", "candidates", "decode"]

STATS: Final = {
    MessageState.SCHEDULED: "SCHEDUL",
    MessageState.ENROUTE: "ENROUTE",
    MessageState.DELIVERED: "DELIVRD",
    MessageState.EXPIRED: "EXPIRED",
    MessageState.DELETED: "DELETED",
    MessageState.UNDELIVERABLE: "UNDELIV",
    MessageState.ACCEPTED: "ACCEPTD",
    MessageState.UNKNOWN: "UNKNOWN",
    MessageState.REJECTED: "REJECTD",
    MessageState.SKIPPED: "SKIPPED",
}
STATES: Final = {stat: state for state, stat in STATS.items()}

_WORDS: Final = {**STATES, **{state.name: state for state in MessageState}}  # some write the state's whole name
_UNKNOWN_KEY = re.compile(r"\s[A-Za-z]\w*:")  # some carriers add their own, such as mcc:234
_AROUND: Final = string.whitespace + "\0,;"  # a value: some separate the fields so, or end the text as C does
_KEYS = re.compile(r"(?<!\w)(id|sub|dlvrd|submit[ _]*date|done[ _]*date|stat|err) *:", re.IGNORECASE)
_TEXT = re.compile(r"(?<!\w)text *:", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,20}")  # no message centre counts further, and int() refuses more than some thousands
_YEARS: Final = {10: (2,), 12: (2, 4), 14: (4,)}  # how many digits the year may have, by how many the whole date has


@dataclass(slots=True, kw_only=True)
class Receipt:
    """The fields of a receipt; ``err`` is kept as text, since carriers write it decimal, hexadecimal or as words.

    ``sub`` and ``dlvrd`` count messages, the dates are read as UTC, since the text names no zone, and ``text`` is the
    beginning of the message.
    """

    id: str
    sub: int | None = None
    dlvrd: int | None = None
    submit_date: datetime | None = None
    done_date: datetime | None = None
    stat: str
    err: str | None = None
    text: str | None = None

    @property
    def message_state(self) -> MessageState | None:
        """The state that ``stat`` names; None for a word that is in no table."""
        return _WORDS.get(self.stat.upper())

    @property
    def error(self) -> int | None:
        """The number that ``err`` writes, decimal, or hexadecimal where a letter or 0x says so; None for words."""
        try:
            return int(self.err or "", 10 if (self.err or "").isdigit() else 16)
        except ValueError:
            return None

    def encode(self, dialect: Dialect = APPENDIX_B) -> str:
        """Write the text as appendix B prints it, or in another dialect; fields that are None are left out."""
        return dialect.write(self._fields())

    def form(self, dialect: Dialect = APPENDIX_B) -> Form:
        """Write the same for many receipts that differ in their id and text; ``dialect.fill`` writes these."""
        return dialect.form(self._fields())

    def _fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def decode(text: str) -> Receipt | None:
    """Read the text of a receipt; None if the text is no receipt, which has to have an id and a stat."""
    found = _fields(text)
    stat = found.get("stat") or _stray_stat(found)
    if not found.get("id") or not stat:
        return None
    return Receipt(
        id=found["id"],
        sub=_number(found.get("sub")),
        dlvrd=_number(found.get("dlvrd")),
        submit_date=_date(found.get("submitdate")),
        done_date=_date(found.get("donedate")),
        stat=stat,
        err=found.get("err"),
        text=found.get("text"),
    )


def _fields(text: str) -> dict[str, str]:
    """Cut the text at its keys, each given as one word; all that follows ``text:`` is text, whatever it looks like."""
    fields, *rest = _TEXT.split(text, maxsplit=1)
    _, *cut = _KEYS.split(fields)
    found: dict[str, str] = {}
    for key, value in zip(cut[::2], cut[1::2], strict=True):
        value = value.strip(_AROUND)
        if ":" in value:
            value = _UNKNOWN_KEY.split(value, maxsplit=1)[0].rstrip(_AROUND)
        found.setdefault(key.lower().replace(" ", "").replace("_", ""), value)
    if rest:
        found["text"] = rest[0]
    return found


def _stray_stat(found: dict[str, str]) -> str | None:
    """Find a stat that has no key, and so stands behind the value of another field."""
    words = [word for name, value in found.items() if name != "text" for word in value.split()[1:]]
    return next((word for word in words if word.upper() in _WORDS), None)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None


def _date(text: str | None) -> datetime | None:
    """Read the digits of a date; None for what is no date, as where there is none."""
    digits = (text or "").partition(" ")[0]
    if digits.isascii() and digits.isdigit():
        for year in _YEARS.get(len(digits), ()):
            century = "" if year == 4 else "20" if digits < "69" else "19"  # as POSIX reads two digits
            day = year + 4
            try:
                return datetime.fromisoformat(f"{century}{digits[:day]}T{digits[day:]}Z")
            except ValueError:
                continue
    return None
