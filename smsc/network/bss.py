"""The BSS: it calls handsets in its cells, gives them channels, and relays messages between them and the MSC.

A handset takes a new conversation for its CHANNEL REQUEST. The channel it is given, and the connection with the MSC
that belongs to the channel, keep that number: all of it can be followed by one number, from end to end.
"""

from collections.abc import Iterable
from typing import Final

from pdu.gsm.bssmap import (
    RADIO_INTERFACE_FAILURE,
    RADIO_INTERFACE_MESSAGE_FAILURE,
    ClearCommand,
    ClearComplete,
    ClearRequest,
    CompleteLayer3Information,
    InitialMessage,
    Paging,
    SapiNReject,
)
from pdu.gsm.identity import TMSI, MobileIdentity
from pdu.gsm.location import CellGlobalIdentification
from pdu.gsm.mm import (
    CMServiceAccept,
    CMServiceReject,
    CMServiceRequest,
    IdentityRequest,
    IdentityResponse,
    IMSIDetachIndication,
    LocationUpdatingAccept,
    LocationUpdatingReject,
    LocationUpdatingRequest,
    TMSIReallocationComplete,
)
from pdu.gsm.rr import (
    ABNORMAL_RELEASE,
    FRAMES,
    ChannelRelease,
    ChannelRequest,
    ImmediateAssignment,
    ImmediateAssignmentReject,
    PagingRequest,
    PagingResponse,
)
from pdu.sms.cp import CpAck, CpData, CpError
from smsc.network.air import CONNECTION_SUBLAYER, TDMA_FRAME, Link
from smsc.network.broadcasts import Broadcasts
from smsc.network.cell import Camps, Cell
from smsc.network.channels import Cells, Channel
from smsc.network.hop import Hop, Send, Service, Services
from smsc.network.operators import Restarts
from smsc.network.resets import Resets
from smsc.network.served import Served, unanswered
from smsc.network.timers import RADIO_LINK, RADIO_LINK_TIMEOUT, T4, T3101, T3122, Timer

SAPI_3: Final = 3  # DLCI of the data link for short messages, on the SDCCH
RELEASE: Final = ChannelRelease()
COMPLETE: Final = ClearComplete()


