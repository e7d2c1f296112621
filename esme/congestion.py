"""SMPP v5.0 section 4.8.4.18, congestion_state: how much of its window an ESME uses at the load it is told of.

| congestion_state                   | window           |
|------------------------------------|------------------|
| 0 to 79, idle to high load         | one place more   |
| 80 to 89, optimum load             | as it is         |
| 90 to 99, nearly congested         | one place less   |
| 100, congested or at maximum load  | one place        |
"""

from pdu.command_status import CommandStatus

OPTIMUM, NEARLY_CONGESTED, CONGESTED = 80, 90, 100


class Congestion:
    """``limit`` of the ``size`` places of a window may be taken; each answer may change it."""

    __slots__ = ("limit", "size")

    def __init__(self, size: int) -> None:
        self.size = self.limit = size

    def hear(self, command_status: int, congestion_state: int | None) -> None:
        """Take in one answer; without congestion_state, an accepted request means that there is room."""
        if congestion_state is None:
            congestion_state = 0 if command_status == CommandStatus.ESME_ROK else OPTIMUM
        if congestion_state >= CONGESTED:
            self.limit = 1
        elif congestion_state >= NEARLY_CONGESTED:
            self.limit = max(1, self.limit - 1)
        elif congestion_state < OPTIMUM:
            self.limit = min(self.size, self.limit + 1)

    def throttled(self) -> None:
        """Start again from one place; each accepted request adds another."""
        self.limit = 1
