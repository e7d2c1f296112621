"""SMPP v5.0 section 4.5.3: replace_sm, and replace_if_present_flag: waiting messages are changed where they wait."""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Final

from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.operations.replace_sm import ReplaceSm, ReplaceSmResp
from pdu.operations.submit_sm import SubmitSm
from pdu.text import data_coding as codings
from pdu.text import user_data as text_of
from pdu.text.data_coding import DefaultAlphabet
from pdu.values import EsmClass, MessageState
from smsc.centre.answers import find
from smsc.centre.headers import elements_kept
from smsc.centre.message import Message
from smsc.centre.promises import Promises
from smsc.centre.registered_delivery import heed
from smsc.centre.store import Store
from smsc.centre.submission import check_default, check_registered_delivery, text, times, user_data
from smsc.centre.user_data import for_subunit, parts, parts_for_esme
from smsc.centre.waiting import Waiting
from smsc.centre.wishes import NO_WISHES, Wishes
from smsc.network.hop import Hop, Send, Services

# The fields that a new submission replaces; the others are the old message's identity and progress.
_CONTENT: Final = (
    "submitted",
    "expires",
    "parts",
    "text",
    "protocol_id",
    "priority",
    "data_coding",
    "registered_delivery",
    "asked_as",
    "esm_class",
    "tlvs",
    "set_dpf",
    "session",
)


class Replacing:
    """Changes waiting messages."""

    def __init__(
        self,
        store: Store,
        promises: Promises,
        waiting: Waiting,
        references: Iterator[int],
        routes: Container[str],
        wishes: Mapping[str, Wishes],
    ) -> None:
        self._store = store
        self._promises = promises
        self._waiting = waiting
        self._references = references
        self._routes = routes
        self._wishes = wishes
        self.services: Services = {ReplaceSm: self.replace_sm}

    def replace_sm(self, pdu: ReplaceSm, hop: Hop) -> Iterable[Send]:
        """Give one message a new text and registered_delivery, and new times if these are given.

        A submit_multi can't be replaced: its message_id stands for several messages.
        """
        failed = CommandStatus.ESME_RREPLACEFAIL
        message = find(self._store, pdu, hop.origin, failed)
        if message.copies or not self._waiting.has(message):
            expected = "a message to one destination, which waits"
            raise Malformed("message_id", None, expected, repr(pdu.message_id), failed)
        check_registered_delivery(pdu.registered_delivery)
        check_default(pdu.sm_default_msg_id)
        octets = self._user_data(pdu, message)
        to_esme = message.destination.value in self._routes
        divided, kept = parts_for_esme if to_esme else parts, elements_kept(message)
        cut = divided(octets, message.esm_class, message.data_coding, next(self._references), kept)
        if not to_esme:
            cut = for_subunit(cut, SubmitSm(tlvs=message.tlvs).dest_addr_subunit)
        after = message.next_attempt if message.state is MessageState.SCHEDULED else hop.at
        first, message.expires = times(pdu, hop.at, after, message.expires)
        message.parts, message.text = cut, text(octets, message.esm_class, message.data_coding)
        message.registered_delivery = pdu.registered_delivery
        message.submitted = hop.at  # v3.4 appendix B: the submit date of a receipt is that of the replacement
        heed(message, self._wishes.get(message.account, NO_WISHES).part_receipts)
        self._store.update(message)
        changes = tuple(self._waiting.changed(message, first if pdu.schedule_delivery_time else None, hop.at))
        return self._promises.respond(ReplaceSmResp(), pdu, hop, then=changes)

    def _user_data(self, pdu: ReplaceSm, message: Message) -> bytes:
        """Give the new user data, in the old data_coding; the septets of an account that packs them are unpacked."""
        octets = user_data(pdu)
        packs = self._wishes.get(message.account, NO_WISHES).default_alphabet is DefaultAlphabet.GSM7_PACKED
        if not packs or not codings.is_gsm7(message.data_coding):
            return octets
        try:
            return text_of.unpacked(octets, udhi=bool(message.esm_class & EsmClass.UDHI))
        except Malformed:
            return octets  # they lack the header they should have, and will be refused

    def present(self, message: Message) -> Message | None:
        """Find what a message submitted with replace_if_present_flag replaces: the oldest waiting message like it.

        Messages that the store does not have yet also count, as the youngest. One in transaction mode is not replaced:
        its sender would get a response about another message.
        """
        alike = self._waiting.between(message.account, message.source, message.destination, message.service_type)
        like = (one for one in alike if not one.in_transaction)
        return min(like, key=lambda one: one.submitted, default=None) or self._promises.first_like(message)

    def replace(self, old: Message, new: Message, now: float) -> Iterable[Send]:
        """Put a new message in the place of an old one, keeping the old message_id."""
        for name in _CONTENT:
            setattr(old, name, getattr(new, name))
        self._store.update(old)
        if self._promises.first_like(old) is old:
            old.state, old.next_attempt = new.state, new.next_attempt
            return ()
        return self._waiting.changed(old, new.next_attempt, now)
