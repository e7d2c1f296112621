"""The service centre as an element of the network: towards ESMEs an SMPP message centre, towards MSCs and HLR a
TS 23.040 SC with its SMS-GMSC and SMS-IWMSC.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from typing import Final

import structlog

from pdu.command_status import CommandStatus
from pdu.header import Pdu, Request
from pdu.malformed import Malformed
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.session import refusal
from pdu.sms.address import Address
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import SmsSubmit, SmsSubmitReport
from pdu.ss7 import map as m
from pdu.ss7.map.errors import ErrorParameter
from pdu.values import MessageState, Ton
from smsc.centre.failures import Schedule
from smsc.centre.mailboxes import Mailboxes
from smsc.centre.message import FINAL, Message
from smsc.centre.queues import Queues
from smsc.centre.receipts import receipt
from smsc.centre.store import Kept, Store
from smsc.centre.submission import message_of_sms_submit, message_of_submit_sm
from smsc.centre.user_data import short_message
from smsc.network.network import Hop, Send, Services

log = structlog.get_logger(__name__)

INVALID_SME_ADDRESS: Final = m.SMDeliveryFailure(m.SMEnumeratedDeliveryFailureCause.invalidSME_Address)


@dataclass(slots=True, eq=False)
class Scheduled:
    """A message's own timer: its schedule_delivery_time has come."""

    message: Message


@dataclass(slots=True, eq=False)
class Promise:
    """What is owed to whoever handed a message over: ``kept`` as soon as the store has it, else ``lost``."""

    message: Message
    kept: Send
    lost: Send
    first_attempt: float


