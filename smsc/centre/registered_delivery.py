"""SMPP v5.0 section 4.7.21, registered_delivery of a long message's parts: carriers differ in which they report on."""

from typing import Final

from pdu.text import udh
from pdu.values import FINAL_RECEIPT, RegisteredDelivery
from smsc.centre.message import Message
from smsc.centre.wishes import PartReceipts

_OF_THE_MESSAGE_CENTRE: Final = int(FINAL_RECEIPT | RegisteredDelivery.INTERMEDIATE_NOTIFICATION)


def heed(message: Message, wish: PartReceipts) -> None:
    """Ask for no receipt or notification of a message if it is a part of which its sender is not to be told."""
    if wish is PartReceipts.EACH or not message.registered_delivery & _OF_THE_MESSAGE_CENTRE:
        return
    only, *others = message.parts
    place = udh.place(only.tp_udh) if not others else None
    if place is None or place.sequence == {PartReceipts.FIRST: 1, PartReceipts.LAST: place.maximum}.get(wish):
        return
    message.registered_delivery &= ~_OF_THE_MESSAGE_CENTRE  # the other bits are for the other end
