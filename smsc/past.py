"""What has happened in a world: all that a scenario can be made of."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pdu.matrix import SessionState
from smsc.config import WorldConfig
from smsc.trace import Record


class Bound(NamedTuple):
    """How a session is bound, and the interface_version that it speaks."""

    state: SessionState
    version: int


class Past(NamedTuple):
    """The records of a world since it ``began``, until ``now``, both in seconds.

    ``config`` is the world with what has been added to it; ``sessions`` are those that are bound, by their numbers.
    """

    began: float
    now: float
    records: Sequence[Record]
    config: WorldConfig
    sessions: Mapping[int, Bound]
