"""SMPP v5.0 section 4.2.1, what is submitted: kinds of messages in their shares, laid out as octets beforehand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import NamedTuple

from esme import address
from esme.receipts import PART_RECEIPTS
from pdu.malformed import Malformed
from pdu.operations.submit_sm import SubmitSm
from pdu.sms.address import Address
from pdu.text.data_coding import DefaultAlphabet
from pdu.text.default_alphabet import cut
from pdu.text.segmentation import Carriage, Part, octet_segments
from pdu.values import EsmClass, RegisteredDelivery

FEWEST = 1000  # messages in a plan: enough for shares to a tenth of a percent, and for reference numbers to go round

_KIND = re.compile(r"(gsm|ucs2|octets):([0-9]{1,5})(/payload)?(?:\*([0-9]{1,4}))?")
_EXPECTED = "kinds such as gsm:70, ucs2:60, octets:140 or gsm:500/payload, with shares behind a * as in gsm:70*9"
_GSM = "Your parcel is on its way and will be with you between 10 and 12. Follow it with code 493021, or write to us. "
_UCS2 = "Ваша посылка в пути и будет доставлена между 10 и 12 часами. Код 493021, время можно изменить. "


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message: a text, or octets of no alphabet, and its share among the other kinds."""

    content: str | bytes
    share: int = 1
    carriage: Carriage = Carriage.UDH_8


class Shape(NamedTuple):
    """A submit_sm: its octets before and after the sequence_number, and whether a receipt is expected for it."""

    head: bytes
    tail: bytes
    receipt: bool


DEFAULT = (Kind(_GSM[:65]),)


def kinds(text: str) -> tuple[Kind, ...]:
    """Read a mix as written on a command line; raises Malformed."""
    found: list[Kind] = []
    for word in re.split(r"[,\s]+", text.strip()):
        match = _KIND.fullmatch(word)
        if match is None or match[4] == "0" or int(match[2]) == 0:
            raise Malformed("--mix", None, _EXPECTED, repr(word))
        alphabet, length, payload, share = match[1], int(match[2]), match[3], int(match[4] or 1)
        carriage = Carriage.MESSAGE_PAYLOAD if payload else Carriage.UDH_8
        found.append(Kind(_content(alphabet, length), share, carriage))
    return tuple(found)


def _content(alphabet: str, length: int) -> str | bytes:
    """Make a content of ``length`` characters, or octets."""
    if alphabet == "octets":
        return bytes(islice(cycle(range(256)), length))
    return "".join(islice(cycle(_GSM if alphabet == "gsm" else _UCS2), length))


def plan(
    mix: Sequence[Kind],
    *,
    destinations: Sequence[str],
    source: str | Address = "",
    receipts: float = 0.0,
    part_receipts: str = "each",
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED,
) -> list[list[Shape]]:
    """Lay messages out, each as its parts: all kinds, destinations and receipts in their shares and well mixed.

    The plan is repeated for as long as the load lasts. ``receipts`` is the share of messages, 0 to 1, that ask for one,
    and ``part_receipts``, a key of PART_RECEIPTS, says for which of their parts one is expected.
    Raises Malformed for an invalid address, and for a text that can't be encoded.
    """
    round_of_kinds = _spread(mix)
    count = len(destinations) * -(-FEWEST // len(destinations))
    cut = _Cut(default_alphabet)
    messages: list[list[Shape]] = []
    sender, receivers = address.source(source), [address.destination(to) for to in destinations]
    for number in range(count):
        turn, at = divmod(number, len(receivers))
        kind = round_of_kinds[(turn + at) % len(round_of_kinds)]  # each receiver gets another kind each turn
        receipt = int((number + 1) * receipts) > int(number * receipts)
        parts = cut.parts(kind, turn % 256)
        expected = range(len(parts))[PART_RECEIPTS[part_receipts]] if receipt else ()
        messages.append(
            [_shape(sender, receivers[at], part, receipt, place in expected) for place, part in enumerate(parts)]
        )
    return messages


def _spread(mix: Sequence[Kind]) -> list[Kind]:
    """Make one round of all kinds, in which each is spread as evenly as its share allows."""
    total = sum(kind.share for kind in mix)
    places = [((turn + 0.5) * total / kind.share, at) for at, kind in enumerate(mix) for turn in range(kind.share)]
    return [mix[at] for _, at in sorted(places)]


class _Part(NamedTuple):
    """One part, as the parameters of its submit_sm."""

    esm_class: int
    data_coding: int
    short_message: bytes
    message_payload: bytes | None


class _Cut:
    """Contents cut into parts, each once for every reference number."""

    def __init__(self, default_alphabet: DefaultAlphabet) -> None:
        self._default_alphabet = default_alphabet
        self._cut: dict[tuple[Kind, int], list[_Part]] = {}

    def parts(self, kind: Kind, reference: int) -> list[_Part]:
        known = self._cut.get((kind, reference))
        if known is None:
            known = self._cut[kind, reference] = list(self._parts(kind, reference))
        return known

    def _parts(self, kind: Kind, reference: int) -> Iterable[_Part]:
        if isinstance(kind.content, str):
            found = cut(kind.content, self._default_alphabet, reference=reference, carriage=kind.carriage).parts
        else:
            found = octet_segments(kind.content, reference=reference, carriage=kind.carriage).parts
        return map(self._part if kind.carriage is Carriage.UDH_8 else self._payload, found)

    def _part(self, part: Part) -> _Part:
        esm_class = EsmClass.UDHI if part.elements else EsmClass.DEFAULT
        return _Part(esm_class, part.encoding.data_coding, part.short_message(self._default_alphabet), None)

    def _payload(self, part: Part) -> _Part:
        return _Part(EsmClass.DEFAULT, part.encoding.data_coding, b"", part.short_message(self._default_alphabet))


def _shape(sender: Address, receiver: Address, part: _Part, asks: bool, expects: bool) -> Shape:
    request = SubmitSm(
        registered_delivery=RegisteredDelivery.MC_DELIVERY_RECEIPT if asks else RegisteredDelivery.NONE,
        esm_class=part.esm_class,
        data_coding=part.data_coding,
        short_message=part.short_message,
        message_payload=part.message_payload,
    )
    octets = address.addressed(address.sent_from(request, sender), receiver).encode()
    return Shape(octets[:12], octets[16:], expects)
