"""The BSS: it calls handsets in its cells, gives them channels, and passes on what they and the MSC say to each other.

A handset takes a fresh conversation for its CHANNEL REQUEST. The channel it is given, and the connection with the MSC
that belongs to the channel, keep that number: one handset's story on the radio has one number from end to end.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import cycle
from typing import Final

from pdu.gsm.bssmap import (
    RADIO_INTERFACE_FAILURE,
    ClearCommand,
    ClearComplete,
    ClearRequest,
    CompleteLayer3Information,
    InitialMessage,
    Paging,
)
from pdu.gsm.identity import MobileIdentity
from pdu.gsm.location import CellGlobalIdentification
from pdu.gsm.mm import (
    CMServiceAccept,
    CMServiceReject,
    CMServiceRequest,
    IMSIDetachIndication,
    LocationUpdatingAccept,
    LocationUpdatingReject,
    LocationUpdatingRequest,
)
from pdu.gsm.rr import (
    ABNORMAL_RELEASE,
    FRAMES,
    SDCCH_8,
    ChannelDescription,
    ChannelRelease,
    ChannelRequest,
    ImmediateAssignment,
    PagingRequest,
    PagingResponse,
)
from pdu.sms.cp import CpAck, CpData, CpError
from smsc.network.broadcasts import Broadcasts
from smsc.network.cell import Camps, Cell
from smsc.network.network import Hop, Send, Services
from smsc.network.timers import RADIO_LINK, T3101, Timer

TDMA_FRAME: Final = 0.12 / 26  # seconds
SDCCH: Final = tuple(  # of one cell: seven timeslots of SDCCH/8, beside one for the common channels
    ChannelDescription(SDCCH_8 | subchannel, timeslot) for timeslot in range(1, 8) for subchannel in range(8)
)


class Channel:
    """A channel in use: whose it is, where, and when the handset was heard there last."""

    __slots__ = ("cell", "heard", "ms")

    def __init__(self, ms: str, cell: Cell, heard: float) -> None:
        self.ms = ms
        self.cell = cell
        self.heard = heard


class BSS:
    """A base station system: the cells of one MSC."""

    kind = "bss"

    def __init__(self, name: str, *, msc: str) -> None:
        self.name = name
        self.channels: dict[int, Channel] = {}
        self._msc = msc
        self._listening: dict[str, tuple[str, Cell, MobileIdentity]] = {}  # by IMSI: the handset's name, and its cell
        self._cells: dict[str, Cell] = {}  # by the handset's name
        # Each cell hands out its channels in turn, and is never short of them.
        self._sdcch: defaultdict[str, Iterator[ChannelDescription]] = defaultdict(lambda: cycle(SDCCH))
        self._t3101 = Timer(name, T3101, self._nobody_came)
        self._radio_link = Timer(name, RADIO_LINK, self._radio_link_failure)
        first, relayed = self.initial_message, self.relay
        self._services: Services = {
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
            CpData: relayed,
            CpAck: relayed,
            CpError: relayed,
            ClearCommand: self.clear_command,
            Timer: Timer.ring,
            **Broadcasts(name, self._campers).services,
        }

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Serve one message; what no service is there for is not answered."""
        service = self._services.get(type(hop.message))
        return service(hop.message, hop) if service else ()

    def camp(self, ms: str, identity: MobileIdentity, cell: Cell | None) -> None:
        """A handset is within range of a cell, on or off; None: it is not within range of this BSS any more."""
        if cell is None:
            self._listening.pop(identity.digits, None)
            self._cells.pop(ms, None)
        else:
            self._listening[identity.digits] = ms, cell, identity
            self._cells[ms] = cell

    def camps(self, camps: Camps, hop: Hop) -> Iterable[Send]:
        """A handset has been carried here, or away."""
        self.camp(hop.origin, camps.mobile_identity, camps.cell)
        return ()

    def _campers(self, cgi: CellGlobalIdentification) -> Iterable[str]:
        """The handsets within range of a cell."""
        return [ms for ms, cell in self._cells.items() if cell.cgi == cgi]

    def paging(self, paging: Paging, _: Hop) -> Iterable[Send]:
        """Call in the cells: all handsets there hear it, but the hop goes to the one called, or (``""``) to nobody."""
        listener = self._listening.get(paging.imsi)
        if listener is not None:
            ms, cell, identity = listener
            if cell.cgi.lai in paging.cell_identifier_list:
                return (Send(ms, PagingRequest(identity)),)
        return (Send("", PagingRequest(MobileIdentity(paging.imsi))),)

    def channel_request(self, request: ChannelRequest, hop: Hop) -> Iterable[Send]:
        """A handset asks for a channel."""
        cell = self._cells.get(hop.origin)
        if cell is None:
            return ()
        self.channels[hop.conversation] = Channel(hop.origin, cell, hop.at)
        assignment = ImmediateAssignment(
            next(self._sdcch[cell.name]),
            request.establishment_cause,
            request.random_reference,
            int(hop.at / TDMA_FRAME) % FRAMES,
        )
        return (
            Send(hop.origin, assignment, hop.conversation),
            *self._t3101.start(hop.conversation, hop.at),
        )

    def initial_message(self, message: InitialMessage, hop: Hop) -> Iterable[Send]:
        """The first message on a channel: the MSC gets a connection."""
        channel = self.channels.get(hop.conversation)
        if channel is None or not self._t3101.stop(hop.conversation):
            return ()
        return (
            Send(self._msc, CompleteLayer3Information(channel.cell.cgi, message), hop.conversation),
            *self._radio_link.start(hop.conversation, hop.at),
        )

    def relay(self, message: object, hop: Hop) -> Iterable[Send]:
        """DTAP: what handset and MSC have to say to each other is not the BSS's business."""
        channel = self.channels.get(hop.conversation)
        if channel is None:
            return ()
        if hop.origin == self._msc:
            return (Send(channel.ms, message, hop.conversation),)
        channel.heard = hop.at
        return (Send(self._msc, message, hop.conversation),)

    def clear_command(self, _: ClearCommand, hop: Hop) -> Iterable[Send]:
        """The MSC gives the connection up, and with it the channel."""
        channel = self.channels.pop(hop.conversation, None)
        complete = Send(hop.origin, ClearComplete(), hop.conversation)
        if channel is None:
            return (complete,)
        self._radio_link.stop(hop.conversation)
        return (Send(channel.ms, ChannelRelease(), hop.conversation), complete)

    def _nobody_came(self, conversation: int, _: float) -> Iterable[Send]:
        """T3101 has expired: the channel is free again."""
        del self.channels[conversation]
        return ()

    def _radio_link_failure(self, conversation: int, now: float) -> Iterable[Send]:
        """A handset that is heard no more: its channel is free again, and the MSC may know."""
        channel = self.channels[conversation]
        if now < channel.heard + RADIO_LINK:
            return self._radio_link.start(conversation, now)
        del self.channels[conversation]
        return (
            Send(channel.ms, ChannelRelease(ABNORMAL_RELEASE), conversation),
            Send(self._msc, ClearRequest(RADIO_INTERFACE_FAILURE), conversation),
        )
