"""Faults on a receipt's way to an ESME: over another session, in pieces, malformed, or with the line cut."""

from collections.abc import Iterable

from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.values import MESSAGE_TYPE, EsmClass
from smsc.centre.interface import Directed
from smsc.faults.afterwards import Afterwards
from smsc.faults.centre import seen
from smsc.faults.faults import Faults
from smsc.faults.rule import Rule
from smsc.faults.session import struck
from smsc.network.hop import Hop, Send
from smsc.smpp.esme import Esme


class StruckEsme(Esme):
    """The sessions of an account, while there are faults for the receipts it is handed."""

    def begin(self, faults: Faults, afterwards: Afterwards) -> None:
        """Set up what an ``Esme`` does not have, once it has become one of this class."""
        self._faults = faults
        self._afterwards = afterwards

    def receive(self, hop: Hop) -> Iterable[Send]:
        pdu = hop.message.pdu if isinstance(hop.message, Directed) else hop.message
        if not isinstance(pdu, DeliverSm | DataSm) or pdu.esm_class & MESSAGE_TYPE != EsmClass.MC_DELIVERY_RECEIPT:
            return super().receive(hop)
        message = self.subject(hop.conversation)
        if message is None:
            return super().receive(hop)
        rule = self._faults.struck_by("delivery", seen(message), message_id=message.known_as)
        if rule is None:
            sends = super().receive(hop)
        elif rule.another_bind:
            others = (visit.number for visit in self.receivers if visit.number != message.session)
            sends = super().receive(hop.carrying(Directed(pdu, next(others, 0))))
        else:
            sends = self._hand_over(rule, hop)
        if sends == ():  # it is on its way: a response withheld for it may follow
            self._afterwards.give(message.known_as)
        return sends

    def _hand_over(self, rule: Rule, hop: Hop) -> Iterable[Send]:
        """Hand a receipt to the session that is chosen, and have the fault strike it there."""
        sessions = [struck(visit, self._afterwards) for visit in self.receivers]
        for session in sessions:
            session.strike_request(rule)
        sends = super().receive(hop)
        for session in sessions:
            session.strike_request(None)
        return sends
