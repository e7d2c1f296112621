"""The sessions of ESMEs: each by itself, and all of one account together as an element of the network."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from math import inf
from typing import Final, Protocol

from pdu import ladder
from pdu.accepted import Accepted
from pdu.command_status import CommandStatus
from pdu.header import Pdu, Response
from pdu.malformed import Malformed
from pdu.matrix import UNANSWERED, SessionState
from pdu.operations.bind import BindRespTlvs
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.tlv_tables import CongestionTlv, MessageDeliveryResponseTlvs, MessageSubmissionResponseTlvs
from pdu.session import LocalProtocolError, Session, refusal
from pdu.values import MESSAGE_TYPE, InterfaceVersion
from smsc.centre.interface import Answers, Directed, Handed, NotDelivered, ReceiverWanted, Unsendable
from smsc.centre.message import Message
from smsc.log import get_logger
from smsc.network.hop import Hop, Send
from smsc.smpp.accounts import Account, Peer
from smsc.smpp.address_range import AddressRange
from smsc.smpp.alphabet import USUAL, said
from smsc.smpp.limits import Limits
from smsc.smpp.spoken import all_as_spoken, has_room, request_as_spoken

log = get_logger(__name__)

# Traced when a session ends without unbind: the ESME goes, or we end it
LOSES_CONNECTION: Final = ladder.Line(("loses", "connection"), ())
IS_DISCONNECTED: Final = ladder.Line(("is", "disconnected"), ())

_V5_0 = int(InterfaceVersion.V5_0)
RECEIVES = frozenset({SessionState.BOUND_RX, SessionState.BOUND_TRX})
_TELLS_CONGESTION = BindRespTlvs | CongestionTlv | MessageDeliveryResponseTlvs | MessageSubmissionResponseTlvs


class Line(Protocol):
    """What a session is reached through: a connection, or whatever stands in for one."""

    session: Session

    def send(self, pdu: Pdu) -> int: ...

    def respond(self, responses: Iterable[Response]) -> None: ...

    def flush(self) -> None: ...

    def close(self, reason: str = ...) -> None: ...


class Visit:
    """One session, from its first octet to its last: its line, its number and, once bound, its ESME."""

    __slots__ = (
        "answered",
        "delivering",
        "esme",
        "injected",
        "line",
        "log",
        "name",
        "number",
        "peer",
        "range",
        "refused",
        "silent",
        "unanswered",
        "version",
    )

    def __init__(self, line: Line, number: int, peer: Peer) -> None:
        self.line = line
        self.number = number
        self.peer = peer
        self.name = peer.name
        self.log = log.bind(session=number, peer=peer.name)
        self.esme: Esme | None = None
        self.range: AddressRange | None = None  # None: all addresses of the account
        self.delivering: dict[int, int] = {}  # sequence_number of an unanswered request of ours to its conversation
        self.injected: dict[int, Callable[[Pdu | None], None]] = {}  # likewise, to the callback of what injected it
        self.silent = 0  # how many in a row it left unanswered: sessions that answer are preferred
        self.unanswered: dict[int, int] = {}  # sequence_number of a request of theirs to its number of messages
        self.answered: Callable[[], object] | None = None  # called once nothing is unanswered any more
        self.refused: int = CommandStatus.ESME_ROK  # how the last request was judged
        self.version = InterfaceVersion.V5_0  # what the peer speaks, known once bound

    def serves(self, pdu: Pdu) -> bool:
        """Whether its address_range includes a message's destination; it gets receipts in any case."""
        if self.range is None or not isinstance(pdu, DeliverSm | DataSm) or pdu.esm_class & MESSAGE_TYPE:
            return True
        return pdu.destination_addr in self.range