class BSS:
    """A base station system: the cells of one MSC."""

    kind = "bss"

    def __init__(self, name: str, *, msc: str) -> None:
        self.name = name
        self.channels: dict[int, Channel] = {}
        self._msc = msc
        self._listening: dict[str, str] = {}  # by IMSI: the handset's name
        self._cells: dict[str, Cell] = {}  # by the handset's name
        self._free = Cells()
        self._t3101 = Timer(name, T3101, self._nobody_came)
        self._radio_link = Timer(name, RADIO_LINK, self._silent)
        self._fading = Timer(name, RADIO_LINK_TIMEOUT, self._faded)
        self._broadcasts = Broadcasts(name, self._campers)
        self._resets = Resets(name, msc, T4, self._connections_lost)
        first, relayed = self.initial_message, self.relay
        services: Services = {
            Camps: self.camps,
            Paging: self.paging,
            ChannelRequest: self.channel_request,
            PagingResponse: first,
            CMServiceRequest: first,
            LocationUpdatingRequest: first,
            IMSIDetachIndication: first,
            CMServiceAccept: relayed,
            CMServiceReject: relayed,
            LocationUpdatingAccept: relayed,
            LocationUpdatingReject: relayed,
            IdentityRequest: relayed,
            IdentityResponse: relayed,
            TMSIReallocationComplete: relayed,
            CpData: relayed,
            CpAck: relayed,
            CpError: relayed,
            ClearCommand: self.clear_command,
            Restarts: self.restarts,
            Timer: Timer.ring,
            **self._broadcasts.services,
            **self._resets.services,
        }
        self._services: Served[Service] = Served(services, unanswered)

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Serve one message; one without a service is not answered."""
        message = hop.message
        return self._services[type(message)](message, hop)

    def camp(self, ms: str, identity: MobileIdentity, cell: Cell | None) -> None:
        """Note that a handset, on or off, is within range of a cell; None: no longer of any of this BSS."""
        if cell is None:
            self._listening.pop(identity.digits, None)
            self._cells.pop(ms, None)
        else:
            self._listening[identity.digits] = ms
            self._cells[ms] = cell

    def camps(self, camps: Camps, hop: Hop) -> Iterable[Send]:
        """Note that a handset has been carried here, or away; if it has a channel, the radio link may fail."""
        self.camp(hop.origin, camps.mobile_identity, camps.cell)
        if camps.cell is not None or not self.channels:
            return ()
        talking = [number for number, channel in self.channels.items() if channel.ms == hop.origin]
        return [send for number in talking for send in self._fading.start(number, hop.at)]

    def _campers(self, cgi: CellGlobalIdentification) -> Iterable[str]:
        """Give the handsets within range of a cell."""
        return [ms for ms, cell in self._cells.items() if cell.cgi == cgi]

    def paging(self, paging: Paging, _: Hop) -> Iterable[Send]:
        """Call a handset in the cells: all there hear it, but the hop goes to the one called, or (``""``) to nobody."""
        ms = self._listening.get(paging.imsi)
        identity = MobileIdentity(paging.imsi) if paging.tmsi is None else MobileIdentity(paging.tmsi.hex(), TMSI)
        if ms is not None:
            cell = self._cells[ms]
            if cell.lai in paging.cell_identifier_list and not cell.call_fails():
                return (Send(ms, PagingRequest(identity)),)
        return (Send("", PagingRequest(identity)),)

    def channel_request(self, request: ChannelRequest, hop: Hop) -> Iterable[Send]:
        """Give a handset a channel; in a crowded cell it is refused, and may ask again later."""
        cell = self._cells.get(hop.origin)
        if cell is None or (cell.air.loss and cell.air.access_fails()):
            return ()
        now, conversation = hop.at, hop.conversation
        channel = self._free[cell].take(now)
        frame = int(now / TDMA_FRAME) % FRAMES
        cause, reference = request.establishment_cause, request.random_reference
        if channel is None:
            return (Send(hop.origin, ImmediateAssignmentReject(cause, reference, frame, T3122), conversation),)
        channel.assign(hop.origin, now)
        self.channels[conversation] = channel
        assignment = ImmediateAssignment(channel.description, cause, reference, frame)
        return self._t3101.start(conversation, now, (Send(hop.origin, assignment, conversation),))

    def initial_message(self, message: InitialMessage, hop: Hop) -> Iterable[Send]:
        """Open a connection with the MSC for the first message on a channel."""
        conversation = hop.conversation
        channel = self.channels.get(conversation)
        if channel is None or not self._t3101.stop(conversation):
            return ()
        connects = CompleteLayer3Information(channel.cell.cgi, message)
        return self._radio_link.start(conversation, hop.at, (Send(self._msc, connects, conversation),))

    def relay(self, message: object, hop: Hop) -> Iterable[Send]:
        """Relay DTAP: messages between handset and MSC, which the BSS does not look into."""
        conversation = hop.conversation
        channel = self.channels.get(conversation)
        if channel is None:
            return ()
        link = channel.link
        if hop.origin != self._msc:
            channel.heard = hop.at
            if link is not None and not link.sapi_3:
                link.sapi_3 = type(message) in CONNECTION_SUBLAYER
            return (Send(self._msc, message, conversation),)
        if link is None:
            return (Send(channel.ms, message, conversation),)
        established = link.sapi_3
        after = link.after(message, hop.at)  # it takes time on the air, and may get lost
        if after is not None:
            return (Send(channel.ms, message, conversation, after),)
        return self._not_transmitted(link, established, hop)

    def _not_transmitted(self, link: Link, established: bool, hop: Hop) -> Iterable[Send]:
        """Handle that a channel, or only its data link for short messages, has broken over a message."""
        if established == link.sapi_3:
            return self._radio_link_failure(hop.conversation, hop.at)
        link.sapi_3 = False
        return (Send(self._msc, SapiNReject(SAPI_3, RADIO_INTERFACE_MESSAGE_FAILURE), hop.conversation),)

    def clear_command(self, _: ClearCommand, hop: Hop) -> Iterable[Send]:
        """Release the channel of a connection that the MSC clears."""
        conversation = hop.conversation
        channel = self.channels.pop(conversation, None)
        if channel is None:
            return (Send(hop.origin, COMPLETE, conversation),)
        self._radio_link.stop(conversation)
        after: float | None = 0.0
        released = 0.0
        link, cell = channel.link, channel.cell
        if link is not None:
            after = link.after(RELEASE, hop.at)
            released = (after or 0.0) + cell.air.block  # for the UA that answers DISC
        self._free[cell].release(channel, hop.at + released)
        complete = Send(hop.origin, COMPLETE, conversation, released)
        return (complete,) if after is None else (Send(channel.ms, RELEASE, conversation, after), complete)

    def restarts(self, _: Restarts, hop: Hop) -> Iterable[Send]:
        """Lose all channels; which handsets are within range does not depend on the BSS's memory."""
        self.channels.clear()
        self._free.clear()
        for timer in (self._t3101, self._radio_link, self._fading):
            timer.stop_all()
        return (*self._resets.begin(hop.at), *self._broadcasts.restart())

    def _nobody_came(self, conversation: int, now: float) -> Iterable[Send]:
        """Free a channel that no handset has come to, as T3101 has expired."""
        channel = self.channels.pop(conversation)
        self._free[channel.cell].release(channel, now)
        return ()

    def _silent(self, conversation: int, now: float) -> Iterable[Send]:
        """Fail the radio link of a handset that has been silent for too long."""
        if now < self.channels[conversation].heard + RADIO_LINK:
            return self._radio_link.start(conversation, now)
        return self._radio_link_failure(conversation, now)

    def _faded(self, conversation: int, now: float) -> Iterable[Send]:
        """Fail the radio link of a handset that left with a channel, unless it was heard since or has released it."""
        channel = self.channels.get(conversation)
        if channel is None or now < channel.heard + RADIO_LINK_TIMEOUT:
            return ()
        return self._radio_link_failure(conversation, now)

    def _radio_link_failure(self, conversation: int, now: float) -> Iterable[Send]:
        """Free the channel of a handset that is no longer heard, and tell the MSC."""
        released = self._abandon(conversation, now)
        return (released, Send(self._msc, ClearRequest(RADIO_INTERFACE_FAILURE), conversation))

    def _connections_lost(self, now: float) -> Iterable[Send]:
        """Free the channels of all connections, as the MSC has lost these; channels without one yet are kept."""
        connected = [conversation for conversation in self.channels if self._radio_link.running(conversation)]
        return [self._abandon(conversation, now) for conversation in connected]

    def _abandon(self, conversation: int, now: float) -> Send:
        """Release a channel without having been asked to."""
        channel = self.channels.pop(conversation)
        self._radio_link.stop(conversation)
        self._free[channel.cell].release(channel, now)
        return Send(channel.ms, ChannelRelease(ABNORMAL_RELEASE), conversation)
