"""TS 24.008 clause 4.4: location updating at the MSC, from the handset's request to the end of its connection."""

from collections.abc import Iterable

from pdu.gsm.bssmap import ClearCommand
from pdu.gsm.identity import IMSI, TMSI, MobileIdentity
from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from pdu.gsm.mm import (
    NETWORK_FAILURE,
    IdentityRequest,
    IdentityResponse,
    LocationUpdatingAccept,
    LocationUpdatingReject,
    LocationUpdatingRequest,
    TMSIReallocationComplete,
)
from smsc.network.hop import Hop, Send, Services
from smsc.network.msc.connections import Connections
from smsc.network.msc.visitor import Procedure, Visitor
from smsc.network.msc.vlr import VLR


class LocationUpdating(Procedure):
    """A location updating: the handset's ``request`` says who it is and where it was; ``lai`` is where it is now."""

    __slots__ = ("failed", "lai", "request")

    def __init__(
        self, bss: str, connection: int, lai: LocationAreaIdentification, request: LocationUpdatingRequest
    ) -> None:
        super().__init__(bss, connection, None)
        self.lai = lai
        self.request = request
        self.failed = False  # and its connection is being cleared

    def lost(self) -> None:
        """Give up: the VLR's answer no longer matters."""
        self.failed = True


class Updating:
    """The part of an MSC that handles location updating: it identifies handsets, and asks the VLR about them."""

    def __init__(self, vlr: VLR, connections: Connections) -> None:
        self._vlr = vlr
        self._connections = connections
        self.services: Services = {
            IdentityResponse: self.identity_response,
            TMSIReallocationComplete: self.tmsi_reallocation_complete,
        }
        self.initial_messages: Services = {LocationUpdatingRequest: self.location_updating_request}

    def location_updating_request(self, request: LocationUpdatingRequest, hop: Hop) -> Iterable[Send]:
        """Begin a location updating; where the handset is, is taken from the cell in which it was heard."""
        cell = getattr(hop.message, "cell_identifier", None)
        if not isinstance(cell, CellGlobalIdentification):
            return (Send(hop.origin, ClearCommand(), hop.conversation),)
        updating = LocationUpdating(hop.origin, hop.conversation, cell.lai, request)
        self._connections.procedures[hop.conversation] = updating
        imsi = self._vlr.imsi(request.mobile_identity, request.location_area_identification)
        if imsi is None:  # a TMSI from another VLR, or from before a restart
            request_imsi = Send(hop.origin, IdentityRequest(IMSI), hop.conversation)
            return (request_imsi, *self._connections.silence.start(updating, hop.at))
        return self._update(updating, imsi, hop.at)

    def identity_response(self, response: IdentityResponse, hop: Hop) -> Iterable[Send]:
        """Go on with the IMSI that a handset gives."""
        updating = self._connections.procedures.get(hop.conversation)
        imsi = self._vlr.imsi(response.mobile_identity)
        if not isinstance(updating, LocationUpdating) or not self._connections.silence.stop(updating):
            return ()
        if imsi is None:
            return self._connections.fail(updating, hop.at)
        return self._update(updating, imsi, hop.at)

    def _update(self, updating: LocationUpdating, imsi: str, now: float) -> Iterable[Send]:
        former = updating.request.location_area_identification
        return self._vlr.update_location_area(imsi, updating.lai, former, updating.connection, now)

    def updated(self, connection: int, visitor: Visitor | None, reject_cause: int | None, now: float) -> Iterable[Send]:
        """Give the handset the VLR's answer; one that gets a TMSI still has to confirm it.

        One with a TMSI from elsewhere that gets none here is sent its IMSI, to forget the TMSI (TS 24.008 4.4.4.6).
        """
        procedure = self._connections.procedures.get(connection)
        if not isinstance(procedure, LocationUpdating) or procedure.failed:  # the handset has gone meanwhile
            return
        if visitor is None or reject_cause is not None:
            cause = NETWORK_FAILURE if reject_cause is None else reject_cause
            yield Send(procedure.bss, LocationUpdatingReject(cause), connection)
            yield from self._connections.clear(procedure, now)
            return
        procedure.visitor = visitor
        yield from self._connections.open(procedure, visitor, now)
        tmsi = identity = self._vlr.tmsis.give(visitor)
        if tmsi is None and procedure.request.mobile_identity.type_of_identity == TMSI:
            identity = MobileIdentity(visitor.imsi)
        yield Send(procedure.bss, LocationUpdatingAccept(visitor.lai, identity), connection)
        if tmsi is None:
            yield from self._connections.clear(procedure, now)
        else:
            yield from self._connections.silence.start(procedure, now)

    def tmsi_reallocation_complete(self, _: TMSIReallocationComplete, hop: Hop) -> Iterable[Send]:
        """End the location updating of a handset that has confirmed its TMSI."""
        updating = self._connections.procedures.get(hop.conversation)
        if not isinstance(updating, LocationUpdating) or not self._connections.silence.stop(updating):
            return ()
        return self._connections.clear(updating, hop.at)
