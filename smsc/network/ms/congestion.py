"""TS 44.018 clause 3.3.1.1.3.2: a handset refused a channel in a cell may not ask there again until T3122 expires."""

from smsc.network.cell import Cell
from smsc.network.timers import CONGESTED_ATTEMPTS, Wait


class Congestion:
    """The cell in which no channel may be asked for, until when, and how often in a row there was none."""

    __slots__ = ("_cell", "_rejections", "_until")

    def __init__(self) -> None:
        self._rejections = 0
        self._cell: Cell | None = None
        self._until = 0.0

    def rejected(self, cell: Cell, until: float) -> bool:
        """Note that there was no channel in this cell; True if that was too often in a row for a text to wait on."""
        self._cell, self._until = cell, until
        self._rejections = (self._rejections + 1) % CONGESTED_ATTEMPTS
        return not self._rejections

    def wait(self, cell: Cell, now: float) -> Wait | None:
        """Give the wait before asking in this cell; None if there is none."""
        if cell is not self._cell or now >= self._until:
            return None
        return Wait("T3122", self._until - now)
