"""The MSC with its VLR: it calls handsets for mt-ForwardSM, and takes their messages for mo-ForwardSM."""

from collections.abc import Iterable, Iterator

from pdu.gsm.bssmap import ClearCommand, CompleteLayer3Information
from pdu.gsm.mm import ILLEGAL_ME, ILLEGAL_MS, IMSIDetachIndication
from pdu.sms.address import Address
from pdu.ss7.map import ReadyForSMRes
from pdu.ss7.map.errors import ErrorParameter
from smsc.network.hop import Hop, Send, Service, Services
from smsc.network.msc.connections import Connections
from smsc.network.msc.originating import Originating
from smsc.network.msc.terminating import Terminating
from smsc.network.msc.updating import Updating
from smsc.network.msc.visitor import Visitor
from smsc.network.msc.vlr import VLR
from smsc.network.operators import Accepts, RefusesEquipment, RefusesSubscriber, Restarts, SupportsSms
from smsc.network.resets import Resets
from smsc.network.served import Served
from smsc.network.timers import T16, Timer
from smsc.network.translation import Translation

__all__ = ["MSC", "VLR", "Visitor"]


class MSC:
    """A mobile switching centre with its VLR, and one BSS; ``hlr`` gives the HLR of an IMSI.

    ``t3212`` and ``purge_time`` are in seconds, 0 for none: see VLR. With ``tmsi``, visitors get TMSIs.
    """

    kind = "msc"

    def __init__(
        self,
        name: str,
        number: Address,
        *,
        hlr: Translation,
        bss: str,
        conversations: Iterator[int],
        t3212: float = 0.0,
        purge_time: float = 0.0,
        tmsi: bool = False,
    ) -> None:
        self.name = name
        self.number = number
        self.vlr = VLR(name, number, hlr, conversations, self._location_updated, t3212, purge_time, tmsi=tmsi)
        self.connections = Connections(name)
        self._resets = Resets(name, bss, T16, self.connections.lost)
        self._updating = Updating(self.vlr, self.connections)
        self._originating = Originating(name, self.vlr, self.connections, conversations)
        self._terminating = terminating = Terminating(name, bss, self.vlr, self.connections)
        services: Services = {
            CompleteLayer3Information: self.complete_layer_3_information,
            **self.connections.services,
            **self._resets.services,
            **self._updating.services,
            **terminating.services,
            **self._originating.services,
            **self.vlr.services,
            ReadyForSMRes: self.ready_for_sm_res,
            Restarts: self.restarts,
            RefusesSubscriber: self.refuses,
            RefusesEquipment: self.refuses,
            Accepts: self.accepts,
            SupportsSms: self.supports_sms,
            Timer: Timer.ring,
        }
        self._services: Served[Service] = Served(services, self.return_error)
        initial_messages: Services = {
            **self._updating.initial_messages,
            IMSIDetachIndication: self.imsi_detach_indication,
            **terminating.initial_messages,
            **self._originating.initial_messages,
        }
        self._initial_messages: Served[Service] = Served(initial_messages, self.unknown_initial_message)

    @property
    def supports_short_messages(self) -> bool:
        """Whether it supports short messages."""
        return self._terminating.sms

    def announced(self, dialogue: int) -> str:
        """Give the IMSI of the visitor for whom more messages were announced in a dialogue; "" for none."""
        idle = self._terminating.further.get(dialogue)
        return idle.addressee.imsi if idle is not None else ""

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Serve one message; one without a service is not answered."""
        message = hop.message
        return self._services[type(message)](message, hop)

    def complete_layer_3_information(self, message: CompleteLayer3Information, hop: Hop) -> Iterable[Send]:
        """Serve the first message of a handset's connection, which says what it is for."""
        initial_message = message.layer_3_information
        return self._initial_messages[type(initial_message)](initial_message, hop)

    def unknown_initial_message(self, _: object, hop: Hop) -> Iterable[Send]:
        """Clear a connection that was opened for something not offered here."""
        return (Send(hop.origin, ClearCommand(), hop.conversation),)

    def imsi_detach_indication(self, detach: IMSIDetachIndication, hop: Hop) -> Iterable[Send]:
        """Detach a handset that is being switched off: it is not called any more."""
        visitor = self.vlr.visitor(detach.mobile_identity)
        watched = self.vlr.detached(visitor, hop.at) if visitor is not None else ()
        return (Send(hop.origin, ClearCommand(), hop.conversation), *watched)

    def ready_for_sm_res(self, result: ReadyForSMRes, hop: Hop) -> Iterable[Send]:
        """Handle the HLR's answer that it knows that a visitor is back, or has memory again."""
        sends = self._originating.ready_for_sm_res(result, hop)
        return self.vlr.ready_for_sm_res(result, hop) if sends is None else sends

    def refuses(self, refused: RefusesSubscriber | RefusesEquipment, _: Hop) -> Iterable[Send]:
        """Refuse a SIM, or the handset it is in, from its next message on."""
        self.vlr.refused[refused.imsi] = ILLEGAL_MS if isinstance(refused, RefusesSubscriber) else ILLEGAL_ME
        return ()

    def accepts(self, accepted: Accepts, _: Hop) -> Iterable[Send]:
        self.vlr.refused.pop(accepted.imsi, None)
        return ()

    def supports_sms(self, act: SupportsSms, _: Hop) -> Iterable[Send]:
        self._originating.sms = self._terminating.sms = act.supported
        return ()

    def restarts(self, _: Restarts, hop: Hop) -> Iterable[Send]:
        """Forget everything; handsets learn of it at their next message (TS 23.007)."""
        self.vlr.restart()
        self._originating.restart()
        self._terminating.restart()
        self.connections.restart()
        return self._resets.begin(hop.at)

    def return_error(self, error: object, hop: Hop) -> Iterable[Send]:
        """Handle an error from a service centre or the HLR; anything else is not answered."""
        if not isinstance(error, ErrorParameter):
            return ()
        sends = self._originating.return_error(error, hop)
        return self.vlr.return_error(error, hop) if sends is None else sends

    def _location_updated(
        self, connection: int, visitor: Visitor | None, reject_cause: int | None, now: float
    ) -> Iterable[Send]:
        return self._updating.updated(connection, visitor, reject_cause, now)
