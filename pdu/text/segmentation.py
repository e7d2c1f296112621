"""TS 23.040 9.2.3.24.1 and SMPP's sar_* and message_payload: a text, or 8 bit data, as short messages."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from pdu.malformed import Malformed
from pdu.text import data_coding as codings
from pdu.text import graphemes, gsm7, udh
from pdu.text.data_coding import DataCoding, DefaultAlphabet
from pdu.text.dcs import Alphabet
from pdu.text.encoding import OCTETS, Encoding, best_encoding, capacity_alone, capacity_of_several, parts_needed, units

MOST_PARTS = 255
"""The maximum number of short messages is one octet, in every form of concatenation."""

PAYLOAD_OCTETS = 65535
"""The length of a message_payload is two octets."""


class Carriage(Enum):
    """How the parts of a message are told apart, or (message_payload) that the message centre is to cut them."""

    UDH_8 = "udh-8"
    UDH_16 = "udh-16"
    SAR = "sar"
    MESSAGE_PAYLOAD = "message_payload"


class Sar(NamedTuple):
    """The three SMPP TLVs that do the work of a concatenation element, outside the user data."""

    sar_msg_ref_num: int
    sar_total_segments: int
    sar_segment_seqnum: int


@dataclass(slots=True)
class Part:
    """One short message of several, or the only one.

    ``octets`` is its content without header: septets one per octet, else octets. ``units`` of ``capacity`` are
    used. ``text`` is empty for 8 bit data.
    """

    sequence: int
    text: str
    octets: bytes
    units: int
    capacity: int
    encoding: Encoding
    elements: tuple[udh.InformationElement, ...] = ()
    sar: Sar | None = None

    @property
    def room(self) -> int:
        """Units that are still free."""
        return self.capacity - self.units

    @property
    def header(self) -> bytes:
        """The user data header, UDHL first; empty when there is none (esm_class and TP-UDHI say which)."""
        return udh.encode(self.elements) if self.elements else b""

    def short_message(self, default: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED) -> bytes:
        """Header and content as SMPP carries them for an account to which data_coding 0 means ``default``.

        Malformed names a character that an ASCII or Latin-1 account cannot send this way.
        """
        header = self.header
        if self.encoding.alphabet is not Alphabet.GSM7 or default is DefaultAlphabet.GSM7_UNPACKED:
            return header + self.octets
        if default is DefaultAlphabet.GSM7_PACKED:
            return header + gsm7.pack_uncounted(self.octets, udh.fill_bits(len(header)))
        return header + codings.encode(self.text, DataCoding.DEFAULT, default)

    def tp_ud(self) -> tuple[int, bytes]:
        """TP-UDL and TP-UD: the length in septets or octets, and header and content packed."""
        header = self.header
        if self.encoding.alphabet is not Alphabet.GSM7:
            return len(header) + len(self.octets), header + self.octets
        packed = gsm7.pack(self.octets, udh.fill_bits(len(header)))
        return udh.septets(len(header)) + len(self.octets), header + packed


@dataclass(slots=True)
class Segmentation:
    """A text cut into ``parts``; ``messages`` go over the air, perhaps several for the one part of message_payload."""

    encoding: Encoding
    carriage: Carriage
    reference: int
    parts: tuple[Part, ...]
    messages: int


def segments(
    text: str,
    *,
    reference: int = 0,
    carriage: Carriage = Carriage.UDH_8,
    languages: Iterable[int] = (),
    encoding: Encoding | None = None,
    elements: Sequence[udh.InformationElement] = (),
) -> Segmentation:
    """Cut a text into as few short messages as it needs.

    The encoding, unless given, is ``best_encoding`` with the ``languages`` that the caller allows. No cut falls into
    an escape or surrogate pair, nor into what a reader takes for one character where that costs no further message.
    ``elements`` (ports, say) stand in the header of every part. ``reference`` is 0 to 255 for UDH_8, else 0 to 65535.
    With SAR every part leaves the room that the message centre needs to put an 8-bit reference into a header.

    Malformed: more than 255 messages, a reference out of range, a header that leaves no room, or a text which the
    given encoding (for UCS-2: half a surrogate pair) cannot hold.
    """
    chosen = encoding or best_encoding(text, languages, elements, place_of(carriage))
    octets = codings.encode(text, chosen.data_coding, locking=chosen.locking, single=chosen.single)
    return _segmentation(text, octets, chosen, reference, carriage, tuple(elements))


def octet_segments(
    octets: bytes,
    *,
    reference: int = 0,
    carriage: Carriage = Carriage.UDH_8,
    elements: Sequence[udh.InformationElement] = (),
) -> Segmentation:
    """Cut 8 bit data into short messages of 140, or 134 (UDH_16: 133), octets; see ``segments``."""
    return _segmentation("", octets, OCTETS, reference, carriage, tuple(elements))


def place_of(carriage: Carriage, reference: int = 0, maximum: int = 0, sequence: int = 0) -> udh.Concatenation:
    """The element that says on the air which part this is, whichever way SMPP carries it."""
    of = udh.Concatenation16 if carriage is Carriage.UDH_16 else udh.Concatenation8
    return of(reference, maximum, sequence)


def _segmentation(
    text: str,
    octets: bytes,
    encoding: Encoding,
    reference: int,
    carriage: Carriage,
    elements: tuple[udh.InformationElement, ...],
) -> Segmentation:
    largest = 0xFF if carriage is Carriage.UDH_8 else 0xFFFF
    if not 0 <= reference <= largest:
        raise Malformed("reference", None, f"0 to {largest}", str(reference))
    used = range(len(octets) + 1) if encoding is OCTETS else units(text, encoding)
    assert used is not None  # noqa: S101 - the text has been encoded
    single = several = capacity_alone(encoding, elements)
    ends = [len(used) - 1]
    if used[-1] > single:
        several = capacity_of_several(encoding, elements, place_of(carriage))
        ends = _ends(text, used, several)
    others = (*encoding.shifts, *elements)
    width = 2 if encoding.alphabet is Alphabet.UCS2 else 1
    if carriage is Carriage.MESSAGE_PAYLOAD:
        single = (PAYLOAD_OCTETS - (len(udh.encode(others)) if others else 0)) // width
        if used[-1] > single:
            raise Malformed("message_payload", None, f"{single * width} octets at most", str(len(octets)))
    if carriage is Carriage.MESSAGE_PAYLOAD or len(ends) == 1:
        part = Part(1, text, octets, used[-1], single, encoding, others)
        return Segmentation(encoding, carriage, reference, (part,), len(ends))
    parts: list[Part] = []
    for sequence, (start, end) in enumerate(zip([0, *ends], ends, strict=False), 1):
        sar = Sar(reference, len(ends), sequence) if carriage is Carriage.SAR else None
        place = () if sar else (place_of(carriage, reference, len(ends), sequence),)
        content = octets[used[start] * width : used[end] * width]
        count = used[end] - used[start]
        parts.append(Part(sequence, text[start:end], content, count, several, encoding, (*place, *others), sar))
    return Segmentation(encoding, carriage, reference, tuple(parts), len(parts))


def _ends(text: str, used: Sequence[int], capacity: int) -> list[int]:
    """Where each part ends; whole characters as a reader sees them, as long as that costs no further part."""
    needed = parts_needed(used, 0, capacity)
    if needed > MOST_PARTS:
        raise Malformed("text", None, f"{MOST_PARTS} parts at most", f"{needed} parts")
    ends: list[int] = []
    start, last = 0, len(used) - 1
    while used[last] - used[start] > capacity:
        end = bisect_right(used, used[start] + capacity) - 1
        if text:
            whole = graphemes.last_boundary(text, start, end)
            if start < whole < end and len(ends) + 1 + parts_needed(used, whole, capacity) <= needed:
                end = whole
        ends.append(end)
        start = end
    return [*ends, last]
