"""TS 29.002 clause 19.1 and TS 22.041: what an operator changes in a subscription, and the VLR that is told of it."""

from collections.abc import Iterable, Iterator

from pdu.sms.address import Address
from pdu.ss7.map import (
    CallBarringCause,
    CancellationType,
    DeleteSubscriberData,
    InsertSubscriberData,
    Teleservice,
)
from smsc.network.hlr.cancellations import Cancellations
from smsc.network.hlr.subscribers import Subscriber, Subscribers
from smsc.network.hop import Hop, Send, Services
from smsc.network.operators import Bars, Ported, PortsIn, Provisions, Subscribes, SwapsSim, Unbars, Withdraws
from smsc.network.translation import Translation

CAUSES = {"operator": CallBarringCause.operatorBarring, "subscriber": CallBarringCause.barringServiceActive}


class Provisioning:
    """An operator's changes to subscriptions. ``ranges`` gives the node that knows where a number was ported."""

    def __init__(
        self,
        name: str,
        subscribers: Subscribers,
        cancellations: Cancellations,
        conversations: Iterator[int],
        ranges: Translation | None,
    ) -> None:
        self._name = name
        self._subscribers = subscribers
        self._cancellations = cancellations
        self._conversations = conversations
        self._ranges = ranges
        self.services: Services = {
            Subscribes: self.subscribes,
            Withdraws: self.withdraws,
            Provisions: self.provisions,
            Bars: self.bars,
            Unbars: self.unbars,
            SwapsSim: self.swaps_sim,
            PortsIn: self.ports_in,
            Ported: self.ported,
        }

    def subscribes(self, act: Subscribes, hop: Hop) -> Iterable[Send]:
        """Make a new subscription, in place of any that the number or the SIM had before."""
        yield from self._cancellations.hurry(act.imsi, hop.at)
        yield from self._withdraw(self._subscribers.of(act.msisdn), hop.at)
        yield from self._withdraw(self._subscribers.by_imsi.get(act.imsi), hop.at)
        self._subscribers.add(Subscriber(act.imsi, act.msisdn), since=hop.at)

    def withdraws(self, act: Withdraws, hop: Hop) -> Iterable[Send]:
        """End a subscription; the VLR forgets the subscriber."""
        return self._withdraw(self._subscribers.of(act.msisdn), hop.at)

    def provisions(self, act: Provisions, _: Hop) -> Iterable[Send]:
        """Add or remove services; the VLR is told of both."""
        subscriber = self._subscribers.of(act.msisdn)
        if subscriber is None:
            return
        former, subscriber.teleservice_list = subscriber.teleservice_list, act.teleservice_list
        withdrawn = tuple(Teleservice(code) for code in former if code not in act.teleservice_list)
        if withdrawn and subscriber.vlr_number is not None:
            yield self._to_vlr(subscriber.vlr_number, DeleteSubscriberData(subscriber.imsi, withdrawn))
        if not set(act.teleservice_list) <= set(former):
            yield from self._told(subscriber)

    def bars(self, act: Bars, _: Hop) -> Iterable[Send]:
        subscriber = self._subscribers.of(act.msisdn)
        if subscriber is not None:
            subscriber.barred = CAUSES[act.by]
        return self._told(subscriber)

    def unbars(self, act: Unbars, _: Hop) -> Iterable[Send]:
        subscriber = self._subscribers.of(act.msisdn)
        if subscriber is not None:
            subscriber.barred = None
        return self._told(subscriber)

    def swaps_sim(self, act: SwapsSim, hop: Hop) -> Iterable[Send]:
        """Move a number to another SIM; it keeps its services and the list of those waiting, but not its location."""
        former = self._subscribers.of(act.msisdn)
        if former is None or former.imsi == act.imsi:
            return
        yield from self._cancellations.hurry(act.imsi, hop.at)
        yield from self._withdraw(self._subscribers.by_imsi.get(act.imsi), hop.at)
        yield from self._withdraw(former, hop.at)
        swapped = Subscriber(act.imsi, former.msisdn, former.teleservice_list, former.barred, mwd=former.mwd)
        self._subscribers.add(swapped, since=hop.at)

    def ports_in(self, act: PortsIn, hop: Hop) -> Iterable[Send]:
        """Take over a number; the node that knows where it was ported tells the operator that has lost it."""
        yield from self.subscribes(Subscribes(act.msisdn, act.imsi), hop)
        keeper = self._name if self._ranges is None else self._ranges(act.msisdn.value)
        if keeper != self._name:
            yield Send(keeper, Ported(act.msisdn, self._name))

    def ported(self, told: Ported, hop: Hop) -> Iterable[Send]:
        """End the subscription of a number that is now another operator's."""
        return self._withdraw(self._subscribers.of(told.msisdn), hop.at)

    def _withdraw(self, subscriber: Subscriber | None, now: float) -> Iterable[Send]:
        if subscriber is None:
            return ()
        self._subscribers.remove(subscriber)
        if subscriber.vlr_number is None:
            return ()
        why = CancellationType.subscriptionWithdraw
        return self._cancellations.cancel(subscriber.imsi, subscriber.vlr_number, why, now)

    def _told(self, subscriber: Subscriber | None) -> Iterable[Send]:
        if subscriber is None or subscriber.vlr_number is None:
            return ()
        return (self._to_vlr(subscriber.vlr_number, subscriber_data(subscriber)),)

    def _to_vlr(self, vlr_number: Address, message: object) -> Send:
        return Send(vlr_number.value, message, next(self._conversations))


def subscriber_data(subscriber: Subscriber) -> InsertSubscriberData:
    """Make the message that tells a VLR about its visitor."""
    return InsertSubscriberData(
        subscriber.imsi,
        subscriber.msisdn,
        subscriber_status=subscriber.subscriber_status,
        teleservice_list=subscriber.teleservice_list or None,
    )
