"""The SMPP face of the service centre: which sessions are bound under which account, and what goes through them.

Every account is an element of the network, so that ``bank -> sc`` is a hop like any other. Nothing here knows a
socket: a session is reached through a Line, which a TCP connection is, and a scenario's ESME as well.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import Protocol

import structlog

from pdu.command_id import RESPONSE
from pdu.command_status import CommandStatus, named
from pdu.header import Pdu, Unknown, response_id
from pdu.malformed import Malformed
from pdu.matrix import BINDS, UNANSWERED, SessionState
from pdu.operations.bind import Bind, BindResp, BindRespTlvs
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.generic_nack import GenericNack
from pdu.operations.tlv_tables import CongestionTlv, MessageDeliveryResponseTlvs, MessageSubmissionResponseTlvs
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
    refusal,
)
from pdu.table import CLASSES
from pdu.values import MESSAGE_TYPE, InterfaceVersion
from pdu.versions import has_operation, spoken
from smsc.centre.mailboxes import Directed, Handed, NotDelivered, ReceiverBound, ReceiverWanted
from smsc.network.network import Hop, Network, Send
from smsc.smpp.accounts import Account, Accounts, Peer, Refusal
from smsc.smpp.address_range import AddressRange
from smsc.smpp.limits import MESSAGES, Limits, foreign
from smsc.smpp.spoken import as_spoken
from smsc.smpp.strangers import RefusedBinds
from smsc.smpp.terms import Strangers
from smsc.trace import Trace

log = structlog.get_logger(__name__)

_RECEIVES = frozenset({SessionState.BOUND_RX, SessionState.BOUND_TRX})
_TELLS_CONGESTION = BindRespTlvs | CongestionTlv | MessageDeliveryResponseTlvs | MessageSubmissionResponseTlvs


class Line(Protocol):
    """How a session is reached: a connection, or whatever stands for one."""

    session: Session

    def send(self, pdu: Pdu) -> int: ...

    def flush(self) -> None: ...

    def close(self, reason: str = ...) -> None: ...


class Visit:
    """One session from its first octet to its last: the line, its number, and, once bound, its ESME."""

    __slots__ = (
        "delivering",
        "esme",
        "line",
        "log",
        "name",
        "number",
        "peer",
        "range",
        "refused",
        "silent",
        "unanswered",
    )

    def __init__(self, line: Line, number: int, peer: Peer) -> None:
        self.line = line
        self.number = number
        self.peer = peer
        self.name = peer.name
        self.log = log.bind(session=number, peer=peer.name)
        self.esme: Esme | None = None
        self.range: AddressRange | None = None  # None: all addresses of the account
        self.delivering: dict[int, int] = {}  # sequence_number of a deliver_sm to the conversation it is of
        self.silent = 0  # how many of those it has not answered, in a row: it comes after those that answer
        self.unanswered: dict[int, int] = {}  # sequence_number of a request of theirs to the messages it is, 0 or 1
        self.refused: int = CommandStatus.ESME_ROK  # how the last request was judged

    @property
    def version(self) -> InterfaceVersion:
        """What the peer speaks."""
        return self.line.session.interface_version or InterfaceVersion.V5_0

    def serves(self, pdu: Pdu) -> bool:
        """Whether its address_range has the destination of a message; receipts are about its own messages."""
        if self.range is None or not isinstance(pdu, DeliverSm | DataSm) or pdu.esm_class & MESSAGE_TYPE:
            return True
        return pdu.destination_addr in self.range


class Esme:
    """All sessions of one account: an element of the network, which carries and does not decide."""

    kind = "esme"

    def __init__(self, account: Account, centre: str, limits: Limits) -> None:
        self.name = account.system_id
        self.account = account
        self.limits = limits
        self.visits: dict[int, Visit] = {}
        self.wanted: Callable[[], None] = lambda: None  # what is done when a message waits and nobody receives
        self._turn = 0  # the number of the session whose turn it was
        self._centre = centre

    @property
    def receivers(self) -> list[Visit]:
        """The sessions that take messages."""
        return [visit for visit in self.visits.values() if visit.line.session.state in _RECEIVES]

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Pass on what the service centre says: a response to who asked, a message to whom has least to do."""
        pdu = hop.message
        directed = None
        if isinstance(pdu, Directed):
            directed, pdu = pdu, pdu.pdu
        elif isinstance(pdu, ReceiverWanted):
            self.wanted()
            return ()
        assert isinstance(pdu, Pdu)  # noqa: S101 - an ESME is told nothing else
        if pdu.command_id & RESPONSE:
            visit = self.visits.get(hop.conversation)
            if visit is not None:
                with suppress(LocalProtocolError):  # it is gone; as long as it is only about to go, it is answered
                    self.answer(visit, pdu)
            return ()
        receivers = self.receivers
        if not receivers:
            return (self._not_delivered(hop.conversation),)
        receivers = [visit for visit in receivers if visit.serves(pdu)]
        if not receivers:
            return (Send(self._centre, refusal(pdu.command_id, CommandStatus.ESME_RX_T_APPN), hop.conversation),)
        visit = self._chosen(receivers, directed)
        try:
            number = visit.line.send(as_spoken(pdu, visit.version))
        except (LocalProtocolError, Malformed) as wrong:
            visit.log.warning("can't be sent", pdu=pdu.words[0], why=str(wrong))
            if pdu.command_id in UNANSWERED:
                return (Send(self._centre, Handed(), hop.conversation),)
            return (Send(self._centre, refusal(pdu.command_id, CommandStatus.ESME_RX_T_APPN), hop.conversation),)
        if pdu.command_id in UNANSWERED:
            return (Send(self._centre, Handed(), hop.conversation),)
        visit.delivering[number] = hop.conversation
        return ()

    def _chosen(self, receivers: list[Visit], directed: Directed | None) -> Visit:
        """Choose a session: that which is wanted, that whose turn it is, or that which has least to do."""
        if directed is not None and directed.in_turn:
            self._turn = min((visit.number for visit in receivers if visit.number > self._turn), default=0)
            self._turn = self._turn or min(visit.number for visit in receivers)
            return self.visits[self._turn]
        for visit in receivers:
            if directed is not None and visit.number == directed.session:
                return visit
        return min(receivers, key=lambda visit: (visit.silent, len(visit.delivering)))

    def answer(self, visit: Visit, response: Pdu) -> None:
        """Send a response, in the words of the peer's version; from v5.0 on it tells how full the queue is."""
        self.limits.asked -= visit.unanswered.pop(response.sequence_number, 0)
        version = visit.version
        if version >= InterfaceVersion.V5_0 and isinstance(response, _TELLS_CONGESTION):
            response.congestion_state = self.limits.congestion_state()
        visit.line.send(as_spoken(response, version))

    def _not_delivered(self, conversation: int) -> Send:
        return Send(self._centre, NotDelivered(bool(self.receivers)), conversation)

    def lost(self, visit: Visit, request: Pdu) -> Iterator[Send]:
        """A request of ours will not be answered."""
        conversation = visit.delivering.pop(request.sequence_number, None)
        if conversation is not None:
            visit.silent += 1
            yield self._not_delivered(conversation)


