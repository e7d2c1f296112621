"""What an ESME gets, in the form and over the session that its account wishes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pdu.header import Pdu
from pdu.operations.deliver_sm import DeliverSm
from smsc.centre.delivery import deliver_sms, delivery
from smsc.centre.interface import Directed
from smsc.centre.mailbox import Letter
from smsc.centre.message import Message
from smsc.centre.user_data import legible
from smsc.centre.wishes import Receipts, Wishes

_ROUND_ROBIN: Final = Receipts.ROUND_ROBIN
_SAME_SESSION: Final = Receipts.SAME_SESSION


class Letters:
    """Makes letters from messages; ``references`` (0 to 255) number those that are cut into parts anew."""

    def __init__(self, wishes: Mapping[str, Wishes], references: Iterator[int]) -> None:
        self._wishes = wishes
        self._references = references

    def of(self, message: Message, account: str, serial: int) -> Iterator[Letter]:
        """Make the letters of a message: one for each of its parts, or one for all."""
        wishes = self._wishes.get(account)
        if wishes is not None and wishes.default_alphabet.data_coding and not message.uncut:
            message.parts = legible(message.parts, wishes.default_alphabet, self._references)
        return _each(message, serial, deliver_sms(message, wishes), message.attempts)

    def parts(self, letter: Letter) -> list[Letter]:
        """Make the letters that replace one too long to be sent; none if its message has no parts."""
        message = letter.message
        if not letter.whole or message.uncut or len(message.parts) == 1:
            return []
        return list(_each(message, letter.serial, deliver_sms(message), letter.tries - 1))

    def directed(self, letter: Letter, account: str) -> Pdu | Directed:
        """Give a letter's PDU the form its account wishes, directed to the session it wishes."""
        wishes = self._wishes.get(account)
        if wishes is None:
            return letter.pdu
        pdu = delivery(letter.pdu, wishes)
        if wishes.receipts is _ROUND_ROBIN:
            return Directed(pdu, in_turn=True)
        if wishes.receipts is _SAME_SESSION and not letter.of_message:
            return Directed(pdu, letter.message.session)
        return pdu


def _each(message: Message, serial: int, pdus: Iterable[DeliverSm], tries: int) -> Iterator[Letter]:
    pdus = tuple(pdus)
    for part, pdu in enumerate(pdus):
        yield Letter(serial, pdu, message, tries=tries, part=part, whole=len(pdus) == 1)
