"""What has happened in a world: all that is needed to make a scenario of it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pdu.matrix import SessionState
from smsc.config import WorldConfig
from smsc.trace.trace import Record


class Bound(NamedTuple):
    """How a session is bound, and its interface_version."""

    state: SessionState
    version: int


class Past(NamedTuple):
    """The records of a world since it ``began``, until ``now``, both in seconds.

    ``config`` is the world with what has been added to it; ``sessions`` are the bound ones, by their numbers.
    """

    began: float
    now: float
    records: Sequence[Record]
    config: WorldConfig
    sessions: Mapping[int, Bound]
