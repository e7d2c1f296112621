"""The VLR of TS 29.002: the visitors in the areas of one MSC. It is part of the MSC's node, and talks to the HLR."""

from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import Final, TypeAlias

from pdu.gsm.identity import TMSI, MobileIdentity
from pdu.gsm.location import LocationAreaIdentification
from pdu.gsm.mm import IMSI_UNKNOWN_IN_HLR, NETWORK_FAILURE, ROAMING_NOT_ALLOWED
from pdu.sms.address import Address
from pdu.ss7.map import (
    SHORT_MESSAGE_MO_PP,
    SHORT_MESSAGE_MT_PP,
    AlertReason,
    CancelLocation,
    CancelLocationRes,
    DeleteSubscriberData,
    DeleteSubscriberDataRes,
    InsertSubscriberData,
    InsertSubscriberDataRes,
    PurgeMS,
    ReadyForSM,
    ReadyForSMRes,
    RoamingNotAllowed,
    SubscriberStatus,
    Teleservice,
    UnidentifiedSubscriber,
    UnknownSubscriber,
    UpdateLocation,
    UpdateLocationRes,
)
from smsc.network.hop import Hop, Send, Services
from smsc.network.msc.tmsis import Tmsis
from smsc.network.msc.visitor import Visitor
from smsc.network.timers import MAP_M, REACHABLE_GUARD, Timer
from smsc.network.translation import Translation

REJECT_CAUSE_OF_ERROR: Final[dict[type, int]] = {
    # of updateLocation; every other error, and silence, is a network failure
    UnknownSubscriber: IMSI_UNKNOWN_IN_HLR,
    RoamingNotAllowed: ROAMING_NOT_ALLOWED,
}


Updated: TypeAlias = Callable[[int, Visitor | None, int | None, float], Iterable[Send]]


