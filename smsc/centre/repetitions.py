"""TS 23.040 clauses 9.2.3.6 and 9.2.3.25: a handset that got no answer submits its message again, marked by TP-RD.

It has the same TP-MR as before. Whoever has the first one already discards it, and answers as before.
"""

from typing import Final, NamedTuple

from pdu.sms.address import Address
from pdu.sms.tp import SmsSubmit

MOST: Final = 10_000  # handsets; above that, the one that has submitted nothing for longest is forgotten


class Submitted(NamedTuple):
    """What a handset has submitted: its reference, for whom it is, and when it came."""

    tp_mr: int
    tp_da: Address
    at: float


class Repetitions:
    """The latest message of each handset, by its number."""

    def __init__(self) -> None:
        self._latest: dict[str, Submitted] = {}

    def former(self, tpdu: SmsSubmit, source: Address) -> float | None:
        """Give when the message came that this one repeats; None if it repeats none."""
        latest = self._latest.get(source.value) if tpdu.tp_rd else None
        return latest.at if latest is not None and latest[:2] == (tpdu.tp_mr, tpdu.tp_da) else None

    def add(self, tpdu: SmsSubmit, source: Address, now: float) -> None:
        """Note a message."""
        self._latest.pop(source.value, None)  # who comes last is forgotten last
        self._latest[source.value] = Submitted(tpdu.tp_mr, tpdu.tp_da, now)
        if len(self._latest) > MOST:
            del self._latest[next(iter(self._latest))]

    def drop(self, source: Address) -> None:
        """Forget the latest message of a handset, which could not be kept after all."""
        self._latest.pop(source.value, None)

    def clear(self) -> None:
        """Forget all messages."""
        self._latest.clear()