class Face:
    """Where every session of the service centre begins: it knows who binds, and lets the network know what they say."""

    def __init__(
        self,
        network: Network,
        accounts: Accounts,
        centre: str,
        system_id: str,
        trace: Trace,
        *,
        waiting: Callable[[str], int] = lambda _: 0,
        strangers: Strangers | None = None,
    ) -> None:
        self._network = network
        self._accounts = accounts
        self._centre = centre
        self._system_id = system_id
        self._trace = trace
        self.clock: Callable[[], float] = lambda: network.now  # what time it is, for whoever looks at the trace
        self.outbind: Callable[[str], None] = lambda _: None  # calls an ESME, for whoever can
        self._visits: dict[Line, Visit] = {}
        self._refused_binds = RefusedBinds((strangers or Strangers()).refused_binds_per_minute)
        self._esmes: dict[str, Esme] = {}
        for account in accounts:
            limits = Limits(account.terms, partial(waiting, account.system_id), network.now)
            esme = self._esmes[account.system_id] = Esme(account, centre, limits)
            esme.wanted = partial(self._wanted, account.system_id)
        for esme in self._esmes.values():
            network.add(esme)

    def _wanted(self, system_id: str) -> None:
        self.outbind(system_id)

    def __len__(self) -> int:
        """How many sessions there are, bound or not."""
        return len(self._visits)

    def opened(self, line: Line, peer: str, host: str = "", *, tls: bool = False) -> None:
        """A session begins. From its first PDU to its last, the trace sees what it says and hears.

        ``host`` is the address it comes from, if there is one; ``tls`` whether nobody can listen.
        """
        visit = self._visits[line] = Visit(line, next(self._network.conversations), Peer(peer, host, tls))
        line.session.witness = partial(self._witness, visit)

    def _witness(self, visit: Visit, sent: bool, pdu: Pdu) -> None:
        """See a PDU of a session; who it is goes by the account it wants to bind with, a stranger by its address."""
        if isinstance(pdu, Bind) and visit.esme is None and pdu.system_id in self._esmes:
            visit.name = pdu.system_id
        if isinstance(pdu, Unknown) and pdu.command_id in BINDS:  # it can't be read, but a password may be in there
            pdu = Unknown(command_id=pdu.command_id, sequence_number=pdu.sequence_number)
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
        elif visit.esme is not None and not self._refuse(visit, visit.esme, pdu):
            is_message = int(type(pdu) in MESSAGES)
            visit.unanswered[pdu.sequence_number] = is_message
            visit.esme.limits.asked += is_message
            self._network.send(visit.esme, (Send(self._centre, pdu, visit.number),))

    def _refuse(self, visit: Visit, esme: Esme, pdu: Pdu) -> bool:
        """Answer a request that its version does not have, or that exceeds a limit; say whether it was one."""
        strange = foreign(pdu, visit.version)
        if strange is not None:
            status, why = strange.command_status, str(strange)
        else:
            status, why = esme.limits.verdict(pdu, len(visit.unanswered), self._network.now), ""
        if status != visit.refused:
            visit.refused = status
            if status:
                visit.log.info("refused", pdu=pdu.words[0], status=named(status), why=why or "it exceeds a limit")
        if not status:
            return False
        response = refusal(pdu.command_id, status)
        response.sequence_number = pdu.sequence_number
        esme.answer(visit, response)
        return True

    def _bind(self, visit: Visit, bind: Bind) -> None:
        account = self._admitted(visit, bind)
        if not isinstance(account, Account):
            self._refuse_bind(visit, bind, account)
            return
        resp = CLASSES[response_id(bind.command_id)](sequence_number=bind.sequence_number)
        assert isinstance(resp, BindResp)  # noqa: S101 - what answers a bind
        resp.system_id = self._system_id
        if bind.interface_version >= InterfaceVersion.V3_4:
            resp.sc_interface_version = InterfaceVersion.V5_0
        visit.esme = self._esmes[account.system_id]
        if bind.interface_version >= InterfaceVersion.V5_0:
            resp.congestion_state = visit.esme.limits.congestion_state()
        if bind.address_range:
            visit.range = AddressRange(bind.address_range)
        visit.esme.visits[visit.number] = visit
        visit.log = visit.log.bind(system_id=account.system_id)
        visit.line.send(resp)
        visit.log.info("bound", state=BINDS[bind.command_id].name)
        if visit.line.session.state in _RECEIVES:
            self._network.send(visit.esme, (Send(self._centre, ReceiverBound()),))

    def _admitted(self, visit: Visit, bind: Bind) -> Account | Refusal:
        if self._refused_binds.exceeded(visit.peer.host, self._network.now):
            return Refusal(CommandStatus.ESME_RBINDFAIL, "too many binds of this address have been refused")
        esme = self._esmes.get(bind.system_id)
        return self._accounts.admit(bind, visit.peer, len(esme.visits) if esme is not None else 0)

    def _refuse_bind(self, visit: Visit, bind: Bind, refused: Refusal) -> None:
        status = refused.command_status
        self._refused_binds.count(visit.peer.host, self._network.now)
        visit.log.warning("bind refused", system_id=bind.system_id, status=status.name, why=refused.why)
        if has_operation(bind.command_id, spoken(bind.interface_version)):
            response = refusal(bind.command_id, status)
        else:
            response = GenericNack(command_status=status)
        response.sequence_number = bind.sequence_number
        visit.line.send(response)
        if isinstance(response, GenericNack):
            visit.line.close("the peer asks for what its version does not have")

    def _response(self, visit: Visit, request: Pdu, response: Pdu) -> None:
        conversation = visit.delivering.pop(request.sequence_number, None)
        if visit.esme is None or conversation is None:
            return
        visit.silent = 0
        if response.command_id != response_id(request.command_id):  # generic_nack: a refusal under another name
            status = response.command_status or CommandStatus.ESME_RUNKNOWNERR
            visit.log.warning("deliver_sm refused", status=named(status), by=response.words[0])
            response = refusal(request.command_id, status)
        self._network.send(visit.esme, (Send(self._centre, response, conversation),))

    def _unanswered(self, visit: Visit, request: Pdu, reason: str) -> None:
        if visit.esme is not None:
            self._network.send(visit.esme, visit.esme.lost(visit, request))
            visit.log.info("no response", pdu=request.words[0], why=reason)

    def _told(self, visit: Visit, event: Answered | Unexpected | Late) -> None:
        if isinstance(event, Late):
            visit.silent = 0
        if isinstance(event, Unexpected):
            visit.log.info("a response nobody asked for", pdu=event.pdu.words[0])
        elif event.why:
            visit.log.warning("refused", status=named(event.response.command_status), why=event.why)

    def _closed(self, visit: Visit, event: Closed) -> None:
        del self._visits[visit.line]
        if visit.esme is not None:
            del visit.esme.visits[visit.number]
            visit.esme.limits.asked -= sum(visit.unanswered.values())
        visit.log.info("session ended", why=event.reason)

    def unbind_all(self) -> None:
        """Say goodbye to everybody: bound sessions are asked to unbind, others are closed."""
        for visit in tuple(self._visits.values()):
            if visit.line.session.state.bound:
                visit.line.send(Unbind())
            else:
                visit.line.close("the service centre stops")
