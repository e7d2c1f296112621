"""SMPP v5.0 section 4.2.1: a text as the submit_sm that carry it, one per segment, and what comes back for them."""

import asyncio
from collections.abc import Iterable
from typing import Self

from esme import address
from esme.message import Message
from pdu.operations.submit_sm import SubmitSm
from pdu.sms.address import Address
from pdu.text.data_coding import DefaultAlphabet
from pdu.text.segmentation import segments
from pdu.values import EsmClass, RegisteredDelivery


class Submitted(str):
    """The message_id under which the message centre has taken a message; of a long text, that of its first segment.

    ``message_ids`` has those of all segments. As long as this object lives, receipts that come for them are kept
    for ``Esme.receipt_of``.
    """

    __slots__ = ("__weakref__", "message_ids", "receipts")

    message_ids: tuple[str, ...]
    receipts: tuple[asyncio.Future[Message], ...]

    @classmethod
    def under(cls, message_ids: Iterable[str], receipts: Iterable[asyncio.Future[Message]] = ()) -> Self:
        """What was taken under these ids, in the order of the segments."""
        ids = tuple(message_ids)
        self = cls(ids[0])
        self.message_ids = ids
        self.receipts = tuple(receipts)
        return self


def requests(
    text: str,
    *,
    to: str | Address,
    source: str | Address = "",
    receipt: bool = False,
    reference: int = 0,
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED,
) -> list[SubmitSm]:
    """The submit_sm for a text: GSM 7 bit if that alphabet holds it, else UCS-2, cut into as many as it needs.

    Several are told apart by a user data header with ``reference`` (0 to 255). Raises Malformed for an address that
    is none and for a text that no alphabet holds or 255 segments do not.
    """
    sender, receiver = address.source(source), address.destination(to)
    parts = segments(text, reference=reference).parts
    return [
        SubmitSm(
            source_addr_ton=sender.ton,
            source_addr_npi=sender.npi,
            source_addr=sender.value,
            dest_addr_ton=receiver.ton,
            dest_addr_npi=receiver.npi,
            destination_addr=receiver.value,
            esm_class=EsmClass.UDHI if part.elements else EsmClass.DEFAULT,
            registered_delivery=RegisteredDelivery.MC_DELIVERY_RECEIPT if receipt else RegisteredDelivery.NONE,
            data_coding=part.encoding.data_coding,
            short_message=part.short_message(default_alphabet),
        )
        for part in parts
    ]