class Esme:
    """All sessions of one account: an element of the network, which carries and does not decide."""

    kind = "esme"

    def __init__(self, account: Account, centre: str, limits: Limits) -> None:
        self.name = account.system_id
        self.account = account
        self.alphabet = account.terms.default_alphabet  # what data_coding 0 means
        self.limits = limits
        self.visits: dict[int, Visit] = {}
        self.wanted: Callable[[], None] = lambda: None  # called when a message waits and no session receives
        self.subject: Callable[[int], Message | None] = lambda _: None  # which message a conversation is about
        self._turn = 0  # the number of the session whose turn it was
        self.centre = centre

    @property
    def receivers(self) -> list[Visit]:
        """The sessions that receive messages."""
        return [visit for visit in self.visits.values() if visit.line.session.state in RECEIVES]

    def about(self, conversation: int) -> dict[str, str]:
        """Give the message_id of what is handed over in a conversation, for the log."""
        message = self.subject(conversation)
        return {} if message is None else {"message_id": message.known_as}

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Pass on what the service centre sends: a response to the session that asked, a request to the one chosen."""
        pdu = hop.message
        if isinstance(pdu, Response):
            self._answer(hop.conversation, (pdu,))
            return ()
        if isinstance(pdu, Answers):
            self._answer(hop.conversation, pdu.responses)
            return ()
        directed = None
        if isinstance(pdu, Directed):
            directed, pdu = pdu, pdu.pdu
        elif isinstance(pdu, ReceiverWanted):
            self.wanted()
            return ()
        assert isinstance(pdu, Pdu)  # noqa: S101 - an ESME is sent nothing else
        if self.alphabet is not USUAL:
            pdu = said(pdu, self.alphabet)
        receivers = self.receivers
        if not receivers:
            return (self._not_delivered(hop.conversation),)
        receivers = [visit for visit in receivers if visit.serves(pdu)]
        if not receivers:
            return (Send(self.centre, refusal(pdu.command_id, CommandStatus.ESME_RX_T_APPN), hop.conversation),)
        visit = self._chosen([one for one in receivers if has_room(one.version, pdu)] or receivers, directed)
        try:
            number = visit.line.send(request_as_spoken(unsent(pdu), visit.version))
        except (LocalProtocolError, Malformed) as wrong:
            if pdu.command_id not in UNANSWERED and isinstance(wrong, Malformed):
                return (Send(self.centre, Unsendable(str(wrong)), hop.conversation),)
            visit.log.warning("can't be sent", pdu=pdu.words[0], why=str(wrong), **self.about(hop.conversation))
            if pdu.command_id in UNANSWERED:
                return (Send(self.centre, Handed(), hop.conversation),)
            return (Send(self.centre, refusal(pdu.command_id, CommandStatus.ESME_RX_T_APPN), hop.conversation),)
        if pdu.command_id in UNANSWERED:
            return (Send(self.centre, Handed(), hop.conversation),)
        visit.delivering[number] = hop.conversation
        return ()

    def _chosen(self, receivers: list[Visit], directed: Directed | None) -> Visit:
        """Choose a session: the one directed to, the one whose turn it is, or the one with the least to do."""
        if directed is not None and directed.in_turn:
            self._turn = min((visit.number for visit in receivers if visit.number > self._turn), default=0)
            self._turn = self._turn or min(visit.number for visit in receivers)
            return self.visits[self._turn]
        for visit in receivers:
            if directed is not None and visit.number == directed.session:
                return visit
        return min(receivers, key=lambda visit: (visit.silent, len(visit.delivering)))

    def _answer(self, session: int, responses: Accepted | Sequence[Response]) -> None:
        """Send responses to requests that waited for them, unless their session has ended."""
        visit = self.visits.get(session)
        if visit is None:
            return
        self._settle(visit, _sequence_numbers(responses))
        self.say(visit, responses)
        _tell_answered(visit)

    def _settle(self, visit: Visit, numbers: Iterable[int]) -> None:
        """Count the requests with these sequence_numbers as answered."""
        answered = visit.unanswered.pop
        self.limits.asked -= sum([answered(number, 0) for number in numbers])

    def say(self, visit: Visit, responses: Accepted | Sequence[Response]) -> None:
        """Send responses as the peer's version has them; from v5.0 on they tell how full the queue is."""
        version = visit.version
        congestion_state = self.limits.congestion_state() if version >= _V5_0 else None
        if congestion_state is not None:
            responses = list(responses)
            for response in responses:
                if isinstance(response, _TELLS_CONGESTION):
                    response.congestion_state = congestion_state
        try:
            plain = isinstance(responses, Accepted)  # the same in every version
            visit.line.respond(responses if plain else all_as_spoken(responses, version))
        except LocalProtocolError:
            visit.log.debug("not answered", pdu=next(iter(responses)).words[0], why="its session has just ended")

    def _not_delivered(self, conversation: int) -> Send:
        return Send(self.centre, NotDelivered(len(self.receivers)), conversation)

    def missed(self, hop: Hop, response_timer: float) -> Iterator[Send]:
        """Handle the loss of a message between the ESME and the service centre.

        A lost request of the ESME, or a lost response to it, leaves it unanswered but no longer in the window. A lost
        request of ours, or a lost response to it, fails after ``response_timer``.
        """
        pdu = hop.message.pdu if isinstance(hop.message, Directed) else hop.message
        responds = isinstance(pdu, Response | Answers)
        if (hop.origin == self.centre) != responds:
            if response_timer < inf:
                yield Send(self.centre, NotDelivered(max(1, len(self.receivers))), hop.conversation, response_timer)
        elif isinstance(pdu, Pdu | Answers) and (visit := self.visits.get(hop.conversation)) is not None:
            self._settle(visit, _sequence_numbers(pdu.responses if isinstance(pdu, Answers) else (pdu,)))
            _tell_answered(visit)

    def lost(self, visit: Visit, request: Pdu) -> Iterator[Send]:
        """Handle a request of ours that will not be answered."""
        conversation = visit.delivering.pop(request.sequence_number, None)
        if conversation is not None:
            visit.silent += 1
            yield self._not_delivered(conversation)


def unsent(pdu: Pdu) -> Pdu:
    """Copy a request that has been sent before: in the trace it keeps the sequence_number that it had then."""
    return copy(pdu) if pdu.sequence_number else pdu


def _tell_answered(visit: Visit) -> None:
    if visit.answered is not None and not visit.unanswered:
        visit.answered()


def _sequence_numbers(pdus: Accepted | Sequence[Pdu]) -> list[int]:
    return pdus.sequence_numbers if isinstance(pdus, Accepted) else [pdu.sequence_number for pdu in pdus]
