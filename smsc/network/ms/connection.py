"""The one radio connection of a handset: its channel (TS 44.018), and what the CM sublayer has under way there.

By TS 24.011 clause 5.3, the handset repeats a CP-DATA until it is acknowledged, and heeds the network's only once.
"""

from typing import Final

from pdu.gsm.bssmap import InitialMessage
from pdu.sms.cp import TRANSACTIONS, CpAck, CpData
from smsc.network.air import Link, link
from smsc.network.cell import Cell
from smsc.network.hop import Send
from smsc.network.ms.congestion import Congestion
from smsc.network.timers import CP_RETRANSMISSIONS, T3240, TC1M, Alarm


class Connection(Alarm):
    """The channel that a handset has, has asked for, or had last; and what it waits for, with a channel or without."""

    __slots__ = (
        "_bss", "_received", "_retransmissions", "channel", "congestion", "done", "first",
        "link", "sent", "unheard",
    )  # fmt: skip

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.channel = 0  # a conversation; 0: idle
        self.first: InitialMessage | None = None  # the handset's first message there
        self.done = False  # what the channel was wanted for is settled
        self.sent: CpData | None = None  # and not yet acknowledged
        self._retransmissions = 0  # that are left for it
        self._received: tuple[tuple[int, int], ...] = ()  # transactions and references of the latest RP-DATA
        self.congestion: Congestion | None = None  # once there has been any
        self.unheard = False  # the last request for a channel got no answer, and is repeated once
        self._bss = ""  # that has the channel
        self.link: Link | None = None  # uplink, where the air takes time

    def open(self, channel: int, cell: Cell, first: InitialMessage) -> None:
        """Begin a connection: a channel is asked for in a cell."""
        self.channel = channel
        self.first = first
        self.done = False
        self.sent = None
        self._received = ()
        self._bss = cell.bss
        self.link = link(cell.air, self.link)

    def say(self, message: object, now: float) -> tuple[Send, ...]:
        """Send a message on the channel, which takes time there and may get lost."""
        if self.link is None:
            return (Send(self._bss, message, self.channel),)
        after = self.link.after(message, now)
        return () if after is None else (Send(self._bss, message, self.channel, after),)

    def send(self, data: CpData, now: float) -> tuple[Send, ...]:
        """Send a CP-DATA, and repeat it until it is acknowledged."""
        self.sent = data
        self._retransmissions = CP_RETRANSMISSIONS
        return self.start(TC1M, now, self.say(data, now))

    def hears(self, ti: int, rp_mr: int) -> bool:
        """Note an RP-DATA of the network; False if it is repeated, because its acknowledgement was lost or comes late.

        It may be repeated so late that a message in the next transaction has come meanwhile.
        """
        received, data = self._received, (ti, rp_mr)
        if data in received:
            return False
        self._received = (*received[1 - TRANSACTIONS :], data) if received else (data,)
        return True

    def acknowledge(self, ack: CpAck) -> bool:
        """Note a CP-ACK, and say whether it acknowledges what was sent."""
        if self.sent is None or ack.ti != self.sent.ti ^ 8:
            return False
        self.sent = None
        return True

    def repeat(self, now: float) -> tuple[Send, ...]:
        """Send the CP-DATA again, as TC1M has expired, or give the transaction up."""
        if self.sent is not None and self._retransmissions:
            self._retransmissions -= 1
            return self.start(TC1M, now, self.say(self.sent, now))
        self.sent = None
        return self.start(T3240, now)


NO_CONNECTION: Final = Connection("")  # shared by handsets that have not had one yet: many never have any
