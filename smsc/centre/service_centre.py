"""The service centre as an element of the network: an SMPP message centre for ESMEs; for MSCs and the HLR, a
TS 23.040 SC with its SMS-GMSC and SMS-IWMSC.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, cycle
from typing import Final

from pdu.command_status import CommandStatus
from pdu.header import Pdu
from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.sms.tp import SmsSubmit, SmsSubmitReport
from pdu.ss7 import map as m
from pdu.ss7.map.errors import ErrorParameter
from pdu.values import MessageState, RegisteredDelivery, Ton
from smsc.centre.alerts import Alerts
from smsc.centre.answers import answer, refused
from smsc.centre.broadcast import Cell
from smsc.centre.broadcasting import Broadcasting
from smsc.centre.cancelling import Cancelling
from smsc.centre.destinations import MemberList
from smsc.centre.failures import Retry, Schedule, failure, told
from smsc.centre.interface import Together
from smsc.centre.joining import Joining
from smsc.centre.mailboxes import Mailboxes
from smsc.centre.message import FINAL, Message, StatusReport
from smsc.centre.moments import timestamp
from smsc.centre.of_v3_3 import OfV33, Parameters
from smsc.centre.promises import Promises
from smsc.centre.queries import Queries
from smsc.centre.queues import Queues
from smsc.centre.receipts import notification, receipt
from smsc.centre.repetitions import Repetitions
from smsc.centre.replacing import Replacing
from smsc.centre.status_reports import ToBeSent, status_report
from smsc.centre.store import Store, Unreadable
from smsc.centre.submissions import Permits, Submissions
from smsc.centre.tpdus import message_of_sms_submit
from smsc.centre.transactions import Transactions
from smsc.centre.virtual import VirtualHandsets
from smsc.centre.waiting import Waiting
from smsc.centre.wishes import NO_WISHES, LongMessages, Wishes
from smsc.dates import written
from smsc.log import get_logger
from smsc.network.hop import Hop, Send, Service, Services

log = get_logger(__name__)

_DELIVERED: Final = MessageState.DELIVERED
INVALID_SME_ADDRESS: Final = m.SMDeliveryFailure(m.SMEnumeratedDeliveryFailureCause.invalidSME_Address)


class ServiceCentre:
    """Takes messages from ESMEs and handsets, keeps them in its store, delivers them, and reports their outcome.

    ``routes`` gives the account that serves a number; every other number is a handset's, and ``hlr`` gives the HLR to
    ask about it. ``sources`` gives the address to use where an account leaves source_addr empty, ``wishes`` how an
    account wants what is for it. Receipts wait ``patience`` seconds for a receiver (see Mailboxes). ``lists`` are the
    distribution lists by name, ``cells`` the cells that can broadcast, ``parameters`` those that param_retrieve can ask
    for. ``virtual`` gives the numbers of its ESMEs by the IMSIs under which other service centres find them, ``codes``
    the message codes that only its own broadcasts use.
    ``permits`` checks the destinations of a submit_multi; those of other operations are checked before they come here.
    """

    kind = "sc"

    def __init__(
        self,
        name: str,
        number: Address,
        *,
        hlr: Callable[[str], str],
        conversations: Iterator[int],
        message_ids: Iterator[str],
        routes: Mapping[str, str],
        sources: Mapping[str, Address],
        store: Store,
        schedule: Schedule,
        patience: float,
        wishes: Mapping[str, Wishes],
        lists: Mapping[str, MemberList],
        cells: Mapping[str, Cell],
        parameters: Parameters,
        virtual: Mapping[str, Address],
        codes: range,
        permits: Permits,
    ) -> None:
        self.name = name
        self.number = number
        self.store = store
        self.waiting: Counter[str] = Counter()  # messages that are not in a final state, by the account they came from
        self._message_ids = message_ids
        self._routes = routes
        self._wishes = wishes
        end, changed, references = self.end, store.update, cycle(range(256))
        self.mailboxes = Mailboxes(
            name, conversations, schedule, end, changed, self._told_of_delay, wishes, references, patience
        )
        self.queues = Queues(name, number, hlr, conversations, schedule, end, changed, self._failed)
        self._alerts = Alerts(self.mailboxes, store)
        self._joining = Joining(name, self._put_into_mailbox, store, end)
        self.transactions = Transactions()
        self._repetitions = Repetitions()
        self._promises = Promises(store, self._taken)
        self._unsent = Waiting(name, self.queues, self.mailboxes, routes, self._deliver, store.update)
        replacing = Replacing(store, self._promises, self._unsent, references, routes, wishes)
        submissions = Submissions(
            sources,
            message_ids,
            references,
            store,
            self._promises,
            replacing,
            lists,
            self.transactions,
            permits,
            routes,
            wishes,
        )
        cancelling = Cancelling(store, self._promises, self._unsent, sources, end)
        self._broadcasting = Broadcasting(
            name, cells, sources, message_ids, conversations, store, self._promises, codes
        )
        of_v3_3 = OfV33(store, sources, parameters, wishes)
        operations = (submissions, Queries(store), cancelling, replacing, of_v3_3)
        self._services: Services = {
            **{pdu: self._operation(served) for one in operations for pdu, served in one.services.items()},
            **{pdu: self._operation(served) for pdu, served in self._broadcasting.operations.items()},
            **self._broadcasting.services,
            Together: submissions.together,
            m.MoForwardSM: self.mo_forward_sm,
            **VirtualHandsets(name, virtual, message_ids, self._promises).services,
            **self._promises.services,
            **self._joining.services,
            **self.mailboxes.services,
            **self.queues.services,
            m.AlertServiceCentre: self.alert_service_centre,
            ToBeSent: self.to_be_sent,
        }

    def receive(self, hop: Hop) -> Iterable[Send]:
        """Serve one message."""
        message = hop.message
        service = self._services.get(type(message))
        if service is not None:
            return service(message, hop)
        if isinstance(message, ErrorParameter):
            return self.queues.return_error(message, hop)
        return ()

    def subject(self, esme: str, conversation: int) -> Message | None:
        """Find the message that is under way in a dialogue with the network, or in a conversation with an ESME."""
        return self.mailboxes.subject(esme, conversation) if esme else self.queues.subject(conversation)

    def waits(self, message: Message) -> str:
        """Say what a message waits for, or its receipt if it is in its final state; empty if for nothing."""
        if message.state in FINAL:
            waits = self.mailboxes.waits(message.account, message) if message.owes_receipt else ""
            return waits and f"with its receipt, {waits}"
        if message.state is MessageState.SCHEDULED:
            return f"until {written(message.next_attempt)}, its schedule_delivery_time"
        account = self._routes.get(message.destination.value, "")
        if waits := self.queues.waits(message) or self.mailboxes.waits(account, message):
            return waits
        if not message.account and self._wishes.get(account, NO_WISHES).long_messages is LongMessages.JOINED:
            return "for the other parts of its text"
        return f"until {written(message.expires)} at most: a fault has lost it, or holds it back"

    # From ESMEs

    def _operation(self, serve: Service) -> Service:
        """Wrap an SMPP operation so that it is refused if serving it raises Malformed or Unreadable."""

        def served(pdu: Pdu, hop: Hop) -> Iterable[Send]:
            try:
                return tuple(serve(pdu, hop))
            except Malformed as malformed:
                return self._refuse(pdu, malformed.command_status, hop, str(malformed))
            except Unreadable as wrong:
                return self._refuse(pdu, CommandStatus.ESME_RSYSERR, hop, str(wrong))

        return served

    def _refuse(self, pdu: Pdu, command_status: int, hop: Hop, why: str) -> tuple[Send]:
        return (answer(refused(pdu, command_status, hop, why), pdu, hop),)

    # From handsets

    def mo_forward_sm(self, forward: m.MoForwardSM, hop: Hop) -> Iterable[Send]:
        """Take a handset's message; the submit report tells the handset that it need not keep it."""
        tpdu, source = forward.sm_rp_ui, forward.sm_rp_oa
        if not isinstance(tpdu, SmsSubmit) or not isinstance(source, m.Msisdn):
            yield Send(hop.origin, m.UnexpectedDataValue(), hop.conversation)
            return
        if tpdu.tp_da.ton == Ton.ALPHANUMERIC:
            yield Send(hop.origin, INVALID_SME_ADDRESS, hop.conversation)  # a name can be displayed, not reached
            return
        former = self._repetitions.former(tpdu, source.value)
        report = SmsSubmitReport(tp_scts=timestamp(hop.at if former is None else former))
        kept = Send(hop.origin, m.MoForwardSMRes(report), hop.conversation)
        if former is not None:
            yield kept
            return
        message = message_of_sms_submit(tpdu, source.value, self._message_ids, hop)
        self._repetitions.add(tpdu, source.value, hop.at)

        def lost() -> tuple[Send]:
            self._repetitions.drop(source.value)
            return (Send(hop.origin, m.SystemFailure(), hop.conversation),)

        yield from self._promises.give((message,), (kept,), hop.at, lost)

    # The store

    def _taken(self, messages: Sequence[Message], now: float) -> list[Send]:
        """Deliver messages, all of one account, that the store now has, or let them sleep until they are due."""
        self.waiting[messages[0].account] += len(messages)
        sends: list[Send] = []
        for message in messages:
            sends += self._unsent.sleep(message, now) if message.next_attempt > now else self._deliver(message, now)
        return sends

    def resume(self, messages: Iterable[Message], now: float) -> Iterator[Send]:
        """Resume, after a restart, what the store held, each from its state and at its time; raises Unreadable."""
        messages = tuple(messages)  # first, so that nothing is resumed if something can't be read
        yield from self._broadcasting.resume(now)
        owing = frozenset(message for message in messages if message.state in FINAL)
        for message in messages:
            self.waiting[message.account] += 1
            message.session = 0  # the session belonged to the process before
        for message in messages:
            if message in owing:
                yield from self.end(message, message.state, message.done or now)
            elif message.state in FINAL:
                continue  # by now, with the part that it was joined to
            elif message.submission and not message.account:
                yield from self._joining.resume(message, now)
            elif message.state is MessageState.SCHEDULED:
                yield from self._unsent.sleep(message, now)
            elif message.destination.value in self._routes:
                yield from self._deliver(message, now)
            else:
                yield from self.queues.resume(message, now)
        yield from self._alerts.resume(now)

    def clear(self, now: float) -> Iterator[Send]:
        """Start afresh, as the operator asks: end all that waits, and tell nobody of it.

        What has been handed to an ESME goes on until the ESME answers.
        """
        yield from self._broadcasting.clear(now)
        self._alerts.clear()
        self._repetitions.clear()
        for message in self.mailboxes.forget_receipts():
            message.receipted = True
            self.store.update(message)
        waiting = tuple(self._unsent.give_up())
        yield from self._unsent.drop(waiting, now)
        messages = (*waiting, *self._joining.give_up())
        for message in chain(messages, *map(self._joining.others, messages)):
            message.receipted, message.status_report = True, None
        for message in messages:
            yield from self.end(message, MessageState.DELETED, now)

    # To ESMEs and handsets

    def _deliver(self, message: Message, now: float) -> Iterable[Send]:
        if message.expires <= now:
            return self.end(message, MessageState.EXPIRED, now)
        account = self._routes.get(message.destination.value)
        if account is None:
            return self.queues.put(message, now)
        if message.once and not self.mailboxes.receives(account):
            return self.end(message, MessageState.UNDELIVERABLE, now)
        wishes = self._wishes.get(account)
        if wishes is not None and wishes.long_messages is LongMessages.JOINED and not message.account:
            return self._joining.take(message, now)
        return self.mailboxes.put(account, message, now)

    def _put_into_mailbox(self, message: Message, now: float) -> Iterable[Send]:
        return self.mailboxes.put(self._routes[message.destination.value], message, now)

    def end(self, message: Message, state: MessageState, now: float) -> tuple[Send, ...]:
        """Bring a message into its final state, and tell its sender, if it asked."""
        message.finish(state, now)
        self.store.update(message)
        self.waiting[message.account] -= 1
        settled = self.transactions.settle(message)
        if state is not _DELIVERED:
            log.info("given up", **told(message), state=state.name)
        elif self._alerts.pending:  # the HLR may have sent no alert: a restart makes it forget, as it might us
            settled = (*settled, *self._alerts.alert(message.destination, now))
        if message.copies:
            settled = (*settled, *self._joining.ended(message, now))
        if message.owes_receipt:
            return (*settled, *self.mailboxes.put_receipt(message, receipt(message, self._wishes_of(message)), now))
        if message.status_report is not None:
            return (*settled, *self._report_status(message, message.status_report, now))
        return settled

    def _failed(self, message: Message, error: ErrorParameter, now: float) -> Iterable[Send]:
        """Report, if asked to, that an attempt at a handset has failed; there may be others."""
        if message.set_dpf and message.account and isinstance(error, m.AbsentSubscriberSM):
            self._alerts.set_dpf(message)
        first = message.attempts == 1 and not message.once and failure(error).retry is not Retry.NEVER
        return self._told_of_delay(message, now) if first else ()

    def _told_of_delay(self, message: Message, now: float) -> Iterable[Send]:
        """Tell a message's sender, if it asked, that the first attempt has failed and another will follow."""
        if message.status_report is not None:
            return self._report_status(message, message.status_report, now)
        if not message.account or not message.registered_delivery & RegisteredDelivery.INTERMEDIATE_NOTIFICATION:
            return ()
        return self.mailboxes.put_notice(message, notification(message, now, self._wishes_of(message)), now)

    def _report_status(self, message: Message, asked: StatusReport, now: float) -> Iterable[Send]:
        """Send a handset a report on its message; a report is not itself reported on."""
        if asked.tp_st is not None:
            return ()
        report = status_report(message, asked.tp_mr, self._message_ids, now)
        self.store.add(report)
        return (Send(self.name, ToBeSent(report)),)  # it goes once what led to it is finished

    def to_be_sent(self, due: ToBeSent, hop: Hop) -> Iterable[Send]:
        return self._taken((due.message,), hop.at)

    def _wishes_of(self, message: Message) -> Wishes:
        """Give the wishes of the account that submitted a message."""
        return self._wishes.get(message.account, NO_WISHES)

    # From the HLR

    def alert_service_centre(self, alert: m.AlertServiceCentre, hop: Hop) -> Iterable[Send]:
        """Deliver what waits for a handset that is back, and alert the ESMEs that asked to know."""
        yield from self.queues.alert_service_centre(alert, hop)
        yield from self._alerts.alert(alert.msisdn, hop.at)
