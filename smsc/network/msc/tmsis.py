"""TS 23.003 clause 2.4: the TMSIs of a VLR, which stand for visitors' IMSIs on the air."""

from itertools import count
from zlib import crc32

from pdu.gsm.identity import TMSI, MobileIdentity
from smsc.network.msc.visitor import Visitor


class Tmsis:
    """The TMSI of each visitor. None is given twice, not even after a restart; the first octet is the VLR's."""

    def __init__(self, node: str, *, wanted: bool) -> None:
        self._wanted = wanted
        self._numbers = count((crc32(node.encode()) & 0xFF) << 24 | 1)
        self._visitors: dict[str, Visitor] = {}

    def of(self, tmsi: str) -> Visitor | None:
        """Find the visitor with a TMSI."""
        return self._visitors.get(tmsi)

    def give(self, visitor: Visitor) -> MobileIdentity | None:
        """Give a visitor a new TMSI; None if this VLR gives none."""
        if not self._wanted:
            return None
        self.forget(visitor)
        visitor.tmsi = f"{next(self._numbers) & 0xFFFFFFFF:08x}"
        self._visitors[visitor.tmsi] = visitor
        return MobileIdentity(visitor.tmsi, TMSI)

    def forget(self, visitor: Visitor) -> None:
        """Take a visitor's TMSI away."""
        self._visitors.pop(visitor.tmsi, None)
        visitor.tmsi = ""

    def clear(self) -> None:
        """Forget all TMSIs."""
        self._visitors.clear()
