"""SMPP v3.4 appendix B: the text of a delivery receipt.

    id:0A1B2C3D sub:001 dlvrd:001 submit date:2411210930 done date:2411210931 stat:DELIVRD err:000 text:Hello

No version makes this text binding, and carriers differ. So reading is liberal: fields in any order and number, any
case, seconds in the dates, spaces more than needed. What was not there is None.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pdu.values import MessageState

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

_KEYS = re.compile(r"\b(id|sub|dlvrd|submit\s*date|done\s*date|stat|err|text)\s*:", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Receipt:
    """The fields of a receipt; ``err`` is kept as text, since carriers write it decimal, hex or as words."""

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
        return STATES.get(self.stat.upper()[:7])

    def encode(self) -> str:
        """Write the text as appendix B prints it; fields that are None are left out."""
        parts = (
            f"id:{self.id}",
            None if self.sub is None else f"sub:{self.sub:03}",
            None if self.dlvrd is None else f"dlvrd:{self.dlvrd:03}",
            None if self.submit_date is None else f"submit date:{self.submit_date:%y%m%d%H%M}",
            None if self.done_date is None else f"done date:{self.done_date:%y%m%d%H%M}",
            f"stat:{self.stat}",
            None if self.err is None else f"err:{self.err}",
            None if self.text is None else f"text:{self.text}",
        )
        return " ".join(part for part in parts if part is not None)


def decode(text: str) -> Receipt | None:
    """Read the text of a receipt; None if it is none (it has to have an id and a stat)."""
    found: dict[str, str] = {}
    keys = list(_KEYS.finditer(text))
    for key, following in zip(keys, [*keys[1:], None], strict=True):
        name = re.sub(r"\s+", "_", key[1].lower()).replace("submitdate", "submit_date").replace("donedate", "done_date")
        if name == "text":
            found.setdefault(name, text[key.end() :])
            break
        found.setdefault(name, text[key.end() : following.start() if following else None].strip())
    if not found.get("id") or not found.get("stat"):
        return None
    return Receipt(
        id=found["id"],
        sub=_number(found.get("sub")),
        dlvrd=_number(found.get("dlvrd")),
        submit_date=_date(found.get("submit_date")),
        done_date=_date(found.get("done_date")),
        stat=found["stat"],
        err=found.get("err"),
        text=found.get("text"),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def _date(text: str | None) -> datetime | None:
    """Read YYMMDDhhmm, with or without seconds; what is no date is left out, as in receipts that have none."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) not in (10, 12):
        return None
    try:
        return datetime.strptime(text, "%y%m%d%H%M%S" if len(text) == 12 else "%y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        return None
