"""The MS: a handset with its SIM, which a person carries about and uses, and which the network calls."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from pdu.gsm.cbs import CbsPage
from pdu.gsm.mm import (
    SHORT_MESSAGE_SERVICE,
    CMServiceAccept,
    CMServiceReject,
    CMServiceRequest,
    IdentityRequest,
    LocationUpdatingAccept,
    LocationUpdatingReject,
)
from pdu.gsm.rr import ORIGINATING, ChannelRelease, ImmediateAssignment, ImmediateAssignmentReject, PagingRequest
from pdu.sms.address import Address
from pdu.sms.cp import CpAck, CpData, CpError
from pdu.sms.rp import RpAck, RpData, RpError
from smsc.network.acts import (
    ConnectsTerminal,
    DisconnectsTerminal,
    FillsMemory,
    FreesMemory,
    LosesCoverage,
    LosesPower,
    MovesTo,
    Replies,
    SendsText,
    SwitchesOff,
    SwitchesOn,
)
from smsc.network.cell import Country
from smsc.network.hop import Hop, Send
from smsc.network.ms.broadcasts import BroadcastInbox
from smsc.network.ms.connection import Connection
from smsc.network.ms.inbox import Inbox
from smsc.network.ms.periodic import PeriodicUpdating
from smsc.network.ms.short_messages import ShortMessages, Use
from smsc.network.ms.station import Station
from smsc.network.sayings import CP_ACK
from smsc.network.served import Served, unanswered
from smsc.network.timers import T3240, TC1M, TR1M, TRAM, Wait

ANY_NUMBER: Final = (None, None)  # of short messages, on a handset and on its SIM


class MS(Station):
    """A mobile station: a station that sends and receives short messages.

    ``memory`` and ``sim_memory`` are how many short messages the handset and its SIM have room for; None: any number.
    """

    __slots__ = ("_broadcasts", "_messages", "_room", "service_centre")

    def __init__(
        self,
        name: str,
        imsi: str,
        *,
        country: Country,
        cell: str,
        service_centre: Address,
        memory: int | None = None,
        sim_memory: int | None = None,
    ) -> None:
        super().__init__(name, imsi, country=country, cell=cell)
        self.service_centre = service_centre
        self._room = ANY_NUMBER if memory is sim_memory is None else (memory, sim_memory)
        self._messages: ShortMessages | None = None  # made with the first message: most handsets never have one
        self._broadcasts: BroadcastInbox | None = None

    @property
    def messages(self) -> ShortMessages:
        """What it has received, and what it wants to send."""
        if self._messages is None:
            self._messages = ShortMessages(*self._room)
        return self._messages

    @property
    def inbox(self) -> Inbox:
        """What it has received."""
        return self.messages.inbox

    def forget(self) -> None:
        """Forget all messages, received and to be sent, and all broadcasts."""
        self._messages = self._broadcasts = None

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Serve one message; one without a service is not answered. If off or out of range, it hears nothing."""
        message = hop.message
        services = (SERVICES if self.covered else SERVICES_OUT_OF_RANGE) if self.on else SERVICES_WHEN_OFF
        return services[type(message)](self, message, hop)

    def uses(self, act: Use, hop: Hop) -> Iterable[Send]:
        """Do something with messages; a handset that is off keeps what it is to send until it is on.

        Wanting to send makes it update its location again, even if that was given up (TS 24.008 clause 4.4.4.5).
        """
        used = self.messages.use(act, self.service_centre)
        if self.messages.waits():
            self._attempts = 0
        return (*used, *self._next(hop.at))

    # Short messages

    def cm_service_accept(self, _: CMServiceAccept, hop: Hop) -> Iterable[Send]:
        if hop.conversation != self._connection.channel or not self.messages.waits():
            return ()
        return self._connection.send(CpData(0, self.messages.begin()), hop.at)

    def cp_data(self, message: CpData, hop: Hop) -> Iterable[Send]:
        """Take a message from the network, which may come again if its acknowledgement was lost."""
        connection = self._connection
        if hop.conversation != connection.channel:
            return ()
        ti, relayed = message.ti ^ 8, message.cp_user_data
        if connection.link is not None:
            connection.link.sapi_3 = True
        acknowledgement = connection.say(CP_ACK[ti], hop.at)
        if isinstance(relayed, RpData):
            if not connection.hears(ti, relayed.rp_mr):
                return acknowledgement
            report, seen = (self._messages or self.messages).receive(relayed, hop.at)
            connection.done = True
            said = acknowledgement + connection.send(CpData(ti, report), hop.at)
            return (*said, Send("", seen)) if seen is not None and self._country.observers else said
        if isinstance(relayed, RpAck | RpError) and not connection.done:
            settled = self.messages.settle(relayed)
            if settled is not None:
                connection.done, connection.sent = True, None
                return connection.start(T3240, hop.at, (*acknowledgement, *settled))
        return acknowledgement

    def cp_ack(self, message: CpAck, hop: Hop) -> Iterable[Send]:
        """Note that the network has what was sent; its answer to a message of this handset is still to come."""
        connection = self._connection
        if hop.conversation != connection.channel or not connection.acknowledge(message):
            return ()
        return connection.start(T3240 if connection.done else TR1M, hop.at)

    def cp_error(self, _: CpError, hop: Hop) -> Iterable[Send]:
        """Give up the transaction, as the network has; it will release the channel."""
        connection = self._connection
        if hop.conversation != connection.channel:
            return ()
        connection.sent = None
        return connection.start(T3240, hop.at)

    def cbs_page(self, page: CbsPage, _: Hop) -> Iterable[Send]:
        """Take a page of a broadcast; a handset that has a channel does not listen, but hears the next one."""
        if self._connection.channel:
            return ()
        self._broadcasts = self._broadcasts or BroadcastInbox()
        return self._broadcasts.add(page, self.cell.cgi)

    # What a station asks

    def _is_on(self) -> None:
        if self._messages is not None:
            self._messages.room()

    def _wants(self, now: float, *, waited: bool) -> Iterable[Send]:
        messages = self._messages
        if messages is None or not messages.waits():
            return ()
        if messages.repeats_memory_available and not waited:
            return self._connection.start(TRAM, now)
        return self._connect(ORIGINATING, CMServiceRequest(SHORT_MESSAGE_SERVICE, self.called), now)

    def _fails(self) -> Iterable[Send]:
        return self.messages.fail()

    def _is_not_served(self) -> Iterable[Send]:
        return () if self._messages is None else self._messages.give_up()

    def _rings(self, wait: Wait, now: float) -> Iterable[Send]:
        return self._connection.repeat(now) if wait is TC1M else self._next(now, waited=True)


