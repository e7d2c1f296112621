"""The SMPP face of the service centre: which sessions are bound under which account, and what goes through them.

Every account is an element of the network, so that ``bank -> sc`` is a hop like any other. Nothing here knows a
socket: a session is reached through a Line, which a TCP connection is, and a scenario's ESME as well.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol

import structlog

from pdu.command_id import RESPONSE
from pdu.command_status import named
from pdu.header import Pdu, response_id
from pdu.malformed import Malformed
from pdu.matrix import BINDS, SessionState
from pdu.operations.bind import Bind, BindResp
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.unbind import Unbind
from pdu.session import (
    Answered,
    Closed,
    Event,
    Late,
    LocalProtocolError,
    RequestReceived,
    ResponseReceived,
    Session,
    Unanswered,
    Unexpected,
)
from pdu.table import CLASSES
from pdu.values import InterfaceVersion
from smsc.centre.mailboxes import NotDelivered, ReceiverBound
from smsc.network.network import Hop, Network, Send
from smsc.smpp.accounts import Account, Accounts
from smsc.trace import Trace

log = structlog.get_logger(__name__)

_RECEIVES = frozenset({SessionState.BOUND_RX, SessionState.BOUND_TRX})


class Line(Protocol):
    """How a session is reached: a connection, or whatever stands for one."""

    session: Session

    def send(self, pdu: Pdu) -> int: ...

    def flush(self) -> None: ...

    def close(self, reason: str = ...) -> None: ...


class Visit:
    """One session from its first octet to its last: the line, its number, and, once bound, its ESME."""

    __slots__ = ("delivering", "esme", "line", "name", "number")

    def __init__(self, line: Line, number: int, name: str) -> None:
        self.line = line
        self.number = number
        self.name = name
        self.esme: Esme | None = None
        self.delivering: dict[int, int] = {}  # sequence_number of a deliver_sm to the conversation it is of


class Esme:
    """All sessions of one account: an element of the network, which carries and does not decide."""

    kind = "esme"

    def __init__(self, account: Account, centre: str) -> None:
        self.name = account.system_id
        self.account = account
        self.visits: dict[int, Visit] = {}
        self._centre = centre

    @property
    def receivers(self) -> list[Visit]:
        """The sessions that take messages."""
        return [visit for visit in self.visits.values() if visit.line.session.state in _RECEIVES]

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Pass on what the service centre says: a response to who asked, a message to whom has least to do."""
        pdu = hop.message
        assert isinstance(pdu, Pdu)  # noqa: S101 - an ESME is told nothing else
        if pdu.command_id & RESPONSE:
            visit = self.visits.get(hop.conversation)
            if visit is not None and visit.line.session.state is not SessionState.CLOSED:
                visit.line.send(pdu)
            return ()
        receivers = self.receivers
        if not receivers:
            return (self._not_delivered(hop.conversation, "no receiver is bound"),)
        visit = min(receivers, key=lambda visit: len(visit.delivering))
        try:
            number = visit.line.send(pdu)
        except (LocalProtocolError, Malformed) as wrong:
            log.error("deliver_sm can't be sent", system_id=self.name, why=str(wrong))
            return (self._not_delivered(hop.conversation, str(wrong)),)
        visit.delivering[number] = hop.conversation
        return ()

    def _not_delivered(self, conversation: int, reason: str) -> Send:
        return Send(self._centre, NotDelivered(reason, bool(self.receivers)), conversation)

    def lost(self, visit: Visit, request: Pdu, reason: str) -> Iterator[Send]:
        """A request of ours will not be answered."""
        conversation = visit.delivering.pop(request.sequence_number, None)
        if conversation is not None:
            yield self._not_delivered(conversation, reason)


