"""The HLR of TS 29.002: where each subscriber is, and which service centres wait for one who is absent."""

from collections.abc import Iterable, Iterator
from typing import Final

from pdu.sms.address import Address
from pdu.ss7.map import (
    SHORT_MESSAGE_MT_PP,
    AbsentSubscriberSM,
    AlertReason,
    AlertServiceCentre,
    CallBarred,
    CancellationType,
    InformServiceCentre,
    InsertSubscriberDataRes,
    MessageWaitingListFull,
    MWStatus,
    PurgeMS,
    PurgeMSRes,
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
from smsc.network.causes import AbsentSubscriberDiagnosticSM as Diagnostic
from smsc.network.hlr.cancellations import Cancellations
from smsc.network.hlr.location_checks import LocationChecks
from smsc.network.hlr.provisioning import Provisioning, subscriber_data
from smsc.network.hlr.subscribers import Subscriber, Subscribers
from smsc.network.hop import Hop, PassedOn, Send, Service, Services
from smsc.network.served import Served, unanswered
from smsc.network.timers import MAP_M, Timer
from smsc.network.translation import Translation

__all__ = ["HLR", "MW_SUBSCRIPTION_LIMIT", "LocationChecks", "Subscriber"]

MW_SUBSCRIPTION_LIMIT: Final = 10  # service centres that may wait for one subscriber


class HLR:
    """The home location register: asked by service centres, told by VLRs, changed by its operator.

    ``ranges`` gives the node to tell of a number ported to here. With ``router``, an SMS router, only the nodes in
    ``trusted`` learn where subscribers are; questions of all others are passed on to it (TS 23.040: home routing).
    """

    kind = "hlr"

    def __init__(
        self,
        name: str,
        number: Address,
        conversations: Iterator[int],
        *,
        ranges: Translation | None = None,
        router: str = "",
        trusted: frozenset[str] = frozenset(),
        checks: LocationChecks | None = None,
    ) -> None:
        self.name = name
        self.number = number
        self.register = Subscribers()
        self._router = router
        self._trusted = trusted
        self._checks = checks
        self._conversations = conversations
        self._updating: dict[int, Subscriber] = {}  # by the dialogue of updateLocation
        self._map_m = Timer(name, MAP_M, self._not_updated)
        self._cancellations = cancellations = Cancellations(name, conversations)
        services: Services = {
            SendRoutingInfoForSM: self.send_routing_info_for_sm,
            ReportSMDeliveryStatus: self.report_sm_delivery_status,
            ReadyForSM: self.ready_for_sm,
            UpdateLocation: self.update_location,
            PurgeMS: self.purge_ms,
            InsertSubscriberDataRes: self.insert_subscriber_data_res,
            **cancellations.services,
            **Provisioning(name, self.register, cancellations, conversations, ranges).services,
            Timer: Timer.ring,
        }
        self._services: Served[Service] = Served(services, unanswered)

    @property
    def subscribers(self) -> dict[str, Subscriber]:
        """All subscribers, by IMSI."""
        return self.register.by_imsi

    def subscribe(self, subscriber: Subscriber) -> Subscriber:
        """Add a subscriber; one with an ``msc_number`` and a ``vlr_number`` is there without an updateLocation."""
        return self.register.add(subscriber)

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Serve one message; one without a service is not answered."""
        message = hop.message
        return self._services[type(message)](message, hop)

    def passes_on(self, caller: str) -> bool:
        """Whether a caller's question is left to the SMS router, which then asks in its turn."""
        return bool(self._router) and caller != self._router and caller not in self._trusted

    def send_routing_info_for_sm(self, asked: SendRoutingInfoForSM, hop: Hop) -> Iterable[Send]:
        """Say where to send a message; if MNRF or MCEF is set, the MW status goes first, in the same dialogue."""
        caller = hop.caller
        if self.passes_on(caller):
            return (PassedOn(self._router, asked, hop.conversation, calling=caller),)
        subscriber = self.register.of(asked.msisdn)
        if subscriber is None:
            return (Send(caller, UnknownSubscriber(), hop.conversation),)
        if SHORT_MESSAGE_MT_PP not in subscriber.teleservice_list:
            return (Send(caller, TeleserviceNotProvisioned(), hop.conversation),)
        if subscriber.barred is not None:
            return (Send(caller, CallBarred(subscriber.barred), hop.conversation),)
        if subscriber.msc_number is None or subscriber.purged:
            purged, deregistered = Diagnostic.msPurgedForNonGPRS, Diagnostic.deregisteredInTheNonGPRS
            why = purged if subscriber.purged else deregistered
            return (Send(caller, self.misses(subscriber, asked.service_centre_address, why), hop.conversation),)
        if subscriber.mnrf and not asked.sm_rp_pri and asked.service_centre_address in subscriber.mwd:
            return (Send(caller, AbsentSubscriberSM(subscriber.mnrr), hop.conversation),)
        routing_info = SendRoutingInfoForSMRes(subscriber.imsi, subscriber.msc_number)
        if not (subscriber.mnrf or subscriber.mcef):
            return (Send(caller, routing_info, hop.conversation),)
        status = MWStatus(asked.service_centre_address not in subscriber.mwd, subscriber.mnrf, subscriber.mcef)
        return (
            Send(caller, InformServiceCentre(subscriber.msisdn, status, subscriber.mnrr), hop.conversation),
            Send(caller, routing_info, hop.conversation),
        )

    def misses(
        self, subscriber: Subscriber, service_centre: Address, diagnostic: int | None = None
    ) -> AbsentSubscriberSM:
        """Note that a subscriber is absent, and that a service centre waits for him; give the error that says so."""
        subscriber.mnrf, subscriber.mnrr = True, diagnostic
        self._wait(subscriber, service_centre)
        return AbsentSubscriberSM(diagnostic)

    def is_back(self, subscriber: Subscriber, now: float) -> Iterator[Send]:
        """Note that a subscriber was heard from, and alert those that wait for him."""
        subscriber.is_reached()
        subscriber.updated = now
        return self._alert(subscriber)

    def report_sm_delivery_status(self, report: ReportSMDeliveryStatus, hop: Hop) -> Iterable[Send]:
        """Let the service centre of a failed delivery wait, or alert those that wait after a successful one."""
        subscriber = self.register.of(report.msisdn)
        if subscriber is None:
            yield Send(hop.caller, UnknownSubscriber(), hop.conversation)
            return
        if report.sm_delivery_outcome == SMDeliveryOutcome.successfulTransfer:
            subscriber.is_reached()
            subscriber.mcef = False
            subscriber.mwd = tuple(one for one in subscriber.mwd if one != report.service_centre_address)
        elif not self._wait(subscriber, report.service_centre_address):
            yield Send(hop.caller, MessageWaitingListFull(), hop.conversation)
            return
        elif report.sm_delivery_outcome == SMDeliveryOutcome.absentSubscriber:
            subscriber.mnrf = True
            subscriber.mnrr = report.absent_subscriber_diagnostic_sm
        else:  # his handset has answered that its memory is full
            subscriber.is_reached()
            subscriber.mcef = True
        # storedMSISDN: TS 23.040 clause 3.2.6 asks for it only if it is not the number reported on; it may always go
        yield Send(hop.caller, ReportSMDeliveryStatusRes(subscriber.msisdn), hop.conversation)
        yield from self._alert(subscriber)

    def ready_for_sm(self, ready: ReadyForSM, hop: Hop) -> Iterable[Send]:
        """Note that a subscriber is back, or has memory again; one back with a full memory is not worth an alert."""
        subscriber = self.register.with_imsi(ready.imsi)
        if subscriber is None:
            yield Send(hop.origin, UnknownSubscriber(), hop.conversation)
            return
        if ready.alert_reason == AlertReason.memoryAvailable:
            subscriber.mcef = False
        yield Send(hop.origin, ReadyForSMRes(), hop.conversation)
        yield from self.is_back(subscriber, hop.at)

    def update_location(self, moved: UpdateLocation, hop: Hop) -> Iterable[Send]:
        """Move a subscriber to a new VLR: the former one is to forget him, and this one is told about him."""
        subscriber = self.register.with_imsi(moved.imsi)
        if subscriber is None:
            yield Send(hop.origin, UnknownSubscriber(), hop.conversation)
            return
        refused = self._checks.refuse(moved, subscriber, hop.at) if self._checks is not None else None
        if refused is not None:
            yield Send(hop.origin, refused, hop.conversation)
            return
        former = subscriber.vlr_number
        subscriber.updated, subscriber.purged = hop.at, False
        subscriber.msc_number, subscriber.vlr_number = moved.msc_number, moved.vlr_number
        self._cancellations.is_there(moved.imsi, moved.vlr_number)
        if former is not None and former != moved.vlr_number:
            yield from self._cancellations.cancel(moved.imsi, former, CancellationType.updateProcedure, hop.at)
        self._updating[hop.conversation] = subscriber
        yield Send(hop.origin, subscriber_data(subscriber), hop.conversation)
        yield from self._map_m.start(hop.conversation, hop.at)

    def purge_ms(self, purge: PurgeMS, hop: Hop) -> Iterable[Send]:
        """Note that a VLR has forgotten a subscriber; if it is still his VLR, he is nowhere until heard from."""
        subscriber = self.register.with_imsi(purge.imsi)
        if subscriber is None:
            return (Send(hop.origin, UnknownSubscriber(), hop.conversation),)
        is_his = purge.vlr_number == subscriber.vlr_number
        subscriber.purged = subscriber.purged or is_his
        return (Send(hop.origin, PurgeMSRes(freeze_tmsi=is_his), hop.conversation),)

    def insert_subscriber_data_res(self, _: InsertSubscriberDataRes, hop: Hop) -> Iterable[Send]:
        """Complete a location update: the VLR knows the subscriber, and those that wait for him are alerted."""
        subscriber = self._updating.pop(hop.conversation, None)
        if subscriber is None:
            return
        self._map_m.stop(hop.conversation)
        if self.subscribers.get(subscriber.imsi) is not subscriber:  # withdrawn, or moved to another SIM, meanwhile
            yield Send(hop.origin, UnknownSubscriber(), hop.conversation)
            return
        yield Send(hop.origin, UpdateLocationRes(self.number), hop.conversation)
        subscriber.is_reached()
        yield from self._alert(subscriber)

    def _not_updated(self, dialogue: int, _: float) -> Iterable[Send]:
        del self._updating[dialogue]
        return ()

    def _wait(self, subscriber: Subscriber, service_centre: Address) -> bool:
        if service_centre in subscriber.mwd:
            return True
        if len(subscriber.mwd) >= MW_SUBSCRIPTION_LIMIT:
            return False
        subscriber.mwd += (service_centre,)
        return True

    def _alert(self, subscriber: Subscriber) -> Iterator[Send]:
        """Alert all that wait, once, unless a flag says that it would be in vain (TS 23.040 figure 20b)."""
        if subscriber.mnrf or subscriber.mcef:
            return
        waiting, subscriber.mwd = subscriber.mwd, ()
        for service_centre in waiting:
            alert = AlertServiceCentre(subscriber.msisdn, service_centre)
            yield Send(service_centre.value, alert, next(self._conversations))
