"""SMPP v5.0 section 4.7.6, command_status: which refusals are worth another attempt, how often, and after how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pdu.command_status import CommandStatus


@dataclass(frozen=True, slots=True)
class Retry:
    """What to do about one command_status: ``times`` further attempts, ``first`` seconds later, then twice as long.

    ``everybody``: the status is about the account and not about this message, so all others wait too, and then one
    goes ahead of them. The wait between two attempts is never more than ``longest`` seconds. Raises ValueError or
    TypeError for what can't be.
    """

    times: int
    first: float
    longest: float
    everybody: bool = False

    def __post_init__(self) -> None:
        for name, number in (("times", self.times), ("first", self.first), ("longest", self.longest)):
            if not isinstance(number, int | float):
                raise TypeError(f"{name}: expected a number, found {number!r}")
            if not number >= 0:
                raise ValueError(f"{name}: expected at least 0, found {number}")

    def delay(self, again: int) -> float:
        """Return the seconds to wait before the next attempt, after ``again`` that failed."""
        return doubled(self.first, self.longest, again)


def doubled(first: float, longest: float, again: int) -> float:
    """Double a delay ``again`` times, as far as ``longest`` allows."""
    return min(longest, first * 2.0 ** min(again, 100))


RETRIES: Final[Mapping[int, Retry]] = MappingProxyType(
    {
        #                                   times  first  longest
        CommandStatus.ESME_RTHROTTLED: Retry(10, 1.0, 30.0, everybody=True),
        CommandStatus.ESME_RMSGQFUL: Retry(10, 5.0, 60.0, everybody=True),
        CommandStatus.ESME_RSYSERR: Retry(3, 5.0, 60.0),
    }
)
"""A table that suits most accounts; any other status is about the message, and another attempt does not mend that."""
