"""TS 44.018 clause 3.3.1.1.3.2: a handset that was refused a channel may not ask for another one there before T3122."""

from smsc.network.cell import Cell
from smsc.network.timers import Wait


class Congestion:
    """Where no channel may be asked for, and until when; and how often in a row there was none."""

    __slots__ = ("_cell", "_until", "rejections")

    def __init__(self) -> None:
        self.rejections = 0
        self._cell: Cell | None = None
        self._until = 0.0

    def rejected(self, cell: Cell, until: float) -> None:
        """There was no channel in this cell."""
        self.rejections += 1
        self._cell, self._until = cell, until

    def wait(self, cell: Cell, now: float) -> Wait | None:
        """How long to wait before asking in this cell; None: not at all."""
        if cell is not self._cell or now >= self._until:
            return None
        return Wait("T3122", self._until - now)