MSService: TypeAlias = Callable[[MS, Any, Hop], Iterable[Send]]
_WHEN_OFF: Final[Mapping[type, MSService]] = {
    SwitchesOn: MS.switches_on,
    MovesTo: MS.moves_to,
    LosesCoverage: MS.loses_coverage,
    SendsText: MS.uses,
    Replies: MS.uses,
    FillsMemory: MS.uses,  # its memory can be filled, and a terminal connected, even if it is off
    FreesMemory: MS.uses,
    ConnectsTerminal: MS.uses,
    DisconnectsTerminal: MS.uses,
    Connection: MS.connection,
    PeriodicUpdating: MS.periodic_updating,
}
_OUT_OF_RANGE: Final[Mapping[type, MSService]] = {
    **_WHEN_OFF,
    SwitchesOff: MS.switches_off,
    LosesPower: MS.loses_power,
    **dict.fromkeys(Use.__args__, MS.uses),
}
_WHEN_ON: Final[Mapping[type, MSService]] = {
    **_OUT_OF_RANGE,
    PagingRequest: MS.paging_request,
    ImmediateAssignment: MS.immediate_assignment,
    ImmediateAssignmentReject: MS.immediate_assignment_reject,
    ChannelRelease: MS.channel_release,
    LocationUpdatingAccept: MS.location_updating_accept,
    LocationUpdatingReject: MS.location_updating_reject,
    IdentityRequest: MS.identity_request,
    CMServiceAccept: MS.cm_service_accept,
    CMServiceReject: MS.cm_service_reject,
    CpData: MS.cp_data,
    CpAck: MS.cp_ack,
    CpError: MS.cp_error,
    CbsPage: MS.cbs_page,
}
SERVICES_WHEN_OFF: Final[Served[MSService]] = Served(_WHEN_OFF, unanswered)
SERVICES_OUT_OF_RANGE: Final[Served[MSService]] = Served(_OUT_OF_RANGE, unanswered)
SERVICES: Final[Served[MSService]] = Served(_WHEN_ON, unanswered)
