"""TS 23.040 clause 3.2 (SMS Router) and TS 23.840: home routing, so that no stranger learns who is where.

Questions to the HLR for a subscriber are answered by the router, with an MT Correlation ID in place of the IMSI and the
router's own number in place of the MSC's. A message for this ID, from the node that asked and in time, is passed on to
where the subscriber really is; every other message is refused.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from pdu.sms.address import Address
from pdu.ss7 import map as m
from pdu.ss7.map.errors import ErrorParameter
from smsc.network.hop import Hop, Send, Services
from smsc.network.timers import MAP_M, Timer

T1: Final = 60.0  # seconds for which a correlation ID is valid
SENDER_IDS: Final = "9"  # the first digit of all Sender IDs
SILENCE: Final = 90.0  # seconds for which a dialogue may be silent: longer than timer ml of the node that waits


@dataclass(slots=True, eq=False)
class Correlation:
    """What a correlation ID stands for: where the subscriber is, and the node that asked."""

    asker: str
    imsi: str
    msc: str


@dataclass(slots=True, eq=False)
class Relay:
    """What belongs to one of our dialogues: the dialogue of the node that asked, for which it was begun."""

    asker: str
    dialogue: int
    correlation: Correlation | None = None  # of a message; a question has none
    more: bool = False  # more messages have been announced


class SMSRouter:
    """The SMS router of an operator. Its correlation IDs begin with ``plmn``, as the operator's IMSIs do."""

    kind = "router"

    def __init__(
        self, name: str, number: Address, *, hlr: str, plmn: str, conversations: Iterator[int], random: Random
    ) -> None:
        self.name = name
        self.number = number
        self.correlations: dict[str, Correlation] = {}
        self._hlr = hlr
        self._plmn = plmn
        self._conversations = conversations
        self._random = random
        self._relays: dict[int, Relay] = {}  # by our dialogue
        self._ours: dict[int, int] = {}  # our dialogue by theirs, while more messages are announced in it
        self._t1 = Timer(name, T1, self._expired)
        self._map_m = Timer(name, MAP_M, self._silent)
        self._silence = Timer(name, SILENCE, self._silent)
        self._services: Services = {
            m.SendRoutingInfoForSM: self.send_routing_info_for_sm,
            m.SendRoutingInfoForSMRes: self.send_routing_info_for_sm_res,
            m.InformServiceCentre: self.inform_service_centre,
            m.MtForwardSM: self.mt_forward_sm,
            m.MtForwardSMRes: self.answered,
            Timer: Timer.ring,
        }

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Serve one message; errors go to the node that waits for the answer."""
        message = hop.message
        service = self._services.get(type(message))
        if service is not None:
            return service(message, hop)
        return self.answered(message, hop) if isinstance(message, ErrorParameter) else ()

    def send_routing_info_for_sm(self, asked: m.SendRoutingInfoForSM, hop: Hop) -> Iterable[Send]:
        """Ask the HLR in a dialogue of our own."""
        dialogue = next(self._conversations)
        self._relays[dialogue] = Relay(hop.caller, hop.conversation)
        return (Send(self._hlr, asked, dialogue), *self._map_m.start(dialogue, hop.at))

    def _correlation_id(self) -> str:
        """Make an ID of MCC, MNC and a Sender ID that nobody can guess and that is in no subscriber's IMSI."""
        while True:
            digits = 14 - len(self._plmn)
            correlation_id = f"{self._plmn}{SENDER_IDS}{self._random.randrange(10**digits):0{digits}}"
            if correlation_id not in self.correlations:
                return correlation_id

    def inform_service_centre(self, informed: m.InformServiceCentre, hop: Hop) -> Iterable[Send]:
        """Pass on who waits for a subscriber, which is no secret."""
        relay = self._relays.get(hop.conversation)
        return () if relay is None else (Send(relay.asker, informed, relay.dialogue),)

    def send_routing_info_for_sm_res(self, found: m.SendRoutingInfoForSMRes, hop: Hop) -> Iterable[Send]:
        """Answer with a correlation ID and our own number."""
        relay = self._ended(hop.conversation)
        if relay is None:
            return ()
        correlation_id = self._correlation_id()
        where = found.network_node_number.value
        self.correlations[correlation_id] = Correlation(relay.asker, found.imsi, where)
        answer = m.SendRoutingInfoForSMRes(correlation_id, self.number)
        return (Send(relay.asker, answer, relay.dialogue), *self._t1.start(correlation_id, hop.at))

    def mt_forward_sm(self, message: m.MtForwardSM, hop: Hop) -> Iterable[Send]:
        """Pass a message on, or refuse it as if the subscriber had moved, so that its sender asks again."""
        ours = self._ours.pop(hop.conversation, None)
        if ours is None:
            given = message.sm_rp_da.value if isinstance(message.sm_rp_da, m.Imsi) else ""
            correlation = self.correlations.get(given)
            if correlation is None or correlation.asker != hop.caller:
                return (Send(hop.caller, m.UnidentifiedSubscriber(), hop.conversation),)
            del self.correlations[given]
            self._t1.stop(given)
            ours = next(self._conversations)
            self._relays[ours] = Relay(hop.caller, hop.conversation, correlation)
        relay = self._relays[ours]
        correlation = relay.correlation
        assert correlation is not None  # noqa: S101 - it is the relay of a message
        relay.more = message.more_messages_to_send
        forward = message
        if isinstance(message.sm_rp_da, m.Imsi):
            imsi = m.Imsi(correlation.imsi)
            forward = m.MtForwardSM(imsi, message.sm_rp_oa, message.sm_rp_ui, message.more_messages_to_send)
        return (Send(correlation.msc, forward, ours), *self._silence.start(ours, hop.at))

    def answered(self, answer: object, hop: Hop) -> Iterable[Send]:
        """Pass an answer on to the node that waits for it."""
        relay = self._relays.get(hop.conversation)
        if relay is None:
            return ()
        if relay.more and isinstance(answer, m.MtForwardSMRes):
            self._ours[relay.dialogue] = hop.conversation
        else:
            self._ended(hop.conversation)
        return (Send(relay.asker, answer, relay.dialogue),)

    def _ended(self, dialogue: int) -> Relay | None:
        self._map_m.stop(dialogue)
        self._silence.stop(dialogue)
        relay = self._relays.pop(dialogue, None)
        if relay is not None:
            self._ours.pop(relay.dialogue, None)
        return relay

    def _expired(self, correlation_id: str, _: float) -> Iterable[Send]:
        del self.correlations[correlation_id]
        return ()

    def _silent(self, dialogue: int, _: float) -> Iterable[Send]:
        """Forget a dialogue that nobody answers; the node that asked has a timer of its own."""
        self._ended(dialogue)
        return ()
