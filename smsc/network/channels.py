"""The channels of a cell for signalling and short messages (TS 45.002: SDCCH/8), and which handsets have them."""

from bisect import insort
from collections import deque
from collections.abc import Iterable
from operator import attrgetter
from typing import Final

from pdu.gsm.rr import SDCCH_8, ChannelDescription
from smsc.network.air import link
from smsc.network.cell import Cell

ARFCNS: Final = 1024
CARRIER: Final = 56  # channels of a carrier: seven timeslots of SDCCH/8, besides one for the common channels


def sdcch(number: int) -> ChannelDescription:
    """Describe a channel by its number in the cell, from 0: subchannels count first, then timeslots, then carriers."""
    carrier, place = divmod(number, CARRIER)
    return ChannelDescription(SDCCH_8 | place % 8, 1 + place // 8, frequency=(1 + carrier) % ARFCNS)


class Channel:
    """A channel of a cell: the handset that has it, when that was last heard on it, and when it is free again."""

    __slots__ = ("cell", "description", "free_at", "heard", "link", "ms")

    def __init__(self, cell: Cell, description: ChannelDescription) -> None:
        self.cell = cell
        self.description = description
        self.free_at = 0.0
        self.ms = ""
        self.heard = 0.0
        self.link = link(cell.air, None)  # downlink, where the air takes time

    def assign(self, ms: str, now: float) -> None:
        """Give it to a handset."""
        self.ms = ms
        self.heard = now
        if self.link is not None:
            self.link.open()


class Channels:
    """The channels of a cell that are free, or will be soon; the one released last is taken last."""

    __slots__ = ("_carriers", "_cell", "_channels")

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._carriers = 0  # that a cell without a limit has needed so far
        self._channels = deque(self._made(range(cell.sdcch or 0)))

    def take(self, now: float) -> Channel | None:
        """Take the channel that has been free for longest; None if none is free."""
        channels = self._channels
        if not channels or channels[0].free_at > now:
            if self._cell.sdcch is not None:
                return None
            first = CARRIER * self._carriers
            self._carriers += 1
            channels.extendleft(self._made(range(first + CARRIER - 1, first - 1, -1)))
        return channels.popleft()

    def release(self, channel: Channel, at: float) -> None:
        """Take a channel back, which is free from ``at`` on."""
        channel.free_at = at
        channels = self._channels
        if channels and channels[-1].free_at > at:
            insort(channels, channel, key=_free_at)
        else:
            channels.append(channel)

    def _made(self, numbers: Iterable[int]) -> Iterable[Channel]:
        return (Channel(self._cell, sdcch(number)) for number in numbers)


class Cells(dict[Cell, Channels]):
    """The channels of every cell, made when first asked for."""

    __slots__ = ()

    def __missing__(self, cell: Cell) -> Channels:
        channels = self[cell] = Channels(cell)
        return channels


_free_at = attrgetter("free_at")
