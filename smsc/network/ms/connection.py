"""The one radio connection of a handset: its channel (TS 44.018), and what the connection layer has under way there.

That is TS 24.011 clause 5.3: the CP-DATA of the handset, again until it is acknowledged; and the network's, but once.
"""

from typing import Final

from pdu.gsm.bssmap import InitialMessage
from pdu.sms.cp import CpAck, CpData
from smsc.network.air import Link, link
from smsc.network.cell import Cell
from smsc.network.hop import Send
from smsc.network.ms.congestion import Congestion
from smsc.network.timers import CP_RETRANSMISSIONS, T3240, TC1M, Alarm


class Connection(Alarm):
    """The channel that a handset has, has asked for, or had last; and what it waits for, there and without one."""

    __slots__ = (
        "_bss", "_received", "_retransmissions", "channel", "congestion", "done", "first",
        "link", "sent", "unheard",
    )  # fmt: skip

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.channel = 0  # a conversation; 0: idle
        self.first: InitialMessage | None = None  # what the handset says there first
        self.done = False  # what the channel was wanted for has been settled
        self.sent: CpData | None = None  # and not acknowledged
        self._retransmissions = 0  # that it may still have
        self._received: tuple[int, int] | None = None  # the transaction and reference of the latest RP-DATA
        self.congestion: Congestion | None = None  # where there has been any
        self.unheard = False  # the last request for it, as far as that is asked for again
        self._bss = ""  # whose channel it is
        self.link: Link | None = None  # uplink, where the air takes time

    def open(self, channel: int, cell: Cell, first: InitialMessage) -> None:
        """A channel is asked for in a cell."""
        self.channel = channel
        self.first = first
        self.done = False
        self.sent = self._received = None
        self._bss = cell.bss
        self.link = link(cell.air, self.link)

    def say(self, message: object, now: float) -> tuple[Send, ...]:
        """Say something on the channel, which takes its time, and may not come to its end."""
        if self.link is None:
            return (Send(self._bss, message, self.channel),)
        after = self.link.after(message, now)
        return () if after is None else (Send(self._bss, message, self.channel, after),)

    def send(self, data: CpData, now: float) -> tuple[Send, ...]:
        """Say something of the connection layer, until it is acknowledged."""
        self.sent = data
        self._retransmissions = CP_RETRANSMISSIONS
        return self.start(TC1M, now, self.say(data, now))

    def hears(self, ti: int, rp_mr: int) -> bool:
        """The network has sent an RP-DATA; False if it repeats itself, since an acknowledgement has got lost."""
        former, self._received = self._received, (ti, rp_mr)
        return former != self._received

    def acknowledge(self, ack: CpAck) -> bool:
        """The network has something; whether that is what has been sent."""
        if self.sent is None or ack.ti != self.sent.ti ^ 8:
            return False
        self.sent = None
        return True

    def repeat(self, now: float) -> tuple[Send, ...]:
        """TC1M has expired: send it again, or give the transaction up."""
        if self.sent is not None and self._retransmissions:
            self._retransmissions -= 1
            return self.start(TC1M, now, self.say(self.sent, now))
        self.sent = None
        return self.start(T3240, now)


NO_CONNECTION: Final = Connection("")  # until there is one: many a handset never has any
