"""The subscriptions of an HLR (TS 23.008), by IMSI and by MSISDN."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pdu.sms.address import Address
from pdu.ss7.map import SHORT_MESSAGE_MO_PP, SHORT_MESSAGE_MT_PP, CallBarringCause, SubscriberStatus

TELESERVICES: Final = (SHORT_MESSAGE_MT_PP, SHORT_MESSAGE_MO_PP)


@dataclass(slots=True, eq=False)
class Subscriber:
    """What the HLR knows of a subscriber; ``mwd`` lists the waiting service centres, in order."""

    imsi: str
    msisdn: Address
    teleservice_list: tuple[bytes, ...] = TELESERVICES
    barred: CallBarringCause | None = None
    msc_number: Address | None = None
    vlr_number: Address | None = None
    mwd: tuple[Address, ...] = ()
    mnrf: bool = False
    mcef: bool = False
    mnrr: int | None = None  # an AbsentSubscriberDiagnosticSM, while mnrf is set
    purged: bool = False  # his VLR has forgotten him
    updated: float | None = None  # when he was last heard from, by updateLocation or readyForSM

    @property
    def subscriber_status(self) -> SubscriberStatus:
        """What a VLR is told of barring: only the operator's, as the HLR handles what a subscriber bars himself."""
        barred = self.barred is CallBarringCause.operatorBarring
        return SubscriberStatus.operatorDeterminedBarring if barred else SubscriberStatus.serviceGranted

    def is_reached(self) -> None:
        """Note that he can be reached: MNRF is cleared, and with it the reason why he could not (MNRR)."""
        self.mnrf, self.mnrr = False, None


class Subscribers:
    """All subscriptions of one operator. ``meet`` may make one for a number, or an IMSI, that is not among them."""

    def __init__(self) -> None:
        self.by_imsi: dict[str, Subscriber] = {}
        self._by_msisdn: dict[str, Subscriber] = {}
        self._sim_changes: dict[str, float] = {}  # when a number came to its SIM, if not at first
        self.meet: Callable[[str, str], Subscriber | None] = lambda _msisdn, _imsi: None

    def add(self, subscriber: Subscriber, since: float | None = None) -> Subscriber:
        """Add a subscription; others lose its number and its IMSI. ``since``: None means from the beginning."""
        former = self._by_msisdn.get(subscriber.msisdn.value)
        if former is not None:
            self.by_imsi.pop(former.imsi, None)
        former = self.by_imsi.get(subscriber.imsi)
        if former is not None:
            self._by_msisdn.pop(former.msisdn.value, None)
        self.by_imsi[subscriber.imsi] = self._by_msisdn[subscriber.msisdn.value] = subscriber
        if since is not None:
            self._sim_changes[subscriber.msisdn.value] = since
        return subscriber

    def remove(self, subscriber: Subscriber) -> None:
        """End a subscription."""
        self.by_imsi.pop(subscriber.imsi, None)
        self._by_msisdn.pop(subscriber.msisdn.value, None)
        self._sim_changes.pop(subscriber.msisdn.value, None)

    def of(self, msisdn: Address) -> Subscriber | None:
        """Find the subscriber with a number."""
        return self._by_msisdn.get(msisdn.value) or self.meet(msisdn.value, "")

    def knows(self, msisdn: str) -> bool:
        """Whether a subscriber has this number already; ``meet`` is not asked."""
        return msisdn in self._by_msisdn

    def sim_change(self, msisdn: Address) -> float | None:
        """Give when a number came to its present SIM; None if it has been there from the beginning."""
        return self._sim_changes.get(msisdn.value)

    def forget_sim_changes(self) -> None:
        """Take every number to have been on its present SIM from the beginning."""
        self._sim_changes.clear()

    def with_imsi(self, imsi: str) -> Subscriber | None:
        """Find the subscriber with a SIM."""
        return self.by_imsi.get(imsi) or self.meet("", imsi)
