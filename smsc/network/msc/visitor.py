"""A subscriber who is in the areas of an MSC, and a procedure that occupies his handset's one radio connection."""

from collections.abc import Iterable

from pdu.gsm.location import LocationAreaIdentification
from pdu.sms.address import Address
from pdu.sms.cp import CpData
from pdu.ss7.map import SubscriberStatus
from smsc.network.hop import Hop, Send


class Visitor:
    """What the VLR knows of a subscriber (TS 23.008), and what the MSC is doing with him."""

    __slots__ = (
        "attached", "heard", "imsi", "lai", "mnrf", "msisdn", "procedure", "rp_mr", "subscriber_status",
        "teleservice_list", "tmsi", "waiting",
    )  # fmt: skip

    def __init__(self, imsi: str, msisdn: Address | None, lai: LocationAreaIdentification) -> None:
        self.imsi = imsi
        self.tmsi = ""  # what he is called on the air, where the VLR gives TMSIs
        self.msisdn = msisdn
        self.teleservice_list: tuple[bytes, ...] | None = None  # None: nobody said
        self.subscriber_status = SubscriberStatus.serviceGranted
        self.lai = lai
        self.attached = True
        self.heard = 0.0  # when he was, the last time
        self.mnrf = False
        self.rp_mr = 0  # of the latest RP-DATA to the handset
        self.procedure: Procedure | None = None
        self.waiting: Procedure | None = None  # begins when the procedure has ended


class Procedure:
    """What a connection to a handset is there for: location updating, a delivery, submissions.

    ``connection`` 0 means that there is none yet, ``visitor`` None that the handset has not been identified.
    """

    __slots__ = ("bss", "connection", "retransmissions", "sent", "visitor")

    def __init__(self, bss: str, connection: int, visitor: Visitor | None) -> None:
        self.bss = bss
        self.connection = connection
        self.visitor = visitor
        self.sent: CpData | None = None  # and not acknowledged
        self.retransmissions = 0  # that it may still have

    def begin(self, now: float) -> Iterable[Send]:  # noqa: ARG002 - only a delivery can wait
        """The procedure it had to wait for has ended."""
        return ()

    def postpone(self) -> None:
        """The handset has opened a connection for something else: wait for that to end."""

    def relayed(self, ti: int, message: object, hop: Hop) -> Iterable[Send]:  # noqa: ARG002
        """The handset sends a message of the relay layer, in transaction ``ti``."""
        return ()

    def acknowledged(self, now: float) -> Iterable[Send]:  # noqa: ARG002
        """The handset has a message of the relay layer (CP-ACK)."""
        return ()

    def lost(self) -> None:
        """The connection failed before the procedure had ended."""

    def closed(self) -> Iterable[Send]:
        """The connection has been given up."""
        return ()
