"""Receipts matched to messages by message_id, whichever comes first, submit_sm_resp or receipt."""

import asyncio
import re
from collections.abc import Callable, Iterable
from weakref import WeakValueDictionary

from esme.answer import fail
from esme.errors import Disconnected, NoReceipt
from esme.inbox import ROOM, octets
from esme.message import Delivered, Message, user_octets
from pdu.dialects import MESSAGE_IDS
from pdu.operations.alert_notification import AlertNotification
from pdu.receipt import decode

PART_RECEIPTS = {"each": slice(None), "first": slice(1), "last": slice(-1, None)}
EARLY = 1000  # receipts kept for messages that are unknown, or not known yet

_DIGITS = re.compile(r"[0-9A-Fa-f-]+")  # and the hyphens of a UUID; in any other id, case may tell two apart


class Receipts:
    """Final receipts, each kept for whoever holds the future of its message, or for a while if nobody does yet.

    ``receipt_ids``, a key of ``pdu.dialects.MESSAGE_IDS``, says how receipts write the message_id of submit_sm_resp,
    and ``part_receipts``, a key of PART_RECEIPTS, for which segments of a long text they come.
    """

    def __init__(self, receipt_ids: str = "as-is", part_receipts: str = "each") -> None:
        if part_receipts not in PART_RECEIPTS:
            raise ValueError(f"part_receipts: expected one of {', '.join(PART_RECEIPTS)}, found {part_receipts!r}")
        self._parts = PART_RECEIPTS[part_receipts]
        if receipt_ids not in MESSAGE_IDS:
            raise ValueError(f"receipt_ids: expected one of {', '.join(MESSAGE_IDS)}, found {receipt_ids!r}")
        self._spelled = MESSAGE_IDS[receipt_ids]
        self._expected: WeakValueDictionary[str, asyncio.Future[Message]] = WeakValueDictionary()
        self._early: dict[str, Message] = {}
        self._early_octets = 0
        self._end: str | None = None

    def expect(self, message_id: str) -> asyncio.Future[Message]:
        """Return the future of a message's receipt, by the id in submit_sm_resp; it gets the receipt while held."""
        message_id = plain(self._spelled(message_id))
        receipt = self._expected.get(message_id)
        if receipt is None:
            receipt = self._expected[message_id] = asyncio.get_running_loop().create_future()
            early = self._take_early(message_id)
            if early is not None:
                receipt.set_result(early)
            elif self._end is not None:
                fail(receipt, Disconnected(self._end))
        return receipt

    def expect_of(self, message_ids: Iterable[str]) -> dict[str, asyncio.Future[Message]]:
        """Return the futures of the receipts that come for a text, by the ids of their segments."""
        return {message_id: self.expect(message_id) for message_id in tuple(filter(None, message_ids))[self._parts]}

    def named(self, message: Message) -> str | None:
        """Return the id by which a receipt is expected; None for what is no receipt."""
        return receipted(message, self._spelled)

    def expects(self, message_id: str) -> bool:
        """Whether somebody expects a receipt with this id."""
        return plain(message_id) in self._expected

    def put(self, message_id: str, message: Message) -> None:
        """Keep a final receipt; if there are too many that nobody expects, drop the oldest of them."""
        message_id = plain(message_id)
        receipt = self._expected.get(message_id)
        if receipt is None:
            self._take_early(message_id)
            self._early[message_id] = message
            self._early_octets += octets(message)
            while len(self._early) > EARLY or self._early_octets > ROOM:
                self._take_early(next(iter(self._early)))
        elif not receipt.done():
            receipt.set_result(message)

    def _take_early(self, message_id: str) -> Message | None:
        message = self._early.pop(message_id, None)
        if message is not None:
            self._early_octets -= octets(message)
        return message

    def missed(self, message_id: str, timeout: float) -> NoReceipt:
        """Make the error for a late receipt, with a note if one came for another form of this message_id."""
        error = NoReceipt(message_id, timeout)
        for word, spelled in MESSAGE_IDS.items():
            form = spelled(message_id)
            if plain(form) in self._early:
                error.add_note(f"a receipt came for {form}, as it is with receipt_ids={word!r}")
                break
        return error

    def end(self, reason: str) -> None:
        """Expect no more receipts."""
        self._end = reason
        for receipt in list(self._expected.values()):
            if not receipt.done():
                fail(receipt, Disconnected(reason))


def receipted(message: Message, spelled: Callable[[str], str]) -> str | None:
    """Return the id of the message that a receipt is for, as submit_sm_resp has it; None for what is no receipt."""
    message_id, pdu = message.message_id, message.pdu
    if message_id is None or isinstance(pdu, AlertNotification):
        return None
    return named(pdu, message_id, spelled)


def named(pdu: Delivered, message_id: str, spelled: Callable[[str], str]) -> str:
    """Choose between two ids in a receipt: some message centres spell the id in the text only, not in the TLV."""
    in_text = spelled(message_id)
    if in_text == message_id or not pdu.receipted_message_id:
        return message_id
    receipt = decode(user_octets(pdu).decode("latin-1"))
    return in_text if receipt is not None and plain(receipt.id) == plain(in_text) else message_id


def plain(message_id: str) -> str:
    """Drop what some message centres change between response and receipt: case and leading zeros of hexadecimal ids."""
    return message_id.lstrip("0").lower() if _DIGITS.fullmatch(message_id) else message_id
