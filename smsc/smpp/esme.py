"""An ESME as an element of the network: all sessions of one account, which carry and do not decide."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from math import inf
from typing import Final

from pdu.accepted import Accepted
from pdu.command_status import CommandStatus, named
from pdu.header import Pdu, Response, response_id
from pdu.malformed import Malformed
from pdu.matrix import UNANSWERED, SessionState
from pdu.operations.bind import BindRespTlvs
from pdu.operations.tlv_tables import CongestionTlv, MessageDeliveryResponseTlvs, MessageSubmissionResponseTlvs
from pdu.session import LocalProtocolError, refusal
from pdu.values import InterfaceVersion
from smsc.centre.interface import (
    Answers,
    Directed,
    Handed,
    NotDelivered,
    ReceiverBound,
    ReceiverWanted,
    SessionEnded,
    Unsendable,
)
from smsc.centre.message import Message
from smsc.network.hop import Hop, Send
from smsc.smpp.accounts import Account
from smsc.smpp.alphabet import USUAL, said
from smsc.smpp.limits import Limits, messages
from smsc.smpp.sessions import Visit
from smsc.smpp.spoken import all_as_spoken, has_room, request_as_spoken

_V5_0: Final = int(InterfaceVersion.V5_0)
_RECEIVES: Final = frozenset({SessionState.BOUND_RX, SessionState.BOUND_TRX})
_TELLS_CONGESTION = BindRespTlvs | CongestionTlv | MessageDeliveryResponseTlvs | MessageSubmissionResponseTlvs


class Esme:
    """All sessions of one account.

    ``wanted`` is called when a message waits for it and none of them receives; ``subject`` gives the message that a
    conversation with the service centre is about.
    """

    kind = "esme"

    def __init__(
        self,
        account: Account,
        centre: str,
        limits: Limits,
        *,
        wanted: Callable[[], None],
        subject: Callable[[int], Message | None],
    ) -> None:
        self.name = account.system_id
        self.account = account
        self.alphabet = account.terms.default_alphabet  # what data_coding 0 means
        self.limits = limits
        self.visits: dict[int, Visit] = {}
        self.centre = centre
        self.subject = subject
        self._wanted = wanted
        self._turn = 0  # the number of the session whose turn it was

    @property
    def receivers(self) -> list[Visit]:
        """The sessions that receive messages."""
        return [visit for visit in self.visits.values() if visit.line.session.state in _RECEIVES]

    def bound(self, visit: Visit) -> tuple[Send, ...]:
        """Take a session that has bound; if it receives, the service centre is told."""
        self.visits[visit.number] = visit
        if visit.line.session.state not in _RECEIVES:
            return ()
        return (Send(self.centre, ReceiverBound(len(self.receivers))),)

    def left(self, visit: Visit) -> tuple[Send, ...]:
        """Let go of a session that has ended, with all that it still waits for."""
        del self.visits[visit.number]
        self.limits.asked -= sum(visit.unanswered.values())
        return (Send(self.centre, SessionEnded(len(self.receivers))),)

    # What the service centre says

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Pass on what the service centre sends: a response to the session that asked, a request to the one chosen."""
        pdu = hop.message
        if isinstance(pdu, Response):
            self._answer(hop.conversation, (pdu,))
        elif isinstance(pdu, Answers):
            self._answer(hop.conversation, pdu.responses)
        elif isinstance(pdu, ReceiverWanted):
            self._wanted()
        elif isinstance(pdu, Directed):
            return self._pass_on(pdu.pdu, hop.conversation, pdu)
        else:
            assert isinstance(pdu, Pdu)  # noqa: S101 - an ESME is sent nothing else
            return self._pass_on(pdu, hop.conversation)
        return ()

    def _pass_on(self, pdu: Pdu, conversation: int, directed: Directed | None = None) -> tuple[Send, ...]:
        """Send a request over one of the sessions; the service centre is told at once if no response is to come."""
        if self.alphabet is not USUAL:
            pdu = said(pdu, self.alphabet)
        receivers = self.receivers
        if not receivers:
            return (self._not_delivered(conversation),)
        receivers = [visit for visit in receivers if visit.serves(pdu)]
        if not receivers:
            return (Send(self.centre, refusal(pdu.command_id, CommandStatus.ESME_RX_T_APPN), conversation),)
        visit = self._chosen([one for one in receivers if has_room(one.version, pdu)] or receivers, directed)
        answered = pdu.command_id not in UNANSWERED
        try:
            number = visit.line.send(request_as_spoken(_unsent(pdu), visit.version))
        except (LocalProtocolError, Malformed) as wrong:
            if answered and isinstance(wrong, Malformed):
                return (Send(self.centre, Unsendable(str(wrong)), conversation),)
            visit.log.warning("can't be sent", pdu=pdu.words[0], why=str(wrong), **self._about(conversation))
            if answered:
                return (Send(self.centre, refusal(pdu.command_id, CommandStatus.ESME_RX_T_APPN), conversation),)
        else:
            if answered:
                visit.delivering[number] = conversation
                return ()
        return (Send(self.centre, Handed(), conversation),)

    def _chosen(self, receivers: list[Visit], directed: Directed | None) -> Visit:
        """Choose a session: the one directed to, the one whose turn it is, or the one with the least to do."""
        if directed is not None and directed.in_turn:
            self._turn = min((visit.number for visit in receivers if visit.number > self._turn), default=0)
            self._turn = self._turn or min(visit.number for visit in receivers)
            return self.visits[self._turn]
        for visit in receivers:
            if directed is not None and visit.number == directed.session:
                return visit
        return _least_busy(receivers)

    def _answer(self, session: int, responses: Accepted | Sequence[Response]) -> None:
        """Send responses to requests that waited for them, unless their session has ended."""
        visit = self.visits.get(session)
        if visit is None:
            return
        self._settle(visit, _sequence_numbers(responses))
        self.say(visit, responses)
        _tell_answered(visit)

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

    # The requests of its sessions, of which the window and the queue allow only so many to be unanswered

    def asked(self, visit: Visit, pdu: Pdu) -> None:
        """Count a request as unanswered."""
        self.waits(visit, {pdu.sequence_number: messages(pdu)})

    def waits(self, visit: Visit, messages: dict[int, int]) -> None:
        """Count requests as unanswered: ``messages`` are their numbers of messages, by sequence_number."""
        unanswered = visit.unanswered
        if not unanswered.keys().isdisjoint(messages):  # if a number is used twice, only the last request counts
            self.limits.asked -= sum(unanswered.get(number, 0) for number in messages)
        unanswered.update(messages)
        self.limits.asked += sum(messages.values())

    def _settle(self, visit: Visit, numbers: Iterable[int]) -> None:
        """Count the requests with these sequence_numbers as answered."""
        answered = visit.unanswered.pop
        self.limits.asked -= sum([answered(number, 0) for number in numbers])

    # What becomes of requests to it

    def inject(self, pdu: Pdu, answered: Callable[[Pdu | None], None]) -> bool:
        """Send it a request of nobody's; False if no session receives. For ``answered``, see Face.inject."""
        receivers = self.receivers
        if not receivers:
            return False
        visit = _least_busy(receivers)
        visit.injected[visit.line.send(_unsent(pdu))] = answered
        return True

    def answered(self, visit: Visit, request: Pdu, response: Pdu) -> tuple[Send, ...]:
        """Pass on a response to a request of ours."""
        if visit.injected and (injected := visit.injected.pop(request.sequence_number, None)) is not None:
            injected(response)
            return ()
        conversation = visit.delivering.pop(request.sequence_number, None)
        if conversation is None:
            return ()
        visit.silent = 0
        nack = response.command_id != response_id(request.command_id)  # generic_nack: a refusal under another name
        if nack or response.command_status:
            status = response.command_status or CommandStatus.ESME_RUNKNOWNERR
            told = self._about(conversation)
            visit.log.info(
                "refused by the ESME", pdu=request.words[0], status=named(status), by=response.words[0], **told
            )
            if nack:
                response = refusal(request.command_id, status)
        return (Send(self.centre, response, conversation),)

    def lost(self, visit: Visit, request: Pdu, reason: str) -> tuple[Send, ...]:
        """Handle a request of ours that will not be answered."""
        injected = visit.injected.pop(request.sequence_number, None)
        if injected is not None:
            injected(None)
            return ()
        conversation = visit.delivering.pop(request.sequence_number, None)
        told = {} if conversation is None else self._about(conversation)
        visit.log.info("no response", pdu=request.words[0], why=reason, **told)
        if conversation is None:
            return ()
        visit.silent += 1
        return (self._not_delivered(conversation),)

    def _not_delivered(self, conversation: int) -> Send:
        return Send(self.centre, NotDelivered(len(self.receivers)), conversation)

    def _about(self, conversation: int) -> dict[str, str]:
        """Give the message_id of what is handed over in a conversation, for the log."""
        message = self.subject(conversation)
        return {} if message is None else {"message_id": message.known_as}

    # Links

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


def _least_busy(receivers: list[Visit]) -> Visit:
    return min(receivers, key=lambda visit: (visit.silent, len(visit.delivering)))


def _unsent(pdu: Pdu) -> Pdu:
    """Copy a request that has been sent before: in the trace it keeps the sequence_number that it had then."""
    return copy(pdu) if pdu.sequence_number else pdu


def _tell_answered(visit: Visit) -> None:
    if visit.answered is not None and not visit.unanswered:
        visit.answered()


def _sequence_numbers(pdus: Accepted | Sequence[Pdu]) -> list[int]:
    return pdus.sequence_numbers if isinstance(pdus, Accepted) else [pdu.sequence_number for pdu in pdus]
