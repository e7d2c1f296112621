"""The MS as a station: whether it is on, where it is, whether it has a channel, and whether it is registered."""

from collections.abc import Iterable
from typing import Final

from pdu.gsm.bssmap import InitialMessage
from pdu.gsm.identity import IMSI, TMSI, MobileIdentity
from pdu.gsm.location import LocationAreaIdentification
from pdu.gsm.mm import (
    IMSI_UNKNOWN_IN_VLR,
    NORMAL_LOCATION_UPDATING,
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
    ANSWER_TO_PAGING,
    LOCATION_UPDATING,
    ORIGINATING,
    ChannelRelease,
    ImmediateAssignment,
    ImmediateAssignmentReject,
    PagingRequest,
    PagingResponse,
)
from smsc.network.acts import LosesCoverage, LosesPower, MovesTo, SwitchesOff, SwitchesOn
from smsc.network.cell import Camps, Country
from smsc.network.hop import Hop, Send
from smsc.network.ms.congestion import Congestion
from smsc.network.ms.connection import NO_CONNECTION, Connection
from smsc.network.ms.mobility import NOT_HERE, NOT_THIS_SIM, WAIT_AFTER, location_updating_request
from smsc.network.ms.periodic import PeriodicUpdating
from smsc.network.sayings import channel_request
from smsc.network.timers import LOCATION_UPDATING_ATTEMPTS, T3126, T3211, T3213, T3240, TC1M, TRAM, Wait

RINGS: Final = frozenset((TC1M, TRAM))  # timers of short messages
AGAIN: Final = (T3211, T3213)  # from one attempt at location updating to the next


