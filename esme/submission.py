"""SMPP v5.0 section 4.2.1: a text as the submit_sm that carry it, one per segment, and what comes back for them."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Self

from esme import address
from esme.errors import NoReceipt
from esme.message import Message
from esme.times import Time, written
from pdu.expand import maker
from pdu.malformed import Malformed
from pdu.operations.submit_sm import SubmitSm
from pdu.sms.address import Address
from pdu.table import parameters
from pdu.text import data_coding as codings
from pdu.text import gsm7
from pdu.text.data_coding import DataCoding, DefaultAlphabet
from pdu.text.default_alphabet import cut
from pdu.text.segmentation import Carriage, Segmentation
from pdu.values import EsmClass, MessageState, RegisteredDelivery

_submit_sm = maker(SubmitSm)
_parameters = attrgetter(*(row.name for row in parameters(SubmitSm)))
_UNPACKED = DefaultAlphabet.GSM7_UNPACKED  # a member of an enumeration is slow to find
_SEPTETS, _OCTETS = 160, 140  # of the default alphabet and of UCS-2, in one message without a header
_UCS2 = int(DataCoding.UCS2)
_CLASS_0 = 0xF0  # data_coding, GSM message class control: for the display at once, in the default alphabet
# The text that was encoded last, for which alphabet, and how, as many say the same to many; one value for all threads.
_last = ("", _UNPACKED, 0, b"")
_RECEIPT = int(RegisteredDelivery.MC_DELIVERY_RECEIPT)
_MS_DISPLAY = 0x01  # dest_addr_subunit: the same for UCS-2, which message class control can't say


class Submitted(str):
    """The message_id under which the message centre has taken a message; of a long text, that of its first segment.

    ``message_ids`` has those of all segments. As long as this object lives, receipts that come for them are kept
    for ``Esme.receipt_of``.
    """

    __slots__ = ("__dict__", "__weakref__")  # most have nothing but their message_id

    receipts: tuple[asyncio.Future[Message], ...] = ()
    _message_ids: tuple[str, ...] = ()  # of several segments
    _missed: Callable[[str, float], NoReceipt] = NoReceipt

    @classmethod
    def under(
        cls,
        message_ids: Iterable[str],
        receipts: Iterable[asyncio.Future[Message]] = (),
        missed: Callable[[str, float], NoReceipt] = NoReceipt,
    ) -> Self:
        """What was taken under these ids, in the order of the segments; ``missed`` tells of a receipt that is late."""
        ids = tuple(message_ids)
        self = cls(ids[0])
        self._message_ids = ids
        self.receipts = tuple(receipts)
        if self.receipts:
            self._missed = missed
        return self

    @property
    def message_ids(self) -> tuple[str, ...]:
        return self._message_ids or (str(self),)

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """A copy, also that for another process, is the message_id alone: no receipt comes there."""
        return str, (str(self),)

    async def delivered(self, timeout: float | None = None) -> Message:  # noqa: ASYNC109 - more is said than TimeoutError
        """Wait for the final receipts of all segments: gives the first that tells of a failure, else the last.

        Raises NoReceipt after ``timeout`` seconds, Disconnected if the session ends before (with ``rebind``: for good),
        and ValueError if no receipt was asked for or the message centre gave no message_id.
        """
        if not self.receipts:
            raise ValueError("delivered: expected a message submitted with receipt=True and taken under a message_id")
        _, missing = await asyncio.wait(self.receipts, timeout=timeout)
        if missing:
            ids = filter(None, self.message_ids)
            late = [message_id for message_id, receipt in zip(ids, self.receipts, strict=True) if not receipt.done()]
            raise self._missed(late[0], timeout or 0)
        told = [receipt.result() for receipt in self.receipts]
        return next((message for message in told if message.message_state != MessageState.DELIVERED), told[-1])


def requests(
    text: str,
    to: str | Address,
    source: str | Address = "",
    receipt: bool = False,
    flash: bool = False,
    replace: bool = False,
    schedule: Time = "",
    validity: Time = "",
    reference: int = 0,
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED,
) -> list[SubmitSm]:
    """The submit_sm for a text: GSM 7 bit if that alphabet holds it, else UCS-2, cut into as many as it needs.

    UCS-2 as well if ``default_alphabet`` is another and does not hold it.

    Several are told apart by a user data header with ``reference`` (0 to 255). What is to ``replace`` another message
    is one, in message_payload if it is long: of several, each would replace the one before. Raises Malformed for an
    address or time that is none and for a text that no alphabet holds or 255 segments do not.
    """
    source_addr, source_addr_ton, source_addr_npi = address.source(source)
    destination_addr, dest_addr_ton, dest_addr_npi = address.destination(to)
    if flash and default_alphabet in (DefaultAlphabet.ASCII, DefaultAlphabet.LATIN_1):
        default_alphabet = _UNPACKED  # what a message class says that it is
    last, alphabet, data_coding, octets = _last
    if text is not last or default_alphabet is not alphabet:
        data_coding, octets = _short(text, default_alphabet)
    request = _submit_sm(  # by their places in the table: every message would pay for the names
        "",  # service_type
        source_addr_ton,
        source_addr_npi,
        source_addr,
        dest_addr_ton,
        dest_addr_npi,
        destination_addr,
        0,  # esm_class
        0,  # protocol_id
        0,  # priority_flag
        written(schedule, "schedule_delivery_time") if schedule != "" else "",
        written(validity, "validity_period") if validity != "" else "",
        _RECEIPT if receipt else 0,
        1 if replace else 0,
        data_coding,
        0,  # sm_default_msg_id
        octets,
    )
    if octets:
        found = [request]
    else:
        carriage = Carriage.MESSAGE_PAYLOAD if replace else Carriage.UDH_8
        whole = cut(text, default_alphabet, reference=reference, carriage=carriage)
        found = [*_parts(request, whole, default_alphabet)]
    if flash:
        for one in found:
            _show_at_once(one)
    return found


def _show_at_once(request: SubmitSm) -> None:
    if request.data_coding == DataCoding.DEFAULT:
        request.data_coding = _CLASS_0
    else:
        request.dest_addr_subunit = _MS_DISPLAY


def _short(text: str, default_alphabet: DefaultAlphabet) -> tuple[int, bytes]:
    """What most texts are, in a fraction of the time: one message, and its data_coding; no octets for another.

    What an alphabet other than GSM 7 bit holds is cut by its septets as well, since a handset gets those.
    """
    global _last
    try:
        data_coding, octets = 0, gsm7.encode(text)
        fits = len(octets) <= _SEPTETS
        if default_alphabet is not _UNPACKED:
            octets = codings.encode(text, 0, default_alphabet)
    except Malformed:
        data_coding, octets = _UCS2, codings.encode(text, _UCS2)
        fits = len(octets) <= _OCTETS
    except AttributeError:
        raise TypeError(f"text: expected text, found {text!r}") from None
    if not fits:
        return 0, b""
    _last = text, default_alphabet, data_coding, octets
    return data_coding, octets


def _parts(request: SubmitSm, text: Segmentation, default_alphabet: DefaultAlphabet) -> Iterator[SubmitSm]:
    """Give each part of a text a request like this."""
    for part in text.parts:
        one = _submit_sm(*_parameters(request))
        one.esm_class = EsmClass.UDHI if part.elements else EsmClass.DEFAULT
        one.data_coding = part.encoding.data_coding
        octets = part.short_message(default_alphabet)
        if text.messages > len(text.parts):
            one.message_payload = octets
        else:
            one.short_message = octets
        yield one
