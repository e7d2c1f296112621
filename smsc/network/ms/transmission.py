"""TS 24.011 clause 5.3: the CP-DATA of a handset, again until it is acknowledged; and the network's, but once."""

from pdu.sms.cp import CpAck, CpData
from smsc.network.timers import CP_RETRANSMISSIONS


class Transmission:
    """What has been sent and is not acknowledged, and what was received last, on one connection."""

    __slots__ = ("_received", "_retransmissions", "sent")

    def __init__(self) -> None:
        self.open()

    def open(self) -> None:
        """There is a new connection."""
        self.sent: CpData | None = None
        self._retransmissions = 0  # that it may still have
        self._received: tuple[int, int] | None = None  # the transaction and reference of an RP-DATA

    def begin(self, data: CpData) -> CpData:
        """Send something new."""
        self.sent = data
        self._retransmissions = CP_RETRANSMISSIONS
        return data

    def acknowledge(self, ack: CpAck) -> bool:
        """The network has something; whether that is what has been sent."""
        if self.sent is None or ack.ti != self.sent.ti ^ 8:
            return False
        self.sent = None
        return True

    def repeat(self) -> CpData | None:
        """TC1M has expired: what is to be sent again, if anything."""
        if self._retransmissions:
            self._retransmissions -= 1
        else:
            self.sent = None
        return self.sent

    def comes_again(self, ti: int, rp_mr: int) -> bool:
        """Whether the network repeats itself, since an acknowledgement has got lost."""
        former, self._received = self._received, (ti, rp_mr)
        return former == self._received
