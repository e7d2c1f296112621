"""A cell as it is broadcast to every handset within its range: its identity, whose it is, and what its air is like."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pdu.gsm.identity import MobileIdentity
from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from smsc.network.air import Air
from smsc.network.hop import Unseen


@dataclass(slots=True, eq=False)
class Cell:
    """A cell: its name in scenarios, the BSS that serves it, and its identification in the specifications.

    ``sdcch`` is its number of channels for signalling and short messages (None: never too few), ``paging_failure`` the
    probability that a call is not heard, ``t3212`` the seconds of silence after which a handset updates its location
    (0: never). A handset that hears a new location area (``lai``) tells the network.
    """

    name: str
    bss: str
    cgi: CellGlobalIdentification
    sdcch: int | None = None
    paging_failure: float = 0.0
    air: Air = field(default_factory=Air)
    t3212: float = 0.0
    lai: LocationAreaIdentification = field(init=False)

    def __post_init__(self) -> None:
        self.lai = self.cgi.lai

    def call_fails(self) -> bool:
        """Whether a handset within range misses a call."""
        if not (self.paging_failure or self.air.loss):
            return False
        return self.air.fails(1 - (1 - self.paging_failure) * (1 - self.air.loss))


@dataclass(frozen=True, slots=True)
class Country:
    """Where handsets can be carried about: its cells by name, and the source of conversation numbers.

    While there are no ``observers``, received messages are not shown.
    """

    cells: Mapping[str, Cell]
    conversations: Iterator[int]
    observers: Collection[object]


@dataclass(slots=True)
class Camps(Unseen):
    """A handset is within range of a cell or, if ``cell`` is None, no longer of any of this BSS."""

    mobile_identity: MobileIdentity
    cell: Cell | None
