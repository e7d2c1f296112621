"""The HLR of TS 29.002: where each subscriber is, and which service centres wait for a subscriber who is not there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pdu.sms.address import Address
from pdu.ss7.map import (
    AbsentSubscriberSM,
    AlertReason,
    AlertServiceCentre,
    CallBarred,
    CancellationType,
    CancelLocation,
    InformServiceCentre,
    InsertSubscriberData,
    InsertSubscriberDataRes,
    MessageWaitingListFull,
    MWStatus,
    ReadyForSM,
    ReadyForSMRes,
    ReportSMDeliveryStatus,
    ReportSMDeliveryStatusRes,
    SendRoutingInfoForSM,
    SendRoutingInfoForSMRes,
    SMDeliveryOutcome,
    TeleserviceNotProvisioned,
    UnknownSubscriber,
    UpdateLocation,
    UpdateLocationRes,
)
from smsc.network.causes import AbsentSubscriberDiagnosticSM
from smsc.network.network import Hop, Send, Services
from smsc.network.teleservices import TS21, TS22
from smsc.network.timers import MAP_M, Timer

MW_SUBSCRIPTION_LIMIT: Final = 10  # service centres that may wait for one subscriber


@dataclass(slots=True, eq=False)
class Subscriber:
    """What the HLR knows of a subscriber (TS 23.008): ``mwd`` is the list of waiting service centres, in order."""

    imsi: str
    msisdn: Address
    teleservice_list: tuple[bytes, ...] = (TS21, TS22)
    call_barred: bool = False
    msc_number: Address | None = None
    vlr_number: Address | None = None
    mwd: dict[Address, None] = field(default_factory=dict)
    mnrf: bool = False
    mcef: bool = False
    mnrr: int | None = None


class HLR:
    """The home location register: asked by service centres, told by VLRs."""

    kind = "hlr"

    def __init__(self, name: str, number: Address, conversations: Iterator[int]) -> None:
        self.name = name
        self.number = number
        self.subscribers: dict[str, Subscriber] = {}  # by IMSI
        self._by_msisdn: dict[str, Subscriber] = {}
        self._conversations = conversations
        self._updating: dict[int, Subscriber] = {}  # by the dialogue of updateLocation
        self._map_m = Timer(name, MAP_M, self._not_updated)
        self._services: Services = {
            SendRoutingInfoForSM: self.send_routing_info_for_sm,
            ReportSMDeliveryStatus: self.report_sm_delivery_status,
            ReadyForSM: self.ready_for_sm,
            UpdateLocation: self.update_location,
            InsertSubscriberDataRes: self.insert_subscriber_data_res,
            Timer: Timer.ring,
        }

    def subscribe(self, subscriber: Subscriber) -> Subscriber:
        """Provision a subscriber; one who has an ``msc_number`` and ``vlr_number`` is there without having moved."""
        self.subscribers[subscriber.imsi] = subscriber
        self._by_msisdn[subscriber.msisdn.value] = subscriber
        return subscriber

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Serve one message; what no service is there for is not answered."""
        service = self._services.get(type(hop.message))
        return service(hop.message, hop) if service else ()

    def send_routing_info_for_sm(self, asked: SendRoutingInfoForSM, hop: Hop) -> Iterable[Send]:
        """Where a message can be sent to; if somebody waits already, that is told first, in the same dialogue."""
        subscriber = self._by_msisdn.get(asked.msisdn.value)
        if subscriber is None:
            return (Send(hop.origin, UnknownSubscriber(), hop.conversation),)
        if TS21 not in subscriber.teleservice_list:
            return (Send(hop.origin, TeleserviceNotProvisioned(), hop.conversation),)
        if subscriber.call_barred:
            return (Send(hop.origin, CallBarred(), hop.conversation),)
        if subscriber.msc_number is None:
            subscriber.mnrr = AbsentSubscriberDiagnosticSM.deregisteredInTheNonGPRS
            subscriber.mnrf = True
            self._wait(subscriber, asked.service_centre_address)
            return (Send(hop.origin, AbsentSubscriberSM(subscriber.mnrr), hop.conversation),)
        if subscriber.mnrf and not asked.sm_rp_pri and asked.service_centre_address in subscriber.mwd:
            return (Send(hop.origin, AbsentSubscriberSM(subscriber.mnrr), hop.conversation),)
        routing_info = SendRoutingInfoForSMRes(subscriber.imsi, subscriber.msc_number)
        if not (subscriber.mnrf or subscriber.mcef):
            return (Send(hop.origin, routing_info, hop.conversation),)
        status = MWStatus(asked.service_centre_address not in subscriber.mwd, subscriber.mnrf, subscriber.mcef)
        return (
            Send(hop.origin, InformServiceCentre(subscriber.msisdn, status), hop.conversation),
            Send(hop.origin, routing_info, hop.conversation),
        )

    def report_sm_delivery_status(self, report: ReportSMDeliveryStatus, hop: Hop) -> Iterable[Send]:
        """A delivery failed and its service centre wants to wait, or one succeeded and all others may try again."""
        subscriber = self._by_msisdn.get(report.msisdn.value)
        if subscriber is None:
            yield Send(hop.origin, UnknownSubscriber(), hop.conversation)
            return
        if report.sm_delivery_outcome == SMDeliveryOutcome.successfulTransfer:
            subscriber.mnrf = subscriber.mcef = False
            subscriber.mwd.pop(report.service_centre_address, None)
        elif not self._wait(subscriber, report.service_centre_address):
            yield Send(hop.origin, MessageWaitingListFull(), hop.conversation)
            return
        elif report.sm_delivery_outcome == SMDeliveryOutcome.absentSubscriber:
            subscriber.mnrf = True
            subscriber.mnrr = report.absent_subscriber_diagnostic_sm
        else:
            subscriber.mcef = True
        yield Send(hop.origin, ReportSMDeliveryStatusRes(subscriber.msisdn), hop.conversation)
        yield from self._alert(subscriber)

    def ready_for_sm(self, ready: ReadyForSM, hop: Hop) -> Iterable[Send]:
        """A subscriber is back, or has memory again; who is back with a full memory is not worth an alert."""
        subscriber = self.subscribers.get(ready.imsi)
        if subscriber is None:
            yield Send(hop.origin, UnknownSubscriber(), hop.conversation)
            return
        subscriber.mnrf = False
        if ready.alert_reason == AlertReason.memoryAvailable:
            subscriber.mcef = False
        yield Send(hop.origin, ReadyForSMRes(), hop.conversation)
        yield from self._alert(subscriber)

    def update_location(self, moved: UpdateLocation, hop: Hop) -> Iterable[Send]:
        """A VLR has a new visitor: the former one forgets him, this one learns who he is."""
        subscriber = self.subscribers.get(moved.imsi)
        if subscriber is None:
            yield Send(hop.origin, UnknownSubscriber(), hop.conversation)
            return
        former = subscriber.vlr_number
        subscriber.msc_number, subscriber.vlr_number = moved.msc_number, moved.vlr_number
        if former is not None and former != moved.vlr_number:
            cancellation = CancelLocation(subscriber.imsi, CancellationType.updateProcedure)
            yield Send(former.value, cancellation, next(self._conversations))
        self._updating[hop.conversation] = subscriber
        data = InsertSubscriberData(subscriber.imsi, subscriber.msisdn, teleservice_list=subscriber.teleservice_list)
        yield Send(hop.origin, data, hop.conversation)
        yield from self._map_m.start(hop.conversation, hop.at)

    def insert_subscriber_data_res(self, _: InsertSubscriberDataRes, hop: Hop) -> Iterable[Send]:
        """The VLR knows him now: he is there, and whoever waits for him may try again."""
        subscriber = self._updating.pop(hop.conversation, None)
        if subscriber is None:
            return
        self._map_m.stop(hop.conversation)
        yield Send(hop.origin, UpdateLocationRes(self.number), hop.conversation)
        subscriber.mnrf = False
        yield from self._alert(subscriber)

    def _not_updated(self, dialogue: int, _: float) -> Iterable[Send]:
        del self._updating[dialogue]
        return ()

    def _wait(self, subscriber: Subscriber, service_centre: Address) -> bool:
        if service_centre not in subscriber.mwd and len(subscriber.mwd) >= MW_SUBSCRIPTION_LIMIT:
            return False
        subscriber.mwd[service_centre] = None
        return True

    def _alert(self, subscriber: Subscriber) -> Iterator[Send]:
        """Tell everybody who waits, once, unless a flag says that it would be in vain (TS 23.040 figure 20b)."""
        if subscriber.mnrf or subscriber.mcef:
            return
        subscriber.mnrr = None
        waiting, subscriber.mwd = subscriber.mwd, {}
        for service_centre in waiting:
            alert = AlertServiceCentre(subscriber.msisdn, service_centre)
            yield Send(service_centre.value, alert, next(self._conversations))
