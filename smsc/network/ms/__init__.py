"""The MS: a handset with its SIM, which is carried about, called, and used by a person."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from pdu.gsm.bssmap import InitialMessage
from pdu.gsm.cbs import CbsPage
from pdu.gsm.identity import MobileIdentity
from pdu.gsm.location import DELETED_LAC, LocationAreaIdentification
from pdu.gsm.mm import (
    ILLEGAL_ME,
    ILLEGAL_MS,
    IMSI_ATTACH,
    IMSI_UNKNOWN_IN_HLR,
    IMSI_UNKNOWN_IN_VLR,
    LOCATION_AREA_NOT_ALLOWED,
    NORMAL_LOCATION_UPDATING,
    PLMN_NOT_ALLOWED,
    ROAMING_NOT_ALLOWED,
    SHORT_MESSAGE_SERVICE,
    CMServiceAccept,
    CMServiceReject,
    CMServiceRequest,
    IMSIDetachIndication,
    LocationUpdatingAccept,
    LocationUpdatingReject,
    LocationUpdatingRequest,
)
from pdu.gsm.rr import (
    ANSWER_TO_PAGING,
    LOCATION_UPDATING,
    ORIGINATING,
    ChannelRelease,
    ChannelRequest,
    ImmediateAssignment,
    PagingRequest,
    PagingResponse,
)
from pdu.sms.address import Address
from pdu.sms.cp import CpAck, CpData, CpError
from pdu.sms.rp import RpAck, RpData, RpError
from smsc.network.acts import (
    DeletesMessages,
    FillsMemory,
    FreesMemory,
    LosesPower,
    MovesTo,
    ReadsMessages,
    Replies,
    SendsText,
    SwitchesOff,
    SwitchesOn,
)
from smsc.network.cell import Camps, Cell
from smsc.network.ms.broadcasts import BroadcastInbox
from smsc.network.ms.inbox import Inbox
from smsc.network.ms.short_messages import ShortMessages, Use
from smsc.network.network import Hop, Send
from smsc.network.timers import (
    CP_RETRANSMISSIONS,
    LOCATION_UPDATING_ATTEMPTS,
    T3126,
    T3210,
    T3211,
    T3220,
    T3230,
    T3240,
    TC1M,
    TR1M,
    TRAM,
    Alarm,
    Wait,
)

WAIT_AFTER: Final[dict[type, Wait]] = {
    # what the handset waits for when it has a channel, by its first message there
    PagingResponse: T3240,
    CMServiceRequest: T3230,
    LocationUpdatingRequest: T3210,
    IMSIDetachIndication: T3220,
}
# Reject causes (TS 24.008 clause 4.4.4.7): ask no more until switched off, or not here. All others: ask again.
NOT_THIS_SIM: Final = frozenset((IMSI_UNKNOWN_IN_HLR, ILLEGAL_MS, ILLEGAL_ME))
NOT_HERE: Final = frozenset((PLMN_NOT_ALLOWED, LOCATION_AREA_NOT_ALLOWED, ROAMING_NOT_ALLOWED))


class MS:
    """A mobile station. ``cells`` is the country in which it can be carried about, ``cell`` the name of a place there.

    It is off at first. It does one thing at a time on one channel; what it wants next it wants when that is released.
    ``memory`` and ``sim_memory`` say how many short messages have room on the handset and on its SIM; None: any number.
    """

    kind = "ms"

    def __init__(
        self,
        name: str,
        imsi: str,
        *,
        cells: Mapping[str, Cell],
        cell: str,
        service_centre: Address,
        conversations: Iterator[int],
        memory: int | None = None,
        sim_memory: int | None = None,
    ) -> None:
        self.name = name
        self.identity = MobileIdentity(imsi)
        self.cells = cells
        self.cell = cells[cell]
        self.service_centre = service_centre
        self.on = False
        self.registered = False  # the network knows that the handset is on
        self.location: LocationAreaIdentification | None = None  # on the SIM: where it was registered last
        self.memory = memory
        self.sim_memory = sim_memory
        self._messages: ShortMessages | None = None  # made when there is the first: most handsets never have one
        self._broadcasts: BroadcastInbox | None = None
        self._conversations = conversations
        self._alarm = Alarm(name, self._expired)
        self._leaving = False
        self._refused = False  # the network does not want this SIM
        self._attempts = 0  # at location updating
        self._channel = 0  # a conversation; 0: idle
        self._bss = ""  # whose channel it is
        self._initial_message: InitialMessage = PagingResponse(self.identity)
        self._page_response = self._initial_message
        self._done = False  # what the channel was wanted for has been settled
        self._sent: CpData | None = None  # and not acknowledged
        self._retransmissions = 0  # that it may still have
        self._received: tuple[int, int] | None = None  # the transaction and reference of the latest RP-DATA

    @property
    def messages(self) -> ShortMessages:
        """What it has received, and what it wants to send."""
        if self._messages is None:
            self._messages = ShortMessages(self.memory, self.sim_memory)
        return self._messages

    @property
    def inbox(self) -> Inbox:
        """What it has received."""
        return self.messages.inbox

    def register(self) -> None:
        """On, and known to the network as being here, without a message having been exchanged for it."""
        self.on = self.registered = True
        self.location = self.cell.lai

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Serve one message; what no service is there for is not answered, and a handset that is off hears nothing."""
        service = (SERVICES if self.on else SERVICES_WHEN_OFF).get(type(hop.message))
        return service(self, hop.message, hop) if service else ()

    # What its owner does

    def switches_on(self, _: SwitchesOn, hop: Hop) -> Iterable[Send]:
        self.on = True
        self._attempts = 0
        if self._messages is not None:
            self._messages.room()
        return (Send(self.cell.bss, Camps(self.identity, self.cell)), *self._next(hop.at))

    def switches_off(self, _: SwitchesOff, hop: Hop) -> Iterable[Send]:
        self._leaving = True
        return self._next(hop.at)

    def loses_power(self, _: LosesPower, __: Hop) -> Iterable[Send]:
        self._go_off()
        return ()

    def moves_to(self, moves: MovesTo, hop: Hop) -> Iterable[Send]:
        former, self.cell = self.cell, self.cells[moves.cell]
        if former.bss != self.cell.bss:
            yield Send(former.bss, Camps(self.identity, None))
        yield Send(self.cell.bss, Camps(self.identity, self.cell))
        self._attempts = 0
        yield from self._next(hop.at)

    def uses(self, act: Use, hop: Hop) -> Iterable[Send]:
        """Something with messages; what a handset that is off is to send, it keeps until it is on."""
        return (*self.messages.use(act, self.service_centre), *self._next(hop.at))

    # A channel

    def paging_request(self, request: PagingRequest, hop: Hop) -> Iterable[Send]:
        """A handset that has a channel, or asks for one, does not listen to calls."""
        if self._channel or self.identity not in (request.mobile_identity_1, request.mobile_identity_2):
            return ()
        return self._connect(ANSWER_TO_PAGING, self._page_response, hop.at)

    def immediate_assignment(self, _: ImmediateAssignment, hop: Hop) -> Iterable[Send]:
        if hop.conversation != self._channel or self._alarm.wait is not T3126:
            return ()
        first = self._initial_message
        return (
            Send(self._bss, first, hop.conversation),
            *self._alarm.start(WAIT_AFTER[type(first)], hop.at),
        )

    def channel_release(self, _: ChannelRelease, hop: Hop) -> Iterable[Send]:
        return self._released(hop.at) if hop.conversation == self._channel else ()

    def _connect(self, establishment_cause: int, first: InitialMessage, now: float) -> Iterable[Send]:
        self._channel = channel = next(self._conversations)
        self._bss = self.cell.bss
        self._initial_message = first
        self._done = False
        self._sent = self._received = None
        request = ChannelRequest(establishment_cause, channel & 31)
        return (Send(self._bss, request, channel), *self._alarm.start(T3126, now))

    def _released(self, now: float) -> Iterable[Send]:
        self._channel = 0
        self._alarm.stop()
        match self._initial_message:
            case IMSIDetachIndication():
                self._go_off()
            case LocationUpdatingRequest() if not self._done:
                self._attempts += 1
                if self._attempts < LOCATION_UPDATING_ATTEMPTS and not self._leaving:
                    yield from self._alarm.start(T3211, now)
            case CMServiceRequest() if not self._done:
                yield from self.messages.fail()
        yield from self._next(now)

    def alarm_rings(self, alarm: Alarm, hop: Hop) -> Iterable[Send]:
        return alarm.ring(hop)

    def _expired(self, wait: Wait, now: float) -> Iterable[Send]:
        if wait is T3211 or wait is TRAM:
            return self._next(now, waited=wait is TRAM)
        return self._repeat(now) if wait is TC1M else self._released(now)

    def _next(self, now: float, *, waited: bool = False) -> Iterable[Send]:
        """What the handset wants, when it can want something; ``waited``: TRAM has expired."""
        if self._channel or not self.on:
            return ()
        if self._leaving:
            if self.registered:
                return self._connect(ORIGINATING, IMSIDetachIndication(self.identity), now)
            self._go_off()
            return ()
        if not self.registered or self.location != self.cell.lai:
            if self._refused or self._attempts >= LOCATION_UPDATING_ATTEMPTS or self._alarm.wait is T3211:
                return ()
            return self._connect(LOCATION_UPDATING, self._location_updating_request(), now)
        messages = self._messages
        if messages is not None and messages.waiting:
            if messages.repeats_memory_available and not waited:
                return self._alarm.start(TRAM, now)
            return self._connect(ORIGINATING, CMServiceRequest(SHORT_MESSAGE_SERVICE, self.identity), now)
        return ()

    # Mobility

    def _location_updating_request(self) -> LocationUpdatingRequest:
        here = self.cell.lai
        if self.location == here:
            return LocationUpdatingRequest(IMSI_ATTACH, here, self.identity)
        nowhere = LocationAreaIdentification(here.mcc, here.mnc, DELETED_LAC)
        return LocationUpdatingRequest(NORMAL_LOCATION_UPDATING, self.location or nowhere, self.identity)

    def location_updating_accept(self, accept: LocationUpdatingAccept, hop: Hop) -> Iterable[Send]:
        if hop.conversation != self._channel:
            return ()
        self.registered = self._done = True
        self.location = accept.location_area_identification
        # An area where the handset is not (it was carried on meanwhile) is another attempt: it may not go on for ever.
        self._attempts = 0 if self.location == self.cell.lai else self._attempts + 1
        return self._alarm.start(T3240, hop.at)

    def location_updating_reject(self, reject: LocationUpdatingReject, hop: Hop) -> Iterable[Send]:
        if hop.conversation != self._channel:
            return ()
        self.registered = False
        self._refused = reject.reject_cause in NOT_THIS_SIM
        if reject.reject_cause in NOT_HERE:
            self._attempts = LOCATION_UPDATING_ATTEMPTS
            self._done = True
        return self._alarm.start(T3240, hop.at)

    def _go_off(self) -> None:
        self.on = self.registered = self._leaving = self._refused = False
        self._channel = 0
        self._alarm.stop()

    # Short messages

    def cm_service_accept(self, _: CMServiceAccept, hop: Hop) -> Iterable[Send]:
        if hop.conversation != self._channel or not self.messages.waiting:
            return ()
        return self._send(CpData(0, self.messages.begin()), hop.at)

    def cm_service_reject(self, reject: CMServiceReject, hop: Hop) -> Iterable[Send]:
        """A network that has forgotten the handset is told of it; then the text goes out."""
        if hop.conversation != self._channel:
            return ()
        self._done = reject.reject_cause == IMSI_UNKNOWN_IN_VLR
        self.registered = not self._done
        return self._alarm.start(T3240, hop.at)

    def cp_data(self, message: CpData, hop: Hop) -> Iterable[Send]:
        """The network's message, which may come again if its acknowledgement has got lost."""
        if hop.conversation != self._channel:
            return ()
        ti, relayed = message.ti ^ 8, message.cp_user_data
        acknowledgement = Send(self._bss, CpAck(ti), self._channel)
        if isinstance(relayed, RpData):
            if self._received == (ti, relayed.rp_mr):
                return (acknowledgement,)
            self._received = ti, relayed.rp_mr
            report, seen = self.messages.receive(relayed, hop.at)
            self._done = True
            return (acknowledgement, *self._send(CpData(ti, report), hop.at), *seen)
        if isinstance(relayed, RpAck | RpError) and not self._done:
            settled = self.messages.settle(relayed)
            if settled is not None:
                self._done, self._sent = True, None
                return (acknowledgement, *settled, *self._alarm.start(T3240, hop.at))
        return (acknowledgement,)

    def cp_ack(self, message: CpAck, hop: Hop) -> Iterable[Send]:
        """The network has what was sent; what it says to a message of this handset's own is still to come."""
        sent = self._sent
        if sent is None or hop.conversation != self._channel or message.ti != sent.ti ^ 8:
            return ()
        self._sent = None
        return self._alarm.start(T3240 if self._done else TR1M, hop.at)

    def cp_error(self, _: CpError, hop: Hop) -> Iterable[Send]:
        """The network gives the transaction up, and will release the channel."""
        if hop.conversation != self._channel:
            return ()
        self._sent = None
        return self._alarm.start(T3240, hop.at)

    def cbs_page(self, page: CbsPage, _: Hop) -> Iterable[Send]:
        """A handset that has a channel does not listen to broadcasts; it hears the next one."""
        if self._channel:
            return ()
        if self._broadcasts is None:
            self._broadcasts = BroadcastInbox()
        return self._broadcasts.add(page)

    def _send(self, data: CpData, now: float) -> tuple[Send, ...]:
        self._sent = data
        self._retransmissions = CP_RETRANSMISSIONS
        return (Send(self._bss, data, self._channel), *self._alarm.start(TC1M, now))

    def _repeat(self, now: float) -> Iterable[Send]:
        """TC1M has expired: send it again, or give the transaction up."""
        if self._sent is None or not self._retransmissions:
            self._sent = None
            return self._alarm.start(T3240, now)
        self._retransmissions -= 1
        return (Send(self._bss, self._sent, self._channel), *self._alarm.start(TC1M, now))


SERVICES_WHEN_OFF: Final[Mapping[type, Callable[[MS, Any, Hop], Iterable[Send]]]] = {
    SwitchesOn: MS.switches_on,
    MovesTo: MS.moves_to,
    SendsText: MS.uses,
    Replies: MS.uses,
    Alarm: MS.alarm_rings,
}
SERVICES: Final[Mapping[type, Callable[[MS, Any, Hop], Iterable[Send]]]] = {
    **SERVICES_WHEN_OFF,
    SwitchesOff: MS.switches_off,
    LosesPower: MS.loses_power,
    ReadsMessages: MS.uses,
    DeletesMessages: MS.uses,
    FillsMemory: MS.uses,
    FreesMemory: MS.uses,
    PagingRequest: MS.paging_request,
    ImmediateAssignment: MS.immediate_assignment,
    ChannelRelease: MS.channel_release,
    LocationUpdatingAccept: MS.location_updating_accept,
    LocationUpdatingReject: MS.location_updating_reject,
    CMServiceAccept: MS.cm_service_accept,
    CMServiceReject: MS.cm_service_reject,
    CpData: MS.cp_data,
    CpAck: MS.cp_ack,
    CpError: MS.cp_error,
    CbsPage: MS.cbs_page,
}
