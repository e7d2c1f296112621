"""The MSC with its VLR: it calls handsets for mt-ForwardSM, and takes their messages for mo-ForwardSM."""

from collections.abc import Iterable, Iterator

from pdu.gsm.bssmap import ClearCommand, CompleteLayer3Information
from pdu.gsm.mm import (
    IMSIDetachIndication,
    LocationUpdatingAccept,
    LocationUpdatingReject,
    LocationUpdatingRequest,
)
from pdu.sms.address import Address
from pdu.ss7.map.errors import ErrorParameter
from smsc.network.msc.connections import Connections
from smsc.network.msc.originating import Originating
from smsc.network.msc.terminating import Terminating
from smsc.network.msc.visitor import Procedure, Visitor
from smsc.network.msc.vlr import VLR
from smsc.network.network import Hop, Send, Services
from smsc.network.timers import Timer

__all__ = ["MSC", "VLR", "Visitor"]


class MSC:
    """A mobile switching centre with its VLR, one BSS, and one HLR that knows its visitors."""

    kind = "msc"

    def __init__(
        self,
        name: str,
        number: Address,
        *,
        hlr: str,
        bss: str,
        conversations: Iterator[int],
        vlr_number: Address | None = None,
    ) -> None:
        self.name = name
        self.number = number
        self.vlr = VLR(name, vlr_number or number, number, hlr, conversations, self._location_updated)
        self.connections = Connections(name)
        self._originating = Originating(name, self.vlr, self.connections, conversations)
        terminating = Terminating(name, bss, self.vlr, self.connections)
        self._services: Services = {
            CompleteLayer3Information: self.complete_layer_3_information,
            **self.connections.services,
            **terminating.services,
            **self._originating.services,
            **self.vlr.services,
            Timer: Timer.ring,
        }
        self._initial_messages: Services = {
            LocationUpdatingRequest: self.location_updating_request,
            IMSIDetachIndication: self.imsi_detach_indication,
            **terminating.initial_messages,
            **self._originating.initial_messages,
        }

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Serve one message; what no service is there for is not answered."""
        message = hop.message
        service = self._services.get(type(message))
        if service is not None:
            return service(message, hop)
        return self.return_error(message, hop) if isinstance(message, ErrorParameter) else ()

    def complete_layer_3_information(self, message: CompleteLayer3Information, hop: Hop) -> Iterable[Send]:
        """A handset has a connection: its first message says what for."""
        initial_message = message.layer_3_information
        service = self._initial_messages.get(type(initial_message))
        if service is None:
            return (Send(hop.origin, ClearCommand(), hop.conversation),)
        return service(initial_message, hop)

    def location_updating_request(self, request: LocationUpdatingRequest, hop: Hop) -> Iterable[Send]:
        """A handset says where it is."""
        self.connections.procedures[hop.conversation] = Procedure(hop.origin, hop.conversation, None)
        return self.vlr.update_location_area(request.mobile_identity.digits, request...., hop.conversation, hop.at)
