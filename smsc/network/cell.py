"""A cell as every handset within its range hears it broadcast: which it is, and whose."""

from dataclasses import dataclass

from pdu.gsm.identity import MobileIdentity
from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from smsc.network.network import Unseen


@dataclass(slots=True, eq=False)
class Cell:
    """A cell: its name in scenarios, the BSS that serves it, and where the specification finds it."""

    name: str
    bss: str
    cgi: CellGlobalIdentification

    @property
    def lai(self) -> LocationAreaIdentification:
        """The location area: a handset that hears another one than before tells the network."""
        return self.cgi.lai


@dataclass(slots=True)
class Camps(Unseen):
    """A handset has come within range of a cell, or (``cell`` is None) of none of this BSS's any more."""

    mobile_identity: MobileIdentity
    cell: Cell | None
