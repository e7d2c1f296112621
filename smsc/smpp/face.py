"""The SMPP face of the service centre: which sessions are bound under which account, and what goes through them.

Every account is an element of the network, so that ``bank -> sc`` is a hop like any other. Nothing here knows sockets:
a session is reached through a Line, which may be a TCP connection or a scenario's ESME.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from pdu.command_status import CommandStatus, named
from pdu.header import Pdu, Response, Unknown, response_id
from pdu.lists import SmeAddress
from pdu.matrix import BINDS, OPENING
from pdu.operations.bind import Bind, BindResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.unbind import Unbind
from pdu.session import (
    Answered,
    Closed,
    Event,
    Late,
    RequestReceived,
    ResponseReceived,
    Unanswered,
    Unexpected,
    refusal,
)
from pdu.table import CLASSES
from pdu.values import InterfaceVersion
from smsc.centre.interface import Answers, Together
from smsc.centre.message import Message
from smsc.log import about, get_logger
from smsc.network.hop import Send
from smsc.network.network import Network
from smsc.smpp.accounts import Account, Accounts, Peer, Refusal
from smsc.smpp.address_range import AddressRange
from smsc.smpp.alphabet import USUAL, heard
from smsc.smpp.esme import Esme
from smsc.smpp.limits import Limits, foreign, run
from smsc.smpp.sessions import IS_DISCONNECTED, LOSES_CONNECTION, Line, Visit
from smsc.smpp.strangers import RefusedBinds
from smsc.smpp.terms import Strangers
from smsc.trace.trace import Trace

log = get_logger(__name__)


class Face:
    """All sessions of the service centre: lets ESMEs bind, and passes their requests and responses to the network."""

    def __init__(
        self,
        network: Network,
        accounts: Accounts,
        centre: str,
        system_id: str,
        trace: Trace,
        *,
        waiting: Callable[[str], int] = lambda _: 0,
        subject: Callable[[str, int], Message | None] = lambda _account, _conversation: None,
        strangers: Strangers | None = None,
    ) -> None:
        self._network = network
        self._accounts = accounts
        self._centre = centre
        self._system_id = system_id
        self._trace = trace
        self.clock: Callable[[], float] = lambda: network.now  # the time that the trace shows
        self.faults: Callable[[Visit, Pdu], bool] | None = None  # strikes requests, while there are faults
        self.outbind: Callable[[str], None] = lambda _: None  # calls an ESME; set by ``Outbinds``
        self._visits: dict[Line, Visit] = {}
        self._refused_binds = RefusedBinds((strangers or Strangers()).refused_binds_per_minute)
        self._esmes: dict[str, Esme] = {}
        self._waiting = waiting
        self._subject = subject
        self._witnessed = False
        trace.source(self._tell_of_pdus)
        for account in accounts:
            self._serve(account)

    def add(self, account: Account) -> None:
        """Open an account; raises ValueError if something in the network has its name."""
        self._serve(account)
        self._accounts.add(account)

    def _serve(self, account: Account) -> None:
        system_id = account.system_id
        esme = Esme(
            account,
            self._centre,
            Limits(account.terms, partial(self._waiting, system_id), self._network.now),
            wanted=lambda: self.outbind(system_id),
            subject=partial(self._subject, system_id),
        )
        self._network.add(esme)
        self._esmes[system_id] = esme

    def __contains__(self, system_id: str) -> bool:
        """Whether this face has an account."""
        return system_id in self._esmes

    def __len__(self) -> int:
        """How many sessions there are, bound or not."""
        return len(self._visits)

    @property
    def visits(self) -> tuple[Visit, ...]:
        """All sessions, bound or not."""
        return tuple(self._visits.values())

    @property
    def esmes(self) -> tuple[Esme, ...]:
        """The ESMEs of all accounts."""
        return tuple(self._esmes.values())

    @property
    def accounts(self) -> tuple[Account, ...]:
        """All accounts."""
        return tuple(esme.account for esme in self._esmes.values())

    def account(self, system_id: str) -> Account:
        """Find an account by its system_id, which must exist."""
        return self._esmes[system_id].account

    def permits(self, system_id: str, sme: SmeAddress) -> CommandStatus:
        """Judge a destination of an account's submit_multi."""
        return self._esmes[system_id].limits.destination(sme)

    def opened(self, line: Line, peer: str, host: str = "", *, tls: bool = False) -> int:
        """Begin a session, and return its number. The trace sees all its PDUs, while anybody watches.

        ``host`` is the address it comes from, if there is one; ``tls`` says whether it uses TLS.
        """
        visit = self._visits[line] = Visit(line, next(self._network.conversations), Peer(peer, host, tls))
        if self._witnessed:
            line.session.witness = partial(self._witness, visit)
        return visit.number

    def _tell_of_pdus(self, wanted: bool) -> None:
        self._witnessed = wanted
        for line, visit in self._visits.items():
            line.session.witness = partial(self._witness, visit) if wanted else None

    def _witness(self, visit: Visit, sent: bool, pdu: Pdu) -> None:
        """Trace a PDU of a session, which is named by the account it tries to bind with, or else by its address."""
        if isinstance(pdu, Bind) and visit.esme is None and pdu.system_id in self._esmes:
            visit.name = pdu.system_id
        if isinstance(pdu, Unknown) and pdu.command_id in OPENING:  # it can't be read, but may hold a password
            pdu = Unknown(command_id=pdu.command_id, sequence_number=pdu.sequence_number)
        origin, destination = (self._centre, visit.name) if sent else (visit.name, self._centre)
        alphabet = USUAL if visit.esme is None else visit.esme.alphabet
        self._trace.smpp(self.clock(), origin, destination, pdu, visit.number, default_alphabet=alphabet)

    def events(self, line: Line, events: list[Event]) -> None:
        """Handle what one read of a session brought."""
        visit = self._visits[line]
        gathers = len(events) > 1 and self._gathers(visit)
        at = 0
        while at < len(events):
            submissions = run(events, at, visit.version) if gathers else ()
            if len(submissions) > 1:
                self._submit(visit, submissions)
            else:
                self._event(visit, events[at])
            at += len(submissions) or 1

    def owes(self, line: Line, answered: Callable[[], object]) -> bool:
        """Whether a session has requests still to be answered; ``answered`` is called once all are."""
        visit = self._visits[line]
        visit.answered = answered
        return bool(visit.unanswered)

    def _event(self, visit: Visit, event: Event) -> None:
        if isinstance(event, RequestReceived):
            self._request(visit, event.pdu)
        elif isinstance(event, ResponseReceived):
            if visit.esme is not None:
                self._network.send(visit.esme, visit.esme.answered(visit, event.request, event.response))
        elif isinstance(event, Unanswered):
            if visit.esme is not None:
                self._network.send(visit.esme, visit.esme.lost(visit, event.request, event.reason))
        elif isinstance(event, Answered | Unexpected | Late):
            self._told(visit, event)
        else:
            self._closed(visit, event)

    def _gathers(self, visit: Visit) -> bool:
        """Whether the submit_sms of one read can be handled together, as nothing has to see each by itself."""
        esme = visit.esme
        return (
            esme is not None
            and esme.alphabet is USUAL
            and self.faults is None
            and not esme.limits.any
            and self._network.joins(esme, self._centre)
        )

    def _submit(self, visit: Visit, submissions: Sequence[RequestReceived]) -> None:
        """Handle submit_sms that came one after the other."""
        esme = visit.esme
        assert esme is not None  # noqa: S101 - they are gathered for one
        visit.refused = CommandStatus.ESME_ROK
        answers = self._network.ask(esme, self._centre, Together(submissions), visit.number)
        if isinstance(answers, Answers):
            esme.say(visit, answers.responses)
        else:
            esme.waits(visit, dict.fromkeys([event.pdu.sequence_number for event in submissions], 1))

    def _request(self, visit: Visit, pdu: Pdu) -> None:
        esme = visit.esme
        request = pdu if esme is None or esme.alphabet is USUAL else heard(pdu, esme.alphabet)
        if self.faults is not None and self.faults(visit, request):
            return
        if esme is None:
            if isinstance(pdu, Bind):
                self._bind(visit, pdu)
        elif self._refuse(visit, esme, pdu):
            return
        elif esme.limits.terms.window:  # all requests of one read count as unanswered, however fast we are
            esme.asked(visit, pdu)
            self._network.send(esme, (Send(self._centre, request, visit.number),))
        else:
            response = self._network.ask(esme, self._centre, request, visit.number)
            if isinstance(response, Response):
                esme.say(visit, (response,))
            else:
                esme.asked(visit, pdu)

    def _refuse(self, visit: Visit, esme: Esme, pdu: Pdu) -> bool:
        """Refuse a request that its version does not have, or that exceeds a limit; say whether it was refused."""
        strange = foreign(pdu, visit.version)
        if strange is not None:
            refused: Refusal | None = Refusal(CommandStatus(strange.command_status), str(strange))
        else:
            refused = esme.limits.verdict(pdu, len(visit.unanswered), self._network.now)
        if refused is None:
            visit.refused = CommandStatus.ESME_ROK
            return False
        status, why = refused
        if status != visit.refused:
            visit.refused = status
            visit.log.info("refused", pdu=pdu.words[0], status=status.name, why=why, **about(pdu))
        unknown = status == CommandStatus.ESME_RINVCMDID  # a version that lacks the request lacks its response too
        response = GenericNack(command_status=status) if unknown else refusal(pdu.command_id, status)
        response.sequence_number = pdu.sequence_number
        esme.say(visit, (response,))
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
        visit.esme = esme = self._esmes[account.system_id]
        if bind.interface_version >= InterfaceVersion.V5_0:
            resp.congestion_state = esme.limits.congestion_state()
        if bind.address_range:
            visit.range = AddressRange(bind.address_range)
        visit.name = account.system_id
        visit.log = visit.log.bind(system_id=account.system_id)
        visit.line.send(resp)
        visit.version = visit.line.session.interface_version or visit.version
        visit.log.info("bound", state=BINDS[bind.command_id].name)
        self._network.send(esme, esme.bound(visit))

    def _admitted(self, visit: Visit, bind: Bind) -> Account | Refusal:
        if self._refused_binds.exceeded(visit.peer.host, self._network.now):
            return Refusal(CommandStatus.ESME_RBINDFAIL, "too many binds of this address have been refused")
        esme = self._esmes.get(bind.system_id)
        return self._accounts.admit(bind, visit.peer, len(esme.visits) if esme is not None else 0)

    def _refuse_bind(self, visit: Visit, bind: Bind, refused: Refusal) -> None:
        status = refused.command_status
        self._refused_binds.count(visit.peer.host, self._network.now)
        visit.log.warning("bind refused", system_id=bind.system_id, status=status.name, why=refused.why)
        response = refusal(bind.command_id, status)
        response.sequence_number = bind.sequence_number
        visit.line.send(response)

    def owed(self) -> Iterator[tuple[int, int]]:
        """Give the session and sequence_number of each request of ours that is not answered."""
        for visit in self._visits.values():
            for number in (*visit.delivering, *visit.injected):
                yield visit.number, number

    def inject(self, system_id: str, pdu: Pdu, answered: Callable[[Pdu | None], None]) -> bool:
        """Send a request to an ESME, bypassing the service centre; False if none of its sessions receives.

        ``answered`` is called with the response, or with None if there will be none.
        """
        return self._esmes[system_id].inject(pdu, answered)

    def _told(self, visit: Visit, event: Answered | Unexpected | Late) -> None:
        if isinstance(event, Late):
            visit.silent = 0
        if isinstance(event, Unexpected):
            visit.log.info("a response nobody asked for", pdu=event.pdu.words[0])
        elif event.why:
            status = named(event.response.command_status)
            visit.log.warning("refused", pdu=event.request.words[0], status=status, why=event.why)

    def _closed(self, visit: Visit, event: Closed) -> None:
        del self._visits[visit.line]
        if visit.esme is not None:
            if not event.clean:
                self._tell_of_end(visit, event)
            self._network.send(visit.esme, visit.esme.left(visit))
        visit.log.info("session ended", why=event.reason)

    def _tell_of_end(self, visit: Visit, event: Closed) -> None:
        if event.by_peer:
            self._trace.outside(self.clock(), visit.name, LOSES_CONNECTION, visit.number)
        else:
            self._trace.seen(self.clock(), visit.name, IS_DISCONNECTED, visit.number)

    def unbind_all(self) -> None:
        """End all sessions: ask those that are bound to unbind, and close the others."""
        for visit in tuple(self._visits.values()):
            if visit.line.session.state.bound:
                visit.line.send(Unbind())
            else:
                visit.line.close("the service centre stops")