class Face:
    """Where every session of the service centre begins: it knows who binds, and lets the network know what they say."""

    def __init__(self, network: Network, accounts: Accounts, centre: str, system_id: str, trace: Trace) -> None:
        self._network = network
        self._accounts = accounts
        self._centre = centre
        self._system_id = system_id
        self._trace = trace
        self.clock: Callable[[], float] = lambda: network.now  # what time it is, for whoever looks at the trace
        self._visits: dict[Line, Visit] = {}
        self._esmes = {account.system_id: Esme(account, centre) for account in accounts}
        for esme in self._esmes.values():
            network.add(esme)

    def __len__(self) -> int:
        """How many sessions there are, bound or not."""
        return len(self._visits)

    def opened(self, line: Line, peer: str) -> None:
        """A session begins. From its first PDU to its last, the trace sees what it says and hears."""
        visit = self._visits[line] = Visit(line, next(self._network.conversations), peer)
        line.session.witness = partial(self._witness, visit)

    def _witness(self, visit: Visit, sent: bool, pdu: Pdu) -> None:
        """See a PDU of a session; who it is goes by the name it wants to bind with."""
        if isinstance(pdu, Bind) and visit.esme is None and pdu.system_id:
            visit.name = pdu.system_id
        origin, destination = (self._centre, visit.name) if sent else (visit.name, self._centre)
        self._trace.smpp(self.clock(), origin, destination, pdu)

    def events(self, line: Line, events: list[Event]) -> None:
        """Deal with what one read of a session brought."""
        visit = self._visits[line]
        for event in events:
            if isinstance(event, RequestReceived):
                self._request(visit, event.pdu)
            elif isinstance(event, ResponseReceived):
                self._response(visit, event.request, event.response)
            elif isinstance(event, Unanswered):
                self._unanswered(visit, event.request, event.reason)
            elif isinstance(event, Answered | Unexpected | Late):
                self._told(visit, event)
            else:
                self._closed(visit, event)

    def _request(self, visit: Visit, pdu: Pdu) -> None:
        if isinstance(pdu, Bind):
            self._bind(visit, pdu)
        elif visit.esme is not None:
            self._network.send(visit.esme, (Send(self._centre, pdu, visit.number),))

    def _bind(self, visit: Visit, bind: Bind) -> None:
        account = self._accounts.authenticate(bind)
        cls = CLASSES[response_id(bind.command_id)]
        resp = cls(sequence_number=bind.sequence_number)
        assert isinstance(resp, BindResp)  # noqa: S101 - what answers a bind
        if not isinstance(account, Account):
            resp.command_status = account
            visit.line.send(resp)
            log.warning("bind refused", system_id=bind.system_id, status=account.name)
            return
        resp.system_id = self._system_id
        if bind.interface_version >= InterfaceVersion.V3_4:
            resp.sc_interface_version = InterfaceVersion.V5_0
        visit.esme = self._esmes[account.system_id]
        visit.esme.visits[visit.number] = visit
        visit.line.send(resp)
        log.info("bound", system_id=account.system_id, session=visit.number, state=BINDS[bind.command_id].name)
        if visit.line.session.state in _RECEIVES:
            self._network.send(visit.esme, (Send(self._centre, ReceiverBound()),))

    def _response(self, visit: Visit, request: Pdu, response: Pdu) -> None:
        conversation = visit.delivering.pop(request.sequence_number, None)
        if visit.esme is None or conversation is None:
            return
        if not isinstance(request, DeliverSm) or response.command_id != response_id(request.command_id):
            reason = f"answered by {response.words[0]} {named(response.command_status)}"
            self._network.send(visit.esme, (Send(self._centre, NotDelivered(reason, True), conversation),))
            return
        self._network.send(visit.esme, (Send(self._centre, response, conversation),))

    def _unanswered(self, visit: Visit, request: Pdu, reason: str) -> None:
        if visit.esme is not None:
            self._network.send(visit.esme, visit.esme.lost(visit, request, reason))
            log.info("no response", system_id=visit.esme.name, session=visit.number, pdu=request.words[0], why=reason)

    def _told(self, visit: Visit, event: Answered | Unexpected | Late) -> None:
        if isinstance(event, Unexpected):
            log.info("a response nobody asked for", peer=visit.name, session=visit.number, pdu=event.pdu.words[0])
        elif event.why:
            status = named(event.response.command_status)
            log.warning("refused", peer=visit.name, session=visit.number, status=status, why=event.why)

    def _closed(self, visit: Visit, event: Closed) -> None:
        del self._visits[visit.line]
        if visit.esme is not None:
            del visit.esme.visits[visit.number]
            log.info("session ended", system_id=visit.esme.name, session=visit.number, why=event.reason)

    def unbind_all(self) -> None:
        """Say goodbye to everybody: bound sessions are asked to unbind, others are closed."""
        for visit in tuple(self._visits.values()):
            if visit.line.session.state.bound:
                visit.line.send(Unbind())
            else:
                visit.line.close("the service centre stops")
