"""SMPP v5.0 section 4.2.1: the submit_sm that carry a text, one per segment, and what comes back for them."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Self

from esme import address
from esme.errors import NoReceipt
from esme.message import Message
from esme.own_loop import check
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
from pdu.timeout import checked_or_none
from pdu.values import EsmClass, MessageState, RegisteredDelivery

_submit_sm = maker(SubmitSm)
_parameters = attrgetter(*(row.name for row in parameters(SubmitSm)))
_UNPACKED = DefaultAlphabet.GSM7_UNPACKED  # looking up a member of an enumeration is slow
_SEPTETS, _OCTETS = 160, 140  # in one message without a header, of the default alphabet and of UCS-2
_UCS2 = int(DataCoding.UCS2)
_CLASS_0 = 0xF0  # data_coding, GSM message class control: show at once, default alphabet
# The text encoded last, its alphabet and the result: one text often goes to many. One tuple, so that threads agree.
_last = ("", _UNPACKED, 0, b"")
_RECEIPT = int(RegisteredDelivery.MC_DELIVERY_RECEIPT)
_FLAGS = (True, False)
_MS_DISPLAY = 0x01  # dest_addr_subunit: the same for UCS-2, which message class control can't express


class Submitted(str):
    """The message_id under which the message centre accepted a message; of a long text, that of its first segment.

    ``message_ids`` has those of all segments. While this object lives, receipts that come for them are kept for
    ``Esme.receipt_of``.
    """

    __slots__ = ("__dict__", "__weakref__")  # most have only their message_id

    receipts: tuple[asyncio.Future[Message], ...] = ()
    _message_ids: tuple[str, ...] = ()  # of several segments
    _receipted: tuple[str, ...] = ()  # those that ``receipts`` are of
    _missed: Callable[[str, float], NoReceipt] = NoReceipt

    @classmethod
    def under(
        cls,
        message_ids: Iterable[str],
        receipts: Mapping[str, asyncio.Future[Message]] | None = None,
        missed: Callable[[str, float], NoReceipt] = NoReceipt,
    ) -> Self:
        """Make one from the ids of the segments, in order, and the receipts that are waited for, by id.

        ``missed`` makes the error for a receipt that is late.
        """
        ids = tuple(message_ids)
        self = cls(ids[0])
        self._message_ids = ids
        if receipts:
            self._receipted, self.receipts = tuple(receipts), tuple(receipts.values())
            self._missed = missed
        return self

    @property
    def message_ids(self) -> tuple[str, ...]:
        return self._message_ids or (str(self),)

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Copy, also into another process, the message_id alone: a copy gets no receipt."""
        return str, (str(self),)

    async def delivered(self, timeout: float | None = None) -> Message:  # noqa: ASYNC109 - NoReceipt says more than TimeoutError
        """Wait for the final receipts of all segments; return the first that reports a failure, else the last.

        If the message centre gives one receipt only, ``part_receipts`` of ``connect`` says for which segment.

        Raises NoReceipt after ``timeout`` seconds, Disconnected if the session ends first (with ``rebind``: for good),
        and ValueError if no receipt was asked for or the message centre gave no message_id.
        """
        if not self.receipts:
            raise ValueError("delivered: expected a message submitted with receipt=True and taken under a message_id")
        check(self.receipts[0].get_loop())
        _, missing = await asyncio.wait(self.receipts, timeout=checked_or_none(timeout))
        if missing:
            came = [receipt.done() for receipt in self.receipts]
            error = self._missed(self._receipted[came.index(False)], timeout or 0)
            if any(came):
                error.add_note(f"of {len(came)} segments, {sum(came)} had a receipt: see part_receipts")
            raise error
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
    """Make the submit_sm for a text: GSM 7 bit if that alphabet holds it, else UCS-2, in as many as it needs.

    UCS-2 also if ``default_alphabet`` is another alphabet and does not hold the text.

    Several are linked by a user data header with ``reference`` (0 to 255). A text that is to ``replace`` another
    message stays one message, in message_payload if it is long: of several, each would replace the one before. Raises
    Malformed for an invalid address or time, and for a text that no alphabet or not even 255 segments hold, and
    TypeError for what is no text or flag.
    """
    try:
        source_addr, source_addr_ton, source_addr_npi = address.source(source)
        destination_addr, dest_addr_ton, dest_addr_npi = address.destination(to)
    except TypeError:  # also of a list, which is not looked up
        address.check(source, to)
        raise
    if not (receipt in _FLAGS and flash in _FLAGS and replace in _FLAGS):
        check_flags(receipt=receipt, flash=flash, replace=replace)
    if flash and default_alphabet in (DefaultAlphabet.ASCII, DefaultAlphabet.LATIN_1):
        default_alphabet = _UNPACKED  # a message class implies GSM 7 bit
    last, alphabet, data_coding, octets = _last
    if text is not last or default_alphabet is not alphabet:
        data_coding, octets = _short(text, default_alphabet)
    request = _submit_sm(  # by position: keywords would slow down every message
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


def check_flags(**flags: bool) -> None:
    """Raise TypeError for what is neither True nor False, such as "no", which would be true."""
    for name, flag in flags.items():
        if flag not in _FLAGS:
            raise TypeError(f"{name}: expected True or False, found {flag!r}")


def _show_at_once(request: SubmitSm) -> None:
    if request.data_coding == DataCoding.DEFAULT:
        request.data_coding = _CLASS_0
    else:
        request.dest_addr_subunit = _MS_DISPLAY


def _short(text: str, default_alphabet: DefaultAlphabet) -> tuple[int, bytes]:
    """Encode a text that fits one message, as most do, much faster than ``cut``; return no octets for a longer one.

    A text in another alphabet than GSM 7 bit is measured in septets too, since a handset gets those.
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
    """Make a request like this one for each part of a text."""
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
