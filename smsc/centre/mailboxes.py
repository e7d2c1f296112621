"""Towards ESMEs: handsets' messages and receipts, kept until a receiver of the account is bound and has taken them."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Final

from pdu.command_status import CommandStatus
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.values import MessageState
from smsc.centre.failures import Schedule, step
from smsc.centre.message import Message
from smsc.network.network import Hop, Send, Services, Unseen

WINDOW: Final = 10  # deliver_sm of one account that may wait for their responses

TEMPORARY: Final = frozenset(
    {
        CommandStatus.ESME_RMSGQFUL,
        CommandStatus.ESME_RTHROTTLED,
        CommandStatus.ESME_RX_T_APPN,
        CommandStatus.ESME_RSYSERR,
    }
)

Finished = Callable[[Message], Iterable[Send]]


@dataclass(slots=True)
class ReceiverBound(Unseen):
    """The SMPP face tells: an ESME of this account can be handed messages from now on."""

    words: ClassVar[tuple[str, ...]] = ("receiver bound",)


@dataclass(slots=True)
class NotDelivered(Unseen):
    """The SMPP face tells: nobody has taken the deliver_sm of this conversation, and why."""

    words: ClassVar[tuple[str, ...]] = ("not delivered",)

    reason: str
    receiver_bound: bool


@dataclass(slots=True, eq=False)
class Letter:
    """A deliver_sm on its way to an ESME; ``message`` is what it completes, None for a receipt or an earlier part."""

    pdu: DeliverSm
    message: Message | None
    attempts: int = 0


@dataclass(slots=True, eq=False)
class Mailbox:
    """What waits for the ESMEs of one account, in order, and what they have been handed and not yet answered."""

    account: str
    letters: deque[Letter] = field(default_factory=deque)
    handed: dict[int, Letter] = field(default_factory=dict)  # by conversation
    bound: bool = False
    resting: bool = False


@dataclass(slots=True, eq=False)
class TryAgain:
    """A mailbox's own timer."""

    mailbox: Mailbox


class Mailboxes:
    """All mailboxes of a service centre."""

    def __init__(self, name: str, conversations: Iterator[int], schedule: Schedule, finished: Finished) -> None:
        self._name = name
        self._conversations = conversations
        self._schedule = schedule
        self._finished = finished
        self._mailboxes: dict[str, Mailbox] = {}
        self.services: Services = {
            DeliverSmResp: self.deliver_sm_resp,
            NotDelivered: self.not_delivered,
            ReceiverBound: self.receiver_bound,
            TryAgain: self.try_again,
        }

    def __len__(self) -> int:
        """How many letters wait or are unanswered."""
        return sum(len(mailbox.letters) + len(mailbox.handed) for mailbox in self._mailboxes.values())

    def put(self, account: str, pdus: Iterable[DeliverSm], message: Message | None = None) -> Iterable[Send]:
        """Take what is for an account: a receipt, or the parts of a message, which ends with the last of them."""
        mailbox = self._mailbox(account)
        *first, last = pdus
        mailbox.letters.extend(Letter(pdu, None) for pdu in first)
        mailbox.letters.append(Letter(last, message))
        return self._hand_out(mailbox)

    def receiver_bound(self, _: ReceiverBound, hop: Hop) -> Iterable[Send]:
        mailbox = self._mailbox(hop.origin)
        mailbox.bound, mailbox.resting = True, False
        return self._hand_out(mailbox)

    def deliver_sm_resp(self, resp: DeliverSmResp, hop: Hop) -> Iterable[Send]:
        """The ESME has taken it, refuses it for good, or asks for another time."""
        mailbox = self._mailbox(hop.origin)
        letter = mailbox.handed.pop(hop.conversation, None)
        if letter is None:
            return
        if resp.command_status in TEMPORARY:
            yield from self._keep(mailbox, letter)
            return
        if letter.message is not None:
            taken = resp.command_status == CommandStatus.ESME_ROK
            letter.message.finish(MessageState.DELIVERED if taken else MessageState.REJECTED, hop.at)
            yield from self._finished(letter.message)
        yield from self._hand_out(mailbox)

    def not_delivered(self, told: NotDelivered, hop: Hop) -> Iterable[Send]:
        """It waits for its next chance, before all that came after it."""
        mailbox = self._mailbox(hop.origin)
        letter = mailbox.handed.pop(hop.conversation, None)
        if letter is None:
            return ()
        mailbox.bound = told.receiver_bound
        return self._keep(mailbox, letter)

    def try_again(self, timer: TryAgain, _: Hop) -> Iterable[Send]:
        if not timer.mailbox.resting:
            return ()
        timer.mailbox.resting = False
        return self._hand_out(timer.mailbox)

    def _mailbox(self, account: str) -> Mailbox:
        mailbox = self._mailboxes.get(account)
        if mailbox is None:
            mailbox = self._mailboxes[account] = Mailbox(account)
        return mailbox

    def _hand_out(self, mailbox: Mailbox) -> Iterator[Send]:
        while mailbox.bound and not mailbox.resting and mailbox.letters and len(mailbox.handed) < WINDOW:
            letter = mailbox.letters.popleft()
            letter.attempts += 1
            conversation = next(self._conversations)
            mailbox.handed[conversation] = letter
            yield Send(mailbox.account, letter.pdu, conversation)

    def _keep(self, mailbox: Mailbox, letter: Letter) -> Iterable[Send]:
        mailbox.letters.appendleft(letter)
        if not mailbox.bound or mailbox.resting:
            return ()
        mailbox.resting = True
        return (Send(self._name, TryAgain(mailbox), 0, step(self._schedule.esme, letter.attempts)),)