class Station:
    """A station, off at first. It does one thing at a time on one channel, and the next once that is released.

    ``country`` is where it can be carried about, ``cell`` the name of the cell it is in.
    """

    __slots__ = (
        "_attempts", "_connection", "_country", "_leaving", "_not_here", "_periodic", "_refused", "_returns", "cell",
        "covered", "imsi", "location", "name", "on", "registered", "tmsi",
    )  # fmt: skip
    kind = "ms"

    def __init__(self, name: str, imsi: str, *, country: Country, cell: str) -> None:
        self.name = name
        self.imsi = imsi
        self._country = country
        self.cell = country.cells[cell]
        self.on = False
        self.covered = True  # within range of its cell
        self.registered = False  # the network knows that the handset is on
        self.location: LocationAreaIdentification | None = None  # on the SIM: where it was last registered
        self.tmsi = ""  # likewise: the TMSI it was given there, if any
        self._leaving = False  # it is being switched off
        self._returns = False  # its owner switched it on again before it was off
        self._refused = False  # the network refuses this SIM
        self._not_here = False  # the network refuses it in this area
        self._attempts = 0  # at location updating
        self._periodic: PeriodicUpdating | None = None  # if the network wants to hear from it from time to time
        self._connection = NO_CONNECTION

    @property
    def identity(self) -> MobileIdentity:
        """The IMSI of its SIM as an identity; made when needed, as there may be a million handsets."""
        return MobileIdentity(self.imsi)

    @property
    def called(self) -> MobileIdentity:
        """Its identity on the air: its TMSI, if the network has given it one, else its IMSI."""
        return MobileIdentity(self.tmsi, TMSI) if self.tmsi else self.identity

    def _is(self, called: MobileIdentity | None) -> bool:
        """Whether an identity in a PAGING REQUEST is this handset's."""
        if called is None:
            return False
        digits, kind = called
        return digits == self.imsi if kind == IMSI else digits == self.tmsi and kind == TMSI

    def register(self) -> None:
        """Make it on and registered here, without exchanging any message."""
        self.on = self.registered = True
        self.location = self.cell.lai

    # What its owner does

    def switches_on(self, _: SwitchesOn, hop: Hop) -> Iterable[Send]:
        if self._leaving:
            self._returns = True
            return ()
        return self._start(hop.at)

    def switches_off(self, _: SwitchesOff, hop: Hop) -> Iterable[Send]:
        self._leaving, self._returns = True, False
        return self._next(hop.at)

    def loses_power(self, _: LosesPower, hop: Hop) -> Iterable[Send]:
        self._returns = False
        return self._go_off(hop.at)

    def moves_to(self, moves: MovesTo, hop: Hop) -> Iterable[Send]:
        former, self.cell = self.cell, self._country.cells[moves.cell]
        self.covered = True
        if former.bss != self.cell.bss:
            yield Send(former.bss, Camps(self.identity, None))
        waits = self._connection.wait
        if waits is T3213 or (former.lai != self.cell.lai and waits is T3211):
            self._connection.stop()  # a new area, or cell, ends the wait (TS 24.008 clause 4.2.2.2)
        yield Send(self.cell.bss, Camps(self.identity, self.cell))
        self._attempts, self._not_here = 0, False
        yield from self._next(hop.at)

    def loses_coverage(self, _: LosesCoverage, hop: Hop) -> Iterable[Send]:
        """Leave the range of every cell; the network finds out by itself that the connection, if any, is lost."""
        self.covered = False
        yield Send(self.cell.bss, Camps(self.identity, None))
        if self._connection.channel:
            yield from self._released(hop.at)

    # A channel

    def connection(self, connection: Connection, hop: Hop) -> Iterable[Send]:
        """Handle the connection's timer."""
        return connection.ring(hop, self._expired)

    def paging_request(self, request: PagingRequest, hop: Hop) -> Iterable[Send]:
        """Answer a call; a handset that has a channel, or asks for one, does not listen to calls."""
        connection, one, other = self._connection, request.mobile_identity_1, request.mobile_identity_2
        named = one if self._is(one) else other if self._is(other) else None
        if (
            connection.channel
            or named is None
            or (connection.congestion is not None and connection.congestion.wait(self.cell, hop.at))
        ):
            return ()
        called = self.called if self.tmsi and named.type_of_identity != TMSI else named
        return self._connect(ANSWER_TO_PAGING, PagingResponse(called), hop.at)

    def immediate_assignment(self, _: ImmediateAssignment, hop: Hop) -> Iterable[Send]:
        connection = self._connection
        if hop.conversation != connection.channel or connection.wait is not T3126:
            return ()
        first = connection.first
        connection.congestion = None
        connection.unheard = False
        return connection.start(WAIT_AFTER[type(first)], hop.at, connection.say(first, hop.at))

    def immediate_assignment_reject(self, reject: ImmediateAssignmentReject, hop: Hop) -> Iterable[Send]:
        """Ask for no channel in this crowded cell until T3122 expires (TS 44.018 clause 3.3.1.1.3.2)."""
        connection = self._connection
        if hop.conversation != connection.channel or connection.wait is not T3126:
            return
        connection.channel = 0
        connection.stop()
        connection.congestion = connection.congestion or Congestion()
        too_often = connection.congestion.rejected(self.cell, hop.at + reject.wait_indication)
        if too_often and isinstance(connection.first, CMServiceRequest):
            yield from self._fails()
        yield from self._next(hop.at)

    def channel_release(self, _: ChannelRelease, hop: Hop) -> Iterable[Send]:
        return self._released(hop.at) if hop.conversation == self._connection.channel else ()

    def _connect(self, establishment_cause: int, first: InitialMessage, now: float) -> Iterable[Send]:
        connection, cell = self._connection, self.cell
        if connection is NO_CONNECTION:
            connection = self._connection = Connection(self.name)
        channel = next(self._country.conversations)
        connection.open(channel, cell, first)
        request = channel_request(establishment_cause, channel & 31)
        return connection.start(T3126, now, (Send(cell.bss, request, channel),))

    def _released(self, now: float) -> Iterable[Send]:
        connection = self._connection
        connection.channel = 0
        connection.stop()
        first = connection.first
        if isinstance(first, PagingResponse) and not self.cell.t3212:  # nothing is left to do for it
            return self._next(now)
        watched = self.watch(now)
        settled = () if isinstance(first, PagingResponse) else self._unsettled(first, now)
        return (*watched, *settled, *self._next(now))

    def _unsettled(self, first: InitialMessage | None, now: float) -> Iterable[Send]:
        """Handle what the handset itself wanted a channel for, which was released before it was settled."""
        match first:
            case IMSIDetachIndication():
                return self._go_off(now)
            case LocationUpdatingRequest() if not self._connection.done:
                self._attempts += 1
                again = self._attempts < LOCATION_UPDATING_ATTEMPTS
                if first.location_updating_type == NORMAL_LOCATION_UPDATING or not again:
                    self._is_nowhere()
                if again and not self._leaving:
                    return self._connection.start(T3211, now)
            case CMServiceRequest() if not self._connection.done:
                return self._fails()
        return ()

    def _expired(self, wait: Wait, now: float) -> Iterable[Send]:
        connection = self._connection
        if wait in AGAIN or wait.timer == "T3122":
            return self._next(now)
        if wait is T3126 and isinstance(connection.first, LocationUpdatingRequest) and not self._leaving:
            connection.unheard = not connection.unheard  # the channel is asked for once more (TS 24.008 clause 4.4.4.9)
            if connection.unheard:
                connection.channel = 0
                return connection.start(T3213, now)
        return self._rings(wait, now) if wait in RINGS else self._released(now)

    def _next(self, now: float, *, waited: bool = False) -> Iterable[Send]:
        """Do what the handset wants next, if it can; ``waited``: TRAM has expired."""
        connection, cell = self._connection, self.cell
        if connection.channel or not self.on or not (self.covered or self._leaving):
            return ()
        congested = None if connection.congestion is None else connection.congestion.wait(cell, now)
        if self._leaving:
            if self.registered and self.covered and not congested:
                return self._connect(ORIGINATING, IMSIDetachIndication(self.called), now)
            return self._go_off(now)
        if congested:
            return connection.start(congested, now)
        overdue = self._periodic is not None and self._periodic.due
        if not self.registered or self.location != cell.lai or overdue:
            if self._refused or self._not_here:
                return self._is_not_served()
            if self._attempts >= LOCATION_UPDATING_ATTEMPTS or connection.wait in AGAIN:
                return ()
            first = location_updating_request(self.called, self.location, cell.lai, overdue)
            return self._connect(LOCATION_UPDATING, first, now)
        return self._wants(now, waited=waited)

    # Mobility

    def watch(self, now: float) -> Iterable[Send]:
        """Start T3212, if the cell has one, as the network has just heard from the handset."""
        if not self.cell.t3212:
            return ()
        self._periodic = self._periodic or PeriodicUpdating(self.name)
        return self._periodic.watch(self.cell.t3212, now)

    def periodic_updating(self, periodic: PeriodicUpdating, hop: Hop) -> Iterable[Send]:
        """Handle T3212."""

        def expired(_: Wait, now: float) -> Iterable[Send]:
            periodic.due = True
            self._attempts = 0
            return self._next(now)

        return periodic.ring(hop, expired)

    def location_updating_accept(self, accept: LocationUpdatingAccept, hop: Hop) -> Iterable[Send]:
        if hop.conversation != self._connection.channel:
            return ()
        self.registered = self._connection.done = True
        if self._periodic is not None:
            self._periodic.due = False
        self.location = accept.location_area_identification
        # If it was accepted in an area that it has since left, that counts as an attempt, or it could go on for ever.
        self._attempts = 0 if self.location == self.cell.lai else self._attempts + 1
        waits = self._connection.start(T3240, hop.at)
        identity = accept.mobile_identity
        if identity is None:
            return waits
        if identity.type_of_identity != TMSI:
            self.tmsi = ""
            return waits
        self.tmsi = identity.digits
        return (*self._connection.say(TMSIReallocationComplete(), hop.at), *waits)

    def identity_request(self, _: IdentityRequest, hop: Hop) -> Iterable[Send]:
        """Give its IMSI, as the network does not know its TMSI."""
        connection = self._connection
        return connection.say(IdentityResponse(self.identity), hop.at) if hop.conversation == connection.channel else ()

    def location_updating_reject(self, reject: LocationUpdatingReject, hop: Hop) -> Iterable[Send]:
        if hop.conversation != self._connection.channel:
            return ()
        self.registered = False
        self._refused = reject.reject_cause in NOT_THIS_SIM
        if reject.reject_cause in NOT_THIS_SIM | NOT_HERE:
            self._is_nowhere()
        if reject.reject_cause in NOT_HERE:
            self._not_here = self._connection.done = True
        return self._connection.start(T3240, hop.at)

    def cm_service_reject(self, reject: CMServiceReject, hop: Hop) -> Iterable[Send]:
        """Register again with a network that has forgotten the handset; then the text goes out."""
        if hop.conversation != self._connection.channel:
            return ()
        self._connection.done = reject.reject_cause == IMSI_UNKNOWN_IN_VLR
        self._refused = reject.reject_cause in NOT_THIS_SIM
        self.registered = not (self._connection.done or self._refused)
        if not self.registered:
            self._is_nowhere()
        return self._connection.start(T3240, hop.at)

    def _is_nowhere(self) -> None:
        """Forget where it was registered: the network may have it elsewhere now (TS 24.008 4.1.2.2: NOT UPDATED)."""
        self.location, self.tmsi = None, ""

    def _start(self, now: float) -> Iterable[Send]:
        self.on = True
        self._attempts, self._not_here = 0, False
        self._connection.congestion = None
        self._is_on()
        heard = (Send(self.cell.bss, Camps(self.identity, self.cell)),) if self.covered else ()
        return (*heard, *self._next(now))

    def _go_off(self, now: float) -> Iterable[Send]:
        returns = self._returns
        self.on = self.registered = self._leaving = self._returns = self._refused = False
        self._periodic = None
        self._connection.channel = 0
        self._connection.stop()
        return self._start(now) if returns else ()

    # What a station does on its channel is defined by its subclasses

    def _is_on(self) -> None:
        """Called when it has been switched on."""

    def _wants(self, now: float, *, waited: bool) -> Iterable[Send]:  # noqa: ARG002 - a station as such wants nothing
        """Do what it wants once it is registered; ``waited``: TRAM has expired."""
        return ()

    def _fails(self) -> Iterable[Send]:
        """Handle that there was no connection for what it wanted, or no answer."""
        return ()

    def _is_not_served(self) -> Iterable[Send]:
        """Refuse what it wants at once, as the network refuses it, or does so here (TS 24.008 clause 4.2.2)."""
        return ()

    def _rings(self, wait: Wait, now: float) -> Iterable[Send]:  # noqa: ARG002 - likewise
        """Handle a timer of short messages that has expired."""
        return ()
