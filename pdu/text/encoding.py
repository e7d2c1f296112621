"""How many short messages a text needs in each encoding: TS 23.038 alphabets, TS 23.040 user data of 140 octets."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, product
from typing import NamedTuple

from pdu.malformed import Malformed
from pdu.text import gsm7, national, udh
from pdu.text.data_coding import DataCoding
from pdu.text.dcs import Alphabet

USER_DATA_OCTETS = 140
"""TP-UD, header included, of one short message on the air: 160 septets, 140 octets or 70 UTF-16 code units."""


class Encoding(NamedTuple):
    """An alphabet, with the national languages of its shift tables (0: none)."""

    alphabet: Alphabet
    locking: int = 0
    single: int = 0

    @property
    def data_coding(self) -> DataCoding:
        return _DATA_CODING[self.alphabet]

    @property
    def title(self) -> str:
        return gsm7.title(self.locking, self.single) if self.alphabet is Alphabet.GSM7 else self.alphabet.value

    @property
    def shifts(self) -> tuple[udh.InformationElement, ...]:
        """The information elements that announce the shift tables."""
        single, locking = self.single, self.locking
        elements: list[udh.InformationElement] = []
        if single:
            elements.append(udh.NationalLanguageSingleShift(single))
        if locking:
            elements.append(udh.NationalLanguageLockingShift(locking))
        return tuple(elements)

    def capacity(self, header_octets: int) -> int:
        """Units (septets, octets, UTF-16 code units) in one short message after a header, UDHL counted."""
        return (USER_DATA_OCTETS - header_octets) * 8 // _BITS[self.alphabet]


_BITS = {Alphabet.GSM7: 7, Alphabet.OCTETS: 8, Alphabet.UCS2: 16}
_DATA_CODING = {
    Alphabet.GSM7: DataCoding.DEFAULT,
    Alphabet.OCTETS: DataCoding.OCTETS_4,
    Alphabet.UCS2: DataCoding.UCS2,
}
GSM7, OCTETS, UCS2 = Encoding(Alphabet.GSM7), Encoding(Alphabet.OCTETS), Encoding(Alphabet.UCS2)
_ANY_PLACE = udh.Concatenation8(0, 0, 0)


def best_encoding(
    text: str,
    languages: Iterable[int] = (),
    elements: Sequence[udh.InformationElement] = (),
    place: udh.Concatenation = _ANY_PLACE,
) -> Encoding:
    """The encoding that needs the fewest messages on the air: GSM 7 bit, alone or with shift tables, or UCS-2.

    The shift tables are those of the ``languages`` that the caller allows. On a tie GSM 7 bit is taken, with as few
    shift tables and septets as possible; without languages, it is taken whenever the default alphabet holds the text.
    ``elements`` stand in every header, ``place`` in each of several messages, with an 8-bit reference by default.
    """
    languages = tuple(languages)
    plain = units(text, GSM7)
    if plain is not None and (not languages or plain[-1] <= capacity_alone(GSM7, elements)):
        return GSM7
    # a tuple sorts by its first difference: messages, then shift tables before UCS-2, then how many, then septets
    choices = [((messages(text, UCS2, elements, place) or 0, 1, 0, 0), UCS2)]
    for encoding in shifted(languages) if plain is None else (GSM7, *shifted(languages)):
        used = units(text, encoding)
        if used is not None:
            needed = messages(text, encoding, elements, place) or 0
            choices.append(((needed, 0, len(encoding.shifts), used[-1]), encoding))
    return min(choices, key=lambda choice: choice[0])[1]


def shifted(languages: Iterable[int]) -> list[Encoding]:
    """GSM 7 bit with every pair of shift tables of these languages; one of the two may be the default."""
    allowed = sorted(set(languages) | {0})
    return [
        Encoding(Alphabet.GSM7, locking, single)
        for locking, single in product(allowed, allowed)
        if (locking or single) and locking in national.LOCKING and single in national.SINGLE
    ]


def units(text: str, encoding: Encoding) -> Sequence[int] | None:
    """Units taken before each character and, last, in total; None when the encoding does not hold the text."""
    if encoding.alphabet is not Alphabet.GSM7:
        if text.isascii() or len(text.encode("utf-16-be", "surrogatepass")) == 2 * len(text):
            return range(len(text) + 1)
        return [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]
    if encoding == GSM7 and text.isascii() and _takes_one_each(text):
        return range(len(text) + 1)
    costs, characters = gsm7.costs(encoding.locking, encoding.single), set(text)
    if not characters <= costs.keys():
        return None
    if all(costs[character] == 1 for character in characters):
        return range(len(text) + 1)
    return [0, *accumulate(map(costs.__getitem__, text))]


def messages(
    text: str,
    encoding: Encoding,
    elements: Sequence[udh.InformationElement] = (),
    place: udh.Concatenation = _ANY_PLACE,
) -> int | None:
    """How many short messages a text takes on the air; None when the encoding does not hold it."""
    used = units(text, encoding)
    if used is None:
        return None
    if used[-1] <= capacity_alone(encoding, elements):
        return 1
    return parts_needed(used, 0, capacity_of_several(encoding, elements, place))


def capacity_alone(encoding: Encoding, elements: Sequence[udh.InformationElement] = ()) -> int:
    """Units in the only message of a text: 160 for GSM 7 bit."""
    others = (*encoding.shifts, *elements)
    return encoding.capacity(len(udh.encode(others)) if others else 0)


def capacity_of_several(
    encoding: Encoding, elements: Sequence[udh.InformationElement] = (), place: udh.Concatenation = _ANY_PLACE
) -> int:
    """Units in each of several messages, with a ``place`` in the header: 153 for GSM 7 bit.

    Malformed where the header leaves no room.
    """
    header = len(udh.encode((place, *encoding.shifts, *elements)))
    several = encoding.capacity(header)
    if several < 2:  # an escape or surrogate pair has to fit
        raise Malformed("UDHL", None, "a header that leaves room for text", f"{header} octets")
    return several


def parts_needed(used: Sequence[int], start: int, capacity: int) -> int:
    """Parts for what follows the character at ``start`` when each is filled as far as possible; see ``units``."""
    parts, last = 1, len(used) - 1
    while used[last] - used[start] > capacity:
        start = bisect_right(used, used[start] + capacity) - 1
        parts += 1
    return parts


def _takes_one_each(text: str) -> bool:
    try:
        return len(gsm7.encode(text)) == len(text)
    except Malformed:
        return False
