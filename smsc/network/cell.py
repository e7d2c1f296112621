"""A cell as every handset within its range hears it broadcast: which it is, and whose; and what its air is like."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pdu.gsm.identity import MobileIdentity
from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from smsc.network.air import Air
from smsc.network.hop import Unseen


@dataclass(slots=True, eq=False)
class Cell:
    """A cell: its name in scenarios, the BSS that serves it, and where the specification finds it.

    ``sdcch`` is how many channels for signalling and short messages it has (None: never too few), ``paging_failure``
    the probability that a call is not heard, ``t3212`` after how many seconds of silence a handset updates its location
    (0: never). A handset that hears another location area (``lai``) than before tells the network.
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
        """Whether a handset within its range does not hear a call."""
        if not (self.paging_failure or self.air.loss):
            return False
        return self.air.fails(1 - (1 - self.paging_failure) * (1 - self.air.loss))


@dataclass(frozen=True, slots=True)
class Country:
    """Where handsets can be carried about: its cells by name; and where the numbers of conversations come from.

    ``observers`` are those who look on: while there are none, no message that comes in is shown.
    """

    cells: Mapping[str, Cell]
    conversations: Iterator[int]
    observers: Collection[object]


@dataclass(slots=True)
class Camps(Unseen):
    """A handset has come within range of a cell, or (``cell`` is None) of none of this BSS's any more."""

    mobile_identity: MobileIdentity
    cell: Cell | None