class VLR:
    """The visitor location register: the MSC, whose number it has, asks it about its visitors, and it asks the HLR.

    ``updated`` is called when a location updating ends: with the connection on which it was requested, the visitor or
    None, the reject cause or None, and the time. ``t3212`` is how often visitors who are here and on are heard from,
    ``purge_time`` how long they may be off before they are forgotten; both are in seconds, 0 for none.
    """

    def __init__(
        self,
        node: str,
        number: Address,
        hlr: Translation,
        conversations: Iterator[int],
        updated: Updated,
        t3212: float,
        purge_time: float,
        *,
        tmsi: bool,
    ) -> None:
        self.number = number
        self.visitors: dict[str, Visitor] = {}  # by IMSI
        self._unconfirmed: set[Visitor] = set()  # TS 23.008: not yet Confirmed by HLR; few, so it is no flag of each
        self.tmsis = Tmsis(node, wanted=tmsi)
        self.refused: dict[str, int] = {}  # by IMSI: the reject cause, if authentication fails or the handset is barred
        self._hlr = hlr
        self._conversations = conversations
        self._updated = updated
        self._silence = t3212 + REACHABLE_GUARD if t3212 else inf
        self._updating: dict[int, tuple[int, str, LocationAreaIdentification]] = {}  # by dialogue
        self._returning: dict[int, Visitor] = {}  # by the dialogue of readyForSM
        self._returns: set[Visitor] = set()  # the same visitors
        self._map_m = Timer(node, MAP_M, self._no_answer)
        self._purge = Timer(node, purge_time, self._purged) if purge_time else None
        self.services: Services = {
            InsertSubscriberData: self.insert_subscriber_data,
            UpdateLocationRes: self.update_location_res,
            CancelLocation: self.cancel_location,
            DeleteSubscriberData: self.delete_subscriber_data,
        }

    def admit(self, imsi: str, msisdn: Address, lai: LocationAreaIdentification, now: float = 0.0) -> Visitor:
        """Make a subscriber an attached visitor, without exchanging any message."""
        visitor = self.visitors[imsi] = Visitor(imsi, msisdn, lai)
        visitor.heard = now
        return visitor

    def imsi(self, identity: MobileIdentity, former: LocationAreaIdentification | None = None) -> str | None:
        """Give the IMSI of a handset's identity; None for a TMSI that nobody has here.

        ``former`` is where the handset says it was last, if it does: a TMSI from elsewhere is not valid here.
        """
        if identity.type_of_identity != TMSI:
            return identity.digits
        visitor = self.tmsis.of(identity.digits)
        return visitor.imsi if visitor is not None and former in (None, visitor.lai) else None

    def visitor(self, identity: MobileIdentity) -> Visitor | None:
        """Find the visitor with an identity."""
        digits, kind = identity
        return self.tmsis.of(digits) if kind == TMSI else self.visitors.get(digits)

    def is_attached(self, visitor: Visitor, now: float) -> bool:
        """Whether a visitor can be called; one silent for too long is implicitly detached."""
        if now - visitor.heard > self._silence:
            visitor.attached = False
        return visitor.attached

    def update_location_area(
        self,
        imsi: str,
        lai: LocationAreaIdentification,
        former: LocationAreaIdentification,
        connection: int,
        now: float,
    ) -> Iterable[Send]:
        """Update the location of a handset that says it is in this area, asking the HLR about one we don't know.

        One whose former area is not the one we know was with another VLR meanwhile, without our being told: for it too,
        the HLR gets an updateLocation, and for one that it has not confirmed (TS 23.008: Confirmed by HLR).
        """
        if imsi in self.refused:
            yield from self._updated(connection, None, self.refused[imsi], now)
            return
        visitor = self.visitors.get(imsi)
        if visitor is not None and (visitor.lai != former or visitor in self._unconfirmed):
            self._forget(visitor)
        elif visitor is not None:
            visitor.lai = lai
            yield from self._updated(connection, visitor, None, now)
            yield from self.present(visitor, now)
            return
        dialogue = next(self._conversations)
        self._updating[dialogue] = connection, imsi, lai
        yield Send(self._hlr(imsi), UpdateLocation(imsi, self.number, self.number), dialogue)
        yield from self._map_m.start(dialogue, now)

    def insert_subscriber_data(self, data: InsertSubscriberData, hop: Hop) -> Iterable[Send]:
        """Take the data of a visitor whose location updating is under way, or changes to a known one."""
        _, imsi, lai = self._updating.get(hop.conversation, (0, data.imsi, None))
        visitor = self.visitors.get(imsi) if imsi else None
        if visitor is None:
            if imsi is None or lai is None:
                return (Send(hop.origin, UnidentifiedSubscriber(), hop.conversation),)
            visitor = self.visitors[imsi] = Visitor(imsi, data.msisdn, lai)
            self._unconfirmed.add(visitor)
            visitor.heard = hop.at
            visitor.teleservice_list = ()  # what the HLR does not name now is not provisioned
        visitor.msisdn = data.msisdn or visitor.msisdn
        if data.subscriber_status is not None:
            visitor.subscriber_status = SubscriberStatus(data.subscriber_status)
        visitor.teleservice_list = data.teleservice_list or visitor.teleservice_list
        return (Send(hop.origin, InsertSubscriberDataRes(), hop.conversation),)

    def delete_subscriber_data(self, data: DeleteSubscriberData, hop: Hop) -> Iterable[Send]:
        """Remove services of a visitor."""
        visitor = self.visitors.get(data.imsi)
        if visitor is None:
            return (Send(hop.origin, UnidentifiedSubscriber(), hop.conversation),)
        gone = {one.value for one in data.basic_service_list or () if isinstance(one, Teleservice)}
        both = (SHORT_MESSAGE_MT_PP, SHORT_MESSAGE_MO_PP)
        former = both if visitor.teleservice_list is None else visitor.teleservice_list
        visitor.teleservice_list = tuple(code for code in former if code not in gone)
        return (Send(hop.origin, DeleteSubscriberDataRes(), hop.conversation),)

    def update_location_res(self, _: UpdateLocationRes, hop: Hop) -> Iterable[Send]:
        """Complete a location updating: the HLR knows that the visitor is here."""
        visitor = self._updated_in(hop.conversation)
        if visitor is not None:
            self._unconfirmed.discard(visitor)
        return self._end_update(hop.conversation, None, hop.at)

    def cancel_location(self, cancelled: CancelLocation, hop: Hop) -> Iterable[Send]:
        """Forget a visitor who is elsewhere now; what is under way with him still runs to its end."""
        imsi = cancelled.imsi if isinstance(cancelled.imsi, str) else cancelled.imsi.imsi
        visitor = self.visitors.get(imsi)
        if visitor is not None:
            self._forget(visitor)
        return (Send(hop.origin, CancelLocationRes(), hop.conversation),)

    def _forget(self, visitor: Visitor) -> None:
        """Remove a visitor; messages for him are no longer sent from here."""
        visitor.attached = False
        del self.visitors[visitor.imsi]
        self._unconfirmed.discard(visitor)
        self.tmsis.forget(visitor)

    def restart(self) -> None:
        """Forget all visitors, and all that is under way."""
        self.visitors.clear()
        self.tmsis.clear()
        self._updating.clear()
        self._returning.clear()
        self._returns.clear()
        self._unconfirmed.clear()
        self._map_m.stop_all()
        if self._purge is not None:
            self._purge.stop_all()

    def detached(self, visitor: Visitor, now: float) -> Iterable[Send]:
        """Note that a visitor says he is switching off."""
        visitor.attached = False
        return self.missed(visitor, now)

    def missed(self, visitor: Visitor, now: float) -> Iterable[Send]:
        """Note that a visitor is off, whether he has said so or not; if he stays off for long, he is forgotten."""
        return () if self._purge is None or self._purge.running(visitor) else self._purge.start(visitor, now)

    def _purged(self, visitor: Visitor, _: float) -> Iterable[Send]:
        """Forget a visitor who has been off for too long, and tell the HLR (TS 23.012: purge)."""
        if self.visitors.get(visitor.imsi) is not visitor:
            return ()
        self._forget(visitor)
        return (Send(self._hlr(visitor.imsi), PurgeMS(visitor.imsi, self.number), next(self._conversations)),)

    def present(self, visitor: Visitor, now: float) -> tuple[Send, ...]:
        """Note that a visitor was heard from; if he had been missed, the HLR is told (TS 29.002 23.4.2)."""
        visitor.attached = True
        visitor.heard = now
        if self._purge is not None:
            self._purge.stop(visitor)
        if not visitor.mnrf or visitor in self._returns:
            return ()
        dialogue = next(self._conversations)
        self._returning[dialogue] = visitor
        self._returns.add(visitor)
        ready = ReadyForSM(visitor.imsi, AlertReason.ms_Present)
        return (Send(self._hlr(visitor.imsi), ready, dialogue), *self._map_m.start(dialogue, now))

    def memory_available(self, visitor: Visitor, dialogue: int) -> Iterable[Send]:
        """Tell the HLR that a visitor's handset has memory again; its answer is passed on to the handset."""
        return (Send(self._hlr(visitor.imsi), ReadyForSM(visitor.imsi, AlertReason.memoryAvailable), dialogue),)

    def ready_for_sm_res(self, _: ReadyForSMRes, hop: Hop) -> Iterable[Send]:
        """Note that the HLR knows that a visitor is back."""
        visitor = self._returned(hop.conversation)
        if visitor is not None:
            self._map_m.stop(hop.conversation)
            visitor.mnrf = False
        return ()

    def return_error(self, error: object, hop: Hop) -> Iterable[Send]:
        """Handle a refusal of the HLR: a location updating fails, or a visitor who is back stays marked as missed.

        One whom the HLR does not know or does not let roam here is forgotten, if it had told of him before it refused.
        """
        visitor = self._returned(hop.conversation)
        if visitor is not None:
            self._map_m.stop(hop.conversation)
            return ()
        cause = REJECT_CAUSE_OF_ERROR.get(type(error))
        visitor = self._updated_in(hop.conversation)
        if cause is not None and visitor is not None and visitor in self._unconfirmed:
            self._forget(visitor)
        return self._end_update(hop.conversation, cause or NETWORK_FAILURE, hop.at)

    def _updated_in(self, dialogue: int) -> Visitor | None:
        """Give the visitor whose location is updated in a dialogue, if the HLR has told of him."""
        _, imsi, _ = self._updating.get(dialogue, (0, "", None))
        return self.visitors.get(imsi)

    def _end_update(self, dialogue: int, reject_cause: int | None, now: float) -> Iterable[Send]:
        self._map_m.stop(dialogue)
        connection, imsi, _ = self._updating.pop(dialogue, (0, "", None))
        return self._updated(connection, self.visitors.get(imsi), reject_cause, now) if connection else ()

    def _no_answer(self, dialogue: int, now: float) -> Iterable[Send]:
        return self._end_update(dialogue, NETWORK_FAILURE, now) if self._returned(dialogue) is None else ()

    def _returned(self, dialogue: int) -> Visitor | None:
        """Forget that the HLR is being told that a visitor is back, and give the visitor; None if it is not."""
        visitor = self._returning.pop(dialogue, None)
        if visitor is not None:
            self._returns.discard(visitor)
        return visitor
