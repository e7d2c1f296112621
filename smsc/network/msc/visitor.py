"""A subscriber in the areas of an MSC, and the procedure that occupies his handset's one radio connection."""

from collections.abc import Iterable
from dataclasses import dataclass

from pdu.gsm.location import LocationAreaIdentification
from pdu.sms.address import Address
from pdu.sms.cp import CpData
from pdu.ss7.map import SubscriberStatus
from smsc.network.hop import Hop, Send


@dataclass(slots=True, eq=False)
class Visitor:
    """What the VLR knows of a subscriber (TS 23.008), and what the MSC is doing with him."""

    imsi: str
    msisdn: Address | None
    lai: LocationAreaIdentification
    tmsi: str = ""  # if the VLR gives TMSIs
    teleservice_list: tuple[bytes, ...] | None = None  # None: the HLR has not said
    subscriber_status: SubscriberStatus = SubscriberStatus.serviceGranted
    attached: bool = True
    heard: float = 0.0  # when he was last heard from
    mnrf: bool = False
    rp_mr: int = 0  # of the latest RP-DATA to the handset
    procedure: "Procedure | None" = None
    waiting: "Procedure | None" = None  # begins once ``procedure`` has ended


class Procedure:
    """What a connection with a handset is for: location updating, a delivery, a submission.

    ``connection`` is 0 until there is one, ``visitor`` None until the handset has been identified.
    """

    __slots__ = ("bss", "connection", "retransmissions", "sent", "visitor")

    def __init__(self, bss: str, connection: int, visitor: Visitor | None) -> None:
        self.bss = bss
        self.connection = connection
        self.visitor = visitor
        self.sent: CpData | None = None  # and not yet acknowledged
        self.retransmissions = 0  # that are left for it

    def begin(self, now: float) -> Iterable[Send]:  # noqa: ARG002 - only a delivery can wait
        """Begin, as the procedure it had to wait for has ended."""
        return ()

    def postpone(self) -> None:
        """Wait, as the handset has opened a connection for something else."""

    def relayed(self, ti: int, message: object, hop: Hop) -> Iterable[Send]:  # noqa: ARG002
        """Take a message of the relay layer from the handset, in transaction ``ti``."""
        return ()

    def acknowledged(self, now: float) -> Iterable[Send]:  # noqa: ARG002
        """Go on once the handset has acknowledged a message of the relay layer (CP-ACK)."""
        return ()

    def lost(self) -> None:
        """End the procedure before its time, as the connection has failed."""

    def closed(self) -> Iterable[Send]:
        """Send what is left to send once the connection is closed."""
        return ()
