"""Messages and receipts for ESMEs, kept until a receiver of the account is bound and has accepted them.

They are handed out in the order in which they came: SMPP v5.0 section 4.7.19 says what networks make of a
priority_flag, and nothing about the way to an ESME, which finds it in deliver_sm.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import chain, count
from math import inf
from typing import Final

from pdu.command_status import CommandStatus
from pdu.operations.alert_notification import AlertNotification
from pdu.operations.data_sm import DataSmResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.values import MessageState
from smsc.centre.failures import Schedule, step
from smsc.centre.interface import Handed, NotDelivered, ReceiverBound, ReceiverWanted, SessionEnded, Unsendable
from smsc.centre.letters import Letters
from smsc.centre.mailbox import Letter, Mailbox
from smsc.centre.message import FINAL, End, Message
from smsc.centre.wishes import Wishes
from smsc.log import get_logger
from smsc.network.appointments import Appointments
from smsc.network.hop import Hop, Send, Services

log = get_logger(__name__)

WINDOW: Final = 10  # PDUs that an account may leave unanswered, for each session that receives

# Statuses that do not refuse for good: the ESME has no room for anything now, or can't take this message now.
NO_ROOM: Final = frozenset({CommandStatus.ESME_RMSGQFUL, CommandStatus.ESME_RTHROTTLED})
NOT_NOW: Final = frozenset({CommandStatus.ESME_RX_T_APPN, CommandStatus.ESME_RSYSERR})

Changed = Callable[[Message], None]
Refused = Callable[[Message, float], Iterable[Send]]


class Mailboxes:
    """All mailboxes of a service centre.

    An account without a receiver is told nothing of messages that have been final for ``patience`` seconds.
    """

    def __init__(
        self,
        name: str,
        conversations: Iterator[int],
        schedule: Schedule,
        end: End,
        changed: Changed,
        refused: Refused,
        wishes: Mapping[str, Wishes],
        references: Iterator[int],
        patience: float,
    ) -> None:
        self._conversations = conversations
        self._schedule = schedule
        self._end = end
        self._changed = changed
        self._refused = refused
        self._wishes = wishes
        self._letters = Letters(wishes, references)
        self._patience = patience
        self._serials = count()
        self._mailboxes: dict[str, Mailbox] = {}
        self._rests = Appointments(name, self._hand_out)  # of mailboxes whose ESME has no room
        self._wants = Appointments(name, self._hand_out)  # of mailboxes for which a receiver has been asked for
        self._aside = Appointments(name, self._comes_again)  # of letters refused for now
        self._overdue = Appointments(name, self._is_overdue)  # of mailboxes, for the first message to be given up
        self.services: Services = {
            DeliverSmResp: self.deliver_sm_resp,
            DataSmResp: self.deliver_sm_resp,
            Handed: self.handed,
            NotDelivered: self.not_delivered,
            Unsendable: self.unsendable,
            ReceiverBound: self.receiver_bound,
            SessionEnded: self.session_ended,
            Appointments: Appointments.ring,
        }

    def __len__(self) -> int:
        """How many letters wait or are unanswered."""
        return sum(map(len, self._mailboxes.values()))

    def __iter__(self) -> Iterator[Message]:
        return (message for account in tuple(self._mailboxes) for message in self.waiting(account))

    def forget_receipts(self) -> Iterator[Message]:
        """Drop all waiting receipts and notices, and give the messages that the receipts were for."""
        for mailbox in self._mailboxes.values():
            waiting = mailbox.waiting
            mailbox.keep(lambda letter: letter.of_message)
            yield from (letter.message for letter in waiting if letter.receipt)

    def receives(self, account: str) -> bool:
        """Whether an account has a receiver bound."""
        return self._mailbox(account).bound

    def put(self, account: str, message: Message, now: float) -> Iterable[Send]:
        """Take a message for an account, as letters of its parts."""
        mailbox = self._mailbox(account)
        message.next_part = 0
        self._put_parts(mailbox, message, next(self._serials))
        yield from self._hand_out(mailbox, now)
        if mailbox.letters:
            yield from self._watch(mailbox, message, now)

    def put_receipt(self, message: Message, pdu: DeliverSm, now: float) -> Iterable[Send]:
        """Take the receipt of a message for the account that submitted it."""
        mailbox = self._mailbox(message.account)
        letter = Letter(next(self._serials), pdu, message)
        letter.receipt = True
        mailbox.letters.append(letter)  # its serial is the highest
        if not mailbox.bound:
            self._drop_old(mailbox, now - self._patience)
        return self._hand_out(mailbox, now)

    def put_notice(
        self,
        message: Message,
        pdu: DeliverSm | AlertNotification,
        now: float,
        handed: Callable[[], None] = lambda: None,
    ) -> Iterable[Send]:
        """Take another PDU for the account that submitted a message; ``handed`` is called when it has gone."""
        mailbox = self._mailbox(message.account)
        mailbox.add(Letter(next(self._serials), pdu, message, notice=True, handed=handed))
        return self._hand_out(mailbox, now)

    def subject(self, account: str, conversation: int) -> Message | None:
        """Give the message that was handed out in a conversation, or that its receipt or notice is about."""
        letter = self._mailbox(account).handed.get(conversation)
        return letter.message if letter is not None else None

    # Messages that wait

    def waits(self, account: str, message: Message) -> str:
        """Say what a message, or its receipt, waits for on its way to an account; empty if neither is."""
        mailbox = self._mailboxes.get(account)
        return mailbox.waits(message) if mailbox is not None else ""

    def waiting(self, account: str) -> Iterable[Message]:
        """Give the waiting messages for an account of which no part is handed out, in order."""
        mailbox = self._mailbox(account)
        handed = {letter.message for letter in mailbox.handed.values() if letter.of_message}
        waiting = (letter.message for letter in mailbox.waiting if letter.of_message)
        return dict.fromkeys(message for message in waiting if message not in handed)

    def has(self, account: str, message: Message) -> bool:
        """Whether a message waits, and no part of it is handed out."""
        mailbox = self._mailbox(account)
        if any(letter.message is message and letter.of_message for letter in mailbox.handed.values()):
            return False
        return any(letter.message is message and letter.of_message for letter in chain(mailbox.letters, mailbox.aside))

    def drop(self, account: str, messages: Container[Message]) -> None:
        """Drop waiting messages."""
        self._mailbox(account).keep(lambda letter: not letter.of_message or letter.message not in messages)

    def replace(self, account: str, message: Message, now: float) -> Iterator[Send]:
        """Replace the letters of a waiting message with those of its new parts."""
        mailbox = self._mailbox(account)
        serial = next(one.serial for one in mailbox.waiting if one.of_message and one.message is message)
        self.drop(account, (message,))
        self._put_parts(mailbox, message, serial)
        yield from self._watch(mailbox, message, now)
        yield from self._hand_out(mailbox, now)

    def _drop_old(self, mailbox: Mailbox, limit: float) -> None:
        """Drop the two oldest letters about messages that were final by ``limit``, so that the mailbox does not grow.

        This is done whenever a receipt comes that has to wait: one in, at most two out.
        """
        for _ in range(2):
            oldest = mailbox.letters[0]
            message = oldest.message
            if oldest.of_message or message.done is None or message.done > limit:
                break
            mailbox.letters.popleft()
            oldest.handed()
            if oldest.receipt:
                told = {"system_id": mailbox.account, "message_id": message.known_as}
                log.info("receipt dropped", **told, why="nobody fetched it")
                message.receipted = True
                self._changed(message)

    # What the SMPP face reports

    def receiver_bound(self, told: ReceiverBound, hop: Hop) -> Iterable[Send]:
        mailbox = self._mailbox(hop.origin)
        mailbox.bound = True
        mailbox.receivers = told.receivers
        mailbox.wants = 0
        self._wants.call_off(mailbox)
        self._rests.call_off(mailbox)
        for letter in mailbox.aside:  # the new receiver may serve an address that no other did
            mailbox.add(letter)
        mailbox.aside.clear()
        return self._hand_out(mailbox, hop.at)

    def session_ended(self, told: SessionEnded, hop: Hop) -> Iterable[Send]:
        """Note how many receivers are left; without any, the next letter handed out comes back (see not_delivered)."""
        self._mailbox(hop.origin).receivers = told.receivers
        return ()

    def handed(self, _: Handed, hop: Hop) -> Iterable[Send]:
        mailbox = self._mailbox(hop.origin)
        letter = mailbox.handed.pop(hop.conversation, None)
        if letter is not None:
            letter.handed()
        return self._hand_out(mailbox, hop.at)

    def deliver_sm_resp(self, resp: DeliverSmResp | DataSmResp, hop: Hop) -> Iterable[Send]:
        """Settle a letter that the ESME has accepted or refused for good; keep one it asks to get another time."""
        mailbox = self._mailbox(hop.origin)
        letter = mailbox.handed.pop(hop.conversation, None)
        if letter is None:
            return ()
        status = resp.command_status
        if status in NO_ROOM:
            return self._no_room(mailbox, letter, hop.at)
        mailbox.rests = 0
        if status in NOT_NOW:
            return self._not_now(mailbox, letter, hop.at)
        sends = self._answered(letter, status, hop.at)
        return (*sends, *self._hand_out(mailbox, hop.at)) if mailbox.letters else sends

    def _no_room(self, mailbox: Mailbox, letter: Letter, now: float) -> Iterator[Send]:
        if self._rests.at(mailbox) == inf:
            mailbox.rests += 1
            yield from self._rests.make(mailbox, now + step(self._schedule.esme, mailbox.rests), now)
        if letter.once:
            yield from self._give_up((letter.message,), now)
            return
        mailbox.add(letter)
        yield from self._watch_letter(mailbox, letter, now)

    def _not_now(self, mailbox: Mailbox, letter: Letter, now: float) -> Iterator[Send]:
        if letter.once:
            yield from self._give_up((letter.message,), now)
        elif not letter.vain:
            delayed = letter.of_message and not letter.message.next_part and not _refused_before(mailbox, letter)
            letter.refusals += 1
            mailbox.aside.add(letter)
            yield from self._aside.make((mailbox, letter), now + step(self._schedule.esme, letter.refusals), now)
            yield from self._watch_letter(mailbox, letter, now)
            if delayed:
                yield from self._refused(letter.message, now)
        yield from self._hand_out(mailbox, now)

    def not_delivered(self, told: NotDelivered, hop: Hop) -> Iterable[Send]:
        """Hand a letter to the next receiver, ahead of later ones; without a receiver, stop handing out."""
        mailbox = self._mailbox(hop.origin)
        letter = mailbox.handed.pop(hop.conversation, None)
        if letter is None:
            return
        mailbox.bound = told.receivers > 0
        mailbox.receivers = told.receivers
        mailbox.add(letter)
        if letter.of_message and letter.message.expires <= hop.at:
            yield from self._expire(mailbox, hop.at)
        tried = [one.message for one in ((letter,) if mailbox.bound else mailbox.letters) if one.once]
        if tried:
            yield from self._give_up(tried, hop.at)
            mailbox.keep(lambda one: not one.vain)
        yield from self._hand_out(mailbox, hop.at)
        if mailbox.letters:
            yield from self._watch_letter(mailbox, letter, hop.at)

    def unsendable(self, told: Unsendable, hop: Hop) -> Iterable[Send]:
        """Send a message too long as one in its parts, if it has any; else wait for a session that can carry it."""
        mailbox = self._mailbox(hop.origin)
        letter = mailbox.handed.pop(hop.conversation, None)
        if letter is None:
            return ()
        parts = self._letters.parts(letter)
        if not parts:
            about = {"system_id": mailbox.account, "message_id": letter.message.known_as}
            log.warning("can't be sent", **about, pdu=letter.pdu.words[0], why=told.why)
            return self._not_now(mailbox, letter, hop.at)
        for part in parts:
            mailbox.add(part)
        return (*self._watch_letter(mailbox, letter, hop.at), *self._hand_out(mailbox, hop.at))

    # Time

    def _comes_again(self, refused: tuple[Mailbox, Letter], now: float) -> Iterable[Send]:
        mailbox, letter = refused
        if letter not in mailbox.aside:
            return ()
        mailbox.aside.remove(letter)
        mailbox.add(letter)
        return self._hand_out(mailbox, now)

    def _is_overdue(self, mailbox: Mailbox, now: float) -> Iterable[Send]:
        """Give up waiting messages that are no longer valid; those handed out may still be answered."""
        yield from self._expire(mailbox, now)
        for letter in mailbox.waiting:
            yield from self._watch_letter(mailbox, letter, now)

    def _expire(self, mailbox: Mailbox, now: float) -> Iterator[Send]:
        waiting = (letter for letter in mailbox.waiting if letter.of_message and not letter.vain)
        for message in dict.fromkeys(letter.message for letter in waiting):
            if message.expires <= now:
                yield from self._end(message, MessageState.EXPIRED, now)
        mailbox.keep(lambda letter: not letter.vain)

    def _give_up(self, messages: Iterable[Message], now: float) -> Iterator[Send]:
        """Give up messages that are tried only once and have been; their remaining letters are in vain."""
        for message in messages:
            if message.state not in FINAL:
                yield from self._end(message, MessageState.UNDELIVERABLE, now)

    # What happens next

    def _mailbox(self, account: str) -> Mailbox:
        mailbox = self._mailboxes.get(account)
        if mailbox is None:
            mailbox = self._mailboxes[account] = Mailbox(account)
        return mailbox

    def _want(self, mailbox: Mailbox, now: float) -> Iterator[Send]:
        """Ask for a receiver, if the account can be asked (outbind), and again for as long as there is none."""
        wishes = self._wishes.get(mailbox.account)
        if wishes is not None and wishes.outbind and self._wants.at(mailbox) == inf:
            mailbox.wants += 1
            yield Send(mailbox.account, ReceiverWanted())
            yield from self._wants.make(mailbox, now + step(self._schedule.esme, mailbox.wants), now)

    def _put_parts(self, mailbox: Mailbox, message: Message, serial: int) -> None:
        for letter in self._letters.of(message, mailbox.account, serial):
            mailbox.add(letter)

    def _hand_out(self, mailbox: Mailbox, now: float) -> Iterable[Send]:
        letters, handed, directed = mailbox.letters, mailbox.handed, self._letters.directed
        if not letters:
            return ()
        if not mailbox.bound:
            return self._want(mailbox, now)
        if self._rests.at(mailbox) < inf:
            return ()
        sends: list[Send] = []
        window = max(1, mailbox.receivers) * WINDOW
        while letters and len(handed) < window:
            letter = letters.popleft()
            if not letter.receipt:
                if letter.vain:
                    continue
                letter.count()
            conversation = next(self._conversations)
            handed[conversation] = letter
            sends.append(Send(mailbox.account, directed(letter, mailbox.account), conversation))
        return sends

    def _watch_letter(self, mailbox: Mailbox, letter: Letter, now: float) -> Iterable[Send]:
        return self._watch(mailbox, letter.message, now) if letter.of_message else ()

    def _watch(self, mailbox: Mailbox, message: Message, now: float) -> Iterator[Send]:
        """Set the timer, one for the whole mailbox, so that a waiting message is given up in time."""
        if message.expires < self._overdue.at(mailbox):
            yield from self._overdue.make(mailbox, message.expires, now)

    def _answered(self, letter: Letter, command_status: int, now: float) -> Iterable[Send]:
        """Settle a letter that was accepted or refused for good; a message is delivered with its last part."""
        message = letter.message
        if letter.notice:
            return ()
        if letter.receipt:
            message.receipted = True
            self._changed(message)
            return ()
        if letter.vain:
            return ()
        message.next_part += len(message.parts) if letter.whole else 1
        if command_status:
            return self._end(message, MessageState.REJECTED, now)
        if message.next_part == len(message.parts):
            return self._end(message, MessageState.DELIVERED, now)
        self._changed(message)
        return ()


def _refused_before(mailbox: Mailbox, letter: Letter) -> bool:
    """Whether an ESME has already put off the message of a letter, whichever of its parts that was."""
    if letter.refusals or letter.whole:
        return letter.refusals > 0
    others = chain(mailbox.letters, mailbox.aside, mailbox.handed.values())
    return any(other.refusals and other.message is letter.message for other in others)