class ServiceCentre:
    """Takes messages from ESMEs and handsets, keeps them in its store, delivers them, and reports.

    ``routes`` says which account serves a number; every other number is a handset's, to be asked of the HLR.
    ``sources`` says whose message it is where an account leaves its source_addr empty.
    """

    kind = "sc"

    def __init__(
        self,
        name: str,
        number: Address,
        *,
        hlr: str,
        conversations: Iterator[int],
        message_ids: Iterator[str],
        routes: Mapping[str, str],
        sources: Mapping[str, Address],
        store: Store,
        schedule: Schedule | None = None,
    ) -> None:
        self.name = name
        self.number = number
        self.store = store
        self.waiting: Counter[str] = Counter()  # messages that have no final state yet, by the account they came from
        self._promises: dict[str, Promise] = {}
        self._message_ids = message_ids
        self._references = cycle(range(256))
        self._routes = routes
        self._sources = sources
        schedule = schedule or Schedule()
        self.mailboxes = Mailboxes(name, conversations, schedule, self._finished, store.update)
        self.queues = Queues(name, number, hlr, conversations, schedule, self._finished, store.update)
        self._services: Services = {
            SubmitSm: self.submit_sm,
            m.MoForwardSM: self.mo_forward_sm,
            Scheduled: self.scheduled,
            Kept: self.kept,
            **self.mailboxes.services,
            **self.queues.services,
        }

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Serve one message."""
        message = hop.message
        service = self._services.get(type(message))
        if service is not None:
            return service(message, hop)
        if isinstance(message, ErrorParameter):
            return self.queues.return_error(message, hop)
        if isinstance(message, Request):
            return self._refuse(message, CommandStatus.ESME_RINVCMDID, hop, "it is not offered yet")
        return ()

    # From ESMEs

    def submit_sm(self, pdu: SubmitSm, hop: Hop) -> Iterable[Send]:
        """Take a message: once the store has it, the response is a promise."""
        try:
            reference = next(self._references)
            source = self._sources[hop.origin]
            message, first_attempt = message_of_submit_sm(pdu, hop.origin, source, self._message_ids, reference, hop.at)
        except Malformed as malformed:
            yield from self._refuse(pdu, malformed.command_status, hop, str(malformed))
            return
        resp = SubmitSmResp(message.message_id, sequence_number=pdu.sequence_number)
        [lost] = self._refusal(pdu, CommandStatus.ESME_RSYSERR, hop)
        yield from self._take(Promise(message, Send(hop.origin, resp, hop.conversation), lost, first_attempt), hop.at)

    def scheduled(self, due: Scheduled, hop: Hop) -> Iterable[Send]:
        due.message.state = MessageState.ENROUTE
        self.store.update(due.message)
        return self._deliver(due.message, hop.at)

    def _refuse(self, pdu: Pdu, command_status: int, hop: Hop, why: str) -> tuple[Send]:
        log.info("refused", system_id=hop.origin, session=hop.conversation, pdu=pdu.words[0], why=why)
        return self._refusal(pdu, command_status, hop)

    def _refusal(self, pdu: Pdu, command_status: int, hop: Hop) -> tuple[Send]:
        resp = refusal(pdu.command_id, command_status)
        resp.sequence_number = pdu.sequence_number
        return (Send(hop.origin, resp, hop.conversation),)

    # From handsets

    def mo_forward_sm(self, forward: m.MoForwardSM, hop: Hop) -> Iterable[Send]:
        """Take a handset's message; the report tells the handset that it may forget it."""
        tpdu, source = forward.sm_rp_ui, forward.sm_rp_oa
        if not isinstance(tpdu, SmsSubmit) or not isinstance(source, m.Msisdn):
            yield Send(hop.origin, m.UnexpectedDataValue(), hop.conversation)
            return
        if tpdu.tp_da.ton == Ton.ALPHANUMERIC:
            yield Send(hop.origin, INVALID_SME_ADDRESS, hop.conversation)  # a name can be read, not reached
            return
        message = message_of_sms_submit(tpdu, source.value, self._message_ids, hop.at)
        report = SmsSubmitReport(tp_scts=Timestamp.of(datetime.fromtimestamp(hop.at, UTC)))
        kept = Send(hop.origin, m.MoForwardSMRes(report), hop.conversation)
        lost = Send(hop.origin, m.SystemFailure(), hop.conversation)
        yield from self._take(Promise(message, kept, lost, hop.at), hop.at)

    # The store

    def _take(self, promise: Promise, now: float) -> Iterable[Send]:
        """Keep a message; nothing is answered, and nothing done with it, before that is safe."""
        promise.message.next_attempt = promise.first_attempt
        if self.store.add(promise.message):
            return self._taken(promise, now)
        self._promises[promise.message.message_id] = promise
        return ()

    def kept(self, told: Kept, hop: Hop) -> Iterable[Send]:
        """The store has these now, or says why it can't."""
        for message in told.messages:
            promise = self._promises.pop(message.message_id)
            if told.why:
                yield promise.lost
            else:
                yield from self._taken(promise, hop.at)

    def _taken(self, promise: Promise, now: float) -> Iterable[Send]:
        self.waiting[promise.message.account] += 1
        yield promise.kept
        if promise.first_attempt > now:
            yield Send(self.name, Scheduled(promise.message), 0, promise.first_attempt - now)
        else:
            yield from self._deliver(promise.message, now)

    def resume(self, messages: Iterable[Message], now: float) -> Iterator[Send]:
        """Go on, after a restart, with what the store held: from its state, at its time."""
        for message in messages:
            self.waiting[message.account] += 1
            if message.state in FINAL:
                yield from self._finished(message)
            elif message.state is MessageState.SCHEDULED:
                yield Send(self.name, Scheduled(message), 0, max(0.0, message.next_attempt - now))
            elif message.destination.value in self._routes:
                yield from self._deliver(message, now)
            else:
                yield from self.queues.resume(message, now)

    # To both

    def _deliver(self, message: Message, now: float) -> Iterable[Send]:
        if message.expires <= now:
            message.finish(MessageState.EXPIRED, now)
            return self._finished(message)
        account = self._routes.get(message.destination.value)
        if account is None:
            return self.queues.put(message, now)
        return self.mailboxes.put(account, message, _deliver_sms(message), now)

    def _finished(self, message: Message) -> Iterable[Send]:
        """A message has reached its final state: its sender is told, if it asked."""
        self.store.update(message)
        self.waiting[message.account] -= 1
        if message.state is not MessageState.DELIVERED:
            told = {"message_id": message.message_id, "system_id": message.account}
            log.info("given up", **told, state=message.state.name, err=message.error, attempts=message.attempts)
        if message.owes_receipt:
            return self.mailboxes.put_receipt(message, receipt(message))
        return ()


def _deliver_sms(message: Message) -> Iterator[DeliverSm]:
    """Make the deliver_sm of a message, one for each of its parts."""
    source, destination = message.source, message.destination
    for part in message.parts:
        esm_class, data_coding, octets = short_message(part)
        yield DeliverSm(
            service_type=message.service_type,
            source_addr_ton=source.ton,
            source_addr_npi=source.npi,
            source_addr=source.value,
            dest_addr_ton=destination.ton,
            dest_addr_npi=destination.npi,
            destination_addr=destination.value,
            esm_class=esm_class,
            protocol_id=message.protocol_id,
            priority_flag=message.priority,
            data_coding=data_coding,
            short_message=octets,
        )
