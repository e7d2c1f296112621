"""SMPP v5.0 section 4.2: submit_sm, data_sm and submit_multi, by which ESMEs submit messages."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from pdu.accepted import Accepted
from pdu.command_status import CommandStatus
from pdu.header import Request, Response
from pdu.lists import SmeAddress, UnsuccessSme
from pdu.malformed import Malformed
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.sms.address import Address
from smsc.centre.alike import alike
from smsc.centre.answers import answer, refused
from smsc.centre.destinations import MemberList, destinations, submit_sm_of
from smsc.centre.interface import Answers, Together
from smsc.centre.message import Message
from smsc.centre.promises import Promises, lost
from smsc.centre.replacing import Replacing
from smsc.centre.store import Store
from smsc.centre.submission import in_transaction_mode, message_of_submit_sm
from smsc.centre.transactions import Transactions
from smsc.centre.wishes import NO_WISHES, Wishes
from smsc.network.hop import Hop, Send, Services

Permits = Callable[[str, SmeAddress], CommandStatus]  # ESME_ROK if the account may send to the destination


class Submissions:
    """Takes messages; a response is a promise, given once the store has the message."""

    def __init__(
        self,
        sources: Mapping[str, Address],
        message_ids: Iterator[str],
        references: Iterator[int],
        store: Store,
        promises: Promises,
        replacing: Replacing,
        lists: Mapping[str, MemberList],
        transactions: Transactions,
        permits: Permits,
        routes: Container[str],
        wishes: Mapping[str, Wishes],
    ) -> None:
        self._sources = sources
        self._message_ids = message_ids
        self._references = references
        self._store = store
        self._promises = promises
        self._replacing = replacing
        self._lists = lists
        self._transactions = transactions
        self._permits = permits
        self._routes = routes
        self._wishes = wishes
        self.services: Services = {
            SubmitSm: self.submit_sm,
            DataSm: self.data_sm,
            SubmitMulti: self.submit_multi,
        }

    def submit_sm(self, pdu: SubmitSm, hop: Hop) -> Iterable[Send]:
        message = self._message(pdu, hop)
        old = self._replacing.present(message) if pdu.replace_if_present_flag else None
        if old is not None:
            changes = tuple(self._replacing.replace(old, message, hop.at))
            return self._promises.respond(SubmitSmResp(old.known_as), pdu, hop, of=(old,), then=changes)
        return self._respond(SubmitSmResp(message.message_id), pdu, message, hop)

    def together(self, together: Together, hop: Hop) -> Iterable[Send]:
        """Take submit_sms that came together, with one promise for all of them."""
        messages: list[Message] = []
        answers: list[tuple[int, str]] = []
        refusals: dict[int, Response] = {}  # by their place among the answers
        account, session, now = hop.origin, hop.conversation, hop.at
        message_ids = self._store.expect(account, now, together.submissions, self._message_ids)
        source, references, routes = self._sources[account], self._references, self._routes
        wish = self._wishes.get(account, NO_WISHES).part_receipts
        for pdu, octets in together.submissions:
            assert isinstance(pdu, SubmitSm)  # noqa: S101 - nothing else comes together
            message_id = ""
            try:
                message = message_of_submit_sm(pdu, account, source, message_ids, references, now, routes, wish, octets)
            except Malformed as malformed:
                refusals[len(answers)] = refused(pdu, malformed.command_status, hop, str(malformed))
            else:
                message.session = session
                messages.append(message)
                message_id = message.message_id
            answers.append((pdu.sequence_number, message_id))
        responses = _all(answers, refusals)
        kept = Send(hop.origin, Answers(responses), hop.conversation)
        return self._promises.give(messages, (kept,), hop.at, _all_lost, responses, hop)

    def data_sm(self, pdu: DataSm, hop: Hop) -> Iterable[Send]:
        """Treat it like a submit_sm with fewer parameters; qos_time_to_live is its validity period."""
        if pdu.message_payload is None:  # v5.0 4.2.4: the only means of specifying text
            raise Malformed("message_payload", None, "the user data", "none", CommandStatus.ESME_RMISSINGTLV)
        message = self._message(alike(SubmitSm, pdu, pdu.tlvs), hop)
        return self._respond(DataSmResp(message.message_id), pdu, message, hop)

    def submit_multi(self, pdu: SubmitMulti, hop: Hop) -> Iterable[Send]:
        """Make a message for each destination, and answer with the message_id of the first, which all receipts carry.

        A bad destination fails by itself; only if all are bad does the submission fail.
        """
        if in_transaction_mode(pdu.esm_class):  # one response can't tell the outcome of several messages
            found, status = f"0x{pdu.esm_class:02X}", CommandStatus.ESME_RINVESMCLASS
            raise Malformed("esm_class", None, "another mode than that of transactions", found, status)
        messages: list[Message] = []
        replaced: list[tuple[Message, Message]] = []
        unsuccess: list[UnsuccessSme] = []
        reached: set[Address] = set()
        for sme in destinations(pdu.dest_address, hop.origin, self._lists):
            prohibited = self._permits(hop.origin, sme)
            if prohibited:
                unsuccess.append(UnsuccessSme(*sme, prohibited))
                continue
            try:
                message = self._message(submit_sm_of(pdu, sme), hop)
            except Malformed as malformed:
                if malformed.field != "destination_addr":
                    raise
                unsuccess.append(UnsuccessSme(*sme, malformed.command_status))
                continue
            if message.destination in reached:  # the same address, written differently
                continue
            reached.add(message.destination)
            old = self._replacing.present(message) if pdu.replace_if_present_flag else None
            if old is not None:
                replaced.append((old, message))
            messages.append(old or message)
        failures = tuple(unsuccess)
        if not messages:
            resp = SubmitMultiResp(command_status=CommandStatus.ESME_RSUBMITFAIL, unsuccess_sme=failures)
            return (answer(resp, pdu, hop),)
        first, *others = messages
        copies = (*first.copies, *(message.message_id for message in others))  # an old message may have its own
        first.submission, first.copies = "", tuple(dict.fromkeys(copies))
        for message in others:
            message.submission = first.message_id
        known = {old.message_id for old, _ in replaced}
        new = tuple(message for message in messages if message.message_id not in known)
        changes = tuple(send for old, message in replaced for send in self._replacing.replace(old, message, hop.at))
        resp = SubmitMultiResp(first.message_id, failures)
        of = tuple(old for old, _ in replaced)
        return self._promises.respond(resp, pdu, hop, messages=new, of=of, then=changes)

    def _message(self, pdu: SubmitSm, hop: Hop) -> Message:
        account = hop.origin
        source = self._sources[account]
        wish = self._wishes.get(account, NO_WISHES).part_receipts
        message = message_of_submit_sm(
            pdu, account, source, self._message_ids, self._references, hop.at, self._routes, wish
        )
        message.session = hop.conversation
        return message

    def _respond(self, resp: Response, pdu: Request, message: Message, hop: Hop) -> Iterable[Send]:
        if not (message.esm_class and message.in_transaction):
            return self._promises.respond(resp, pdu, hop, messages=(message,))
        self._transactions.owe(message, answer(resp, pdu, hop))
        return self._promises.give((message,), (), hop.at, self._lost, message, pdu, hop)

    def _lost(self, message: Message, pdu: Request, hop: Hop) -> tuple[Send, ...]:
        self._transactions.forget(message)
        return lost(pdu, hop)


def _all(answers: list[tuple[int, str]], refusals: Mapping[int, Response]) -> Accepted | list[Response]:
    """Answer submit_sms that came together, in their order."""
    accepted = Accepted(answers)
    if not refusals:
        return accepted
    responses: list[Response] = list(accepted)
    for place, refusal in refusals.items():
        refusal.sequence_number = responses[place].sequence_number
        responses[place] = refusal
    return responses


def _all_lost(responses: Iterable[Response], hop: Hop) -> tuple[Send, ...]:
    """Refuse what came together and could not be kept; earlier refusals stand."""
    failed = [response if response.command_status else _failed(response) for response in responses]
    return (Send(hop.origin, Answers(failed), hop.conversation),)


def _failed(response: Response) -> Response:
    return SubmitSmResp(command_status=CommandStatus.ESME_RSYSERR, sequence_number=response.sequence_number)
